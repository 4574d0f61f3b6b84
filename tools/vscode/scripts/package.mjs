//===- package.mjs - What is in the extension's package? ------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   node scripts/package.mjs [DIRECTORY]
//
// Lays out DIRECTORY/package and packs it into DIRECTORY/stowaway-VERSION.vsix;
// DIRECTORY is dist unless it is given. Schemas and licence come from the
// repository: two levels up, or STOWAWAY_SOURCE.
//
// package.json overrides the version of cheerio, which vsce uses: newer ones need
// a newer node than Debian 12 has.
//
//===----------------------------------------------------------------------===//

import { createVSIX } from '@vscode/vsce';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'fs';
import { basename, join, resolve } from 'path';
import { buildExtension, root } from './build.mjs';

const source = process.env.STOWAWAY_SOURCE || join(root, '..', '..');
const schemas = [
  'docs/project/stowaway-project.schema.json',
  'lib/Models/data/model.schema.json',
].map((name) => join(source, name));

const out = resolve(process.argv[2] ?? join(root, 'dist'));
const stage = join(out, 'package');
rmSync(stage, { recursive: true, force: true });
mkdirSync(join(stage, 'schemas'), { recursive: true });

await buildExtension(join(stage, 'dist', 'extension.js'));
copyFileSync(join(root, 'README.md'), join(stage, 'README.md'));
copyFileSync(join(source, 'LICENSE'), join(stage, 'LICENSE.txt'));
const there = schemas.filter(existsSync);
for (const schema of there)
  copyFileSync(schema, join(stage, 'schemas', basename(schema)));

// What users of the package need of the manifest.
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
delete manifest.scripts;
delete manifest.devDependencies;
delete manifest.overrides;
manifest.license = 'SEE LICENSE IN LICENSE.txt';
manifest.files = ['dist/extension.js', 'schemas/*', 'LICENSE.txt'];
manifest.contributes.yamlValidation =
  manifest.contributes.yamlValidation.filter(({ url }) =>
    there.some((schema) => basename(schema) === basename(url)),
  );
writeFileSync(
  join(stage, 'package.json'),
  `${JSON.stringify(manifest, undefined, 2)}\n`,
);

// vsce measures the files relative to the current directory.
process.chdir(stage);
await createVSIX({
  packagePath: join(out, `stowaway-${manifest.version}.vsix`),
  dependencies: false,
  allowMissingRepository: true,
});
