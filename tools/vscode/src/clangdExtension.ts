//===- clangdExtension.ts - How do we live with the clangd extension? -----===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as vscode from 'vscode';
import { isOurServer } from './core/serverChoice';

const clangdId = 'llvm-vs-code-extensions.vscode-clangd';
const cpptoolsId = 'ms-vscode.cpptools';
const askedKey = 'stowaway.askedForOneServer';

export function otherExtensions(): { clangd: boolean; cpptools: boolean } {
  const enabled = (id: string, section: string, key: string): boolean =>
    vscode.extensions.getExtension(id) !== undefined &&
    vscode.workspace.getConfiguration(section).get(key) !== false &&
    vscode.workspace.getConfiguration(section).get(key) !== 'disabled';
  return {
    clangd: enabled(clangdId, 'clangd', 'enable'),
    cpptools: enabled(cpptoolsId, 'C_Cpp', 'intelliSenseEngine'),
  };
}

/** Where settings of this window go: into the workspace, if there is one. */
function target(): vscode.ConfigurationTarget {
  return vscode.workspace.workspaceFolders === undefined
    ? vscode.ConfigurationTarget.Global
    : vscode.ConfigurationTarget.Workspace;
}

export function clangdRunsOurServer(): boolean {
  const path = vscode.workspace.getConfiguration('clangd').get<string>('path');
  return path !== undefined && isOurServer(path);
}

/** Lets the clangd extension run our server. */
export async function delegate(program: string): Promise<void> {
  await vscode.workspace
    .getConfiguration('clangd')
    .update('path', program, target());
  await vscode.workspace
    .getConfiguration('stowaway')
    .update('server', 'clangd-extension', target());
  // The command is there once that extension is active.
  const commands = await vscode.commands.getCommands(true);
  if (commands.includes('clangd.restart'))
    await vscode.commands.executeCommand('clangd.restart');
}

/** Says once for each workspace that one server is enough. */
export async function offerOneServer(
  memory: vscode.Memento,
  program: string,
): Promise<void> {
  if (memory.get(askedKey) === true) return;
  await memory.update(askedKey, true);
  const one = 'Use One Server';
  const both = 'Keep Both';
  const answer = await vscode.window.showWarningMessage(
    'The clangd extension is active, too, so two servers parse every file. ' +
      "Stowaway's server is a complete clangd: the clangd extension can run it alone.",
    one,
    both,
  );
  if (answer === one) await delegate(program);
}
