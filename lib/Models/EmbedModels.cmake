#===- EmbedModels.cmake - How do the built-in models get into a binary? ----===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# cmake -DOUTPUT=<file> -DFILES=<file>;... -P EmbedModels.cmake
# Writes one initializer {name, text} a file. Text goes in pieces: the longest
# literal that a compiler must take is 65536 characters.

set(contents "")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" text)
  string(FIND "${text}" ")model\"" clash)
  if(NOT clash EQUAL -1)
    message(FATAL_ERROR "${file}: holds the text that ends a literal")
  endif()
  string(APPEND contents "{\"${name}\",\n")
  string(LENGTH "${text}" length)
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${text}" ${at} 16000 piece)
    string(APPEND contents "R\"model(${piece})model\"\n")
    math(EXPR at "${at} + 16000")
  endwhile()
  string(APPEND contents "},\n")
endforeach()
file(WRITE "${OUTPUT}" "${contents}")
