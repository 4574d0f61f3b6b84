//===- findDatabase.ts - Where is the compile database? -------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as path from 'path';
import { expandSetting } from './findProgram';

/** What the search may look at; tests make their own. */
export interface Directories {
  readonly home: string;
  isFile(file: string): boolean;
  /** Names of what is in a directory; none if there is no such directory. */
  list(directory: string): string[];
}

function has(directory: string, at: Directories): boolean {
  return at.isFile(path.join(directory, 'compile_commands.json'));
}

/** Where build systems put a build of a folder, the likeliest first. */
function candidates(folder: string, at: Directories): string[] {
  const below = (name: string, prefix = ''): string[] =>
    at
      .list(path.join(folder, name))
      .filter((entry) => entry.startsWith(prefix))
      .sort()
      .map((entry) => path.join(folder, name, entry));
  return [
    folder,
    path.join(folder, 'build'),
    ...below('build'),
    ...below('.', 'cmake-build-'),
    ...below('out'),
    ...below(path.join('out', 'build')),
  ];
}

/** The directory of a folder's compile_commands.json, if there is one. */
export function findDatabase(
  folder: string,
  setting: string,
  at: Directories,
): string | undefined {
  if (setting !== '')
    return expandSetting(setting, { folders: [folder], home: at.home }).find(
      (directory) => has(directory, at),
    );
  return candidates(folder, at).find((directory) => has(directory, at));
}

/** Whether clangd finds this database of a folder without being told. */
export function isObvious(database: string, folder: string): boolean {
  return database === folder || database === path.join(folder, 'build');
}
