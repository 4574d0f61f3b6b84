//===- report.test.ts - Is the JSON understood as it is meant? ------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  auditArguments,
  explainArguments,
  failedFileLines,
  failureMessage,
  hasResults,
  summarise,
} from '../src/core/commandLine';
import { characterOfColumn, rangeOf } from '../src/core/positions';
import { isCheck, problemAt, problemsOf } from '../src/core/problem';
import { parseReport } from '../src/core/report';
import { application, carried, report } from './sample';

describe('A report', () => {
  it('becomes problems with absolute names and related places', () => {
    const [first, second] = problemsOf(report);
    assert.ok(first !== undefined && second !== undefined);
    assert.equal(first.file, application);
    assert.equal(second.file, carried);
    assert.deepEqual(first.range, {
      start: { line: 24, character: 6 },
      end: { line: 24, character: 21 },
    });
    assert.deepEqual(
      first.related.map(({ file, range }) => [file, range.start.line + 1]),
      [
        [application, 20],
        [application, 39],
        [application, 25],
        ['/usr/include/stowaway/process.h', 48],
        [application, 35],
        [application, 39],
      ],
    );
  });

  it('of another version is refused', () => {
    assert.throws(
      () => parseReport(JSON.stringify({ ...report, version: 2 })),
      /writes version 2 .* reads version 1/,
    );
  });

  it('may have fields that are not known', () => {
    const more = { ...report, news: true };
    assert.deepEqual(parseReport(JSON.stringify(more)), more);
  });

  it('that is none is refused', () => {
    assert.throws(() => parseReport(''), /no valid JSON/);
    assert.throws(() => parseReport('null'), /no report/);
    assert.throws(() => parseReport('{"version": 1}'), /lacks fields/);
  });

  it('is summed up', () => {
    assert.equal(
      summarise([report]),
      '2 files audited: 2 findings (1 definite, 1 possible).',
    );
    const broken = {
      ...report,
      failedFiles: [{ file: 'a.cpp', errorCount: 3, errors: ['a.cpp:1: no'] }],
      summary: { files: 1, failedFiles: 1, definite: 0, possible: 0 },
    };
    assert.equal(
      summarise([broken]),
      '1 file audited: nothing found. 1 file could not be analysed.',
    );
    assert.deepEqual(failedFileLines(broken), [
      'a.cpp: could not be analysed',
      '  a.cpp:1: no',
      '  and 2 more errors',
    ]);
  });
});

describe('A column', () => {
  it('counts bytes, and a character counts UTF-16 units', () => {
    //            1 byte, 2 bytes, 3 bytes, 4 bytes and 2 units
    const line = 'a\u00e4\u20ac\u{1f600}b';
    assert.deepEqual(
      [1, 2, 4, 7, 11, 12].map((column) => characterOfColumn(line, column)),
      [0, 1, 2, 3, 5, 6],
    );
  });

  it('may lie behind the text that is known', () => {
    assert.equal(characterOfColumn('', 5), 4);
    assert.equal(characterOfColumn('ab', 5), 4);
  });

  it('without a range underlines the word', () => {
    const range = rangeOf({
      file: 'a.h',
      line: 2,
      column: 7,
      sourceLine: 'class Process {',
      ranges: [],
    });
    assert.deepEqual(range, {
      start: { line: 1, character: 6 },
      end: { line: 1, character: 13 },
    });
  });
});

describe('A problem', () => {
  it('is found under the cursor, else on its line', () => {
    const problems = problemsOf(report);
    const at = (file: string, line: number, character: number): unknown =>
      problemAt(problems, file, line, character);
    assert.equal(at(application, 24, 10), problems[0]);
    assert.equal(at(application, 24, 0), problems[0]);
    assert.equal(at(application, 23, 10), undefined);
    assert.equal(at(carried, 24, 10), undefined);
  });

  it('is ours if its code is the id of a check', () => {
    assert.equal(isCheck('stowaway-carried-handle'), true);
    assert.equal(isCheck('bugprone-use-after-move'), false);
    assert.equal(isCheck(7), false);
  });
});

describe('The command', () => {
  it('gets its arguments', () => {
    assert.deepEqual(auditArguments('/b', '/t/f.json', ['--strict']), [
      '-p',
      '/b',
      '--format=json:/t/f.json',
      '--strict',
    ]);
    assert.deepEqual(explainArguments(), ['explain']);
    assert.deepEqual(explainArguments('x'), ['explain', 'x']);
  });

  it('has results unless it died or was not started right', () => {
    const ended = (status: number | null): boolean =>
      hasResults({ status, signal: null });
    assert.deepEqual([0, 1, 2, 3, 4, null].map(ended), [
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('says itself why it failed', () => {
    const exit = { status: 2, signal: null };
    assert.equal(
      failureMessage(exit, 'x\nstowaway: error: no such option\n'),
      'The audit failed: no such option',
    );
    assert.equal(
      failureMessage(exit, ''),
      'The audit failed with exit status 2.',
    );
    assert.equal(
      failureMessage({ status: null, signal: 'SIGSEGV' }, ''),
      'The audit was ended by the signal SIGSEGV.',
    );
  });
});
