//===- carriedPathsView.ts - How does the tree of carried paths behave? ---===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as vscode from 'vscode';
import { toRange } from './convert';
import { FindingNode, StepNode } from './core/carriedPath';
import { FileRange } from './core/positions';
import { problemAt } from './core/problem';
import { iconOfFinding, iconOfStep } from './core/wording';
import { Findings } from './findings';

interface Root {
  readonly is: 'finding';
  readonly finding: FindingNode;
}

export type Node =
  Root | { readonly is: 'step'; readonly step: StepNode; readonly of: Root };

const viewId = 'stowaway.carriedPaths';

function openCommand(place: FileRange): vscode.Command {
  return {
    title: 'Open',
    command: 'vscode.open',
    arguments: [
      vscode.Uri.file(place.file),
      { selection: toRange(place.range), preserveFocus: true },
    ],
  };
}

function itemOfFinding(finding: FindingNode): vscode.TreeItem {
  const item = new vscode.TreeItem(
    finding.label,
    vscode.TreeItemCollapsibleState.Collapsed,
  );
  item.description = finding.description;
  item.tooltip = finding.tooltip;
  item.iconPath = new vscode.ThemeIcon(
    iconOfFinding(finding.confidence),
    new vscode.ThemeColor('list.warningForeground'),
  );
  item.contextValue = 'finding';
  item.command = openCommand(finding.place);
  return item;
}

function itemOfStep(step: StepNode): vscode.TreeItem {
  const item = new vscode.TreeItem(step.label);
  item.description = step.description;
  item.tooltip = step.tooltip;
  item.iconPath = new vscode.ThemeIcon(iconOfStep(step.kind));
  item.contextValue = step.kind === 'remedy' ? 'remedy' : 'step';
  if (step.place !== undefined) item.command = openCommand(step.place);
  return item;
}

export class CarriedPathsView
  implements vscode.TreeDataProvider<Node>, vscode.Disposable
{
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Node>;
  private readonly listener: vscode.Disposable;
  private roots: Root[] = [];
  /** Only findings of this file are shown. */
  private only: string | undefined;

  constructor(private readonly findings: Findings) {
    this.collect();
    this.view = vscode.window.createTreeView(viewId, {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.listener = findings.onDidChange(() => this.update());
    this.update();
  }

  getChildren(node?: Node): Node[] {
    if (node === undefined) return this.roots;
    if (node.is === 'step') return [];
    return node.finding.steps.map((step) => ({ is: 'step', step, of: node }));
  }

  getParent(node: Node): Node | undefined {
    return node.is === 'step' ? node.of : undefined;
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node.is === 'finding'
      ? itemOfFinding(node.finding)
      : itemOfStep(node.step);
  }

  /** The finding that is selected in the tree. */
  selected(): FindingNode | undefined {
    const node = this.view.selection[0];
    if (node === undefined) return undefined;
    return (node.is === 'finding' ? node : node.of).finding;
  }

  /** The finding at a place of a file. */
  at(file: string, position: vscode.Position): FindingNode | undefined {
    const candidates = this.findings.all().map((finding) => ({
      ...finding.place,
      check: finding.check,
      message: finding.label,
      related: [],
      finding,
    }));
    return problemAt(candidates, file, position.line, position.character)
      ?.finding;
  }

  /** Shows the path of the finding under the cursor, else all of the file. */
  async showWhatCrosses(editor: vscode.TextEditor | undefined): Promise<void> {
    if (editor === undefined) {
      await this.showAll();
    } else {
      const file = editor.document.uri.fsPath;
      const finding = this.at(file, editor.selection.active);
      if (finding === undefined) this.showOnly(file);
      else {
        await this.reveal(finding);
        return;
      }
    }
    await vscode.commands.executeCommand(`${viewId}.focus`);
  }

  async showAll(): Promise<void> {
    this.only = undefined;
    await vscode.commands.executeCommand(
      'setContext',
      'stowaway.onlyOneFile',
      false,
    );
    this.update();
  }

  dispose(): void {
    this.listener.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  private async reveal(finding: FindingNode): Promise<void> {
    if (this.only !== undefined && this.only !== finding.place.file)
      await this.showAll();
    const node = this.roots.find((root) => root.finding === finding);
    if (node !== undefined)
      await this.view.reveal(node, { select: true, focus: true, expand: true });
  }

  private showOnly(file: string): void {
    this.only = file;
    void vscode.commands.executeCommand(
      'setContext',
      'stowaway.onlyOneFile',
      true,
    );
    this.update();
  }

  private collect(): void {
    this.roots = this.findings
      .all()
      .filter(
        ({ place }) => this.only === undefined || place.file === this.only,
      )
      .map((finding) => ({ is: 'finding', finding }));
  }

  private update(): void {
    this.collect();
    const total = this.findings.all().length;
    this.view.badge =
      total === 0
        ? undefined
        : {
            value: total,
            tooltip: total === 1 ? '1 finding' : `${total} findings`,
          };
    this.view.description =
      this.only === undefined ? '' : vscode.workspace.asRelativePath(this.only);
    this.view.message =
      this.only !== undefined && this.roots.length === 0 && total > 0
        ? 'Nothing was found in this file.'
        : '';
    this.changed.fire();
  }
}
