//===- Worker.cpp - What happens in a worker, from its first instruction on? --------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Worker.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
#include <exception>
#include <optional>
#include <ostream>
#include <system_error>
#include <typeinfo>

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>

#include <stowaway/worker.h>

#include "Child.h"
#include "ForkServer.h"
#include "Message.h"
#include "Module.h"

// <iostream> would have each worker set up the streams (ten page faults), also of programs that do
// not use them. So they are declared as it does, and used when the program has set them up: until
// then they are zeroed memory.
#if defined(__GLIBCXX__)
namespace std {
extern ostream cout, clog;
extern wostream wcout, wclog;
} // namespace std
#else
#include <iostream>
#endif

// Present when the program is built for coverage or profiling; _exit would lose their data.
extern "C" __attribute__((weak)) void __gcov_dump();
extern "C" __attribute__((weak)) int __llvm_profile_write_file();

namespace stowaway {

namespace detail {

char **program_arguments;

namespace {

/// What is known about this process as a worker. Written before threads exist.
struct Self {
  int payload_count = -1; // >= 0: marked by spawn()
  bool starting_up = false;
  bool is_worker = false;
  pid_t parent = 0;
  int control = -1;
  int death_signal = SIGTERM;
  std::vector<void (*)()> exit_functions;
  std::string name;
};
Self &self() {
  static Self &it = *new Self; // used until the very end of the process
  return it;
}
int marked_payload_count = -1; // set before constructors may run
bool has_entry = false;        // main() was wrapped, or init() called
bool entered = false;
bool reported = false;
bool must_wait_for_go = false;

/// Runs before all other constructors: what marks this process must not reach user code, which may
/// start programs of its own.
__attribute__((constructor(101))) void disarm(int count_of_arguments, char **arguments,
                                              char **environment) {
  // A copy: parsers of options take what they know out of the array.
  program_arguments = static_cast<char **>(
      std::malloc(sizeof(char *) * (static_cast<std::size_t>(count_of_arguments) + 1)));
  if (program_arguments)
    std::memcpy(program_arguments, arguments,
                sizeof(char *) * (static_cast<std::size_t>(count_of_arguments) + 1));
  constexpr std::size_t length = sizeof marker - 1;
  for (char **entry = environment; entry && *entry; ++entry) {
    if (std::strncmp(*entry, marker, length) != 0 || (*entry)[length] != '=')
      continue;
    // Not by strtol(3), whose pages nothing else in a start touches.
    const char *rest = *entry + length + 1;
    int count = 0;
    for (; *rest >= '0' && *rest <= '9' && count < 1'000'000; ++rest)
      count = count * 10 + (*rest - '0');
    const bool binds_now = *rest == 'b';
    must_wait_for_go = rest[binds_now ? 1 : 0] == 'w';
    int removed = 1;
    if (binds_now && entry != environment && std::strcmp(entry[-1], "LD_BIND_NOW=1") == 0) {
      --entry; // spawn() added it before the mark
      removed = 2;
    }
    for (char **next = entry; (*next = next[removed]); ++next) {
    }
    // Set by accident? Then descriptor 4 is no sealed record.
    const int seals = ::fcntl(record_fd, F_GET_SEALS);
    if (seals < 0 && errno != EBADF && errno != EINVAL) {
      // It may be a record, and then nobody wants main() to be run.
      static constexpr char text[] = "stowaway: a worker may not look at its start record\n";
      [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text, sizeof text - 1);
      ::_exit(1);
    }
    if (seals < 0 || !(seals & F_SEAL_WRITE))
      return;
    marked_payload_count = count;
    for (int fd = control_fd; fd < first_payload_fd + count + (must_wait_for_go ? 1 : 0); ++fd)
      ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    return;
  }
}

/// main() ran in a worker and returned: nobody called the entry.
[[gnu::destructor]] void report_missing_entry() {
  if (marked_payload_count < 0 || entered || reported)
    return;
  reported = true;
  OutputArchive archive(false);
  put(archive, std::string("start"));
  put(archive,
      std::vector<RemoteError::Cause>{
          {"stowaway::StartError",
           "the worker ran main() of the program instead of its target: link Stowaway::runtime by "
           "CMake (or with -Wl,--wrap=main), or call stowaway::init(argc, argv) first in main()"}});
  send_message(control_fd, static_cast<std::uint32_t>(FinalWord::Kind::exception), 1,
               archive.bytes().data(), archive.bytes().size(), {});
}

std::string type_of(const std::type_info &type) {
  int status = 0;
  const std::unique_ptr<char, void (*)(void *)> demangled(
      abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), std::free);
  std::string name = demangled ? demangled.get() : type.name();
  // What std::throw_with_nested makes of the type that was thrown.
  constexpr std::string_view nested = "std::_Nested_exception<";
  if (name.starts_with(nested) && name.ends_with('>'))
    name = name.substr(nested.size(), name.size() - nested.size() - 1);
  return name;
}

std::string text_of(const char *text) { return text ? text : ""; }

void describe(const std::exception_ptr &exception, std::vector<RemoteError::Cause> &chain) {
  try {
    std::rethrow_exception(exception);
  } catch (const RemoteError &error) {
    // From a worker of this worker: its causes are the causes here.
    chain.push_back({type_of(typeid(error)), text_of(error.what())});
    chain.insert(chain.end(), error.chain().begin(), error.chain().end());
  } catch (const std::system_error &error) {
    chain.push_back({type_of(typeid(error)), text_of(error.what()) + " [" +
                                                 error.code().category().name() + ":" +
                                                 std::to_string(error.code().value()) + "]"});
  } catch (const std::exception &error) {
    chain.push_back({type_of(typeid(error)), text_of(error.what())});
  } catch (const std::string &text) {
    chain.push_back({"std::string", text});
  } catch (const char *text) {
    chain.push_back({"const char*", text_of(text)});
  } catch (...) {
    const auto *type = abi::__cxa_current_exception_type();
    chain.push_back({type ? type_of(*type) : "unknown", ""});
  }
  if (chain.size() >= 32)
    return;
  try {
    std::rethrow_exception(exception);
  } catch (const std::nested_exception &nested) {
    if (nested.nested_ptr())
      describe(nested.nested_ptr(), chain);
  } catch (...) {
  }
}

void report_exception(int control, const char *stage) {
  const auto chain = causes_of_current_exception();
  OutputArchive archive(false);
  put(archive, std::string(stage));
  put(archive, chain);
  if (self().is_worker)
    send_message(control, static_cast<std::uint32_t>(FinalWord::Kind::exception), 1,
                 archive.bytes().data(), archive.bytes().size(), {});
  // The parent knows by now, should nobody read what is printed.
  const SuppressedSignal closed(SIGPIPE);
  std::fprintf(stderr, "stowaway: worker %s%s(process %d): %s\n", self().name.c_str(),
               self().name.empty() ? "" : " ", static_cast<int>(::getpid()),
               RemoteError(stage, chain).what());
  std::fflush(stderr);
}

/// The kernel sends the death signal when the last copy of the parent's end of the control socket
/// is closed, thus when the parent *process* is gone: PR_SET_PDEATHSIG would fire when the *thread*
/// that started this worker ends. fcntl(2), O_ASYNC and F_SETSIG. The processes that the worker
/// started get it too, as in a stop, as long as they stay in its group.
void watch_parent(int control) {
  // The parent never writes to this socket, so that nothing but its end raises the signal: not even
  // before it is watched, since the kernel tells of a message that may have been read long ago.
  const pid_t own = ::getpid();
  ::fcntl(control, F_SETOWN, ::getpgrp() == own ? -own : own);
  ::fcntl(control, F_SETSIG, self().death_signal);
  ::fcntl(control, F_SETFL, self().death_signal ? O_ASYNC : 0);
  pollfd state{control, 0, 0};
  if (self().death_signal && ::poll(&state, 1, 0) > 0 && (state.revents & (POLLHUP | POLLERR)))
    ::raise(self().death_signal); // it ended before it was watched
}

int run(int control, BoundTarget &target) {
  OutputArchive result;
  int code = 0;
  bool failed = true;
  try {
    code = target.run(&result);
    failed = false;
  } catch (const abi::__forced_unwind &) {
    throw; // pthread_exit
  } catch (...) {
    report_exception(control, result.has_result() ? "encode" : "run");
  }
  if (failed)
    return 1;
  if (!self().is_worker)
    return code; // a copy of the worker that user code forked
  const int error = send_message_patiently(
      control, static_cast<std::uint32_t>(FinalWord::Kind::result), code & 0xff,
      result.bytes().data(), result.bytes().size(), result.descriptors());
  // A parent that has ended needs no result.
  if (error != 0 && error != EPIPE && error != ECONNRESET && error != ENOTCONN) {
    try {
      throw std::system_error(error, std::system_category(), "sending the result");
    } catch (...) {
      report_exception(control, "encode");
      return 1;
    }
  }
  return code & 0xff;
}

std::terminate_handler previous_terminate = nullptr;

/// std::terminate: an exception left a noexcept function or a thread, or a joinable std::thread was
/// destroyed. The parent is told which; then the program's own handler goes on, usually to abort().
[[noreturn]] void report_terminate() {
  static std::atomic_flag told;
  if (!told.test_and_set()) {
    try {
      if (std::current_exception())
        throw;
      throw std::logic_error("std::terminate was called without an exception: a std::thread that "
                             "was not joined was destroyed, or a virtual function has no body");
    } catch (...) {
      report_exception(self().control, "terminate");
    }
  }
  if (previous_terminate)
    previous_terminate();
  std::abort();
}

void run_exit_functions() {
  auto &functions = self().exit_functions;
  while (!functions.empty()) {
    const auto function = functions.back();
    functions.pop_back();
    function();
  }
  // What it started and leaves behind runs on.
  if (self().is_worker)
    ::fcntl(self().control, F_SETOWN, ::getpid());
}

/// Called by exit() after the handlers that the worker itself registered. What comes after are
/// those of the process that it was forked from.
void end_forked(int code, void *) {
  run_exit_functions();
  flush_standard_streams();
  if (__gcov_dump)
    __gcov_dump();
  if (__llvm_profile_write_file)
    __llvm_profile_write_file();
  ::_exit(code);
}

/// In a copy of a worker that user code forks: it is no worker. It has nothing to tell the parent,
/// and its copy of the socket must not outlive the worker: the group would get the death signal.
void forget_worker_after_fork() noexcept {
  auto &me = self();
  Fd(std::exchange(me.control, -1)).reset();
  me.is_worker = false;
  me.parent = 0;
  me.exit_functions.clear();
}

} // namespace

bool lacks_entry() noexcept {
  // Where the runtime is in a library, the program may still have an entry: of another copy.
  return !has_entry &&
         lies_in(main_module(), reinterpret_cast<std::uintptr_t>(&has_entry), 1, false);
}

void flush_standard_streams() noexcept {
  // Those of C++ hold something only after sync_with_stdio(false).
  std::uintptr_t virtual_functions;
  std::memcpy(&virtual_functions, static_cast<const void *>(&std::cout), sizeof virtual_functions);
  try {
    if (virtual_functions != 0) {
      std::cout.flush();
      std::clog.flush();
      std::wcout.flush();
      std::wclog.flush();
    }
  } catch (...) {
    // std::ios::exceptions(): there is nobody to tell.
  }
  std::fflush(nullptr);
}

bool say_hello(int control) {
  constexpr auto hello = static_cast<std::uint32_t>(FinalWord::Kind::hello);
  const Fd own(pidfd_open(::getpid()));
  if (own && send_message(control, hello, ::getpid(), nullptr, 0, {own.get()}) == 0)
    return true;
  return send_message(control, hello, ::getpid(), nullptr, 0, {}) == 0;
}

std::vector<RemoteError::Cause> causes_of_current_exception() {
  std::vector<RemoteError::Cause> chain;
  describe(std::current_exception(), chain);
  return chain;
}

void report_early_start() {
  if (reported)
    return;
  reported = true;
  OutputArchive archive(false);
  put(archive, std::string("start"));
  put(archive,
      std::vector<RemoteError::Cause>{
          {"stowaway::LifecycleError",
           "the worker started a process before its entry was reached: in a static initialiser, "
           "or in main() because the entry is missing (link Stowaway::runtime by CMake or with "
           "-Wl,--wrap=main, or call stowaway::init(argc, argv) first in main())"}});
  send_message(control_fd, static_cast<std::uint32_t>(FinalWord::Kind::early_exception), 1,
               archive.bytes().data(), archive.bytes().size(), {});
}

bool is_starting_up() noexcept { return marked_payload_count >= 0 && !entered; }

void prepare_worker(const Fd &control, Image image) {
  auto &me = self();
  entered = true;
  if (image == Image::own)
    std::atexit(run_exit_functions);
  else
    ::on_exit(end_forked, nullptr);
  [[maybe_unused]] static const int once =
      ::pthread_atfork(nullptr, nullptr, forget_worker_after_fork);
  me.is_worker = true;
  me.control = control.get();
  me.death_signal = SIGTERM; // what the process that it was forked from chose is not its own choice
  if (const auto old = std::set_terminate(report_terminate); old != report_terminate)
    previous_terminate = old;
  me.exit_functions.clear();
}

void become_worker(const Fd &control, const std::string &name, pid_t parent, StartMethod method,
                   Image image) {
  auto &me = self();
  if (image != Image::spare)
    prepare_worker(control, image);
  me.name = name;
  me.parent = parent;
  set_start_method(method);
  const char *program = ::program_invocation_short_name;
  // execveat(2) of a descriptor leaves its number as the name of the process.
  ::prctl(PR_SET_NAME, name.empty() ? program : name.c_str());
  watch_parent(control.get());
}

void run_record(Fd control, RecordSource source, OwnedDescriptors descriptors, Image image) {
  const auto count = descriptors.size();
  std::optional<ReceivedRecord> record;
  std::unique_ptr<BoundTarget> target;
  try {
    record.emplace(std::move(source.memfd), std::move(source.bytes), count);
    const auto &header = record->header();
    if (header.role == Role::server) {
      if (image != Image::own)
        throw TransferError("", "a fork server was asked for by a request for a worker");
      entered = true;
    } else {
      InputArchive archive(record->payload(), header.payload_size, std::move(descriptors));
      std::string name;
      get(archive, name);
      become_worker(control, name, header.parent, header.start_method, image);
      target = get_target(archive);
    }
  } catch (...) {
    if (!std::exchange(entered, true) || !record)
      become_worker(control, {}, ::getppid(), start_method(), image);
    report_exception(control.get(), record ? "decode" : "start");
    std::exit(1);
  }
  record.reset();
  if (!target)
    serve_forks(std::move(control));
  const int code = run(control.get(), *target);
  target.reset();
  std::exit(code);
}

void run_target(Fd control, BoundTarget &target, const std::string &name, pid_t parent) {
  become_worker(control, name, parent, start_method(), Image::forked);
  std::exit(run(control.get(), target));
}

void enter_if_worker() {
  has_entry = true;
  if (!is_starting_up())
    return;
  Fd control(control_fd), record(record_fd);
  if (must_wait_for_go) {
    const Fd gate(first_payload_fd + marked_payload_count);
    wait_for_go(gate.get());
    say_hello(control_fd); // for a parent that cannot open a pidfd; else it is read over
  }
  OwnedDescriptors descriptors;
  for (int i = 0; i < marked_payload_count; ++i)
    descriptors.add(first_payload_fd + i);
  run_record(std::move(control), {std::move(record), {}}, std::move(descriptors), Image::own);
}

} // namespace detail

void init(int, char **) { detail::enter_if_worker(); }

bool is_worker() noexcept { return detail::self().is_worker; }
const std::string &worker_name() noexcept { return detail::self().name; }
pid_t parent_pid() noexcept { return detail::self().parent; }

bool parent_alive() noexcept {
  const auto &me = detail::self();
  if (!me.is_worker || me.control < 0)
    return true;
  pollfd state{me.control, 0, 0};
  return !(::poll(&state, 1, 0) > 0 && (state.revents & (POLLHUP | POLLERR)));
}

int parent_sentinel() noexcept { return detail::self().is_worker ? detail::self().control : -1; }

void at_worker_exit(void (*function)()) { detail::self().exit_functions.push_back(function); }

void set_parent_death_signal(int signal) {
  auto &me = detail::self();
  me.death_signal = signal;
  if (me.is_worker)
    detail::watch_parent(me.control);
}

unsigned cpu_count() noexcept {
  cpu_set_t set;
  if (::sched_getaffinity(0, sizeof set, &set) == 0)
    if (const int count = CPU_COUNT(&set); count > 0)
      return static_cast<unsigned>(count);
  return 1;
}

} // namespace stowaway
