//===- BuiltinModelsTest.cpp - Do the built-in models hold together? ------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Checks.h"
#include "Models/ModelKeys.h"
#include "Models/ModelReader.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace llvm;
using testing::ElementsAre;

namespace stowaway::models {
namespace {

std::string listed(const std::vector<ModelError> &Errors) {
  std::string Out;
  for (const ModelError &E : Errors)
    Out += toString(E) + "\n";
  return Out;
}

class BuiltinModels : public testing::Test {
protected:
  BuiltinModels() {
    std::vector<ModelError> Errors;
    for (const BuiltinModelFile &File : builtinModelFiles())
      if (auto M = readModel(MemoryBufferRef(File.Text, File.Name), Errors))
        Set.add(std::move(*M));
    EXPECT_EQ(listed(Errors), "");
  }

  template <class Function> void forHandles(Function Each) {
    for (const auto &M : Set.models())
      for (const Handle &H : M->Handles) {
        SCOPED_TRACE(H.Where.File + ":" + std::to_string(H.Where.Line) + ": " +
                     H.Type);
        Each(H);
      }
  }

  /// The boundaries that no value of the type crosses, whatever is done to it.
  BoundarySet neverCrosses(StringRef Type) {
    BoundarySet Out;
    for (const Handle *H : Set.handles(Type))
      for (unsigned I = 0; I != NumBoundaries; ++I)
        if (!H->Acts && H->States.empty() && H->Cannot.contains(Boundary(I)))
          Out.insert(Boundary(I));
    return Out;
  }

  ModelSet Set;
};

TEST_F(BuiltinModels, AllFilesAreRead) {
  EXPECT_EQ(Set.models().size(), builtinModelFiles().size());
  StringSet<> Names;
  for (const BuiltinModelFile &File : builtinModelFiles())
    Names.insert(File.Name);
  for (StringRef Expected :
       {"boost-serialization.yaml", "cereal.yaml", "posix.yaml", "seastar.yaml",
        "std.yaml", "stowaway.yaml", "upcxx.yaml", "ygm.yaml"})
    EXPECT_TRUE(Names.contains(Expected)) << Expected.str();
  ModelSet Again;
  addBuiltinModels(Again);
  EXPECT_EQ(Again.models().size(), Set.models().size());
}

TEST_F(BuiltinModels, AllReferencesResolve) {
  std::vector<ModelError> Errors;
  checkReferences(Set, Errors);
  EXPECT_EQ(listed(Errors), "");
}

TEST_F(BuiltinModels, EveryHandleIsExplained) {
  unsigned Seen = 0;
  forHandles([&](const Handle &H) {
    ++Seen;
    EXPECT_FALSE(H.Cannot.empty());
    // "it cannot cross because ..." and "instead, ..." are sentences begun
    // elsewhere.
    for (StringRef Text : {StringRef(H.Reason), StringRef(H.Instead)}) {
      EXPECT_GE(Text.size(), 10u) << Text.str();
      EXPECT_FALSE(Text.ends_with(".")) << Text.str();
      EXPECT_FALSE(isUpper(Text.front())) << Text.str();
    }
    EXPECT_TRUE(all_of(H.Kind, [](char C) { return isLower(C) || C == '-'; }))
        << H.Kind;
  });
  EXPECT_GT(Seen, 100u);
}

TEST_F(BuiltinModels, ChecksAreTheAudits) {
  const StringRef Ids[] = {audit::CarriedHandle, audit::CarriedAddress,
                           audit::StartedProcess, audit::DroppedState,
                           audit::WorkerLifecycle};
  forHandles([&](const Handle &H) { EXPECT_TRUE(is_contained(Ids, H.Check)); });
  // The words that the reader allows are the same.
  for (const SectionInfo &Section : sections())
    for (const KeyInfo &Key : Section.Keys)
      if (Key.Name == "check") {
        EXPECT_TRUE(llvm::equal(Key.Choices, Ids));
      }
}

TEST_F(BuiltinModels, NoEntryIsThereTwice) {
  StringSet<> Seen;
  auto Once = [&](StringRef Section, StringRef Name, StringRef What) {
    std::string Key = (Section + " " + Name + " " + What).str();
    EXPECT_TRUE(Seen.insert(Key).second) << Key;
  };
  for (const auto &M : Set.models()) {
    for (const Container &C : M->Containers)
      Once("container", C.Type, "");
    for (const Wrapper &W : M->Wrappers)
      Once("wrapper", W.Type, "");
    for (const Handle &H : M->Handles)
      Once("handle", H.Type, H.Reason);
    for (const Launch &L : M->Launches)
      Once("launch", L.Name, utostr(L.ArgumentCount.value_or(0)));
    for (const PassThrough &P : M->PassThroughs)
      Once("pass-through", P.Name, "");
    for (const HigherOrder &H : M->HigherOrders)
      Once("higher-order", H.Name, "");
  }
}

TEST_F(BuiltinModels, AWrapperAndAHandleDoNotContradict) {
  forHandles([&](const Handle &H) {
    for (const Wrapper *W : Set.wrappers(H.Type))
      for (unsigned I = 0; I != NumBoundaries; ++I)
        EXPECT_FALSE(W->Over.contains(Boundary(I)) &&
                     H.Cannot.contains(Boundary(I)))
            << toString(Boundary(I)).str();
  });
}

TEST_F(BuiltinModels, LaunchesHaveHints) {
  for (const auto &M : Set.models()) {
    if (!M->Launches.empty() || !M->BranchLaunches.empty()) {
      EXPECT_FALSE(M->Hints.empty()) << M->File;
    }
    // A file that calls a launch names its last component or its namespace.
    for (const Launch &L : M->Launches) {
      SmallVector<StringRef, 6> Parts;
      StringRef(L.Name).split(Parts, "::");
      EXPECT_TRUE(any_of(Parts, [&](StringRef Part) {
        return is_contained(M->Hints, Part);
      })) << L.Name;
    }
  }
}

//===----------------------------------------------------------------------===//
// The facts that the documentation promises
//===----------------------------------------------------------------------===//

TEST_F(BuiltinModels, StandardLibrary) {
  for (StringRef Type : {"std::weak_ptr",
                         "std::thread",
                         "std::jthread",
                         "std::stop_token",
                         "std::mutex",
                         "std::shared_mutex",
                         "std::condition_variable",
                         "std::future",
                         "std::promise",
                         "std::packaged_task",
                         "std::latch",
                         "std::barrier",
                         "std::counting_semaphore",
                         "std::basic_ofstream",
                         "std::basic_filebuf",
                         "std::exception_ptr",
                         "std::coroutine_handle",
                         "std::locale",
                         "std::basic_string_view",
                         "std::span",
                         "std::reference_wrapper",
                         "__gnu_cxx::__normal_iterator",
                         "FILE *",
                         "DIR *",
                         "pthread_t",
                         "pthread_mutex_t",
                         "std::unique_lock"}) {
    BoundarySet Never = neverCrosses(Type);
    EXPECT_TRUE(Never.contains(Boundary::Process)) << Type.str();
    // They may ride to another thread.
    EXPECT_FALSE(Never.contains(Boundary::Thread)) << Type.str();
    EXPECT_FALSE(Never.contains(Boundary::Fork)) << Type.str();
  }
  for (StringRef Type : {"std::basic_string_view", "std::reference_wrapper",
                         "std::_List_iterator"})
    for (const Handle *H : Set.handles(Type))
      EXPECT_EQ(H->Check, audit::CarriedAddress) << Type.str();
  for (StringRef Type : {"std::mutex", "std::condition_variable"})
    EXPECT_TRUE(Set.handles(Type)[0]->FreshIsEnough) << Type.str();
  EXPECT_FALSE(Set.handles("std::weak_ptr")[0]->FreshIsEnough);
  EXPECT_TRUE(Set.container("std::map")->OutOfLine);
  EXPECT_THAT(Set.container("std::map")->Elements, ElementsAre(0u, 1u));
  EXPECT_FALSE(Set.container("std::array")->OutOfLine);
  EXPECT_FALSE(Set.container("std::optional")->Many);
  EXPECT_EQ(Set.container("std::unique_ptr")->As, Container::Pointee);
  EXPECT_EQ(Set.passThrough("std::ref")->As, PassThrough::Reference);
  EXPECT_NE(Set.callableHolder("std::function"), nullptr);
  // Plain values are known, so that no one looks inside.
  for (StringRef Type : {"std::basic_string", "std::chrono::duration",
                         "std::filesystem::path", "std::complex"})
    EXPECT_EQ(Set.wrappers(Type).size(), 1u) << Type.str();
}

TEST_F(BuiltinModels, AMutexInAForkedChild) {
  unsigned OverFork = 0;
  for (const Handle *H : Set.handles("std::mutex")) {
    if (!H->Cannot.contains(Boundary::Fork))
      continue;
    ++OverFork;
    EXPECT_TRUE(H->acts(Act::Lock));
    EXPECT_TRUE(is_contained(H->Calls, "lock"));
    EXPECT_FALSE(is_contained(H->Calls, "try_lock"));
  }
  EXPECT_EQ(OverFork, 1u);
}

TEST_F(BuiltinModels, ProcessOfTheRuntime) {
  auto Bindings = Set.launches("stowaway::Process::Process");
  ASSERT_EQ(Bindings.size(), 1u);
  EXPECT_EQ(Bindings[0]->BoundObject, ReferenceMeaning::Value);
  EXPECT_EQ(Bindings[0]->Target.Value, 0);
  EXPECT_FALSE(Set.launchedBy("stowaway::Process::start").empty());

  const Handle *H = Set.handles("stowaway::Process")[0];
  EXPECT_EQ(H->Check, audit::StartedProcess);
  const StateMachine *Machine = Set.stateMachine(H->States);
  ASSERT_NE(Machine, nullptr);
  auto MayCross = [&](StringRef State) {
    std::optional<unsigned> I = Machine->find(State);
    EXPECT_TRUE(I.has_value()) << State.str();
    return I && !Machine->States[*I].Cannot.contains(Boundary::Process);
  };
  EXPECT_EQ(Machine->Initial, "unstarted");
  EXPECT_TRUE(MayCross("unstarted"));
  EXPECT_FALSE(MayCross("started"));
  EXPECT_FALSE(MayCross("joined"));
  EXPECT_TRUE(MayCross("closed"));
  EXPECT_THAT(Set.machinesWith("stowaway::Process::start"),
              ElementsAre(Machine));

  const StartMethods *Table = Set.startMethods(Bindings[0]->StartMethods);
  ASSERT_NE(Table, nullptr);
  EXPECT_EQ(Set.startMethodsSetBy("stowaway::set_start_method"), Table);
  EXPECT_EQ(Table->Default, "spawn");
  for (const StartMethods::Method &M : Table->Methods) {
    EXPECT_EQ(M.Crosses, M.Word == "fork" ? Boundary::Fork : Boundary::Process);
    EXPECT_EQ(M.Enumerator, "stowaway::StartMethod::" + M.Word);
  }
  auto Local = Set.wrappers("stowaway::Local");
  ASSERT_EQ(Local.size(), 1u);
  EXPECT_TRUE(Local[0]->LeavesContent);
}

TEST_F(BuiltinModels, SeastarPointersRideButMustNotAct) {
  const Handle *H = Set.handles("seastar::lw_shared_ptr")[0];
  EXPECT_TRUE(H->Cannot.contains(Boundary::Shard));
  EXPECT_TRUE(H->acts(Act::Copy));
  EXPECT_TRUE(H->acts(Act::Move));
  EXPECT_TRUE(H->acts(Act::Destroy));
  EXPECT_FALSE(H->acts(Act::Dereference));
  const Launch *Submit = Set.launches("seastar::smp::submit_to")[0];
  EXPECT_EQ(Submit->ClosureDestroyed, Side::Here);
  EXPECT_TRUE(Submit->ResultTravels);
  const Launch *Invoke = Set.launches("seastar::sharded::invoke_on")[0];
  EXPECT_EQ(Invoke->ClosureDestroyed, Side::Here);
  EXPECT_EQ(Invoke->ArgumentsDestroyed, Side::There);
  EXPECT_TRUE(Set.launches("seastar::sharded::map_reduce0")[0]->ResultTravels);
  EXPECT_TRUE(
      Set.wrappers("seastar::foreign_ptr")[0]->Over.contains(Boundary::Shard));
  // Results come as futures; a future must not hide them.
  EXPECT_TRUE(Set.handles("seastar::future").empty());
}

TEST_F(BuiltinModels, ClosuresOfYgmAndUpcxxAreBytes) {
  for (StringRef Name :
       {"ygm::comm::async", "ygm::comm::async_bcast", "upcxx::rpc",
        "upcxx::rpc_ff", "upcxx::remote_cx::as_rpc",
        "ygm::container::detail::base_async_visit::async_visit"}) {
    ASSERT_EQ(Set.launches(Name).size(), 1u) << Name.str();
    const Launch *L = Set.launches(Name)[0];
    EXPECT_EQ(L->TargetCrossesAs, Crossing::Bytes) << Name.str();
    EXPECT_EQ(L->ArgumentsCrossAs, Crossing::Serialized) << Name.str();
    EXPECT_EQ(L->ResultTravels, Name == "upcxx::rpc") << Name.str();
  }
  // What runs where it was called is no launch.
  for (StringRef Name : {"ygm::container::detail::base_iteration::for_all",
                         "ygm::comm::register_pre_barrier_callback"})
    EXPECT_TRUE(Set.launches(Name).empty()) << Name.str();
  EXPECT_TRUE(Set.launches("ygm::container::disjoint_set::async_visit")[0]
                  ->DropsCaptures);
  EXPECT_TRUE(
      Set.wrappers("ygm::ygm_ptr")[0]->Over.contains(Boundary::Process));
  EXPECT_FALSE(Set.wrappers("upcxx::global_ptr")[0]->OutOfLine);
  EXPECT_TRUE(Set.wrappers("upcxx::dist_object")[0]->OutOfLine);
  EXPECT_EQ(Set.transferFunctions("UPCXX_SERIALIZED_FIELDS")[0]->F,
            TransferFunction::Macro);
}

TEST_F(BuiltinModels, FormsOfTransferFunctions) {
  auto Has = [&](StringRef Name, TransferFunction::Form F, unsigned Params) {
    return any_of(Set.transferFunctions(Name), [&](const TransferFunction *T) {
      return T->F == F && T->MinParams <= Params && Params <= T->MaxParams;
    });
  };
  for (StringRef Name : {"serialize", "save", "load"}) {
    EXPECT_TRUE(Has(Name, TransferFunction::Member, 1)) << Name.str();
    EXPECT_TRUE(Has(Name, TransferFunction::Member, 2)) << Name.str();
    EXPECT_TRUE(Has(Name, TransferFunction::Free, 2)) << Name.str();
    EXPECT_TRUE(Has(Name, TransferFunction::Free, 3)) << Name.str();
    EXPECT_FALSE(Has(Name, TransferFunction::Member, 0)) << Name.str();
    EXPECT_FALSE(Has(Name, TransferFunction::Member, 3)) << Name.str();
  }
  for (const TransferFunction *T : Set.transferFunctions("save_minimal"))
    EXPECT_TRUE(T->SendsResult);
}

} // namespace
} // namespace stowaway::models
