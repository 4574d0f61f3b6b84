//===- findings.ts - Which findings are there now? ------------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as vscode from 'vscode';
import { fromDiagnostic, toDiagnostic } from './convert';
import { AuditStore } from './core/auditStore';
import { FindingNode, inOrder, nodeOf } from './core/carriedPath';
import { Problem } from './core/problem';

/** Our source; what others publish is the server's. */
const auditSource = 'stowaway';

function isLive(diagnostic: vscode.Diagnostic): boolean {
  return diagnostic.source !== auditSource;
}

/** The server's findings and the audit's, each of them once. */
export class Findings implements vscode.Disposable {
  private readonly store = new AuditStore();
  private readonly collection =
    vscode.languages.createDiagnosticCollection('stowaway');
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly listeners: vscode.Disposable[];
  private shown = new Map<string, readonly Problem[]>();
  private nodes: FindingNode[] = [];

  constructor(private readonly serverRuns: () => boolean) {
    const { workspace } = vscode;
    for (const document of workspace.textDocuments)
      this.with(document, (file) => this.store.opened(file));
    this.listeners = [
      workspace.onDidOpenTextDocument((document) =>
        this.with(document, (file) => this.store.opened(file)),
      ),
      workspace.onDidSaveTextDocument((document) =>
        this.with(document, (file) => this.store.saved(file)),
      ),
      workspace.onDidCloseTextDocument((document) =>
        this.with(document, (file) => {
          this.store.closed(file, this.liveOf(file), this.serverRuns());
          this.refresh([file]);
        }),
      ),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) =>
        this.with(document, (file) => {
          if (contentChanges.length === 0) return;
          this.store.edited(file);
          this.refresh([file]);
        }),
      ),
      vscode.languages.onDidChangeDiagnostics(({ uris }) =>
        this.refresh(uris.map(({ fsPath }) => fsPath)),
      ),
    ];
    this.collectNodes();
  }

  /** All findings, in the order of their places. */
  all(): readonly FindingNode[] {
    return this.nodes;
  }

  /** Takes the results of a workspace audit in the place of older ones. */
  takeAudit(problems: readonly Problem[]): void {
    const before = this.store.files();
    this.store.replace(problems);
    this.refresh([...before, ...this.store.files()], true);
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
    this.collection.dispose();
    this.changed.dispose();
  }

  /** Other schemes show other texts under the same names: those of commits. */
  private with(
    { uri }: vscode.TextDocument,
    action: (file: string) => void,
  ): void {
    if (uri.scheme === 'file') action(uri.fsPath);
  }

  private liveOf(file: string): Problem[] {
    const uri = vscode.Uri.file(file);
    return vscode.languages
      .getDiagnostics(uri)
      .filter(isLive)
      .flatMap((diagnostic) => fromDiagnostic(uri, diagnostic) ?? []);
  }

  private refresh(files: readonly string[], force = false): void {
    for (const file of new Set(files)) {
      const visible = this.store.visible(
        file,
        this.liveOf(file),
        this.serverRuns(),
      );
      const before = this.shown.get(file) ?? [];
      const same =
        visible.length === before.length &&
        visible.every((problem, index) => problem === before[index]);
      // Each change of the collection calls us again.
      if (same && !force) continue;
      this.shown.set(file, visible);
      this.collection.set(vscode.Uri.file(file), visible.map(toDiagnostic));
    }
    this.collectNodes();
  }

  private collectNodes(): void {
    const live = vscode.languages
      .getDiagnostics()
      .flatMap(([uri, diagnostics]) =>
        diagnostics
          .filter(isLive)
          .flatMap((diagnostic) => fromDiagnostic(uri, diagnostic) ?? []),
      )
      .map((problem) => nodeOf(this.store.detailsOf(problem) ?? problem));
    const audited = [...this.shown.values()].flat().map(nodeOf);
    const nodes = inOrder([...live, ...audited]);
    // Other tools' diagnostics change all the time; the tree need not.
    if (JSON.stringify(nodes) === JSON.stringify(this.nodes)) return;
    this.nodes = nodes;
    this.changed.fire();
  }
}
