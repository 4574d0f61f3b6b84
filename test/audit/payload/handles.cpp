//===- handles.cpp - Which values are handles of their process? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// Each is given as an argument to a function in another process.

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <exception>
#include <fstream>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <span>
#include <stowaway/stowaway.h>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using stowaway::Process;

template <class T> void use(const T &);

void weak_pointer_bad(std::weak_ptr<int> x) {
  Process(use<std::weak_ptr<int>>, x).start();
  // DEFINITE: `Process(use<std::weak_ptr<int>>, x).^start();` 'Process(use<std::weak_ptr<int>>, x).start()' carries 'x' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::weak_ptr<int>>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::weak_ptr<int>>, ^x).start();` argument 'x' of type 'std::weak_ptr<int>' is passed here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process(use<std::weak_ptr<int>>, ^x).start();` instead, send the object itself, or an id by which the worker finds its own
}
void thread_bad(std::thread x) {
  Process(use<std::thread>, std::move(x)).start();
  // DEFINITE: `Process(use<std::thread>, std::move(x)).^start();` 'Process(use<std::thread>, std::move(x)).start()' carries 'x' of type 'std::thread' to another process; it cannot cross because a thread runs in this process and only there can it be joined [stowaway-carried-handle]
  // NOTE: `^Process(use<std::thread>, std::move(x)).start();` target 'use' is bound here
  // NOTE: `Process(use<std::thread>, ^std::move(x)).start();` argument 'x' of type 'std::thread' is passed here
  // NOTE: <thread> `class ^thread {` 'std::thread' is declared here; a thread runs in this process and only there can it be joined
  // NOTE: `Process(use<std::thread>, ^std::move(x)).start();` instead, start the thread in the worker
}
void jthread_bad(std::jthread x) {
  Process(use<std::jthread>, std::move(x)).start();
  // DEFINITE: `Process(use<std::jthread>, std::move(x)).^start();` 'Process(use<std::jthread>, std::move(x)).start()' carries 'x' of type 'std::jthread' to another process; it cannot cross because a thread runs in this process and only there can it be joined [stowaway-carried-handle]
  // NOTE: `^Process(use<std::jthread>, std::move(x)).start();` target 'use' is bound here
  // NOTE: `Process(use<std::jthread>, ^std::move(x)).start();` argument 'x' of type 'std::jthread' is passed here
  // NOTE: <thread> `class ^jthread {` 'std::jthread' is declared here; a thread runs in this process and only there can it be joined
  // NOTE: `Process(use<std::jthread>, ^std::move(x)).start();` instead, start the thread in the worker
}
void thread_id_bad(std::thread::id x) {
  Process(use<std::thread::id>, x).start();
  // DEFINITE: `Process(use<std::thread::id>, x).^start();` 'Process(use<std::thread::id>, x).start()' carries 'x' of type 'std::thread::id' to another process; it cannot cross because it names a thread of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::thread::id>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::thread::id>, ^x).start();` argument 'x' of type 'std::thread::id' is passed here
  // NOTE: <thread> `class ^id {};` 'std::thread::id' is declared here; it names a thread of this process
  // NOTE: `Process(use<std::thread::id>, ^x).start();` instead, send a number of your own
}
void stop_token_bad(std::stop_token x) {
  Process(use<std::stop_token>, x).start();
  // DEFINITE: `Process(use<std::stop_token>, x).^start();` 'Process(use<std::stop_token>, x).start()' carries 'x' of type 'std::stop_token' to another process; it cannot cross because its stop state is shared only within this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::stop_token>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::stop_token>, ^x).start();` argument 'x' of type 'std::stop_token' is passed here
  // NOTE: <thread> `class ^stop_token {` 'std::stop_token' is declared here; its stop state is shared only within this process
  // NOTE: `Process(use<std::stop_token>, ^x).start();` instead, use an event that crosses processes
}
void stop_source_bad(std::stop_source x) {
  Process(use<std::stop_source>, x).start();
  // DEFINITE: `Process(use<std::stop_source>, x).^start();` 'Process(use<std::stop_source>, x).start()' carries 'x' of type 'std::stop_source' to another process; it cannot cross because its stop state is shared only within this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::stop_source>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::stop_source>, ^x).start();` argument 'x' of type 'std::stop_source' is passed here
  // NOTE: <thread> `class ^stop_source {` 'std::stop_source' is declared here; its stop state is shared only within this process
  // NOTE: `Process(use<std::stop_source>, ^x).start();` instead, use an event that crosses processes
}
void mutex_bad(std::mutex &x) { Process(use<std::mutex>, std::ref(x)).start(); }
// DEFINITE: `void mutex_bad(std::mutex &x) { Process(use<std::mutex>, std::ref(x)).^start(); }` 'Process(use<std::mutex>, std::ref(x)).start()' carries 'x' of type 'std::mutex' to another process; it cannot cross because a mutex excludes only threads of this process [stowaway-carried-handle]
// NOTE: `void mutex_bad(std::mutex &x) { ^Process(use<std::mutex>, std::ref(x)).start(); }` target 'use' is bound here
// NOTE: `void mutex_bad(std::mutex &x) { Process(use<std::mutex>, ^std::ref(x)).start(); }` argument 'x' of type 'std::mutex' is passed here
// NOTE: <mutex> `class ^mutex {` 'std::mutex' is declared here; a mutex excludes only threads of this process
// NOTE: `void mutex_bad(std::mutex &x) { Process(use<std::mutex>, ^std::ref(x)).start(); }` instead, leave it out, so that the worker has its own, and send what it protects
void recursive_mutex_bad(std::recursive_mutex &x) {
  Process(use<std::recursive_mutex>, std::ref(x)).start();
  // DEFINITE: `Process(use<std::recursive_mutex>, std::ref(x)).^start();` 'Process(use<std::recursi...d::ref(x)).start()' carries 'x' of type 'std::recursive_mutex' to another process; it cannot cross because a mutex excludes only threads of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::recursive_mutex>, std::ref(x)).start();` target 'use' is bound here
  // NOTE: `Process(use<std::recursive_mutex>, ^std::ref(x)).start();` argument 'x' of type 'std::recursive_mutex' is passed here
  // NOTE: <mutex> `class ^recursive_mutex {` 'std::recursive_mutex' is declared here; a mutex excludes only threads of this process
  // NOTE: `Process(use<std::recursive_mutex>, ^std::ref(x)).start();` instead, leave it out, so that the worker has its own, and send what it protects
}
void unique_lock_bad(std::unique_lock<std::mutex> x) {
  Process(use<std::unique_lock<std::mutex>>, std::move(x)).start();
  // DEFINITE: `Process(use<std::unique_lock<std::mutex>>, std::move(x)).^start();` 'Process(use<std::unique_...::move(x)).start()' carries 'x' of type 'std::unique_lock<std::mutex>' to another process; it cannot cross because it holds a lock of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::unique_lock<std::mutex>>, std::move(x)).start();` target 'use' is bound here
  // NOTE: `Process(use<std::unique_lock<std::mutex>>, ^std::move(x)).start();` argument 'x' of type 'std::unique_lock<std::mutex>' is passed here
  // NOTE: <mutex> `template <class M> class ^unique_lock {` 'std::unique_lock' is declared here; it holds a lock of this process
  // NOTE: `Process(use<std::unique_lock<std::mutex>>, ^std::move(x)).start();` instead, lock on the other side
}
void lock_guard_bad(std::lock_guard<std::mutex> &x) {
  Process(use<std::lock_guard<std::mutex>>, std::ref(x)).start();
  // DEFINITE: `Process(use<std::lock_guard<std::mutex>>, std::ref(x)).^start();` 'Process(use<std::lock_gu...d::ref(x)).start()' carries 'x' of type 'std::lock_guard<std::mutex>' to another process; it cannot cross because it holds a lock of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::lock_guard<std::mutex>>, std::ref(x)).start();` target 'use' is bound here
  // NOTE: `Process(use<std::lock_guard<std::mutex>>, ^std::ref(x)).start();` argument 'x' of type 'std::lock_guard<std::mutex>' is passed here
  // NOTE: <mutex> `template <class M> class ^lock_guard {` 'std::lock_guard' is declared here; it holds a lock of this process
  // NOTE: `Process(use<std::lock_guard<std::mutex>>, ^std::ref(x)).start();` instead, lock on the other side
}
void condition_bad(std::condition_variable &x) {
  Process(use<std::condition_variable>, std::ref(x)).start();
  // DEFINITE: `Process(use<std::condition_variable>, std::ref(x)).^start();` 'Process(use<std::conditi...d::ref(x)).start()' carries 'x' of type 'std::condition_variable' to another process; it cannot cross because it wakes only threads of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::condition_variable>, std::ref(x)).start();` target 'use' is bound here
  // NOTE: `Process(use<std::condition_variable>, ^std::ref(x)).start();` argument 'x' of type 'std::condition_variable' is passed here
  // NOTE: <condition_variable> `class ^condition_variable {` 'std::condition_variable' is declared here; it wakes only threads of this process
  // NOTE: `Process(use<std::condition_variable>, ^std::ref(x)).start();` instead, leave it out, so that the worker has its own, or use an event that crosses processes
}
void once_flag_bad(std::once_flag &x) {
  Process(use<std::once_flag>, std::ref(x)).start();
  // DEFINITE: `Process(use<std::once_flag>, std::ref(x)).^start();` 'Process(use<std::once_flag>, std::ref(x)).start()' carries 'x' of type 'std::once_flag' to another process; it cannot cross because it says what was done in this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::once_flag>, std::ref(x)).start();` target 'use' is bound here
  // NOTE: `Process(use<std::once_flag>, ^std::ref(x)).start();` argument 'x' of type 'std::once_flag' is passed here
  // NOTE: <mutex> `class ^once_flag {};` 'std::once_flag' is declared here; it says what was done in this process
  // NOTE: `Process(use<std::once_flag>, ^std::ref(x)).start();` instead, leave it out, so that the worker has its own
}
void future_bad(std::future<int> x) {
  Process(use<std::future<int>>, std::move(x)).start();
  // DEFINITE: `Process(use<std::future<int>>, std::move(x)).^start();` 'Process(use<std::future<...::move(x)).start()' carries 'x' of type 'std::future<int>' to another process; it cannot cross because its two ends share a state in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::future<int>>, std::move(x)).start();` target 'use' is bound here
  // NOTE: `Process(use<std::future<int>>, ^std::move(x)).start();` argument 'x' of type 'std::future<int>' is passed here
  // NOTE: <future> `template <class T> class ^future {` 'std::future' is declared here; its two ends share a state in the memory of this process
  // NOTE: `Process(use<std::future<int>>, ^std::move(x)).start();` instead, send the value when it is there, or return it from the worker
}
void promise_bad(std::promise<int> x) {
  Process(use<std::promise<int>>, std::move(x)).start();
  // DEFINITE: `Process(use<std::promise<int>>, std::move(x)).^start();` 'Process(use<std::promise...::move(x)).start()' carries 'x' of type 'std::promise<int>' to another process; it cannot cross because its two ends share a state in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::promise<int>>, std::move(x)).start();` target 'use' is bound here
  // NOTE: `Process(use<std::promise<int>>, ^std::move(x)).start();` argument 'x' of type 'std::promise<int>' is passed here
  // NOTE: <future> `template <class T> class ^promise {` 'std::promise' is declared here; its two ends share a state in the memory of this process
  // NOTE: `Process(use<std::promise<int>>, ^std::move(x)).start();` instead, send the value when it is there, or return it from the worker
}
void exception_bad(std::exception_ptr x) {
  Process(use<std::exception_ptr>, x).start();
  // DEFINITE: `Process(use<std::exception_ptr>, x).^start();` 'Process(use<std::exception_ptr>, x).start()' carries 'x' of type 'std::exception_ptr' to another process; it cannot cross because it points to an exception object of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::exception_ptr>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::exception_ptr>, ^x).start();` argument 'x' of type 'std::exception_ptr' is passed here
  // NOTE: <exception> `class ^exception_ptr {` 'std::exception_ptr' is declared here; it points to an exception object of this process
  // NOTE: `Process(use<std::exception_ptr>, ^x).start();` instead, send what describes the error (its type and 'what()')
}
void file_bad(FILE *x) { Process(use<FILE *>, x).start(); }
// DEFINITE: `void file_bad(FILE *x) { Process(use<FILE *>, x).^start(); }` 'Process(use<FILE *>, x).start()' carries 'x' of type 'FILE *' to another process; it cannot cross because the stream, its buffer and its descriptor belong to this process [stowaway-carried-handle]
// NOTE: `void file_bad(FILE *x) { ^Process(use<FILE *>, x).start(); }` target 'use' is bound here
// NOTE: `void file_bad(FILE *x) { Process(use<FILE *>, ^x).start(); }` argument 'x' of type 'FILE *' is passed here
// NOTE: <cstdio> `struct ^_IO_FILE {` 'FILE *' is declared here; the stream, its buffer and its descriptor belong to this process
// NOTE: `void file_bad(FILE *x) { Process(use<FILE *>, ^x).start(); }` instead, send the path and open it in the worker
void stream_bad(std::ofstream x) {
  Process(use<std::ofstream>, std::move(x)).start();
  // DEFINITE: `Process(use<std::ofstream>, std::move(x)).^start();` 'Process(use<std::ofstream>, std::move(x)).start()' carries 'x' of type 'std::basic_ofstream<char>' to another process; it cannot cross because the stream, its buffer and its descriptor belong to this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::ofstream>, std::move(x)).start();` target 'use' is bound here
  // NOTE: `Process(use<std::ofstream>, ^std::move(x)).start();` argument 'x' of type 'std::basic_ofstream<char>' is passed here
  // NOTE: <fstream> `template <class C> class ^basic_ofstream {` 'std::basic_ofstream' is declared here; the stream, its buffer and its descriptor belong to this process
  // NOTE: `Process(use<std::ofstream>, ^std::move(x)).start();` instead, send the path and open it in the worker
}
void view_bad(std::string_view x) {
  Process(use<std::string_view>, x).start();
  // DEFINITE: `Process(use<std::string_view>, x).^start();` 'Process(use<std::string_view>, x).start()' carries 'x' of type 'std::string_view' to another process; it cannot cross because a view is an address and a length; what it shows stays here [stowaway-carried-address]
  // NOTE: `^Process(use<std::string_view>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::string_view>, ^x).start();` argument 'x' of type 'std::string_view' is passed here
  // NOTE: <string_view> `template <class C> class ^basic_string_view {` 'std::basic_string_view' is declared here; a view is an address and a length; what it shows stays here
  // NOTE: `Process(use<std::string_view>, ^x).start();` instead, send a container that owns the data ('std::string', 'std::vector')
}
void span_bad(std::span<int> x) { Process(use<std::span<int>>, x).start(); }
// DEFINITE: `void span_bad(std::span<int> x) { Process(use<std::span<int>>, x).^start(); }` 'Process(use<std::span<int>>, x).start()' carries 'x' of type 'std::span<int>' to another process; it cannot cross because a view is an address and a length; what it shows stays here [stowaway-carried-address]
// NOTE: `void span_bad(std::span<int> x) { ^Process(use<std::span<int>>, x).start(); }` target 'use' is bound here
// NOTE: `void span_bad(std::span<int> x) { Process(use<std::span<int>>, ^x).start(); }` argument 'x' of type 'std::span<int>' is passed here
// NOTE: <span> `template <class T> class ^span {` 'std::span' is declared here; a view is an address and a length; what it shows stays here
// NOTE: `void span_bad(std::span<int> x) { Process(use<std::span<int>>, ^x).start(); }` instead, send a container that owns the data ('std::string', 'std::vector')
void iterator_bad(std::vector<int>::iterator x) {
  Process(use<std::vector<int>::iterator>, x).start();
  // DEFINITE: `Process(use<std::vector<int>::iterator>, x).^start();` 'Process(use<std::vector<...rator>, x).start()' carries 'x' of type '__gnu_cxx::__normal_iterator<int, std::vector<int, std::allocator<int>>>' to another process; it cannot cross because an iterator is an address in a container of this process [stowaway-carried-address]
  // NOTE: `^Process(use<std::vector<int>::iterator>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::vector<int>::iterator>, ^x).start();` argument 'x' of type '__gnu_cxx::__normal_iterator<int, std::vector<int, std::allocator<int>>>' is passed here
  // NOTE: <vector> `template <class T, class C> class ^__normal_iterator {` '__gnu_cxx::__normal_iterator' is declared here; an iterator is an address in a container of this process
  // NOTE: `Process(use<std::vector<int>::iterator>, ^x).start();` instead, send an index or a key, or the element itself
}
void pointer_bad(int *x) { Process(use<int *>, x).start(); }
// DEFINITE: `void pointer_bad(int *x) { Process(use<int *>, x).^start(); }` 'Process(use<int *>, x).start()' carries 'x' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
// NOTE: `void pointer_bad(int *x) { ^Process(use<int *>, x).start(); }` target 'use' is bound here
// NOTE: `void pointer_bad(int *x) { Process(use<int *>, ^x).start(); }` argument 'x' of type 'int *' is passed here
// NOTE: `void pointer_bad(int *x) { Process(use<int *>, ^x).start(); }` instead, send the value, or an index or name that the other side can look up
void void_pointer_bad(void *x) { Process(use<void *>, x).start(); }
// DEFINITE: `void void_pointer_bad(void *x) { Process(use<void *>, x).^start(); }` 'Process(use<void *>, x).start()' carries 'x' of type 'void *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
// NOTE: `void void_pointer_bad(void *x) { ^Process(use<void *>, x).start(); }` target 'use' is bound here
// NOTE: `void void_pointer_bad(void *x) { Process(use<void *>, ^x).start(); }` argument 'x' of type 'void *' is passed here
// NOTE: `void void_pointer_bad(void *x) { Process(use<void *>, ^x).start(); }` instead, send the value, or an index or name that the other side can look up
void c_string_ok(const char *x) { Process(use<const char *>, x).start(); }
void array_bad() {
  int x[3] = {1, 2, 3};
  Process(use<int *>, x).start();
  // DEFINITE: `Process(use<int *>, x).^start();` 'Process(use<int *>, x).start()' carries 'x' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process(use<int *>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<int *>, ^x).start();` argument 'x' of type 'int *' is passed here
  // NOTE: `Process(use<int *>, ^x).start();` instead, send the value, or an index or name that the other side can look up
}
void pthread_bad(pthread_t x) { Process(use<pthread_t>, x).start(); }
// DEFINITE: `void pthread_bad(pthread_t x) { Process(use<pthread_t>, x).^start(); }` 'Process(use<pthread_t>, x).start()' carries 'x' of type 'pthread_t' to another process; it cannot cross because it names a thread of this process [stowaway-carried-handle]
// NOTE: `void pthread_bad(pthread_t x) { ^Process(use<pthread_t>, x).start(); }` target 'use' is bound here
// NOTE: `void pthread_bad(pthread_t x) { Process(use<pthread_t>, ^x).start(); }` argument 'x' of type 'pthread_t' is passed here
// NOTE: <pthread.h> `typedef unsigned long ^pthread_t;` 'pthread_t' is declared here; it names a thread of this process
// NOTE: `void pthread_bad(pthread_t x) { Process(use<pthread_t>, ^x).start(); }` instead, start the thread in the worker
void pthread_mutex_bad(pthread_mutex_t &x) {
  Process(use<pthread_mutex_t>, std::ref(x)).start();
  // DEFINITE: `Process(use<pthread_mutex_t>, std::ref(x)).^start();` 'Process(use<pthread_mutex_t>, std::ref(x)).start()' carries 'x' of type 'pthread_mutex_t' to another process; it cannot cross because a copy of it is no lock; it works only where it was initialised [stowaway-carried-handle]
  // NOTE: `^Process(use<pthread_mutex_t>, std::ref(x)).start();` target 'use' is bound here
  // NOTE: `Process(use<pthread_mutex_t>, ^std::ref(x)).start();` argument 'x' of type 'pthread_mutex_t' is passed here
  // NOTE: <pthread.h> `typedef ^union {` 'pthread_mutex_t' is declared here; a copy of it is no lock; it works only where it was initialised
  // NOTE: `Process(use<pthread_mutex_t>, ^std::ref(x)).start();` instead, leave it out, so that the worker has its own, or put it into shared memory as PTHREAD_PROCESS_SHARED
}

// A copy of what a reference refers to is sent.
void reference_wrapper_ok(int &x) { Process(use<int>, std::ref(x)).start(); }
void reference_ok(int &x) { Process(use<int>, x).start(); }
void text_reference_ok(const std::string &x) {
  Process(use<std::string>, x).start();
}

// Values that are at home everywhere.
enum class Colour { red, green };
void integer_ok(int x) { Process(use<int>, x).start(); }
void floating_ok(double x) { Process(use<double>, x).start(); }
void enumeration_ok(Colour x) { Process(use<Colour>, x).start(); }
void text_ok(std::string x) { Process(use<std::string>, x).start(); }
void vector_ok(std::vector<std::string> x) {
  Process(use<std::vector<std::string>>, x).start();
}
void atomic_ok(std::atomic<int> &x) {
  Process(use<std::atomic<int>>, std::ref(x)).start();
}
void unique_pointer_ok(std::unique_ptr<int> x) {
  Process(use<std::unique_ptr<int>>, std::move(x)).start();
}
void shared_pointer_ok(std::shared_ptr<std::string> x) {
  Process(use<std::shared_ptr<std::string>>, x).start();
}
void event_ok(stowaway::Event x) { Process(use<stowaway::Event>, x).start(); }
void function_pointer_ok(void (*x)()) { Process(use<void (*)()>, x).start(); }
void member_pointer_ok(int std::pair<int, int>::*x) {
  Process(use<int std::pair<int, int>::*>, x).start();
}
void null_pointer_ok() { Process(use<std::nullptr_t>, nullptr).start(); }
void local_ok(stowaway::Local<std::mutex> &x) {
  Process(use<stowaway::Local<std::mutex>>, std::ref(x)).start();
}
// Of C strings the characters travel; see strings.cpp.
void literal_ok() { Process(use<const char *>, "text").start(); }
void literal_as_string_ok() {
  Process(use<std::string>, std::string("text")).start();
}
// Unknown content, unknown verdict.
void function_ok(std::function<void()> x) {
  Process(use<std::function<void()>>, x).start();
}
