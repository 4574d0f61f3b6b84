//===- server.ts - How does the editor server run? ------------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from 'vscode-languageclient/node';
import { checkOf, pageUri } from './convert';
import { isObvious } from './core/findDatabase';
import { ServerProcess } from './core/serverProcess';
import { createClient } from './diagnosticsClient';
import { localFolders, locateDatabase, Settings } from './settings';

export type ServerState =
  | { readonly is: 'off' | 'starting' }
  | { readonly is: 'delegated' | 'wrong-delegate' }
  | { readonly is: 'running'; readonly program: string }
  | { readonly is: 'failed'; readonly why: string };

export const languages = [
  'c',
  'cpp',
  'cuda-cpp',
  'objective-c',
  'objective-cpp',
];

/**
 * The compile database, if clangd does not find it by itself. With several
 * folders there is none that is right for all.
 */
function databaseFor(settings: Settings): string | undefined {
  const folders = localFolders();
  const folder = folders[0];
  if (folder === undefined || folders.length !== 1) return undefined;
  const database = locateDatabase(folder, settings);
  if (database === undefined) return undefined;
  return isObvious(database, folder) ? undefined : database;
}

/** Servers link to pages of clang-tidy that our checks do not have. */
function linkToOurPages(diagnostics: readonly vscode.Diagnostic[]): void {
  for (const diagnostic of diagnostics) {
    const check = checkOf(diagnostic);
    if (check !== undefined)
      diagnostic.code = { value: check, target: pageUri(check) };
  }
}

interface Running {
  readonly client: LanguageClient;
  readonly process: ServerProcess;
}

export class Server implements vscode.Disposable {
  private running: Running | undefined;
  private current: ServerState = { is: 'off' };
  private readonly changed = new vscode.EventEmitter<ServerState>();
  readonly onDidChangeState = this.changed.event;
  /** One start or stop at a time, in the order in which they were asked for. */
  private last: Promise<void> = Promise.resolve();
  /** Gives up a start that may never end. */
  private interrupt: (() => void) | undefined;

  constructor(private readonly output: vscode.OutputChannel) {}

  get state(): ServerState {
    return this.current;
  }

  /** Says who serves when this extension does not. */
  setIdle(state: ServerState): Promise<void> {
    return this.queue(async () => {
      await this.stopNow();
      this.enter(state);
    });
  }

  start(
    program: string,
    settings: Settings,
    diagnosticsOnly: boolean,
  ): Promise<void> {
    return this.queue(async () => {
      await this.stopNow();
      await this.startNow(program, settings, diagnosticsOnly);
    });
  }

  dispose(): Promise<void> {
    return this.queue(async () => {
      await this.stopNow();
      this.changed.dispose();
    });
  }

  private async startNow(
    program: string,
    settings: Settings,
    diagnosticsOnly: boolean,
  ): Promise<void> {
    const process = new ServerProcess(
      program,
      settings.serverArguments,
      localFolders()[0],
    );
    const client = createClient(
      () => process.start(),
      this.clientOptions(settings),
      diagnosticsOnly,
    );
    const running = { client, process };
    this.running = running;
    client.onDidChangeState(({ newState }) => {
      if (this.running !== running) return;
      if (newState === State.Running) this.enter({ is: 'running', program });
      else if (newState === State.Starting) this.enter({ is: 'starting' });
    });
    this.enter({ is: 'starting' });
    const interrupted = new Promise<never>((_, reject) => {
      this.interrupt = () => reject(new Error('it was stopped'));
    });
    try {
      await Promise.race([client.start(), interrupted]);
    } catch (error) {
      this.output.appendLine(`${program}: ${String(error)}`);
      this.running = undefined;
      process.kill();
      this.enter({ is: 'failed', why: `${program} does not start` });
    } finally {
      this.interrupt = undefined;
    }
  }

  private clientOptions(settings: Settings): LanguageClientOptions {
    const database = databaseFor(settings);
    let crashes = 0;
    return {
      documentSelector: languages.map((language) => ({
        scheme: 'file',
        language,
      })),
      outputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions:
        database === undefined ? {} : { compilationDatabasePath: database },
      middleware: {
        handleDiagnostics(uri, diagnostics, next) {
          linkToOurPages(diagnostics);
          next(uri, diagnostics);
        },
      },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue }),
        closed: () => {
          if (++crashes <= 3)
            return { action: CloseAction.Restart, handled: true };
          this.enter({ is: 'failed', why: 'the server ended again and again' });
          return {
            action: CloseAction.DoNotRestart,
            message:
              'The Stowaway server ended four times and is not started again. ' +
              '"Stowaway: Restart Server" starts it.',
          };
        },
      },
    };
  }

  private queue(action: () => Promise<void>): Promise<void> {
    this.interrupt?.();
    this.last = this.last.then(action, action);
    return this.last;
  }

  private async stopNow(): Promise<void> {
    const running = this.running;
    this.running = undefined;
    if (running === undefined) return;
    await running.client.dispose().catch((error: unknown) => {
      this.output.appendLine(`The server did not stop: ${String(error)}`);
    });
    running.process.ensureEnd();
  }

  private enter(state: ServerState): void {
    this.current = state;
    this.changed.fire(state);
  }
}
