//===- sample.ts - What does a report look like? --------------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import { parseReport } from '../src/core/report';
import sample from './sample.json';

/** An audit of docs/examples/application; the second finding is made possible. */
export const report = parseReport(JSON.stringify(sample));

export const application = '/home/me/project/src/application.cpp';
export const carried = '/home/me/project/src/carried.cpp';
