//===- Model.h - What does a model say about a library? ---------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All that the audit knows of a library is data of these types, read from
// YAML (ModelReader.h). The engine asks by qualified name and knows no library
// by itself, so that a user's own framework is described in the same words as
// the standard library.
//
// Qualified names are written as a programmer writes them: no template
// arguments, no inline namespaces ("std::vector", "std::thread::detach",
// "fork"). A constructor is named by its class and its own name
// ("std::thread::thread"). A type name that ends in " *" means a pointer to
// that type ("FILE *"). Type names also match typedef names ("pthread_t").
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_MODELS_MODEL_H
#define STOWAWAY_MODELS_MODEL_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stowaway::models {

/// What a payload crosses on its way to the worker.
enum class Boundary : uint8_t {
  Process,  ///< serialised or copied as bytes into another address space
  Fork,     ///< memory inherited by a forked child
  Shard,    ///< another core of a shared-nothing program
  Thread,   ///< another thread of the same address space
  Sequence, ///< another run loop or sequence of the same address space
  Device,   ///< an accelerator
};
constexpr unsigned NumBoundaries = 6;

/// The word of DESIGN and of the YAML files: "process", "fork", ...
llvm::StringRef toString(Boundary B);
std::optional<Boundary> parseBoundary(llvm::StringRef Word);

class BoundarySet {
public:
  BoundarySet() = default;
  BoundarySet(std::initializer_list<Boundary> Bs) {
    for (Boundary B : Bs)
      insert(B);
  }
  static BoundarySet all() {
    BoundarySet S;
    S.Bits = (1u << NumBoundaries) - 1;
    return S;
  }
  void insert(Boundary B) { Bits |= bit(B); }
  bool contains(Boundary B) const { return Bits & bit(B); }
  bool empty() const { return Bits == 0; }
  bool operator==(const BoundarySet &) const = default;

private:
  static uint8_t bit(Boundary B) { return uint8_t(1u << unsigned(B)); }
  uint8_t Bits = 0;
};

/// What code on the other side may do to a handle. A handle whose acts are
/// empty may not even travel ("any").
enum class Act : uint8_t {
  Copy,        ///< copied, also into a nested closure or a by-value parameter
  Move,        ///< moved out of where it travelled
  Destroy,     ///< its lifetime ends there
  Dereference, ///< what it refers to is reached
  Lock,        ///< locked, also by the constructor of a lock
  Call,        ///< one of Handle::Calls is called on it
};
constexpr unsigned NumActs = 6;
llvm::StringRef toString(Act A);
std::optional<Act> parseAct(llvm::StringRef Word);

/// Where in a model file an entry stands; for messages about models.
struct ModelLocation {
  std::string File;
  unsigned Line = 0;
  unsigned Column = 0;
};

/// How a part of the payload gets to the other side.
enum class Crossing : uint8_t {
  Serialized, ///< through transfer functions; what they leave out stays home
  Bytes,      ///< copied as bytes, whatever the type says of itself
  Memory,     ///< the same object in the same address space (or inherited)
};

/// What a pointer, reference or bound object (`this`) stands for at a launch.
enum class ReferenceMeaning : uint8_t {
  Address, ///< the address itself travels
  Value,   ///< the object referred to is sent, as pickle does
};

/// On which side closure or bound arguments are destroyed.
enum class Side : uint8_t { Here, There };

/// Does the launching code wait for the worker before it goes on?
enum class Awaited : uint8_t {
  Unknown, ///< depends on what is done with the result
  Always,
  Never,
};

/// Which argument of a launch is the target.
struct TargetSelector {
  enum Kind : uint8_t {
    None,          ///< ships data only
    Index,         ///< argument Value; negative counts from the end
    FirstCallable, ///< the first argument that can be called
  } K = None;
  int Value = 0;
};

/// Which arguments travel; the target itself is never among them.
struct ArgumentSelector {
  enum Kind : uint8_t {
    None,
    AfterTarget, ///< all that follow the target
    From,        ///< all from index First on
    List,        ///< exactly Indices
  } K = None;
  unsigned First = 0;
  llvm::SmallVector<unsigned, 2> Indices;
};

/// A function, method or constructor that hands work to a worker, or, with
/// LaunchedBy, binds work that a later call hands over.
struct Launch {
  std::string Name;
  Boundary Crosses = Boundary::Process;
  /// Name of the start-method table that may change Crosses; empty: none.
  std::string StartMethods;
  TargetSelector Target;
  ArgumentSelector Arguments;
  Crossing TargetCrossesAs = Crossing::Memory;
  Crossing ArgumentsCrossAs = Crossing::Memory;
  /// What `this`, `&object` or `object&` means when bound to a member function.
  ReferenceMeaning BoundObject = ReferenceMeaning::Address;
  /// What a reference argument (`std::ref(x)`) means.
  ReferenceMeaning ReferenceArguments = ReferenceMeaning::Address;
  ReferenceMeaning StringArguments = ReferenceMeaning::Address;
  Side ClosureDestroyed = Side::There;
  Side ArgumentsDestroyed = Side::There;
  bool ResultTravels = false;
  Awaited IsAwaited = Awaited::Unknown;
  /// Two-step launches: the calls, on the object that this constructor makes
  /// (or on something that holds it), that launch what was bound here.
  std::vector<std::string> LaunchedBy;
  /// The target is made anew on the other side: its captures do not arrive.
  bool DropsCaptures = false;
  /// Only with exactly that many arguments, if set (tells overloads apart).
  std::optional<unsigned> ArgumentCount;
  /// Enumerators with which the call hands nothing over
  /// ("std::launch::deferred").
  std::vector<std::string> Unless;
  /// Functions that tell on which side the code runs (`this_shard_id`). Where
  /// the launching code compares what they tell, the launch may go home.
  std::vector<std::string> SideToldBy;
  ModelLocation Where;
};

/// Code after a call that is the worker itself: the branch in which the call
/// returned zero (`if (fork() == 0)`).
struct BranchLaunch {
  std::string Name;
  Boundary Crosses = Boundary::Fork;
  ModelLocation Where;
};

/// A type whose values mean something only at home.
struct Handle {
  std::string Type;
  /// A kebab-case word that groups handles in messages and tables:
  /// "weak-reference", "running-thread", "lock", "open-file", "address", ...
  std::string Kind;
  /// The check that reports it; one of the check ids.
  std::string Check;
  BoundarySet Cannot;
  /// Completes the sentence "it cannot cross because ...".
  std::string Reason;
  /// Completes the sentence "instead, ...": what to use.
  std::string Instead;
  /// Empty: any way of travelling is wrong. Otherwise bit per Act.
  uint8_t Acts = 0;
  /// Unqualified names of methods whose call is Act::Call ("join"). Not empty
  /// exactly if Acts has that bit.
  std::vector<std::string> Calls;
  /// Name of a state machine: only some states cannot cross. Empty: none.
  std::string States;
  /// A default-constructed one is as good on the other side (a mutex is, a
  /// list of started processes is not): no finding for dropped state.
  bool FreshIsEnough = false;
  ModelLocation Where;

  bool acts(Act A) const { return Acts & (1u << unsigned(A)); }
};

/// A template whose content travels with it.
struct Container {
  enum Step : uint8_t { Element, Pointee, Alternative };
  std::string Type;
  /// Which template arguments are its content; 0-based. Two and more for maps,
  /// all from the first on with AllArguments (tuple, variant).
  llvm::SmallVector<unsigned, 2> Elements;
  bool AllArguments = false;
  Step As = Element;
  /// Can hold more than one element (vector yes, optional no).
  bool Many = true;
  /// Methods that construct an element from their arguments, from index
  /// First on: emplace_back 0, map::try_emplace 1.
  struct Fill {
    std::string Method;
    unsigned First = 0;
  };
  std::vector<Fill> Emplace;
  /// Methods that take a whole element (push_back, insert).
  std::vector<std::string> Insert;
  /// Methods that remove all elements (clear).
  std::vector<std::string> Clear;
  /// Its content lies outside of the object itself, so that the object copied
  /// as bytes holds an address (vector yes, array no).
  bool OutOfLine = false;
  ModelLocation Where;
};

/// A type that makes its content transferable, or never sends it.
struct Wrapper {
  std::string Type;
  BoundarySet Over;
  /// Content stays home and is default-constructed on the other side; code
  /// there that relies on it finds nothing (dropped state).
  bool LeavesContent = false;
  /// As in Container: it does not cross where payloads are copied as bytes.
  bool OutOfLine = false;
  ModelLocation Where;
};

/// A way in which a type says what it sends.
struct TransferFunction {
  enum Form : uint8_t {
    Member, ///< x.Name(archive, ...)
    Free,   ///< Name(archive, x, ...)
    Macro,  ///< Name(field, ...) in the class body
  } F = Member;
  enum Direction : uint8_t { Both, Save, Load } Way = Both;
  std::string Name;
  /// Parameter that is the archive, and (Free) the one that is the object.
  unsigned Archive = 0;
  unsigned Object = 1;
  /// How many parameters it may have, at least and at most.
  unsigned MinParams = 1, MaxParams = 2;
  /// What it returns is sent too (cereal's save_minimal).
  bool SendsResult = false;
  ModelLocation Where;
};

/// A small automaton over the calls on one object.
struct StateMachine {
  struct State {
    std::string Name;
    BoundarySet Cannot; ///< boundaries that a handle in this state can't cross
    std::string Reason; ///< completes "... because"
  };
  struct Transition {
    std::string Call;              ///< qualified method name
    std::vector<std::string> From; ///< empty: from every state
    std::string To;
  };
  /// A call that is wrong in some states (check stowaway-worker-lifecycle).
  struct Misuse {
    std::string Call; ///< qualified method name; "~" for the destructor
    std::vector<std::string> In;
    std::string Message; ///< completes "'p.start()' ...": "starts it twice"
  };
  std::string Name;
  std::string Initial;
  std::vector<State> States;
  std::vector<Transition> Transitions;
  std::vector<Misuse> Misuses;
  ModelLocation Where;

  /// Index into States, or nothing.
  std::optional<unsigned> find(llvm::StringRef State) const;
};

/// A setting that decides which boundary a launch crosses.
struct StartMethods {
  struct Method {
    std::string Word;       ///< as given to --start-method: "spawn"
    std::string Enumerator; ///< qualified: "stowaway::StartMethod::spawn"
    Boundary Crosses = Boundary::Process;
  };
  std::string Name;
  /// Function that sets it for the whole program, and the argument that does.
  std::string Setter;
  unsigned Argument = 0;
  std::string Default; ///< Word of the method in force if nothing sets one
  std::vector<Method> Methods;
  ModelLocation Where;
};

/// A function whose result denotes one of its arguments.
struct PassThrough {
  enum Yields : uint8_t {
    Same,      ///< std::move, std::forward
    Reference, ///< std::ref: an object that stands for a reference
    Element,   ///< std::begin: an iterator into the argument
    Address,   ///< std::addressof
    Base,      ///< cereal::base_class<B>(this): the part of the object that is
               ///< of the type of the first template argument
    Taken,     ///< std::exchange: what the argument held, which loses it
  } As = Same;
  std::string Name;
  unsigned Argument = 0;
  ModelLocation Where;
};

/// A function that makes a callable out of a callable and arguments.
struct Binder {
  std::string Name;
  unsigned Target = 0;
  ArgumentSelector Arguments;
  ModelLocation Where;
};

/// A type that holds some callable, not seen in the type: std::function.
struct CallableHolder {
  std::string Type;
  ModelLocation Where;
};

/// A function that makes a T (one of its template arguments) from its
/// arguments: std::make_unique.
struct Factory {
  std::string Name;
  unsigned Constructs = 0; ///< template argument
  unsigned First = 0;      ///< first argument that goes to T's constructor
  ModelLocation Where;
};

/// A function that calls its callable argument on the calling thread before it
/// returns: std::for_each.
struct HigherOrder {
  std::string Name;
  int Callable = 0; ///< argument index; negative counts from the end
  /// Arguments whose elements are handed to the callable, if any.
  llvm::SmallVector<unsigned, 2> ElementsOf;
  bool Many = true; ///< may call more than once
  ModelLocation Where;
};

/// One file of models.
struct Model {
  std::string Library; ///< "C++ standard library"
  std::string File;
  /// Identifiers of which at least one must occur in a file that uses the
  /// library's launches; lets a lexical scan skip files.
  std::vector<std::string> Hints;
  std::vector<Launch> Launches;
  std::vector<BranchLaunch> BranchLaunches;
  std::vector<Handle> Handles;
  std::vector<Container> Containers;
  std::vector<Wrapper> Wrappers;
  std::vector<TransferFunction> TransferFunctions;
  std::vector<StateMachine> StateMachines;
  std::vector<StartMethods> StartMethodTables;
  std::vector<PassThrough> PassThroughs;
  std::vector<Binder> Binders;
  std::vector<CallableHolder> CallableHolders;
  std::vector<Factory> Factories;
  std::vector<HigherOrder> HigherOrders;
};

} // namespace stowaway::models

#endif // STOWAWAY_MODELS_MODEL_H
