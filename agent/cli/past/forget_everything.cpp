#include "agent/cli/past/forget_everything.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "agent/check/past/line_choices.h"
#include "agent/cli/commands.h"
#include "agent/cli/open_history.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/cli/past/nothing_running.h"
#include "agent/terminal/conversation.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/terminal.h"
#include "config/base/files.h"
#include "config/base/folders.h"
#include "config/settings/settings.h"
#include "config/units/quantity.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

/// Something of the program's on the disk.
struct Trace {
  fs::path place;
  std::string what;
  std::uintmax_t bytes = 0, files = 0;
};

/// With what is in it; a link is one thing, and what it leads to is not looked at.
void count(Trace& trace) {
  std::error_code error;
  const auto add = [&](const fs::path& file) {
    std::error_code ignored;
    if (fs::symlink_status(file, ignored).type() != fs::file_type::regular) return;
    const auto size = fs::file_size(file, ignored);
    ++trace.files;
    if (!ignored) trace.bytes += size;
  };
  add(trace.place);
  if (fs::symlink_status(trace.place, error).type() != fs::file_type::directory) return;
  for (fs::recursive_directory_iterator at(trace.place, error), end; !error && at != end; at.increment(error))
    add(at->path());
}

/// ": mine.toml, notes.txt"; more than fit are counted only.
std::string names_in(const fs::path& folder) {
  constexpr std::size_t most = 8;
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    names.push_back(at->path().filename().string() +
                    (fs::is_directory(at->symlink_status(error)) ? "/" : ""));
  std::sort(names.begin(), names.end());
  const std::size_t others = names.size() - std::min(names.size(), most);
  names.resize(names.size() - others);
  if (names.empty()) return {};
  return fmt::format(": {}{}", fmt::join(names, ", "),
                     others == 0 ? "" : fmt::format(" and {} more", others));
}

std::string what_is_in(const fs::path& folder) {
  if (folder == config_folder())
    return "your settings, and what else you keep beside them" + names_in(folder);
  if (folder == state_folder()) return "earlier checks, answers, this computer's keys, the service's memory";
  return "locks and sockets of programs that run";
}

constexpr std::string_view menu_page = "deskready-report-";

/// As mktemp(1) names it for the menu entry, beside the runtime folder; in a folder of everybody's, only
/// one's own.
bool is_menu_page(const fs::path& file) {
  constexpr std::size_t random_signs = 6;
  std::error_code error;
  const std::string type = file.extension().string(), stem = file.stem().string();
  return fs::is_regular_file(fs::symlink_status(file, error)) && !belongs_to_another(file) &&
         (type == ".html" || type == ".json") && stem.size() == menu_page.size() + random_signs;
}

/// A file that the settings name may be another program's by now.
bool holds_own_figures(const fs::path& file) {
  constexpr std::size_t largest = 1'000'000;
  const auto text = read_regular_file(file, largest);
  return text && text->find("deskready_") != std::string::npos;
}

/// All that is there.
std::vector<Trace> traces() {
  std::vector<Trace> found;
  const auto add = [&](const fs::path& place, std::string what) {
    std::error_code error;
    if (!fs::exists(fs::symlink_status(place, error))) return;
    found.push_back({place, std::move(what)});
    count(found.back());
  };
  for (const fs::path& folder : own_folders()) {
    add(folder, what_is_in(folder));
    if (folder == config_folder() || folder == state_folder()) continue;
    for (const fs::path& page : files_beginning(folder.parent_path(), menu_page))
      if (is_menu_page(page)) add(page, "a page that the menu entry showed");
  }
  const auto settings = load_settings(std::nullopt);
  if (settings && !settings->metrics_textfile.empty() && holds_own_figures(settings->metrics_textfile))
    add(settings->metrics_textfile, "figures for a monitoring program");
  return found;
}

std::string line_of(const Trace& trace) {
  std::error_code error;
  if (fs::is_symlink(trace.place, error))
    return fmt::format("  {}\n      a link; what it leads to stays\n", trace.place.string());
  return fmt::format("  {}\n      {} ({} file{}, {})\n", trace.place.string(), trace.what, trace.files,
                     trace.files == 1 ? "" : "s", format_bytes(static_cast<double>(trace.bytes)));
}

/// Empty once it is gone, else why it is not. A folder of another name was made by somebody for more than
/// this.
std::string remove(const Trace& trace) {
  std::error_code error;
  const fs::path& place = trace.place;
  if (fs::is_directory(fs::symlink_status(place, error)) &&
      !place.filename().string().starts_with("deskready"))
    return fmt::format("{} is not called deskready and may hold other things; remove it by hand",
                       place.string());
  const bool leads_away = fs::is_symlink(place, error);
  const fs::path target = leads_away ? fs::read_symlink(place, error) : fs::path();
  fs::remove_all(place, error);
  if (error) return fmt::format("{} cannot be removed: {}", place.string(), error.message());
  if (leads_away)
    return fmt::format("{} was a link and is removed; it led to {}, which stays: remove it by hand",
                       place.string(), target.string());
  return {};
}

/// The person is asked again, and nothing is contacted by what was said before.
int forget_far_ends() {
  const auto forgotten = LineChoices::forget(state_folder());
  if (!forgotten) {
    complain(fmt::format("what you chose for your line could not be erased: {}", forgotten.error()));
    return exit_unable;
  }
  return print_out(*forgotten ? "What you chose for your line is taken back; deskready asks again.\n"
                              : "Nothing was chosen for your line.\n");
}

int forget_command(bool everything, bool far_ends, bool yes) {
  if (far_ends && !everything) return forget_far_ends();
  if (!everything) {
    complain(
        "say what to forget: `deskready forget --everything`, `deskready forget --far-ends` for what you "
        "chose to "
        "measure your line to, or `deskready history forget` for the earlier checks alone");
    return exit_unable;
  }
  if (traces().empty()) return print_out("There is nothing to remove: deskready has written nothing here.\n");
  const auto alone = with_nothing_running("systemctl --user disable --now deskready");
  if (!alone) return exit_unable;
  const std::vector<Trace> found = traces();
  std::string list;
  for (const Trace& trace : found) list += line_of(trace);
  if (!yes) {
    talk("This removes for good:\n" + list +
         "Reports that you saved elsewhere stay, and so does what an employer got from you.\n");
    TerminalConversation person(somebody_there(), {});
    if (!person.is_sure("Remove all of it?")) {
      complain(somebody_there() ? "nothing was removed" : "nothing was removed; say --yes to remove it all");
      return exit_unable;
    }
  }
  bool all = true;
  std::string gone;
  for (const Trace& trace : found) {
    const std::string why = remove(trace);
    if (why.empty()) gone += line_of(trace);
    if (!why.empty()) complain(why);
    all = all && why.empty();
  }
  return print_out(gone.empty() ? "Nothing was removed.\n" : "Removed for good:\n" + gone) == 0 && all
             ? 0
             : exit_unable;
}

}  // namespace

void add_forget_everything(CLI::App& app, int& code) {
  struct Words {
    bool everything = false, far_ends = false, yes = false;
  };
  const auto words = std::make_shared<Words>();
  CLI::App* forget =
      add_command(app, "forget", "Remove all that deskready ever wrote for you on this computer",
                  "deskready forget --everything");
  forget->add_flag("--everything", words->everything, "Settings, earlier checks, answers, keys");
  forget->add_flag("--far-ends", words->far_ends,
                   "Only what you chose to measure your line to, such as a public speed test");
  forget->add_flag("--yes", words->yes, "Yes, without being asked");
  forget->callback([words, &code] { code = forget_command(words->everything, words->far_ends, words->yes); });
}

}  // namespace deskready
