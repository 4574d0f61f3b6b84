//===- auditStore.ts - Which findings of an audit are still shown? --------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A workspace audit and the editor server tell of the same findings, and each
// shall be shown once. In an open file the server has the word: what both found is
// its, also when a change makes it disappear. What only the audit found, because
// the server sees one file at a time, stays until the file changes. In a closed
// file the server is silent, and the audit's findings are shown.
//
//===----------------------------------------------------------------------===//

import { AuditProblem, Problem, sameFinding } from './problem';

/** What is known of a file that an editor shows. */
interface OpenFile {
  /** Findings that the server has told of, too: from then on they are its. */
  readonly claimed: Set<AuditProblem>;
}

export class AuditStore {
  private problems = new Map<string, AuditProblem[]>();
  private readonly open = new Map<string, OpenFile>();
  private readonly changed = new Set<string>();

  /** Takes the results of a new audit. */
  replace(problems: readonly AuditProblem[]): void {
    this.problems = new Map();
    for (const problem of problems) {
      const ofFile = this.problems.get(problem.file);
      if (ofFile === undefined) this.problems.set(problem.file, [problem]);
      else ofFile.push(problem);
    }
    this.changed.clear();
    for (const { claimed } of this.open.values()) claimed.clear();
  }

  files(): string[] {
    return [...this.problems.keys()];
  }

  opened(file: string): void {
    if (!this.open.has(file)) this.open.set(file, { claimed: new Set() });
  }

  closed(file: string): void {
    this.open.delete(file);
  }

  /** The file is no longer what was audited: its places have moved. */
  edited(file: string): void {
    if (this.problems.has(file)) this.changed.add(file);
  }

  isChanged(file: string): boolean {
    return this.changed.has(file);
  }

  /** The findings of a file that nobody else shows. */
  visible(
    file: string,
    live: readonly Problem[],
    serverRuns: boolean,
  ): AuditProblem[] {
    const ofFile = this.problems.get(file) ?? [];
    if (ofFile.length === 0) return [];
    const claimed = this.open.get(file)?.claimed;
    if (claimed !== undefined)
      for (const problem of ofFile)
        if (live.some((other) => sameFinding(problem, other)))
          claimed.add(problem);
    if (claimed !== undefined && serverRuns && this.changed.has(file))
      return [];
    return ofFile.filter(
      (problem) =>
        claimed?.has(problem) !== true &&
        !live.some((other) => sameFinding(problem, other)),
    );
  }

  /** What the last audit says of a finding that the server shows. */
  detailsOf(live: Problem): AuditProblem | undefined {
    if (this.changed.has(live.file)) return undefined;
    return this.problems
      .get(live.file)
      ?.find((problem) => sameFinding(problem, live));
  }
}
