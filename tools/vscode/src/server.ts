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
import { identify } from './core/identify';
import { ServerProcess } from './core/serverProcess';
import { createClient } from './client';
import {
  localFolders,
  locateDatabase,
  offerSetting,
  Settings,
} from './settings';

export type ServerState =
  | { readonly is: 'off' | 'starting' }
  | { readonly is: 'delegated' | 'wrong-delegate' }
  | {
      readonly is: 'running';
      readonly program: string;
      readonly version: string;
    }
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
  /** Gives up the start that was asked for last, which may never end. */
  private latest = new AbortController();

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
    return this.queue(async (giveUp) => {
      await this.stopNow();
      if (!giveUp.aborted)
        await this.startNow(program, settings, diagnosticsOnly, giveUp);
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
    giveUp: AbortSignal,
  ): Promise<void> {
    this.enter({ is: 'starting' });
    const identity = await identify(program, giveUp);
    if (giveUp.aborted) return;
    if ('not' in identity) {
      this.enter({ is: 'failed', why: identity.not });
      void offerSetting(identity.not, 'stowaway.serverPath');
      return;
    }

    const process = new ServerProcess(
      program,
      settings.serverArguments,
      localFolders()[0],
    );
    const client = createClient(
      () => process.start(),
      this.clientOptions(settings, () => this.running?.process === process),
      diagnosticsOnly,
    );
    this.running = { client, process };
    client.onDidChangeState(({ newState }) => {
      if (this.running?.client !== client) return;
      if (newState === State.Running)
        this.enter({ is: 'running', program, version: identity.version });
      else if (newState === State.Starting) this.enter({ is: 'starting' });
    });
    const stopped = new Promise<never>((_, reject) => {
      giveUp.addEventListener('abort', () =>
        reject(new Error('stopped before it had started')),
      );
    });
    try {
      await Promise.race([client.start(), stopped]);
    } catch (error) {
      const why = `${program}: ${(error as Error).message}`;
      this.output.appendLine(why);
      this.running = undefined;
      process.kill();
      this.enter({ is: 'failed', why });
      if (!giveUp.aborted) void offerSetting(why, 'stowaway.serverPath');
    }
  }

  private clientOptions(
    settings: Settings,
    isCurrent: () => boolean,
  ): LanguageClientOptions {
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
      // What goes wrong at the start is told of where the start was asked for.
      initializationFailedHandler: () => false,
      middleware: {
        handleDiagnostics(uri, diagnostics, next) {
          linkToOurPages(diagnostics);
          next(uri, diagnostics);
        },
      },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue }),
        closed: () => {
          if (!isCurrent())
            return { action: CloseAction.DoNotRestart, handled: true };
          if (++crashes <= 3)
            return { action: CloseAction.Restart, handled: true };
          void this.giveUp();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    };
  }

  private async giveUp(): Promise<void> {
    this.enter({ is: 'failed', why: 'it ended again and again' });
    const again = 'Restart';
    const log = 'Show Output';
    const answer = await vscode.window.showErrorMessage(
      'The Stowaway server ended four times and was not started again.',
      again,
      log,
    );
    if (answer === again)
      await vscode.commands.executeCommand('stowaway.restartServer');
    if (answer === log) this.output.show();
  }

  private queue(action: (giveUp: AbortSignal) => Promise<void>): Promise<void> {
    this.latest.abort();
    const { signal } = (this.latest = new AbortController());
    const next = (): Promise<void> => action(signal);
    this.last = this.last.then(next, next);
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
