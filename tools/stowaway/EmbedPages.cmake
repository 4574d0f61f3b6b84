#===- EmbedPages.cmake - How do the pages of the checks get in? ------------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# cmake -DOUTPUT=<file> -DFILES=<file>;... -P EmbedPages.cmake
# Writes one initializer {name, text} a page.

set(contents "")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME_WE)
  file(READ "${file}" text)
  string(LENGTH "${text}" length)
  # The longest literal that a compiler must take is 65536 characters.
  if(length GREATER 60000)
    message(FATAL_ERROR "${file}: too long for one literal")
  endif()
  string(APPEND contents "{\"${name}\", R\"page(${text})page\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "${contents}")
