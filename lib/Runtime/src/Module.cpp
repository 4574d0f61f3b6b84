//===- Module.cpp - Which module of this program does an address lie in? ------------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Module.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>
#include <vector>

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <unistd.h>

namespace stowaway::detail {

namespace {

BuildId find_build_id(const char *notes, std::size_t size) {
  BuildId id;
  std::size_t at = 0;
  while (at + sizeof(ElfW(Nhdr)) <= size) {
    ElfW(Nhdr) note;
    std::memcpy(&note, notes + at, sizeof note);
    const std::size_t name = at + sizeof note;
    const std::size_t content = name + ((std::size_t(note.n_namesz) + 3) & ~std::size_t(3));
    const std::size_t next = content + ((std::size_t(note.n_descsz) + 3) & ~std::size_t(3));
    if (content > size || next > size + 3 || next <= at)
      break;
    if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
        std::memcmp(notes + name, "GNU", 4) == 0 && content + note.n_descsz <= size) {
      id.size = static_cast<std::uint8_t>(std::min<std::size_t>(note.n_descsz, id.bytes.size()));
      std::memcpy(id.bytes.data(), notes + content, id.size);
      return id;
    }
    at = next;
  }
  return id;
}

BuildId build_id_of(const dl_phdr_info &info) {
  for (int i = 0; i < info.dlpi_phnum; ++i) {
    const auto &segment = info.dlpi_phdr[i];
    if (segment.p_type != PT_NOTE)
      continue;
    const auto id = find_build_id(reinterpret_cast<const char *>(info.dlpi_addr + segment.p_vaddr),
                                  segment.p_memsz);
    if (id.size != 0)
      return id;
  }
  return {};
}

bool covers(const dl_phdr_info &info, std::uintptr_t address, std::size_t size, bool executable) {
  for (int i = 0; i < info.dlpi_phnum; ++i) {
    const auto &segment = info.dlpi_phdr[i];
    if (segment.p_type != PT_LOAD || (executable && !(segment.p_flags & PF_X)))
      continue;
    const std::uintptr_t begin = info.dlpi_addr + segment.p_vaddr;
    if (address >= begin && address - begin <= segment.p_memsz &&
        size <= segment.p_memsz - (address - begin))
      return true;
  }
  return false;
}

/// Calls a function for each loaded module, the program first, until it returns true.
template <class Function>
void for_each_module(Function function) {
  struct State {
    Function &function;
    bool is_main;
  } state{function, true};
  ::dl_iterate_phdr(
      [](dl_phdr_info *info, std::size_t, void *argument) -> int {
        auto &state = *static_cast<State *>(argument);
        return state.function(*info, std::exchange(state.is_main, false)) ? 1 : 0;
      },
      &state);
}

Module make_module(const dl_phdr_info &info, bool is_main) {
  return {build_id_of(info), info.dlpi_addr, is_main ? std::string() : info.dlpi_name};
}

} // namespace

const Module &main_module() {
  static const Module module = [] {
    Module found;
    for_each_module([&](const dl_phdr_info &info, bool is_main) {
      found = make_module(info, is_main);
      return true;
    });
    return found;
  }();
  return module;
}

std::optional<Module> module_of(const void *address) {
  std::optional<Module> found;
  for_each_module([&](const dl_phdr_info &info, bool is_main) {
    if (!covers(info, reinterpret_cast<std::uintptr_t>(address), 1, false))
      return false;
    found = is_main ? main_module() : make_module(info, is_main);
    return true;
  });
  return found;
}

bool lies_in(const Module &module, std::uintptr_t address, std::size_t size, bool executable) {
  bool found = false;
  for_each_module([&](const dl_phdr_info &info, bool) {
    if (info.dlpi_addr != module.base || !covers(info, address, size, executable))
      return false;
    return found = true;
  });
  return found;
}

Module find_module(const BuildId &id, const std::string &path) {
  const auto loaded = [&] {
    std::optional<Module> found;
    for_each_module([&](const dl_phdr_info &info, bool is_main) {
      if (is_main)
        return false;
      const auto module = make_module(info, is_main);
      if (id.size != 0 ? module.id == id : module.path == path) {
        found = module;
        return true;
      }
      return false;
    });
    return found;
  };
  if (auto found = loaded())
    return *found;
  if (!::dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL))
    throw std::runtime_error("cannot load " + path + ", which holds the target: " + ::dlerror());
  if (auto found = loaded())
    return *found;
  throw std::runtime_error(path + " is not the file that the parent process has loaded: its "
                                  "build-id differs; was it replaced by another version?");
}

std::optional<BuildId> build_id_of_file(int fd) {
  ElfW(Ehdr) header;
  if (::pread(fd, &header, sizeof header, 0) != sizeof header ||
      std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
      header.e_phentsize != sizeof(ElfW(Phdr)) || header.e_phnum > 256)
    return std::nullopt;
  std::vector<ElfW(Phdr)> segments(header.e_phnum);
  const auto size = segments.size() * sizeof(ElfW(Phdr));
  if (::pread(fd, segments.data(), size, static_cast<off_t>(header.e_phoff)) !=
      static_cast<ssize_t>(size))
    return std::nullopt;
  for (const auto &segment : segments) {
    if (segment.p_type != PT_NOTE || segment.p_filesz > 65536)
      continue;
    std::vector<char> notes(segment.p_filesz);
    if (::pread(fd, notes.data(), notes.size(), static_cast<off_t>(segment.p_offset)) !=
        static_cast<ssize_t>(notes.size()))
      return std::nullopt;
    if (const auto id = find_build_id(notes.data(), notes.size()); id.size != 0)
      return id;
  }
  return BuildId{};
}

} // namespace stowaway::detail
