//===- Hooks.cpp - Where does clangd ask us? --------------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clangd installs no headers and offers no place for further defaults, so the
// linker (`--wrap`, see CMakeLists.txt) sends some of its calls through this
// file. Each hook calls what it stands before.
//
//===----------------------------------------------------------------------===//

#include "Hooks.h"
#include "DefaultChecks.h"
#include "Headers.h"
#include "Links.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang-tidy/ClangTidyOptions.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/PrecompiledPreamble.h"
#include "llvm/ADT/FunctionExtras.h"
#include "llvm/Support/Error.h"
#include <cstdio>

#define STOWAWAY_HOOK(NAME) asm("__wrap_" NAME)
#define STOWAWAY_BEHIND(NAME) asm("__real_" NAME)

namespace stowaway::editor {

namespace {

/// What hooks and checks share. Hooks get no argument of ours, so that there
/// is one of it.
struct Shared {
  std::shared_ptr<Headers> Included = std::make_shared<Headers>();
  bool OnlyOurs = false; ///< set before clangd starts
};

} // namespace

static Shared &shared() {
  static Shared All;
  return All;
}

void runOnlyOurChecks() { shared().OnlyOurs = true; }

//===----------------------------------------------------------------------===//
// May this check run while somebody types? clangd has a list, without ours.
//===----------------------------------------------------------------------===//

#define IS_FAST "_ZN5clang6clangd15isFastTidyCheckEN4llvm9StringRefE"
std::optional<bool> realIsFast(llvm::StringRef Check) STOWAWAY_BEHIND(IS_FAST);
std::optional<bool> hookIsFast(llvm::StringRef Check) STOWAWAY_HOOK(IS_FAST);
std::optional<bool> hookIsFast(llvm::StringRef Check) {
  if (Check.starts_with("stowaway-"))
    return true;
  return realIsFast(Check);
}

//===----------------------------------------------------------------------===//
// Which checks run where no file says so? Asked last, after the files.
//===----------------------------------------------------------------------===//

using TidyProvider = llvm::unique_function<void(clang::tidy::ClangTidyOptions &,
                                                llvm::StringRef) const>;
#define DEFAULTS "_ZN5clang6clangd20provideDefaultChecksEv"
TidyProvider realDefaults() STOWAWAY_BEHIND(DEFAULTS);
TidyProvider hookDefaults() STOWAWAY_HOOK(DEFAULTS);
TidyProvider hookDefaults() {
  return [Real = realDefaults()](clang::tidy::ClangTidyOptions &Options,
                                 llvm::StringRef File) {
    Real(Options, File);
    std::string Globs = Options.Checks.value_or("");
    Options.Checks =
        shared().OnlyOurs ? onlyOurChecks(Globs) : withOurChecks(Globs);
  };
}

//===----------------------------------------------------------------------===//
// What is precompiled of the headers?
//===----------------------------------------------------------------------===//

static llvm::StringRef mainFileOf(const clang::CompilerInvocation &Invocation) {
  return Invocation.getFrontendOpts().Inputs.front().getFile();
}

using clang::PrecompiledPreamble;
#define BUILD                                                                  \
  "_ZN5clang19PrecompiledPreamble5BuildERKNS_18CompilerInvocationEPKN4llvm12"  \
  "MemoryBufferENS_14PreambleBoundsENS4_18IntrusiveRefCntPtrINS_17Diagnostics" \
  "EngineEEENS9_INS4_3vfs10FileSystemEEESt10shared_ptrINS_22PCHContainer"      \
  "OperationsEEbNS4_9StringRefERNS_17PreambleCallbacksE"
#define BUILD_PARAMETERS                                                       \
  const clang::CompilerInvocation &Invocation,                                 \
      const llvm::MemoryBuffer *MainFile, clang::PreambleBounds Bounds,        \
      llvm::IntrusiveRefCntPtr<clang::DiagnosticsEngine> Diagnostics,          \
      llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files,                   \
      std::shared_ptr<clang::PCHContainerOperations> Containers,               \
      bool InMemory, llvm::StringRef Storage,                                  \
      clang::PreambleCallbacks &Callbacks
llvm::ErrorOr<PrecompiledPreamble> realBuild(BUILD_PARAMETERS)
    STOWAWAY_BEHIND(BUILD);
llvm::ErrorOr<PrecompiledPreamble> hookBuild(BUILD_PARAMETERS)
    STOWAWAY_HOOK(BUILD);
llvm::ErrorOr<PrecompiledPreamble> hookBuild(BUILD_PARAMETERS) {
  std::shared_ptr<Headers> Into = shared().Included;
  std::unique_ptr<clang::PreambleCallbacks> Ours =
      keepBodies(Callbacks, MainFile->getBuffer(),
                 Into->words(mainFileOf(Invocation), *Files), Into);
  return realBuild(Invocation, MainFile, Bounds, std::move(Diagnostics),
                   std::move(Files), std::move(Containers), InMemory, Storage,
                   *Ours);
}

#define CAN_REUSE                                                              \
  "_ZNK5clang19PrecompiledPreamble8CanReuseERKNS_18CompilerInvocationERKN4"    \
  "llvm15MemoryBufferRefENS_14PreambleBoundsERNS4_3vfs10FileSystemE"
bool realCanReuse(const PrecompiledPreamble *This,
                  const clang::CompilerInvocation &Invocation,
                  const llvm::MemoryBufferRef &MainFile,
                  clang::PreambleBounds Bounds, llvm::vfs::FileSystem &Files)
    STOWAWAY_BEHIND(CAN_REUSE);
bool hookCanReuse(const PrecompiledPreamble *This,
                  const clang::CompilerInvocation &Invocation,
                  const llvm::MemoryBufferRef &MainFile,
                  clang::PreambleBounds Bounds, llvm::vfs::FileSystem &Files)
    STOWAWAY_HOOK(CAN_REUSE);
bool hookCanReuse(const PrecompiledPreamble *This,
                  const clang::CompilerInvocation &Invocation,
                  const llvm::MemoryBufferRef &MainFile,
                  clang::PreambleBounds Bounds, llvm::vfs::FileSystem &Files) {
  if (!realCanReuse(This, Invocation, MainFile, Bounds, Files))
    return false;
  // A launch that is typed later needs bodies that were left out before.
  Headers &Included = *shared().Included;
  llvm::StringRef Name = mainFileOf(Invocation);
  return Included.get(Name).HasBodies ||
         !Included.words(Name, Files)->mayLaunch(MainFile.getBuffer());
}

//===----------------------------------------------------------------------===//
// Is there a remote index? It would need gRPC. clangd's type is not installed;
// any owning pointer is returned the same way.
//===----------------------------------------------------------------------===//

std::unique_ptr<int>
noRemoteIndex(llvm::StringRef Address, llvm::StringRef ProjectRoot) asm(
    "_ZN5clang6clangd6remote9getClientEN4llvm9StringRefES3_");
std::unique_ptr<int> noRemoteIndex(llvm::StringRef, llvm::StringRef) {
  return nullptr;
}

//===----------------------------------------------------------------------===//
// What is sent to the client?
//===----------------------------------------------------------------------===//

/// Has the virtual functions of clangd's Transport, in their order.
class Transport {
public:
  virtual ~Transport() = default;
  virtual void notify(llvm::StringRef Method, llvm::json::Value Params) = 0;
  virtual void call(llvm::StringRef Method, llvm::json::Value Params,
                    llvm::json::Value Id) = 0;
  virtual void reply(llvm::json::Value Id,
                     llvm::Expected<llvm::json::Value> Result) = 0;
  class MessageHandler;
  virtual llvm::Error loop(MessageHandler &) = 0;
};

namespace {

class LinkingTransport : public Transport {
public:
  explicit LinkingTransport(std::unique_ptr<Transport> Behind)
      : Behind(std::move(Behind)) {}
  void notify(llvm::StringRef Method, llvm::json::Value Params) override {
    if (Method == "textDocument/publishDiagnostics")
      removeDeadLinks(Params);
    Behind->notify(Method, std::move(Params));
  }
  void call(llvm::StringRef Method, llvm::json::Value Params,
            llvm::json::Value Id) override {
    Behind->call(Method, std::move(Params), std::move(Id));
  }
  void reply(llvm::json::Value Id,
             llvm::Expected<llvm::json::Value> Result) override {
    Behind->reply(std::move(Id), std::move(Result));
  }
  llvm::Error loop(MessageHandler &Handler) override {
    return Behind->loop(Handler);
  }

private:
  std::unique_ptr<Transport> Behind;
};

} // namespace

#define TRANSPORT                                                              \
  "_ZN5clang6clangd16newJSONTransportEP8_IO_FILERN4llvm11raw_ostreamEPS4_bNS0" \
  "_15JSONStreamStyleE"
std::unique_ptr<Transport> realTransport(std::FILE *In, llvm::raw_ostream &Out,
                                         llvm::raw_ostream *Mirror, bool Pretty,
                                         int Style) STOWAWAY_BEHIND(TRANSPORT);
std::unique_ptr<Transport> hookTransport(std::FILE *In, llvm::raw_ostream &Out,
                                         llvm::raw_ostream *Mirror, bool Pretty,
                                         int Style) STOWAWAY_HOOK(TRANSPORT);
std::unique_ptr<Transport> hookTransport(std::FILE *In, llvm::raw_ostream &Out,
                                         llvm::raw_ostream *Mirror, bool Pretty,
                                         int Style) {
  return std::make_unique<LinkingTransport>(
      realTransport(In, Out, Mirror, Pretty, Style));
}

//===----------------------------------------------------------------------===//
// The checks.
//===----------------------------------------------------------------------===//

namespace {

class StowawayModule : public clang::tidy::ClangTidyModule {
public:
  void
  addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
    tidy::addChecks(Factories, makeHost(shared().Included));
  }
};

} // namespace

static clang::tidy::ClangTidyModuleRegistry::Add<StowawayModule>
    Registered("stowaway", "Finds handles that must not travel to a worker.");

} // namespace stowaway::editor
