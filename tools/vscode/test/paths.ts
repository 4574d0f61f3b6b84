//===- paths.ts - Where are the extension and the repository? -------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as path from 'path';

/** Tests are bundled into dist/test. */
export const extensionRoot = path.resolve(__dirname, '..', '..');

export const sourceRoot = path.resolve(
  process.env['STOWAWAY_SOURCE'] || path.join(extensionRoot, '..', '..'),
);
