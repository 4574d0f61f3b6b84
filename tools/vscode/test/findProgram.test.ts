//===- findProgram.test.ts - Is each program found where it should be? ----===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Directories, findDatabase, isObvious } from '../src/core/findDatabase';
import { findProgram, Surroundings } from '../src/core/findProgram';

/** Files, each with the time at which it was written. */
type Files = Readonly<Record<string, number>>;

function list(files: Files, directory: string): string[] {
  const names = Object.keys(files)
    .filter((file) => file.startsWith(`${directory}/`))
    .map((file) => file.slice(directory.length + 1).split('/')[0] ?? '');
  return [...new Set(names)];
}

function surroundings(files: Files): Surroundings {
  return {
    folders: ['/w/one', '/w/two'],
    searchPath: '/usr/bin:relative:/opt/bin',
    home: '/home/me',
    isExecutable: (file) => file in files,
    list: (directory) => list(files, directory),
    modified: (file) => files[file] ?? 0,
  };
}

function found(files: Files, setting = '', beside = ''): string {
  const key = 'stowaway.serverPath';
  const search = findProgram(
    'stowaway-clangd',
    { key, value: setting },
    surroundings(files),
    beside,
  );
  return 'found' in search ? search.found : `missing: ${search.missing}`;
}

describe('A program', () => {
  it('is where the setting says', () => {
    const files = { '/opt/bin/stowaway-clangd': 1, '/a/server': 1 };
    assert.equal(found(files, '/a/server'), '/a/server');
  });

  it('is not looked for elsewhere if the setting is wrong', () => {
    const files = { '/opt/bin/stowaway-clangd': 1 };
    assert.equal(
      found(files, '/a/server'),
      'missing: The setting stowaway.serverPath names no program: /a/server',
    );
  });

  it('may be given relative to home or to a workspace folder', () => {
    assert.equal(found({ '/home/me/s': 1 }, '~/s'), '/home/me/s');
    assert.equal(found({ '/w/two/b/s': 1 }, 'b/s'), '/w/two/b/s');
    assert.equal(
      found({ '/w/one/b/s': 1 }, '${workspaceFolder}/b/s'),
      '/w/one/b/s',
    );
  });

  it('is on PATH before it is in a build', () => {
    assert.equal(
      found({
        '/w/one/build/bin/stowaway-clangd': 1,
        '/opt/bin/stowaway-clangd': 1,
      }),
      '/opt/bin/stowaway-clangd',
    );
  });

  it('is not taken from a relative directory of PATH', () => {
    assert.match(found({ 'relative/stowaway-clangd': 1 }), /^missing/);
  });

  it('is beside the other one before it is on PATH', () => {
    assert.equal(
      found(
        { '/usr/bin/stowaway-clangd': 1, '/a/stowaway-clangd': 1 },
        '',
        '/a/other',
      ),
      '/a/stowaway-clangd',
    );
  });

  it('is the newest of those that the workspace has built', () => {
    assert.equal(
      found({
        '/w/one/build/asan/bin/stowaway-clangd': 1,
        '/w/one/build/release/bin/stowaway-clangd': 3,
        '/w/two/build/bin/stowaway-clangd': 2,
      }),
      '/w/one/build/release/bin/stowaway-clangd',
    );
  });

  it('may be missing, and then the message says what to do', () => {
    assert.equal(
      found({}),
      'missing: stowaway-clangd is neither on PATH nor in a build of this ' +
        'workspace. Install Stowaway, or set stowaway.serverPath.',
    );
  });
});

describe('A compile database', () => {
  const find = (setting: string, ...directories: string[]): unknown => {
    const files = Object.fromEntries(
      directories.map((name) => [`${name}/compile_commands.json`, 1]),
    );
    const at: Directories = {
      home: '/home/me',
      isFile: (file) => file in files,
      list: (directory) => list(files, directory),
    };
    return findDatabase('/w', setting, at);
  };

  it('is the nearest one', () => {
    assert.equal(find('', '/w/build/a', '/w/build', '/w/out/b'), '/w/build');
    assert.equal(find('', '/w/build/b', '/w/build/a'), '/w/build/a');
    assert.equal(find('', '/w/cmake-build-debug'), '/w/cmake-build-debug');
    assert.equal(find('', '/w/out/build/x'), '/w/out/build/x');
    assert.equal(find('', '/w/src'), undefined);
  });

  it('is where the setting says', () => {
    assert.equal(find('build/b', '/w/build/b', '/w'), '/w/build/b');
    assert.equal(find('/elsewhere', '/elsewhere', '/w'), '/elsewhere');
    assert.equal(find('build/c', '/w'), undefined);
  });

  it('need not be told to clangd if it is obvious', () => {
    assert.equal(isObvious('/w', '/w'), true);
    assert.equal(isObvious('/w/build', '/w'), true);
    assert.equal(isObvious('/w/build/a', '/w'), false);
  });
});
