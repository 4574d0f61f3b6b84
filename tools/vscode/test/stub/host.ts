//===- host.ts - How does an extension run without an editor? -------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// It is an editor to the extent that the extension and vscode-languageclient touch
// one: documents, diagnostics, commands, settings, messages, a tree. What users do
// (open, edit, press a button) and what they would see are members of the host.
//
//===----------------------------------------------------------------------===//

import * as assert from 'node:assert/strict';
import * as fs from 'fs';
import Module from 'module';
import * as path from 'path';
import { URI } from 'vscode-uri';
import { DiagnosticStore } from './diagnostics';
import { Document } from './document';
import * as values from './values';

type Action = (...args: unknown[]) => unknown;

export interface Message {
  readonly severity: 'information' | 'warning' | 'error';
  readonly text: string;
  readonly buttons: readonly string[];
}

export interface TreeViewStub {
  readonly provider: {
    getChildren(node?: unknown): unknown[];
    getTreeItem(node: unknown): values.TreeItem;
    getParent(node: unknown): unknown;
  };
  readonly revealed: unknown[];
  selection: unknown[];
  message?: string;
  description?: string;
}

export interface CodeActionProviderStub {
  provideCodeActions(
    document: Document,
    range: values.Range,
    context: unknown,
    token: unknown,
  ): Promise<values.CodeAction[]> | values.CodeAction[] | null;
}

/** Waits until a condition holds; the message says what was waited for. */
export async function eventually<T>(
  what: string,
  condition: () => T | undefined | false,
  patience = 60_000,
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const value = condition();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** One window of an editor, with one workspace folder. */
export class Host {
  readonly messages: Message[] = [];
  /** Buttons that the user presses, by name, once each. */
  readonly answers: string[] = [];
  /** What the user picks from a list, by label. */
  pick = '';
  readonly executed: { name: string; args: unknown[] }[] = [];
  readonly commands = new Map<string, Action>();
  readonly diagnostics = new DiagnosticStore();
  readonly providers: { method: string; args: unknown[] }[] = [];
  readonly extensions = new Map<string, unknown>();
  readonly configuration = new Map<string, unknown>();
  readonly trees = new Map<string, TreeViewStub>();
  readonly statusBar = { text: '', tooltip: '', command: '' };
  readonly context = new Map<string, unknown>();
  /** Cancels the progress that runs. */
  cancelProgress: (() => void) | undefined;
  output = '';
  readonly api: Record<string, unknown>;

  private readonly documents: Document[] = [];
  private activeEditor: unknown;
  private readonly contentProviders = new Map<
    string,
    { provideTextDocumentContent(uri: URI): Promise<string> }
  >();
  private readonly opened = new values.EventEmitter<Document>();
  private readonly closed = new values.EventEmitter<Document>();
  private readonly edited = new values.EventEmitter<unknown>();
  private readonly configured = new values.EventEmitter<unknown>();
  private readonly defaults: Record<string, { default: unknown }>;

  constructor(
    readonly folder: string,
    private readonly extensionRoot: string,
  ) {
    const manifest = JSON.parse(
      fs.readFileSync(path.join(extensionRoot, 'package.json'), 'utf8'),
    ) as {
      contributes: {
        configuration: { properties: Record<string, { default: unknown }> };
      };
    };
    this.defaults = manifest.contributes.configuration.properties;
    this.api = this.makeApi();
  }

  /** Loads the bundle as the editor does, with this host as `vscode`. */
  load(): {
    activate(context: unknown): void;
    deactivate(): Promise<void>;
  } {
    const loader = Module as unknown as {
      _load(name: string, ...rest: unknown[]): unknown;
    };
    const original = loader._load;
    loader._load = (name, ...rest) =>
      name === 'vscode' ? this.api : original.call(loader, name, ...rest);
    try {
      const bundle = path.join(this.extensionRoot, 'dist', 'extension.js');
      const load = Module.createRequire(bundle);
      delete load.cache[bundle];
      return load(bundle) as ReturnType<Host['load']>;
    } finally {
      loader._load = original;
    }
  }

  /** Waits for what the status bar shows: icon and tooltip. */
  async status(wanted: RegExp): Promise<void> {
    const shown = (): string =>
      `${this.statusBar.text} ${this.statusBar.tooltip}`;
    await eventually(String(wanted), () => wanted.test(shown())).catch(
      (error: unknown) => {
        throw new Error(`${String(error)}; the status bar shows: ${shown()}`);
      },
    );
  }

  extensionContext(): unknown {
    const memory = new Map<string, unknown>();
    return {
      subscriptions: [],
      workspaceState: {
        get: (key: string) => memory.get(key),
        update: async (key: string, value: unknown) => memory.set(key, value),
      },
    };
  }

  open(file: string, languageId = 'cpp'): Document {
    const text = fs.readFileSync(file, 'utf8');
    const document = new Document(URI.file(file), languageId, text);
    this.documents.push(document);
    this.opened.fire(document);
    this.select(document, new values.Position(0, 0));
    return document;
  }

  close(document: Document): void {
    document.isClosed = true;
    this.documents.splice(this.documents.indexOf(document), 1);
    this.activeEditor = undefined;
    this.closed.fire(document);
  }

  select(document: Document, position: values.Position): void {
    this.activeEditor = {
      document,
      selection: new values.Selection(position, position),
    };
  }

  edit(document: Document, edits: readonly values.TextEdit[]): void {
    const contentChanges = document.apply(edits);
    this.edited.fire({ document, contentChanges });
  }

  applyEdit(edit: values.WorkspaceEdit): boolean {
    return edit.entries().every(([uri, edits]) => {
      const document = this.documents.find(
        (candidate) => candidate.uri.toString() === uri.toString(),
      );
      if (document !== undefined) this.edit(document, edits);
      return document !== undefined;
    });
  }

  configure(key: string, value: unknown): void {
    this.configuration.set(key, value);
    this.configured.fire({
      affectsConfiguration: (of: string) =>
        key === of || key.startsWith(`${of}.`),
    });
  }

  async run(command: string, ...args: unknown[]): Promise<unknown> {
    const action = this.commands.get(command);
    assert.ok(action !== undefined, `there is no command ${command}`);
    return action(...args);
  }

  /** The actions that all providers offer on a diagnostic. */
  async codeActions(
    document: Document,
    diagnostic: values.Diagnostic,
  ): Promise<values.CodeAction[]> {
    const { token } = new values.CancellationTokenSource();
    const context = { diagnostics: [diagnostic], triggerKind: 1 };
    const offers = this.providers
      .filter(({ method }) => method === 'registerCodeActionsProvider')
      .map(({ args }) =>
        (args[1] as CodeActionProviderStub).provideCodeActions(
          document,
          diagnostic.range,
          context,
          token,
        ),
      );
    return (await Promise.all(offers)).flatMap((offer) => offer ?? []);
  }

  /** A tree as text, one node a line. */
  treeText(id: string): string[] {
    const tree = this.trees.get(id);
    assert.ok(tree !== undefined, `there is no view ${id}`);
    const lines: string[] = [];
    const walk = (node: unknown, indent: string): void => {
      for (const child of tree.provider.getChildren(node)) {
        const item = tree.provider.getTreeItem(child);
        lines.push(
          `${indent}$(${item.iconPath?.id ?? ''}) ${item.label} | ${item.description ?? ''}`,
        );
        walk(child, `${indent}  `);
      }
    };
    walk(undefined, '');
    return lines;
  }

  private async openTextDocument(uri: URI): Promise<unknown> {
    const known = this.documents.find(
      (document) => document.uri.toString() === uri.toString(),
    );
    if (known !== undefined) return known;
    const provider = this.contentProviders.get(uri.scheme);
    if (provider === undefined) throw new Error(`nobody provides ${uri}`);
    const text = await provider.provideTextDocumentContent(uri);
    return new Document(uri, 'markdown', text);
  }

  private async show(
    severity: Message['severity'],
    text: string,
    ...buttons: string[]
  ): Promise<string | undefined> {
    this.messages.push({ severity, text, buttons });
    const index = this.answers.findIndex((name) => buttons.includes(name));
    return index < 0 ? undefined : this.answers.splice(index, 1)[0];
  }

  private async execute(name: string, ...args: unknown[]): Promise<unknown> {
    this.executed.push({ name, args });
    if (name === 'setContext') this.context.set(String(args[0]), args[1]);
    return this.commands.get(name)?.(...args);
  }

  private getConfiguration(section?: string): unknown {
    const full = (key: string): string =>
      section === undefined ? key : `${section}.${key}`;
    return {
      get: (key: string, fallback?: unknown) =>
        this.configuration.get(full(key)) ??
        this.defaults[full(key)]?.default ??
        fallback,
      has: (key: string) => this.configuration.has(full(key)),
      inspect: () => undefined,
      update: async (key: string, value: unknown) =>
        this.configure(full(key), value),
    };
  }

  private makeWorkspace(): unknown {
    const never = new values.EventEmitter<unknown>().event;
    const folders = [
      {
        uri: URI.file(this.folder),
        name: path.basename(this.folder),
        index: 0,
      },
    ];
    return {
      workspaceFolders: folders,
      textDocuments: this.documents,
      notebookDocuments: [],
      isTrusted: true,
      onDidOpenTextDocument: this.opened.event,
      onDidCloseTextDocument: this.closed.event,
      onDidChangeTextDocument: this.edited.event,
      onDidChangeConfiguration: this.configured.event,
      onDidSaveTextDocument: never,
      onWillSaveTextDocument: never,
      onDidChangeWorkspaceFolders: never,
      onDidCreateFiles: never,
      onDidDeleteFiles: never,
      onDidRenameFiles: never,
      onWillCreateFiles: never,
      onWillDeleteFiles: never,
      onWillRenameFiles: never,
      onDidOpenNotebookDocument: never,
      onDidCloseNotebookDocument: never,
      onDidChangeNotebookDocument: never,
      onDidSaveNotebookDocument: never,
      createFileSystemWatcher: () => ({
        onDidCreate: never,
        onDidChange: never,
        onDidDelete: never,
        dispose() {},
      }),
      getWorkspaceFolder: () => folders[0],
      asRelativePath: (file: string) => path.relative(this.folder, file),
      getConfiguration: (section?: string) => this.getConfiguration(section),
      openTextDocument: (uri: URI) => this.openTextDocument(uri),
      applyEdit: async (edit: values.WorkspaceEdit) => this.applyEdit(edit),
      registerTextDocumentContentProvider: (
        scheme: string,
        provider: { provideTextDocumentContent(uri: URI): Promise<string> },
      ) => {
        this.contentProviders.set(scheme, provider);
        return new values.Disposable(() =>
          this.contentProviders.delete(scheme),
        );
      },
    };
  }

  private makeWindow(): unknown {
    const never = new values.EventEmitter<unknown>().event;
    const host = this;
    return {
      get activeTextEditor() {
        return host.activeEditor;
      },
      visibleTextEditors: [],
      tabGroups: {
        all: [],
        onDidChangeTabs: never,
        onDidChangeTabGroups: never,
      },
      onDidChangeActiveTextEditor: never,
      showInformationMessage: this.show.bind(this, 'information'),
      showWarningMessage: this.show.bind(this, 'warning'),
      showErrorMessage: this.show.bind(this, 'error'),
      showQuickPick: async (items: readonly { label: string }[]) =>
        items.find(({ label }) => label === this.pick),
      createOutputChannel: () => ({
        append: (text: string) => (this.output += text),
        appendLine: (text: string) => (this.output += `${text}\n`),
        show() {},
        dispose() {},
      }),
      createStatusBarItem: () =>
        Object.assign(this.statusBar, { show() {}, dispose() {} }),
      createTreeView: (
        id: string,
        { treeDataProvider }: { treeDataProvider: TreeViewStub['provider'] },
      ) => {
        const view: TreeViewStub & Record<string, unknown> = {
          provider: treeDataProvider,
          selection: [],
          revealed: [],
          reveal: async (node: unknown) => {
            view.revealed.push(node);
            view.selection = [node];
          },
          dispose: () => this.trees.delete(id),
        };
        this.trees.set(id, view);
        return view;
      },
      withProgress: async (
        _options: unknown,
        task: (progress: unknown, token: unknown) => Promise<unknown>,
      ) => {
        const source = new values.CancellationTokenSource();
        this.cancelProgress = () => source.cancel();
        try {
          return await task({ report() {} }, source.token);
        } finally {
          this.cancelProgress = undefined;
        }
      },
    };
  }

  private makeLanguages(): unknown {
    const matches = (selector: unknown, document: Document): boolean =>
      [selector].flat().some((filter: unknown) => {
        const { language, scheme } = filter as Record<string, string>;
        return (
          (language ?? document.languageId) === document.languageId &&
          (scheme ?? document.uri.scheme) === document.uri.scheme
        );
      });
    const known: Record<string, unknown> = {
      match: (selector: unknown, document: Document) =>
        matches(selector, document) ? 10 : 0,
      createDiagnosticCollection: () => this.diagnostics.collection(),
      getDiagnostics: (uri?: URI) => this.diagnostics.get(uri),
      onDidChangeDiagnostics: this.diagnostics.changed.event,
    };
    return new Proxy(known, {
      get: (target, method: string) =>
        method.startsWith('register')
          ? (...args: unknown[]) => {
              const entry = { method, args };
              this.providers.push(entry);
              return new values.Disposable(() =>
                this.providers.splice(this.providers.indexOf(entry), 1),
              );
            }
          : target[method],
    });
  }

  private makeApi(): Record<string, unknown> {
    const opaque = Object.fromEntries(
      (
        'CallHierarchyItem CodeLens CompletionItem CompletionList DocumentLink ' +
        'DocumentSymbol Hover InlayHint SymbolInformation TypeHierarchyItem'
      )
        .split(' ')
        .map((name) => [name, values.Opaque]),
    );
    return {
      ...opaque,
      ...values,
      Uri: URI,
      version: '1.82.0',
      workspace: this.makeWorkspace(),
      window: this.makeWindow(),
      languages: this.makeLanguages(),
      commands: {
        registerCommand: (name: string, action: Action) => {
          assert.ok(!this.commands.has(name), `two commands ${name}`);
          this.commands.set(name, action);
          return new values.Disposable(() => this.commands.delete(name));
        },
        executeCommand: this.execute.bind(this),
        getCommands: async () => [...this.commands.keys()],
      },
      extensions: { getExtension: (id: string) => this.extensions.get(id) },
      env: { language: 'en', appName: 'stub', openExternal: async () => true },
      DiagnosticSeverity: values.enumeration('Error Warning Information Hint'),
      DiagnosticTag: values.enumeration('Unnecessary Deprecated', 1),
      TreeItemCollapsibleState: values.enumeration('None Collapsed Expanded'),
      StatusBarAlignment: values.enumeration('Left Right', 1),
      ConfigurationTarget: values.enumeration(
        'Global Workspace WorkspaceFolder',
        1,
      ),
      ProgressLocation: values.enumeration(
        'SourceControl Window Notification',
        1,
      ),
      CodeActionTriggerKind: values.enumeration('Invoke Automatic', 1),
      CompletionTriggerKind: values.enumeration(
        'Invoke TriggerCharacter TriggerForIncompleteCompletions',
      ),
      CompletionItemTag: values.enumeration('Deprecated', 1),
      CompletionItemKind: values.enumeration(
        'Text Method Function Constructor Field Variable Class Interface ' +
          'Module Property Unit Value Enum Keyword Snippet Color Reference ' +
          'File Folder EnumMember Constant Struct Event Operator TypeParameter',
      ),
      SymbolTag: values.enumeration('Deprecated', 1),
      SymbolKind: values.enumeration('File Module Namespace Package Class'),
      FoldingRangeKind: {},
      DocumentHighlightKind: values.enumeration('Text Read Write'),
      SignatureHelpTriggerKind: values.enumeration(
        'Invoke TriggerCharacter ContentChange',
        1,
      ),
      TextDocumentSaveReason: values.enumeration(
        'Manual AfterDelay FocusOut',
        1,
      ),
      FileType: values.enumeration('Unknown File Directory'),
      NotebookCellKind: values.enumeration('Markup Code', 1),
    };
  }
}
