//===- build.mjs - What is bundled into the extension? --------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import { build } from 'esbuild';
import { readdirSync } from 'fs';
import { dirname, join } from 'path';
import { fileURLToPath } from 'url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node18',
  format: 'cjs',
  external: ['vscode'],
  logLevel: 'warning',
};

/** One file with all that the editor does not bring. */
export function buildExtension(outfile = 'dist/extension.js') {
  return build({
    ...common,
    entryPoints: ['src/extension.ts'],
    outfile,
    minify: true,
    legalComments: 'inline',
  });
}

/** One file a test; the tests load dist/extension.js as it is. */
export function buildTests() {
  return build({
    ...common,
    entryPoints: readdirSync(join(root, 'test'))
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => `test/${name}`),
    outdir: 'dist/test',
    outExtension: { '.js': '.cjs' },
    sourcemap: 'inline',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildExtension();
