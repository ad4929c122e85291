// The one table of programs that need more than their own name to be found: packages, identifiers, processes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace deskready::system_facts {

/// What a program is for, where a fact asks for any of a kind.
enum class ProgramKind : std::uint8_t {
  other,
  browser,
  office,
  remote_desktop,  ///< shows another computer's desktop here
  remote_support,  ///< shows this desktop to others
  vpn_client,
  antivirus,
  management,  ///< lets an organisation manage this computer
};

/// Lists are separated by spaces; each may be empty.
struct KnownProgram {
  std::string_view name;  ///< as in facts: "chrome"
  ProgramKind kind = ProgramKind::other;
  std::string_view packages;           ///< names of packages
  std::string_view applications;       ///< identifiers of applications, "org.mozilla.firefox"
  std::string_view files;              ///< any of which shows that it is installed
  std::string_view processes;          ///< names of processes, as the kernel keeps them
  std::string_view version_file = {};  ///< says the version: application.ini, or one line
};

std::span<const KnownProgram> known_programs();

/// Null when the table does not have it.
const KnownProgram* find_known_program(std::string_view name);

/// The file of a program that the table does not have and that is called as its package is.
std::string program_file(std::string_view package);

}  // namespace deskready::system_facts
