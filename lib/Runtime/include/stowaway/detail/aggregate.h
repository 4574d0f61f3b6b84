//===- aggregate.h - Which fields does an aggregate have? ----------------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `struct Job { int id; std::string text; };` travels without any code of its user: the number of
// fields is found by trying initialisers, the fields by structured bindings, their names from the
// compiler's spelling of a pointer to them (the method of Boost.PFR, which Boost has from 1.75 on).
//
//===--------------------------------------------------------------------------------------------===//

#ifndef STOWAWAY_DETAIL_AGGREGATE_H
#define STOWAWAY_DETAIL_AGGREGATE_H

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <stowaway/detail/type_name.h>

namespace stowaway::detail {

inline constexpr std::size_t max_fields = 32;

struct AnyField {
  constexpr AnyField(std::size_t) {}
  template <class T>
  operator T() const {
    __builtin_trap();
  } // never called
};

/// Converts to the bases of T alone.
template <class T>
struct AnyBase {
  constexpr AnyBase(std::size_t) {}
  template <class U>
    requires(std::is_base_of_v<U, T> && !std::is_same_v<U, T>)
  operator U() const {
    __builtin_trap();
  }
};

/// As many as the aggregate takes. Up to a field whose default constructor is explicit, fewer do
/// not fit either, because that field would be made from {}.
template <class T, class... Before>
constexpr std::size_t count_initialisers() {
  if constexpr (sizeof...(Before) > 4 * max_fields)
    return sizeof...(Before);
  else if constexpr (requires { T{Before(0)..., AnyField(0)}; } || !requires { T{Before(0)...}; })
    return count_initialisers<T, Before..., AnyField>();
  else
    return sizeof...(Before);
}

template <class T, std::size_t... Before, std::size_t... Inner, std::size_t... After>
constexpr bool takes(std::index_sequence<Before...>, std::index_sequence<Inner...>,
                     std::index_sequence<After...>) {
  return requires { T{AnyField(Before)..., {AnyField(Inner)...}, AnyField(After)...}; };
}

/// An array takes one initialiser an element when its own braces are left out. How many more than
/// one does the field at this initialiser take?
template <class T, std::size_t At, std::size_t Total, std::size_t Inner = Total - At>
constexpr std::size_t surplus_at() {
  if constexpr (Inner < 2)
    return 0;
  else if constexpr (!takes<T>(std::make_index_sequence<At>(), std::make_index_sequence<Inner>(),
                               std::index_sequence<>()))
    return surplus_at<T, At, Total, Inner - 1>();
  else if constexpr (takes<T>(std::make_index_sequence<At>(), std::make_index_sequence<Inner>(),
                              std::make_index_sequence<Total - At - 1>()))
    return 0; // a class with that many fields, which takes one initialiser
  else
    return Inner - 1;
}

/// With {} for the field at this initialiser, do all others still fit? So it is unless that is an
/// array. Asked first: it is cheap, and the initialisers of a class are left alone.
template <class T, std::size_t At, std::size_t Total>
constexpr bool is_one_initialiser() {
  return takes<T>(std::make_index_sequence<At>(), std::index_sequence<>(),
                  std::make_index_sequence<Total - At - 1>());
}

template <class T, std::size_t At, std::size_t Total>
constexpr std::size_t count_fields_from() {
  if constexpr (At >= Total)
    return 0;
  else if constexpr (is_one_initialiser<T, At, Total>())
    return 1 + count_fields_from<T, At + 1, Total>();
  else
    return 1 + count_fields_from<T, At + 1 + surplus_at<T, At, Total>(), Total>();
}

/// The number of fields of an aggregate; more than max_fields when there are too many to tell.
template <class T>
constexpr std::size_t field_count() {
  return count_fields_from<T, 0, count_initialisers<T>()>();
}

/// Bases come first in an aggregate's initialisers. A first field that takes whatever it is given,
/// as std::any does, is no base.
template <class T>
constexpr bool has_bases() {
  struct Nothing {};
  return requires { T{AnyBase<T>(0)}; } && !requires { T{Nothing()}; };
}

/// References to all fields of an object, in order, as a tuple.
template <std::size_t Count, class T>
constexpr auto tie_fields(T &object) {
  static_assert(Count <= max_fields);
  if constexpr (Count == 0) {
    (void)object;
    return std::tie();
  } else if constexpr (Count == 1) {
    auto &[f0] = object;
    return std::tie(f0);
  } else if constexpr (Count == 2) {
    auto &[f0, f1] = object;
    return std::tie(f0, f1);
  } else if constexpr (Count == 3) {
    auto &[f0, f1, f2] = object;
    return std::tie(f0, f1, f2);
  } else if constexpr (Count == 4) {
    auto &[f0, f1, f2, f3] = object;
    return std::tie(f0, f1, f2, f3);
  } else if constexpr (Count == 5) {
    auto &[f0, f1, f2, f3, f4] = object;
    return std::tie(f0, f1, f2, f3, f4);
  } else if constexpr (Count == 6) {
    auto &[f0, f1, f2, f3, f4, f5] = object;
    return std::tie(f0, f1, f2, f3, f4, f5);
  } else if constexpr (Count == 7) {
    auto &[f0, f1, f2, f3, f4, f5, f6] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6);
  } else if constexpr (Count == 8) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7);
  } else if constexpr (Count == 9) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8);
  } else if constexpr (Count == 10) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9);
  } else if constexpr (Count == 11) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10);
  } else if constexpr (Count == 12) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11);
  } else if constexpr (Count == 13) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12);
  } else if constexpr (Count == 14) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13);
  } else if constexpr (Count == 15) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14);
  } else if constexpr (Count == 16) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15);
  } else if constexpr (Count == 17) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16);
  } else if constexpr (Count == 18) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17);
  } else if constexpr (Count == 19) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18] =
        object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17,
                    f18);
  } else if constexpr (Count == 20) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
           f19] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17,
                    f18, f19);
  } else if constexpr (Count == 21) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19,
           f20] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17,
                    f18, f19, f20);
  } else if constexpr (Count == 22) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19,
           f20, f21] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17,
                    f18, f19, f20, f21);
  } else if constexpr (Count == 23) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19,
           f20, f21, f22] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17,
                    f18, f19, f20, f21, f22);
  } else if constexpr (Count == 24) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19,
           f20, f21, f22, f23] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17,
                    f18, f19, f20, f21, f22, f23);
  } else if constexpr (Count == 25) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19,
           f20, f21, f22, f23, f24] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17,
                    f18, f19, f20, f21, f22, f23, f24);
  } else if constexpr (Count == 26) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19,
           f20, f21, f22, f23, f24, f25] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17,
                    f18, f19, f20, f21, f22, f23, f24, f25);
  } else if constexpr (Count == 27) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19,
           f20, f21, f22, f23, f24, f25, f26] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17,
                    f18, f19, f20, f21, f22, f23, f24, f25, f26);
  } else if constexpr (Count == 28) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19,
           f20, f21, f22, f23, f24, f25, f26, f27] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17,
                    f18, f19, f20, f21, f22, f23, f24, f25, f26, f27);
  } else if constexpr (Count == 29) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19,
           f20, f21, f22, f23, f24, f25, f26, f27, f28] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17,
                    f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28);
  } else if constexpr (Count == 30) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19,
           f20, f21, f22, f23, f24, f25, f26, f27, f28, f29] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17,
                    f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29);
  } else if constexpr (Count == 31) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19,
           f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17,
                    f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30);
  } else if constexpr (Count == 32) {
    auto &[f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19,
           f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31] = object;
    return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17,
                    f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31);
  }
}

template <class T>
struct FieldsOf {
  static constexpr std::size_t count = field_count<std::remove_const_t<T>>();
};

// The names: a pointer to a field of an object that exists only in declarations.
#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#pragma clang diagnostic ignored "-Wundefined-internal"
#endif
template <class T>
struct Imagined {
  T object;
};
template <class T>
extern const Imagined<T> imagined;

template <class Pointer>
struct FieldAddress {
  Pointer pointer;
};
template <class Pointer>
FieldAddress(Pointer) -> FieldAddress<Pointer>;

template <FieldAddress Address>
constexpr auto address_spelling() {
  return std::string_view(__PRETTY_FUNCTION__);
}

/// "id" of "... [with ... (& imagined<Job>.Imagined<Job>::object.Job::id)}]".
constexpr std::string_view last_identifier(std::string_view text) {
  const auto is_word = [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  while (!text.empty() && !is_word(text.back()))
    text.remove_suffix(1);
  std::size_t begin = text.size();
  while (begin > 0 && is_word(text[begin - 1]))
    --begin;
  return text.substr(begin);
}

template <class T, std::size_t Index>
consteval auto field_address() {
  return FieldAddress{&std::get<Index>(tie_fields<FieldsOf<T>::count>(imagined<T>.object))};
}

/// Empty when the compiler's spelling holds no name.
template <class T, std::size_t Index>
inline constexpr std::string_view field_name =
    last_identifier(address_spelling<field_address<T, Index>()>());
#if defined(__clang__)
#pragma clang diagnostic pop
#endif

} // namespace stowaway::detail

#endif // STOWAWAY_DETAIL_AGGREGATE_H
