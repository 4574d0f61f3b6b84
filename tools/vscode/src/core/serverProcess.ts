//===- serverProcess.ts - How does the server's process start and end? ----===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import { ChildProcess, spawn } from 'child_process';
import { once } from 'events';

const patience = 3000; // milliseconds for an end of its own accord

/** A server's process, and the one after it if it ends and is started again. */
export class ServerProcess {
  private child: ChildProcess | undefined;

  constructor(
    private readonly program: string,
    private readonly args: readonly string[],
    private readonly directory: string | undefined,
  ) {}

  async start(): Promise<ChildProcess> {
    const child = spawn(this.program, this.args, { cwd: this.directory });
    this.child = child;
    await once(child, 'spawn'); // throws if there is an error instead
    return child;
  }

  /** For a server that was told to end: sees to it that it does. */
  ensureEnd(): void {
    const child = this.running();
    if (child === undefined) return;
    const killer = setTimeout(() => child.kill('SIGKILL'), patience);
    child.once('exit', () => clearTimeout(killer));
  }

  kill(): void {
    this.running()?.kill('SIGKILL');
  }

  private running(): ChildProcess | undefined {
    const child = this.child;
    return child?.pid !== undefined &&
      child.exitCode === null &&
      child.signalCode === null
      ? child
      : undefined;
  }
}
