#include "agent/cli/output.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "agent/terminal/talk.h"
#include "agent/terminal/terminal.h"
#include "config/base/files.h"
#include "config/base/folders.h"
#include "config/base/text.h"
#include "config/spec/chain/load.h"
#include "reports/formats/format.h"
#include "reports/words/language.h"

namespace deskready {
namespace {

bool print(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (written && std::fflush(stdout) == 0) return true;
  complain(fmt::format("standard output could not be written: {}", std::strerror(errno)));
  return false;
}

}  // namespace

void complain(std::string_view what) {
  talk(fmt::format("deskready: {}\n", what));
}

void complain(const std::vector<SpecError>& errors) {
  for (const SpecError& error : errors) talk(clean(to_string(error)) + "\n");
}

std::string why_not_writable(const std::string& file) {
  namespace fs = std::filesystem;
  if (file.empty() || file == "-") return {};
  const fs::path path(file);
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::error_code error;
  if (fs::is_directory(path, error)) return fmt::format("{} is a folder; name a file in it", file);
  if (fs::is_character_file(path, error) || fs::is_fifo(path, error)) return {};
  if (!fs::is_directory(folder, error)) {
    return fmt::format("{} cannot be written: there is no folder {}", file, folder.string());
  }
  const std::string why = why_not_writable_folder(folder);
  return why.empty() ? why : fmt::format("{} cannot be written: {}; name another folder", file, why);
}

bool deliver(const std::string& file, std::string_view text) {
  if (file.empty() || file == "-") return print(text);
  const auto written = write_file_atomically(file, text);
  if (written) return true;
  complain(fmt::format("{}; the report follows on standard output instead", written.error()));
  print(text);
  return false;
}

std::string render_all(const std::vector<Report>& reports, std::string_view format,
                       const std::string& language, bool to_terminal) {
  const Format* chosen = find_format(format);
  RenderOptions options;
  options.language = language;
  options.colour = to_terminal && std::getenv("NO_COLOR") == nullptr;
  options.width = to_terminal ? terminal_width() : 80;
  std::string text;
  for (const Report& report : reports) {
    if (format == "json" && reports.size() > 1) {
      text += dump(to_json(report), true) + "\n";
      continue;
    }
    if (!text.empty()) text += "\n";
    text += chosen->render(report, options);
  }
  if (!text.ends_with('\n')) text += '\n';
  return text;
}

std::string file_type(const std::string& file) {
  const std::string ending = lower(std::filesystem::path(file).extension().string());
  if (ending == ".htm") return "html";
  return ending.empty() ? ending : ending.substr(1);
}

std::string chosen_format(const std::string& named, const std::string& file) {
  const std::string wanted = lower(named);
  if (!wanted.empty()) return find_format(wanted) != nullptr ? wanted : std::string();
  const std::string type = file_type(file);
  for (const Format& format : formats()) {
    if (type == format.file_type) return std::string(format.name);
  }
  return "text";
}

bool load_specs(const std::vector<std::string>& names, std::vector<Spec>& specs) {
  bool good = true;
  for (const std::string& name : names) {
    auto spec = load_spec(name);
    if (spec) {
      specs.push_back(std::move(*spec));
    } else {
      complain(spec.error());
      good = false;
    }
  }
  return good;
}

}  // namespace deskready
