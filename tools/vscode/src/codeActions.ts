//===- codeActions.ts - What is offered on a finding? ---------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as vscode from 'vscode';
import { checkOf } from './convert';

/** Offers each check's page; repairs come from the server. */
export const explainActions: vscode.CodeActionProvider = {
  provideCodeActions(_document, _range, { diagnostics }) {
    const ofCheck = new Map<string, vscode.Diagnostic[]>();
    for (const diagnostic of diagnostics) {
      const check = checkOf(diagnostic);
      if (check !== undefined)
        ofCheck.set(check, [...(ofCheck.get(check) ?? []), diagnostic]);
    }
    return [...ofCheck].map(([check, about]) => {
      const action = new vscode.CodeAction(
        `Explain ${check}`,
        vscode.CodeActionKind.QuickFix,
      );
      action.diagnostics = about;
      action.command = {
        title: action.title,
        command: 'stowaway.explainFinding',
        arguments: [check],
      };
      return action;
    });
  },
};
