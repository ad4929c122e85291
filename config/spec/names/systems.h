// Operating systems as people name them: os-release's ID, NAME and PRETTY_NAME, with or without a version.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deskready {

/// Whether `asked` is the name `found`, or its beginning in whole words, as "Ubuntu 22.04" is of "Ubuntu
/// 22.04.3 LTS". ASCII case does not count. Pure.
bool is_system(std::string_view asked, std::string_view found);

/// Whether both are one edition: "Workstation" is "Workstation Edition", "Professional" is "Pro". Pure.
bool is_edition(std::string_view asked, std::string_view found);

/// A family of systems ("Windows 10", "Linux"), which no system has as its own name: what to write. Nothing
/// for anything else.
std::optional<std::string> only_a_family(std::string_view text);

/// For what is no name but says of systems which will do ("Debian 12 or newer", "Ubuntu 22.04 or Fedora"):
/// what to write. Nothing for anything else. Pure.
std::optional<std::string> told_in_a_sentence(std::string_view text);

}  // namespace deskready
