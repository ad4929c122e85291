#include "reports/desk/desk_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "config/base/files.h"
#include "config/base/json/bounded_json.h"
#include "config/base/json/json_lines.h"

namespace deskready {
namespace {

constexpr std::size_t most_reports = 100;  // of one file: a run has one for each spec

/// Of a refused_row().
void name_line(DeskRow& row, std::size_t number) {
  auto& [note, arguments] = row.notes.front();
  note = DeskNote::unreadable_line;
  arguments.emplace("line", std::to_string(number));
}

/// A row for each report in the file, or one that says why there is none.
void add_file(std::vector<DeskRow>& rows, const std::filesystem::path& file, const RowOf& row_of) {
  const std::string name = file.filename().string();
  const auto text = read_regular_file(file, most_json_bytes);
  if (!text) return rows.push_back(refused_row(name, text.error()));
  // Several specs' reports of one run stand one on each line.
  JsonLines lines(*text);
  if (lines.count() > most_reports)
    return rows.push_back(
        refused_row(name, fmt::format("it has more than {} lines, each to be a report", most_reports)));
  auto line = lines.next();
  if (!line) rows.push_back(row_of(name, ""));
  for (; line; line = lines.next()) {
    DeskRow row = row_of(name, line->text);
    if (lines.several() && !row.reported) name_line(row, line->number);
    rows.push_back(std::move(row));
  }
}

/// The same of files of which some were read before; each row is held against today's time.
void add_known(std::vector<DeskRow>& rows, const std::vector<std::filesystem::path>& files,
               const RowOf& row_of, DeskMemory& memory) {
  auto& known = memory.index.files;
  std::map<std::string, IndexedFile> now;
  for (const std::filesystem::path& file : files) {
    const std::string name = file.filename().string();
    // Before it is read: what changes meanwhile is read again the next time.
    const std::string stamp = memory.stamp(file);
    const auto before = known.find(name);
    IndexedFile one{stamp, {}};
    if (!stamp.empty() && before != known.end() && before->second.stamp == stamp) {
      one.rows = std::move(before->second.rows);
    } else {
      add_file(one.rows, file, row_of);
      memory.changed |= !stamp.empty();
    }
    for (DeskRow& row : one.rows) {
      memory.renew(row);
      rows.push_back(row);
    }
    if (!stamp.empty()) now.emplace(name, std::move(one));
  }
  memory.changed |= now.size() != known.size();
  known = std::move(now);
}

/// Of a known spec it is known which content is the right one, however many have another.
bool is_unknown(const DeskRow& row) {
  return std::find(row.flags.begin(), row.flags.end(), DeskFlag::spec_unknown) != row.flags.end();
}

}  // namespace

void compare_rows(std::vector<DeskRow>& rows) {
  std::map<std::string, std::size_t> ids;
  std::map<std::string, std::set<std::string>> references;             // by machine
  std::map<std::string, std::map<std::string, std::size_t>> contents;  // by spec, how often each hash
  for (const DeskRow& row : rows) {
    if (!row.reported) continue;
    ++ids[row.id];
    if (!row.machine.empty()) references[row.machine].insert(row.reference);
    if (is_unknown(row)) ++contents[row.spec][row.spec_sha256];
  }
  for (DeskRow& row : rows) {
    if (!row.reported) continue;
    if (ids[row.id] > 1) flag(row, DeskFlag::same_id);
    if (!row.machine.empty() && references[row.machine].size() > 1) flag(row, DeskFlag::same_machine);
    if (!is_unknown(row)) continue;
    const auto& hashes = contents[row.spec];
    const auto commonest = std::max_element(hashes.begin(), hashes.end(),
                                            [](const auto& a, const auto& b) { return a.second < b.second; });
    if (row.spec_sha256 != commonest->first) flag(row, DeskFlag::other_spec);
  }
}

tl::expected<std::vector<DeskRow>, std::string> read_desk(const std::filesystem::path& folder,
                                                          const RowOf& row_of, DeskMemory* memory) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string ending = entry->path().extension().string();
    if (ending == ".json" || ending == ".JSON") files.push_back(entry->path());
  }
  if (error)
    return tl::unexpected(fmt::format("{} cannot be read: {}; name the folder with the reports",
                                      folder.string(), error.message()));
  std::sort(files.begin(), files.end());
  std::vector<DeskRow> rows;
  if (memory == nullptr) {
    for (const fs::path& file : files) add_file(rows, file, row_of);
  } else {
    add_known(rows, files, row_of, *memory);
  }
  compare_rows(rows);
  return rows;
}

}  // namespace deskready
