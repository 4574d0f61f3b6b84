//===- target.h - What is bound to a worker, and how is it found again there? --------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For each combination of target and argument types there is one constant TargetEntry in the
// program. The record names it by module (build-id) and offset; the worker accepts only an address
// that holds such an entry. A function pointer is sent as module and offset too. So address space
// randomisation, shared libraries, and lambdas that share a name are all no matter.
//
//===--------------------------------------------------------------------------------------------===//

#ifndef STOWAWAY_DETAIL_TARGET_H
#define STOWAWAY_DETAIL_TARGET_H

#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <tuple>
#include <type_traits>

#include <stowaway/detail/travel.h>

namespace stowaway::detail {

class BoundTarget;

struct TargetEntry {
  std::uint64_t magic[2];
  const TargetEntry *self; // an entry that was copied or made up does not point to itself
  std::uint64_t signature;
  std::unique_ptr<BoundTarget> (*decode)(InputArchive &);
  const char *name; // not null-terminated
  std::size_t name_size;

  static constexpr std::uint64_t magic_0 = 0x79617761776f7473, magic_1 = 0x9d1b2e6fa1c8740b;
};

/// A target with its arguments.
class BoundTarget {
public:
  virtual ~BoundTarget() = default;
  virtual const TargetEntry &entry() const noexcept = 0;
  virtual void encode(OutputArchive &archive) const = 0;
  /// Calls the target, once. The exit code: what an int target returned, else 0. A result that is
  /// wanted is written to the archive.
  virtual int run(OutputArchive *result) = 0;
};

/// Entry and content; what Reader gets from the bytes that start a worker.
void put_target(OutputArchive &archive, const BoundTarget &target);
std::unique_ptr<BoundTarget> get_target(InputArchive &archive);

// Slots: how an argument is kept here, sent, and handed to the target there.

/// An argument that is owned: copied or moved into the Process.
template <class T>
struct ValueSlot {
  T value;
  using Passed = T;

  static constexpr bool travels = true;
  void encode(OutputArchive &archive) const { put(archive, value); }
  static ValueSlot decode(InputArchive &archive) {
    if constexpr (kind_of<T>() == Kind::closure && !std::is_default_constructible_v<T>) {
      // A closure has no constructor but that from another one: here, from its bytes.
      alignas(T) unsigned char bytes[sizeof(T)];
      archive.read(bytes, sizeof bytes);
      return {*std::launder(reinterpret_cast<T *>(bytes))};
    } else {
      static_assert(DefaultCreatable<T>,
                    "an argument that is sent needs a default constructor (a private one is "
                    "reached through `friend class stowaway::access`)");
      if constexpr (std::is_default_constructible_v<T>) {
        ValueSlot slot{T()};
        get(archive, slot.value);
        return slot;
      } else {
        auto made = create<T>();
        get(archive, *made);
        return {std::move(*made)};
      }
    }
  }
  T &lvalue() { return value; }
  T &&rvalue() { return std::move(value); }
};

/// `this`, a pointer, a reference or std::ref: the object is sent when the process starts, and the
/// target works on the object that arrived.
template <class T>
struct ObjectSlot {
  using Object = std::remove_const_t<T>;
  T *object;
  std::shared_ptr<Object> owned = nullptr;

  void encode(OutputArchive &archive) const {
    if (!object)
      archive.fail("the object that the target is bound to is null");
    put_object<Object>(archive, *object);
  }
  static ObjectSlot decode(InputArchive &archive) {
    bool owns = true;
    auto object = get_object<Object>(archive, &owns);
    return {object.get(), owns ? object : nullptr};
  }
  T &lvalue() { return *object; }
  T &rvalue() { return *object; }
};

/// A string literal: travels as text, is handed over as const char * or whatever takes that.
struct TextSlot {
  std::string text;
  void encode(OutputArchive &archive) const { put(archive, text); }
  static TextSlot decode(InputArchive &archive) {
    TextSlot slot;
    get(archive, slot.text);
    return slot;
  }
  const char *lvalue() { return text.c_str(); }
  const char *rvalue() { return text.c_str(); }
};

template <class T>
concept IsText = std::is_same_v<T, const char *> || std::is_same_v<T, char *>;

template <class T>
struct IsReferenceWrapper : std::false_type {};
template <class T>
struct IsReferenceWrapper<std::reference_wrapper<T>> : std::true_type {};

/// The class of a pointer to member.
template <class T>
struct ClassOf;
template <class M, class C>
struct ClassOf<M C::*> {
  using type = C;
};

template <class Function, bool First, class Argument>
constexpr auto slot_type() {
  using Decayed = std::decay_t<Argument>;
  constexpr bool bound = First && std::is_member_pointer_v<Function>;
  if constexpr (IsReferenceWrapper<Decayed>::value) {
    return std::type_identity<ObjectSlot<typename Decayed::type>>();
  } else if constexpr (bound && std::is_pointer_v<Decayed>) {
    return std::type_identity<ObjectSlot<std::remove_pointer_t<Decayed>>>();
  } else if constexpr (bound && std::is_lvalue_reference_v<Argument>) {
    using Class = typename ClassOf<Function>::type;
    if constexpr (std::is_base_of_v<Class, Decayed>)
      return std::type_identity<ObjectSlot<std::remove_reference_t<Argument>>>();
    else
      return std::type_identity<ValueSlot<Decayed>>(); // a smart pointer
  } else if constexpr (IsText<Decayed>) {
    return std::type_identity<TextSlot>();
  } else {
    return std::type_identity<ValueSlot<Decayed>>();
  }
}
template <class Function, bool First, class Argument>
using SlotFor = typename decltype(slot_type<Function, First, Argument>())::type;

template <class Slot, class Argument>
Slot make_slot(Argument &&argument) {
  using Decayed = std::decay_t<Argument>;
  if constexpr (IsReferenceWrapper<Decayed>::value)
    return Slot{&argument.get()};
  else if constexpr (std::is_same_v<Slot, TextSlot>)
    return Slot{std::string(argument)};
  else if constexpr (requires { Slot{std::forward<Argument>(argument)}; })
    return Slot{std::forward<Argument>(argument)};
  else
    return Slot{&argument};
}

/// The sentences about arguments: the compiler names type and number of the argument.
template <class Slot, std::size_t Number>
struct ArgumentTravels {
  static constexpr bool value = true;
};
template <class T, std::size_t Number>
struct ArgumentTravels<ValueSlot<T>, Number> {
  template <std::size_t N>
  struct Argument;
  static constexpr bool value = CanTravel<T, Argument<Number>, "argument">::value;
};
template <class T, std::size_t Number>
struct ArgumentTravels<ObjectSlot<T>, Number> {
  template <std::size_t N>
  struct Argument;
  static constexpr bool value =
      CanTravel<std::remove_const_t<T>, Argument<Number>, "bound object">::value;
};

template <bool WantsResult, class FunctionSlot, class... Slots>
class Target final : public BoundTarget {
  using This = Target;

public:
  explicit Target(FunctionSlot function, std::tuple<Slots...> slots)
      : function_(std::move(function)), slots_(std::move(slots)) {}

  static constexpr std::string_view name = type_name<This>();
  static const TargetEntry the_entry;

  const TargetEntry &entry() const noexcept override { return the_entry; }

  void encode(OutputArchive &archive) const override {
    {
      const ArchiveBase::Step step(archive, {PathStep::Kind::text, "the callable"});
      function_.encode(archive);
    }
    encode_slots(archive, std::index_sequence_for<Slots...>());
  }

  static std::unique_ptr<BoundTarget> decode(InputArchive &archive) {
    auto function = FunctionSlot::decode(archive);
    return std::make_unique<Target>(std::move(function),
                                    decode_slots(archive, std::index_sequence_for<Slots...>()));
  }

  int run(OutputArchive *result) override {
    return std::apply([&](auto &...slots) { return call(result, slots...); }, slots_);
  }

private:
  template <std::size_t... Index>
  void encode_slots(OutputArchive &archive, std::index_sequence<Index...>) const {
    (encode_slot<Index>(archive, std::get<Index>(slots_)), ...);
  }
  template <std::size_t Index, class Slot>
  void encode_slot(OutputArchive &archive, const Slot &slot) const {
    const ArchiveBase::Step step(archive, step_for<Index, Slot>());
    slot.encode(archive);
  }
  template <std::size_t Index, class Slot>
  static constexpr PathStep step_for() {
    if constexpr (Index == 0 && is_object(static_cast<Slot *>(nullptr)))
      return {PathStep::Kind::type, type_name<typename Slot::Object>()};
    else
      return {PathStep::Kind::argument, {}, Index + 1};
  }
  static constexpr bool is_object(void *) { return false; }
  template <class T>
  static constexpr bool is_object(ObjectSlot<T> *) {
    return requires(FunctionSlot f) { typename ClassOf<decltype(f.value)>::type; };
  }
  template <std::size_t... Index>
  static std::tuple<Slots...> decode_slots(InputArchive &archive, std::index_sequence<Index...>) {
    // Braces: evaluated from left to right.
    return std::tuple<Slots...>{decode_slot<Index, Slots>(archive)...};
  }
  template <std::size_t Index, class Slot>
  static Slot decode_slot(InputArchive &archive) {
    const ArchiveBase::Step step(archive, step_for<Index, Slot>());
    return Slot::decode(archive);
  }

  int call(OutputArchive *result, Slots &...slots) {
    // As std::thread does, arguments are moved into the call; a target that takes T& gets its own
    // copy by reference all the same.
    if constexpr (std::is_invocable_v<decltype(function_.rvalue()), decltype(slots.rvalue())...>)
      return finish(result, [&]() -> decltype(auto) {
        return std::invoke(function_.rvalue(), slots.rvalue()...);
      });
    else
      return finish(result, [&]() -> decltype(auto) {
        return std::invoke(function_.lvalue(), slots.lvalue()...);
      });
  }
  template <class Call>
  static int finish(OutputArchive *result, Call call) {
    using Result = std::invoke_result_t<Call>;
    if constexpr (std::is_void_v<Result>) {
      call();
      return 0;
    } else if constexpr (WantsResult) {
      const auto value = std::make_shared<std::remove_cvref_t<Result>>(call());
      result->keep(value); // its descriptors are sent later
      put(*result, *value);
      return 0;
    } else if constexpr (std::is_integral_v<std::remove_cvref_t<Result>>) {
      return static_cast<int>(call());
    } else {
      (void)call();
      return 0;
    }
  }

  FunctionSlot function_;
  std::tuple<Slots...> slots_;
};

template <bool WantsResult, class FunctionSlot, class... Slots>
constinit const TargetEntry Target<WantsResult, FunctionSlot, Slots...>::the_entry = {
    {TargetEntry::magic_0, TargetEntry::magic_1},
    &the_entry,
    hash_of(name),
    &Target::decode,
    name.data(),
    name.size()};

template <class Function, class Indices, class... Slots>
constexpr bool all_travel = true;
template <class Function, std::size_t... Index, class... Slots>
constexpr bool all_travel<Function, std::index_sequence<Index...>, Slots...> =
    CanTravel<Function, void, "target">::value && (ArgumentTravels<Slots, Index + 1>::value && ...);

template <bool WantsResult, class Decayed, class Function, std::size_t... Index, class... Args>
std::unique_ptr<BoundTarget> bind_slots(Function &&function, std::index_sequence<Index...>,
                                        Args &&...args) {
  using FunctionSlot = ValueSlot<Decayed>;
  if constexpr (all_travel<Decayed, std::index_sequence<Index...>,
                           SlotFor<Decayed, Index == 0, Args>...>) {
    using Made = Target<WantsResult, FunctionSlot, SlotFor<Decayed, Index == 0, Args>...>;
    return std::make_unique<Made>(
        FunctionSlot{std::forward<Function>(function)},
        std::tuple<SlotFor<Decayed, Index == 0, Args>...>(
            make_slot<SlotFor<Decayed, Index == 0, Args>>(std::forward<Args>(args))...));
  } else {
    return nullptr;
  }
}

template <bool WantsResult, class Function, class... Args>
std::unique_ptr<BoundTarget> bind_target(Function &&function, Args &&...args) {
  using Decayed = std::decay_t<Function>;
  return bind_slots<WantsResult, Decayed>(std::forward<Function>(function),
                                          std::index_sequence_for<Args...>(),
                                          std::forward<Args>(args)...);
}

/// What the target returns when it is called with these arguments.
template <class Function, class... Args>
struct ResultOf {
  template <std::size_t... Index>
  static auto result(std::index_sequence<Index...>) {
    using Decayed = std::decay_t<Function>;
    if constexpr (std::is_invocable_v<
                      Decayed &&,
                      decltype(std::declval<SlotFor<Decayed, Index == 0, Args> &>().rvalue())...>)
      return std::type_identity<std::invoke_result_t<
          Decayed &&,
          decltype(std::declval<SlotFor<Decayed, Index == 0, Args> &>().rvalue())...>>();
    else
      return std::type_identity<std::invoke_result_t<
          Decayed &, decltype(std::declval<SlotFor<Decayed, Index == 0, Args> &>().lvalue())...>>();
  }
  using type =
      std::remove_cvref_t<typename decltype(result(std::index_sequence_for<Args...>()))::type>;
};

} // namespace stowaway::detail

#endif // STOWAWAY_DETAIL_TARGET_H
