//===- findProgram.ts - Where are the server and the command? -------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as path from 'path';

export type ProgramName = 'stowaway' | 'stowaway-clangd';

/** What the search may look at; tests make their own. */
export interface Surroundings {
  /** The workspace folders. */
  readonly folders: readonly string[];
  /** The value of the variable PATH. */
  readonly searchPath: string;
  readonly home: string;
  isExecutable(file: string): boolean;
  /** Names of what is in a directory; none if there is no such directory. */
  list(directory: string): string[];
  /** When a file was last written, in any unit. */
  modified(file: string): number;
}

export type Search = { readonly found: string } | { readonly missing: string };

/** The directories of a workspace folder in which builds leave programs. */
function buildDirectories(folder: string, at: Surroundings): string[] {
  const build = path.join(folder, 'build');
  return [
    path.join(build, 'bin'),
    ...at.list(build).map((name) => path.join(build, name, 'bin')),
  ];
}

/** The files that a path in a setting may mean, the likeliest first. */
export function expandSetting(
  setting: string,
  at: Pick<Surroundings, 'folders' | 'home'>,
): string[] {
  const text = setting.startsWith('~/')
    ? path.join(at.home, setting.slice(2))
    : setting;
  if (path.isAbsolute(text)) return [path.normalize(text)];
  return at.folders.map((folder) =>
    path.resolve(folder, text.replaceAll('${workspaceFolder}', folder)),
  );
}

/**
 * Looks for a program: where the setting says; else beside the other program,
 * where that one's setting says; else on PATH; else in a build of the
 * workspace, the newest first.
 */
export function findProgram(
  name: ProgramName,
  setting: { readonly key: string; readonly value: string },
  at: Surroundings,
  besideSetting = '',
): Search {
  if (setting.value !== '') {
    const found = expandSetting(setting.value, at).find(at.isExecutable);
    if (found !== undefined) return { found };
    return {
      missing: `The setting ${setting.key} names no program: ${setting.value}`,
    };
  }

  const besides =
    besideSetting === ''
      ? []
      : expandSetting(besideSetting, at).map((file) => path.dirname(file));
  const onPath = at.searchPath
    .split(path.delimiter)
    .filter((directory) => path.isAbsolute(directory));
  for (const directory of [...besides, ...onPath]) {
    const file = path.join(directory, name);
    if (at.isExecutable(file)) return { found: file };
  }

  const built = at.folders
    .flatMap((folder) => buildDirectories(folder, at))
    .map((directory) => path.join(directory, name))
    .filter(at.isExecutable)
    .sort((a, b) => at.modified(b) - at.modified(a));
  if (built[0] !== undefined) return { found: built[0] };

  return {
    missing:
      `${name} is neither on PATH nor in a build of this workspace. ` +
      `Install Stowaway, or set ${setting.key}.`,
  };
}
