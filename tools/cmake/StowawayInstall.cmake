#===- StowawayInstall.cmake - What does `install` put where? ---------------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Stowaway)

if(TARGET stowaway)
  install(TARGETS stowaway RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
    COMPONENT audit)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/lib/Models/data/
    DESTINATION ${CMAKE_INSTALL_DATADIR}/stowaway/models COMPONENT audit
    FILES_MATCHING PATTERN "*.yaml" PATTERN "*.json")
endif()
if(TARGET stowaway-tidy)
  install(TARGETS stowaway-tidy
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/stowaway COMPONENT audit)
endif()

if(TARGET runtime)
  # Targets that users of the runtime link by way of it.
  get_property(runtime_targets GLOBAL PROPERTY STOWAWAY_RUNTIME_TARGETS)
  install(TARGETS runtime ${runtime_targets} EXPORT StowawayTargets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
    OBJECTS DESTINATION ${CMAKE_INSTALL_LIBDIR}/stowaway
    RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/stowaway
    COMPONENT runtime)
  install(EXPORT StowawayTargets NAMESPACE Stowaway::
    DESTINATION ${package_dir} COMPONENT runtime)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/lib/Runtime/include/
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT runtime
    FILES_MATCHING PATTERN "*.h")
  configure_package_config_file(
    ${PROJECT_SOURCE_DIR}/tools/cmake/StowawayConfig.cmake.in
    ${PROJECT_BINARY_DIR}/StowawayConfig.cmake
    INSTALL_DESTINATION ${package_dir})
  write_basic_package_version_file(
    ${PROJECT_BINARY_DIR}/StowawayConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
  install(FILES
    ${PROJECT_BINARY_DIR}/StowawayConfig.cmake
    ${PROJECT_BINARY_DIR}/StowawayConfigVersion.cmake
    DESTINATION ${package_dir} COMPONENT runtime)
endif()

install(FILES ${PROJECT_SOURCE_DIR}/LICENSE
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
