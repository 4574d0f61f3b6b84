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
      if constexpr (HasBlank<T> || std::is_default_constructible_v<T>) {
        ValueSlot slot{make_blank<T>()};
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
  std::optional<std::string> text; // none: a null pointer
  explicit TextSlot(const char *from) {
    if (from)
      text = from;
  }
  void encode(OutputArchive &archive) const { put(archive, text); }
  static TextSlot decode(InputArchive &archive) {
    TextSlot slot(nullptr);
    get(archive, slot.text);
    return slot;
  }
  const char *lvalue() { return text ? text->c_str() : nullptr; }
  const char *rvalue() { return lvalue(); }
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
    return Slot(argument);
  else if constexpr (requires { Slot{std::forward<Argument>(argument)}; })
    return Slot{std::forward<Argument>(argument)};
  else
    return Slot{&argument};
}

/// Named in the sentence about an argument.
template <std::size_t Number>
struct Argument;

template <class Slot>
struct SlotOf {}; // of a text, which always travels
template <class T>
struct SlotOf<ValueSlot<T>> {
  using type = T;
};
template <class T>
struct SlotOf<ObjectSlot<T>> {
  using type = T;
};
template <class Slot, std::size_t Number, bool Says>
constexpr bool slot_travels() {
  if constexpr (requires { typename SlotOf<Slot>::type; })
    return travels<typename SlotOf<Slot>::type, Argument<Number>, "argument", Says>();
  else
    return true;
}

/// How the target is called: with its arguments moved in, or by reference.
template <class Function, class... Slots>
inline constexpr bool called_by_value =
    std::is_invocable_v<Function &&, decltype(std::declval<Slots &>().rvalue())...>;
template <class Function, class... Slots>
inline constexpr bool called_by_reference =
    std::is_invocable_v<Function &, decltype(std::declval<Slots &>().lvalue())...>;

/// A target whose value nobody wants, but for the exit code.
struct NoResult {};

/// Wanted: the type of the result that is sent back, which the target's value converts to; void
/// when only the end of the call is of interest; NoResult for a Process.
template <class Wanted, class FunctionSlot, class... Slots>
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
    if constexpr (called_by_value<decltype(function_.value), Slots...>)
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
    } else if constexpr (std::is_void_v<Wanted>) {
      (void)call();
      return 0;
    } else if constexpr (!std::is_same_v<Wanted, NoResult>) {
      const auto value = std::make_shared<Wanted>(call());
      result->set_has_result();
      result->keep_alive(value); // its descriptors are sent later
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

template <class Wanted, class FunctionSlot, class... Slots>
constinit const TargetEntry Target<Wanted, FunctionSlot, Slots...>::the_entry = {
    {TargetEntry::magic_0, TargetEntry::magic_1},
    &the_entry,
    hash_of(name),
    &Target::decode,
    name.data(),
    name.size()};

/// What the target returns when it is called with these slots; no type when it cannot be called.
template <class Function, class... Slots>
struct ResultOfSlots {};
template <class Function, class... Slots>
  requires called_by_value<Function, Slots...>
struct ResultOfSlots<Function, Slots...> {
  using raw = std::invoke_result_t<Function &&, decltype(std::declval<Slots &>().rvalue())...>;
  using type = std::remove_cvref_t<raw>;
};
template <class Function, class... Slots>
  requires(!called_by_value<Function, Slots...> && called_by_reference<Function, Slots...>)
struct ResultOfSlots<Function, Slots...> {
  using raw = std::invoke_result_t<Function &, decltype(std::declval<Slots &>().lvalue())...>;
  using type = std::remove_cvref_t<raw>;
};
template <class Function, class Indices, class... Args>
struct ResultOfArguments;
template <class Function, std::size_t... Index, class... Args>
struct ResultOfArguments<Function, std::index_sequence<Index...>, Args...>
    : ResultOfSlots<Function, SlotFor<Function, Index == 0, Args>...> {};

/// The same with these arguments.
template <class Function, class... Args>
struct ResultOf
    : ResultOfArguments<std::decay_t<Function>, std::index_sequence_for<Args...>, Args...> {};

template <class Wanted, bool Says>
constexpr bool result_travels() {
  if constexpr (std::is_void_v<Wanted> || std::is_same_v<Wanted, NoResult>)
    return true;
  else
    return travels<Wanted, void, "result", Says>();
}

template <class Wanted, class Function, class... Slots>
constexpr bool result_converts() {
  if constexpr (std::is_void_v<Wanted> || std::is_same_v<Wanted, NoResult>)
    return true;
  else
    return std::is_convertible_v<typename ResultOfSlots<Function, Slots...>::raw, Wanted>;
}

/// The sentences about the call; the compiler names the types.
template <class Wanted, class Function, class... Slots>
struct CanBeCalled {
  static constexpr bool is_callable =
      called_by_value<Function, Slots...> || called_by_reference<Function, Slots...>;
  static_assert(
      is_callable,
      "the target cannot be called with these arguments: their number and types must fit "
      "the function as it is declared (default arguments do not count), a member function "
      "needs its object first (this, a pointer or std::ref), and either all arguments are "
      "taken by value or const reference, or all by reference");
  static_assert(
      !is_callable || result_converts<Wanted, Function, Slots...>(),
      "what the target returns is not of the type that is asked for, and does not convert "
      "to it: write stowaway::Task task(...) without a type, or the type of the target");
};

/// May this be bound? `Says`: a compiler that finds it may not is to report why.
template <class Wanted, class Function, bool Says, class... Slots, std::size_t... Index>
constexpr bool can_bind(std::index_sequence<Index...>) {
  constexpr bool is_callable =
      called_by_value<Function, Slots...> || called_by_reference<Function, Slots...>;
  // Not `if constexpr` where it says why: a compiler would add that it is no constant.
  if (!travels<Function, void, "target", Says>() ||
      !(slot_travels<Slots, Index + 1, Says>() && ...))
    return false;
  if constexpr (!travels<Function, void, "target", false>() ||
                !(slot_travels<Slots, Index + 1, false>() && ...)) {
    return false;
  } else if constexpr (!is_callable) {
    if constexpr (Says)
      (void)sizeof(CanBeCalled<Wanted, Function, Slots...>);
    return false;
  } else if constexpr (!result_converts<Wanted, Function, Slots...>()) {
    if constexpr (Says)
      (void)sizeof(CanBeCalled<Wanted, Function, Slots...>);
    return false;
  } else {
    return result_travels<Wanted, Says>();
  }
}

template <class Wanted, class Decayed, class Function, std::size_t... Index, class... Args>
std::unique_ptr<BoundTarget> bind_slots(Function &&function, std::index_sequence<Index...>,
                                        Args &&...args) {
  using FunctionSlot = ValueSlot<Decayed>;
  if constexpr (can_bind<Wanted, Decayed, false, SlotFor<Decayed, Index == 0, Args>...>(
                    std::index_sequence<Index...>())) {
    using Made = Target<Wanted, FunctionSlot, SlotFor<Decayed, Index == 0, Args>...>;
    return std::make_unique<Made>(
        FunctionSlot{std::forward<Function>(function)},
        std::tuple<SlotFor<Decayed, Index == 0, Args>...>(
            make_slot<SlotFor<Decayed, Index == 0, Args>>(std::forward<Args>(args))...));
  } else {
    can_bind<Wanted, Decayed, true, SlotFor<Decayed, Index == 0, Args>...>(
        std::index_sequence<Index...>());
    return nullptr;
  }
}

template <class Wanted, class Function, class... Args>
std::unique_ptr<BoundTarget> bind_target(Function &&function, Args &&...args) {
  using Decayed = std::decay_t<Function>;
  return bind_slots<Wanted, Decayed>(std::forward<Function>(function),
                                     std::index_sequence_for<Args...>(),
                                     std::forward<Args>(args)...);
}

} // namespace stowaway::detail

#endif // STOWAWAY_DETAIL_TARGET_H
