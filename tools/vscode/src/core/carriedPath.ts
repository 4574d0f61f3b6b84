//===- carriedPath.ts - How is a carried path shown as a tree? ------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as path from 'path';
import { FileRange, fileRangeOf } from './positions';
import { AuditProblem, plainMessage, Problem } from './problem';
import { Confidence, Location, Note, Step } from './report';
import { kindOfNote, StepKind } from './wording';

export interface StepNode {
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  readonly kind: StepKind;
  /** Where a click leads. */
  readonly place: FileRange | undefined;
}

export interface FindingNode {
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  readonly check: string;
  readonly confidence: Confidence | undefined;
  readonly place: FileRange;
  readonly steps: readonly StepNode[];
}

function placeText({ file, range }: FileRange): string {
  return `${path.basename(file)}:${range.start.line + 1}`;
}

/** The sentence up to its reason, which the tooltip has. */
export function shortMessage(message: string): string {
  return plainMessage(message).split('; ', 1)[0] ?? message;
}

function findingNode(
  problem: Problem,
  confidence: Confidence | undefined,
  steps: readonly StepNode[],
): FindingNode {
  return {
    label: shortMessage(problem.message),
    description: placeText(problem),
    tooltip:
      `${plainMessage(problem.message)} [${problem.check}]` +
      (confidence === undefined ? '' : `\n\nConfidence: ${confidence}`),
    check: problem.check,
    confidence,
    place: { file: problem.file, range: problem.range },
    steps,
  };
}

/** The node of a finding, with all that is known of its path. */
export function nodeOf(problem: Problem | AuditProblem): FindingNode {
  return 'finding' in problem ? nodeOfAudit(problem) : nodeOfServer(problem);
}

/** A finding of the server: its notes are all that is known. */
function nodeOfServer(problem: Problem): FindingNode {
  return findingNode(
    problem,
    undefined,
    problem.related.map((related) => ({
      label: related.message,
      description: placeText(related),
      tooltip: related.message,
      kind: kindOfNote(related.message),
      place: { file: related.file, range: related.range },
    })),
  );
}

function samePlace(a: Location, b: Location): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}

/**
 * The note that tells of each step: the one at its place, else one on its line.
 * What is left in `notes` tells of no step.
 */
function notesOfSteps(
  steps: readonly Step[],
  notes: Note[],
): ReadonlyMap<Step, Note> {
  const told = new Map<Step, Note>();
  const match = (fits: (at: Location, note: Location) => boolean): void => {
    for (const step of steps) {
      const at = step.location;
      if (at === null || told.has(step)) continue;
      const index = notes.findIndex(
        ({ location }) => location !== null && fits(at, location),
      );
      if (index < 0) continue;
      told.set(step, ...(notes.splice(index, 1) as [Note]));
    }
  };
  match(samePlace);
  match((a, b) => a.file === b.file && a.line === b.line);
  return told;
}

/** A finding of an audit: each step of its path, then what the notes add. */
function nodeOfAudit(problem: AuditProblem): FindingNode {
  const { finding, workingDirectory } = problem;
  const placed = (location: Location | null): FileRange | undefined =>
    location === null ? undefined : fileRangeOf(location, workingDirectory);
  const ofSentence = (
    message: string,
    location: Location | null,
    kind: StepKind,
  ): StepNode => {
    const place = placed(location);
    return {
      label: message,
      description: place === undefined ? '' : placeText(place),
      tooltip: message,
      kind,
      place,
    };
  };
  const ofNote = (note: Note, kind: StepKind): StepNode =>
    ofSentence(note.message, note.location, kind);

  const untold = finding.notes.filter(({ kind }) => kind === 'path');
  const told = notesOfSteps(finding.path, untold);
  const steps = finding.path.map((step): StepNode => {
    const place = placed(step.location);
    const note = told.get(step);
    const kind = step.kind as StepKind;
    const what = step.name === '' ? kind : `${kind}: ${step.type}`;
    return {
      label: step.name === '' ? step.type : step.name,
      description: place === undefined ? what : `${what} · ${placeText(place)}`,
      tooltip: note?.message ?? `${kind} of type ${step.type}`,
      kind,
      place,
    };
  });
  const notes = (kind: 'context' | 'state' | 'cause' | 'expansion') =>
    finding.notes
      .filter((note) => note.kind === kind)
      .map((note) => ofNote(note, kind));
  return findingNode(problem, finding.confidence, [
    ...notes('context'),
    ...untold.map((note) => ofNote(note, kindOfNote(note.message))),
    ...steps,
    ...notes('state'),
    ...notes('cause'),
    ...notes('expansion'),
    ...finding.remedies.map(({ title, location }) =>
      ofSentence(title, location, 'remedy'),
    ),
  ]);
}

/** Findings in the order of their places. */
export function inOrder(nodes: readonly FindingNode[]): FindingNode[] {
  const compare = (a: FindingNode, b: FindingNode): number =>
    a.place.file.localeCompare(b.place.file) ||
    a.place.range.start.line - b.place.range.start.line ||
    a.place.range.start.character - b.place.range.start.character ||
    a.check.localeCompare(b.check);
  return [...nodes].sort(compare);
}
