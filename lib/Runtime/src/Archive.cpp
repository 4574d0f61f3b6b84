//===- Archive.cpp - How does a value become bytes and descriptors, and back? -------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stowaway/detail/archive.h>
#include <stowaway/detail/target.h>

#include <cxxabi.h>
#include <exception>

#include "Module.h"
#include "SourceNames.h"
#include "System.h"

#include <sys/mman.h>
#include <sys/uio.h>

namespace stowaway::detail {

std::string to_string(const PathStep *last) {
  std::vector<const PathStep *> steps;
  for (const auto *step = last; step; step = step->up)
    steps.insert(steps.begin(), step);
  std::string text;
  std::string_view separator; // what goes before a member that follows
  for (const auto *step : steps) {
    switch (step->kind) {
    case PathStep::Kind::type:
      // An object bound to a process that is itself being sent begins anew.
      text += (text.empty() ? "" : " -> ") + std::string(step->name);
      separator = "::";
      break;
    case PathStep::Kind::argument:
      text += (text.empty() ? "" : " -> ") + ("argument " + std::to_string(step->index));
      separator = ".";
      break;
    case PathStep::Kind::text:
      text += (text.empty() ? "" : " -> ") + std::string(step->name);
      separator = ".";
      break;
    case PathStep::Kind::member:
      text += std::string(separator) + std::string(step->name);
      separator = ".";
      break;
    case PathStep::Kind::position: {
      std::string name;
      if (step->place)
        name = name_of_argument(*step->place, step->index, step->count);
      if (name.empty())
        name = "(member " + std::to_string(step->ordinal + 1) + " that is sent)";
      text += std::string(separator) + name;
      separator = ".";
      break;
    }
    case PathStep::Kind::index:
      if (step->name.empty())
        text += "[" + std::to_string(step->index) + "]";
      else
        text += "<" + std::to_string(step->index) + ">";
      separator = ".";
      break;
    case PathStep::Kind::key:
      text += "[entry " + std::to_string(step->index) + "]";
      separator = ".";
      break;
    case PathStep::Kind::pointee:
      separator = "->";
      break;
    }
  }
  return text;
}

void ArchiveBase::fail(std::string reason) const {
  throw TransferError(to_string(path_), std::move(reason));
}

void ArchiveBase::fail_depth(Step &step) {
  // The constructor of the step is left by the exception, so its destructor will not run.
  path_ = step.step_.up;
  position_ = step.saved_position_;
  --depth_;
  // The whole path would be thousands of steps long.
  const auto *root = path_;
  while (root && root->up)
    root = root->up;
  throw TransferError(to_string(root), "nested deeper than " + std::to_string(max_depth) +
                                           " levels; send a container instead of linked objects");
}

void Writer::write_descriptor(int descriptor) {
  if (!carries_descriptors_)
    fail("a descriptor travels only when a process starts or through a channel");
  write_scalar(static_cast<std::uint32_t>(descriptors_.size()));
  descriptors_.push_back(descriptor);
}

bool Writer::write_tracked(const void *object, const void *tag) {
  const auto next = static_cast<std::uint32_t>(tracked_.size());
  const auto [it, is_new] = tracked_.try_emplace({object, tag}, next);
  write_scalar(it->second);
  return is_new;
}

namespace {
enum class Code : std::uint8_t { null, main, module };
} // namespace

void Writer::write_code(const void *address) {
  if (!address) {
    write_scalar(Code::null);
    return;
  }
  const auto value = reinterpret_cast<std::uintptr_t>(address);
  const auto &main = main_module();
  if (lies_in(main, value, 1, false)) {
    write_scalar(Code::main);
    write_scalar(static_cast<std::uint64_t>(value - main.base));
    return;
  }
  const auto module = module_of(address);
  if (!module)
    fail("this function is in no module of the program (was it made at run time?)");
  write_scalar(Code::module);
  write_scalar(module->id);
  write_size(module->path.size());
  write(module->path.data(), module->path.size());
  write_scalar(static_cast<std::uint64_t>(value - module->base));
}

OwnedDescriptors::~OwnedDescriptors() {
  for (const int descriptor : all_)
    Fd(descriptor).reset();
}

MessageBytes::~MessageBytes() {
  if (mapping_)
    ::munmap(mapping_, mapped_size_);
}

void Reader::fail_truncated() const { fail("the data ends before the value does"); }

std::size_t Reader::read_size(std::size_t bytes_each) {
  const auto size = read_scalar<std::uint64_t>();
  if (size > remaining() / bytes_each)
    fail("a length of " + std::to_string(size) + " is more than the data holds");
  return static_cast<std::size_t>(size);
}

int Reader::read_descriptor() {
  const int descriptor = descriptors_.take(read_scalar<std::uint32_t>());
  if (descriptor < 0)
    fail("a descriptor that belongs to the data did not come along");
  return descriptor;
}

const void *Reader::read_code(bool executable) {
  const auto kind = read_scalar<Code>();
  if (kind == Code::null)
    return nullptr;
  Module module;
  if (kind == Code::main) {
    module = main_module();
  } else if (kind == Code::module) {
    const auto id = read_scalar<BuildId>();
    std::string path(read_size(), '\0');
    read(path.data(), path.size());
    try {
      module = find_module(id, path);
    } catch (const std::exception &error) {
      fail(error.what());
    }
  } else {
    fail("a code address names no module");
  }
  const auto address = module.base + read_scalar<std::uint64_t>();
  if (!lies_in(module, address, executable ? 1 : sizeof(TargetEntry), executable))
    fail("a code address lies outside of its module");
  return reinterpret_cast<const void *>(address);
}

const Reader::Tracked *Reader::read_tracked(const void *tag) {
  const auto number = read_scalar<std::uint32_t>();
  if (number == tracked_.size())
    return nullptr;
  if (number > tracked_.size() || tracked_[number].tag != tag)
    fail("a shared object is not the one that was sent");
  return &tracked_[number];
}

void fail_sliced(const ArchiveBase &archive, const char *dynamic_type,
                 std::string_view static_type) {
  int status = 0;
  const std::unique_ptr<char, void (*)(void *)> name(
      abi::__cxa_demangle(dynamic_type, nullptr, nullptr, &status), std::free);
  archive.fail("the object is a " + std::string(name ? name.get() : dynamic_type) +
               " but would be sent as its base " + std::string(static_type) +
               "; send the derived class as what it is (bind the process to it, or use a "
               "std::variant of such classes)");
}

void check_no_addresses(const ArchiveBase &archive, const void *closure, std::size_t size) {
  const auto *bytes = static_cast<const char *>(closure);
  for (std::size_t at = 0; at + sizeof(std::uintptr_t) <= size; at += sizeof(std::uintptr_t)) {
    std::uintptr_t word;
    std::memcpy(&word, bytes + at, sizeof word);
    if (word < 65536)
      continue;
    // mincore(2) says ENOMEM for pages that are not mapped.
    unsigned char resident;
    const auto page = word & ~(static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE)) - 1);
    const ErrnoKeeper keeper;
    if (::mincore(reinterpret_cast<void *>(page), 1, &resident) == 0)
      archive.fail("the lambda captured an address (a pointer, a reference or `this`) in byte " +
                   std::to_string(at) +
                   " of its captures; pass what it points to as an argument instead");
  }
}

void put_method(OutputArchive &archive, const MethodPointer &parts) {
  // x86-64: an odd function value is 1 + offset in the vtable. AArch64 has that bit in adjustment.
#if defined(__aarch64__)
  const bool is_virtual = parts.adjustment & 1;
#else
  const bool is_virtual = parts.function & 1;
#endif
  archive.write_scalar(is_virtual);
  if (is_virtual)
    archive.write_scalar(parts.function);
  else
    archive.write_code(reinterpret_cast<const void *>(parts.function));
  archive.write_scalar(parts.adjustment);
}

MethodPointer get_method(InputArchive &archive) {
  MethodPointer parts;
  if (archive.read_scalar<bool>())
    parts.function = archive.read_scalar<std::uintptr_t>();
  else
    parts.function = reinterpret_cast<std::uintptr_t>(archive.read_code(true));
  parts.adjustment = archive.read_scalar<std::ptrdiff_t>();
  return parts;
}

void put_target(OutputArchive &archive, const BoundTarget &target) {
  archive.write_code(&target.entry());
  archive.write_scalar(target.entry().signature);
  target.encode(archive);
}

std::unique_ptr<BoundTarget> get_target(InputArchive &archive) {
  const auto *entry = static_cast<const TargetEntry *>(archive.read_code(false));
  if (!entry || reinterpret_cast<std::uintptr_t>(entry) % alignof(TargetEntry) != 0 ||
      entry->magic[0] != TargetEntry::magic_0 || entry->magic[1] != TargetEntry::magic_1 ||
      entry->self != entry)
    archive.fail("the target is not one of this program");
  if (archive.read_scalar<std::uint64_t>() != entry->signature)
    archive.fail("the target has another type here than where it was bound");
  return entry->decode(archive);
}

} // namespace stowaway::detail
