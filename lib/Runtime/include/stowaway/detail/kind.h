//===- kind.h - By which rule does a type travel, or why can it not? -----------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Standard types, and Boost's look-alikes, are recognised by their shape, so that no header of
// theirs is needed here. A class of anybody else that has such a shape may hold more than the shape
// shows.
//
//===--------------------------------------------------------------------------------------------===//

#ifndef STOWAWAY_DETAIL_KIND_H
#define STOWAWAY_DETAIL_KIND_H

#include <array>
#include <cstddef>
#include <memory>
#include <tuple>
#include <variant>

#include <stowaway/detail/aggregate.h>
#include <stowaway/detail/user_functions.h>

namespace stowaway {

/// Does what a class shows as a container (or optional, path, ...) make up all of its value? So it
/// is for the standard library's classes and Boost's; specialise it for others that travel so:
///     template <> inline constexpr bool stowaway::travels_by_shape<my::Array> = true;
template <class T>
inline constexpr bool travels_by_shape = false;

} // namespace stowaway

namespace stowaway::detail {

enum class Kind {
  // Rules
  custom,
  scalar,
  code,
  member_pointer,
  members,
  free,
  path,
  bulk,
  sequence,
  bool_sequence,
  set,
  map,
  array,
  optional,
  tuple,
  variant,
  unique,
  shared,
  duration,
  time_point,
  complex,
  bitset,
  atomic,
  closure,
  aggregate,
  // Reasons against
  pointer,
  view,
  reference_wrapper,
  weak_pointer,
  function,
  lock,
  thread,
  stream,
  abstract,
  heavy_closure,
  too_many_fields,
  has_bases,
  look_alike,
  stateful_order,
  array_pointer,
  void_pointer,
  deleter,
  union_type,
  unknown_standard,
  opaque,
};
constexpr bool is_rejected(Kind kind) { return kind >= Kind::pointer; }

template <class T>
concept HasTransfer = requires { sizeof(Transfer<T>); };

template <class T>
concept Bulk =
    requires(T &t, const T &c, std::size_t n) {
      typename T::value_type;
      { t.data() } -> std::convertible_to<typename T::value_type *>;
      { c.size() } -> std::convertible_to<std::size_t>;
      t.resize(n);
    } &&
    (std::is_arithmetic_v<typename T::value_type> ||
     std::is_same_v<typename T::value_type, std::byte>) &&
    !std::is_same_v<typename T::value_type, bool>;
template <class T>
concept Container = requires(T &t, const T &c) {
  typename T::value_type;
  c.begin() != c.end();
  { c.size() } -> std::convertible_to<std::size_t>;
  t.clear();
};
template <class T>
concept Sequence = Container<T> && requires(T &t, typename T::value_type &&v) {
  t.push_back(std::move(v));
  t.back();
};
template <class T>
concept Keyed = Container<T> && requires(T &t, typename T::value_type &&v) {
  typename T::key_type;
  t.insert(std::move(v));
};
template <class T>
concept PathLike = requires(const T &c) {
  typename T::string_type;
  { c.native() } -> std::convertible_to<const typename T::string_type &>;
  c.lexically_normal();
};
template <class T>
concept OptionalLike = requires(T &t, const T &c) {
  typename T::value_type;
  { c.has_value() } -> std::same_as<bool>;
  *c;
  t.reset();
  t.emplace(std::move(*t));
};
template <class T>
concept DurationLike = requires(const T &c) {
  typename T::rep;
  typename T::period;
  c.count();
};
template <class T>
concept TimePointLike = requires(const T &c) {
  typename T::clock;
  typename T::duration;
  c.time_since_epoch();
};
template <class T>
concept ComplexLike = requires(const T &c) {
  typename T::value_type;
  c.real();
  c.imag();
} && std::is_trivially_copyable_v<T>;
template <class T>
concept BitsetLike = requires(T &t, const T &c) {
  c.test(0u);
  t.set(0u, true);
  c.to_ullong();
};
template <class T>
concept AtomicLike = requires(T &t, const T &c) {
  typename T::value_type;
  c.is_lock_free();
  t.store(c.load());
};
template <class T>
concept TupleLike = requires { std::tuple_size<T>::value; };
template <class T>
concept ViewLike = requires(T &t, std::size_t n) { t.remove_prefix(n); } ||
                   requires(const T &c, std::size_t n) { c.subspan(n, n); };

template <class T>
struct IsVariant : std::false_type {};
template <class... T>
struct IsVariant<std::variant<T...>> : std::true_type {};
template <class T>
struct IsUnique : std::false_type {};
template <class T, class Deleter>
struct IsUnique<std::unique_ptr<T, Deleter>> : std::true_type {};
template <class T>
struct IsShared : std::false_type {};
template <class T>
struct IsShared<std::shared_ptr<T>> : std::true_type {};
template <class T>
struct IsArrayPointer : std::false_type {};
template <class T, class Deleter>
struct IsArrayPointer<std::unique_ptr<T[], Deleter>> : std::true_type {};
template <class T>
struct IsArrayPointer<std::shared_ptr<T[]>> : std::true_type {};
template <class T, std::size_t N>
struct IsArrayPointer<std::shared_ptr<T[N]>> : std::true_type {};
/// std::default_delete is what the other side makes; any other deleter would be lost.
template <class T>
struct HasOwnDeleter : std::false_type {};
template <class T, class Deleter>
struct HasOwnDeleter<std::unique_ptr<T, Deleter>>
    : std::negation<std::is_same<Deleter, std::default_delete<T>>> {};
template <class T>
struct IsStdArray : std::false_type {};
template <class T, std::size_t N>
struct IsStdArray<std::array<T, N>> : std::true_type {};

template <class T>
constexpr bool named(std::string_view prefix) {
  constexpr auto name = type_name<T>();
  return name.starts_with(prefix);
}

/// Types of the standard library that mean something only in their process, by name: their headers
/// are not included here.
template <class T>
constexpr Kind reason_against_standard() {
  if constexpr (named<T>("std::weak_ptr<"))
    return Kind::weak_pointer;
  else if constexpr (named<T>("std::reference_wrapper<"))
    return Kind::reference_wrapper;
  else if constexpr (named<T>("std::function<") || named<T>("std::_Bind") ||
                     named<T>("std::move_only_function<"))
    return Kind::function;
  else if constexpr (named<T>("std::mutex") || named<T>("std::recursive_") ||
                     named<T>("std::timed_mutex") || named<T>("std::shared_mutex") ||
                     named<T>("std::shared_timed_mutex") || named<T>("std::condition_variable") ||
                     named<T>("std::unique_lock<") || named<T>("std::lock_guard<") ||
                     named<T>("std::scoped_lock<") || named<T>("std::shared_lock<") ||
                     named<T>("std::counting_semaphore<") || named<T>("std::barrier<") ||
                     named<T>("std::latch"))
    return Kind::lock;
  else if constexpr (named<T>("std::thread") || named<T>("std::jthread") ||
                     named<T>("std::future<") || named<T>("std::shared_future<") ||
                     named<T>("std::promise<") || named<T>("std::packaged_task<") ||
                     named<T>("std::stop_"))
    return Kind::thread;
  else if constexpr (named<T>("std::basic_"))
    return Kind::stream;
  else if constexpr ((named<T>("std::chrono::year") || named<T>("std::chrono::month") ||
                      named<T>("std::chrono::day") || named<T>("std::chrono::weekday") ||
                      named<T>("std::chrono::hh_mm_ss<")) &&
                     std::is_trivially_copyable_v<T>)
    return Kind::scalar;
  else
    return Kind::unknown_standard;
}

/// A function pointer as the order of a set, a hash with a seed: the other side would make another.
template <class T>
constexpr bool has_stateful_order() {
  bool stateful = false;
  if constexpr (requires { typename T::key_compare; })
    stateful = !std::is_empty_v<typename T::key_compare>;
  if constexpr (requires { typename T::hasher; })
    stateful = stateful || !std::is_empty_v<typename T::hasher>;
  if constexpr (requires { typename T::key_equal; })
    stateful = stateful || !std::is_empty_v<typename T::key_equal>;
  return stateful;
}

template <class T>
constexpr Kind kind_of_shape() {
  if constexpr (ViewLike<T>)
    return Kind::view;
  else if constexpr (PathLike<T>)
    return Kind::path;
  else if constexpr (Bulk<T>)
    return Kind::bulk;
  else if constexpr (Sequence<T>)
    return std::is_same_v<typename T::value_type, bool> ? Kind::bool_sequence : Kind::sequence;
  else if constexpr (Keyed<T>) {
    if constexpr (has_stateful_order<T>())
      return Kind::stateful_order;
    else if constexpr (requires { typename T::mapped_type; })
      return Kind::map;
    else
      return Kind::set;
  } else if constexpr (OptionalLike<T>)
    return Kind::optional;
  else if constexpr (IsStdArray<T>::value)
    return Kind::array;
  else if constexpr (TupleLike<T>)
    return Kind::tuple;
  else if constexpr (IsVariant<T>::value)
    return Kind::variant;
  else if constexpr (IsUnique<T>::value || IsShared<T>::value) {
    if constexpr (std::is_void_v<typename T::element_type>)
      return Kind::void_pointer;
    else if constexpr (IsArrayPointer<T>::value)
      return Kind::array_pointer;
    else if constexpr (HasOwnDeleter<T>::value)
      return Kind::deleter;
    else if constexpr (std::is_abstract_v<typename T::element_type>)
      return Kind::abstract;
    else
      return IsUnique<T>::value ? Kind::unique : Kind::shared;
  } else if constexpr (DurationLike<T>)
    return Kind::duration;
  else if constexpr (TimePointLike<T>)
    return Kind::time_point;
  else if constexpr (AtomicLike<T>)
    return Kind::atomic;
  else if constexpr (BitsetLike<T>)
    return Kind::bitset;
  else if constexpr (ComplexLike<T>)
    return Kind::complex;
  else
    return Kind::opaque;
}

template <class T>
constexpr Kind kind_of_aggregate() {
  return field_count<T>() <= max_fields ? Kind::aggregate : Kind::too_many_fields;
}

#if defined(__SIZEOF_INT128__)
__extension__ typedef __int128 Wide;
__extension__ typedef unsigned __int128 UnsignedWide;
template <class T>
inline constexpr bool is_wide_integer = std::is_same_v<T, Wide> || std::is_same_v<T, UnsignedWide>;
#else
template <class T>
inline constexpr bool is_wide_integer = false;
#endif

/// Whose shape says all: classes of the standard library and of Boost, and those for which the user
/// says so.
template <class T>
constexpr bool is_known_by_shape() {
  return is_standard_type<T>() || named<T>("__gnu_cxx::") || named<T>("boost::") ||
         travels_by_shape<T>;
}

/// Neither a scalar nor known by its shape.
template <class T>
constexpr Kind kind_of_other() {
  if constexpr (is_closure<T>())
    return std::is_trivially_copyable_v<T> ? Kind::closure : Kind::heavy_closure;
  else if constexpr (ViewLike<T>)
    return Kind::view;
  else if constexpr (std::is_union_v<T>)
    return Kind::union_type;
  else if constexpr (std::is_aggregate_v<T> && !has_bases<T>())
    return kind_of_aggregate<T>();
  else if constexpr (kind_of_shape<T>() != Kind::opaque)
    return Kind::look_alike;
  else if constexpr (std::is_aggregate_v<T>)
    return Kind::has_bases;
  else if constexpr (std::is_empty_v<T> && std::is_trivially_copyable_v<T> &&
                     std::is_default_constructible_v<T>)
    return Kind::scalar; // a tag or a functor without state
  else
    return Kind::opaque;
}

/// The rule for T, which must be complete and neither const nor volatile.
template <class T>
constexpr Kind kind_of() {
  if constexpr (HasTransfer<T>)
    return Kind::custom;
  else if constexpr (std::is_pointer_v<T>)
    return std::is_function_v<std::remove_pointer_t<T>> ? Kind::code : Kind::pointer;
  else if constexpr (std::is_member_pointer_v<T>)
    return Kind::member_pointer;
  else if constexpr (std::is_array_v<T>)
    return Kind::array;
  else if constexpr (HasMembers<T>)
    return Kind::members;
  else if constexpr (HasFree<T> && !is_standard_type<T>())
    return Kind::free;
  else if constexpr (std::is_scalar_v<T> || is_wide_integer<T>)
    return Kind::scalar;
  else if constexpr (is_known_by_shape<T>()) {
    if constexpr (constexpr Kind shape = kind_of_shape<T>(); shape != Kind::opaque)
      return shape;
    else if constexpr (HasFree<T>)
      return Kind::free;
    else if constexpr (is_standard_type<T>() && !std::is_empty_v<T>)
      return reason_against_standard<T>();
    else
      return kind_of_other<T>();
  } else
    return kind_of_other<T>();
}

/// A string that can be a template argument, so that a message can hold it.
template <std::size_t Size>
struct Text {
  char text[Size + 1] = {};
  constexpr Text(std::string_view from) {
    for (std::size_t i = 0; i < Size; ++i)
      text[i] = from[i];
  }
  constexpr Text(const char (&from)[Size + 1]) : Text(std::string_view(from, Size)) {}
};
template <std::size_t SizeWithNull>
Text(const char (&)[SizeWithNull]) -> Text<SizeWithNull - 1>;

/// Instantiated for a value that cannot travel, with its owner and name: a compiler that reports
/// one of these sentences names all three. `Role` is the member, the argument, or the use. It has
/// no value to ask for, which a compiler that has reported it would report again.
template <class Type, class Owner, Text Role>
struct CanTravel {
  static constexpr Kind kind = kind_of<Type>();
  static_assert(kind != Kind::pointer,
                "a raw pointer cannot travel: its address means nothing in another process. Send "
                "the object itself, a std::unique_ptr or std::shared_ptr to it, or keep the member "
                "at home with stowaway::Local");
  static_assert(kind != Kind::view,
                "a view (std::string_view, std::span) cannot travel: it holds an address. Send the "
                "std::string or std::vector that owns what it shows");
  static_assert(kind != Kind::reference_wrapper,
                "a std::reference_wrapper inside of another object cannot travel: it holds an "
                "address. Send the object itself");
  static_assert(kind != Kind::weak_pointer,
                "a std::weak_ptr cannot travel: it means something only beside the shared_ptr of "
                "its process. Leave the member out of the transfer function, or make it "
                "stowaway::Local");
  static_assert(kind != Kind::function,
                "std::function and std::bind objects cannot travel: what they hold is hidden. Give "
                "the function or lambda and its arguments to Process as they are");
  static_assert(kind != Kind::lock,
                "a lock of the standard library cannot travel: it means something only to the "
                "threads of its process. Use stowaway::Mutex, or make the member stowaway::Local");
  static_assert(kind != Kind::thread,
                "a thread, future or stop token cannot travel: it belongs to its process. Use "
                "stowaway::Event or a stowaway::Queue, or make the member stowaway::Local");
  static_assert(kind != Kind::stream,
                "a stream cannot travel: its file and buffer belong to its process. Send the file "
                "name, or make the member stowaway::Local");
  static_assert(kind != Kind::abstract,
                "a pointer to an abstract class cannot travel: the other side could not create the "
                "object. Send the concrete type, or a std::variant of the concrete types");
  static_assert(kind != Kind::heavy_closure,
                "this lambda captures something that is more than plain bytes, and captures have "
                "no names that could be sent. Pass it as an argument instead: "
                "Process([](std::string text) { ... }, text)");
  static_assert(kind != Kind::too_many_fields,
                "this aggregate has more than 32 fields: give it a transfer function, "
                "template <class A> void serialize(A &archive) { archive(first, second); }");
  static_assert(kind != Kind::has_bases,
                "this aggregate has base classes: give it a transfer function, template <class A> "
                "void serialize(A &archive) { archive(cereal::base_class<Base>(this), member); }");
  static_assert(kind != Kind::look_alike,
                "this class looks like a container of the standard library, but may hold more than "
                "its elements: give it a transfer function, template <class A> void serialize(A "
                "&archive) { archive(first, second); }, or say that its elements are all: template "
                "<> inline constexpr bool stowaway::travels_by_shape<TheClass> = true;");
  static_assert(kind != Kind::stateful_order,
                "this container is ordered or hashed by something that has state (a pointer to a "
                "function, a std::function, a seed), which would be lost: use a comparison or hash "
                "without state, or send a std::vector of the elements");
  static_assert(kind != Kind::array_pointer,
                "a smart pointer to an array cannot travel: it does not know how long the array "
                "is. Use std::vector");
  static_assert(kind != Kind::void_pointer,
                "a smart pointer to void cannot travel: the type of the object is not known. Use "
                "the real type, or a std::variant of the types it may be");
  static_assert(kind != Kind::deleter,
                "a std::unique_ptr with a deleter of its own cannot travel: what it owns is "
                "released in a way that belongs to this process. Send what describes it, or make "
                "the member stowaway::Local");
  static_assert(kind != Kind::union_type,
                "a union cannot travel: it does not say which of its members is alive. Use "
                "std::variant, or specialise stowaway::Transfer for it");
  static_assert(kind != Kind::unknown_standard,
                "there is no rule for this class of the standard library: send what it holds in "
                "another form (a number, a std::string, a std::vector), specialise "
                "stowaway::Transfer for it, or make the member stowaway::Local");
  static_assert(kind != Kind::opaque,
                "this type has private members and says nothing about how it travels: give it a "
                "transfer function, template <class A> void serialize(A &archive) { "
                "archive(first, second); }, or make the member stowaway::Local");
};

template <class T, bool Says, class... Seen, std::size_t... Index>
constexpr bool fields_travel(std::index_sequence<Index...>);

/// Does Type, the Role of Owner, travel with all that it is made of, as far as types tell? `Says`:
/// a compiler that finds it does not is to report the sentence. What a transfer function sends is
/// looked at where that function is used. Seen: types that are being looked at, for a list whose
/// elements hold such lists.
template <class Type, class Owner, Text Role, bool Says, class... Seen>
constexpr bool travels() {
  using T = std::remove_cv_t<Type>;
  if constexpr ((std::is_same_v<T, Seen> || ...)) {
    return true;
  } else if constexpr (is_rejected(kind_of<T>())) {
    if constexpr (Says)
      (void)sizeof(CanTravel<T, Owner, Role>);
    return false;
  } else {
    using enum Kind;
    constexpr Kind kind = kind_of<T>();
    if constexpr (kind == sequence || kind == set || kind == optional)
      return travels<typename T::value_type, T, "element", Says, T, Seen...>();
    else if constexpr (kind == array && !std::is_array_v<T>)
      return travels<typename T::value_type, T, "element", Says, T, Seen...>();
    else if constexpr (kind == array)
      return travels<std::remove_extent_t<T>, T, "element", Says, T, Seen...>();
    else if constexpr (kind == map)
      return travels<typename T::key_type, T, "key", Says, T, Seen...>() &&
             travels<typename T::mapped_type, T, "mapped value", Says, T, Seen...>();
    else if constexpr (kind == unique || kind == shared)
      return travels<typename T::element_type, T, "pointee", Says, T, Seen...>();
    else if constexpr (kind == atomic)
      return travels<typename T::value_type, T, "value", Says, T, Seen...>();
    else if constexpr (kind == tuple)
      return []<std::size_t... I>(std::index_sequence<I...>) {
        return (travels<std::tuple_element_t<I, T>, T, "element", Says, T, Seen...>() && ...);
      }(std::make_index_sequence<std::tuple_size_v<T>>());
    else if constexpr (kind == variant)
      return []<std::size_t... I>(std::index_sequence<I...>) {
        return (travels<std::variant_alternative_t<I, T>, T, "alternative", Says, T, Seen...>() &&
                ...);
      }(std::make_index_sequence<std::variant_size_v<T>>());
    else if constexpr (kind == aggregate)
      return fields_travel<T, Says, Seen...>(std::make_index_sequence<FieldsOf<T>::count>());
    else
      return true;
  }
}

template <class T, std::size_t Index, class Field, bool Says, class... Seen>
constexpr bool field_travels() {
  constexpr auto name = field_name<T, Index>;
  return travels<Field, T, Text<name.size()>(name), Says, T, Seen...>();
}
template <class T, bool Says, class... Seen, std::size_t... Index>
constexpr bool fields_travel(std::index_sequence<Index...>) {
  using Fields = decltype(tie_fields<sizeof...(Index)>(std::declval<T &>()));
  return (field_travels<T, Index, std::remove_reference_t<std::tuple_element_t<Index, Fields>>,
                        Says, Seen...>() &&
          ...);
}

} // namespace stowaway::detail

#endif // STOWAWAY_DETAIL_KIND_H
