//===- pthread.h - What do POSIX threads look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

extern "C" {
typedef unsigned long pthread_t;
typedef union {
  char Bytes[40];
} pthread_mutex_t;
struct pthread_attr_t;
int pthread_create(pthread_t *, const pthread_attr_t *, void *(*)(void *),
                   void *);
int pthread_join(pthread_t, void **);
}
