//===- ModelSet.cpp - Which model entry has this name? ----------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Models/ModelSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace stowaway::models {

template <class Index>
static auto all(const Index &In, StringRef Name)
    -> ArrayRef<typename Index::mapped_type::value_type> {
  auto Found = In.find(Name);
  if (Found == In.end())
    return {};
  return Found->second;
}

/// The entry that was added last, so that a user's model can correct ours.
template <class Index>
static auto last(const Index &In, StringRef Name) ->
    typename Index::mapped_type::value_type {
  auto Found = all(In, Name);
  return Found.empty() ? nullptr : Found.back();
}

/// "std::thread::thread" -> "thread"
static StringRef lastComponent(StringRef Name) {
  // "operator" names hold no "::" in models: template arguments are not
  // written, and a conversion is named by no one.
  auto [Scope, Last] = Name.rsplit("::");
  return Last.empty() ? Scope : Last;
}

void ModelSet::add(Model M) {
  Models.push_back(std::make_unique<Model>(std::move(M)));
  const Model &Added = *Models.back();

  auto AddFunction = [this](StringRef Name) {
    FunctionNames.insert(Name);
    FunctionIdentifiers.try_emplace(lastComponent(Name), 1);
  };
  auto IndexFunctions = [&](auto &Index, const auto &Entries) {
    for (const auto &Entry : Entries) {
      Index[Entry.Name].push_back(&Entry);
      AddFunction(Entry.Name);
    }
  };
  auto IndexTypes = [](auto &Index, const auto &Entries) {
    for (const auto &Entry : Entries)
      Index[Entry.Type].push_back(&Entry);
  };

  IndexFunctions(LaunchIndex, Added.Launches);
  for (const Launch &L : Added.Launches)
    for (const std::string &Call : L.LaunchedBy) {
      LaunchedByIndex[Call].push_back(&L);
      AddFunction(Call);
    }
  IndexFunctions(BranchIndex, Added.BranchLaunches);
  IndexTypes(HandleIndex, Added.Handles);
  IndexTypes(ContainerIndex, Added.Containers);
  for (const Container &C : Added.Containers) {
    for (const Container::Fill &F : C.Emplace)
      AddFunction(F.Method);
    for (const std::string &Method : C.Insert)
      AddFunction(Method);
    for (const std::string &Method : C.Clear)
      AddFunction(Method);
  }
  IndexTypes(WrapperIndex, Added.Wrappers);
  IndexFunctions(PassIndex, Added.PassThroughs);
  IndexFunctions(BinderIndex, Added.Binders);
  IndexTypes(HolderIndex, Added.CallableHolders);
  IndexFunctions(FactoryIndex, Added.Factories);
  IndexFunctions(HigherOrderIndex, Added.HigherOrders);
  IndexFunctions(TransferIndex, Added.TransferFunctions);

  for (const StateMachine &Machine : Added.StateMachines) {
    MachineIndex[Machine.Name].push_back(&Machine);
    auto AddCall = [&](StringRef Call) {
      auto &Machines = MachineCallIndex[Call];
      if (!is_contained(Machines, &Machine))
        Machines.push_back(&Machine);
      if (Call != "~")
        AddFunction(Call);
    };
    for (const StateMachine::Transition &T : Machine.Transitions)
      AddCall(T.Call);
    for (const StateMachine::Misuse &Wrong : Machine.Misuses)
      AddCall(Wrong.Call);
  }
  for (const StartMethods &Table : Added.StartMethodTables) {
    StartMethodIndex[Table.Name].push_back(&Table);
    if (Table.Setter.empty())
      continue;
    SetterIndex[Table.Setter].push_back(&Table);
    AddFunction(Table.Setter);
  }
}

ArrayRef<const Launch *> ModelSet::launches(StringRef Name) const {
  return all(LaunchIndex, Name);
}

ArrayRef<const Launch *> ModelSet::launchedBy(StringRef Name) const {
  return all(LaunchedByIndex, Name);
}

const BranchLaunch *ModelSet::branchLaunch(StringRef Name) const {
  return last(BranchIndex, Name);
}

ArrayRef<const Handle *> ModelSet::handles(StringRef Type) const {
  return all(HandleIndex, Type);
}

const Container *ModelSet::container(StringRef Type) const {
  return last(ContainerIndex, Type);
}

ArrayRef<const Wrapper *> ModelSet::wrappers(StringRef Type) const {
  return all(WrapperIndex, Type);
}

const PassThrough *ModelSet::passThrough(StringRef Name) const {
  return last(PassIndex, Name);
}

const Binder *ModelSet::binder(StringRef Name) const {
  return last(BinderIndex, Name);
}

const CallableHolder *ModelSet::callableHolder(StringRef Type) const {
  return last(HolderIndex, Type);
}

const Factory *ModelSet::factory(StringRef Name) const {
  return last(FactoryIndex, Name);
}

const HigherOrder *ModelSet::higherOrder(StringRef Name) const {
  return last(HigherOrderIndex, Name);
}

const StateMachine *ModelSet::stateMachine(StringRef Name) const {
  return last(MachineIndex, Name);
}

const StartMethods *ModelSet::startMethods(StringRef Name) const {
  return last(StartMethodIndex, Name);
}

const StartMethods *ModelSet::startMethodsSetBy(StringRef Function) const {
  return last(SetterIndex, Function);
}

ArrayRef<const StateMachine *> ModelSet::machinesWith(StringRef Call) const {
  return all(MachineCallIndex, Call);
}

ArrayRef<const TransferFunction *>
ModelSet::transferFunctions(StringRef Name) const {
  return all(TransferIndex, Name);
}

std::vector<StringRef> ModelSet::hints() const {
  std::vector<StringRef> Hints;
  for (const auto &M : Models)
    Hints.insert(Hints.end(), M->Hints.begin(), M->Hints.end());
  llvm::sort(Hints);
  Hints.erase(llvm::unique(Hints), Hints.end());
  return Hints;
}

bool ModelSet::namesFunction(StringRef Name) const {
  return FunctionNames.contains(Name);
}

bool ModelSet::mayNameFunction(StringRef Identifier) const {
  return FunctionIdentifiers.contains(Identifier);
}

} // namespace stowaway::models
