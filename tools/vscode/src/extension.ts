//===- extension.ts - What starts when the extension is activated? --------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as vscode from 'vscode';
import { auditWorkspace } from './audit';
import { CarriedPathsView, Node } from './carriedPathsView';
import {
  clangdRunsOurServer,
  delegate,
  offerOneServer,
  otherExtensions,
} from './clangdExtension';
import { explainActions } from './codeActions';
import { chooseServer } from './core/serverChoice';
import { explain, pages } from './explain';
import { Findings } from './findings';
import { languages, Server } from './server';
import {
  locateProgram,
  offerSetting,
  readSettings,
  serverSettings,
} from './settings';
import { StatusBar } from './statusBar';

let server: Server | undefined;

/** Brings the server into the state that the settings ask for. */
async function applySettings(
  server: Server,
  memory: vscode.Memento,
): Promise<void> {
  const settings = readSettings();
  if (settings.server === 'off') return server.setIdle({ is: 'off' });
  if (settings.server === 'clangd-extension')
    return server.setIdle({
      is: clangdRunsOurServer() ? 'delegated' : 'wrong-delegate',
    });
  const search = locateProgram('stowaway-clangd', settings);
  if ('missing' in search) {
    await server.setIdle({ is: 'failed', why: 'it was not found' });
    void offerSetting(search.missing, 'stowaway.serverPath');
    return;
  }
  const choice = chooseServer(
    settings.server,
    settings.features,
    otherExtensions(),
  );
  await server.start(search.found, settings, choice.diagnosticsOnly);
  if (choice.offerOneServer) void offerOneServer(memory, search.found);
}

/** "Restart Server": also for the server that the clangd extension runs. */
async function restart(server: Server, memory: vscode.Memento): Promise<void> {
  if (readSettings().server === 'clangd-extension') {
    const search = locateProgram('stowaway-clangd', readSettings());
    if ('missing' in search)
      return offerSetting(search.missing, 'stowaway.serverPath');
    if (clangdRunsOurServer())
      await vscode.commands.executeCommand('clangd.restart');
    else await delegate(search.found);
  }
  await applySettings(server, memory);
}

/** The check that is meant: the argument's, the selected one, the cursor's. */
function checkMeant(
  argument: unknown,
  view: CarriedPathsView,
): string | undefined {
  if (typeof argument === 'string') return argument;
  const node = argument as Node | undefined;
  if (node?.is === 'finding') return node.finding.check;
  const editor = vscode.window.activeTextEditor;
  const here =
    editor && view.at(editor.document.uri.fsPath, editor.selection.active);
  return (here ?? view.selected())?.check;
}

export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('Stowaway');
  const statusBar = new StatusBar();
  const running = new Server(output);
  server = running;
  const findings = new Findings(
    () => running.state.is === 'running' || running.state.is === 'delegated',
  );
  const view = new CarriedPathsView(findings);
  const memory = context.workspaceState;
  const command = (
    name: string,
    action: (argument: unknown) => unknown,
  ): vscode.Disposable =>
    vscode.commands.registerCommand(`stowaway.${name}`, action);

  context.subscriptions.push(
    output,
    statusBar,
    findings,
    view,
    running.onDidChangeState((state) => statusBar.show(state)),
    vscode.workspace.registerTextDocumentContentProvider('stowaway', pages),
    vscode.languages.registerCodeActionsProvider(
      languages.map((language) => ({ language })),
      explainActions,
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (
        serverSettings.some((key) => event.affectsConfiguration(key)) ||
        event.affectsConfiguration('clangd.path')
      )
        void applySettings(running, memory);
    }),
    command('restartServer', () => restart(running, memory)),
    command('showOutput', () => output.show()),
    command('auditWorkspace', () =>
      auditWorkspace(output, (problems) => findings.takeAudit(problems)),
    ),
    command('explainFinding', (argument) =>
      explain(checkMeant(argument, view)),
    ),
    command('showWhatCrosses', () =>
      view.showWhatCrosses(vscode.window.activeTextEditor),
    ),
    command('showAllFindings', () => view.showAll()),
  );
  void vscode.commands.executeCommand('setContext', 'stowaway.active', true);
  void applySettings(running, memory);
}

export async function deactivate(): Promise<void> {
  await server?.dispose();
  server = undefined;
}
