//===- report.ts - What does the command's JSON say? ----------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// docs/json/findings-1.schema.json in the repository is the whole of it; here is
// what the extension uses.
//
//===----------------------------------------------------------------------===//

export type Confidence = 'definite' | 'possible';

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Location extends Place {
  readonly file: string;
  readonly sourceLine: string;
  readonly ranges: readonly { readonly begin: Place; readonly end: Place }[];
}

export interface Step {
  readonly kind: string;
  readonly name: string;
  readonly type: string;
  readonly location: Location | null;
}

export interface Note {
  readonly kind: string;
  readonly message: string;
  readonly location: Location | null;
}

export interface Edit {
  readonly file: string;
  readonly begin: Place;
  readonly end: Place;
  readonly text: string;
}

export interface Remedy {
  readonly name: string;
  readonly title: string;
  readonly location: Location | null;
  readonly edits: readonly Edit[];
}

export interface Finding {
  readonly check: string;
  readonly confidence: Confidence;
  readonly boundary: string;
  readonly message: string;
  readonly location: Location;
  readonly pathText: string;
  readonly path: readonly Step[];
  readonly notes: readonly Note[];
  readonly remedies: readonly Remedy[];
}

export interface FailedFile {
  readonly file: string;
  readonly errorCount: number;
  readonly errors: readonly string[];
}

export interface Report {
  readonly version: 1;
  readonly workingDirectory: string;
  readonly findings: readonly Finding[];
  readonly failedFiles: readonly FailedFile[];
  readonly summary: {
    readonly files: number;
    readonly failedFiles: number;
    readonly definite: number;
    readonly possible: number;
  };
}

/** Reads what `--format=json` writes; throws an Error that says what is wrong. */
export function parseReport(text: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(
      `The command wrote no valid JSON: ${(error as Error).message}`,
    );
  }
  const report = value as Partial<Report> | null;
  if (report === null || typeof report !== 'object')
    throw new Error('The command wrote no report.');
  // Within a version, fields are only added.
  if (report.version !== 1)
    throw new Error(
      `The command writes version ${String(report.version)} of its JSON ` +
        'format; this extension reads version 1. Update the older of both.',
    );
  if (
    !Array.isArray(report.findings) ||
    !Array.isArray(report.failedFiles) ||
    typeof report.workingDirectory !== 'string' ||
    typeof report.summary !== 'object'
  )
    throw new Error('The report lacks fields that version 1 has.');
  return report as Report;
}
