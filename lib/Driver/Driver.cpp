//===- Driver.cpp - What do all these files hold? ---------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/Driver.h"
#include "llvm/Support/ThreadPool.h"
#include "llvm/Support/Threading.h"
#include <mutex>

namespace stowaway::driver {

template <class T> static void append(std::vector<T> &To, std::vector<T> From) {
  To.insert(To.end(), std::make_move_iterator(From.begin()),
            std::make_move_iterator(From.end()));
}

std::vector<FileResult> auditFiles(const Inputs &In, const OptionsOf &Options,
                                   unsigned Jobs, const Progress &OnProgress) {
  std::vector<FileResult> Results(In.Files.size());
  std::mutex Lock;
  unsigned Done = 0;
  auto AuditOne = [&](size_t I) {
    Results[I] = auditFile(In.Files[I], Options(In.Files[I]));
    std::lock_guard<std::mutex> Held(Lock);
    ++Done;
    if (OnProgress)
      OnProgress(Done, In.Files.size(), In.Files[I].File);
  };

  llvm::ThreadPoolStrategy Strategy = llvm::hardware_concurrency(Jobs);
  if (Jobs == 1 || In.Files.size() <= 1) {
    for (size_t I = 0; I < In.Files.size(); ++I)
      AuditOne(I);
  } else {
    llvm::DefaultThreadPool Pool(Strategy);
    for (size_t I = 0; I < In.Files.size(); ++I)
      Pool.async(AuditOne, I);
    Pool.wait();
  }
  return Results;
}

report::Report makeReport(llvm::ArrayRef<FileResult *> Results,
                          llvm::StringRef Directory) {
  report::Report R;
  R.Directory = Directory.str();
  R.Files = Results.size();
  for (FileResult *Result : Results) {
    append(R.Findings, std::move(Result->Findings));
    append(R.Barriers, std::move(Result->Barriers));
    append(R.Complaints, std::move(Result->Complaints));
    R.Suppressed += Result->Suppressed;
    if (Result->Failed)
      R.Failures.push_back(*Result->Failed);
  }
  R.normalise();
  return R;
}

void add(report::Report &To, report::Report More) {
  append(To.Findings, std::move(More.Findings));
  append(To.Barriers, std::move(More.Barriers));
  append(To.Complaints, std::move(More.Complaints));
  append(To.Failures, std::move(More.Failures));
  To.Files += More.Files;
  To.Suppressed += More.Suppressed;
  To.Excluded += More.Excluded;
  To.Old += More.Old;
  To.normalise();
}

} // namespace stowaway::driver
