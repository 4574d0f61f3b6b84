//===- ModelReaderTest.cpp - Is every mistake in a model located? ---------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Good models first: what each key becomes, and what holds without it. Then a
// table of bad ones; each row names all errors that are to be found.
//
//===----------------------------------------------------------------------===//

#include "Models/ModelReader.h"
#include "Models/ModelKeys.h"
#include "llvm/ADT/StringExtras.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace llvm;
using testing::ElementsAre;
using testing::HasSubstr;

namespace stowaway::models {
namespace {

std::string listed(const std::vector<ModelError> &Errors) {
  std::string Out;
  for (const ModelError &E : Errors)
    Out +=
        (Twine(E.Line) + ":" + Twine(E.Column) + ": " + E.Message + "\n").str();
  return Out;
}

Model readGood(StringRef Text) {
  std::vector<ModelError> Errors;
  std::optional<Model> M = readModel(MemoryBufferRef(Text, "m.yaml"), Errors);
  EXPECT_EQ(listed(Errors), "") << Text.str();
  EXPECT_EQ(M.has_value(), Errors.empty());
  return M ? std::move(*M) : Model();
}

/// "line:column: message" of every error, in order.
std::string readBad(StringRef Text) {
  std::vector<ModelError> Errors;
  std::optional<Model> M = readModel(MemoryBufferRef(Text, "m.yaml"), Errors);
  EXPECT_FALSE(M.has_value());
  EXPECT_FALSE(Errors.empty());
  return listed(Errors);
}

//===----------------------------------------------------------------------===//
// What good models say
//===----------------------------------------------------------------------===//

TEST(ModelReader, EveryExampleIsRead) {
  for (const SectionInfo &Section : sections()) {
    SCOPED_TRACE(Section.Name.str());
    EXPECT_TRUE(Section.Example.starts_with((Section.Name + ":\n").str()));
    readGood(("library: x\n" + Section.Example).str());
  }
}

TEST(ModelReader, LaunchWithoutOptionalKeys) {
  Model M = readGood("library: x\n"
                     "launch:\n"
                     "  - {name: a::f, boundary: process}\n"
                     "  - {name: a::g, boundary: thread}\n"
                     "  - {name: a::h, boundary: device}\n");
  ASSERT_EQ(M.Launches.size(), 3u);
  const Launch &L = M.Launches[0];
  EXPECT_EQ(L.Name, "a::f");
  EXPECT_EQ(L.Crosses, Boundary::Process);
  EXPECT_EQ(L.Target.K, TargetSelector::FirstCallable);
  EXPECT_EQ(L.Arguments.K, ArgumentSelector::AfterTarget);
  EXPECT_EQ(L.TargetCrossesAs, Crossing::Serialized);
  EXPECT_EQ(L.ArgumentsCrossAs, Crossing::Serialized);
  EXPECT_EQ(L.BoundObject, ReferenceMeaning::Address);
  EXPECT_EQ(L.ReferenceArguments, ReferenceMeaning::Address);
  EXPECT_EQ(L.StringArguments, ReferenceMeaning::Address);
  EXPECT_EQ(L.ClosureDestroyed, Side::There);
  EXPECT_EQ(L.ArgumentsDestroyed, Side::There);
  EXPECT_FALSE(L.ResultTravels);
  EXPECT_FALSE(L.DropsCaptures);
  EXPECT_EQ(L.IsAwaited, Awaited::Unknown);
  EXPECT_FALSE(L.ArgumentCount.has_value());
  EXPECT_EQ(L.Where.File, "m.yaml");
  EXPECT_EQ(L.Where.Line, 3u);
  EXPECT_EQ(L.Where.Column, 12u);
  EXPECT_EQ(M.Launches[1].TargetCrossesAs, Crossing::Memory);
  EXPECT_EQ(M.Launches[2].ArgumentsCrossAs, Crossing::Bytes);
}

TEST(ModelReader, LaunchWithAllKeys) {
  Model M = readGood(R"(
library: x
launch:
  - names: [a::f, "a::g"]
    boundary: process
    start-methods: table
    target: -1
    arguments: [0, 2]
    crosses-as: bytes
    arguments-cross-as: memory
    bound-object: value
    reference-arguments: value
    string-arguments: value
    closure-destroyed: here
    arguments-destroyed: here
    result-travels: true
    awaited: never
    launched-by: a::run
    drops-captures: true
    argument-count: 4
  - {name: a::d, boundary: process, target: none, arguments: "1.."}
)");
  ASSERT_EQ(M.Launches.size(), 3u);
  const Launch &L = M.Launches[1];
  EXPECT_EQ(L.Name, "a::g");
  EXPECT_EQ(L.StartMethods, "table");
  EXPECT_EQ(L.Target.K, TargetSelector::Index);
  EXPECT_EQ(L.Target.Value, -1);
  EXPECT_EQ(L.Arguments.K, ArgumentSelector::List);
  EXPECT_THAT(L.Arguments.Indices, ElementsAre(0u, 2u));
  EXPECT_EQ(L.TargetCrossesAs, Crossing::Bytes);
  EXPECT_EQ(L.ArgumentsCrossAs, Crossing::Memory);
  EXPECT_EQ(L.BoundObject, ReferenceMeaning::Value);
  EXPECT_EQ(L.ReferenceArguments, ReferenceMeaning::Value);
  EXPECT_EQ(L.StringArguments, ReferenceMeaning::Value);
  EXPECT_EQ(L.ClosureDestroyed, Side::Here);
  EXPECT_EQ(L.ArgumentsDestroyed, Side::Here);
  EXPECT_TRUE(L.ResultTravels);
  EXPECT_EQ(L.IsAwaited, Awaited::Never);
  EXPECT_THAT(L.LaunchedBy, ElementsAre("a::run"));
  EXPECT_TRUE(L.DropsCaptures);
  EXPECT_EQ(L.ArgumentCount, 4u);
  const Launch &Data = M.Launches[2];
  EXPECT_EQ(Data.Target.K, TargetSelector::None);
  EXPECT_EQ(Data.Arguments.K, ArgumentSelector::From);
  EXPECT_EQ(Data.Arguments.First, 1u);
}

TEST(ModelReader, Handle) {
  Model M = readGood(R"(
library: x
handle:
  - types: [a::T, "FILE *"]
    kind: lock
    cannot-cross: all
    reason: it
      spans   lines
    instead: y
  - type: a::U
    kind: lock
    check: stowaway-carried-address
    cannot-cross: [shard, thread]
    reason: r
    instead: i
    acts: [copy, lock]
    calls: [join]
    states: machine
    fresh-is-enough: true
)");
  ASSERT_EQ(M.Handles.size(), 3u);
  EXPECT_EQ(M.Handles[1].Type, "FILE *");
  EXPECT_EQ(M.Handles[1].Check, "stowaway-carried-handle");
  EXPECT_EQ(M.Handles[1].Reason, "it spans lines");
  EXPECT_EQ(M.Handles[1].Cannot, BoundarySet::all());
  EXPECT_EQ(M.Handles[1].Acts, 0);
  EXPECT_FALSE(M.Handles[1].FreshIsEnough);
  const Handle &H = M.Handles[2];
  EXPECT_EQ(H.Check, "stowaway-carried-address");
  EXPECT_EQ(H.Cannot, (BoundarySet{Boundary::Shard, Boundary::Thread}));
  EXPECT_TRUE(H.acts(Act::Copy));
  EXPECT_FALSE(H.acts(Act::Move));
  EXPECT_TRUE(H.acts(Act::Lock));
  EXPECT_TRUE(H.acts(Act::Call));
  EXPECT_THAT(H.Calls, ElementsAre("join"));
  EXPECT_EQ(H.States, "machine");
  EXPECT_TRUE(H.FreshIsEnough);
}

TEST(ModelReader, ContainersAndWrappers) {
  Model M = readGood(R"(
library: x
container:
  - type: a::V
    emplace: [emplace_back, {method: emplace, first: 1}]
    insert: push_back
    clear: [clear, reset]
    out-of-line: true
  - {type: a::P, elements: [0, 1], as: pointee}
  - {type: a::O, elements: all, as: alternative, many: true}
wrapper:
  - {type: a::W, over: [process, fork], leaves-content: true}
  - {type: a::S, over: all, out-of-line: yes}
)");
  ASSERT_EQ(M.Containers.size(), 3u);
  const Container &V = M.Containers[0];
  EXPECT_EQ(V.As, Container::Element);
  EXPECT_TRUE(V.Many);
  EXPECT_TRUE(V.OutOfLine);
  EXPECT_FALSE(V.AllArguments);
  EXPECT_THAT(V.Elements, ElementsAre(0u));
  ASSERT_EQ(V.Emplace.size(), 2u);
  EXPECT_EQ(V.Emplace[0].Method, "emplace_back");
  EXPECT_EQ(V.Emplace[0].First, 0u);
  EXPECT_EQ(V.Emplace[1].Method, "emplace");
  EXPECT_EQ(V.Emplace[1].First, 1u);
  EXPECT_THAT(V.Insert, ElementsAre("push_back"));
  EXPECT_THAT(V.Clear, ElementsAre("clear", "reset"));
  EXPECT_EQ(M.Containers[1].As, Container::Pointee);
  EXPECT_FALSE(M.Containers[1].Many);
  EXPECT_THAT(M.Containers[1].Elements, ElementsAre(0u, 1u));
  EXPECT_TRUE(M.Containers[2].AllArguments);
  EXPECT_EQ(M.Containers[2].As, Container::Alternative);
  EXPECT_TRUE(M.Containers[2].Many);
  ASSERT_EQ(M.Wrappers.size(), 2u);
  EXPECT_TRUE(M.Wrappers[0].LeavesContent);
  EXPECT_FALSE(M.Wrappers[0].OutOfLine);
  EXPECT_EQ(M.Wrappers[0].Over,
            (BoundarySet{Boundary::Process, Boundary::Fork}));
  EXPECT_FALSE(M.Wrappers[1].LeavesContent);
  EXPECT_TRUE(M.Wrappers[1].OutOfLine);
}

TEST(ModelReader, TransferFunctions) {
  Model M = readGood(R"(
library: x
transfer-function:
  - {name: serialize}
  - {name: save, form: free, way: save, archive: 1, object: 0}
  - {name: save_minimal, parameters: 1, sends-result: true}
  - {name: FIELDS, form: macro}
  - {name: load, way: load, parameters: "2..4"}
)");
  ASSERT_EQ(M.TransferFunctions.size(), 5u);
  const TransferFunction &Member = M.TransferFunctions[0];
  EXPECT_EQ(Member.F, TransferFunction::Member);
  EXPECT_EQ(Member.Way, TransferFunction::Both);
  EXPECT_EQ(Member.MinParams, 1u);
  EXPECT_EQ(Member.MaxParams, 2u);
  EXPECT_FALSE(Member.SendsResult);
  const TransferFunction &Free = M.TransferFunctions[1];
  EXPECT_EQ(Free.F, TransferFunction::Free);
  EXPECT_EQ(Free.Way, TransferFunction::Save);
  EXPECT_EQ(Free.Archive, 1u);
  EXPECT_EQ(Free.Object, 0u);
  EXPECT_EQ(Free.MinParams, 2u);
  EXPECT_EQ(Free.MaxParams, 3u);
  EXPECT_EQ(M.TransferFunctions[2].MaxParams, 1u);
  EXPECT_TRUE(M.TransferFunctions[2].SendsResult);
  EXPECT_EQ(M.TransferFunctions[3].F, TransferFunction::Macro);
  EXPECT_GT(M.TransferFunctions[3].MaxParams, 50u);
  EXPECT_EQ(M.TransferFunctions[4].Way, TransferFunction::Load);
  EXPECT_EQ(M.TransferFunctions[4].MinParams, 2u);
  EXPECT_EQ(M.TransferFunctions[4].MaxParams, 4u);
}

TEST(ModelReader, StatesAndStartMethods) {
  Model M = readGood(R"(
library: x
states:
  - name: s
    initial: a
    states:
      - name: a
      - {name: b, cannot-cross: [process], reason: why}
    transitions:
      - {calls: [T::f, T::g], from: a, to: b}
      - {call: T::h, to: a}
    misuses:
      - {call: "~", in: [b], message: drops it}
start-methods:
  - name: t
    setter: set
    argument: 1
    default: q
    methods:
      - {word: p, enumerator: E::P, boundary: process}
      - {word: q, boundary: fork}
)");
  ASSERT_EQ(M.StateMachines.size(), 1u);
  const StateMachine &S = M.StateMachines[0];
  EXPECT_EQ(S.Initial, "a");
  EXPECT_EQ(S.find("b"), 1u);
  EXPECT_FALSE(S.find("c").has_value());
  EXPECT_TRUE(S.States[0].Cannot.empty());
  EXPECT_TRUE(S.States[1].Cannot.contains(Boundary::Process));
  EXPECT_EQ(S.States[1].Reason, "why");
  ASSERT_EQ(S.Transitions.size(), 3u);
  EXPECT_EQ(S.Transitions[1].Call, "T::g");
  EXPECT_THAT(S.Transitions[1].From, ElementsAre("a"));
  EXPECT_EQ(S.Transitions[1].To, "b");
  EXPECT_TRUE(S.Transitions[2].From.empty());
  ASSERT_EQ(S.Misuses.size(), 1u);
  EXPECT_EQ(S.Misuses[0].Call, "~");
  EXPECT_EQ(S.Misuses[0].Message, "drops it");
  ASSERT_EQ(M.StartMethodTables.size(), 1u);
  const StartMethods &T = M.StartMethodTables[0];
  EXPECT_EQ(T.Setter, "set");
  EXPECT_EQ(T.Argument, 1u);
  EXPECT_EQ(T.Default, "q");
  ASSERT_EQ(T.Methods.size(), 2u);
  EXPECT_EQ(T.Methods[0].Enumerator, "E::P");
  EXPECT_EQ(T.Methods[1].Crosses, Boundary::Fork);
}

TEST(ModelReader, Functions) {
  Model M = readGood(R"(
library: x
hints: [one, two]
branch-launch:
  - {name: f}
  - {name: g, boundary: process}
pass-through:
  - {name: a::same}
  - {name: a::base, argument: 1, yields: base}
binder:
  - {name: a::bind, target: 1, arguments: none}
callable-holder:
  - {type: a::Fn}
factory:
  - {name: a::make, constructs: 1, first: 2}
higher-order:
  - {name: a::each, callable: -1, elements-of: 0, many: no}
)");
  EXPECT_THAT(M.Hints, ElementsAre("one", "two"));
  EXPECT_EQ(M.BranchLaunches[0].Crosses, Boundary::Fork);
  EXPECT_EQ(M.BranchLaunches[1].Crosses, Boundary::Process);
  EXPECT_EQ(M.PassThroughs[0].As, PassThrough::Same);
  EXPECT_EQ(M.PassThroughs[1].As, PassThrough::Base);
  EXPECT_EQ(M.PassThroughs[1].Argument, 1u);
  EXPECT_EQ(M.Binders[0].Target, 1u);
  EXPECT_EQ(M.Binders[0].Arguments.K, ArgumentSelector::None);
  EXPECT_EQ(M.CallableHolders[0].Type, "a::Fn");
  EXPECT_EQ(M.Factories[0].Constructs, 1u);
  EXPECT_EQ(M.Factories[0].First, 2u);
  EXPECT_EQ(M.HigherOrders[0].Callable, -1);
  EXPECT_THAT(M.HigherOrders[0].ElementsOf, ElementsAre(0u));
  EXPECT_FALSE(M.HigherOrders[0].Many);
}

TEST(ModelReader, NamesThatAreRight) {
  for (StringRef Name :
       {"f", "a::b::c", "a::T::~T", "a::T::operator()", "a::T::operator<<",
        "a::T::operator==", "operator_like", "FILE *", "_x1"}) {
    if (Name.contains('<'))
      continue; // told from template arguments in the table below
    readGood(("library: x\nbranch-launch:\n  - name: '" + Name + "'\n").str());
  }
}

//===----------------------------------------------------------------------===//
// What is wrong with bad ones
//===----------------------------------------------------------------------===//

struct BadModel {
  const char *Name;
  const char *Text;
  const char *Errors;
};

const BadModel BadModels[] = {
    {"Empty", "", "1:1: empty; expected a model that begins with 'library:'\n"},
    {"CommentOnly", "# nothing\n",
     "1:1: empty; expected a model that begins with 'library:'\n"},
    {"Scalar", "hello\n",
     "1:1: expected a model that begins with 'library:', found 'hello'\n"},
    {"ListAtTheTop", "- a\n- b\n",
     "1:1: expected a model that begins with 'library:', found a list\n"},
    {"NoLibrary", "hints: [a]\n", "1:1: a model lacks the key 'library'\n"},
    {"LibraryIsAList", "library: [a]\n",
     "1:10: 'library': expected a text, found a list\n"},
    {"LibraryIsNothing", "library:\n",
     "1:1: 'library': expected a text, found nothing\n"},
    {"UnknownSection", "library: x\nhandel:\n  - type: T\n",
     "2:1: unknown key 'handel' in a model; did you mean 'handle'?\n"},
    {"UnknownSectionLikeNoOther", "library: x\nzebra: 1\n",
     "2:1: unknown key 'zebra' in a model\n"},
    {"SectionTwice", "library: x\nbinder: [{name: f}]\nbinder: [{name: g}]\n",
     "3:1: the key 'binder' is here a second time (first in line 2)\n"},
    {"SectionIsAMap", "library: x\nlaunch:\n  name: f\n",
     "3:3: 'launch': expected a list of entries ('- name: ...'), found a "
     "map\n"},
    {"SectionIsNothing", "library: x\nlaunch:\n",
     "2:1: 'launch': expected a list of entries ('- name: ...'), found "
     "nothing\n"},
    {"SectionIsEmpty", "library: x\nlaunch: []\n",
     "2:9: 'launch': expected at least one entry\n"},
    {"EntryIsAWord", "library: x\nlaunch:\n  - f\n",
     "3:5: 'launch': expected an entry ('name: ...'), found 'f'\n"},
    {"UnknownKey",
     "library: x\nlaunch:\n  - {name: f, boundary: thread, tagret: 1}\n",
     "3:33: unknown key 'tagret' in an entry of 'launch'; did you mean "
     "'target'?\n"},
    {"KeyTwice", "library: x\nbinder:\n  - name: f\n    name: g\n",
     "4:5: the key 'name' is here a second time (first in line 3)\n"},
    {"NoName", "library: x\nlaunch:\n  - boundary: thread\n",
     "3:5: an entry of 'launch' lacks 'name' (or 'names')\n"},
    {"NameAndNames", "library: x\nbinder:\n  - {name: f, names: [g]}\n",
     "3:5: an entry of 'binder' has both 'name' and 'names'; expected one of "
     "them\n"},
    {"NoBoundary", "library: x\nlaunch:\n  - name: f\n",
     "3:5: an entry of 'launch' lacks the key 'boundary'\n"},
    {"UnknownBoundary", "library: x\nlaunch: [{name: f, boundary: proces}]\n",
     "2:30: 'boundary': expected 'process', 'fork', 'shard', 'thread', "
     "'sequence' or 'device', found 'proces'; did you mean 'process'?\n"},
    {"BoundaryIsAList",
     "library: x\nlaunch: [{name: f, boundary: [process]}]\n",
     "2:30: 'boundary': expected 'process', 'fork', 'shard', 'thread', "
     "'sequence' or 'device', found a list\n"},
    {"TemplateArguments", "library: x\nbinder: [{name: 'std::vector<int>'}]\n",
     "2:17: 'name': expected a qualified name (write it without template "
     "arguments), found 'std::vector<int>'\n"},
    {"LeadingColons", "library: x\nbinder: [{name: '::f'}]\n",
     "2:17: 'name': expected a qualified name (write it without the leading "
     "'::'), found '::f'\n"},
    {"Parameters", "library: x\nbinder: [{name: 'f(int)'}]\n",
     "2:17: 'name': expected a qualified name (write it without parameters), "
     "found 'f(int)'\n"},
    {"NoIdentifier", "library: x\nbinder: [{name: 'a::1b'}]\n",
     "2:17: 'name': expected a qualified name ('1b' is no identifier), found "
     "'a::1b'\n"},
    {"TrailingColons", "library: x\nbinder: [{name: 'a::'}]\n",
     "2:17: 'name': expected a qualified name (it ends in '::'), found "
     "'a::'\n"},
    {"EmptyName", "library: x\nbinder: [{name: ''}]\n",
     "2:17: 'name': expected a qualified name, found ''\n"},
    {"EmptyNames", "library: x\nbinder: [{names: []}]\n",
     "2:18: 'names': found an empty list; leave the key out\n"},
    {"BadTarget",
     "library: x\nlaunch: [{name: f, boundary: fork, target: first}]\n",
     "2:44: 'target': expected 'callable', 'none' or the index of an argument, "
     "found 'first'\n"},
    {"BadArguments",
     "library: x\nlaunch: [{name: f, boundary: fork, arguments: 1-}]\n",
     "2:47: 'arguments': expected 'after-target', 'none', \"1..\" or a list of "
     "indices, found '1-'\n"},
    {"BadArgumentList",
     "library: x\nlaunch: [{name: f, boundary: fork, arguments: [1, -2]}]\n",
     "2:51: 'arguments': expected a number from 0 to 1000, found '-2'\n"},
    {"HugeNumber",
     "library: x\nfactory: [{name: f, first: 99999999999999999999}]\n",
     "2:28: 'first': expected a number from 0 to 1000, found "
     "'99999999999999999999'\n"},
    {"BadFlag",
     "library: x\nlaunch: [{name: f, boundary: fork, result-travels: maybe}]\n",
     "2:52: 'result-travels': expected true or false, found 'maybe'\n"},
    {"ShipsNothing",
     "library: x\nlaunch: [{name: f, boundary: fork, target: none}]\n",
     "2:44: 'target: none' without 'arguments' ships nothing; expected "
     "'arguments' as \"0..\" or a list\n"},
    {"NothingAfterTheLast",
     "library: x\nlaunch: [{name: f, boundary: fork, target: -1, arguments: "
     "after-target}]\n",
     "2:59: nothing follows the last argument; expected 'none'\n"},
    {"HandleLacksMuch", "library: x\nhandle:\n  - type: T\n",
     "3:5: an entry of 'handle' lacks the key 'kind'\n"
     "3:5: an entry of 'handle' lacks the key 'cannot-cross'\n"
     "3:5: an entry of 'handle' lacks the key 'reason'\n"
     "3:5: an entry of 'handle' lacks the key 'instead'\n"},
    {"AllErrorsAreSaid",
     "library: x\n"
     "handle:\n"
     "  - {type: T, kind: k, cannot-cross: nowhere, reason: r, instead: i}\n"
     "  - {type: U, kind: k, cannot-cross: all, reason: r, instead: i,\n"
     "     acts: [cop], check: stowaway-carried}\n"
     "binder:\n"
     "  - {name: f, target: x}\n",
     "3:38: 'cannot-cross': expected 'process', 'fork', 'shard', 'thread', "
     "'sequence', 'device' or 'all', found 'nowhere'\n"
     "5:26: 'check': expected 'stowaway-carried-handle', "
     "'stowaway-carried-address', 'stowaway-started-process', "
     "'stowaway-dropped-state' or 'stowaway-worker-lifecycle', found "
     "'stowaway-carried'\n"
     "5:13: 'acts': expected 'copy', 'move', 'destroy', 'dereference' or "
     "'lock', found 'cop'; did you mean 'copy'?\n"
     "7:23: 'target': expected a number from 0 to 1000, found 'x'\n"},
    {"AllInAList", "library: x\nwrapper: [{type: T, over: [all]}]\n",
     "2:28: 'over': expected 'process', 'fork', 'shard', 'thread', 'sequence' "
     "or 'device', found 'all'\n"},
    {"CallsOfAnyAct",
     "library: x\nhandle: [{type: T, kind: k, cannot-cross: all, reason: r, "
     "instead: i, acts: any, calls: [f]}]\n",
     "2:89: 'calls' with 'acts: any' says nothing: it may not even travel\n"},
    {"BadFill", "library: x\ncontainer: [{type: T, emplace: [{methd: f}]}]\n",
     "2:34: unknown key 'methd' in an entry of 'emplace'; did you mean "
     "'method'?\n"
     "2:33: an entry of 'emplace' lacks the key 'method'\n"},
    {"BadBounds",
     "library: x\ntransfer-function: [{name: f, parameters: \"3..1\"}]\n",
     "2:43: 'parameters': expected a number or a range such as \"1..2\", found "
     "'3..1'\n"},
    {"ArchiveIsObject",
     "library: x\ntransfer-function: [{name: f, form: free, object: 0}]\n",
     "2:21: 'archive' and 'object' are the same parameter\n"},
    {"UnknownStates",
     "library: x\n"
     "states:\n"
     "  - name: s\n"
     "    initial: idel\n"
     "    states: [{name: idle}, {name: busy, cannot-cross: all}]\n"
     "    transitions: [{call: f, from: [busi], to: gone}]\n"
     "    misuses: [{call: f, in: lost, message: m}]\n",
     "5:28: state 'busy' cannot cross, but lacks the key 'reason'\n"
     "4:14: no state of 's' is named 'idel'; did you mean 'idle'?\n"
     "6:47: no state of 's' is named 'gone'\n"
     "6:36: no state of 's' is named 'busi'; did you mean 'busy'?\n"
     "7:29: no state of 's' is named 'lost'\n"},
    {"StateTwice",
     "library: x\n"
     "states: [{name: s, initial: a, states: [{name: a}, {name: a}]}]\n",
     "2:59: a second state named 'a'\n"},
    {"MachineTwice",
     "library: x\n"
     "states:\n"
     "  - {name: s, initial: a, states: [{name: a}]}\n"
     "  - {name: s, initial: a, states: [{name: a}]}\n",
     "4:12: a second state machine named 's' (first in line 3)\n"},
    {"NoSuchDefault",
     "library: x\nstart-methods: [{name: t, default: spwan, methods: [{word: "
     "spawn, boundary: process}]}]\n",
     "2:36: no method of 't' is named 'spwan'; did you mean 'spawn'?\n"},
    {"Anchor", "library: &a x\n",
     "1:10: anchors and aliases are not part of models; write the value "
     "out\n"},
    {"Alias", "library: *a\n",
     "1:10: anchors and aliases are not part of models; write the value "
     "out, or quote a text that begins with '*'\n"},
    {"Tag", "library: !!str x\n",
     "1:10: tags are not part of models; leave '!!str' out\n"},
    {"ComplexKey", "library: x\n? [a, b]\n: c\n",
     "2:3: expected a key, found a list\n"},
    {"SecondDocument", "library: x\n---\nlibrary: y\n",
     "3:1: a second document; expected one model in a file\n"},
};

class BadModelTest : public testing::TestWithParam<BadModel> {};

TEST_P(BadModelTest, IsLocated) {
  EXPECT_EQ(readBad(GetParam().Text), GetParam().Errors);
}

INSTANTIATE_TEST_SUITE_P(ModelReader, BadModelTest,
                         testing::ValuesIn(BadModels),
                         [](const testing::TestParamInfo<BadModel> &Info) {
                           return std::string(Info.param.Name);
                         });

TEST(ModelReader, WhatIsNoYaml) {
  for (StringRef Text :
       {"library: [a\n", "library: \"a\n", "library: x\n\tlaunch: y\n",
        "a: b: c\n", "library: x\n - y: z\n", "}", "%YAML 9\n"}) {
    SCOPED_TRACE(Text.str());
    std::vector<ModelError> Errors;
    EXPECT_FALSE(readModel(MemoryBufferRef(Text, "m"), Errors).has_value());
    ASSERT_FALSE(Errors.empty());
    EXPECT_GE(Errors[0].Line, 1u);
    EXPECT_GE(Errors[0].Column, 1u);
    EXPECT_EQ(Errors[0].Message.rfind("not valid YAML", 0), 0u)
        << Errors[0].Message;
  }
}

TEST(ModelReader, WhatIsNoText) {
  EXPECT_EQ(readBad(StringRef("library: x\nab\0c", 15)),
            "2:3: not a text: found the byte 0x00, expected YAML in UTF-8\n");
  EXPECT_EQ(readBad("\x7f"
                    "ELF\x02\x01"),
            "1:1: not a text: found the byte 0x7f, expected YAML in UTF-8\n");
  EXPECT_EQ(readBad("library: caf\xe9\n"),
            "1:13: not a text: found the byte 0xe9, expected YAML in UTF-8\n");
  EXPECT_EQ(readGood("library: caf\xc3\xa9\n").Library, "caf\xc3\xa9");
}

TEST(ModelReader, EndlessNestingEndsInAnError) {
  for (StringRef Opening : {"[", "{a: ", "- ", "? "}) {
    std::string Text = "library: x\nlaunch: ";
    if (Opening == "- " || Opening == "? ")
      Text = "library: x\nlaunch:\n ";
    for (int I = 0; I != 20000; ++I)
      Text += Opening;
    EXPECT_THAT(readBad(Text), testing::AnyOf(HasSubstr("nested too deeply"),
                                              HasSubstr("not valid YAML")));
  }
  EXPECT_THAT(readBad(std::string(5u << 20, '#')),
              HasSubstr("larger than any model"));
}

TEST(ModelReader, ErrorAsText) {
  std::vector<ModelError> Errors;
  readModel(MemoryBufferRef("library: x\r\nzebra: 1\r\n", "dir/m.yaml"),
            Errors);
  ASSERT_EQ(Errors.size(), 1u);
  EXPECT_EQ(toString(Errors[0]),
            "dir/m.yaml:2:1: error: unknown key 'zebra' in a model\n"
            "  zebra: 1\n"
            "  ^");
}

TEST(ModelReader, LongAndOddLinesAreQuotedWithCare) {
  std::string Long = "library: x\nzebra: \"" + std::string(5000, 'a') + "\"\n";
  std::vector<ModelError> Errors;
  readModel(MemoryBufferRef(Long, "m"), Errors);
  ASSERT_EQ(Errors.size(), 1u);
  EXPECT_LE(Errors[0].SourceLine.size(), 200u);
  EXPECT_LE(toString(Errors[0]).size(), 400u);
}

} // namespace
} // namespace stowaway::models
