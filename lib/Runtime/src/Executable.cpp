//===- Executable.cpp - Which file is this program, to be run once more? ------------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Executable.h"

#include <atomic>
#include <vector>

#include <fcntl.h>
#include <sys/auxv.h>
#include <sys/stat.h>

#include <stowaway/error.h>

#include "Module.h"

namespace stowaway::detail {

namespace {

struct Identity {
  std::atomic<dev_t> device;
  std::atomic<ino_t> inode;
};
/// The file that was verified: it is not read again.
Identity verified;

std::vector<std::string> candidates() {
  std::vector<std::string> paths = {"/proc/self/exe"};
  char target[4096];
  const auto size = ::readlink("/proc/self/exe", target, sizeof target);
  if (size > 0 && static_cast<std::size_t>(size) < sizeof target)
    paths.emplace_back(target, static_cast<std::size_t>(size));
  // What execve(2) was called with; under valgrind and ld.so the program rather than the tool.
  if (const auto name = ::getauxval(AT_EXECFN))
    paths.emplace_back(reinterpret_cast<const char *>(name));
  paths.emplace_back(::program_invocation_name);
  return paths;
}

bool is_this_program(const std::string &path, const struct stat &info) {
  const auto &mine = main_module().id;
  // /proc/<pid>/exe of a file that may be executed but not read.
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) {
    if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
      throw StartError("program", errno, path);
    return path == "/proc/self/exe" && errno == EACCES;
  }
  const auto id = build_id_of_file(fd.get());
  if (!id || !(*id == mine))
    return false;
  // The file may have been replaced between the two calls to open.
  struct stat opened;
  return ::fstat(fd.get(), &opened) == 0 && opened.st_ino == info.st_ino &&
         opened.st_dev == info.st_dev;
}

} // namespace

Executable open_own_executable() {
  // A program with raised privileges must not hand them to a copy of itself.
  if (::getauxval(AT_SECURE))
    throw StartError("program", EPERM, "a set-user-id program does not start workers");
  int error = ENOENT;
  for (const auto &path : candidates()) {
    Fd fd(::open(path.c_str(), O_PATH | O_CLOEXEC));
    struct stat info;
    if (!fd || ::fstat(fd.get(), &info) != 0) {
      error = errno;
      if (error == EMFILE || error == ENFILE || error == ENOMEM)
        break;
      continue;
    }
    if (verified.inode.load(std::memory_order_relaxed) == info.st_ino &&
        verified.device.load(std::memory_order_relaxed) == info.st_dev)
      return {std::move(fd), path};
    if (is_this_program(path, info)) {
      verified.device.store(info.st_dev, std::memory_order_relaxed);
      verified.inode.store(info.st_ino, std::memory_order_relaxed);
      return {std::move(fd), path};
    }
    error = ENOEXEC;
  }
  if (error == EMFILE || error == ENFILE || error == ENOMEM)
    throw StartError("program", error, "open");
  throw StartError("program", error,
                   "no file was found whose build-id is that of this program; tried " +
                       candidates().back() + " and /proc/self/exe");
}

} // namespace stowaway::detail
