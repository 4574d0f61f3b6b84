//===- problem.ts - How is a finding shown as a problem? ------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import { FileRange, fileRangeOf } from './positions';
import { Finding, Report } from './report';

export interface Related extends FileRange {
  readonly message: string;
}

/** What an editor's list of problems holds: a diagnostic without its types. */
export interface Problem extends FileRange {
  readonly check: string;
  readonly message: string;
  readonly related: readonly Related[];
}

/** A finding of a workspace audit, with its file names made absolute. */
export interface AuditProblem extends Problem {
  readonly finding: Finding;
  readonly workingDirectory: string;
}

export function isCheck(code: unknown): code is string {
  return typeof code === 'string' && /^stowaway-[a-z-]+$/.test(code);
}

function problemOf(finding: Finding, workingDirectory: string): AuditProblem {
  const related = [
    ...finding.notes,
    ...finding.remedies.map(({ title, location }) => ({
      message: title,
      location,
    })),
  ].flatMap(({ message, location }) =>
    location === null
      ? []
      : [{ message, ...fileRangeOf(location, workingDirectory) }],
  );
  return {
    ...fileRangeOf(finding.location, workingDirectory),
    check: finding.check,
    message: finding.message,
    related,
    finding,
    workingDirectory,
  };
}

export function problemsOf(report: Report): AuditProblem[] {
  return report.findings.map((finding) =>
    problemOf(finding, report.workingDirectory),
  );
}

/** A message without what servers add to it. */
export function plainMessage(message: string): string {
  return message.replace(/ \((fix|fixes) available\)$/, '');
}

/**
 * Whether both tell of the same finding. Messages are not compared: servers
 * rewrite them.
 */
export function sameFinding(a: Problem, b: Problem): boolean {
  return (
    a.check === b.check &&
    a.file === b.file &&
    a.range.start.line === b.range.start.line &&
    a.range.start.character === b.range.start.character
  );
}

/** The problem at a place: the smallest of those around it, else one of its line. */
export function problemAt<P extends Problem>(
  problems: readonly P[],
  file: string,
  line: number,
  character: number,
): P | undefined {
  const ofLine = problems.filter(
    ({ file: of, range }) =>
      of === file && range.start.line <= line && line <= range.end.line,
  );
  return (
    ofLine.find(
      ({ range: { start, end } }) =>
        (start.line < line || start.character <= character) &&
        (line < end.line || character <= end.character),
    ) ?? ofLine[0]
  );
}
