//===- positions.ts - Which character is at this byte? --------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import * as path from 'path';
import { Location, Place } from './report';

/** As editors count: lines and UTF-16 units from 0; the end is exclusive. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface FileRange {
  readonly file: string;
  readonly range: Range;
}

/** The UTF-16 offset, from 0, of the byte with this column, from 1. */
export function characterOfColumn(line: string, column: number): number {
  let bytes = column - 1;
  let character = 0;
  for (const symbol of line) {
    if (bytes <= 0) return character;
    bytes -= Buffer.byteLength(symbol);
    character += symbol.length;
  }
  // Behind the line's end, or on a line whose text is not known.
  return character + Math.max(bytes, 0);
}

function positionOf(
  place: Place,
  lineText: (line: number) => string,
): Position {
  return {
    line: place.line - 1,
    character: characterOfColumn(lineText(place.line), place.column),
  };
}

function contains(
  range: { readonly begin: Place; readonly end: Place },
  place: Place,
): boolean {
  const before = (a: Place, b: Place): boolean =>
    a.line < b.line || (a.line === b.line && a.column <= b.column);
  return before(range.begin, place) && before(place, range.end);
}

/** What is to be underlined for a location: its range, or the word there. */
export function rangeOf(location: Location): Range {
  const lineText = (line: number): string =>
    line === location.line ? location.sourceLine : '';
  const start = positionOf(location, lineText);
  const range = location.ranges.find((candidate) =>
    contains(candidate, location),
  );
  if (range !== undefined)
    return { start, end: positionOf(range.end, lineText) };
  const rest = location.sourceLine.slice(start.character);
  const word = /^\w+|^./u.exec(rest)?.[0] ?? '';
  return {
    start,
    end: { line: start.line, character: start.character + word.length },
  };
}

/** A location of a report with an absolute file name. */
export function fileRangeOf(
  location: Location,
  workingDirectory: string,
): FileRange {
  return {
    file: path.resolve(workingDirectory, location.file),
    range: rangeOf(location),
  };
}
