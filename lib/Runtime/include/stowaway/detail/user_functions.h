//===- user_functions.h - What does a type itself say it sends? ----------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds and calls the transfer functions that user code already has, in the forms of cereal and of
// Boost.Serialization: serialize, save and load, save_minimal and load_minimal; members (private
// ones through a friend class, cereal::access or stowaway::access) and free functions; with and
// without a version argument, which is the current one: both sides are the same program.
//
//===--------------------------------------------------------------------------------------------===//

#ifndef STOWAWAY_DETAIL_USER_FUNCTIONS_H
#define STOWAWAY_DETAIL_USER_FUNCTIONS_H

#include <concepts>

#include <stowaway/detail/archive.h>

// Where CEREAL_CLASS_VERSION and BOOST_CLASS_VERSION say it; known by name only.
namespace cereal::detail {
template <class T, class BindingTag>
struct Version;
}
namespace boost::serialization {
template <class T>
struct version;
}

namespace stowaway {

/// `friend class stowaway::access;` lets private transfer functions and constructors be used.
/// `friend class cereal::access;` does too, when cereal's header was included.
class access {
public:
  template <class A, class T>
  static auto member_serialize(A &archive, T &value) -> decltype(value.serialize(archive)) {
    return value.serialize(archive);
  }
  template <class A, class T>
  static auto member_serialize(A &archive, T &value, std::uint32_t version)
      -> decltype(value.serialize(archive, version)) {
    return value.serialize(archive, version);
  }
  template <class A, class T>
  static auto member_save(A &archive, const T &value) -> decltype(value.save(archive)) {
    return value.save(archive);
  }
  template <class A, class T>
  static auto member_save(A &archive, const T &value, std::uint32_t version)
      -> decltype(value.save(archive, version)) {
    return value.save(archive, version);
  }
  template <class A, class T>
  static auto member_load(A &archive, T &value) -> decltype(value.load(archive)) {
    return value.load(archive);
  }
  template <class A, class T>
  static auto member_load(A &archive, T &value, std::uint32_t version)
      -> decltype(value.load(archive, version)) {
    return value.load(archive, version);
  }
  template <class A, class T>
  static auto member_save_minimal(const A &archive, const T &value)
      -> decltype(value.save_minimal(archive)) {
    return value.save_minimal(archive);
  }
  template <class A, class T, class U>
  static auto member_load_minimal(const A &archive, T &value, U &&minimal)
      -> decltype(value.load_minimal(archive, minimal)) {
    return value.load_minimal(archive, minimal);
  }
  template <class T>
  static auto construct() -> decltype(new T()) {
    return new T();
  }
};

namespace detail {

/// cereal's template has a default argument where its header is included, which is looked for here
/// when a version is asked for.
template <template <class...> class Version, class T>
std::uint32_t cereal_version() {
  if constexpr (requires { Version<T>::version; })
    return Version<T>::version;
  else
    return 0;
}
/// The version of a class that its transfer function is told. 0 when nobody says another.
template <class T>
std::uint32_t version_of() {
  if constexpr (requires { boost::serialization::version<T>::value; })
    if (boost::serialization::version<T>::value != 0)
      return static_cast<std::uint32_t>(boost::serialization::version<T>::value);
  return cereal_version<cereal::detail::Version, T>();
}

// `Access` is a parameter so that cereal::access is looked into only where it is complete.
template <class Access, class A, class T>
concept MemberSerialize = requires(A &a, T &t) { Access::member_serialize(a, t); };
template <class Access, class A, class T>
concept MemberSerializeV = requires(A &a, T &t) { Access::member_serialize(a, t, 0u); };
template <class Access, class T>
concept MemberSave = requires(OutputArchive &a, const T &t) { Access::member_save(a, t); };
template <class Access, class T>
concept MemberSaveV = requires(OutputArchive &a, const T &t) { Access::member_save(a, t, 0u); };
template <class Access, class T>
concept MemberMinimal =
    requires(OutputArchive &a, const T &t) { Access::member_save_minimal(a, t); };

template <class A, class T>
concept FreeSerialize = requires(A &a, T &t) { serialize(a, t); };
template <class A, class T>
concept FreeSerializeV = requires(A &a, T &t) { serialize(a, t, 0u); };
template <class T>
concept FreeSave = requires(OutputArchive &a, const T &t) { save(a, t); };
template <class T>
concept FreeSaveV = requires(OutputArchive &a, const T &t) { save(a, t, 0u); };
template <class T>
concept FreeMinimal = requires(const OutputArchive &a, const T &t) { save_minimal(a, t); };

template <class Access, class T>
concept HasMemberFunction =
    MemberSerialize<Access, OutputArchive, T> || MemberSerializeV<Access, OutputArchive, T> ||
    MemberSave<Access, T> || MemberSaveV<Access, T> || MemberMinimal<Access, T>;

/// The class through which T's member functions may be called; void when T has none.
template <class T>
constexpr auto accessor() {
  if constexpr (!std::is_class_v<T>)
    return std::type_identity<void>();
  else if constexpr (HasMemberFunction<access, T>)
    return std::type_identity<access>();
  else if constexpr (HasMemberFunction<cereal::access, T>)
    return std::type_identity<cereal::access>();
  else
    return std::type_identity<void>();
}
template <class T>
using AccessorOf = typename decltype(accessor<T>())::type;

template <class T>
concept HasMembers = !std::is_void_v<AccessorOf<T>>;
template <class T>
concept HasFree = (std::is_class_v<T> || std::is_union_v<T> || std::is_enum_v<T>) &&
                  (FreeSerialize<OutputArchive, T> || FreeSerializeV<OutputArchive, T> ||
                   FreeSave<T> || FreeSaveV<T> || FreeMinimal<T>);

template <class T>
void put_by_members(OutputArchive &archive, const T &value) {
  using Access = AccessorOf<T>;
  auto &object = const_cast<T &>(value); // serialize() serves both directions and is not const
  if constexpr (MemberSerialize<Access, OutputArchive, T>)
    Access::member_serialize(archive, object);
  else if constexpr (MemberSave<Access, T>)
    Access::member_save(archive, value);
  else if constexpr (MemberSerializeV<Access, OutputArchive, T>)
    Access::member_serialize(archive, object, version_of<T>());
  else if constexpr (MemberSaveV<Access, T>)
    Access::member_save(archive, value, version_of<T>());
  else
    detail::put(archive, Access::member_save_minimal(archive, value));
}

template <class T>
void get_by_members(InputArchive &archive, T &value) {
  using Access = AccessorOf<T>;
  if constexpr (MemberSerialize<Access, OutputArchive, T>) {
    Access::member_serialize(archive, value);
  } else if constexpr (MemberSave<Access, T>) {
    Access::member_load(archive, value);
  } else if constexpr (MemberSerializeV<Access, OutputArchive, T>) {
    Access::member_serialize(archive, value, version_of<T>());
  } else if constexpr (MemberSaveV<Access, T>) {
    Access::member_load(archive, value, version_of<T>());
  } else {
    using Minimal = std::remove_cvref_t<decltype(Access::member_save_minimal(
        std::declval<OutputArchive &>(), std::as_const(value)))>;
    Minimal minimal{};
    detail::get(archive, minimal);
    Access::member_load_minimal(archive, value, minimal);
  }
}

// save before serialize: a free serialize() of a base class accepts the derived class too.
template <class T>
void put_by_free(OutputArchive &archive, const T &value) {
  auto &object = const_cast<T &>(value);
  if constexpr (FreeSave<T>)
    save(archive, value);
  else if constexpr (FreeSerialize<OutputArchive, T>)
    serialize(archive, object);
  else if constexpr (FreeSaveV<T>)
    save(archive, value, version_of<T>());
  else if constexpr (FreeSerializeV<OutputArchive, T>)
    serialize(archive, object, version_of<T>());
  else
    detail::put(archive, save_minimal(archive, value));
}

template <class T>
void get_by_free(InputArchive &archive, T &value) {
  if constexpr (FreeSave<T>) {
    load(archive, value);
  } else if constexpr (FreeSerialize<OutputArchive, T>) {
    serialize(archive, value);
  } else if constexpr (FreeSaveV<T>) {
    load(archive, value, version_of<T>());
  } else if constexpr (FreeSerializeV<OutputArchive, T>) {
    serialize(archive, value, version_of<T>());
  } else {
    using Minimal = std::remove_cvref_t<decltype(save_minimal(std::declval<OutputArchive &>(),
                                                              std::as_const(value)))>;
    Minimal minimal{};
    detail::get(archive, minimal);
    load_minimal(archive, value, minimal);
  }
}

/// Is there a T that its default constructor does not make in vain?
template <class T>
concept HasBlank = requires {
  { Transfer<T>::blank() } -> std::same_as<T>;
};
/// A new T by its default constructor, which may be private to a befriended access class.
template <class T, class Access>
concept ConstructedBy = requires { Access::template construct<T>(); };
template <class T>
concept DefaultCreatable =
    HasBlank<T> || std::is_default_constructible_v<T> || ConstructedBy<T, access> ||
    (!std::is_abstract_v<T> && HasMemberFunction<cereal::access, T>);

/// A T to be filled by get().
template <class T>
T make_blank() {
  if constexpr (HasBlank<T>)
    return Transfer<T>::blank();
  else
    return T();
}

template <class T>
std::unique_ptr<T> create() {
  static_assert(
      DefaultCreatable<T>,
      "a value that is sent needs a default constructor (a private one is reached through "
      "`friend class stowaway::access`): the other side creates it, then fills it");
  if constexpr (HasBlank<T>)
    return std::unique_ptr<T>(new T(Transfer<T>::blank()));
  else if constexpr (std::is_default_constructible_v<T>)
    return std::make_unique<T>();
  else if constexpr (ConstructedBy<T, access>)
    return std::unique_ptr<T>(access::construct<T>());
  else if constexpr (DefaultCreatable<T>) {
    using Access = std::conditional_t<(sizeof(T) > 0), cereal::access, void>;
    return std::unique_ptr<T>(Access::template construct<T>());
  } else
    return nullptr;
}

} // namespace detail
} // namespace stowaway

#endif // STOWAWAY_DETAIL_USER_FUNCTIONS_H
