//===- handles.cpp - What do the annotations of types say? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <memory>
#include <mutex>
#include <stowaway/annotations.h>
#include <stowaway/stowaway.h>
#include <thread>
#include <vector>

using stowaway::Process;

template <class T> void use(T);

class STOWAWAY_HANDLE(process, "the map is registered with this process")
    DeviceMap {
  long id;
};
struct STOWAWAY_HANDLE(thread, "a context is bound to the thread that made it")
    Context {};
struct STOWAWAY_HANDLE(process, thread, "only its owner may use it") Both {};

// It may not cross the boundaries that are named, and only those.
void process_bad(DeviceMap map) { Process(use<DeviceMap>, map).start(); }
// DEFINITE: `void process_bad(DeviceMap map) { Process(use<DeviceMap>, map).^start(); }` 'Process(use<DeviceMap>, map).start()' carries 'map' of type 'DeviceMap' to another process; it cannot cross because the map is registered with this process [stowaway-carried-handle]
// NOTE: `void process_bad(DeviceMap map) { ^Process(use<DeviceMap>, map).start(); }` target 'use' is bound here
// NOTE: `void process_bad(DeviceMap map) { Process(use<DeviceMap>, ^map).start(); }` argument 'map' of type 'DeviceMap' is passed here
// NOTE: `^DeviceMap {` 'DeviceMap' is declared here; the map is registered with this process
void process_to_thread_ok(DeviceMap map) {
  std::thread(use<DeviceMap>, map).join();
}
void thread_bad(Context context) { std::thread(use<Context>, context).join(); }
// DEFINITE: `void thread_bad(Context context) { ^std::thread(use<Context>, context).join(); }` 'std::thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
// NOTE: `void thread_bad(Context context) { std::thread(use<Context>, ^context).join(); }` argument 'context' of type 'Context' is passed here
// NOTE: `^Context {};` 'Context' is declared here; a context is bound to the thread that made it
void thread_to_process_ok(Context context) {
  Process(use<Context>, context).start();
}
void both_to_process_bad(Both both) { Process(use<Both>, both).start(); }
// DEFINITE: `void both_to_process_bad(Both both) { Process(use<Both>, both).^start(); }` 'Process(use<Both>, both).start()' carries 'both' of type 'Both' to another process; it cannot cross because only its owner may use it [stowaway-carried-handle]
// NOTE: `void both_to_process_bad(Both both) { ^Process(use<Both>, both).start(); }` target 'use' is bound here
// NOTE: `void both_to_process_bad(Both both) { Process(use<Both>, ^both).start(); }` argument 'both' of type 'Both' is passed here
// NOTE: `struct STOWAWAY_HANDLE(process, thread, "only its owner may use it") ^Both {};` 'Both' is declared here; only its owner may use it
void both_to_thread_bad(Both both) { std::thread(use<Both>, both).join(); }
// DEFINITE: `void both_to_thread_bad(Both both) { ^std::thread(use<Both>, both).join(); }` 'std::thread' carries 'both' of type 'Both' to another thread; it cannot cross because only its owner may use it [stowaway-carried-handle]
// NOTE: `void both_to_thread_bad(Both both) { std::thread(use<Both>, ^both).join(); }` argument 'both' of type 'Both' is passed here
// NOTE: `struct STOWAWAY_HANDLE(process, thread, "only its owner may use it") ^Both {};` 'Both' is declared here; only its owner may use it

// Also inside of other types.
struct Holder {
  std::vector<DeviceMap> maps;
};
void member_bad(Holder holder) { Process(use<Holder>, holder).start(); }
// DEFINITE: `void member_bad(Holder holder) { Process(use<Holder>, holder).^start(); }` 'Process(use<Holder>, holder).start()' carries 'holder.maps[...]' of type 'DeviceMap' to another process; it cannot cross because the map is registered with this process [stowaway-carried-handle]
// NOTE: `void member_bad(Holder holder) { ^Process(use<Holder>, holder).start(); }` target 'use' is bound here
// NOTE: `void member_bad(Holder holder) { Process(use<Holder>, ^holder).start(); }` argument 'holder' of type 'Holder' is passed here
// NOTE: `std::vector<DeviceMap> ^maps;` member 'maps' of 'Holder' has type 'std::vector<DeviceMap>'; its elements are 'DeviceMap'
// NOTE: `^DeviceMap {` 'DeviceMap' is declared here; the map is registered with this process
struct Derived : DeviceMap {};
void base_bad(Derived derived) { Process(use<Derived>, derived).start(); }
// DEFINITE: `void base_bad(Derived derived) { Process(use<Derived>, derived).^start(); }` 'Process(use<Derived>, derived).start()' carries 'derived' of type 'DeviceMap' to another process; it cannot cross because the map is registered with this process [stowaway-carried-handle]
// NOTE: `void base_bad(Derived derived) { ^Process(use<Derived>, derived).start(); }` target 'use' is bound here
// NOTE: `void base_bad(Derived derived) { Process(use<Derived>, ^derived).start(); }` argument 'derived' of type 'Derived' is passed here
// NOTE: `struct Derived : ^DeviceMap {};` base class 'DeviceMap' of 'Derived' goes with it
// NOTE: `^DeviceMap {` 'DeviceMap' is declared here; the map is registered with this process
void pointee_bad(std::shared_ptr<DeviceMap> map) {
  Process(use<std::shared_ptr<DeviceMap>>, map).start();
  // DEFINITE: `Process(use<std::shared_ptr<DeviceMap>>, map).^start();` 'Process(use<std::shared_...ap>>, map).start()' carries 'map' of type 'DeviceMap' to another process; it cannot cross because the map is registered with this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::shared_ptr<DeviceMap>>, map).start();` target 'use' is bound here
  // NOTE: `Process(use<std::shared_ptr<DeviceMap>>, ^map).start();` argument 'map' of type 'std::shared_ptr<DeviceMap>' is passed here; it owns or shares a 'DeviceMap'
  // NOTE: `^DeviceMap {` 'DeviceMap' is declared here; the map is registered with this process
}
template <class T>
class STOWAWAY_HANDLE(process, "its pages are mapped in this process") Mapped {
  T value;
};
void template_bad(Mapped<int> mapped) {
  Process(use<Mapped<int>>, mapped).start();
  // DEFINITE: `Process(use<Mapped<int>>, mapped).^start();` 'Process(use<Mapped<int>>, mapped).start()' carries 'mapped' of type 'Mapped<int>' to another process; it cannot cross because its pages are mapped in this process [stowaway-carried-handle]
  // NOTE: `^Process(use<Mapped<int>>, mapped).start();` target 'use' is bound here
  // NOTE: `Process(use<Mapped<int>>, ^mapped).start();` argument 'mapped' of type 'Mapped<int>' is passed here
  // NOTE: `class STOWAWAY_HANDLE(process, "its pages are mapped in this process") ^Mapped {` 'Mapped' is declared here; its pages are mapped in this process
}

// What may cross is not looked into.
struct STOWAWAY_TRANSFERABLE(process) Matrix {
  double *data;
  int rows, columns;
};
struct UnmarkedMatrix {
  double *data;
};
void transferable_ok(Matrix matrix) { Process(use<Matrix>, matrix).start(); }
void transferable_member_ok(std::vector<Matrix> matrices) {
  Process(use<std::vector<Matrix>>, matrices).start();
}
void unmarked_bad(UnmarkedMatrix matrix) {
  Process(use<UnmarkedMatrix>, matrix).start();
  // DEFINITE: `Process(use<UnmarkedMatrix>, matrix).^start();` 'Process(use<UnmarkedMatrix>, matrix).start()' carries 'matrix.data' of type 'double *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process(use<UnmarkedMatrix>, matrix).start();` target 'use' is bound here
  // NOTE: `Process(use<UnmarkedMatrix>, ^matrix).start();` argument 'matrix' of type 'UnmarkedMatrix' is passed here
  // NOTE: `double *^data;` #2 member 'data' of 'UnmarkedMatrix' has type 'double *'
  // NOTE: `double *^data;` #2 instead, send the value, or an index or name that the other side can look up
}
// Another boundary.
struct STOWAWAY_TRANSFERABLE(thread) OnlyThread {
  double *data;
};
void other_boundary_bad(OnlyThread x) { Process(use<OnlyThread>, x).start(); }
// DEFINITE: `void other_boundary_bad(OnlyThread x) { Process(use<OnlyThread>, x).^start(); }` 'Process(use<OnlyThread>, x).start()' carries 'x.data' of type 'double *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
// NOTE: `void other_boundary_bad(OnlyThread x) { ^Process(use<OnlyThread>, x).start(); }` target 'use' is bound here
// NOTE: `void other_boundary_bad(OnlyThread x) { Process(use<OnlyThread>, ^x).start(); }` argument 'x' of type 'OnlyThread' is passed here
// NOTE: `double *^data;` #3 member 'data' of 'OnlyThread' has type 'double *'
// NOTE: `double *^data;` #3 instead, send the value, or an index or name that the other side can look up
// A class derived from a transferable one has members of its own.
struct DerivedMatrix : Matrix {
  int *more;
};
void derived_bad(DerivedMatrix matrix) {
  Process(use<DerivedMatrix>, matrix).start();
  // DEFINITE: `Process(use<DerivedMatrix>, matrix).^start();` 'Process(use<DerivedMatrix>, matrix).start()' carries 'matrix.more' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process(use<DerivedMatrix>, matrix).start();` target 'use' is bound here
  // NOTE: `Process(use<DerivedMatrix>, ^matrix).start();` argument 'matrix' of type 'DerivedMatrix' is passed here
  // NOTE: `int *^more;` member 'more' of 'DerivedMatrix' has type 'int *'
  // NOTE: `int *^more;` instead, send the value, or an index or name that the other side can look up
}
struct DerivedPlain : Matrix {
  int more;
};
void derived_ok(DerivedPlain matrix) {
  Process(use<DerivedPlain>, matrix).start();
}
// Behind a pointer it is an address nevertheless.
void pointer_bad(Matrix *matrix) { Process(use<Matrix *>, matrix).start(); }
// DEFINITE: `void pointer_bad(Matrix *matrix) { Process(use<Matrix *>, matrix).^start(); }` 'Process(use<Matrix *>, matrix).start()' carries 'matrix' of type 'Matrix *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
// NOTE: `void pointer_bad(Matrix *matrix) { ^Process(use<Matrix *>, matrix).start(); }` target 'use' is bound here
// NOTE: `void pointer_bad(Matrix *matrix) { Process(use<Matrix *>, ^matrix).start(); }` argument 'matrix' of type 'Matrix *' is passed here
// NOTE: `void pointer_bad(Matrix *matrix) { Process(use<Matrix *>, ^matrix).start(); }` instead, send the value, or an index or name that the other side can look up

// Declared first, annotated when defined; and the other way round.
struct Later;
void take_later(Later &);
struct STOWAWAY_HANDLE(process, "it is bound to this process") Later {};
void redeclared_bad(Later later) { Process(use<Later>, later).start(); }
// DEFINITE: `void redeclared_bad(Later later) { Process(use<Later>, later).^start(); }` 'Process(use<Later>, later).start()' carries 'later' of type 'Later' to another process; it cannot cross because it is bound to this process [stowaway-carried-handle]
// NOTE: `void redeclared_bad(Later later) { ^Process(use<Later>, later).start(); }` target 'use' is bound here
// NOTE: `void redeclared_bad(Later later) { Process(use<Later>, ^later).start(); }` argument 'later' of type 'Later' is passed here
// NOTE: `struct STOWAWAY_HANDLE(process, "it is bound to this process") ^Later {};` 'Later' is declared here; it is bound to this process
struct STOWAWAY_HANDLE(process, "it is bound to this process") Before;
struct Before {};
void declared_before_bad(Before before) { Process(use<Before>, before).start(); }
// DEFINITE: `void declared_before_bad(Before before) { Process(use<Before>, before).^start(); }` 'Process(use<Before>, before).start()' carries 'before' of type 'Before' to another process; it cannot cross because it is bound to this process [stowaway-carried-handle]
// NOTE: `void declared_before_bad(Before before) { ^Process(use<Before>, before).start(); }` target 'use' is bound here
// NOTE: `void declared_before_bad(Before before) { Process(use<Before>, ^before).start(); }` argument 'before' of type 'Before' is passed here
// NOTE: `struct ^Before {};` 'Before' is declared here; it is bound to this process

// Six boundaries, the most there are.
struct STOWAWAY_HANDLE(process, fork, shard, thread, sequence, device,
                       "it is never at home") Nowhere {};
void nowhere_bad(Nowhere x) { std::thread(use<Nowhere>, x).join(); }
// DEFINITE: `void nowhere_bad(Nowhere x) { ^std::thread(use<Nowhere>, x).join(); }` 'std::thread' carries 'x' of type 'Nowhere' to another thread; it cannot cross because it is never at home [stowaway-carried-handle]
// NOTE: `void nowhere_bad(Nowhere x) { std::thread(use<Nowhere>, ^x).join(); }` argument 'x' of type 'Nowhere' is passed here
// NOTE: `"it is never at home") ^Nowhere {};` 'Nowhere' is declared here; it is never at home
