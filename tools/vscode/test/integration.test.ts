//===- integration.test.ts - Does it work with the real server? -----------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { extensionRoot, sourceRoot } from './paths';
import { Document } from './stub/document';
import { eventually, Host } from './stub/host';
import { Diagnostic, TextEdit } from './stub/values';

const server = process.env['STOWAWAY_CLANGD'] ?? '';
const command =
  process.env['STOWAWAY_COMMAND'] ??
  path.join(path.dirname(server), 'stowaway');
const skip = server === '' ? 'STOWAWAY_CLANGD does not name the server' : false;

const check = 'stowaway-started-process';
const view = 'stowaway.carriedPaths';

function codeOf({ code }: Diagnostic): unknown {
  return typeof code === 'object' ? (code as { value: unknown }).value : code;
}

/** A workspace with the example and its compile database. */
function makeWorkspace(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stowaway-vscode-'));
  const file = path.join(folder, 'application.cpp');
  fs.copyFileSync(
    path.join(sourceRoot, 'docs/examples/application/application.cpp'),
    file,
  );
  const include = path.join(sourceRoot, 'lib/Runtime/include');
  const build = path.join(folder, 'build', 'debug');
  fs.mkdirSync(build, { recursive: true });
  fs.writeFileSync(
    path.join(build, 'compile_commands.json'),
    JSON.stringify([
      {
        directory: folder,
        file,
        arguments: ['c++', '-std=c++20', `-I${include}`, '-c', file],
      },
    ]),
  );
  // Not what this is about, and a server that indexes is slow to end.
  fs.writeFileSync(
    path.join(folder, '.clangd'),
    'Index:\n  Background: Skip\n  StandardLibrary: No\n',
  );
  return folder;
}

describe('The extension with the real server', { skip }, () => {
  const folder = skip === false ? makeWorkspace() : os.tmpdir();
  const file = path.join(folder, 'application.cpp');
  const host = new Host(folder, extensionRoot);
  const extension = host.load();

  let document: Document;

  const findings = (): Diagnostic[] =>
    host.diagnostics
      .get()
      .filter(([uri]) => uri.fsPath === file)
      .flatMap(([, diagnostics]) => diagnostics)
      .filter((diagnostic) => codeOf(diagnostic) === check);
  const ofServer = (): Diagnostic | undefined =>
    findings().find(({ source }) => source !== 'stowaway');
  const restarted = async (): Promise<void> => {
    await host.status(/sync~spin/);
    await host.status(/package/);
  };

  before(async () => {
    if (skip !== false) return;
    host.configuration.set('stowaway.serverPath', server);
    host.configuration.set('stowaway.commandPath', command);
    extension.activate(host.extensionContext());
    await host.status(/package/);
  });

  after(async () => {
    if (skip !== false) return;
    await extension.deactivate();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('starts the server and says so', () => {
    assert.deepEqual(host.messages, []);
    assert.equal(host.statusBar.text, '$(package) Stowaway');
    assert.match(host.statusBar.tooltip, /^Version \d/);
    assert.equal(host.context.get('stowaway.active'), true);
  });

  it('audits the workspace into the list of problems and the tree', async () => {
    await host.run('stowaway.auditWorkspace');
    assert.deepEqual(host.messages.splice(0), [
      {
        severity: 'information',
        text: '1 file audited: 1 finding (1 definite, 0 possible).',
        buttons: [],
      },
    ]);
    const [finding, ...others] = findings();
    assert.ok(finding !== undefined && others.length === 0);
    assert.equal(finding.source, 'stowaway');
    assert.ok((finding.relatedInformation?.length ?? 0) >= 6);
    assert.deepEqual(host.treeText(view).slice(0, 4), [
      "$(warning) 'process.start()' carries 'Application::processes_[...]', " +
        "a started 'stowaway::Process', to another process | application.cpp:25",
      '  $(symbol-class) this | bound object: Application · application.cpp:20',
      '  $(symbol-field) processes_ | member: std::vector<stowaway::Process> · application.cpp:39',
      '  $(symbol-array) stowaway::Process | element',
    ]);
  });

  it('leaves an open file to the server and shows a finding once', async () => {
    document = host.open(file);
    const finding = await eventually('the finding of the server', ofServer);
    assert.equal(findings().length, 1);
    assert.equal(finding.range.start.line, 24);
    assert.equal(finding.range.start.character, 6);
    assert.match(finding.message, /^'process\.start\(\)' carries /);
    const notes = (finding.relatedInformation ?? []).map(
      ({ location: { uri, range }, message }) =>
        `${path.basename(uri.fsPath)}:${range.start.line + 1} ${message}`,
    );
    assert.equal(
      notes[0],
      "application.cpp:20 Target 'Application::worker' is bound to 'this' " +
        "here, so the 'Application' is sent",
    );
    assert.match(notes[1] ?? '', /^application\.cpp:39 'Application' sends /);
    assert.match(notes[2] ?? '', /^application\.cpp:25 An element of /);
    assert.match(notes[3] ?? '', /^process\.h:\d+ 'stowaway::Process' is /);
    // The link leads to the check's page and not to clang-tidy's.
    const { target } = finding.code as { target: unknown };
    assert.equal(String(target), `stowaway:/${check}.md`);
  });

  it('explains the finding under the cursor', async () => {
    host.select(document, document.rangeOf('process.start()').start);
    await host.run('stowaway.explainFinding');
    const preview = host.executed.find(
      ({ name }) => name === 'markdown.showPreview',
    );
    assert.equal(String(preview?.args[0]), `stowaway:/${check}.md`);
    assert.deepEqual(host.messages, []);
  });

  it('shows what crosses', async () => {
    const tree = host.trees.get(view);
    assert.ok(tree !== undefined);
    host.select(document, document.rangeOf('process.start()').start);
    await host.run('stowaway.showWhatCrosses');
    assert.equal(tree.revealed.length, 1);
    assert.deepEqual(tree.revealed, tree.provider.getChildren());

    const other = path.join(folder, 'other.cpp');
    fs.writeFileSync(other, 'int main() {}\n');
    const clean = host.open(other);
    await host.run('stowaway.showWhatCrosses');
    assert.deepEqual(host.treeText(view), []);
    assert.equal(tree.message, 'Nothing was found in this file.');
    await host.run('stowaway.showAllFindings');
    assert.equal(tree.provider.getChildren().length, 1);
    host.close(clean);
  });

  it('repairs: the edit of a code action removes the finding', async () => {
    const finding = ofServer();
    assert.ok(finding !== undefined);
    const actions = await host.codeActions(document, finding);
    assert.ok(actions.some(({ title }) => title === `Explain ${check}`));
    const edit = actions.find(({ title }) =>
      title.startsWith("leave 'processes_' out of 'serialize'"),
    )?.edit;
    assert.ok(edit !== undefined && host.applyEdit(edit));
    assert.ok(document.getText().includes('archive(event_);'));
    await eventually('the end of the finding', () => findings().length === 0);
    assert.deepEqual(host.treeText(view), []);

    const sent = document.rangeOf('archive(event_)');
    host.edit(document, [new TextEdit(sent, 'archive(processes_, event_)')]);
    await eventually('the finding again', ofServer);
    assert.ok(host.treeText(view).length > 0);
  });

  it('shows what the audit found when the file is closed', async () => {
    host.close(document);
    await eventually('the silence of the server', () => !ofServer());
    assert.equal(findings().length, 1);
    assert.ok(host.treeText(view).length > 0);
  });

  it('starts the server anew when a setting changes', async () => {
    host.configure('stowaway.serverArguments', ['--log=error']);
    await restarted();
    assert.ok(
      host.providers.some(
        ({ method }) => method === 'registerCompletionItemProvider',
      ),
    );
    // Another clangd has its commands.
    host.configure('stowaway.features', 'diagnostics');
    await host.status(/sync~spin/);
    const taken = 'clangd.applyTweak';
    host.commands.set(taken, () => assert.fail(`${taken} of another server`));
    await host.status(/package/);
    assert.deepEqual(
      host.providers.map(({ method }) => method),
      ['registerCodeActionsProvider', 'registerCodeActionsProvider'],
    );
    document = host.open(file);
    const finding = await eventually('the finding of the server', ofServer);
    const actions = await host.codeActions(document, finding);
    assert.ok(actions.some(({ edit }) => edit !== undefined));
    assert.ok(
      actions.every(
        ({ edit, command }) =>
          edit !== undefined || command?.command === 'stowaway.explainFinding',
      ),
    );
    host.close(document);
    host.configure('stowaway.server', 'off');
    await host.status(/circle-slash/);
  });
});
