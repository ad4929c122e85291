#include "config/toml/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "config/base/nearest.h"
#include "config/base/text.h"

namespace deskready {
namespace {

/// One line of at most 60 characters, cut between characters and not inside one.
std::string shortened(std::string_view text) {
  constexpr std::size_t longest = 60;
  std::string_view line = text.substr(0, text.find('\n'));
  if (line.size() <= longest) return std::string(line);
  std::size_t end = longest - 1;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
  return std::string(line.substr(0, end)) + "…";
}

/// The line of that number, from 1, without the white space before it.
std::string_view line_of(std::string_view text, std::size_t number) {
  for (; number > 1; --number) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r"), text.size()));
  return text;
}

/// As BCP 47 has them: "en", "ur", "pt-BR", "zh-Hant".
bool is_language(std::string_view tag) {
  const auto letters = tag.substr(0, tag.find('-'));
  return letters.size() >= 2 && letters.size() <= 8 && std::all_of(tag.begin(), tag.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
         });
}

}  // namespace

std::string meant(std::string_view wrong, std::span<const std::string_view> known) {
  const auto near = nearest(wrong, known);
  return near.empty() ? std::string() : "did you mean " + near.front() + "?";
}

void TomlReader::fault(Location where, std::string_view offending, std::string message, std::string hint) {
  if (full()) return;
  if (errors_.size() + 1 == max_toml_faults)
    return errors_.push_back(
        {std::move(where), {}, "here and below are more faults", "mend the others first"});
  errors_.push_back({std::move(where), shortened(offending), std::move(message), std::move(hint)});
}

void TomlReader::syntax_error(const toml::parse_error& error, std::string_view text) {
  const std::string said(error.description());
  const auto quote = said.find('\'');
  const bool twice =
      said.find("redefine") != std::string::npos || said.find("duplicate") != std::string::npos;
  if (twice && quote != std::string::npos) {
    const std::string name = said.substr(said.rfind('\'', said.size() - 2) + 1);
    const std::string key = name.substr(0, name.find('\''));
    if (trimmed(line_of(text, error.source().begin.line)).starts_with('['))
      return fault(place(error.source()), key,
                   fmt::format("[{}] stands twice, or once more as dotted keys", key),
                   "put both parts under one heading");
    return fault(place(error.source()), key, fmt::format("{} is asked for twice", key),
                 "give each its own [[rule]]");
  }
  fault(place(error.source()), line_of(text, error.source().begin.line), "this is not valid TOML: " + said,
        "see the line; texts need quotes, tables need [brackets]");
}

bool TomlReader::impossible_day(const toml::parse_error& error, std::string& text) {
  if (error.description().find("date") == std::string_view::npos) return false;
  constexpr std::string_view any_day = "2999-12-31";
  const std::string_view line = line_of(text, error.source().begin.line);
  if (line.data() == nullptr) return false;
  const auto number = [](std::string_view digits, int& into) {
    const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), into);
    return wrong == std::errc() && end == digits.data() + digits.size();
  };
  for (std::size_t at = 0; at + any_day.size() <= line.size(); ++at) {
    const std::string_view day = line.substr(at, any_day.size());
    int y = 0, m = 0, d = 0;
    if (day[4] != '-' || day[7] != '-' || !number(day.substr(0, 4), y) || !number(day.substr(5, 2), m) ||
        !number(day.substr(8), d) || m < 0 || d < 0)
      continue;
    const std::chrono::year_month_day date{std::chrono::year(y), std::chrono::month(static_cast<unsigned>(m)),
                                           std::chrono::day(static_cast<unsigned>(d))};
    if (date.ok()) continue;
    const auto offset = static_cast<std::size_t>(day.data() - text.data());
    const auto begin = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;
    fault({file_, static_cast<int>(error.source().begin.line), static_cast<int>(offset - begin + 1)}, day,
          fmt::format("\"{}\" is in no calendar", day), "look up the month's last day");
    text.replace(offset, any_day.size(), any_day);
    return true;
  }
  return false;
}

bool TomlReader::too_deep(const Node& node, int depth) {
  if (depth > max_toml_depth) {
    fault(node, "", fmt::format("the spec is nested deeper than {} levels", max_toml_depth),
          "write it flatter");
    return true;
  }
  if (const Table* table = node.as_table()) {
    return std::any_of(table->begin(), table->end(),
                       [&](auto&& entry) { return too_deep(entry.second, depth + 1); });
  }
  if (const toml::array* array = node.as_array()) {
    return std::any_of(array->begin(), array->end(),
                       [&](const Node& entry) { return too_deep(entry, depth + 1); });
  }
  return false;
}

void TomlReader::needs_double_brackets(const Node& node, std::string_view what) {
  fault(node, what, std::string(what) + " is written with double brackets");
}

const TomlReader::Table* TomlReader::table_of(const Node& node, std::string_view what) {
  const Table* table = node.as_table();
  if (table == nullptr)
    fault(node, what, fmt::format("{} must be a table", what), fmt::format("write [{}]", what));
  return table;
}

void TomlReader::only(const Table& table, std::span<const std::string_view> known, std::string_view where) {
  for (auto&& [key, node] : table) {
    if (full() || std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
    fault(place(key.source()), key.str(), fmt::format("{} has no \"{}\"", where, key.str()),
          meant(key.str(), known));
  }
}

std::string TomlReader::text(const Table& table, std::string_view key) {
  const Node* node = table.get(key);
  if (node == nullptr) return {};
  if (const auto* value = node->as_string()) return value->get();
  fault(*node, key, fmt::format("{} must be a text in quotes", key));
  return {};
}

std::string TomlReader::word(const Table& table, std::string_view key,
                             std::span<const std::string_view> known) {
  const std::string written = text(table, key);
  const Node* node = table.get(key);
  if (node == nullptr || !node->is_string() || std::find(known.begin(), known.end(), written) != known.end())
    return written;
  fault(*node, written, fmt::format("{} is \"{}\"", key, written),
        fmt::format("write \"{}\"", fmt::join(known, "\" or \"")));
  return {};
}

std::vector<std::string> TomlReader::texts(const Table& table, std::string_view key, bool single) {
  std::vector<std::string> list;
  const Node* node = table.get(key);
  if (node == nullptr) return list;
  if (const auto* value = node->as_string(); single && value != nullptr) return {value->get()};
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    fault(*node, key, fmt::format("{} must be a list", key), fmt::format("write {} = [\"…\", \"…\"]", key));
    return list;
  }
  for (const Node& entry : *array) {
    if (const auto* value = entry.as_string()) {
      list.push_back(value->get());
    } else {
      fault(entry, key, fmt::format("{} holds texts in quotes only", key));
    }
  }
  if (array->empty()) fault(*node, key, fmt::format("{} is empty, so nothing could meet it", key));
  return list;
}

Texts TomlReader::texts_by_language(const Table& table, std::string_view key) {
  const Node* node = table.get(key);
  return node == nullptr ? Texts() : texts_by_language(*node, key);
}

Texts TomlReader::texts_by_language(const Node& node, std::string_view what) {
  Texts all;
  if (const auto* value = node.as_string()) {
    all["en"] = value->get();
    return all;
  }
  const Table* table = node.as_table();
  if (table == nullptr || table->empty()) {
    fault(node, what, fmt::format("{} must be a text, or texts by language", what),
          fmt::format("write {} = {{ en = \"…\", ur = \"…\" }}", what));
    return all;
  }
  for (auto&& [language, entry] : *table) {
    const auto* own = entry.as_string();
    if (own == nullptr) {
      fault(entry, what, fmt::format("{} must be a text, or texts by language", what));
    } else if (!is_language(language.str())) {
      fault(place(language.source()), language.str(), fmt::format("\"{}\" is no language", language.str()),
            "write en, ur, pt-BR");
    } else {
      all[std::string(language.str())] = own->get();
    }
  }
  return all;
}

Day TomlReader::day(const Table& table, std::string_view key) {
  const Node* node = table.get(key);
  if (node == nullptr) return {};
  if (const auto* date = node->as_date()) {
    return fmt::format("{:04}-{:02}-{:02}", date->get().year, date->get().month, date->get().day);
  }
  fault(*node, key, fmt::format("{} must be a date", key),
        fmt::format("write {} = 2027-06-30, without quotes", key));
  return {};
}

double TomlReader::duration(const Table& table, std::string_view key) {
  if (!table.contains(key)) return 0;
  const Node& node = *table.get(key);
  const std::string written = text(table, key);
  if (written.empty()) return 0;
  const auto seconds = parse_quantity_in(written, Unit::second);
  if (seconds && *seconds > 0) return *seconds;
  fault(node, written, seconds ? "a duration must be more than nothing" : seconds.error(),
        "write it like \"90 d\"");
  return 0;
}

double TomlReader::amount(const Table& table, std::string_view key, Unit unit) {
  if (!table.contains(key)) return 0;
  const Node& node = *table.get(key);
  const std::string written = text(table, key);
  if (written.empty()) return 0;
  const auto value = parse_quantity_in(written, unit);
  if (value && *value > 0) return *value;
  fault(node, written, value ? fmt::format("{} must be more than nothing", key) : value.error());
  return 0;
}

}  // namespace deskready
