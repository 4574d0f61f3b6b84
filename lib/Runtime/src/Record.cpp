//===- Record.cpp - What does a worker get that tells it what to do? ----------------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Record.h"

#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

namespace stowaway::detail {

namespace {
constexpr int record_seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
constexpr std::size_t max_descriptors = 4096;

/// FNV-1a over words: it is there for damage, not against an attacker.
std::uint64_t checksum_of(const char *data, std::size_t size, std::uint64_t seed) noexcept {
  std::uint64_t hash = seed ^ size;
  std::size_t at = 0;
  for (; at + 8 <= size; at += 8) {
    std::uint64_t word;
    std::memcpy(&word, data + at, 8);
    hash = (hash ^ word) * 0x100000001b3;
    hash ^= hash >> 29;
  }
  for (; at < size; ++at)
    hash = (hash ^ static_cast<unsigned char>(data[at])) * 0x100000001b3;
  return hash;
}
} // namespace

std::uint64_t checksum_of_record(const RecordHeader &header, const char *payload,
                                 std::size_t size) noexcept {
  static_assert(std::has_unique_object_representations_v<RecordHeader>);
  RecordHeader rest = header;
  rest.checksum = 0;
  char bytes[sizeof rest];
  std::memcpy(bytes, &rest, sizeof rest);
  return checksum_of(payload, size, checksum_of(bytes, sizeof bytes, 0xcbf29ce484222325));
}

StartRecord make_record(const StartRequest &request) {
  RecordHeader header;
  std::memset(static_cast<void *>(&header), 0, sizeof header);
  OutputArchive archive;
  archive.write(&header, sizeof header); // its place: a large payload is not to be copied
  put(archive, request.name);
  if (request.target)
    put_target(archive, *request.target);
  if (archive.descriptors().size() > max_descriptors)
    throw TransferError("", "more than " + std::to_string(max_descriptors) + " descriptors");

  StartRecord record;
  record.bytes = std::move(archive.bytes());
  record.descriptors = archive.descriptors();
  record.kept = std::move(archive.kept());
  const char *payload = record.bytes.data() + sizeof header;
  header.magic = RecordHeader::right_magic;
  header.role = request.role;
  header.start_method = start_method();
  header.parent = ::getpid();
  header.descriptor_count = static_cast<std::uint32_t>(record.descriptors.size());
  header.payload_size = record.bytes.size() - sizeof header;
  header.build_id = main_module().id;
  header.checksum = checksum_of_record(header, payload, header.payload_size);
  std::memcpy(record.bytes.data(), &header, sizeof header);
  return record;
}

Fd StartRecord::to_memfd() const {
  Fd memfd;
  try {
    memfd = make_memfd("stowaway-start");
  } catch (const std::system_error &error) {
    throw StartError("record", error.code().value(), "memfd_create");
  }
  if (const int error = write_whole(memfd.get(), bytes.data(), bytes.size()))
    throw StartError("record", error, "write");
  if (::fcntl(memfd.get(), F_ADD_SEALS, record_seals) != 0)
    throw StartError("record", errno, "seal");
  return memfd;
}

ReceivedRecord::ReceivedRecord(Fd memfd, MessageBytes bytes, std::size_t descriptor_count)
    : bytes_(std::move(bytes)) {
  constexpr std::size_t small = 4096;
  if (memfd) {
    struct stat info;
    const int seals = ::fcntl(memfd.get(), F_GET_SEALS);
    if (seals < 0 || (seals & record_seals) != record_seals || ::fstat(memfd.get(), &info) != 0)
      throw TransferError("", "the start record is not a sealed record");
    size_ = static_cast<std::size_t>(info.st_size);
    if (size_ <= small) {
      std::string text(size_, '\0');
      if (::pread(memfd.get(), text.data(), size_, 0) != static_cast<ssize_t>(size_))
        throw TransferError("", "the start record cannot be read");
      bytes_ = MessageBytes(std::move(text));
    } else {
      void *mapping = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, memfd.get(), 0);
      if (mapping == MAP_FAILED)
        throw TransferError("", "the start record cannot be mapped");
      bytes_ = MessageBytes(mapping, size_);
    }
  }
  data_ = bytes_.data();
  size_ = bytes_.size();
  if (size_ < sizeof(RecordHeader))
    throw TransferError("",
                        "the start record did not arrive whole: the worker may have no room for "
                        "its descriptors (a worker of the fork server has the RLIMIT_NOFILE "
                        "of the time when the server started)");
  const char *wrong = nullptr;
  if (header().magic != RecordHeader::right_magic)
    wrong = "the start record has another format; the program was replaced by another version";
  else if (!(header().build_id == main_module().id))
    wrong = "the worker is not the same build as the process that started it (build-ids differ)";
  else if (header().payload_size != size_ - sizeof(RecordHeader) ||
           header().checksum != checksum_of_record(header(), payload(), header().payload_size))
    wrong = "the start record is damaged";
  else if (header().descriptor_count != descriptor_count)
    wrong = "not all descriptors of the start record came along";
  if (wrong)
    throw TransferError("", wrong);
}

} // namespace stowaway::detail
