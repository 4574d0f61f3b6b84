//===- zip.ts - What is in a zip file? ------------------------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as fs from 'fs';
import { inflateRawSync } from 'zlib';

/** The files of an archive with their content, by name. */
export function readZip(file: string): Map<string, Buffer> {
  const bytes = fs.readFileSync(file);
  const end = bytes.lastIndexOf('PK\x05\x06');
  const files = new Map<string, Buffer>();
  let entry = bytes.readUInt32LE(end + 16);
  for (let rest = bytes.readUInt16LE(end + 10); rest > 0; --rest) {
    const compressed = bytes.readUInt16LE(entry + 10) !== 0;
    const size = bytes.readUInt32LE(entry + 20);
    const nameLength = bytes.readUInt16LE(entry + 28);
    const extraLength = bytes.readUInt16LE(entry + 30);
    const commentLength = bytes.readUInt16LE(entry + 32);
    const at = bytes.readUInt32LE(entry + 42);
    const name = bytes.toString('utf8', entry + 46, entry + 46 + nameLength);
    const data =
      at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    const raw = bytes.subarray(data, data + size);
    files.set(name, compressed ? inflateRawSync(raw) : raw);
    entry += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}
