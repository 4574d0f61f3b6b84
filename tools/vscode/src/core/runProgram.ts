//===- runProgram.ts - How does a program run, and how is it stopped? -----===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import { spawn } from 'child_process';
import { Exit } from './commandLine';

export interface Run {
  readonly result: Promise<
    Exit & { readonly out: string; readonly err: string }
  >;
  /** Ends the program: politely, and for good when it does not listen. */
  stop(): void;
}

const patience = 2000; // milliseconds from SIGINT to SIGKILL

export function runProgram(
  program: string,
  args: readonly string[],
  directory: string | undefined,
): Run {
  const child = spawn(program, args, {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  let killer: NodeJS.Timeout | undefined;
  const result = new Promise<Exit & { out: string; err: string }>(
    (resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status, signal) => {
        clearTimeout(killer);
        resolve({ status, signal, out, err });
      });
    },
  );
  return {
    result,
    stop() {
      if (killer !== undefined) return;
      child.kill('SIGINT');
      killer = setTimeout(() => child.kill('SIGKILL'), patience);
    },
  };
}
