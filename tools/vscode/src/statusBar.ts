//===- statusBar.ts - What does the status bar say? -----------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as vscode from 'vscode';
import { ServerState } from './server';

interface Look {
  readonly icon: string;
  readonly tooltip: string;
  readonly alarm?: boolean;
}

function lookOf(state: ServerState): Look {
  switch (state.is) {
    case 'starting':
      return { icon: 'sync~spin', tooltip: 'The server is starting' };
    case 'running':
      return {
        icon: 'package',
        tooltip: `Version ${state.version}: ${state.program}`,
      };
    case 'delegated':
      return {
        icon: 'package',
        tooltip: 'The clangd extension runs the server',
      };
    case 'wrong-delegate':
      return {
        icon: 'warning',
        tooltip:
          'The clangd extension is to run the server, but its setting ' +
          'clangd.path names another one. Click to repair this.',
        alarm: true,
      };
    case 'failed':
      return {
        icon: 'error',
        tooltip: `No server: ${state.why}. Click to try again.`,
        alarm: true,
      };
    case 'off':
      return { icon: 'circle-slash', tooltip: 'The server is off' };
  }
}

/** Shows how the server is; a click shows its log, or repairs what is wrong. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'stowaway.server',
    vscode.StatusBarAlignment.Left,
  );

  constructor() {
    this.item.name = 'Stowaway';
    this.show({ is: 'off' });
    this.item.show();
  }

  show(state: ServerState): void {
    const look = lookOf(state);
    this.item.text = `$(${look.icon}) Stowaway`;
    this.item.tooltip = look.tooltip;
    this.item.command =
      look.alarm === true ? 'stowaway.restartServer' : 'stowaway.showOutput';
    this.item.backgroundColor =
      look.alarm === true
        ? new vscode.ThemeColor('statusBarItem.warningBackground')
        : undefined;
  }

  dispose(): void {
    this.item.dispose();
  }
}
