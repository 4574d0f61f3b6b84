//===- annotations.h - What can code say about itself to the audit? ------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Usable without the runtime, with any C++ (or C++98) compiler; expands to nothing but on clang.
// Boundary words are written unquoted: process fork shard thread sequence device.
//
//   class STOWAWAY_HANDLE(process, fork, "the map is registered with the GPU context of this
//   process") DeviceMap { ... };
//
//   struct STOWAWAY_TRANSFERABLE(process) Matrix { ... };
//
//   STOWAWAY_LAUNCH(process)
//   void run_elsewhere(STOWAWAY_TARGET std::function<void()> job);
//
//===--------------------------------------------------------------------------------------------===//

#ifndef STOWAWAY_ANNOTATIONS_H
#define STOWAWAY_ANNOTATIONS_H

/// STOWAWAY_HANDLE(boundary..., "reason"): values of this type mean something only at home; they
/// must not cross the boundaries named. Goes between the class key and the name. 1 to 6 boundaries.
///
/// STOWAWAY_TRANSFERABLE(boundary...): values of this type may cross the boundaries named, whatever
/// their members look like. Goes between the class key and the name.
///
/// STOWAWAY_LAUNCH(boundary): calling this function makes its target cross the boundary. Goes
/// before the declaration.
///
/// STOWAWAY_TARGET: this parameter is the target of a STOWAWAY_LAUNCH function. Goes before the
/// parameter.

#if defined(__clang__) && defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::annotate)
#define STOWAWAY_DETAIL_ANNOTATE 1
#endif
#endif

#ifdef STOWAWAY_DETAIL_ANNOTATE

#define STOWAWAY_HANDLE(...)                                                                       \
  STOWAWAY_DETAIL_PICK(__VA_ARGS__, STOWAWAY_DETAIL_HANDLE_6, STOWAWAY_DETAIL_HANDLE_5,            \
                       STOWAWAY_DETAIL_HANDLE_4, STOWAWAY_DETAIL_HANDLE_3,                         \
                       STOWAWAY_DETAIL_HANDLE_2, STOWAWAY_DETAIL_HANDLE_1, , )                     \
  (__VA_ARGS__)
#define STOWAWAY_TRANSFERABLE(...)                                                                 \
  STOWAWAY_DETAIL_PICK(, __VA_ARGS__, STOWAWAY_DETAIL_MAY_6, STOWAWAY_DETAIL_MAY_5,                \
                       STOWAWAY_DETAIL_MAY_4, STOWAWAY_DETAIL_MAY_3, STOWAWAY_DETAIL_MAY_2,        \
                       STOWAWAY_DETAIL_MAY_1, , )                                                  \
  (__VA_ARGS__)
#define STOWAWAY_LAUNCH(boundary) [[clang::annotate("stowaway::launch", #boundary)]]
#define STOWAWAY_TARGET [[clang::annotate("stowaway::target")]]

// Plumbing: the boundary words become strings, one macro for each count.
#define STOWAWAY_DETAIL_PICK(a, b, c, d, e, f, g, name, ...) name
#define STOWAWAY_DETAIL_HANDLE_1(a, why) [[clang::annotate("stowaway::handle", #a, why)]]
#define STOWAWAY_DETAIL_HANDLE_2(a, b, why) [[clang::annotate("stowaway::handle", #a, #b, why)]]
#define STOWAWAY_DETAIL_HANDLE_3(a, b, c, why)                                                     \
  [[clang::annotate("stowaway::handle", #a, #b, #c, why)]]
#define STOWAWAY_DETAIL_HANDLE_4(a, b, c, d, why)                                                  \
  [[clang::annotate("stowaway::handle", #a, #b, #c, #d, why)]]
#define STOWAWAY_DETAIL_HANDLE_5(a, b, c, d, e, why)                                               \
  [[clang::annotate("stowaway::handle", #a, #b, #c, #d, #e, why)]]
#define STOWAWAY_DETAIL_HANDLE_6(a, b, c, d, e, f, why)                                            \
  [[clang::annotate("stowaway::handle", #a, #b, #c, #d, #e, #f, why)]]
#define STOWAWAY_DETAIL_MAY_1(a) [[clang::annotate("stowaway::transferable", #a)]]
#define STOWAWAY_DETAIL_MAY_2(a, b) [[clang::annotate("stowaway::transferable", #a, #b)]]
#define STOWAWAY_DETAIL_MAY_3(a, b, c) [[clang::annotate("stowaway::transferable", #a, #b, #c)]]
#define STOWAWAY_DETAIL_MAY_4(a, b, c, d)                                                          \
  [[clang::annotate("stowaway::transferable", #a, #b, #c, #d)]]
#define STOWAWAY_DETAIL_MAY_5(a, b, c, d, e)                                                       \
  [[clang::annotate("stowaway::transferable", #a, #b, #c, #d, #e)]]
#define STOWAWAY_DETAIL_MAY_6(a, b, c, d, e, f)                                                    \
  [[clang::annotate("stowaway::transferable", #a, #b, #c, #d, #e, #f)]]

#else

#define STOWAWAY_HANDLE(...)
#define STOWAWAY_TRANSFERABLE(...)
#define STOWAWAY_LAUNCH(boundary)
#define STOWAWAY_TARGET

#endif

#endif // STOWAWAY_ANNOTATIONS_H
