//===- Module.h - Which module of this program does an address lie in? ---------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A module (the program, a shared library) is known by the GNU build-id that the linker computed
// over its content, so that an offset is never applied to another version of the file.
//
//===--------------------------------------------------------------------------------------------===//

#ifndef STOWAWAY_SRC_MODULE_H
#define STOWAWAY_SRC_MODULE_H

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace stowaway::detail {

struct BuildId {
  std::uint8_t size = 0; // 0: linked without --build-id
  std::array<unsigned char, 32> bytes{};
  friend bool operator==(const BuildId &, const BuildId &) = default;
};

struct Module {
  BuildId id;
  std::uintptr_t base = 0;
  std::string path; // empty for the program itself
};

/// The program itself. Computed once; thread-safe.
const Module &main_module();

/// The module that an address of code or constant data lies in.
std::optional<Module> module_of(const void *address);

/// The module with this build-id (and path, when it has no build-id); loaded when it is not yet.
/// Throws std::runtime_error with the reason.
Module find_module(const BuildId &id, const std::string &path);

/// Does [address, address + size) lie in one segment of the module, executable if asked?
bool lies_in(const Module &module, std::uintptr_t address, std::size_t size, bool executable);

/// The build-id of an ELF file; nullopt when it cannot be read or is no ELF file of this machine.
std::optional<BuildId> build_id_of_file(int fd);

} // namespace stowaway::detail

#endif // STOWAWAY_SRC_MODULE_H
