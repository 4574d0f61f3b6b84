#===- StowawayInstall.cmake - What does `install` put where? ---------------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Stowaway)

if(TARGET stowaway)
  install(TARGETS stowaway RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/lib/Models/data/
    DESTINATION ${CMAKE_INSTALL_DATADIR}/stowaway/models
    FILES_MATCHING PATTERN "*.yaml" PATTERN "*.json")
  install(FILES ${PROJECT_SOURCE_DIR}/docs/project/stowaway-project.schema.json
    DESTINATION ${CMAKE_INSTALL_DATADIR}/stowaway/project)
endif()
if(TARGET stowaway-clangd)
  install(TARGETS stowaway-clangd RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
if(TARGET stowaway-tidy)
  install(TARGETS stowaway-tidy
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/stowaway)
endif()

# The runtime's own file installs its library and headers.
if(TARGET stowaway_runtime)
  install(EXPORT StowawayTargets NAMESPACE Stowaway::
    DESTINATION ${package_dir})
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
    DESTINATION ${package_dir})
endif()

install(FILES ${PROJECT_SOURCE_DIR}/LICENSE
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
