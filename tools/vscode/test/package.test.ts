//===- package.test.ts - Is all in the package, and nothing else? ---------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { execFile } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { promisify } from 'util';
import { extensionRoot, sourceRoot } from './paths';
import { readZip } from './zip';

interface Manifest {
  readonly version: string;
  readonly main: string;
  readonly scripts?: unknown;
  readonly devDependencies?: unknown;
  readonly contributes: {
    readonly commands: readonly { command: string }[];
    readonly configuration: { properties: Record<string, unknown> };
    readonly yamlValidation: readonly { url: string }[];
  };
}

const modelSchema = 'lib/Models/data/model.schema.json';
const projectSchema = 'docs/project/stowaway-project.schema.json';

describe('The package', () => {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'stowaway-vscode-'));
  after(() => fs.rmSync(scratch, { recursive: true, force: true }));

  /** Packs from a repository that has these schemas. */
  async function pack(...schemas: string[]): Promise<Map<string, Buffer>> {
    const source = fs.mkdtempSync(path.join(scratch, 'source-'));
    for (const name of ['LICENSE', ...schemas]) {
      const from = path.join(sourceRoot, name);
      const to = path.join(source, name);
      fs.mkdirSync(path.dirname(to), { recursive: true });
      if (fs.existsSync(from)) fs.copyFileSync(from, to);
      else fs.writeFileSync(to, '{}\n');
    }
    const out = path.join(source, 'out');
    const script = path.join(extensionRoot, 'scripts', 'package.mjs');
    await promisify(execFile)(process.execPath, [script, out], {
      env: { ...process.env, STOWAWAY_SOURCE: source },
    });
    const [name] = fs.readdirSync(out).filter((file) => /\.vsix$/.test(file));
    return readZip(path.join(out, name ?? 'no package'));
  }

  const manifestOf = (files: Map<string, Buffer>): Manifest =>
    JSON.parse(String(files.get('extension/package.json'))) as Manifest;

  it('has one program, its page, the licence and the schemas', async () => {
    const files = await pack(modelSchema, projectSchema);
    assert.deepEqual([...files.keys()].sort(), [
      '[Content_Types].xml',
      'extension.vsixmanifest',
      'extension/LICENSE.txt',
      'extension/README.md',
      'extension/dist/extension.js',
      'extension/package.json',
      'extension/schemas/model.schema.json',
      'extension/schemas/stowaway-project.schema.json',
    ]);
    const manifest = manifestOf(files);
    assert.equal(manifest.scripts, undefined);
    assert.equal(manifest.devDependencies, undefined);
    assert.ok(files.has(path.posix.join('extension', manifest.main)));
    for (const { url } of manifest.contributes.yamlValidation)
      assert.ok(files.has(path.posix.join('extension', url)), url);

    // Only the editor and node's own modules are asked for.
    const program = String(files.get('extension/dist/extension.js'));
    const asked = [...program.matchAll(/\brequire\("([^"]+)"\)/g)].map(
      ([, name]) => name ?? '',
    );
    assert.deepEqual([...new Set(asked)].sort(), [
      'child_process',
      'crypto',
      'events',
      'fs',
      'fs/promises',
      'net',
      'os',
      'path',
      'util',
      'vscode',
    ]);
    assert.ok(program.length < 500_000, `${program.length} bytes`);
  });

  it('does without a schema that is not there', async () => {
    const files = await pack(modelSchema);
    assert.ok(!files.has('extension/schemas/stowaway-project.schema.json'));
    assert.deepEqual(
      manifestOf(files).contributes.yamlValidation.map(({ url }) => url),
      ['./schemas/model.schema.json'],
    );
  });
});

describe('The manifest', () => {
  const manifest = JSON.parse(
    fs.readFileSync(path.join(extensionRoot, 'package.json'), 'utf8'),
  ) as Manifest;
  const source = fs
    .readdirSync(path.join(extensionRoot, 'src'), { recursive: true })
    .map((name) => path.join(extensionRoot, 'src', String(name)))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => fs.readFileSync(file, 'utf8'))
    .join('\n');

  it('declares the commands that there are', () => {
    const declared = manifest.contributes.commands.map(
      ({ command }) => command,
    );
    const registered = [...source.matchAll(/\bcommand\('(\w+)'/g)].map(
      ([, name]) => `stowaway.${name ?? ''}`,
    );
    assert.deepEqual([...declared].sort(), registered.sort());
  });

  it('declares the settings that are read', () => {
    const declared = Object.keys(
      manifest.contributes.configuration.properties,
    ).map((key) => key.replace('stowaway.', ''));
    for (const key of declared)
      assert.ok(source.includes(`('${key}'`), `nobody reads ${key}`);
  });

  it("has the command's own version", () => {
    const cmake = fs.readFileSync(path.join(sourceRoot, 'CMakeLists.txt'));
    const version = /project\(\s*Stowaway\s+VERSION\s+([\d.]+)/i.exec(
      String(cmake),
    )?.[1];
    assert.equal(manifest.version, version);
  });
});
