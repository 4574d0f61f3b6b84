//===- wording.ts - What does a note tell of, and how does it look? -------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import { Confidence } from './report';

/** The kinds of steps and notes of a report, and those that only notes tell. */
export type StepKind =
  | 'target'
  | 'capture'
  | 'implicit capture'
  | 'bound object'
  | 'argument'
  | 'base class'
  | 'member'
  | 'element'
  | 'pointee'
  | 'alternative'
  | 'result'
  | 'act'
  | 'state'
  | 'cause'
  | 'context'
  | 'expansion'
  | 'remedy'
  | 'other';

/** The first that matches decides; names in quotes are gone by then. */
const phrases: readonly (readonly [RegExp, StepKind])[] = [
  [/^(capture|declare|instead|leave|make|pass|send)\b/i, 'remedy'],
  [/^x is declared here\b/i, 'cause'],
  [/, on the other side$/, 'act'],
  [/\bbound to x\b/i, 'bound object'],
  [/\bis bound here$/, 'target'],
  [/\b(is|may be) (closed|joined|started)\b/, 'state'],
  [/\b(is called|launches it) here$|\bpassed on to\b/, 'context'],
  [/\bimplicitly captures\b/, 'implicit capture'],
  [/\bcaptures\b/, 'capture'],
  [/^argument\b/i, 'argument'],
  [/^base class\b/i, 'base class'],
  [/^member\b|\bsends member\b/i, 'member'],
  [/\b(returns|throws) x here\b/i, 'result'],
  [/\bexpan(ded|sion)\b/, 'expansion'],
];

/** What a note of the server tells of; it has words and no kind. */
export function kindOfNote(message: string): StepKind {
  const bare = message.replace(/'[^']*'/g, 'x');
  return phrases.find(([phrase]) => phrase.test(bare))?.[1] ?? 'other';
}

const icons: Readonly<Record<StepKind, string>> = {
  target: 'symbol-method',
  capture: 'symbol-variable',
  'implicit capture': 'symbol-variable',
  'bound object': 'symbol-class',
  argument: 'symbol-parameter',
  'base class': 'type-hierarchy-super',
  member: 'symbol-field',
  element: 'symbol-array',
  pointee: 'symbol-reference',
  alternative: 'symbol-enum-member',
  result: 'reply',
  act: 'zap',
  state: 'history',
  cause: 'symbol-structure',
  context: 'call-incoming',
  expansion: 'symbol-constant',
  remedy: 'lightbulb',
  other: 'circle-small',
};

/** The name of an icon that comes with the editor. */
export function iconOfStep(kind: StepKind): string {
  return icons[kind] ?? icons.other;
}

export function iconOfFinding(confidence: Confidence | undefined): string {
  return confidence === 'possible' ? 'question' : 'warning';
}
