//===- SharedPage.h - How do processes share memory without a name? ------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_SRC_SHARED_PAGE_H
#define STOWAWAY_SRC_SHARED_PAGE_H

#include <cstddef>
#include <memory>

#include "System.h"

namespace stowaway::detail {

/// Memory in a sealed memfd: it cannot be truncated under a reader, has no name, and is freed by
/// the kernel with the last process that maps it or holds its descriptor.
class SharedPage {
public:
  /// New memory, zeroed. Throws std::system_error.
  static std::shared_ptr<SharedPage> make(const char *name, std::size_t size);
  /// Memory that came from another process. Throws TransferError when it is not what was expected.
  static std::shared_ptr<SharedPage> adopt(Fd fd, std::size_t size);

  SharedPage(const SharedPage &) = delete;
  SharedPage &operator=(const SharedPage &) = delete;
  ~SharedPage();

  void *data() const noexcept { return data_; }
  std::size_t size() const noexcept { return size_; }
  int descriptor() const noexcept { return fd_.get(); }
  /// Do both map the same memory?
  bool same_as(const SharedPage &other) const noexcept;

private:
  SharedPage(Fd fd, std::size_t size);
  Fd fd_;
  void *data_;
  std::size_t size_;
};

/// The page once, however often it occurs in what is sent.
void put_page(OutputArchive &archive, const std::shared_ptr<SharedPage> &page);
std::shared_ptr<SharedPage> get_page(InputArchive &archive, std::size_t size);

} // namespace stowaway::detail

#endif // STOWAWAY_SRC_SHARED_PAGE_H
