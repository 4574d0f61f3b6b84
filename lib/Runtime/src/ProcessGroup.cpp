//===- ProcessGroup.cpp - How are several workers started and stopped together? -----------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stowaway/process_group.h>
#include <stowaway/task.h>
#include <stowaway/wait.h>

#include <algorithm>
#include <poll.h>
#include <system_error>

#include "Child.h"
#include "EventWatch.h"

namespace stowaway {

namespace detail {

std::vector<std::size_t> wait_ready(const std::vector<int> &descriptors, Deadline deadline) {
  std::vector<pollfd> entries;
  for (const int fd : descriptors) {
    if (fd < 0)
      throw std::system_error(EBADF, std::system_category(), "wait_any");
    entries.push_back({fd, POLLIN, 0});
  }
  for (;;) {
    timespec left{};
    if (deadline) {
      const auto rest = *deadline - std::chrono::steady_clock::now();
      const auto nanoseconds = std::max<std::int64_t>(
          0, std::chrono::duration_cast<std::chrono::nanoseconds>(rest).count());
      left = {static_cast<time_t>(nanoseconds / 1'000'000'000),
              static_cast<long>(nanoseconds % 1'000'000'000)};
    }
    const int count = ::ppoll(entries.data(), entries.size(), deadline ? &left : nullptr, nullptr);
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      throw std::system_error(errno, std::system_category(), "wait_any");
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (entries[i].revents & POLLNVAL)
        throw std::system_error(EBADF, std::system_category(), "wait_any");
      if (entries[i].revents)
        ready.push_back(i);
    }
    return ready;
  }
}

RawResult take_result(Child &child) {
  child.wait_until({});
  if (const auto error = child.error())
    throw *error;
  auto word = child.take_final_word();
  if (word.kind == FinalWord::Kind::taken)
    throw LifecycleError("the result of this worker was taken before");
  if (word.kind == FinalWord::Kind::none)
    throw WorkerLostError("the worker " + child.status()->to_string() +
                          " before it gave its result");
  return {std::move(word.bytes), std::move(word.descriptors)};
}

} // namespace detail

ProcessGroup &ProcessGroup::operator=(ProcessGroup &&other) noexcept {
  if (this != &other) {
    ProcessGroup old(std::move(*this)); // stopped in parallel by its destructor
    processes_ = std::move(other.processes_);
    reported_ = std::move(other.reported_);
    policy_ = std::move(other.policy_);
    restart_ = other.restart_;
    on_restart_ = std::move(other.on_restart_);
    restarts_ = std::move(other.restarts_);
    restart_count_ = other.restart_count_;
  }
  return *this;
}

ProcessGroup::~ProcessGroup() {
  try {
    stop();
  } catch (...) {
    // Out of memory: the members' own destructors stop them one by one.
  }
}

Process &ProcessGroup::add(Process process) {
  process.keep_target_ = restart_.strategy != RestartPolicy::Strategy::never;
  processes_.push_back(std::move(process));
  reported_.push_back(false);
  return processes_.back();
}

void ProcessGroup::start() {
  const auto method = start_method();
  std::vector<detail::StartRecord> records(processes_.size());
  for (std::size_t i = 0; i < processes_.size(); ++i) {
    processes_[i].check_startable(method);
    if (method != StartMethod::fork)
      records[i] = detail::make_record(
          {detail::Role::worker, processes_[i].target_.get(), processes_[i].name_});
  }
  for (auto &process : processes_)
    process.keep_target_ = true; // until all have started: a rollback leaves them startable
  const auto drop_targets = [&] {
    if (restart_.strategy != RestartPolicy::Strategy::never)
      return;
    for (auto &process : processes_) {
      process.keep_target_ = false;
      process.target_.reset();
    }
  };
  for (std::size_t i = 0; i < processes_.size(); ++i) {
    try {
      processes_[i].start_prepared(method, records[i]);
      records[i] = {};
    } catch (const std::exception &error) {
      auto outcomes = stop(policy_);
      for (std::size_t k = 0; k < i; ++k)
        processes_[k].child_.reset(); // not started, as before
      throw GroupStartError(i, error.what(), std::move(outcomes));
    }
  }
  drop_targets();
}

bool ProcessGroup::wait_all(detail::Deadline deadline) {
  bool all = true;
  for (auto &process : processes_)
    if (process.child_)
      all = process.wait_until(deadline) && all;
  return all;
}

std::optional<std::size_t> ProcessGroup::wait_one(detail::Deadline deadline, int other) {
  std::vector<int> descriptors;
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < processes_.size(); ++i) {
    if (!processes_[i].child_ || reported_[i])
      continue;
    descriptors.push_back(processes_[i].native_handle());
    indices.push_back(i);
  }
  if (descriptors.empty())
    return std::nullopt;
  if (other >= 0)
    descriptors.push_back(other);
  const auto ready = detail::wait_ready(descriptors, deadline);
  if (ready.empty() || ready.front() == indices.size())
    return std::nullopt;
  const auto index = indices[ready.front()];
  processes_[index].join();
  reported_[index] = true;
  return index;
}

std::vector<StopOutcome> ProcessGroup::stop(const StopPolicy &policy) {
  std::vector<detail::Child *> children;
  for (auto &process : processes_)
    if (process.child_ && process.child_->is_ours())
      children.push_back(process.child_.get());
  return children.empty() ? std::vector<StopOutcome>() : detail::stop_all(children, policy);
}

bool ProcessGroup::any_alive() const {
  return std::any_of(processes_.begin(), processes_.end(),
                     [](const Process &process) { return process.is_alive(); });
}

void ProcessGroup::restart_from(std::size_t index) {
  const auto now = std::chrono::steady_clock::now();
  while (!restarts_.empty() && now - restarts_.front() > restart_.period)
    restarts_.pop_front();
  if (restarts_.size() >= restart_.intensity) {
    const auto status = processes_[index].exit_status();
    stop();
    throw RestartLimitError("process " + std::to_string(index) + " of the group " +
                            status.to_string() + "; more than " +
                            std::to_string(restart_.intensity) + " restarts within " +
                            std::to_string(restart_.period.count()) + " ms, the group was stopped");
  }
  restarts_.push_back(now);
  ++restart_count_;

  using Strategy = RestartPolicy::Strategy;
  const std::size_t first = restart_.strategy == Strategy::one_for_all ? 0 : index;
  const std::size_t last =
      restart_.strategy == Strategy::one_for_one ? index + 1 : processes_.size();
  std::vector<detail::Child *> running;
  for (std::size_t i = first; i < last; ++i)
    if (processes_[i].child_)
      running.push_back(processes_[i].child_.get());
  StopPolicy policy = policy_;
  policy.event.reset(); // it would stop the others too
  detail::stop_all(running, policy);
  for (std::size_t i = first; i < last; ++i) {
    if (on_restart_)
      on_restart_(i, processes_[i].exit_status());
    processes_[i].child_.reset();
    reported_[i] = false;
    processes_[i].start();
  }
}

void ProcessGroup::supervise(const Event &stop_event) {
  for (const auto &process : processes_)
    process.started("supervise()");
  std::optional<detail::EventWatch> watch;
  for (;;) {
    if (stop_event.is_set() || (watch && watch->is_ready())) {
      stop();
      return;
    }
    detail::Deadline look_again;
    if (!watch) {
      try {
        watch.emplace(stop_event);
      } catch (const std::system_error &) {
        // Often enough that a person does not notice.
        look_again = detail::deadline_in(std::chrono::milliseconds(20));
      }
    }
    const auto ended = wait_one(look_again, watch ? watch->descriptor() : -1);
    if (!ended) {
      if (!any_alive() && std::find(reported_.begin(), reported_.end(), false) == reported_.end())
        return;
      continue;
    }
    if (restart_.strategy != RestartPolicy::Strategy::never &&
        !processes_[*ended].exit_status().success()) {
      if (start_method() == StartMethod::fork)
        watch.reset(); // whose thread would be reason to refuse
      restart_from(*ended);
    }
  }
}

} // namespace stowaway
