//===- ModelKeys.cpp - Which keys does a model file have? -------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Meanings and examples are Markdown: they become the reference as they stand.
//
//===----------------------------------------------------------------------===//

#include "Models/ModelKeys.h"

using namespace llvm;

namespace stowaway::models {

// In the order of the enumerators that they are converted to.
static constexpr StringLiteral Boundaries[] = {"process", "fork",     "shard",
                                               "thread",  "sequence", "device"};
static constexpr StringLiteral Crossings[] = {"serialized", "bytes", "memory"};
static constexpr StringLiteral Meanings[] = {"address", "value"};
static constexpr StringLiteral Sides[] = {"here", "there"};
static constexpr StringLiteral AwaitedWords[] = {"unknown", "always", "never"};
static constexpr StringLiteral Acts[] = {"copy", "move", "destroy",
                                         "dereference", "lock"};
static constexpr StringLiteral Steps[] = {"element", "pointee", "alternative"};
static constexpr StringLiteral Forms[] = {"member", "free", "macro"};
static constexpr StringLiteral Ways[] = {"both", "save", "load"};
static constexpr StringLiteral Yields[] = {"same",    "reference", "element",
                                           "address", "base",      "taken"};
// The audit's check ids (Audit/Checks.h, which is above this library).
static constexpr StringLiteral Checks[] = {
    "stowaway-carried-handle", "stowaway-carried-address",
    "stowaway-started-process", "stowaway-dropped-state",
    "stowaway-worker-lifecycle"};

static constexpr KeyInfo Head[] = {
    {"library", Shape::Text, Need::Required, "",
     "Name of the library that the file describes, for people."},
    {"hints", Shape::Words, Need::Optional, "",
     "Identifiers of which at least one occurs in every file that uses the "
     "library's launches. A lexical scan skips files without any hint, so a "
     "missing one hides findings."},
};

static constexpr KeyInfo LaunchKeys[] = {
    {"name", Shape::Name, Need::OneOf, "",
     "Qualified name of the function, method, constructor or macro."},
    {"names", Shape::Names, Need::OneOf, "",
     "Several that are alike in everything else."},
    {"boundary", Shape::Choice, Need::Required, "", "What the payload crosses.",
     Boundaries},
    {"start-methods", Shape::Text, Need::Optional, "",
     "Name of the `start-methods` table that may change the boundary."},
    {"target", Shape::Target, Need::Optional, "callable",
     "Which argument is the target: an index (negative: from the end), "
     "`callable` for the first that can be called, or `none` if data alone is "
     "shipped. The object of a method call is not counted."},
    {"arguments", Shape::Arguments, Need::Optional, "after-target",
     "Which arguments travel: `after-target`, `none`, `\"1..\"` for all from "
     "that index on, or a list of indices; the target is never among them. "
     "With `target: none` it must be given."},
    {"crosses-as", Shape::Choice, Need::Optional,
     "by boundary: `serialized` (process), `bytes` (device), `memory` (others)",
     "How target and arguments cross: through transfer functions "
     "(`serialized`), as plain bytes whatever the type says of itself "
     "(`bytes`), or as the same objects in memory (`memory`).",
     Crossings},
    {"target-crosses-as", Shape::Choice, Need::Optional, "`crosses-as`",
     "The same for the target alone.", Crossings},
    {"arguments-cross-as", Shape::Choice, Need::Optional, "`crosses-as`",
     "The same for the arguments alone.", Crossings},
    {"bound-object", Shape::Choice, Need::Optional, "address",
     "What `this`, `&object` or a reference means when a member function is "
     "bound to it: the `address` travels, or the object itself is sent "
     "(`value`), as Python does.",
     Meanings},
    {"reference-arguments", Shape::Choice, Need::Optional, "address",
     "The same for arguments that are references (`std::ref(x)`).", Meanings},
    {"string-arguments", Shape::Choice, Need::Optional, "address",
     "The same for arguments that are C strings (`const char *`, a literal): "
     "`value` if their characters travel.",
     Meanings},
    {"closure-destroyed", Shape::Choice, Need::Optional, "there",
     "Where the target is destroyed: `here`, on the side that launched it, or "
     "`there`. Decides whether a handle in it is destroyed on the other side.",
     Sides},
    {"arguments-destroyed", Shape::Choice, Need::Optional, "there",
     "The same for the bound arguments.", Sides},
    {"result-travels", Shape::Flag, Need::Optional, "false",
     "Whether what the target returns or throws comes back over the "
     "boundary; it is then judged like a payload."},
    {"awaited", Shape::Choice, Need::Optional, "unknown",
     "Whether the launching code waits for the worker before it goes on.",
     AwaitedWords},
    {"launched-by", Shape::Names, Need::Optional, "",
     "Two-step launches: this constructor only binds; these calls, on the "
     "object or on something that holds it, launch."},
    {"drops-captures", Shape::Flag, Need::Optional, "false",
     "The other side makes the target anew from its type, so that no capture "
     "arrives."},
    {"unless", Shape::Names, Need::Optional, "",
     "Enumerators: given one of them, the call hands nothing over."},
    {"side-told-by", Shape::Names, Need::Optional, "",
     "Functions that tell on which side the code runs (`this_shard_id`). Where "
     "the launching function compares what they tell, the launch may take the "
     "work to where its object lives: what is reached through `this`, a "
     "reference or a pointer is then not judged."},
    {"argument-count", Shape::Count, Need::Optional, "",
     "Only calls with exactly so many arguments are meant."},
};

static constexpr KeyInfo BranchKeys[] = {
    {"name", Shape::Name, Need::OneOf, "", "Qualified name of the function."},
    {"names", Shape::Names, Need::OneOf, "", "Several that are alike."},
    {"boundary", Shape::Choice, Need::Optional, "fork",
     "What lies between the two branches.", Boundaries},
};

static constexpr KeyInfo HandleKeys[] = {
    {"type", Shape::Name, Need::OneOf, "",
     "Qualified name of the class, typedef or pointer type (`FILE *`)."},
    {"types", Shape::Names, Need::OneOf, "", "Several that are alike."},
    {"kind", Shape::Text, Need::Required, "",
     "A kebab-case word that groups handles in messages and tables: "
     "`weak-reference`, `lock`, `open-file`."},
    {"check", Shape::Choice, Need::Optional, "stowaway-carried-handle",
     "The check that reports it.", Checks},
    {"cannot-cross", Shape::Choices, Need::Required, "",
     "The boundaries that it cannot cross, or `all`. Leave out what is not "
     "nearly always wrong.",
     Boundaries, "all"},
    {"reason", Shape::Text, Need::Required, "",
     "Completes \"it cannot cross because ...\"."},
    {"instead", Shape::Text, Need::Required, "",
     "Completes \"instead, ...\": what to use."},
    {"acts", Shape::Choices, Need::Optional, "any",
     "Which acts on the other side are wrong; it may ride otherwise. `any`: "
     "it may not even travel.",
     Acts, "any"},
    {"calls", Shape::Words, Need::Optional, "",
     "Methods, without their class, whose call on the other side is such an "
     "act too: `join`."},
    {"states", Shape::Text, Need::Optional, "",
     "Name of the state machine that says in which of its states it cannot "
     "cross; `cannot-cross` then lists the boundaries over which the state "
     "matters."},
    {"fresh-is-enough", Shape::Flag, Need::Optional, "false",
     "A default-constructed one is as good on the other side (a mutex is), so "
     "leaving it out of a transfer function loses nothing."},
};

static constexpr KeyInfo ContainerKeys[] = {
    {"type", Shape::Name, Need::OneOf, "",
     "Qualified name of the class template."},
    {"types", Shape::Names, Need::OneOf, "", "Several that are alike."},
    {"elements", Shape::Positions, Need::Optional, "0",
     "Which template arguments are its content: an index, a list of them, or "
     "`all`."},
    {"as", Shape::Choice, Need::Optional, "element",
     "What the content is to it: `element`, `pointee` (smart pointers), or "
     "`alternative` (variant, optional).",
     Steps},
    {"many", Shape::Flag, Need::Optional, "true for `element`, else false",
     "Whether it can hold more than one at a time."},
    {"emplace", Shape::Fills, Need::Optional, "",
     "Methods that construct an element from their arguments: `emplace_back`, "
     "or `{method: try_emplace, first: 1}` if the first argument for the "
     "element is another than 0."},
    {"insert", Shape::Words, Need::Optional, "",
     "Methods that take a whole element: `push_back`."},
    {"clear", Shape::Words, Need::Optional, "",
     "Methods that remove all elements: `clear`."},
    {"out-of-line", Shape::Flag, Need::Optional, "false",
     "Its content lies outside of the object itself, so that the object copied "
     "as bytes holds an address: true for a vector, false for an array."},
};

static constexpr KeyInfo WrapperKeys[] = {
    {"type", Shape::Name, Need::OneOf, "", "Qualified name of the class."},
    {"types", Shape::Names, Need::OneOf, "", "Several that are alike."},
    {"over", Shape::Choices, Need::Required, "",
     "The boundaries that it and whatever is in it may cross, or `all`.",
     Boundaries, "all"},
    {"leaves-content", Shape::Flag, Need::Optional, "false",
     "The content stays at home and is default-constructed on the other side; "
     "code there that relies on it finds nothing."},
    {"out-of-line", Shape::Flag, Need::Optional, "false",
     "Its content lies outside of the object itself, so that the object copied "
     "as bytes holds an address: true for a vector, false for an array."},
};

static constexpr KeyInfo TransferKeys[] = {
    {"name", Shape::Name, Need::OneOf, "",
     "Unqualified name of the function or macro."},
    {"names", Shape::Names, Need::OneOf, "", "Several that are alike."},
    {"form", Shape::Choice, Need::Optional, "member",
     "`member`: `x.name(archive, ...)`; `free`: `name(archive, x, ...)`; "
     "`macro`: `name(field, ...)` in the class body.",
     Forms},
    {"way", Shape::Choice, Need::Optional, "both", "Which direction it is for.",
     Ways},
    {"archive", Shape::Count, Need::Optional, "0",
     "The parameter that is the archive."},
    {"object", Shape::Count, Need::Optional, "1",
     "Free functions: the parameter that is the object."},
    {"parameters", Shape::Bounds, Need::Optional,
     "`\"1..2\"`, for free functions `\"2..3\"`; macros take any number",
     "How many parameters it may have."},
    {"sends-result", Shape::Flag, Need::Optional, "false",
     "What it returns is sent (cereal's `save_minimal`)."},
};

static constexpr KeyInfo StateKeys[] = {
    {"name", Shape::Text, Need::Required, "", "Name of the state."},
    {"cannot-cross", Shape::Choices, Need::Optional, "none",
     "The boundaries that a handle in this state cannot cross, or `all`.",
     Boundaries, "all"},
    {"reason", Shape::Text, Need::Optional, "",
     "Completes \"it cannot cross because ...\"; required with "
     "`cannot-cross`."},
};

static constexpr KeyInfo TransitionKeys[] = {
    {"call", Shape::Name, Need::OneOf, "", "Qualified name of the method."},
    {"calls", Shape::Names, Need::OneOf, "", "Several that are alike."},
    {"from", Shape::Words, Need::Optional, "every state",
     "The states from which the call leads on; in others it changes nothing."},
    {"to", Shape::Text, Need::Required, "", "The state afterwards."},
};

static constexpr KeyInfo MisuseKeys[] = {
    {"call", Shape::Name, Need::OneOf, "",
     "Qualified name of the method, or `~` for the destructor."},
    {"calls", Shape::Names, Need::OneOf, "", "Several that are alike."},
    {"in", Shape::Words, Need::Required, "",
     "The states in which the call is wrong."},
    {"message", Shape::Text, Need::Required, "",
     "Completes \"'p.start()' ...\": \"starts it a second time\"."},
};

static constexpr KeyInfo MachineKeys[] = {
    {"name", Shape::Text, Need::Required, "",
     "Name by which handles refer to it."},
    {"initial", Shape::Text, Need::Required, "",
     "The state of a newly constructed object."},
    {"states",
     Shape::Maps,
     Need::Required,
     "",
     "The states.",
     {},
     "",
     StateKeys},
    {"transitions",
     Shape::Maps,
     Need::Optional,
     "",
     "The calls that lead from state to state.",
     {},
     "",
     TransitionKeys},
    {"misuses",
     Shape::Maps,
     Need::Optional,
     "",
     "The calls that are wrong in some states "
     "(check `stowaway-worker-lifecycle`).",
     {},
     "",
     MisuseKeys},
};

static constexpr KeyInfo MethodKeys[] = {
    {"word", Shape::Text, Need::Required, "",
     "As given to `--start-method`: `spawn`."},
    {"enumerator", Shape::Name, Need::Optional, "",
     "Qualified name of the enumerator that the setter takes."},
    {"boundary", Shape::Choice, Need::Required, "",
     "What launches cross under this method.", Boundaries},
};

static constexpr KeyInfo StartMethodKeys[] = {
    {"name", Shape::Text, Need::Required, "",
     "Name by which launches refer to it."},
    {"setter", Shape::Name, Need::Optional, "",
     "The function that sets the method for the whole program."},
    {"argument", Shape::Count, Need::Optional, "0",
     "The setter's argument that is the method."},
    {"default", Shape::Text, Need::Required, "",
     "Word of the method in force if nothing sets one."},
    {"methods",
     Shape::Maps,
     Need::Required,
     "",
     "The methods.",
     {},
     "",
     MethodKeys},
};

static constexpr KeyInfo PassKeys[] = {
    {"name", Shape::Name, Need::OneOf, "", "Qualified name of the function."},
    {"names", Shape::Names, Need::OneOf, "", "Several that are alike."},
    {"argument", Shape::Count, Need::Optional, "0",
     "The argument that the result denotes."},
    {"yields", Shape::Choice, Need::Optional, "same",
     "What the result is: the `same` value (`std::move`), an object that "
     "stands for a `reference` (`std::ref`), an `element` or iterator of it "
     "(`std::begin`), its `address` (`std::addressof`), its part that is of "
     "the `base` class given as first template argument "
     "(`boost::serialization::base_object<B>(x)`), or what it held before, "
     "`taken` out of it (`std::exchange`).",
     Yields},
};

static constexpr KeyInfo BinderKeys[] = {
    {"name", Shape::Name, Need::OneOf, "", "Qualified name of the function."},
    {"names", Shape::Names, Need::OneOf, "", "Several that are alike."},
    {"target", Shape::Count, Need::Optional, "0",
     "The argument that is the callable."},
    {"arguments", Shape::Arguments, Need::Optional, "after-target",
     "The arguments that are bound; as for `launch`."},
};

static constexpr KeyInfo HolderKeys[] = {
    {"type", Shape::Name, Need::OneOf, "",
     "Qualified name of a class that holds some callable which its type does "
     "not show: `std::function`."},
    {"types", Shape::Names, Need::OneOf, "", "Several that are alike."},
};

static constexpr KeyInfo FactoryKeys[] = {
    {"name", Shape::Name, Need::OneOf, "", "Qualified name of the function."},
    {"names", Shape::Names, Need::OneOf, "", "Several that are alike."},
    {"constructs", Shape::Count, Need::Optional, "0",
     "The template argument that is the type of the object made."},
    {"first", Shape::Count, Need::Optional, "0",
     "The first argument that goes to its constructor."},
};

static constexpr KeyInfo HigherOrderKeys[] = {
    {"name", Shape::Name, Need::OneOf, "", "Qualified name of the function."},
    {"names", Shape::Names, Need::OneOf, "", "Several that are alike."},
    {"callable", Shape::Index, Need::Required, "",
     "The argument that is called, before the function returns and on the "
     "thread that called it; negative: from the end."},
    {"elements-of", Shape::Counts, Need::Optional, "",
     "The arguments (ranges, iterators) whose elements are handed to it."},
    {"many", Shape::Flag, Need::Optional, "true",
     "Whether it may be called more than once."},
};

static constexpr SectionInfo Sections[] = {
    {"launch",
     "A function, method, constructor or macro that hands work to a worker, or "
     "binds work that a later call hands over.",
     LaunchKeys,
     R"(launch:
  - name: pool::Executor::post
    boundary: thread
    target: 0
    closure-destroyed: there
    awaited: never
  - name: jobs::Job::Job
    boundary: process
    target: 0
    bound-object: value
    launched-by: [jobs::Job::run, jobs::Batch::run_all]
)"},
    {"branch-launch",
     "A function whose zero return marks the branch that is the worker: "
     "`if (fork() == 0)`.",
     BranchKeys,
     R"(branch-launch:
  - names: [os::fork_worker]
)"},
    {"handle",
     "A type whose values mean something only at home: in their process, "
     "shard, thread or host. A type may have several entries, one for each "
     "reason.",
     HandleKeys,
     R"(handle:
  - type: db::Session
    kind: connection
    cannot-cross: [process, fork]
    reason: it holds a socket and a conversation that only this process follows
    instead: open a session in the worker
  - type: db::Cursor
    kind: connection
    cannot-cross: thread
    acts: [copy, destroy]
    calls: [next]
    reason: its counter is not atomic
    instead: pass the query and make the cursor in the worker
)"},
    {"container", "A class template whose content travels with it.",
     ContainerKeys,
     R"(container:
  - type: util::SmallVec
    elements: 0
    emplace: [emplace_back, {method: emplace, first: 1}]
    insert: [push_back]
    clear: [clear]
  - type: util::Box
    as: pointee
)"},
    {"wrapper",
     "A type that makes its content fit to cross, that never sends its "
     "content, or that is known to be a plain value.",
     WrapperKeys,
     R"(wrapper:
  - type: util::Owned
    over: [thread, sequence]
  - type: util::NotSent
    over: process
    leaves-content: true
)"},
    {"transfer-function", "A way in which a type itself says what it sends.",
     TransferKeys,
     R"(transfer-function:
  - name: persist
    form: member
    parameters: 1
  - name: UTIL_FIELDS
    form: macro
)"},
    {"states", "A small automaton over the calls on one object.", MachineKeys,
     R"(states:
  - name: job
    initial: idle
    states:
      - name: idle
      - name: running
        cannot-cross: process
        reason: a running job holds the pid of its worker
    transitions:
      - call: jobs::Job::run
        to: running
      - call: jobs::Job::wait
        from: running
        to: idle
    misuses:
      - call: jobs::Job::run
        in: running
        message: runs it a second time
)"},
    {"start-methods", "A setting that decides which boundary launches cross.",
     StartMethodKeys,
     R"(start-methods:
  - name: jobs
    setter: jobs::use
    default: exec
    methods:
      - word: exec
        enumerator: jobs::How::Exec
        boundary: process
      - word: fork
        enumerator: jobs::How::Fork
        boundary: fork
)"},
    {"pass-through", "A function whose result denotes one of its arguments.",
     PassKeys,
     R"(pass-through:
  - name: util::by_ref
    yields: reference
)"},
    {"binder",
     "A function that makes a callable out of a callable and arguments.",
     BinderKeys,
     R"(binder:
  - name: util::curry
    target: 0
    arguments: "1.."
)"},
    {"callable-holder",
     "A type that holds some callable which its type does not show.",
     HolderKeys,
     R"(callable-holder:
  - type: util::Task
)"},
    {"factory",
     "A function that makes an object of one of its template arguments' types "
     "from its arguments.",
     FactoryKeys,
     R"(factory:
  - name: util::make_box
)"},
    {"higher-order",
     "A function that calls its callable argument on the calling thread before "
     "it returns.",
     HigherOrderKeys,
     R"(higher-order:
  - name: util::for_all
    callable: 1
    elements-of: 0
)"},
};

ArrayRef<KeyInfo> headKeys() { return Head; }
ArrayRef<SectionInfo> sections() { return Sections; }

} // namespace stowaway::models
