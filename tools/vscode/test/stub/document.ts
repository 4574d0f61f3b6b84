//===- document.ts - What is a document of the stubbed editor? ------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

import { URI } from 'vscode-uri';
import { Position, Range, TextEdit } from './values';

export class Document {
  version = 1;
  isDirty = false;
  isClosed = false;
  readonly isUntitled = false;
  readonly eol = 1;

  constructor(
    readonly uri: URI,
    readonly languageId: string,
    private text: string,
  ) {}

  get fileName(): string {
    return this.uri.fsPath;
  }

  get lineCount(): number {
    return this.text.split('\n').length;
  }

  getText(range?: Range): string {
    return range === undefined
      ? this.text
      : this.text.slice(this.offsetAt(range.start), this.offsetAt(range.end));
  }

  lineAt(line: number): { text: string } {
    return { text: this.text.split('\n')[line] ?? '' };
  }

  offsetAt({ line, character }: Position): number {
    const lines = this.text.split('\n');
    return (
      lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) +
      character
    );
  }

  /** The place of a piece of text that occurs once. */
  rangeOf(piece: string): Range {
    const at = this.text.indexOf(piece);
    if (at < 0 || this.text.includes(piece, at + 1))
      throw new Error(`not once in ${this.fileName}: ${piece}`);
    return new Range(this.positionAt(at), this.positionAt(at + piece.length));
  }

  positionAt(offset: number): Position {
    const before = this.text.slice(0, offset).split('\n');
    return new Position(before.length - 1, before.at(-1)?.length ?? 0);
  }

  /** Makes edits that do not overlap; returns what changed, last place first. */
  apply(edits: readonly TextEdit[]): unknown[] {
    const changes = [...edits]
      .sort((a, b) => (a.range.start.isBefore(b.range.start) ? 1 : -1))
      .map(({ range, newText }) => {
        const rangeOffset = this.offsetAt(range.start);
        const rangeLength = this.offsetAt(range.end) - rangeOffset;
        this.text =
          this.text.slice(0, rangeOffset) +
          newText +
          this.text.slice(rangeOffset + rangeLength);
        return { range, rangeOffset, rangeLength, text: newText };
      });
    this.version += 1;
    this.isDirty = true;
    return changes;
  }
}
