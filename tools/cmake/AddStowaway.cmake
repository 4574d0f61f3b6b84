#===- AddStowaway.cmake - How is each kind of target built? ----------------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

if(STOWAWAY_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(STOWAWAY_CCACHE_PROGRAM ccache)
  if(STOWAWAY_CCACHE_PROGRAM)
    set(CMAKE_C_COMPILER_LAUNCHER ${STOWAWAY_CCACHE_PROGRAM})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${STOWAWAY_CCACHE_PROGRAM})
  endif()
endif()

# Directory-wide, so that targets made with plain add_library() get them too.
add_compile_options(-Wall -Wextra)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION
    VERSION_LESS 13)
  # g++ 12 warns of overlapping memcpy in `"literal" + std::string()`; its bug,
  # GCC PR105651, fixed in 13.
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict>)
endif()
if(STOWAWAY_WERROR)
  add_compile_options(-Werror)
endif()

# stowaway_add_directory(<dir>): add_subdirectory(), or say that it is missing.
function(stowaway_add_directory dir)
  if(EXISTS ${PROJECT_SOURCE_DIR}/${dir}/CMakeLists.txt)
    add_subdirectory(${PROJECT_SOURCE_DIR}/${dir} ${PROJECT_BINARY_DIR}/${dir})
  else()
    message(STATUS "Stowaway: ${dir} has no CMakeLists.txt; left out")
  endif()
endfunction()

# What every target of the audit is compiled with. LLVM's headers are system
# headers, so that their warnings stay theirs.
function(_stowaway_audit_options target)
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/lib)
  target_include_directories(${target} SYSTEM PUBLIC ${STOWAWAY_LLVM_INCLUDES})
  target_compile_definitions(${target} PUBLIC ${STOWAWAY_LLVM_DEFINITIONS})
  target_compile_options(${target} PRIVATE
    $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti;-fno-exceptions>)
endfunction()

# No precompiled header: with g++ 12 one of clang's AST headers is 540 MB and
# costs a file that includes the AST alone more than it saves (7.3 s for 4.6 s).
# What does help: DynamicRecursiveASTVisitor instead of RecursiveASTVisitor
# (5.7 s for 26 s), and no ASTMatchers (10 s) where a visitor does.

# stowaway_add_audit_library(<name> SRCS <file>... [DEPS <target>...])
# A static library of the audit. It names no LLVM library: the same archive
# goes into the command, which links LLVM, and into the plugin, which must
# take LLVM from the clang-tidy that loads it.
function(stowaway_add_audit_library name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_library(${name} STATIC ${ARG_SRCS} ${ARG_UNPARSED_ARGUMENTS})
  _stowaway_audit_options(${name})
  target_link_libraries(${name} PUBLIC ${ARG_DEPS})
endfunction()

# stowaway_link_llvm(<target>): the shared clang and LLVM, for executables only.
function(stowaway_link_llvm target)
  target_link_libraries(${target} PRIVATE Stowaway::clang-cpp Stowaway::LLVM)
endfunction()

# stowaway_add_audit_tool(<name> SRCS <file>... [DEPS <target>...])
# An executable of the audit, in bin/ of the build tree; links LLVM.
function(stowaway_add_audit_tool name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SRCS} ${ARG_UNPARSED_ARGUMENTS})
  _stowaway_audit_options(${name})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS})
  stowaway_link_llvm(${name})
endfunction()

# stowaway_add_tidy_module(<name> SRCS <file>... [DEPS <target>...])
# A module for `clang-tidy -load`, in lib/ of the build tree as <name>.so;
# links nothing of LLVM.
function(stowaway_add_tidy_module name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_library(${name} MODULE ${ARG_SRCS} ${ARG_UNPARSED_ARGUMENTS})
  _stowaway_audit_options(${name})
  set_target_properties(${name} PROPERTIES PREFIX "")
  target_link_libraries(${name} PRIVATE ${ARG_DEPS})
endfunction()

# stowaway_add_unit_test(<name> SRCS <file>... [DEPS <target>...] [AUDIT])
# A GoogleTest program, known to ctest. AUDIT compiles it as the audit is
# compiled and links LLVM.
function(stowaway_add_unit_test name)
  cmake_parse_arguments(ARG "AUDIT" "" "SRCS;DEPS" ${ARGN})
  find_package(GTest REQUIRED)
  include(GoogleTest)
  add_executable(${name} ${ARG_SRCS} ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gmock
    GTest::gtest GTest::gtest_main)
  if(ARG_AUDIT)
    _stowaway_audit_options(${name})
    stowaway_link_llvm(${name})
  endif()
  # Values of parameters would be printed as bytes, addresses among them.
  gtest_discover_tests(${name} NO_PRETTY_TYPES NO_PRETTY_VALUES
    DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 120)
endfunction()
