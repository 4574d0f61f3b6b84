//===- carriedPath.test.ts - Is a carried path shown whole and in order? --===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  FindingNode,
  inOrder,
  nodeOf,
  shortMessage,
} from '../src/core/carriedPath';
import { parseCheckList, pageOf } from '../src/core/checkPages';
import { parseVersion } from '../src/core/identify';
import { problemsOf } from '../src/core/problem';
import { chooseServer, isOurServer } from '../src/core/serverChoice';
import { kindOfNote } from '../src/core/wording';
import { report } from './sample';

function lines(node: FindingNode): string[] {
  return node.steps.map(
    ({ kind, label, description }) =>
      `${kind}: ${label.slice(0, 40).trim()} | ${description}`,
  );
}

describe('The tree', () => {
  it('shows each step of an audit, then what the notes add', () => {
    const [first, second] = problemsOf(report).map(nodeOf);
    assert.ok(first !== undefined && second !== undefined);
    assert.equal(first.confidence, 'definite');
    assert.equal(first.description, 'application.cpp:25');
    assert.deepEqual(lines(first), [
      'bound object: this | bound object: Application · application.cpp:20',
      'member: processes_ | member: std::vector<stowaway::Process> · application.cpp:39',
      'element: stowaway::Process | element',
      "state: an element of 'Application::processes_' | application.cpp:25",
      "cause: 'stowaway::Process' is declared here; a | process.h:48",
      "remedy: make 'Application::worker' a static memb | application.cpp:35",
      "remedy: leave 'processes_' out of 'serialize', o | application.cpp:39",
    ]);
    // The sentence of a step is its tooltip.
    assert.match(first.steps[0]?.tooltip ?? '', /is bound to 'this' here/);
    assert.match(first.steps[1]?.tooltip ?? '', /here, in 'serialize'/);
    assert.equal(first.steps[2]?.place, undefined);
    assert.deepEqual(lines(second).slice(0, 2), [
      "target: target 'second' is bound here | carried.cpp:20",
      'argument: a | argument: stowaway::Process · carried.cpp:20',
    ]);
  });

  it("shows the server's notes with what they tell of", () => {
    const [problem] = problemsOf(report);
    assert.ok(problem !== undefined);
    const { finding: _, ...ofServer } = problem;
    const node = nodeOf(ofServer);
    assert.equal(node.confidence, undefined);
    assert.deepEqual(
      node.steps.map(({ kind }) => kind),
      ['bound object', 'member', 'state', 'cause', 'remedy', 'remedy'],
    );
  });

  it('is in the order of places', () => {
    const nodes = problemsOf(report).map(nodeOf);
    assert.deepEqual(inOrder([...nodes].reverse()), nodes);
  });

  it('shows messages without reason and without what servers add', () => {
    assert.equal(
      shortMessage("'f' carries 'p'; it cannot cross (fix available)"),
      "'f' carries 'p'",
    );
    assert.equal(
      shortMessage("'f' starts it again (fixes available)"),
      "'f' starts it again",
    );
  });
});

describe('A note', () => {
  it('tells by its words what it is', () => {
    const kinds: readonly (readonly [string, string])[] = [
      [
        "Target 'A::work' is bound to 'this' here, so the 'A' is sent",
        'bound object',
      ],
      ["target 'f' is bound here", 'target'],
      ['the lambda is bound here', 'target'],
      ["the lambda captures 'p' of type 'P' here", 'capture'],
      [
        "the lambda implicitly captures 'p', which is used here",
        'implicit capture',
      ],
      [
        "Argument 'p' of type 'P' is passed here; its elements are 'Q'",
        'argument',
      ],
      ["'A' sends member 'm' of type 'M' here, in 'serialize'", 'member'],
      ["member 'm' of 'A' has type 'M'", 'member'],
      ["base class 'B' of 'A' goes with it", 'base class'],
      ["the lambda returns 'P' here", 'result'],
      ["'p' is copied here, on the other side", 'act'],
      ["'p' is used by 'join' here, on the other side", 'act'],
      ["an element of 'v' is started here, by an earlier iteration", 'state'],
      ["'p' may be started here, by an earlier call of 'f'", 'state'],
      ["'P' is declared here; it belongs to the process that made it", 'cause'],
      ["'m' is declared here as 'M'", 'cause'],
      ["'f' is called here", 'context'],
      ["'pool.post' launches it here", 'context'],
      ["it is passed on to 'post' here", 'context'],
      ["make 'A::work' a static member function", 'remedy'],
      ["leave 'm' out of 'serialize'", 'remedy'],
      ['instead, send the object itself', 'remedy'],
      ["send 'm' in 'serialize', if it can cross", 'remedy'],
      ['capture copies of the members', 'remedy'],
      [
        "3 more steps are left out here; 'stowaway --full-paths' shows them",
        'other',
      ],
    ];
    for (const [message, kind] of kinds)
      assert.equal(kindOfNote(message), kind, message);
  });
});

describe("A check's page", () => {
  it('is chosen from the list that the command prints', () => {
    const output =
      'stowaway-carried-handle    finds targets\n' +
      'stowaway-dropped-state     finds workers\n' +
      "\n'stowaway explain CHECK' shows examples.\n";
    assert.deepEqual(parseCheckList(output), [
      { id: 'stowaway-carried-handle', summary: 'finds targets' },
      { id: 'stowaway-dropped-state', summary: 'finds workers' },
    ]);
  });

  it('has no links into the repository', () => {
    assert.equal(
      pageOf(
        'see [the command](../command.md#a), [this](#b) and [x](http://y)',
      ),
      'see the command, [this](#b) and [x](http://y)',
    );
  });
});

describe('The server', () => {
  it('is started by this extension only if it is to be', () => {
    const none = { clangd: false, cpptools: false };
    const start = (setting: 'own' | 'clangd-extension' | 'off'): boolean =>
      chooseServer(setting, 'auto', none).start;
    assert.deepEqual(
      [start('own'), start('clangd-extension'), start('off')],
      [true, false, false],
    );
  });

  it('leaves the other features to other extensions', () => {
    const only = (clangd: boolean, cpptools: boolean): boolean =>
      chooseServer('own', 'auto', { clangd, cpptools }).diagnosticsOnly;
    assert.deepEqual(
      [only(false, false), only(true, false), only(false, true)],
      [false, true, true],
    );
    const all = (clangd: boolean, cpptools: boolean): boolean =>
      chooseServer('own', 'all', { clangd, cpptools }).diagnosticsOnly;
    assert.deepEqual([all(false, true), all(true, false)], [false, true]);
  });

  it('is one too many next to the clangd extension', () => {
    const offers = (setting: 'own' | 'off', clangd: boolean): boolean =>
      chooseServer(setting, 'auto', { clangd, cpptools: true }).offerOneServer;
    assert.deepEqual(
      [offers('own', true), offers('own', false), offers('off', true)],
      [true, false, false],
    );
  });

  it('is recognised by its version', () => {
    const parse = (output: string): unknown => parseVersion('s', output);
    assert.deepEqual(
      parse(
        'stowaway-clangd 0.1.0: clangd with the checks of Stowaway\n' +
          'Debian clangd version 22.1.8\n',
      ),
      { version: '0.1.0' },
    );
    assert.deepEqual(parse('clangd version 22.1.8\n'), {
      not: 's is a clangd without the checks of Stowaway.',
    });
    assert.deepEqual(parse('true (GNU coreutils) 9.1\n'), {
      not: "s is not Stowaway's server.",
    });
  });

  it('is recognised in the settings of the clangd extension', () => {
    assert.equal(isOurServer('/usr/bin/stowaway-clangd'), true);
    assert.equal(isOurServer('stowaway-clangd'), true);
    assert.equal(isOurServer('clangd'), false);
    assert.equal(isOurServer('/opt/no-stowaway-clangd'), false);
  });
});
