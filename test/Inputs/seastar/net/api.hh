//===- seastar/net/api.hh - What do sockets look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

namespace seastar {
class connected_socket {
public:
  connected_socket() noexcept;
  connected_socket(connected_socket &&) noexcept;
  ~connected_socket();
  void shutdown_input();

private:
  void *Impl;
};
class socket_address {
  char Bytes[28];
};
} // namespace seastar
