//===- only_braces.cpp - What if hardly anything is left? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s --broken

}}}{{{((([[[ stowaway::Process(
