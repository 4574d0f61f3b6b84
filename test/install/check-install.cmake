#===- check-install.cmake - Install, then build and run a stranger's project ===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "exit status ${status}: ${ARGN}")
  endif()
endfunction()

file(REMOVE_RECURSE ${WORK_DIR})
set(prefix ${WORK_DIR}/prefix)
run(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${prefix})

# Nothing of the build or source tree may be needed from here on.
run(${CMAKE_COMMAND} -S ${CONSUMER_DIR} -B ${WORK_DIR}/build -G ${GENERATOR}
  -D CMAKE_PREFIX_PATH=${prefix}
  -D CMAKE_CXX_COMPILER=${CXX_COMPILER}
  -D CMAKE_CXX_FLAGS=${CXX_FLAGS}
  -D CMAKE_EXPORT_COMPILE_COMMANDS=ON)
run(${CMAKE_COMMAND} --build ${WORK_DIR}/build)
run(${WORK_DIR}/build/consumer)

if(COMMAND)
  run(${prefix}/${COMMAND} --version)
  run(${prefix}/${COMMAND} -p ${WORK_DIR}/build ${CONSUMER_DIR}/consumer.cpp)
endif()
if(SERVER)
  run(${prefix}/${SERVER} --compile-commands-dir=${WORK_DIR}/build
    --check=${CONSUMER_DIR}/consumer.cpp)
endif()
if(PLUGIN AND NOT EXISTS ${prefix}/${PLUGIN})
  message(FATAL_ERROR "the plugin was not installed as ${prefix}/${PLUGIN}")
endif()
