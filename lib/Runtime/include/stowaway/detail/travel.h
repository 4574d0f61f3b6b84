//===- travel.h - How does a value of each kind travel? ------------------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_DETAIL_TRAVEL_H
#define STOWAWAY_DETAIL_TRAVEL_H

#include <typeinfo>

#include <stowaway/detail/kind.h>

// cereal's wrappers, known by name only: their header is needed where they are used, not here.
namespace cereal {
template <class T>
class NameValuePair;
template <class T>
class SizeTag;
template <class T>
class DeferredData;
template <class T>
struct BinaryData;
template <class Base>
struct base_class;
template <class Base>
struct virtual_base_class;
} // namespace cereal
namespace boost::serialization {
template <class T>
class nvp;
}

namespace stowaway {

/// A member with its name, for errors; what CEREAL_NVP is for cereal. Only needed where the source
/// of the transfer function is not at hand when the program runs.
template <class T>
struct Named {
  const char *name;
  T &value;
};
template <class T>
Named<T> named(const char *name, T &value) {
  return {name, value};
}

namespace detail {

void check_no_addresses(const ArchiveBase &archive, const void *closure, std::size_t size);
[[noreturn]] void fail_sliced(const ArchiveBase &archive, const char *dynamic_type,
                              std::string_view static_type);

/// A pointee or bound object must be of exactly the type that is sent. Not seen with -fno-rtti.
template <class T>
void check_not_sliced([[maybe_unused]] const ArchiveBase &archive,
                      [[maybe_unused]] const T &object) {
#if defined(__cpp_rtti)
  if constexpr (std::is_polymorphic_v<T>)
    if (typeid(object) != typeid(T))
      fail_sliced(archive, typeid(object).name(), type_name<T>());
#endif
}

// Wrappers: what is inside, and under which name?
template <class T>
struct Unwrapped {
  template <class W>
  static auto &content(W &&wrapper) {
    return wrapper;
  }
  static const char *name(const T &) { return nullptr; }
};
template <class T>
struct Unwrapped<cereal::NameValuePair<T>> {
  template <class W>
  static auto &content(W &&wrapper) {
    return wrapper.value;
  }
  static const char *name(const auto &wrapper) { return wrapper.name; }
};
template <class T>
struct Unwrapped<cereal::DeferredData<T>> {
  template <class W>
  static auto &content(W &&wrapper) {
    return wrapper.value;
  }
  static const char *name(const auto &) { return nullptr; }
};
template <class T>
struct Unwrapped<cereal::SizeTag<T>> {
  template <class W>
  static auto &content(W &&wrapper) {
    return wrapper.size;
  }
  static const char *name(const auto &) { return "size"; }
};
template <class T>
struct Unwrapped<Named<T>> {
  template <class W>
  static auto &content(W &&wrapper) {
    return wrapper.value;
  }
  static const char *name(const auto &wrapper) { return wrapper.name; }
};
template <class T>
struct Unwrapped<boost::serialization::nvp<T>> {
  template <class W>
  static auto &content(W &&wrapper) {
    return const_cast<std::remove_cvref_t<W> &>(wrapper).value();
  }
  static const char *name(const auto &wrapper) { return wrapper.name(); }
};
template <class T>
struct IsBase : std::false_type {};
template <class T>
struct IsBase<cereal::base_class<T>> : std::true_type {};
template <class T>
struct IsBase<cereal::virtual_base_class<T>> : std::true_type {};
template <class T>
struct IsBinary : std::false_type {};
template <class T>
struct IsBinary<cereal::BinaryData<T>> : std::true_type {};

template <class T>
void put_element(OutputArchive &archive, const T &element, const std::source_location *place,
                 std::size_t index, std::size_t count) {
  if constexpr (IsBase<T>::value) {
    put(archive, *element.base_ptr);
  } else if constexpr (IsBinary<T>::value) {
    archive.write_size(element.size);
    archive.write(element.data, element.size);
  } else {
    const char *name = Unwrapped<T>::name(element);
    const auto ordinal = archive.next_position();
    const ArchiveBase::Step step(
        archive, name ? PathStep{PathStep::Kind::member, name}
                      : PathStep{PathStep::Kind::position, {}, index, count, place, ordinal});
    put(archive, std::as_const(Unwrapped<T>::content(element)));
  }
}

template <class T>
void get_element(InputArchive &archive, T &&wrapper, const std::source_location *place,
                 std::size_t index, std::size_t count) {
  using Element = std::remove_cvref_t<T>;
  if constexpr (IsBase<Element>::value) {
    get(archive, *wrapper.base_ptr);
  } else if constexpr (IsBinary<Element>::value) {
    if (archive.read_size() != wrapper.size)
      archive.fail("the binary data has another size than was sent");
    archive.read(wrapper.data, wrapper.size);
  } else {
    const char *name = Unwrapped<Element>::name(wrapper);
    const auto ordinal = archive.next_position();
    const ArchiveBase::Step step(
        archive, name ? PathStep{PathStep::Kind::member, name}
                      : PathStep{PathStep::Kind::position, {}, index, count, place, ordinal});
    get(archive, const_cast<std::remove_cvref_t<decltype(Unwrapped<Element>::content(wrapper))> &>(
                     Unwrapped<Element>::content(wrapper)));
  }
}

// An element always takes at least one byte, so that a length can be compared with what is left.
template <class T>
void put_counted(OutputArchive &archive, const T &value) {
  const auto before = archive.bytes().size();
  put(archive, value);
  if (archive.bytes().size() == before)
    archive.write_scalar('\0');
}
template <class T>
void get_counted(InputArchive &archive, T &value) {
  const auto before = archive.remaining();
  get(archive, value);
  if (archive.remaining() == before)
    archive.template read_scalar<char>();
}

/// A part of an object that is made already: also a const one, whose place then gets a new object
/// ([basic.life] 8: it is not a complete const object).
template <class Part>
void get_part(InputArchive &archive, Part &part) {
  using T = std::remove_cv_t<Part>;
  if constexpr (std::is_same_v<T, Part>) {
    get(archive, part);
  } else if constexpr (std::is_array_v<Part>) {
    for (auto &element : part)
      get_part(archive, element);
  } else {
    const auto made = create<T>();
    get(archive, *made);
    auto &place = const_cast<T &>(part);
    static_assert(std::is_nothrow_move_constructible_v<T>,
                  "a const member that is sent needs a move constructor that does not throw");
    std::destroy_at(&place);
    std::construct_at(&place, std::move(*made));
  }
}
template <class T>
constexpr PathStep at_index(std::size_t index) {
  return {PathStep::Kind::index, {}, index};
}

/// The fields of an aggregate.
template <class T, std::size_t Index>
constexpr PathStep at_field() {
  if constexpr (field_name<T, Index>.empty())
    return {PathStep::Kind::position, {}, Index, FieldsOf<T>::count, nullptr, Index};
  else
    return {PathStep::Kind::member, field_name<T, Index>};
}
template <class T, std::size_t Index, class Field>
void put_field(OutputArchive &archive, const Field &field) {
  constexpr auto name = field_name<T, Index>;
  if constexpr (is_rejected(kind_of<std::remove_const_t<Field>>())) {
    (void)sizeof(CanTravel<std::remove_const_t<Field>, T, Text<name.size()>(name)>);
  } else {
    const ArchiveBase::Step step(archive, at_field<T, Index>());
    put(archive, field);
  }
}
template <class T, std::size_t... Index>
void put_fields(OutputArchive &archive, const T &value, std::index_sequence<Index...>) {
  [[maybe_unused]] const auto fields = tie_fields<sizeof...(Index)>(value);
  (put_field<T, Index>(archive, std::get<Index>(fields)), ...);
}
template <class T, std::size_t... Index>
void get_fields(InputArchive &archive, T &value, std::index_sequence<Index...>) {
  [[maybe_unused]] const auto fields = tie_fields<sizeof...(Index)>(value);
  [[maybe_unused]] const auto get_field = [&]<std::size_t I>(auto &field) {
    const ArchiveBase::Step step(archive, at_field<T, I>());
    get_part(archive, field);
  };
  (get_field.template operator()<Index>(std::get<Index>(fields)), ...);
}

template <class T, std::size_t... Index>
void put_tuple(OutputArchive &archive, const T &value, std::index_sequence<Index...>) {
  const auto put_one = [&](std::size_t index, const auto &element) {
    const ArchiveBase::Step step(archive, {PathStep::Kind::index, "<>", index});
    put(archive, element);
  };
  (put_one(Index, std::get<Index>(value)), ...);
}
template <class T, std::size_t... Index>
void get_tuple(InputArchive &archive, T &value, std::index_sequence<Index...>) {
  const auto get_one = [&](std::size_t index, auto &element) {
    const ArchiveBase::Step step(archive, {PathStep::Kind::index, "<>", index});
    get_part(archive, element);
  };
  (get_one(Index, std::get<Index>(value)), ...);
}

template <class T, std::size_t... Index>
void get_variant(InputArchive &archive, T &value, std::size_t which,
                 std::index_sequence<Index...>) {
  const auto try_one = [&]<std::size_t I>() {
    if (which == I) {
      auto alternative = create<std::remove_cv_t<std::variant_alternative_t<I, T>>>();
      get(archive, *alternative);
      value.template emplace<I>(std::move(*alternative));
    }
  };
  (try_one.template operator()<Index>(), ...);
}

// An object reached by pointer is sent once; later pointers to it name its number. Was it new?
template <class T>
bool put_object(OutputArchive &archive, const T &object) {
  check_not_sliced(archive, object);
  const bool is_new = archive.write_tracked(&object, &type_tag<T>);
  if (is_new)
    put(archive, object);
  return is_new;
}
/// `owner` is told false when the object is still being read: a reference to it from its own
/// content must not own it, or it would keep itself alive.
template <class T>
std::shared_ptr<T> get_object(InputArchive &archive, bool *owner = nullptr) {
  if (owner)
    *owner = true;
  if (const auto *known = archive.read_tracked(&type_tag<T>)) {
    if (owner)
      *owner = known->complete;
    return std::static_pointer_cast<T>(known->object);
  }
  std::shared_ptr<T> object = create<T>();
  const auto number = archive.tracked_count();
  archive.add_tracked(object, &type_tag<T>);
  get(archive, *object);
  archive.set_complete(number);
  return object;
}

template <class T>
void put_pointee(OutputArchive &archive, const T &pointer) {
  using Element = std::remove_cv_t<typename T::element_type>;
  archive.write_scalar(pointer != nullptr);
  if (!pointer)
    return;
  const ArchiveBase::Step step(archive, {PathStep::Kind::pointee});
  if constexpr (IsShared<T>::value) {
    if (put_object<Element>(archive, *pointer))
      archive.keep_alive(pointer); // or a later object at its address would be taken for it
  } else {
    check_not_sliced<Element>(archive, *pointer);
    put<Element>(archive, *pointer);
  }
}
template <class T>
void get_pointee(InputArchive &archive, T &pointer) {
  using Element = std::remove_cv_t<typename T::element_type>;
  pointer.reset();
  if (!archive.template read_scalar<bool>())
    return;
  const ArchiveBase::Step step(archive, {PathStep::Kind::pointee});
  if constexpr (IsShared<T>::value) {
    pointer = get_object<Element>(archive);
  } else {
    auto object = create<Element>();
    get(archive, *object);
    pointer = std::move(object);
  }
}

/// Itanium C++ ABI 2.3: an address or a vtable offset, and an adjustment.
struct MethodPointer {
  std::uintptr_t function;
  std::ptrdiff_t adjustment;
};
void put_method(OutputArchive &archive, const MethodPointer &parts);
MethodPointer get_method(InputArchive &archive);

template <class T>
void put_member_pointer(OutputArchive &archive, const T &pointer) {
  if constexpr (std::is_member_function_pointer_v<T>) {
    static_assert(sizeof pointer == sizeof(MethodPointer));
    MethodPointer parts;
    std::memcpy(&parts, &pointer, sizeof parts);
    put_method(archive, parts);
  } else {
    archive.write_scalar(pointer); // an offset
  }
}
template <class T>
void put(OutputArchive &archive, const T &value) {
  using enum Kind;
  if constexpr (is_rejected(kind_of<T>())) {
    (void)sizeof(CanTravel<T, void, "value">);
  } else {
    constexpr Kind kind = kind_of<T>();
    if constexpr (kind == custom) {
      Transfer<T>::put(archive, value);
    } else if constexpr (kind == scalar) {
      if constexpr (!std::is_empty_v<T>)
        archive.write_scalar(value);
    } else if constexpr (kind == code) {
      archive.write_code(reinterpret_cast<const void *>(value));
    } else if constexpr (kind == member_pointer) {
      put_member_pointer(archive, value);
    } else if constexpr (kind == members) {
      put_by_members(archive, value);
    } else if constexpr (kind == free) {
      put_by_free(archive, value);
    } else if constexpr (kind == path) {
      put(archive, value.native());
    } else if constexpr (kind == bulk) {
      archive.write_size(value.size());
      archive.write(value.data(), value.size() * sizeof(*value.data()));
    } else if constexpr (kind == sequence || kind == set) {
      archive.write_size(value.size());
      std::size_t index = 0;
      for (const auto &element : value) {
        const ArchiveBase::Step step(archive, at_index<T>(index++));
        put_counted(archive, element);
      }
    } else if constexpr (kind == bool_sequence) {
      archive.write_size(value.size());
      for (const bool element : value)
        archive.write_scalar(element);
    } else if constexpr (kind == map) {
      archive.write_size(value.size());
      std::size_t index = 0;
      for (const auto &[key, mapped] : value) {
        const ArchiveBase::Step step(archive, {PathStep::Kind::key, {}, index++});
        put_counted(archive, key);
        put_counted(archive, mapped);
      }
    } else if constexpr (kind == array) {
      std::size_t index = 0;
      for (const auto &element : value) {
        const ArchiveBase::Step step(archive, at_index<T>(index++));
        put(archive, element);
      }
    } else if constexpr (kind == optional) {
      archive.write_scalar(value.has_value());
      if (value.has_value())
        put(archive, *value);
    } else if constexpr (kind == tuple) {
      put_tuple(archive, value, std::make_index_sequence<std::tuple_size_v<T>>());
    } else if constexpr (kind == variant) {
      if (value.valueless_by_exception())
        archive.fail("a variant without a value cannot travel");
      archive.write_size(value.index());
      std::visit([&](const auto &alternative) { put(archive, alternative); }, value);
    } else if constexpr (kind == unique || kind == shared) {
      put_pointee(archive, value);
    } else if constexpr (kind == duration) {
      put(archive, value.count());
    } else if constexpr (kind == time_point) {
      put(archive, value.time_since_epoch().count());
    } else if constexpr (kind == complex) {
      archive.write_scalar(value);
    } else if constexpr (kind == bitset) {
      for (std::size_t i = 0; i < value.size(); ++i)
        archive.write_scalar(value.test(i));
    } else if constexpr (kind == atomic) {
      put(archive, value.load());
    } else if constexpr (kind == closure) {
      if constexpr (!std::is_empty_v<T>) {
        check_no_addresses(archive, &value, sizeof value);
        archive.write(&value, sizeof value);
      }
    } else {
      static_assert(kind == aggregate);
      put_fields(archive, value, std::make_index_sequence<FieldsOf<T>::count>());
    }
  }
}

template <class T>
void get(InputArchive &archive, T &value) {
  using enum Kind;
  // Never silently nothing: what put() wrote would be taken for the value after it.
  if constexpr (is_rejected(kind_of<T>())) {
    (void)sizeof(CanTravel<T, void, "value">);
  } else {
    constexpr Kind kind = kind_of<T>();
    if constexpr (kind == custom) {
      Transfer<T>::get(archive, value);
    } else if constexpr (kind == scalar) {
      if constexpr (!std::is_empty_v<T>)
        value = archive.template read_scalar<T>();
    } else if constexpr (kind == code) {
      value = reinterpret_cast<T>(const_cast<void *>(archive.read_code(true)));
    } else if constexpr (kind == member_pointer) {
      if constexpr (std::is_member_function_pointer_v<T>) {
        const MethodPointer parts = get_method(archive);
        std::memcpy(&value, &parts, sizeof parts);
      } else {
        value = archive.template read_scalar<T>();
      }
    } else if constexpr (kind == members) {
      get_by_members(archive, value);
    } else if constexpr (kind == free) {
      get_by_free(archive, value);
    } else if constexpr (kind == path) {
      typename T::string_type text;
      get(archive, text);
      value = std::move(text);
    } else if constexpr (kind == bulk) {
      const std::size_t size = archive.read_size(sizeof(*value.data()));
      value.resize(size);
      archive.read(value.data(), size * sizeof(*value.data()));
    } else if constexpr (kind == sequence) {
      const std::size_t size = archive.read_size();
      value.clear();
      for (std::size_t i = 0; i < size; ++i) {
        const ArchiveBase::Step step(archive, at_index<T>(i));
        if constexpr (requires { value.emplace_back(); } && !HasBlank<typename T::value_type> &&
                      std::is_default_constructible_v<typename T::value_type>) {
          value.emplace_back();
          get_counted(archive, value.back());
        } else {
          auto element = create<typename T::value_type>();
          get_counted(archive, *element);
          value.push_back(std::move(*element));
        }
      }
    } else if constexpr (kind == bool_sequence) {
      const std::size_t size = archive.read_size();
      value.clear();
      for (std::size_t i = 0; i < size; ++i)
        value.push_back(archive.template read_scalar<bool>());
    } else if constexpr (kind == set) {
      const std::size_t size = archive.read_size();
      value.clear();
      for (std::size_t i = 0; i < size; ++i) {
        const ArchiveBase::Step step(archive, at_index<T>(i));
        auto element = create<typename T::value_type>();
        get_counted(archive, *element);
        value.insert(std::move(*element));
      }
    } else if constexpr (kind == map) {
      const std::size_t size = archive.read_size(2);
      value.clear();
      for (std::size_t i = 0; i < size; ++i) {
        const ArchiveBase::Step step(archive, {PathStep::Kind::key, {}, i});
        auto key = create<typename T::key_type>();
        auto mapped = create<typename T::mapped_type>();
        get_counted(archive, *key);
        get_counted(archive, *mapped);
        value.emplace(std::move(*key), std::move(*mapped));
      }
    } else if constexpr (kind == array) {
      std::size_t index = 0;
      for (auto &element : value) {
        const ArchiveBase::Step step(archive, at_index<T>(index++));
        get_part(archive, element);
      }
    } else if constexpr (kind == optional) {
      value.reset();
      if (archive.template read_scalar<bool>()) {
        auto content = create<std::remove_cv_t<typename T::value_type>>();
        get(archive, *content);
        value.emplace(std::move(*content));
      }
    } else if constexpr (kind == tuple) {
      get_tuple(archive, value, std::make_index_sequence<std::tuple_size_v<T>>());
    } else if constexpr (kind == variant) {
      const auto which = archive.template read_scalar<std::uint64_t>();
      if (which >= std::variant_size_v<T>)
        archive.fail("a variant has an alternative that does not exist");
      get_variant(archive, value, which, std::make_index_sequence<std::variant_size_v<T>>());
    } else if constexpr (kind == unique || kind == shared) {
      get_pointee(archive, value);
    } else if constexpr (kind == duration) {
      typename T::rep count;
      get(archive, count);
      value = T(count);
    } else if constexpr (kind == time_point) {
      typename T::rep count;
      get(archive, count);
      value = T(typename T::duration(count));
    } else if constexpr (kind == complex) {
      value = archive.template read_scalar<T>();
    } else if constexpr (kind == bitset) {
      for (std::size_t i = 0; i < value.size(); ++i)
        value.set(i, archive.template read_scalar<bool>());
    } else if constexpr (kind == atomic) {
      typename T::value_type content;
      get(archive, content);
      value.store(content);
    } else if constexpr (kind == closure) {
      if constexpr (!std::is_empty_v<T>)
        archive.read(&value, sizeof value);
    } else {
      static_assert(kind == aggregate);
      get_fields(archive, value, std::make_index_sequence<FieldsOf<T>::count>());
    }
  }
}

} // namespace detail
} // namespace stowaway

#endif // STOWAWAY_DETAIL_TRAVEL_H
