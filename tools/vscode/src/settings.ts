//===- settings.ts - What did the user set? -------------------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as fs from 'fs';
import * as os from 'os';
import * as vscode from 'vscode';
import { Directories, findDatabase } from './core/findDatabase';
import { findProgram, ProgramName, Search } from './core/findProgram';
import { FeatureSetting, ServerSetting } from './core/serverChoice';

export interface Settings {
  readonly server: ServerSetting;
  readonly features: FeatureSetting;
  readonly serverPath: string;
  readonly serverArguments: readonly string[];
  readonly commandPath: string;
  readonly commandArguments: readonly string[];
  readonly buildDirectory: string;
}

export function readSettings(): Settings {
  const section = vscode.workspace.getConfiguration('stowaway');
  const text = (key: string): string => section.get<string>(key, '').trim();
  return {
    server: section.get<ServerSetting>('server', 'own'),
    features: section.get<FeatureSetting>('features', 'auto'),
    serverPath: text('serverPath'),
    serverArguments: section.get<string[]>('serverArguments', []),
    commandPath: text('commandPath'),
    commandArguments: section.get<string[]>('commandArguments', []),
    buildDirectory: text('buildDirectory'),
  };
}

/** The settings that the server depends on. */
export const serverSettings = [
  'stowaway.server',
  'stowaway.features',
  'stowaway.serverPath',
  'stowaway.serverArguments',
  'stowaway.buildDirectory',
] as const;

export function localFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}

function list(directory: string): string[] {
  try {
    return fs.readdirSync(directory);
  } catch {
    return [];
  }
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

const directories: Directories = {
  home: os.homedir(),
  isFile: (file) => fs.existsSync(file),
  list,
};

export function locateProgram(name: ProgramName, settings: Settings): Search {
  const isServer = name === 'stowaway-clangd';
  return findProgram(
    name,
    isServer
      ? { key: 'stowaway.serverPath', value: settings.serverPath }
      : { key: 'stowaway.commandPath', value: settings.commandPath },
    {
      folders: localFolders(),
      searchPath: process.env['PATH'] ?? '',
      home: os.homedir(),
      isExecutable,
      list,
      modified: (file) => fs.statSync(file).mtimeMs,
    },
    isServer ? '' : settings.serverPath,
  );
}

export function locateDatabase(
  folder: string,
  settings: Settings,
): string | undefined {
  return findDatabase(folder, settings.buildDirectory, directories);
}

/** Says what is missing, and leads to the setting that helps. */
export async function offerSetting(
  message: string,
  setting: string,
): Promise<void> {
  const open = 'Open Setting';
  const answer = await vscode.window.showErrorMessage(message, open);
  if (answer === open)
    await vscode.commands.executeCommand(
      'workbench.action.openSettings',
      setting,
    );
}
