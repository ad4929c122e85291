// What is installed and what runs, as the system's own lists tell.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "probes/system/software/known_programs.h"

namespace deskready::system_facts {

/// A version without what packagers put round it: "1:115.6.0esr-1~deb12u1" is "115.6.0esr".
std::string upstream_version(std::string_view packaged);

struct Installation {
  std::string version;  ///< empty when nothing tells it
  std::string source;   ///< who tells: "deb", "flatpak", "file"
};

/// By the names of packages.
using Packages = std::map<std::string, Installation, std::less<>>;
using Names = std::set<std::string, std::less<>>;

/// A look at one computer; reads the package lists once, on construction. Not thread-safe.
class Installed {
 public:
  explicit Installed(std::filesystem::path root);

  /// Whether there was something to look into, and it could be read; else "not found" says nothing.
  bool looked() const { return looked_; }
  /// The installation with the highest version; nothing when there is none.
  std::optional<Installation> find(const KnownProgram& program) const;
  /// By any of its processes; nothing when the running processes cannot be listed.
  std::optional<bool> running(const KnownProgram& program) const;

 private:
  std::filesystem::path root_;
  bool looked_ = false;
  Packages packages_;
  std::optional<Names> processes_;
};

}  // namespace deskready::system_facts
