//===- ModelSetTest.cpp - Is the right entry found by name? ---------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Models/ModelReader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace llvm;
using testing::ElementsAre;

namespace stowaway::models {
namespace {

void add(ModelSet &Set, StringRef Text) {
  std::vector<ModelError> Errors;
  std::optional<Model> M =
      readModel(MemoryBufferRef(Text, "test.yaml"), Errors);
  for (const ModelError &E : Errors)
    ADD_FAILURE() << toString(E);
  if (M)
    Set.add(std::move(*M));
}

constexpr StringLiteral First = R"(
library: first
hints: [run, fork]
launch:
  - {name: a::run, boundary: thread, argument-count: 1}
  - {name: a::run, boundary: process, argument-count: 2}
  - {name: a::Job::Job, boundary: process, launched-by: [a::Job::go, a::all]}
  - {name: a::Other::Other, boundary: process, launched-by: a::all}
branch-launch:
  - {name: split}
handle:
  - {type: a::H, kind: k, cannot-cross: process, reason: r, instead: i}
  - {type: a::H, kind: k, cannot-cross: thread, reason: s, instead: i}
container:
  - {type: a::C, emplace: [put], insert: [take], clear: [drop]}
wrapper:
  - {type: a::W, over: thread}
transfer-function:
  - {name: send, form: member}
  - {name: send, form: free}
states:
  - name: m
    initial: s
    states: [{name: s}, {name: t}]
    transitions: [{call: a::Job::go, to: t}, {call: a::Job::go, from: s, to: s}]
    misuses: [{call: "~", in: t, message: m}, {call: a::Job::bad, in: s,
      message: m}]
start-methods:
  - {name: table, setter: a::use, default: w,
     methods: [{word: w, boundary: process}]}
pass-through:
  - {name: a::same}
binder:
  - {name: a::bind}
callable-holder:
  - {type: a::Fn}
factory:
  - {name: a::make}
higher-order:
  - {name: a::each, callable: 0}
)";

TEST(ModelSet, FindsByName) {
  ModelSet Set;
  add(Set, First);
  ASSERT_EQ(Set.launches("a::run").size(), 2u);
  EXPECT_EQ(Set.launches("a::run")[1]->Crosses, Boundary::Process);
  EXPECT_TRUE(Set.launches("run").empty());
  ASSERT_EQ(Set.launchedBy("a::all").size(), 2u);
  EXPECT_EQ(Set.launchedBy("a::Job::go")[0]->Name, "a::Job::Job");
  EXPECT_TRUE(Set.launchedBy("a::Job::Job").empty());
  EXPECT_NE(Set.branchLaunch("split"), nullptr);
  EXPECT_EQ(Set.handles("a::H").size(), 2u);
  EXPECT_NE(Set.container("a::C"), nullptr);
  EXPECT_EQ(Set.wrappers("a::W").size(), 1u);
  EXPECT_EQ(Set.transferFunctions("send").size(), 2u);
  EXPECT_NE(Set.stateMachine("m"), nullptr);
  EXPECT_NE(Set.startMethods("table"), nullptr);
  EXPECT_EQ(Set.startMethodsSetBy("a::use"), Set.startMethods("table"));
  EXPECT_NE(Set.passThrough("a::same"), nullptr);
  EXPECT_NE(Set.binder("a::bind"), nullptr);
  EXPECT_NE(Set.callableHolder("a::Fn"), nullptr);
  EXPECT_NE(Set.factory("a::make"), nullptr);
  EXPECT_NE(Set.higherOrder("a::each"), nullptr);
}

TEST(ModelSet, WhatIsNotThere) {
  for (bool Empty : {true, false}) {
    ModelSet Set;
    if (!Empty)
      add(Set, First);
    EXPECT_TRUE(Set.launches("b").empty());
    EXPECT_TRUE(Set.launchedBy("b").empty());
    EXPECT_EQ(Set.branchLaunch("b"), nullptr);
    EXPECT_TRUE(Set.handles("b").empty());
    EXPECT_EQ(Set.container(""), nullptr);
    EXPECT_TRUE(Set.wrappers("b").empty());
    EXPECT_EQ(Set.passThrough("b"), nullptr);
    EXPECT_EQ(Set.binder("b"), nullptr);
    EXPECT_EQ(Set.callableHolder("b"), nullptr);
    EXPECT_EQ(Set.factory("b"), nullptr);
    EXPECT_EQ(Set.higherOrder("b"), nullptr);
    EXPECT_EQ(Set.stateMachine("b"), nullptr);
    EXPECT_EQ(Set.startMethods("b"), nullptr);
    EXPECT_EQ(Set.startMethodsSetBy(""), nullptr);
    EXPECT_TRUE(Set.machinesWith("b").empty());
    EXPECT_TRUE(Set.transferFunctions("b").empty());
    EXPECT_FALSE(Set.mayNameFunction("b"));
    EXPECT_FALSE(Set.mayNameFunction(""));
  }
}

TEST(ModelSet, AMachineIsListedOnceForACall) {
  ModelSet Set;
  add(Set, First);
  const StateMachine *Machine = Set.stateMachine("m");
  EXPECT_THAT(Set.machinesWith("a::Job::go"), ElementsAre(Machine));
  EXPECT_THAT(Set.machinesWith("a::Job::bad"), ElementsAre(Machine));
  EXPECT_THAT(Set.machinesWith("~"), ElementsAre(Machine));
}

TEST(ModelSet, KnowsLastComponentsOfFunctions) {
  ModelSet Set;
  add(Set, First);
  for (StringRef Known :
       {"run", "Job", "Other", "go", "all", "split", "bad", "use", "same",
        "bind", "make", "each", "put", "take", "drop", "send"})
    EXPECT_TRUE(Set.mayNameFunction(Known)) << Known.str();
  // Scopes, types, kinds and destructors are no functions.
  for (StringRef Unknown : {"a", "H", "Fn", "~", "m", "s", "a::run", "table"})
    EXPECT_FALSE(Set.mayNameFunction(Unknown)) << Unknown.str();
}

TEST(ModelSet, ALaterModelWinsWhereOneCanHold) {
  ModelSet Set;
  add(Set, First);
  add(Set, R"(
library: second
hints: [walk, run]
container:
  - {type: a::C, as: pointee}
handle:
  - {type: a::H, kind: other, cannot-cross: device, reason: r, instead: i}
pass-through:
  - {name: a::same, yields: address}
start-methods:
  - {name: table, setter: a::use, default: x,
     methods: [{word: x, boundary: fork}]}
)");
  EXPECT_EQ(Set.container("a::C")->As, Container::Pointee);
  EXPECT_EQ(Set.passThrough("a::same")->As, PassThrough::Address);
  EXPECT_EQ(Set.startMethods("table")->Default, "x");
  EXPECT_EQ(Set.startMethodsSetBy("a::use")->Default, "x");
  // Reasons add up.
  ASSERT_EQ(Set.handles("a::H").size(), 3u);
  EXPECT_EQ(Set.handles("a::H")[2]->Kind, "other");
  EXPECT_THAT(Set.hints(), ElementsAre("fork", "run", "walk"));
  EXPECT_EQ(Set.models().size(), 2u);
}

TEST(ModelSet, EntriesStayWhereTheyAreWhenItMoves) {
  ModelSet Set;
  add(Set, First);
  const Launch *Before = Set.launches("a::run")[0];
  ModelSet Moved = std::move(Set);
  add(Moved, "library: more\n");
  EXPECT_EQ(Moved.launches("a::run")[0], Before);
  EXPECT_EQ(Before->Name, "a::run");
}

TEST(Words, OfBoundariesAndActs) {
  for (unsigned I = 0; I != NumBoundaries; ++I)
    EXPECT_EQ(parseBoundary(toString(Boundary(I))), Boundary(I));
  for (unsigned I = 0; I != NumActs; ++I)
    EXPECT_EQ(parseAct(toString(Act(I))), Act(I));
  EXPECT_EQ(toString(Boundary::Process), "process");
  EXPECT_EQ(toString(Boundary::Device), "device");
  EXPECT_EQ(toString(Act::Dereference), "dereference");
  for (StringRef Bad : {"", "Process", "proces", "all"})
    EXPECT_FALSE(parseBoundary(Bad).has_value());
  EXPECT_FALSE(parseAct("any").has_value());
}

TEST(Words, SetsOfBoundaries) {
  EXPECT_TRUE(BoundarySet().empty());
  BoundarySet Set{Boundary::Process, Boundary::Device};
  EXPECT_TRUE(Set.contains(Boundary::Device));
  EXPECT_FALSE(Set.contains(Boundary::Fork));
  for (unsigned I = 0; I != NumBoundaries; ++I)
    EXPECT_TRUE(BoundarySet::all().contains(Boundary(I)));
}

} // namespace
} // namespace stowaway::models
