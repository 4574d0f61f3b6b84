//===- SharedPage.cpp - How do processes share memory without a name? ---------------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "SharedPage.h"

#include <system_error>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

namespace stowaway::detail {

SharedPage::SharedPage(Fd fd, std::size_t size) : fd_(std::move(fd)), size_(size) {
  data_ = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd_.get(), 0);
  if (data_ == MAP_FAILED)
    throw std::system_error(errno, std::system_category(), "mmap of shared memory");
}

SharedPage::~SharedPage() {
  const ErrnoKeeper keeper;
  ::munmap(data_, size_);
}

std::shared_ptr<SharedPage> SharedPage::make(const char *name, std::size_t size) {
  Fd fd = make_memfd(name);
  if (const int error = set_file_size(fd.get(), size))
    throw std::system_error(error, std::system_category(), "shared memory");
  if (::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
    throw std::system_error(errno, std::system_category(), "shared memory");
  return std::shared_ptr<SharedPage>(new SharedPage(std::move(fd), size));
}

std::shared_ptr<SharedPage> SharedPage::adopt(Fd fd, std::size_t size) {
  struct stat info;
  const int seals = ::fcntl(fd.get(), F_GET_SEALS);
  if (seals < 0 || !(seals & F_SEAL_SHRINK) || ::fstat(fd.get(), &info) != 0 ||
      static_cast<std::size_t>(info.st_size) != size)
    throw TransferError("", "a descriptor that came along is not the shared memory it stands for");
  return std::shared_ptr<SharedPage>(new SharedPage(std::move(fd), size));
}

bool SharedPage::same_as(const SharedPage &other) const noexcept {
  struct stat mine, theirs;
  const ErrnoKeeper keeper;
  return this == &other ||
         (::fstat(fd_.get(), &mine) == 0 && ::fstat(other.fd_.get(), &theirs) == 0 &&
          mine.st_ino == theirs.st_ino && mine.st_dev == theirs.st_dev);
}

void put_page(OutputArchive &archive, const std::shared_ptr<SharedPage> &page) {
  if (archive.write_tracked(page.get(), &type_tag<SharedPage>)) {
    archive.write_descriptor(page->descriptor());
    archive.keep_alive(page);
  }
}

std::shared_ptr<SharedPage> get_page(InputArchive &archive, std::size_t size) {
  if (const auto *known = archive.read_tracked(&type_tag<SharedPage>)) {
    auto page = std::static_pointer_cast<SharedPage>(known->object);
    if (page->size() != size)
      archive.fail("shared memory has another size than was expected");
    return page;
  }
  auto page = SharedPage::adopt(Fd(archive.read_descriptor()), size);
  archive.add_tracked(page, &type_tag<SharedPage>);
  return page;
}

} // namespace stowaway::detail
