//===- serverChoice.ts - Who runs the server, and for which features? -----===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

export type ServerSetting = 'own' | 'clangd-extension' | 'off';
export type FeatureSetting = 'auto' | 'all' | 'diagnostics';

export interface Choice {
  /** Whether this extension starts the server. */
  readonly start: boolean;
  /** Only findings and their repairs; completion etc. come from elsewhere. */
  readonly diagnosticsOnly: boolean;
  /** Two servers run: say that one is enough. */
  readonly offerOneServer: boolean;
}

export function chooseServer(
  server: ServerSetting,
  features: FeatureSetting,
  others: { readonly clangd: boolean; readonly cpptools: boolean },
): Choice {
  const start = server === 'own';
  return {
    start,
    // Two clangds cannot both register clangd's commands.
    diagnosticsOnly:
      features === 'diagnostics' ||
      others.clangd ||
      (features === 'auto' && others.cpptools),
    offerOneServer: start && others.clangd,
  };
}

/** Whether a value of `clangd.path` is our server. */
export function isOurServer(clangdPath: string): boolean {
  return /(^|[/\\])stowaway-clangd$/.test(clangdPath);
}
