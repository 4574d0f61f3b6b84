//===- auditStore.ts - Which findings of an audit are still shown? --------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A workspace audit and the editor server tell of the same findings, and each
// shall be shown once. In an open file the server has the word: what both found
// is its, also when a change makes it disappear. What only the audit found,
// because the server sees one file at a time, stays until the file changes. In a
// closed file the server is silent and the audit's findings are shown; if the
// file was changed and saved, what the server said of it last.
//
//===----------------------------------------------------------------------===//

import { Problem, sameFinding } from './problem';

export class AuditStore {
  private problems = new Map<string, readonly Problem[]>();
  /** Open files, each with what the server has told of, too. */
  private readonly open = new Map<string, Set<Problem>>();
  /** Files that are shown as they were not when they were audited... */
  private readonly changed = new Set<string>();
  /** ...and those of them that were saved so. */
  private readonly written = new Set<string>();

  /** Takes the results of a new audit. */
  replace(problems: readonly Problem[]): void {
    const byFile = new Map<string, Problem[]>();
    for (const problem of problems) {
      const ofFile = byFile.get(problem.file);
      if (ofFile === undefined) byFile.set(problem.file, [problem]);
      else ofFile.push(problem);
    }
    this.problems = byFile;
    this.changed.clear();
    this.written.clear();
    for (const claimed of this.open.values()) claimed.clear();
  }

  files(): string[] {
    return [...this.problems.keys()];
  }

  opened(file: string): void {
    if (!this.open.has(file)) this.open.set(file, new Set());
  }

  edited(file: string): void {
    if (this.problems.has(file)) this.changed.add(file);
  }

  saved(file: string): void {
    if (this.changed.has(file)) this.written.add(file);
  }

  /** The file is closed; the server is about to take back what it says of it. */
  closed(file: string, live: readonly Problem[], serverRuns: boolean): void {
    this.open.delete(file);
    if (this.written.has(file) && serverRuns) this.problems.set(file, live);
    this.written.delete(file);
    this.changed.delete(file);
  }

  /** The findings of a file that nobody else shows. */
  visible(
    file: string,
    live: readonly Problem[],
    serverRuns: boolean,
  ): readonly Problem[] {
    const ofFile = this.problems.get(file) ?? [];
    if (ofFile.length === 0) return [];
    const told = ofFile.filter((problem) =>
      live.some((other) => sameFinding(problem, other)),
    );
    const claimed = this.open.get(file);
    if (claimed === undefined)
      return ofFile.filter((problem) => !told.includes(problem));
    for (const problem of told) claimed.add(problem);
    if (serverRuns && this.changed.has(file)) return [];
    return ofFile.filter((problem) => !claimed.has(problem));
  }

  /** What the last audit says of a finding that the server shows. */
  detailsOf(live: Problem): Problem | undefined {
    if (this.changed.has(live.file)) return undefined;
    return this.problems
      .get(live.file)
      ?.find((problem) => sameFinding(problem, live));
  }
}
