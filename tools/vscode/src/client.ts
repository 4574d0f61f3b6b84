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
  'workspace/executeCommand',
]);

/** A client that logs what goes wrong; we tell of it where it matters. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/**
 * A client that asks for nothing but findings and repairs, so that completion,
 * hovers and the like of another extension are not doubled.
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

export function createClient(
  server: ServerOptions,
  options: LanguageClientOptions,
  diagnosticsOnly: boolean,
): LanguageClient {
  const Client = diagnosticsOnly ? DiagnosticsClient : QuietClient;
  return new Client('stowaway', 'Stowaway', server, options);
}
