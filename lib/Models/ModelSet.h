//===- ModelSet.h - Which model entry has this name? ------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All models in force, built-in and the user's, indexed by qualified name. A
// ModelSet is immutable once built and may be read by many threads.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_MODELS_MODELSET_H
#define STOWAWAY_MODELS_MODELSET_H

#include "Models/Model.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include <memory>

namespace stowaway::models {

class ModelSet {
public:
  ModelSet() = default;
  ModelSet(ModelSet &&) = default;
  ModelSet &operator=(ModelSet &&) = default;

  /// Adds a model; entries of a later model win over earlier ones with the
  /// same name where only one can hold (containers, wrappers, tables).
  void add(Model M);

  llvm::ArrayRef<std::unique_ptr<Model>> models() const { return Models; }

  // Look-ups by qualified name. Several entries may share a name (overloads,
  // handles with different reasons for different boundaries).
  llvm::ArrayRef<const Launch *> launches(llvm::StringRef Name) const;
  /// The two-step launches that a call of \p Name launches.
  llvm::ArrayRef<const Launch *> launchedBy(llvm::StringRef Name) const;
  const BranchLaunch *branchLaunch(llvm::StringRef Name) const;
  llvm::ArrayRef<const Handle *> handles(llvm::StringRef Type) const;
  const Container *container(llvm::StringRef Type) const;
  llvm::ArrayRef<const Wrapper *> wrappers(llvm::StringRef Type) const;
  const PassThrough *passThrough(llvm::StringRef Name) const;
  const Binder *binder(llvm::StringRef Name) const;
  const CallableHolder *callableHolder(llvm::StringRef Type) const;
  const Factory *factory(llvm::StringRef Name) const;
  const HigherOrder *higherOrder(llvm::StringRef Name) const;
  const StateMachine *stateMachine(llvm::StringRef Name) const;
  const StartMethods *startMethods(llvm::StringRef Name) const;
  /// The table whose setter is \p Function.
  const StartMethods *startMethodsSetBy(llvm::StringRef Function) const;
  /// All state machines with a transition or misuse on method \p Call.
  llvm::ArrayRef<const StateMachine *> machinesWith(llvm::StringRef Call) const;
  /// Unqualified names of member and free transfer functions and of macros.
  llvm::ArrayRef<const TransferFunction *>
  transferFunctions(llvm::StringRef Name) const;
  /// All hints of all models.
  std::vector<llvm::StringRef> hints() const;

  /// Is \p Name, qualified, that of some entry's function?
  bool namesFunction(llvm::StringRef Name) const;
  /// True if some entry (launch, transition, pass-through, ...) has a function
  /// whose last name component is \p Identifier: a cheap first test before a
  /// qualified name is built.
  bool mayNameFunction(llvm::StringRef Identifier) const;

private:
  std::vector<std::unique_ptr<Model>> Models;
  template <class T>
  using Index = llvm::StringMap<llvm::SmallVector<const T *, 1>>;
  Index<Launch> LaunchIndex, LaunchedByIndex;
  Index<BranchLaunch> BranchIndex;
  Index<Handle> HandleIndex;
  Index<Container> ContainerIndex;
  Index<Wrapper> WrapperIndex;
  Index<PassThrough> PassIndex;
  Index<Binder> BinderIndex;
  Index<CallableHolder> HolderIndex;
  Index<Factory> FactoryIndex;
  Index<HigherOrder> HigherOrderIndex;
  Index<StateMachine> MachineIndex, MachineCallIndex;
  Index<StartMethods> StartMethodIndex, SetterIndex;
  Index<TransferFunction> TransferIndex;
  llvm::StringSet<> FunctionNames;
  llvm::StringMap<char> FunctionIdentifiers;
};

} // namespace stowaway::models

#endif // STOWAWAY_MODELS_MODELSET_H
