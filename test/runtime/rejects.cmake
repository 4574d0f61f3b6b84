#===- rejects.cmake - Is this file rejected, and with the promised sentence? ------------------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# cmake -DCOMMAND=... -DSENTENCE=... [-DMEMBER=...] -P rejects.cmake
# COMMAND compiles the file. A script, because a property of ctest can hold the whole output
# against a regular expression only, in time that may be exponential in its length.
#
#===-------------------------------------------------------------------------------------------===#

execute_process(COMMAND ${COMMAND} OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE result)
if(result EQUAL 0)
  message(FATAL_ERROR "it compiles, and should not")
endif()
foreach(wanted "static assertion failed" "${SENTENCE}")
  string(FIND "${output}" "${wanted}" position)
  if(position EQUAL -1)
    message(FATAL_ERROR "not said: ${wanted}\n${output}")
  endif()
endforeach()
# Said once, and nothing else: what follows from it would only hide it.
string(REGEX MATCHALL "error: " errors "${output}")
list(LENGTH errors count)
if(NOT count EQUAL 1)
  message(FATAL_ERROR "${count} errors where one is enough\n${output}")
endif()
# The instantiation that is named with it: the member's type, its class and its name.
if(DEFINED MEMBER AND NOT output MATCHES "${MEMBER}")
  message(FATAL_ERROR "not named: ${MEMBER}\n${output}")
endif()
