//===- Typestate.cpp - In which state may this handle be here? ------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Typestate.h"
#include "llvm/ADT/STLExtras.h"

namespace stowaway::audit {

HandleState HandleState::initial(const models::StateMachine &M) {
  HandleState S;
  S.Machine = &M;
  S.May = S.Must = 1u << M.find(M.Initial).value_or(0);
  return S;
}

const Witness *HandleState::witness(unsigned State) const {
  for (const auto &[Which, W] : Witnesses)
    if (Which == State)
      return &W;
  return nullptr;
}

void HandleState::remember(unsigned State, Witness W) {
  // The first call that led there is the one to show.
  if (!witness(State))
    Witnesses.push_back({uint8_t(State), W});
}

void HandleState::join(const HandleState &O) {
  May |= O.May;
  Must &= O.Must;
  for (const auto &[State, W] : O.Witnesses)
    remember(State, W);
}

void HandleState::add(const HandleState &O) {
  May |= O.May;
  Must |= O.Must;
  for (const auto &[State, W] : O.Witnesses)
    remember(State, W);
}

void WalkState::join(const WalkState &O) {
  if (!O.Reachable)
    return;
  if (!Reachable) {
    *this = O;
    return;
  }
  for (const auto &[P, Other] : O.States) {
    auto [It, New] = States.try_emplace(P, Other);
    if (!New) {
      It->second.join(Other);
      continue;
    }
    // Unknown on this side: as any element may be, or as it was made.
    auto Summary = States.find(P.summarised());
    if (Summary != States.end() && Summary != It)
      It->second.join(Summary->second);
    else
      It->second.join(HandleState::initial(*Other.Machine));
  }
  for (auto &[P, Mine] : States)
    if (!O.States.count(P))
      Mine.join(HandleState::initial(*Mine.Machine));
  for (const auto &[P, Others] : O.Bound) {
    auto &Mine = Bound[P];
    if (Mine == Others)
      continue; // mostly: what was bound before the ways parted
    for (const Binding *B : Others)
      if (!llvm::is_contained(Mine, B))
        Mine.push_back(B);
  }
  for (auto It = MinCount.begin(); It != MinCount.end();) {
    auto Other = O.MinCount.find(It->first);
    if (Other == O.MinCount.end()) {
      It = MinCount.erase(It);
      continue;
    }
    It->second = std::min(It->second, Other->second);
    ++It;
  }
}

bool WalkState::operator==(const WalkState &O) const {
  if (Reachable != O.Reachable || States.size() != O.States.size() ||
      MinCount != O.MinCount || Bound != O.Bound)
    return false;
  return std::equal(States.begin(), States.end(), O.States.begin(),
                    [](const auto &A, const auto &B) {
                      return A.first == B.first &&
                             A.second.May == B.second.May &&
                             A.second.Must == B.second.Must;
                    });
}

std::optional<HandleState> WalkState::state(const Place &P,
                                            const Place *Except) const {
  std::optional<HandleState> Result;
  for (const auto &[Key, S] : States) {
    if (!Key.mayAlias(P) || (Except && Key == *Except))
      continue;
    if (!Result)
      Result = S;
    else
      Result->add(S);
  }
  return Result;
}

HandleState &WalkState::entry(const Place &P, const models::StateMachine &M) {
  auto It = States.find(P);
  if (It != States.end())
    return It->second;
  HandleState S = HandleState::initial(M);
  // A particular element starts as any of the others may be.
  if (auto Summary = States.find(P.summarised()); Summary != States.end()) {
    S = Summary->second;
    if (llvm::popcount(S.May) != 1)
      S.Must = 0;
  }
  return States.emplace(P, std::move(S)).first->second;
}

llvm::SmallVector<const Binding *, 4>
WalkState::bindings(const Place &P) const {
  llvm::SmallVector<const Binding *, 4> Result;
  for (const auto &[Key, Bs] : Bound)
    if (Key.isWithin(P))
      for (const Binding *B : Bs)
        if (!llvm::is_contained(Result, B))
          Result.push_back(B);
  return Result;
}

void WalkState::flush(uintptr_t Key) {
  for (auto It = States.begin(); It != States.end();) {
    if (!It->first.mentions(Key)) {
      ++It;
      continue;
    }
    Place Summary = It->first;
    for (PlaceStep &S : Summary.Steps)
      if (S.Key == Key)
        S.Key = 0;
    HandleState Gone = std::move(It->second);
    It = States.erase(It);
    // The elements that the variable has not met yet are as they were made.
    auto [At, New] =
        States.try_emplace(Summary, HandleState::initial(*Gone.Machine));
    At->second.add(Gone);
  }
  for (auto It = Bound.begin(); It != Bound.end();) {
    if (!It->first.mentions(Key)) {
      ++It;
      continue;
    }
    Place Summary = It->first;
    for (PlaceStep &S : Summary.Steps)
      if (S.Key == Key)
        S.Key = 0;
    auto Gone = std::move(It->second);
    It = Bound.erase(It);
    auto &All = Bound[Summary];
    for (const Binding *B : Gone)
      if (!llvm::is_contained(All, B))
        All.push_back(B);
  }
}

void WalkState::forget(const Place &P) {
  auto EraseBelow = [&](auto &Map) {
    for (auto It = Map.begin(); It != Map.end();)
      It = It->first.isWithin(P) ? Map.erase(It) : std::next(It);
  };
  EraseBelow(States);
  EraseBelow(Bound);
  EraseBelow(MinCount);
}

static Place rebased(const Place &P, const Place &From, const Place &To) {
  Place Result = To;
  Result.Steps.append(P.Steps.begin() + From.Steps.size(), P.Steps.end());
  return Result.normalised();
}

void WalkState::move(const Place &From, const Place &To) {
  if (From == To)
    return;
  auto MoveBelow = [&](auto &Map, auto Merge) {
    std::remove_reference_t<decltype(Map)> Moved;
    for (auto It = Map.begin(); It != Map.end();) {
      if (!It->first.isWithin(From)) {
        ++It;
        continue;
      }
      Moved.emplace(rebased(It->first, From, To), std::move(It->second));
      It = Map.erase(It);
    }
    for (auto &[P, Value] : Moved) {
      auto [At, New] = Map.try_emplace(P, Value);
      if (!New)
        Merge(At->second, Value);
    }
  };
  bool Particular = To.isParticular();
  MoveBelow(States, [&](HandleState &Old, HandleState &New) {
    if (Particular)
      Old = New;
    else
      Old.add(New);
  });
  MoveBelow(Bound, [&](auto &Old, auto &New) {
    if (Particular)
      Old = New;
    else
      for (const Binding *B : New)
        if (!llvm::is_contained(Old, B))
          Old.push_back(B);
  });
  MoveBelow(MinCount, [](unsigned &Old, unsigned New) { Old = New; });
}

void WalkState::weaken(const Place &P) {
  for (auto &[Key, S] : States)
    if (Key.isWithin(P))
      S.Must = 0;
}

bool applyTransition(WalkState &S, const models::StateMachine &M,
                     llvm::StringRef Name, const Place &P, Witness W) {
  bool Applies = false;
  for (const auto &T : M.Transitions)
    Applies |= T.Call == Name;
  if (!Applies)
    return false;

  HandleState &Entry = S.entry(P, M);
  uint32_t May = 0, Must = 0;
  for (unsigned State = 0; State < M.States.size(); ++State) {
    if (!(Entry.May & (1u << State)))
      continue;
    unsigned Next = State;
    for (const auto &T : M.Transitions) {
      if (T.Call != Name || (!T.From.empty() &&
                             !llvm::is_contained(T.From, M.States[State].Name)))
        continue;
      Next = M.find(T.To).value_or(State);
      break;
    }
    May |= 1u << Next;
    if (Entry.Must & (1u << State))
      Must |= 1u << Next;
    if (Next != State)
      Entry.remember(Next, W);
  }
  if (P.isParticular()) {
    Entry.May = May;
    Entry.Must = llvm::popcount(May) == 1 ? May : Must;
    return true;
  }
  // Some element moved on, the others stayed.
  Entry.May |= May;
  if (llvm::popcount(May) == 1)
    Entry.Must = May;
  else
    Entry.Must = 0;
  return true;
}

uint32_t cannotCross(const models::StateMachine &M, models::Boundary B) {
  uint32_t Bits = 0;
  for (unsigned State = 0; State < M.States.size(); ++State)
    if (M.States[State].Cannot.contains(B))
      Bits |= 1u << State;
  return Bits;
}

} // namespace stowaway::audit
