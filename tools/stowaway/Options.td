//===- Options.td - Which options does the command have? ------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "llvm/Option/OptParser.td"

class Long<string name, string help>
    : Flag<["--"], name>, HelpText<help>;
class LongValue<string name, string value, string help>
    : Joined<["--"], name # "=">, MetaVarName<value>, HelpText<help>;
// "--checks x" is read as "--checks=x".
class Spaced<string name, Option full>
    : Separate<["--"], name>, Alias<full>;

def grp_input : OptionGroup<"input">, HelpText<"WHAT IS AUDITED">;
def p : JoinedOrSeparate<["-"], "p">, MetaVarName<"<dir>">, Group<grp_input>,
  HelpText<"Directory of compile_commands.json (default: looked for above each file, and in 'build' there)">;
def checks_EQ : LongValue<"checks", "<globs>", "Checks to run, as in clang-tidy: 'stowaway-*,-stowaway-worker-lifecycle'; may be repeated">, Group<grp_input>;
def : Spaced<"checks", checks_EQ>;
def start_method_EQ : LongValue<"start-method", "<word>", "How processes are started (spawn, forkserver, fork), whatever the code sets">, Group<grp_input>;
def : Spaced<"start-method", start_method_EQ>;
def models_EQ : LongValue<"models", "<path>", "Add the models of a YAML file, or of all below a directory; may be repeated">, Group<grp_input>;
def : Spaced<"models", models_EQ>;
def strict : Long<"strict", "Report as possible what the models do not know: unknown types, opaque callables">, Group<grp_input>;

def no_strict : Long<"no-strict", "Do not, whatever the project file says">, Group<grp_input>;
def exclude_EQ : LongValue<"exclude", "<glob>", "Files that are not audited and in which nothing is reported, as in .gitignore; may be repeated">, Group<grp_input>;
def : Spaced<"exclude", exclude_EQ>;
def config_EQ : LongValue<"config", "<file>", "The project file of all files (default: the nearest .stowaway.yaml of each)">, Group<grp_input>;
def : Spaced<"config", config_EQ>;
def no_config : Long<"no-config", "Read no project file">, Group<grp_input>;

def grp_output : OptionGroup<"output">, HelpText<"WHAT IS SHOWN">;
def format_EQ : LongValue<"format", "<name>[:<file>]", "Write the findings in a format, to a file or to stdout; may be repeated">, Group<grp_output>;
def : Spaced<"format", format_EQ>;
def fail_on_EQ : LongValue<"fail-on", "<word>", "Exit with 1 for: definite, possible (these and definite ones; the default) or never">, Group<grp_output>;
def : Spaced<"fail-on", fail_on_EQ>;
def baseline_EQ : LongValue<"baseline", "<file>", "Do not report the findings in this file; report what of it is no longer found">, Group<grp_output>;
def : Spaced<"baseline", baseline_EQ>;
def update_baseline : Long<"update-baseline", "Write what is found to the baseline, and exit with 0">, Group<grp_output>;
def full_paths : Long<"full-paths", "Show every step of long paths">, Group<grp_output>;
def explain_paths : Long<"explain-paths", "The same, and remark where following a payload ended: why was this not found?">, Group<grp_output>;
def color_EQ : LongValue<"color", "<when>", "Colours: auto (on a terminal, the default), always, never">, Group<grp_output>;
def color : Flag<["--"], "color">, Alias<color_EQ>, AliasArgs<["always"]>;
def quiet : Long<"quiet", "No progress, no summary, no remarks on stderr">, Group<grp_output>;
def q : Flag<["-"], "q">, Alias<quiet>;

def grp_other : OptionGroup<"other">, HelpText<"WHAT ELSE">;
def j : JoinedOrSeparate<["-"], "j">, MetaVarName<"<n>">, Group<grp_other>,
  HelpText<"Audit that many files at a time (default: as many as processors)">;
def help : Long<"help", "Show this">, Group<grp_other>;
def h : Flag<["-"], "h">, Alias<help>;
def version : Long<"version", "Show the versions of Stowaway and of clang in it">, Group<grp_other>;
def dash_dash : Option<["--"], "", KIND_REMAINING_ARGS>, Group<grp_other>;
