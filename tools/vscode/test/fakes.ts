//===- fakes.ts - Which programs stand for the real ones? -----------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as fs from 'fs';
import * as path from 'path';

function write(file: string, text: string): string {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text, { mode: 0o755 });
  return file;
}

/** A program that does what a shell script says. */
export function writeScript(file: string, script: string): string {
  return write(file, `#!/bin/sh\n${script}\n`);
}

/** A server that starts and stops, and does nothing else: or does worse. */
export function writeServer(
  file: string,
  kind: 'good' | 'mute' | 'mortal' = 'good',
): string {
  return write(
    file,
    `#!/usr/bin/env node
if (process.argv[2] === '--version') {
  console.log('stowaway-clangd 1.2.3: a fake');
  process.exit(0);
}
let input = '';
process.stdin.setEncoding('utf8').on('data', (text) => {
  input += text;
  for (;;) {
    const [head, length] = /^Content-Length: (\\d+)\\r\\n\\r\\n/.exec(input) ?? [];
    if (head === undefined || input.length < head.length + Number(length)) return;
    const message = JSON.parse(input.slice(head.length, head.length + Number(length)));
    input = input.slice(head.length + Number(length));
    if (message.method === 'exit') process.exit(0);
    if ('${kind}' === 'mute') {
      require('fs').writeFileSync(__filename + '.asked', message.method);
      continue;
    }
    if ('${kind}' === 'mortal') setTimeout(() => process.exit(1), 50);
    if (message.id === undefined) continue;
    const result = message.method === 'initialize' ? { capabilities: {} } : null;
    const answer = JSON.stringify({ jsonrpc: '2.0', id: message.id, result });
    process.stdout.write(\`Content-Length: \${answer.length}\\r\\n\\r\\n\${answer}\`);
  }
});
process.stdin.on('end', () => process.exit(1));
`,
  );
}
