//===- diagnostics.ts - How does the stubbed editor keep diagnostics? -----===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import { URI } from 'vscode-uri';
import { Diagnostic, EventEmitter } from './values';

type Entries = Map<string, { uri: URI; diagnostics: Diagnostic[] }>;

export class DiagnosticStore {
  readonly changed = new EventEmitter<{ uris: URI[] }>();
  private readonly collections = new Set<Entries>();

  get(): [URI, Diagnostic[]][];
  get(uri: URI | undefined): Diagnostic[];
  get(uri?: URI): Diagnostic[] | [URI, Diagnostic[]][] {
    const all = [...this.collections].flatMap((entries) => [
      ...entries.values(),
    ]);
    if (uri !== undefined)
      return all
        .filter((entry) => entry.uri.toString() === uri.toString())
        .flatMap(({ diagnostics }) => diagnostics);
    const byFile: Entries = new Map();
    for (const { uri: of, diagnostics } of all) {
      const entry = byFile.get(of.toString()) ?? { uri: of, diagnostics: [] };
      entry.diagnostics.push(...diagnostics);
      byFile.set(of.toString(), entry);
    }
    return [...byFile.values()].map((entry): [URI, Diagnostic[]] => [
      entry.uri,
      entry.diagnostics,
    ]);
  }

  collection(): unknown {
    const entries: Entries = new Map();
    this.collections.add(entries);
    const changed = (uris: URI[]): void => this.changed.fire({ uris });
    return {
      set(uri: URI, diagnostics: Diagnostic[] | undefined) {
        entries.set(uri.toString(), { uri, diagnostics: diagnostics ?? [] });
        changed([uri]);
      },
      delete(uri: URI) {
        entries.delete(uri.toString());
        changed([uri]);
      },
      clear() {
        const uris = [...entries.values()].map(({ uri }) => uri);
        entries.clear();
        changed(uris);
      },
      dispose: () => {
        this.collections.delete(entries);
        changed([...entries.values()].map(({ uri }) => uri));
      },
    };
  }
}
