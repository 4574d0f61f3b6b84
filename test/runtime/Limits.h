//===- Limits.h - How does a test meet the limits of the system? ---------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_TEST_RUNTIME_LIMITS_H
#define STOWAWAY_TEST_RUNTIME_LIMITS_H

#include <sys/resource.h>

#include "Fixture.h"

#if defined(STOWAWAY_TEST_TSAN)
extern "C" void __sanitizer_symbolize_pc(void *pc, const char *format, char *out, std::size_t size);
#endif

/// A soft limit for its lifetime.
class Limited {
public:
  Limited(int which, rlim_t limit) : which_(which) {
#if defined(STOWAWAY_TEST_TSAN)
    // What it suppresses it knows by name, and to learn the names it opens files.
    char name[64];
    __sanitizer_symbolize_pc(__builtin_return_address(0), "%f", name, sizeof name);
#endif
    ::getrlimit(static_cast<__rlimit_resource_t>(which_), &old_);
    rlimit less = old_;
    less.rlim_cur = limit;
    ::setrlimit(static_cast<__rlimit_resource_t>(which_), &less);
  }
  Limited(const Limited &) = delete;
  Limited &operator=(const Limited &) = delete;
  ~Limited() { ::setrlimit(static_cast<__rlimit_resource_t>(which_), &old_); }

private:
  int which_;
  rlimit old_{};
};

/// Room for so many more descriptors.
inline rlim_t descriptors_and(int more) {
  std::vector<int> opened;
  for (int i = 0; i <= more; ++i)
    opened.push_back(::fcntl(0, F_DUPFD_CLOEXEC, 0));
  for (const int fd : opened)
    ::close(fd);
  return static_cast<rlim_t>(opened.back());
}

/// The errno of the std::system_error that it throws, 0 when it throws none.
template <class Function>
int error_of(Function function, std::string *text = nullptr) {
  try {
    function();
    return 0;
  } catch (const std::system_error &error) {
    if (text)
      *text = error.what();
    return error.code().value();
  } catch (const StartError &error) {
    if (text)
      *text = error.what();
    return error.code().value();
  }
}

#endif // STOWAWAY_TEST_RUNTIME_LIMITS_H
