#include "agent/cli/output.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "agent/terminal/persons_language.h"
#include "agent/terminal/plain.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/wrap.h"
#include "config/base/files.h"
#include "config/base/folders.h"
#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "reports/words/language.h"

namespace deskready {
namespace {

bool print(const std::string& page) {
  const std::string text = is_terminal(Standard::output) ? for_this_terminal(page) : page;
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (written && std::fflush(stdout) == 0) return true;
  complain(fmt::format("standard output could not be written: {}", std::strerror(errno)));
  return false;
}

}  // namespace

void complain(std::string_view what) {
  talk(line_for(Standard::error, fmt::format("deskready: {}", what)));
}

void complain(const std::vector<SpecError>& errors) {
  for (const SpecError& error : errors) talk(line_for(Standard::error, to_string(error)));
}

std::string line_for(Standard stream, std::string_view text) {
  return is_terminal(stream) ? in_lines(text) : for_terminal(text) + "\n";
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
  const std::string page = for_terminal_page(text);
  if (file.empty() || file == "-") return print(page);
  const auto written = write_file_atomically(file, page);
  if (written) return true;
  complain(fmt::format("{}; the report follows on standard output instead", written.error()));
  print(page);
  return false;
}

bool goes_to_terminal(const std::string& file) {
  return (file.empty() || file == "-") && is_terminal(Standard::output);
}

std::size_t table_width(const std::string& file) {
  // Wide enough that each row of ours has one line; each is padded to the widest, which is somebody else's.
  constexpr std::size_t most = 2000;
  return goes_to_terminal(file) ? static_cast<std::size_t>(terminal_width()) : most;
}

std::string render_all(const std::vector<Report>& reports, const Format& format, const std::string& language,
                       bool to_terminal, bool details) {
  RenderOptions options;
  options.from_the_end = to_terminal;
  options.details = details || !to_terminal;
  options.language = language;
  options.colour = to_terminal && takes_colour(Standard::output);
  options.width = to_terminal ? terminal_width() : 80;
  return format.render(reports, options);
}

void say_untranslated(const std::string& language) {
  // Of what the person did not name nothing has to be said.
  if (language == persons_language() || language.substr(0, language.find('-')) == "en" ||
      written_language(language) == language)
    return;
  talk(in_lines(
      fmt::format("There is no translation into {} yet; what the report says itself is English.", language)));
}

std::string file_type(const std::string& file) {
  const std::string ending = lower(std::filesystem::path(file).extension().string());
  if (ending == ".htm") return "html";
  return ending.empty() ? ending : ending.substr(1);
}

const Format& chosen_format(const std::string& named, const std::string& file, Documents documents) {
  const Format* format = choose_format(named, file_type(file), documents);
  return format != nullptr ? *format : *formats().front();
}

std::string count_fault(const Format& format, std::size_t reports) {
  if (reports <= 1 || format.shows.any_of(Document::reports)) return {};
  return fmt::format("the format {} shows one report, and there are {}; name one spec, or use {}",
                     format.name, reports, format_list(Document::reports));
}

std::string written(const Format& format, std::initializer_list<Way> ways) {
  const auto way =
      std::find_if(ways.begin(), ways.end(), [&](const Way& one) { return one.format == format.name; });
  if (way == ways.end()) std::abort();
  return way->write();
}

}  // namespace deskready
