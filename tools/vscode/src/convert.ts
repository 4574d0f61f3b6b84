//===- convert.ts - How do our types and the editor's correspond? ---------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as vscode from 'vscode';
import { FileRange, Range } from './core/positions';
import { isCheck, plainMessage, Problem } from './core/problem';

export function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

function fromRange({ start, end }: vscode.Range): Range {
  return {
    start: { line: start.line, character: start.character },
    end: { line: end.line, character: end.character },
  };
}

function toLocation({ file, range }: FileRange): vscode.Location {
  return new vscode.Location(vscode.Uri.file(file), toRange(range));
}

/** The check that a diagnostic comes from, if it is one of ours. */
export function checkOf(diagnostic: vscode.Diagnostic): string | undefined {
  const code =
    typeof diagnostic.code === 'object'
      ? diagnostic.code.value
      : diagnostic.code;
  return isCheck(code) ? code : undefined;
}

/** Where the page of a check is shown. */
export function pageUri(check: string): vscode.Uri {
  return vscode.Uri.from({ scheme: 'stowaway', path: `/${check}.md` });
}

export function toDiagnostic(problem: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    toRange(problem.range),
    problem.message,
    vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = 'stowaway';
  diagnostic.code = { value: problem.check, target: pageUri(problem.check) };
  diagnostic.relatedInformation = problem.related.map(
    (related) =>
      new vscode.DiagnosticRelatedInformation(
        toLocation(related),
        related.message,
      ),
  );
  return diagnostic;
}

export function fromDiagnostic(
  uri: vscode.Uri,
  diagnostic: vscode.Diagnostic,
): Problem | undefined {
  const check = checkOf(diagnostic);
  if (check === undefined) return undefined;
  return {
    file: uri.fsPath,
    range: fromRange(diagnostic.range),
    check,
    message: plainMessage(diagnostic.message),
    related: (diagnostic.relatedInformation ?? []).map(
      ({ location, message }) => ({
        file: location.uri.fsPath,
        range: fromRange(location.range),
        message,
      }),
    ),
  };
}
