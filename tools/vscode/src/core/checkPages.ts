//===- checkPages.ts - What does a check find, as a page? -----------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

export interface CheckSummary {
  readonly id: string;
  readonly summary: string;
}

/** Reads the list that `stowaway explain` prints. */
export function parseCheckList(output: string): CheckSummary[] {
  return output.split('\n').flatMap((line) => {
    const match = /^(stowaway-[a-z-]+)\s+(\S.*)$/.exec(line);
    return match?.[1] !== undefined && match[2] !== undefined
      ? [{ id: match[1], summary: match[2] }]
      : [];
  });
}

/** A page for the preview: links into the repository become plain words. */
export function pageOf(markdown: string): string {
  return markdown.replace(/\[([^\]]+)\]\((?![a-z]+:|#)[^)\s]*\)/g, '$1');
}
