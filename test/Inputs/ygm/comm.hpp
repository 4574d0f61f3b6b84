//===- ygm/comm.hpp - How does a rank send work to another? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <vector>
namespace ygm {
template <class T> class ygm_ptr {
public:
  ygm_ptr();
  ygm_ptr(T *);
  ygm_ptr(const ygm_ptr &);
  T *operator->();
  T &operator*() const;
  template <class Archive> void serialize(Archive &archive) {
    archive(Index);
  }

private:
  unsigned Index;
};
class comm {
public:
  comm(int *argc, char ***argv);
  ~comm();
  template <class F, class... Args> void async(int dest, F fn, const Args &...) {}
  template <class F, class... Args> void async_bcast(F fn, const Args &...) {}
  template <class F, class... Args>
  void async_mcast(const std::vector<int> &dests, F fn, const Args &...) {}
  template <class F> void register_pre_barrier_callback(const F &) {}
  template <class T> ygm_ptr<T> make_ygm_ptr(T &);
  void barrier();
  int rank() const;
  int size() const;

private:
  void *Queues;
};
} // namespace ygm
