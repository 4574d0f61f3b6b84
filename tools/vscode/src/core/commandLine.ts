//===- commandLine.ts - How is the command called and understood? ---------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import { Report } from './report';

/** The arguments that audit what a compile database lists. */
export function auditArguments(
  database: string,
  output: string,
  extra: readonly string[],
): string[] {
  return ['-p', database, `--format=json:${output}`, ...extra];
}

/** The arguments that show a check's page; without a check, the list of all. */
export function explainArguments(check?: string): string[] {
  return check === undefined ? ['explain'] : ['explain', check];
}

export interface Exit {
  /** Null if a signal ended the command. */
  readonly status: number | null;
  readonly signal: string | null;
}

/** Whether an audit that ended like this has written its results. */
export function hasResults(exit: Exit): boolean {
  return exit.status !== null && exit.status >= 0 && exit.status <= 3;
}

/** What an audit without results says: the command's own error, if any. */
export function failureMessage(exit: Exit, errorOutput: string): string {
  const error = errorOutput
    .split('\n')
    .map((line) => /(?:^|: )error: (.*)$/.exec(line)?.[1])
    .find((text) => text !== undefined);
  if (error !== undefined) return `The audit failed: ${error}`;
  if (exit.signal !== null)
    return `The audit was ended by the signal ${exit.signal}.`;
  return `The audit failed with exit status ${String(exit.status)}.`;
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** One sentence on one or several audits. */
export function summarise(reports: readonly Report[]): string {
  let files = 0;
  let failed = 0;
  let definite = 0;
  let possible = 0;
  for (const { summary } of reports) {
    files += summary.files;
    failed += summary.failedFiles;
    definite += summary.definite;
    possible += summary.possible;
  }
  const found =
    definite + possible === 0
      ? 'nothing found'
      : `${count(definite + possible, 'finding', 'findings')} ` +
        `(${definite} definite, ${possible} possible)`;
  const sentence = `${count(files, 'file', 'files')} audited: ${found}`;
  return failed === 0
    ? `${sentence}.`
    : `${sentence}. ${count(failed, 'file', 'files')} could not be analysed.`;
}

/** The lines that tell which files could not be analysed, and why. */
export function failedFileLines(report: Report): string[] {
  return report.failedFiles.flatMap((failed) => {
    const more = failed.errorCount - failed.errors.length;
    return [
      `${failed.file}: could not be analysed`,
      ...failed.errors.map((error) => `  ${error}`),
      ...(more > 0
        ? [`  and ${count(more, 'more error', 'more errors')}`]
        : []),
    ];
  });
}
