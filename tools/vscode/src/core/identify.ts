//===- identify.ts - Is this program our server? --------------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import { execFile } from 'child_process';
import { promisify } from 'util';

const patience = 10_000; // milliseconds

export type Identity = { readonly version: string } | { readonly not: string };

/** Reads what a program prints for --version. */
export function parseVersion(program: string, output: string): Identity {
  const version = /^stowaway-clangd (\d\S*?):?( |$)/m.exec(output)?.[1];
  if (version !== undefined) return { version };
  return {
    not: /\bclangd version\b/.test(output)
      ? `${program} is a clangd without the checks of Stowaway.`
      : `${program} is not Stowaway's server.`,
  };
}

/**
 * Asks a program for its version, so that one that is broken, or another one,
 * is told of in words and not by what it does as a server.
 */
export async function identify(
  program: string,
  stop: AbortSignal,
): Promise<Identity> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], {
      timeout: patience,
      killSignal: 'SIGKILL',
      signal: stop,
    });
    return parseVersion(program, stdout);
  } catch (error) {
    const { message } = error as Error;
    return {
      not: `${program} does not run: ${message.trim().replaceAll('\n', ': ')}`,
    };
  }
}
