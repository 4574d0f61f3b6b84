#===- StowawayLLVM.cmake - Where are LLVM and clang? -----------------------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# clang's own package file is not read: Debian's names gRPC, and its targets
# pull a second, static clang into the program. LLVM's says where everything
# lies; the two shared libraries are then taken by path.
set(STOWAWAY_LLVM_VERSION 22)

if(NOT LLVM_DIR AND EXISTS /usr/lib/llvm-${STOWAWAY_LLVM_VERSION})
  set(LLVM_DIR /usr/lib/llvm-${STOWAWAY_LLVM_VERSION}/lib/cmake/llvm
    CACHE PATH "Directory of LLVMConfig.cmake")
endif()
# LLVM's version file accepts only an equal minor version, so the major one is
# compared here.
find_package(LLVM CONFIG QUIET)
if(NOT LLVM_FOUND OR NOT LLVM_VERSION_MAJOR EQUAL STOWAWAY_LLVM_VERSION)
  message(FATAL_ERROR
    "LLVM ${STOWAWAY_LLVM_VERSION} was not found (found: "
    "\"${LLVM_PACKAGE_VERSION}\" in LLVM_DIR=\"${LLVM_DIR}\"). "
    "`tools/dev setup` installs it on Debian 12; elsewhere set LLVM_DIR. To "
    "build the runtime alone, set STOWAWAY_BUILD_AUDIT=OFF.")
endif()
message(STATUS "Stowaway: LLVM ${LLVM_PACKAGE_VERSION} in ${LLVM_INSTALL_PREFIX}")

set(STOWAWAY_LLVM_INCLUDES ${LLVM_INCLUDE_DIRS})
separate_arguments(STOWAWAY_LLVM_DEFINITIONS UNIX_COMMAND
  "${LLVM_DEFINITIONS}")

find_library(STOWAWAY_CLANG_CPP
  NAMES clang-cpp libclang-cpp.so.${LLVM_VERSION_MAJOR}.${LLVM_VERSION_MINOR}
  PATHS ${LLVM_LIBRARY_DIRS} NO_DEFAULT_PATH REQUIRED)
find_library(STOWAWAY_LLVM_SHARED NAMES LLVM-${LLVM_VERSION_MAJOR} LLVM
  PATHS ${LLVM_LIBRARY_DIRS} NO_DEFAULT_PATH REQUIRED)
add_library(Stowaway::clang-cpp UNKNOWN IMPORTED)
set_target_properties(Stowaway::clang-cpp PROPERTIES
  IMPORTED_LOCATION ${STOWAWAY_CLANG_CPP})
add_library(Stowaway::LLVM UNKNOWN IMPORTED)
set_target_properties(Stowaway::LLVM PROPERTIES
  IMPORTED_LOCATION ${STOWAWAY_LLVM_SHARED})

# Tools of the same release, for the tests and for checks on the project.
set(STOWAWAY_LLVM_BIN ${LLVM_TOOLS_BINARY_DIR})
# Archives that have no shared form: clangd's, clang-tidy's.
set(STOWAWAY_LLVM_LIBRARY_DIR ${LLVM_INSTALL_PREFIX}/lib)
