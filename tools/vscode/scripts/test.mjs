//===- test.mjs - Does the extension do what it promises? -----------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Bundles extension and tests, then runs the tests, or those whose file's name
// contains an argument. The integration tests run the real programs:
//
//   STOWAWAY_CLANGD   path of stowaway-clangd; without it they are skipped
//   STOWAWAY_COMMAND  path of stowaway; by default the one beside the server
//   STOWAWAY_SOURCE   the repository, if this is a copy of tools/vscode
//
//===----------------------------------------------------------------------===//

import { readdirSync, rmSync } from 'fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { join } from 'path';
import { buildExtension, buildTests, root } from './build.mjs';

const out = join(root, 'dist', 'test');
rmSync(out, { recursive: true, force: true });
await Promise.all([buildExtension(), buildTests()]);
const wanted = process.argv.slice(2);
const files = readdirSync(out)
  .filter((name) => wanted.every((part) => name.includes(part)))
  .map((name) => join(out, name));
// Stack traces name the sources.
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --enable-source-maps`;
run({ files, concurrency: files.length })
  .on('test:fail', () => (process.exitCode = 1))
  .compose(new spec())
  .pipe(process.stdout);
