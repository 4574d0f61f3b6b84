//===- extension.test.ts - Does it behave when things go wrong? -----------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { writeScript, writeServer } from './fakes';
import { extensionRoot } from './paths';
import sample from './sample.json';
import { eventually, Host } from './stub/host';

let folder: string;
let host: Host;
let extension: ReturnType<Host['load']>;
const searchPath = process.env['PATH'] ?? '';

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stowaway-vscode-'));
  host = new Host(folder, extensionRoot);
  extension = host.load();
  // So that nothing that is installed here is found.
  process.env['PATH'] = ['/usr/bin', '/bin', path.dirname(process.execPath)]
    .filter(
      (directory) => !fs.existsSync(path.join(directory, 'stowaway-clangd')),
    )
    .join(path.delimiter);
});

afterEach(async () => {
  await extension.deactivate();
  process.env['PATH'] = searchPath;
  fs.rmSync(folder, { recursive: true, force: true });
});

function activate(): void {
  extension.activate(host.extensionContext());
}

function messages(): string[] {
  return host.messages.splice(0).map(({ text }) => text);
}

/**
 * vscode-languageclient leaves rejected promises behind when a server ends while
 * it starts; an editor logs those, and the test's runner would fail.
 */
function ignoreWhatTheClientLeaves(): void {
  const runner = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (reason, promise) => {
    const known =
      /connection got disposed|not running|stream was destroyed|EPIPE/;
    if (reason instanceof Error && known.test(reason.message)) return;
    for (const listener of runner) listener(reason, promise);
  });
}

describe('The server', () => {
  it('that is nowhere is asked for', async () => {
    host.answers.push('Open Setting');
    activate();
    await host.status(/error.*No server: it was not found/);
    assert.deepEqual(messages(), [
      'stowaway-clangd is neither on PATH nor in a build of this workspace. ' +
        'Install Stowaway, or set stowaway.serverPath.',
    ]);
    await eventually('the settings', () =>
      host.executed.find(
        ({ name, args }) =>
          name === 'workbench.action.openSettings' &&
          args[0] === 'stowaway.serverPath',
      ),
    );
    // What was missing may be there in the meantime.
    const server = path.join(folder, 'build/release/bin/stowaway-clangd');
    writeServer(server);
    await host.run('stowaway.restartServer');
    await host.status(/Version 1\.2\.3/);
    assert.ok(host.statusBar.tooltip.includes(server));
  });

  it('that hangs does not stop a better one', async () => {
    ignoreWhatTheClientLeaves();
    const hanging = writeScript(path.join(folder, 'hang'), 'exec sleep 1000');
    const mute = writeServer(path.join(folder, 'mute'), 'mute');
    const server = writeServer(path.join(folder, 'server'));
    host.configuration.set('stowaway.serverPath', hanging);
    activate();
    await host.status(/starting/);
    host.configure('stowaway.serverPath', mute);
    await eventually('a request', () => fs.existsSync(`${mute}.asked`));
    host.configure('stowaway.serverPath', server);
    await host.status(/Version 1\.2\.3/);
    assert.ok(host.statusBar.tooltip.includes(server));
    assert.deepEqual(messages(), []);
  });

  it('that is none is told of', async () => {
    const file = path.join(folder, 'server');
    const why: string[] = [];
    for (const text of [
      '#!/bin/nonesuch',
      '#!/bin/sh\nexit 1',
      '#!/bin/sh\necho Debian clangd version 22.1.8',
    ]) {
      fs.writeFileSync(file, text, { mode: 0o755 });
      host.configuration.set('stowaway.serverPath', file);
      if (why.length === 0) activate();
      else void host.run('stowaway.restartServer');
      await eventually('a message', () => host.messages.length > 0);
      await host.status(/No server/);
      why.push(messages().join().replaceAll(file, 'FILE'));
    }
    assert.deepEqual(why, [
      'FILE does not run: spawn FILE ENOENT',
      'FILE does not run: Command failed: FILE --version',
      'FILE is a clangd without the checks of Stowaway.',
    ]);
  });

  it('that dies again and again is given up', async () => {
    const file = writeServer(path.join(folder, 'server'), 'mortal');
    host.configuration.set('stowaway.serverPath', file);
    activate();
    await host.status(/ended again and again/);
    await eventually('a message', () => host.messages.length > 0);
    assert.match(messages().join(), /ended four times/);
  });

  it('is not started where it is off', async () => {
    host.configuration.set('stowaway.server', 'off');
    activate();
    await host.status(/circle-slash.*The server is off/);
    assert.deepEqual(messages(), []);
  });
});

describe('The clangd extension', () => {
  let server: string;

  beforeEach(() => {
    server = writeServer(path.join(folder, 'stowaway-clangd'));
    host.configuration.set('stowaway.serverPath', server);
    host.extensions.set('llvm-vs-code-extensions.vscode-clangd', {});
  });

  it('can run our server alone', async () => {
    const restarts: unknown[] = [];
    host.commands.set('clangd.restart', () => restarts.push(0));
    host.answers.push('Use One Server');
    activate();
    await host.status(/package.*The clangd extension runs the server/);
    assert.match(messages().join(), /two servers parse every file/);
    assert.equal(host.configuration.get('clangd.path'), server);
    assert.equal(host.configuration.get('stowaway.server'), 'clangd-extension');
    await eventually('a restart', () => restarts.length === 1);
  });

  it('is spoken of once', async () => {
    const context = host.extensionContext();
    extension.activate(context);
    await host.status(/package/);
    await eventually('the question', () => host.messages.length === 1);
    messages();
    await host.run('stowaway.restartServer');
    await host.status(/package/);
    assert.deepEqual(messages(), []);
  });

  it('that runs another server is repaired on request', async () => {
    host.configuration.set('stowaway.server', 'clangd-extension');
    host.configuration.set('clangd.path', 'clangd');
    activate();
    await host.status(/warning.*names another one/);
    await host.run('stowaway.restartServer');
    await host.status(/package/);
    assert.equal(host.configuration.get('clangd.path'), server);
  });
});

describe('An audit of the workspace', () => {
  const database = (): void => {
    const build = path.join(folder, 'build');
    fs.mkdirSync(build, { recursive: true });
    fs.writeFileSync(path.join(build, 'compile_commands.json'), '[]');
  };
  /** A command that writes a report and ends with a status. */
  const command = (report: unknown, status: number): void => {
    const file = path.join(folder, 'report.json');
    fs.writeFileSync(file, JSON.stringify(report));
    host.configuration.set(
      'stowaway.commandPath',
      writeScript(
        path.join(folder, 'stowaway'),
        `cp '${file}' "\${3#--format=json:}"; exit ${status}`,
      ),
    );
  };
  const audit = (): Promise<unknown> => host.run('stowaway.auditWorkspace');
  const shown = (): string[] =>
    host.treeText('stowaway.carriedPaths').filter((line) => !/^ /.test(line));
  const report = (): unknown => ({ ...sample, workingDirectory: folder });

  beforeEach(() => {
    host.configuration.set('stowaway.server', 'off');
    activate();
  });

  it('needs a command and a database, and says so', async () => {
    await audit();
    assert.match(
      messages().join(),
      /^stowaway is neither on PATH .*commandPath/,
    );
    command(report(), 1);
    await audit();
    assert.match(messages().join(), /^There is no compile_commands\.json/);
  });

  it('shows what the command found', async () => {
    database();
    command(report(), 1);
    await audit();
    assert.deepEqual(messages(), [
      '2 files audited: 2 findings (1 definite, 1 possible).',
    ]);
    assert.deepEqual(
      shown().map((line) => /^\$\(\w+\)|[\w.:]+$/.exec(line)?.[0]),
      ['$(warning)', '$(question)'],
    );
    command({ ...sample, findings: [] }, 0);
    await audit();
    assert.deepEqual(shown(), []);
    assert.deepEqual(
      host.diagnostics.get().flatMap(([, all]) => all),
      [],
    );
  });

  it('tells which files failed, and shows what it found in others', async () => {
    database();
    const failedFiles = [
      { file: 'a.cpp', errorCount: 1, errors: ["'a.h' file not found"] },
    ];
    const summary = { files: 3, failedFiles: 1, definite: 1, possible: 1 };
    command({ ...sample, failedFiles, summary }, 3);
    await audit();
    assert.deepEqual(messages(), [
      '3 files audited: 2 findings (1 definite, 1 possible). ' +
        '1 file could not be analysed.',
    ]);
    assert.match(
      host.output,
      /a\.cpp: could not be analysed\n {2}'a\.h' file not found\n/,
    );
    assert.equal(shown().length, 2);
  });

  it('that fails says why, and leaves what was shown', async () => {
    database();
    command(report(), 1);
    await audit();
    messages();
    host.configuration.set(
      'stowaway.commandPath',
      writeScript(
        path.join(folder, 'broken'),
        "echo 'stowaway: error: no such model' >&2; exit 2",
      ),
    );
    await audit();
    assert.deepEqual(messages(), ['The audit failed: no such model']);
    command({ ...sample, version: 2 }, 1);
    await audit();
    assert.match(messages().join(), /writes version 2/);
    assert.equal(shown().length, 2);
  });

  it('that is cancelled ends, also if it does not want to', async () => {
    database();
    const started = path.join(folder, 'started');
    host.configuration.set(
      'stowaway.commandPath',
      writeScript(
        path.join(folder, 'slow'),
        `trap '' INT; echo $$ > '${started}'; while :; do sleep 0.1; done`,
      ),
    );
    const running = audit();
    await eventually('the start', () => fs.existsSync(started));
    host.cancelProgress?.();
    await running;
    assert.deepEqual(messages(), []);
    const pid = Number(fs.readFileSync(started, 'utf8'));
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  });
});

describe('An explanation', () => {
  const explainer = (script: string): void => {
    host.configuration.set('stowaway.server', 'off');
    host.configuration.set(
      'stowaway.commandPath',
      writeScript(path.join(folder, 'stowaway'), script),
    );
    activate();
  };
  const shownPages = (): string[] =>
    host.executed
      .filter(({ name }) => name === 'markdown.showPreview')
      .map(({ args }) => String(args[0]));

  it('is of the check that was chosen', async () => {
    explainer(
      'test -n "$2" && echo "# $2" || echo "stowaway-dropped-state   finds"',
    );
    host.pick = 'stowaway-dropped-state';
    await host.run('stowaway.explainFinding');
    assert.deepEqual(shownPages(), ['stowaway:/stowaway-dropped-state.md']);
  });

  it('is not shown if nothing was chosen', async () => {
    explainer('echo "stowaway-dropped-state   finds"');
    await host.run('stowaway.explainFinding');
    assert.deepEqual(shownPages(), []);
    assert.deepEqual(messages(), []);
  });

  it('that fails says why', async () => {
    explainer('echo "stowaway: error: there is no such check" >&2; exit 2');
    await host.run('stowaway.explainFinding', 'stowaway-nonesuch');
    assert.deepEqual(messages(), ['stowaway: error: there is no such check']);
    assert.deepEqual(shownPages(), []);
  });
});
