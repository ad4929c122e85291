#include "probes/system/software/installed.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "config/base/text.h"
#include "config/spec/comparison.h"
#include "config/units/version.h"
#include "probes/machine/files.h"

namespace deskready::system_facts {
namespace {

namespace fs = std::filesystem;

/// The text between `begin` and `end`; empty when they are not there.
std::string between(std::string_view text, std::string_view begin, std::string_view end) {
  const auto from = text.find(begin);
  if (from == std::string_view::npos) return {};
  const auto to = text.find(end, from + begin.size());
  if (to == std::string_view::npos) return {};
  return std::string(text.substr(from + begin.size(), to - from - begin.size()));
}

/// More than compare_versions orders well: "115.0.2esr~beta".
bool may_be_version(std::string_view text) {
  return !text.empty() && text.size() <= 60 && text[0] >= '0' && text[0] <= '9' && is_text(text);
}

void take_better(std::optional<Installation>& best, std::optional<Installation> other) {
  if (!other) return;
  if (!best || compare_versions(other->version, best->version) > 0) best = std::move(other);
}

/// Paragraphs of deb-control(5); a package that was removed keeps its paragraph.
void read_deb(const fs::path& root, Packages& packages) {
  std::string name, version;
  bool installed = false;
  const auto finish = [&] {
    // Ubuntu's "1:1snap1-0ubuntu2" is no browser but a pointer to the Snap.
    const bool pointer = version.find("snap") != std::string::npos;
    if (installed && !name.empty() && !pointer) packages[name] = {upstream_version(version), "deb"};
    name.clear();
    version.clear();
    installed = false;
  };
  for_each_line(root, "/var/lib/dpkg/status", [&](std::string_view line) {
    constexpr std::string_view package = "Package: ", status = "Status: ", number = "Version: ";
    if (line.empty()) {
      finish();
    } else if (line.starts_with(package)) {
      name = line.substr(package.size());
    } else if (line.starts_with(status)) {
      installed = line.ends_with(" installed");
    } else if (line.starts_with(number)) {
      version = line.substr(number.size());
    }
    return true;
  });
  finish();
}

/// One folder a package: "firefox-121.0-1".
void read_pacman(const fs::path& root, Packages& packages) {
  const auto folders = list_folder(root, "/var/lib/pacman/local");
  if (!folders) return;
  for (const std::string_view folder : *folders) {
    const auto release = folder.rfind('-');
    const auto version =
        release == std::string_view::npos || release == 0 ? release : folder.rfind('-', release - 1);
    if (version == std::string_view::npos || version == 0) continue;
    packages[std::string(folder.substr(0, version))] = {
        upstream_version(folder.substr(version + 1, release - version - 1)), "pacman"};
  }
}

/// By the names that the kernel has for them; nothing when it lists none, or one that cannot be read.
std::optional<Names> read_processes(const fs::path& root) {
  Names names;
  for (const std::string& entry : list_folder(root, "/proc").value_or(std::vector<std::string>{})) {
    if (entry.find_first_not_of("0123456789") != std::string::npos) continue;
    if (auto name = read_line(root, "/proc/" + entry + "/comm")) {
      names.insert(std::move(*name));
    } else if (exists(root, "/proc/" + entry)) {
      return std::nullopt;  // a process that ended in the meantime has none
    }
  }
  if (names.empty()) return std::nullopt;
  return names;
}

/// The metadata that application stores show name the newest release first.
std::optional<Installation> find_flatpak(const fs::path& root, std::string_view id) {
  const std::string own = home_folder(root) + "/.local/share/flatpak";
  for (const std::string& base : {std::string("/var/lib/flatpak"), own}) {
    const std::string files = base + "/app/" + std::string(id) + "/current/active/files";
    if (!exists(root, files)) continue;
    Installation found{{}, "flatpak"};
    for (const char* place : {"/share/metainfo/", "/share/appdata/"}) {
      for (const char* ending : {".metainfo.xml", ".appdata.xml"}) {
        const auto text = read_text(root, files + place + std::string(id) + ending);
        if (!text || !found.version.empty()) continue;
        const auto release = text->find("<release ");
        if (release == std::string::npos) continue;
        const std::string version = between(std::string_view(*text).substr(release), "version=\"", "\"");
        if (may_be_version(version)) found.version = version;
      }
    }
    return found;
  }
  return std::nullopt;
}

std::optional<Installation> find_snap(const fs::path& root, std::string_view name) {
  for (const char* base : {"/snap/", "/var/lib/snapd/snap/"}) {
    const auto text = read_text(root, base + std::string(name) + "/current/meta/snap.yaml");
    if (!text) continue;
    std::string version = value_of(*text, "version").value_or("");
    replace_all(version, "'", "");
    replace_all(version, "\"", "");
    version = upstream_version(version);
    return Installation{may_be_version(version) ? version : "", "snap"};
  }
  return std::nullopt;
}

/// "Version=…" of an application.ini, or one line that is a version. "%20" stands for a space in the table.
std::string version_from_file(const fs::path& root, std::string_view path) {
  std::string place(path);
  replace_all(place, "%20", " ");
  if (place.starts_with('~')) place = home_folder(root) + place.substr(1);
  const auto text = read_text(root, place);
  if (!text) return {};
  const std::string version = value_of(*text, "Version", '=').value_or(std::string(trimmed(*text)));
  return may_be_version(version) ? version : "";
}

}  // namespace

std::string upstream_version(std::string_view packaged) {
  const auto epoch = packaged.find(':');
  if (epoch != std::string_view::npos) packaged.remove_prefix(epoch + 1);
  return std::string(packaged.substr(0, packaged.find_first_of("-+~ ")));
}

Installed::Installed(std::filesystem::path root) : root_(std::move(root)), processes_(read_processes(root_)) {
  read_deb(root_, packages_);
  read_pacman(root_, packages_);
  // Where packages are kept in another form, as rpm does, their files tell; a system that keeps them
  // elsewhere altogether tells nothing.
  const bool lists = exists(root_, "/var/lib/dpkg") || exists(root_, "/var/lib/pacman/local");
  looked_ = lists ? !packages_.empty() : exists(root_, "/usr/bin") && !exists(root_, "/nix/store");
}

std::optional<Installation> Installed::find(const KnownProgram& program) const {
  std::optional<Installation> best;
  for (const std::string_view name : split_at_spaces(program.packages)) {  // and of Snaps
    const auto package = packages_.find(name);
    if (package != packages_.end()) take_better(best, package->second);
    take_better(best, find_snap(root_, name));
  }
  for (const std::string_view id : split_at_spaces(program.applications))
    take_better(best, find_flatpak(root_, id));
  for (const std::string_view file : split_at_spaces(program.files)) {
    if (!best && exists(root_, file)) best = Installation{{}, "file"};
  }
  if (best && best->version.empty()) {
    for (const std::string_view file : split_at_spaces(program.version_file)) {
      if (best->version.empty()) best->version = version_from_file(root_, file);
    }
  }
  return best;
}

std::optional<bool> Installed::running(const KnownProgram& program) const {
  if (!processes_) return std::nullopt;
  const auto names = split_at_spaces(program.processes);
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return processes_->contains(name); });
}

}  // namespace deskready::system_facts
