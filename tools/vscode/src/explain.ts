//===- explain.ts - How is a check explained? -----------------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as vscode from 'vscode';
import { pageUri } from './convert';
import { parseCheckList, pageOf } from './core/checkPages';
import { explainArguments } from './core/commandLine';
import { isCheck } from './core/problem';
import { runProgram } from './core/runProgram';
import { locateProgram, offerSetting, readSettings } from './settings';

/** What the command prints; throws an Error with what it says if it fails. */
async function askCommand(check?: string): Promise<string> {
  const search = locateProgram('stowaway', readSettings());
  if ('missing' in search) throw new Error(search.missing);
  const { status, out, err } = await runProgram(
    search.found,
    explainArguments(check),
    undefined,
  ).result;
  if (status !== 0)
    throw new Error(err.trim() || `${search.found} explains nothing.`);
  return out;
}

/** Gives the pages of checks as read-only documents. */
export const pages: vscode.TextDocumentContentProvider = {
  async provideTextDocumentContent(uri) {
    const check = uri.path.replace(/^\/|\.md$/g, '');
    if (!isCheck(check)) throw new Error(`There is no check ${check}.`);
    return pageOf(await askCommand(check));
  },
};

async function pickCheck(): Promise<string | undefined> {
  const checks = parseCheckList(await askCommand());
  const pick = await vscode.window.showQuickPick(
    checks.map(({ id, summary }) => ({ label: id, detail: summary })),
    { placeHolder: 'Which check?', matchOnDetail: true },
  );
  return pick?.label;
}

/** Shows the page of a check; without a check, asks for one. */
export async function explain(known: string | undefined): Promise<void> {
  try {
    const check = known ?? (await pickCheck());
    if (check === undefined) return;
    const uri = pageUri(check);
    // Opened first, so that what goes wrong is told here and not in the page.
    await vscode.workspace.openTextDocument(uri);
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  } catch (error) {
    await offerSetting((error as Error).message, 'stowaway.commandPath');
  }
}
