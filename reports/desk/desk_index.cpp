#include "reports/desk/desk_index.h"

#include <nlohmann/json.hpp>

#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"

namespace deskready {
namespace {

using nlohmann::json;

constexpr std::string_view schema = "deskready.desk-index/1";
constexpr int verdicts = static_cast<int>(Verdict::not_ready) + 1;
constexpr int trusts = static_cast<int>(Trust::declared) + 1;
constexpr int notes = static_cast<int>(DeskNote::other_files) + 1;

template <class Enum>
json number(Enum value) {
  return static_cast<int>(value);
}

json number(const std::optional<Verdict>& verdict) {
  return verdict ? number(*verdict) : json();
}

/// The member's number as one of so many of the enumeration; nothing where it is none.
template <class Enum>
std::optional<Enum> read_number(const json& value, int count) {
  if (!value.is_number_integer()) return std::nullopt;
  const auto number = value.get<std::int64_t>();
  return number >= 0 && number < count ? std::optional(static_cast<Enum>(number)) : std::nullopt;
}

std::int64_t ticks(WallTime time) {
  return time.time_since_epoch().count();
}

json json_of(const DeskRow& row) {
  json flags = json::array(), said = json::array();
  for (const DeskFlag flag : row.flags) flags.push_back(number(flag));
  for (const auto& [note, arguments] : row.notes) said.push_back({number(note), arguments});
  return {{"id", row.id},
          {"reference", row.reference},
          {"spec", row.spec},
          {"spec_name", row.spec_name},
          {"spec_sha256", row.spec_sha256},
          {"spec_expired", row.spec_expired},
          {"machine", row.machine},
          {"reported", number(row.reported)},
          {"derived", number(row.derived)},
          {"if_so", number(row.if_so)},
          {"failed", row.failed},
          {"missing", row.missing},
          {"labels", row.labels},
          {"trust", number(row.trust)},
          {"finished", ticks(row.finished)},
          {"valid_until", ticks(row.valid_until)},
          {"role", row.role},
          {"signer", row.signer},
          {"flags", std::move(flags)},
          {"notes", std::move(said)}};
}

/// Reads one row; `good` becomes false where a member is missing or of the wrong kind.
class RowReader {
 public:
  explicit RowReader(const json& object) : object_(object) {}

  DeskRow row(const std::string& file) {
    DeskRow row;
    row.file = file;
    const std::pair<const char*, std::string*> texts_of_row[] = {{"id", &row.id},
                                                                 {"reference", &row.reference},
                                                                 {"spec", &row.spec},
                                                                 {"spec_name", &row.spec_name},
                                                                 {"spec_sha256", &row.spec_sha256},
                                                                 {"machine", &row.machine},
                                                                 {"role", &row.role},
                                                                 {"signer", &row.signer}};
    for (const auto& [name, text] : texts_of_row) take(name, *text);
    row.spec_expired = truth_of(object_, "spec_expired").value_or(false);
    row.reported = verdict("reported");
    row.derived = verdict("derived");
    row.if_so = verdict("if_so");
    row.failed = texts("failed");
    row.missing = texts("missing");
    take_labels(row);
    const auto trust = read_number<Trust>(member("trust"), trusts);
    good = good && trust;
    row.trust = trust.value_or(Trust::self);
    row.finished = time("finished");
    row.valid_until = time("valid_until");
    take_flags(row);
    take_notes(row);
    return row;
  }

  bool good = true;

 private:
  const json& member(const char* name) {
    static const json none;
    const json* const found = member_of(object_, name);
    good = good && found != nullptr;
    return found != nullptr ? *found : none;
  }

  void take(const char* name, std::string& into) {
    const auto* text = member(name).get_ptr<const std::string*>();
    good = good && text != nullptr;
    if (text != nullptr) into = *text;
  }

  std::vector<std::string> texts(const char* name) {
    std::vector<std::string> all;
    for (const json& one : member(name)) {
      const auto* text = one.get_ptr<const std::string*>();
      good = good && text != nullptr;
      if (text != nullptr) all.push_back(*text);
    }
    return all;
  }

  void take_labels(DeskRow& row) {
    for (const auto& [key, label] : member("labels").items()) {
      const auto* text = label.get_ptr<const std::string*>();
      good = good && text != nullptr;
      if (text != nullptr) row.labels[key] = *text;
    }
  }

  std::optional<Verdict> verdict(const char* name) {
    const json& value = member(name);
    if (value.is_null()) return std::nullopt;
    const auto read = read_number<Verdict>(value, verdicts);
    good = good && read;
    return read;
  }

  WallTime time(const char* name) {
    const json& value = member(name);
    const WallTime time(WallTime::duration(value.is_number_integer() ? value.get<std::int64_t>() : 0));
    const bool too_large =
        value.is_number_unsigned() && time < WallTime();  // it was taken for a negative one
    // Beyond the years that can be written, sums of times overflow.
    good = good && value.is_number_integer() && !too_large && from_unix_seconds(unix_seconds(time));
    return time;
  }

  void take_flags(DeskRow& row) {
    for (const json& one : member("flags")) {
      const auto flag = read_number<DeskFlag>(one, static_cast<int>(all_desk_flags().size()));
      good = good && flag;
      if (flag) row.flags.push_back(*flag);
    }
  }

  void take_notes(DeskRow& row) {
    for (const json& one : member("notes")) {
      if (!one.is_array() || one.size() != 2 || !one[1].is_object()) {
        good = false;
        return;
      }
      const auto note = read_number<DeskNote>(one[0], notes);
      Arguments arguments;
      for (const auto& [name, value] : one[1].items()) {
        const auto* text = value.get_ptr<const std::string*>();
        good = good && text != nullptr;
        if (text != nullptr) arguments.emplace(name, *text);
      }
      good = good && note;
      if (note) row.notes.emplace_back(*note, std::move(arguments));
    }
  }

  const json& object_;
};

}  // namespace

std::string index_text(const DeskIndex& index) {
  json files = json::object();
  for (const auto& [name, file] : index.files) {
    json rows = json::array();
    for (const DeskRow& row : file.rows) rows.push_back(json_of(row));
    files[name] = {{"stamp", file.stamp}, {"rows", std::move(rows)}};
  }
  const json document = {{"schema", schema}, {"by", index.by}, {"files", std::move(files)}};
  return json_text(document) + "\n";
}

std::optional<DeskIndex> read_index(std::string_view text) {
  constexpr JsonBounds bounds{std::size_t{256} << 20, 8, 20'000'000};
  const auto document = read_json(text, bounds);
  if (!document || text_of(*document, "schema") != schema) return std::nullopt;
  DeskIndex index{text_of(*document, "by"), {}};
  for (const auto& [name, file] : object_of(*document, "files").items()) {
    const json* const rows = member_of(file, "rows");
    if (rows == nullptr || !rows->is_array()) return std::nullopt;
    IndexedFile read{text_of(file, "stamp"), {}};
    for (const json& one : *rows) {
      RowReader reader(one);
      read.rows.push_back(reader.row(name));
      if (!reader.good) return std::nullopt;
    }
    index.files.emplace(name, std::move(read));
  }
  return index;
}

}  // namespace deskready
