//===- Record.h - What does a worker get that tells it what to do? -------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The start record is a sealed memfd: writing it never blocks whatever its size, the worker maps it
// and need not trust that it stays as it is, and it outlives the parent. Descriptors travel beside
// it: for spawn as descriptors 3 and up, for the fork server by SCM_RIGHTS.
//
//===--------------------------------------------------------------------------------------------===//

#ifndef STOWAWAY_SRC_RECORD_H
#define STOWAWAY_SRC_RECORD_H

#include <stowaway/process.h>

#include "Module.h"
#include "System.h"

namespace stowaway::detail {

/// What a worker does: run a target, or serve as the fork server.
enum class Role : std::uint32_t { worker, server };

// Where a spawned worker finds its descriptors.
inline constexpr int control_fd = 3, record_fd = 4, first_payload_fd = 5;

/// Marks the environment of a spawned process; removed before any user code sees it. The value is
/// the number of descriptors of the payload.
inline constexpr char marker[] = "STOWAWAY_WORKER";

struct RecordHeader {
  static constexpr std::uint64_t right_magic = 0x31647263'77617473;
  std::uint64_t magic;
  Role role;
  StartMethod start_method;
  pid_t parent;
  std::uint32_t descriptor_count;
  std::uint64_t payload_size;
  std::uint64_t checksum; // of all the rest, see checksum_of_record
  BuildId build_id;
  std::uint8_t unused[7]; // no padding: all bytes count for the checksum
};

struct StartRequest {
  Role role = Role::worker;
  const BoundTarget *target = nullptr;
  std::string name;
};

/// Everything a start needs to hand over: complete before anything is created.
struct StartRecord {
  std::string bytes;            // header and payload
  std::vector<int> descriptors; // borrowed from the objects that are sent, and from
  std::vector<std::shared_ptr<const void>> kept; // what transfer functions made

  /// The bytes as a sealed memfd. Throws StartError.
  Fd to_memfd() const;
};

/// Encodes the request. Throws TransferError.
StartRecord make_record(const StartRequest &request);

/// A record as the worker sees it.
class ReceivedRecord {
public:
  /// Maps and verifies a memfd, or takes the bytes that came in a message. Throws TransferError.
  ReceivedRecord(Fd memfd, MessageBytes bytes, std::size_t descriptor_count);
  ReceivedRecord(const ReceivedRecord &) = delete;
  ReceivedRecord &operator=(const ReceivedRecord &) = delete;

  const RecordHeader &header() const noexcept {
    return *reinterpret_cast<const RecordHeader *>(data_);
  }
  const char *payload() const noexcept { return data_ + sizeof(RecordHeader); }

private:
  // Small records are copied: to map and unmap one costs more than to decode it.
  MessageBytes bytes_;
  const char *data_ = nullptr;
  std::size_t size_ = 0;
};

/// Of the header, its own checksum left out, and the payload: nothing of a record that was damaged
/// is acted upon.
std::uint64_t checksum_of_record(const RecordHeader &header, const char *payload,
                                 std::size_t size) noexcept;

} // namespace stowaway::detail

#endif // STOWAWAY_SRC_RECORD_H
