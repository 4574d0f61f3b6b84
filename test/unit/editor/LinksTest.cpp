//===- LinksTest.cpp - Which links stay in diagnostics? ---------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Links.h"
#include <gtest/gtest.h>

using stowaway::editor::removeDeadLinks;

static llvm::json::Value parse(llvm::StringRef Text) {
  return llvm::cantFail(llvm::json::parse(Text));
}

TEST(Links, OnlyOursAreTakenOut) {
  llvm::json::Value Published = parse(R"({"diagnostics": [
    {"code": "stowaway-carried-handle", "codeDescription": {"href": "x"}},
    {"code": "bugprone-use-after-move", "codeDescription": {"href": "y"}},
    {"code": 7}, {"message": "no code"}]})");
  removeDeadLinks(Published);
  EXPECT_EQ(Published, parse(R"({"diagnostics": [
    {"code": "stowaway-carried-handle"},
    {"code": "bugprone-use-after-move", "codeDescription": {"href": "y"}},
    {"code": 7}, {"message": "no code"}]})"));
}

TEST(Links, WhatIsNotUnderstoodStays) {
  for (llvm::StringRef Text : {"null", "[]", "{}", R"({"diagnostics": 1})"}) {
    llvm::json::Value Published = parse(Text);
    removeDeadLinks(Published);
    EXPECT_EQ(Published, parse(Text));
  }
}
