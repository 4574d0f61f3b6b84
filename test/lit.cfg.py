# ===- lit.cfg.py - How are the audit's tests run? --------------------------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Substitutions:
#   %stowaway    the command
#   %clang_tidy  clang-tidy of LLVM 22 with the plugin loaded; give it -checks
#   %plugin      the plugin's file
#   %clangd      the editor server
#   %check_audit audits an annotated file with both; see test/README.md. With
#                `lit -Dupdate=1` it rewrites the expectations
#   %python      the Python that runs lit
#   %FileCheck   FileCheck of LLVM 22 (FileCheck, not, count and split-file are
#                on the PATH as well)
#   %inputs      test/Inputs: small headers that stand for libraries
#   %examples    docs/examples
#   %source      the root of the source tree
#   %build       the root of the build tree
#   %runtime_flags  compile flags for code that includes <stowaway/...>
# Features: command, plugin, editor, runtime, sanitized; neovim and emacs where
# they are installed.

import os
import shutil
import subprocess
import sys

import lit.formats

config.name = "Stowaway"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".cpp", ".test", ".yaml"]
config.excludes = [
    "Inputs",
    "bench",
    "unit",
    "runtime",
    "install",
    "CMakeLists.txt",
    "lit.cfg.py",
]

source = config.stowaway_source_dir
build = config.stowaway_binary_dir
config.test_source_root = os.path.join(source, "test")
config.test_exec_root = os.path.join(build, "test", "lit")


# Emacs 29 brings eglot; for older ones it is a package of its own.
def has_eglot():
    command = ["emacs", "--batch", "-q", "--eval", "(require 'eglot)"]
    quiet = subprocess.DEVNULL
    return subprocess.run(command, stdout=quiet, stderr=quiet).returncode == 0


if config.stowaway_command:
    config.available_features.add("command")
if config.stowaway_plugin:
    config.available_features.add("plugin")
if config.stowaway_clangd:
    config.available_features.add("editor")
if config.stowaway_with_runtime:
    config.available_features.add("runtime")

if shutil.which("nvim"):
    config.available_features.add("neovim")
if shutil.which("emacs") and has_eglot():
    config.available_features.add("emacs")

bin_dir = config.stowaway_llvm_bin
config.environment["PATH"] = os.pathsep.join([bin_dir, config.environment["PATH"]])
# A test's outcome must not hang on who runs it, or where.
config.environment["LC_ALL"] = "C.UTF-8"
config.environment["FILECHECK_OPTS"] = "--enable-var-scope"
for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "HOME", "XDG_CACHE_HOME"):
    if name in os.environ:
        config.environment[name] = os.environ[name]

# An instrumented plugin needs the sanitizer's runtime in clang-tidy, which was
# built without it. LLVM keeps memory until it exits, so leaks say nothing.
tidy_prefix = ""
if config.stowaway_sanitizer:
    config.available_features.add("sanitized")
    tidy_prefix = "env LD_PRELOAD=%s " % config.stowaway_sanitizer
    config.environment["ASAN_OPTIONS"] = ":".join(
        filter(None, [os.environ.get("ASAN_OPTIONS"), "detect_leaks=0"])
    )

clang_tidy = "%s%s/clang-tidy --load=%s" % (
    tidy_prefix,
    bin_dir,
    config.stowaway_plugin,
)
runtime_include = os.path.join(source, "lib", "Runtime", "include")


# A name ends where neither a letter nor a dash follows: %stowaway is not the
# beginning of %stowaway-something.
def substitute(name, value):
    config.substitutions.append(("%" + name + r"(?![-\w])", value))


substitute("stowaway", config.stowaway_command)
substitute("clang_tidy", clang_tidy)
substitute("plugin", config.stowaway_plugin)
substitute("clangd", config.stowaway_clangd)
substitute("FileCheck", os.path.join(bin_dir, "FileCheck"))
substitute("inputs", os.path.join(source, "test", "Inputs"))
substitute("examples", os.path.join(source, "docs", "examples"))
substitute("source", source)
substitute("build", build)
substitute("runtime_flags", "-std=c++20 -I " + runtime_include)

check_audit = [
    sys.executable,
    os.path.join(source, "test", "check_audit.py"),
    "'--stowaway=%s'" % config.stowaway_command,
]
if config.stowaway_plugin:
    check_audit.append("'--clang-tidy=%s'" % clang_tidy)
if lit_config.params.get("update"):
    check_audit.append("--update")
substitute("python", sys.executable)
substitute("check_audit", " ".join(check_audit))
