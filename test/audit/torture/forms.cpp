//===- forms.cpp - Do unusual forms of code lead astray? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <functional>
#include <memory>
#include <stowaway/stowaway.h>
#include <thread>
#include <utility>
#include <vector>

using stowaway::Process;
using Weak = std::weak_ptr<int>;

void work();
void use(int);

// Recursion, direct and mutual.
void recursive_bad(int n, Weak weak) {
  Process([weak] { weak.lock(); }).start();
  // DEFINITE: `Process([weak] { weak.lock(); }).^start();` #1 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { weak.lock(); }).start();` #1 the lambda is bound here
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #1 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #1 instead, send the object itself, or an id by which the worker finds its own
  if (n)
    recursive_bad(n - 1, weak);
}
void pong(int n, Process &process);
void ping(int n, Process &process) {
  if (n)
    pong(n - 1, process);
}
void pong(int n, Process &process) {
  process.start();
  ping(n - 1, process);
}
void mutual_ok() {
  Process process(work);
  ping(3, process);
}
void mutual_bad(Weak weak) {
  Process process([weak] { weak.lock(); });
  ping(3, process);
  // DEFINITE: 'ping' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^pong(n - 1, process);` it is passed on to 'pong' here
  // NOTE: `^process.start();` #1 'process.start()' launches it here
  // NOTE: `Process ^process([weak] { weak.lock(); });` #1 the lambda is bound here
  // NOTE: `Process process([^weak] { weak.lock(); });` #1 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process process([^weak] { weak.lock(); });` #1 instead, send the object itself, or an id by which the worker finds its own
}
auto factorial_ok(int n) -> int {
  Process([n] { use(n); }).start();
  return n ? n * factorial_ok(n - 1) : 1;
}

// Huge and endless loops.
void huge_loop_ok() {
  std::vector<Process> all;
  for (long long i = 0; i < 9000000000000000000; ++i)
    all.emplace_back(work);
  for (unsigned i = 4000000000u; i-- > 0;)
    all[i].start();
}
void endless_loop_ok() {
  for (;;) {
    Process process(work);
    process.start();
    process.join();
  }
}
void nested_loops_ok(int n) {
  for (int a = 0; a < n; ++a)
    for (int b = 0; b < n; ++b)
      for (int c = 0; c < n; ++c)
        for (int d = 0; d < n; ++d)
          for (int e = 0; e < n; ++e)
            Process(work).start();
}

// goto: not followed, and not fatal.
void goto_ok(bool flag) {
  Process a(work);
  if (flag)
    goto end;
  a.start();
end:
  Process b(work);
  b.start();
}

// Deleted, defaulted, noexcept, constexpr, consteval functions.
struct Special {
  Special() = default;
  Special(const Special &) = delete;
  Special &operator=(const Special &) = delete;
  ~Special() noexcept = default;
  void run() = delete;
  constexpr int number() const { return 1; }
};
void deleted_ok(Special &special) {
  Process([n = special.number()] { use(n); }).start();
}
consteval int compile_time() { return 3; }
void consteval_ok() { Process(use, compile_time()).start(); }

// A function with a try block as its body; a lambda in a default argument.
void try_body_bad(Weak weak) try {
  Process([weak] { weak.lock(); }).start();
  // DEFINITE: `Process([weak] { weak.lock(); }).^start();` #2 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { weak.lock(); }).start();` #2 the lambda is bound here
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #2 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #2 instead, send the object itself, or an id by which the worker finds its own
} catch (...) {
}
void default_argument(Process process = Process([] {}));
void default_argument_ok() { default_argument(); }

// Comma, parentheses, casts, discarded values.
void parentheses_bad(Weak weak) {
  ((Process((([weak] { weak.lock(); })))).start());
  // DEFINITE: `((Process((([weak] { weak.lock(); })))).^start());` '(Process((([weak] { weak.lock(); })))).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `((^Process((([weak] { weak.lock(); })))).start());` the lambda is bound here
  // NOTE: `((Process((([^weak] { weak.lock(); })))).start());` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `((Process((([^weak] { weak.lock(); })))).start());` instead, send the object itself, or an id by which the worker finds its own
}
void comma_bad(Weak weak) {
  (void)0, Process([weak] { weak.lock(); }).start(), (void)0;
  // DEFINITE: `(void)0, Process([weak] { weak.lock(); }).^start(), (void)0;` 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `(void)0, ^Process([weak] { weak.lock(); }).start(), (void)0;` the lambda is bound here
  // NOTE: `(void)0, Process([^weak] { weak.lock(); }).start(), (void)0;` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `(void)0, Process([^weak] { weak.lock(); }).start(), (void)0;` instead, send the object itself, or an id by which the worker finds its own
}
void cast_ok() { Process(static_cast<void (*)()>(work)).start(); }

// Statements with initialisers, conditions that declare.
void if_init_bad(Weak weak) {
  if (Process process([weak] { weak.lock(); }); !weak.expired())
    process.start();
    // DEFINITE: 'process.start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
    // NOTE: `if (Process ^process([weak] { weak.lock(); }); !weak.expired())` the lambda is bound here
    // NOTE: `if (Process process([^weak] { weak.lock(); }); !weak.expired())` the lambda captures 'weak' of type 'Weak' here
    // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
    // NOTE: `if (Process process([^weak] { weak.lock(); }); !weak.expired())` instead, send the object itself, or an id by which the worker finds its own
}
void while_condition_ok(std::vector<int> numbers) {
  while (int n = int(numbers.size())) {
    Process(use, n).start();
    break;
  }
}
void switch_init_bad(Weak weak) {
  switch (Process process([weak] { weak.lock(); }); weak.expired()) {
  default:
    process.start();
    // DEFINITE: 'process.start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
    // NOTE: `switch (Process ^process([weak] { weak.lock(); }); weak.expired()) {` the lambda is bound here
    // NOTE: `switch (Process process([^weak] { weak.lock(); }); weak.expired()) {` the lambda captures 'weak' of type 'Weak' here
    // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
    // NOTE: `switch (Process process([^weak] { weak.lock(); }); weak.expired()) {` instead, send the object itself, or an id by which the worker finds its own
  }
}

// Lambdas: empty, returning nothing, with default arguments, in templates.
void empty_lambdas_ok() {
  Process([] {}).start();
  Process([]() -> void {}).start();
  Process([](int = 1) {}).start();
  Process([](...) {}).start();
}

// Arrays, members of members, pointers to pointers.
void array_of_lambdas_bad(Weak weak) {
  auto first = [weak] { weak.lock(); };
  decltype(first) all[] = {first, first};
  for (auto &one : all)
    Process(one).start();
    // DEFINITE: `Process(one).^start();` 'Process(one).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
    // NOTE: `^Process(one).start();` the lambda is bound here
    // NOTE: `auto first = [^weak] { weak.lock(); };` the lambda captures 'weak' of type 'Weak' here
    // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
    // NOTE: `auto first = [^weak] { weak.lock(); };` instead, send the object itself, or an id by which the worker finds its own
}
void pointer_to_pointer_ok(Process **process) { (*process)->start(); }
void array_of_processes_ok() {
  Process all[2];
  all[0].start();
}

// Names that are the same as those of the library, elsewhere.
namespace other {
struct Process {
  template <class F> Process(F) {}
  void start() {}
};
} // namespace other
void other_library_ok(Weak weak) {
  other::Process([weak] { weak.lock(); }).start();
}
namespace alias = stowaway;
void namespace_alias_bad(Weak weak) {
  alias::Process([weak] { weak.lock(); }).start();
  // DEFINITE: `alias::Process([weak] { weak.lock(); }).^start();` 'alias::Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^alias::Process([weak] { weak.lock(); }).start();` the lambda is bound here
  // NOTE: `alias::Process([^weak] { weak.lock(); }).start();` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `alias::Process([^weak] { weak.lock(); }).start();` instead, send the object itself, or an id by which the worker finds its own
}
using Renamed = stowaway::Process;
typedef Renamed RenamedAgain;
void renamed_bad(Weak weak) {
  RenamedAgain([weak] { weak.lock(); }).start();
  // DEFINITE: `RenamedAgain([weak] { weak.lock(); }).^start();` 'RenamedAgain([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^RenamedAgain([weak] { weak.lock(); }).start();` the lambda is bound here
  // NOTE: `RenamedAgain([^weak] { weak.lock(); }).start();` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `RenamedAgain([^weak] { weak.lock(); }).start();` instead, send the object itself, or an id by which the worker finds its own
}
struct Derived : stowaway::Process {
  using Process::Process;
};
void derived_bad(Weak weak) {
  Derived process([weak] { weak.lock(); });
  process.start();
  // DEFINITE: 'process.start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Derived ^process([weak] { weak.lock(); });` the lambda is bound here
  // NOTE: `Derived process([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Derived process([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void qualified_call_bad(Weak weak) {
  Process process([weak] { weak.lock(); });
  process.Process::start();
  // DEFINITE: 'process.Process::start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process ^process([weak] { weak.lock(); });` #2 the lambda is bound here
  // NOTE: `Process process([^weak] { weak.lock(); });` #2 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process process([^weak] { weak.lock(); });` #2 instead, send the object itself, or an id by which the worker finds its own
}
void pointer_to_member_call_bad(Weak weak) {
  Process process([weak] { weak.lock(); });
  (process.*&Process::start)();
  // DEFINITE: '(process.*&Process::start)()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process ^process([weak] { weak.lock(); });` #3 the lambda is bound here
  // NOTE: `Process process([^weak] { weak.lock(); });` #3 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process process([^weak] { weak.lock(); });` #3 instead, send the object itself, or an id by which the worker finds its own
}
void invoke_bad(Weak weak) {
  Process process([weak] { weak.lock(); });
  std::invoke(&Process::start, process);
  // DEFINITE: 'std::invoke' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process ^process([weak] { weak.lock(); });` #4 the lambda is bound here
  // NOTE: `Process process([^weak] { weak.lock(); });` #4 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process process([^weak] { weak.lock(); });` #4 instead, send the object itself, or an id by which the worker finds its own
}

// A statement expression.
void statement_expression_bad(Weak weak) {
  ({ Process([weak] { weak.lock(); }).start(); });
  // DEFINITE: `({ Process([weak] { weak.lock(); }).^start(); });` 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `({ ^Process([weak] { weak.lock(); }).start(); });` the lambda is bound here
  // NOTE: `({ Process([^weak] { weak.lock(); }).start(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `({ Process([^weak] { weak.lock(); }).start(); });` instead, send the object itself, or an id by which the worker finds its own
}

// Initialisation of globals and statics.
Weak global_weak;
Process &started_ok() {
  static Process process([] { global_weak.lock(); });
  static bool once = (process.start(), true);
  (void)once;
  return process;
}
std::thread global_thread([] { work(); });

// A local class, a lambda in a class, an anonymous struct, a union.
void local_class_bad(Weak weak) {
  struct Local {
    Weak weak;
    void operator()() const {}
  };
  Process(Local{weak}).start();
  // DEFINITE: `Process(Local{weak}).^start();` 'Process(Local{weak}).start()' carries 'Local::weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(Local{weak}).start();` target 'Local' is bound here
  // NOTE: `Process(Local^{weak}).start();` argument '{weak}' of type 'Local' is passed here
  // NOTE: `Weak ^weak;` member 'weak' of 'Local' has type 'Weak'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Weak ^weak;` instead, send the object itself, or an id by which the worker finds its own
}
struct InClass {
  Process process{[weak = global_weak] { weak.lock(); }};
  InClass() {}
  void start_bad() { process.start(); }
  // DEFINITE: `void start_bad() { ^process.start(); }` 'process.start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process process^{[weak = global_weak] { weak.lock(); }};` the lambda is bound here
  // NOTE: `Process process{[^weak = global_weak] { weak.lock(); }};` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process process{[^weak = global_weak] { weak.lock(); }};` instead, send the object itself, or an id by which the worker finds its own
};
