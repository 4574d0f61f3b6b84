//===- audit.ts - How is the whole workspace audited? ---------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as fs from 'fs/promises';
import * as os from 'os';
import * as path from 'path';
import * as vscode from 'vscode';
import {
  auditArguments,
  failedFileLines,
  failureMessage,
  hasResults,
  summarise,
} from './core/commandLine';
import { Problem, problemsOf } from './core/problem';
import { parseReport, Report } from './core/report';
import { runProgram } from './core/runProgram';
import {
  localFolders,
  locateDatabase,
  locateProgram,
  offerSetting,
  readSettings,
  Settings,
} from './settings';

interface Job {
  readonly folder: string;
  readonly database: string;
}

/** The folders that have a compile database. */
function jobsOf(settings: Settings): Job[] {
  return localFolders().flatMap((folder) => {
    const database = locateDatabase(folder, settings);
    return database === undefined ? [] : [{ folder, database }];
  });
}

/** Audits one folder; undefined if the user stopped it. */
async function auditFolder(
  program: string,
  { folder, database }: Job,
  settings: Settings,
  output: vscode.OutputChannel,
  stop: vscode.CancellationToken,
): Promise<Report | undefined> {
  const scratch = await fs.mkdtemp(path.join(os.tmpdir(), 'stowaway-'));
  try {
    const file = path.join(scratch, 'findings.json');
    const args = auditArguments(database, file, settings.commandArguments);
    output.appendLine(`> ${[program, ...args].join(' ')}`);
    const run = runProgram(program, args, folder);
    const listener = stop.onCancellationRequested(() => run.stop());
    if (stop.isCancellationRequested) run.stop();
    const { out, err, ...exit } = await run.result.finally(() =>
      listener.dispose(),
    );
    output.append(out + err);
    if (stop.isCancellationRequested) return undefined;
    const text = hasResults(exit)
      ? await fs.readFile(file, 'utf8').catch(() => undefined)
      : undefined;
    if (text === undefined) throw new Error(failureMessage(exit, err));
    return parseReport(text);
  } finally {
    await fs.rm(scratch, { recursive: true, force: true });
  }
}

async function auditAll(
  program: string,
  jobs: readonly Job[],
  settings: Settings,
  output: vscode.OutputChannel,
): Promise<Report[] | undefined> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'Stowaway audits the workspace',
      cancellable: true,
    },
    async (progress, stop) => {
      const reports: Report[] = [];
      for (const job of jobs) {
        progress.report({ message: path.basename(job.folder) });
        const report = await auditFolder(program, job, settings, output, stop);
        if (report === undefined) return undefined;
        reports.push(report);
      }
      return reports;
    },
  );
}

async function tell(
  reports: readonly Report[],
  output: vscode.OutputChannel,
): Promise<void> {
  const summary = summarise(reports);
  output.appendLine(summary);
  const failed = reports.flatMap(failedFileLines);
  if (failed.length === 0) {
    void vscode.window.showInformationMessage(summary);
    return;
  }
  for (const line of failed) output.appendLine(line);
  const show = 'Show Which';
  const answer = await vscode.window.showWarningMessage(summary, show);
  if (answer === show) output.show();
}

/** Runs the command over the workspace and hands on what it finds. */
export async function auditWorkspace(
  output: vscode.OutputChannel,
  take: (problems: Problem[]) => void,
): Promise<void> {
  const settings = readSettings();
  const search = locateProgram('stowaway', settings);
  if ('missing' in search)
    return offerSetting(search.missing, 'stowaway.commandPath');
  const jobs = jobsOf(settings);
  if (jobs.length === 0)
    return offerSetting(
      'There is no compile_commands.json in this workspace or its build ' +
        'directories. Let the build system write one, or say where it is.',
      'stowaway.buildDirectory',
    );
  try {
    const reports = await auditAll(search.found, jobs, settings, output);
    if (reports === undefined) return;
    take(reports.flatMap(problemsOf));
    void tell(reports, output);
  } catch (error) {
    const show = 'Show Output';
    const answer = await vscode.window.showErrorMessage(
      (error as Error).message,
      show,
    );
    if (answer === show) output.show();
  }
}
