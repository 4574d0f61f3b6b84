//===- client.ts - Which features does the server serve? ------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import {
  DynamicFeature,
  LanguageClient,
  LanguageClientOptions,
  Middleware,
  ServerOptions,
  StaticFeature,
} from 'vscode-languageclient/node';

/** What findings and their repairs need. */
const needed = new Set([
  'textDocument/codeAction',
  'textDocument/didChange',
  'textDocument/didClose',
  'textDocument/didOpen',
  'textDocument/didSave',
  'textDocument/willSave',
  'textDocument/willSaveWaitUntil',
  'workspace/didChangeConfiguration',
  'workspace/didChangeWatchedFiles',
  'workspace/didChangeWorkspaceFolders',
]);

/** A client that logs what goes wrong; we tell of it where it matters. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/**
 * A client that asks for nothing but findings and repairs, so that completion,
 * hovers and the like of another extension are not doubled. The server's commands
 * are left out, too: each name can be registered once in an editor, and another
 * clangd has the same.
 */
class DiagnosticsClient extends QuietClient {
  override registerFeature(
    feature: StaticFeature | DynamicFeature<unknown>,
  ): void {
    const method =
      'registrationType' in feature
        ? feature.registrationType.method
        : undefined;
    if (method === undefined || needed.has(method))
      super.registerFeature(feature);
  }
}

/** Drops what needs the server's commands: refactorings, which are no repairs. */
const editsOnly: Middleware = {
  async provideCodeActions(document, range, context, token, next) {
    const actions = await next(document, range, context, token);
    return actions?.filter(
      (action) => 'edit' in action && action.edit !== undefined,
    );
  },
};

export function createClient(
  server: ServerOptions,
  options: LanguageClientOptions,
  diagnosticsOnly: boolean,
): LanguageClient {
  if (!diagnosticsOnly)
    return new QuietClient('stowaway', 'Stowaway', server, options);
  return new DiagnosticsClient('stowaway', 'Stowaway', server, {
    ...options,
    middleware: { ...options.middleware, ...editsOnly },
  });
}
