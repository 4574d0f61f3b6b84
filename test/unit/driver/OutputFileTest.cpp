//===- OutputFileTest.cpp - Is a file written whole or not at all? --------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/OutputFile.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <csignal>
#include <gtest/gtest.h>

using namespace stowaway::driver;
namespace fs = llvm::sys::fs;

namespace {

class OutputFile : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(fs::createUniqueDirectory("stowaway-output", Folder));
    File = Folder;
    llvm::sys::path::append(File, "out.txt");
  }
  void TearDown() override { fs::remove_directories(Folder); }

  std::string content() {
    auto Buffer = llvm::MemoryBuffer::getFile(File);
    return Buffer ? (*Buffer)->getBuffer().str() : "<none>";
  }
  unsigned files() {
    unsigned Count = 0;
    std::error_code E;
    for (fs::directory_iterator I(Folder, E), End; I != End && !E;
         I.increment(E))
      ++Count;
    return Count;
  }

  llvm::SmallString<128> Folder, File;
};

void writeNew(llvm::raw_ostream &OS) { OS << "new"; }

} // namespace

TEST_F(OutputFile, IsWrittenAndReplaced) {
  ASSERT_FALSE(bool(writeWhole(File, writeNew)));
  EXPECT_EQ(content(), "new");
  ASSERT_FALSE(
      bool(writeWhole(File, [](llvm::raw_ostream &OS) { OS << "newer"; })));
  EXPECT_EQ(content(), "newer");
  EXPECT_EQ(files(), 1u);
}

TEST_F(OutputFile, AnInterruptLeavesTheOldOne) {
  ASSERT_FALSE(bool(writeWhole(File, writeNew)));
  EXPECT_EXIT(
      {
        llvm::consumeError(writeWhole(File, [](llvm::raw_ostream &OS) {
          OS << std::string(100000, 'x');
          OS.flush();
          raise(SIGINT);
        }));
        exit(0);
      },
      testing::KilledBySignal(SIGINT), "");
  EXPECT_EQ(content(), "new");
  EXPECT_EQ(files(), 1u);
}

TEST_F(OutputFile, AFolderIsNotReplaced) {
  llvm::Error E = writeWhole(Folder, writeNew);
  ASSERT_TRUE(bool(E));
  EXPECT_NE(llvm::toString(std::move(E)).find("is a directory"),
            std::string::npos);
}

TEST_F(OutputFile, AFullDiskIsAnError) {
  if (!fs::exists("/dev/full"))
    GTEST_SKIP() << "this system has no /dev/full";
  llvm::Error E = writeWhole("/dev/full", [](llvm::raw_ostream &OS) {
    OS << std::string(100000, 'x');
  });
  EXPECT_TRUE(bool(E));
  llvm::consumeError(std::move(E));
}
