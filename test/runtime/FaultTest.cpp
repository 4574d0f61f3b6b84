//===- FaultTest.cpp - Is every failing system call of a start a clean, typed error? ------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The functions of libc that a start calls are replaced by ones that fail when their turn comes.
// For every k the k-th call of a start fails, in the parent and in the child that shares its
// memory.
//
//===--------------------------------------------------------------------------------------------===//

#include <cstdarg>
#include <dlfcn.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "Fixture.h"

namespace {

/// Counts down to the call that fails; negative: none does.
int calls_left = -1;
int error_to_give = ENOMEM;
const char *failed_function = "";

bool fails(const char *function) {
  if (calls_left < 0 || calls_left-- != 0)
    return false;
  failed_function = function;
  errno = error_to_give;
  return true;
}

template <class Function>
Function *real(const char *name) {
  return reinterpret_cast<Function *>(::dlsym(RTLD_NEXT, name));
}

} // namespace

#define STOWAWAY_REPLACED(result, name, parameters, arguments)                                     \
  extern "C" result name parameters {                                                              \
    static auto *const next = real<result parameters>(#name);                                      \
    if (fails(#name))                                                                              \
      return static_cast<result>(-1);                                                              \
    return next arguments;                                                                         \
  }
STOWAWAY_REPLACED(int, socketpair, (int a, int b, int c, int *d), (a, b, c, d))
STOWAWAY_REPLACED(int, memfd_create, (const char *a, unsigned b), (a, b))
STOWAWAY_REPLACED(ssize_t, writev, (int a, const iovec *b, int c), (a, b, c))
STOWAWAY_REPLACED(int, ftruncate, (int a, off_t b), (a, b))
STOWAWAY_REPLACED(ssize_t, sendmsg, (int a, const msghdr *b, int c), (a, b, c))
STOWAWAY_REPLACED(ssize_t, recvmsg, (int a, msghdr *b, int c), (a, b, c))
STOWAWAY_REPLACED(int, ppoll, (pollfd * a, nfds_t b, const timespec *c, const sigset_t *d),
                  (a, b, c, d))
STOWAWAY_REPLACED(pid_t, fork, (), ())

extern "C" int fcntl(int fd, int command, ...) {
  static auto *const next = real<int(int, int, ...)>("fcntl");
  va_list list;
  va_start(list, command);
  const long argument = va_arg(list, long);
  va_end(list);
  if (fails("fcntl"))
    return -1;
  return next(fd, command, argument);
}
extern "C" int open(const char *path, int flags, ...) {
  static auto *const next = real<int(const char *, int, ...)>("open");
  va_list list;
  va_start(list, flags);
  const int mode = va_arg(list, int);
  va_end(list);
  if (fails("open"))
    return -1;
  return next(path, flags, mode);
}
extern "C" long syscall(long number, ...) {
  static auto *const next = real<long(long, ...)>("syscall");
  va_list list;
  va_start(list, number);
  long a[6];
  for (long &argument : a)
    argument = va_arg(list, long);
  va_end(list);
  // Those that cannot fail, or must not (the mask would stay wrong by our own doing).
  if (number != SYS_rt_sigprocmask && number != SYS_rt_sigaction && number != SYS_setpgid &&
      number != SYS_futex && number != SYS_close && fails("syscall"))
    return -1;
  return next(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

namespace {

STOWAWAY_EVERY_METHOD(FaultTest);

TEST_P(FaultTest, EveryCallMayFail) {
  // Warm: what is looked up or started once is there.
  for (int i = 0; i < 2; ++i) {
    Process process(+[] {});
    process.start();
    process.join();
  }
  int failures = 0, successes_in_a_row = 0;
  std::set<std::string> functions;
  for (const int error : {EMFILE, ENOMEM, EPERM})
    for (int k = 0; successes_in_a_row < 3 && k < 200; ++k) {
      Event carried;
      Process process([](Event) { return 5; }, carried);
      bool threw = false;
      error_to_give = error;
      failed_function = "";
      calls_left = k;
      try {
        process.start();
      } catch (const Error &) {
        threw = true; // StartError or TransferError; anything else ends the test
      }
      const bool reached = calls_left < 0;
      calls_left = -1;
      functions.insert(failed_function);
      if (threw) {
        ++failures;
        EXPECT_EQ(process.pid(), 0) << k << " " << failed_function;
        process.start(); // the error has left no trace
      }
      process.join();
      // A call that fails in the worker's own part shows there.
      EXPECT_TRUE(process.exit_status().is_exited()) << k << " " << failed_function;
      successes_in_a_row = reached ? 0 : successes_in_a_row + 1;
      if (!reached)
        break;
    }
  EXPECT_GE(failures, GetParam() == StartMethod::spawn ? 12 : 3);
  EXPECT_TRUE(functions.contains("socketpair"));
}

} // namespace
