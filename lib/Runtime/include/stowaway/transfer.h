//===- transfer.h - What may travel to a worker, and how does a type say so? ---------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What travels without any code of yours: numbers, enumerations, strings, containers, optional,
// variant, pair, tuple, unique_ptr, shared_ptr (shared objects and cycles stay shared), chrono,
// filesystem::path, pointers to functions, stowaway's own handles, lambdas whose captures are plain
// bytes, and aggregates of these.
//
// A class with private members has a transfer function, in any form of cereal's:
//
//     template <class Archive> void serialize(Archive &archive) { archive(name_, event_); }
//
// It says what travels; what it leaves out is default-constructed on the other side. Private
// functions and constructors are reached through `friend class stowaway::access;`. A version that it
// takes is that of CEREAL_CLASS_VERSION or BOOST_CLASS_VERSION, or 0.
//
// What cannot travel does not compile (raw pointers, views, locks, threads, streams, ...); what
// depends on a state (a started Process) throws TransferError, which names the path to it.
//
//===--------------------------------------------------------------------------------------------===//

#ifndef STOWAWAY_TRANSFER_H
#define STOWAWAY_TRANSFER_H

#include <stowaway/detail/travel.h>
#include <stowaway/error.h>

namespace stowaway {

/// May values of T travel, with all elements and fields, as far as the type tells? What a transfer
/// function sends is looked at when it is used.
template <class T>
inline constexpr bool is_transferable_v = detail::travels<T, void, "value", false>();

/// The bytes of a value, for other channels than ours. Throws TransferError, also for values that
/// hold descriptors (events, connections): those travel only in a start or through a channel.
template <class T>
std::string encode(const T &value) {
  OutputArchive archive(false);
  const detail::ArchiveBase::Step step(archive,
                                       {detail::PathStep::Kind::type, detail::type_name<T>()});
  detail::put(archive, value);
  return std::move(archive.bytes());
}

/// The value from bytes that encode() made in this program. Throws TransferError when they are not
/// the bytes of a T; never allocates more than the bytes justify.
template <class T>
T decode(const char *data, std::size_t size) {
  InputArchive archive(data, size);
  const detail::ArchiveBase::Step step(archive,
                                       {detail::PathStep::Kind::type, detail::type_name<T>()});
  auto value = detail::create<T>();
  detail::get(archive, *value);
  if (archive.remaining() != 0)
    archive.fail("the data goes on after the value");
  return std::move(*value);
}
/// As above.
template <class T>
T decode(const std::string &bytes) {
  return decode<T>(bytes.data(), bytes.size());
}

} // namespace stowaway

#endif // STOWAWAY_TRANSFER_H
