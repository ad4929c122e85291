// A TOML file as a person's text: typed reading that keeps each fault with its place.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/base/fault.h"
#include "config/toml/parser.h"
#include "config/toml/texts.h"
#include "config/units/quantity.h"

namespace deskready {

/// How deep tables and lists may stand in each other.
inline constexpr int max_toml_depth = 16;
/// More faults than these nobody reads; looking for the name that each wrong one may have meant takes time.
inline constexpr std::size_t max_toml_faults = 200;

/// Readers return an empty value after they noted a fault; what is merely absent is no fault.
class TomlReader {
 public:
  using Node = toml::node;
  using Table = toml::table;

  /// `file` is how the person named it. Both outlive the reader.
  TomlReader(std::string file, std::vector<SpecError>& errors) : file_(std::move(file)), errors_(errors) {}

  Location place(const toml::source_region& source) const {
    return {file_, static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
  }
  Location place(const Node& node) const { return place(node.source()); }

  /// Notes it; the last that there is room for says that there are more.
  void fault(Location where, std::string_view offending, std::string message, std::string hint = {});
  void fault(const Node& node, std::string_view offending, std::string message, std::string hint = {}) {
    fault(place(node), offending, std::move(message), std::move(hint));
  }
  /// Whether further faults are not noted.
  bool full() const { return errors_.size() >= max_toml_faults; }
  /// Where the error is a day that no calendar has: notes it, puts another day into `text`, so that the rest
  /// can be read for its faults too, and is true.
  bool impossible_day(const toml::parse_error& error, std::string& text);
  /// `text` is what was parsed, for the line at fault.
  void syntax_error(const toml::parse_error& error, std::string_view text);

  /// Notes a fault and says true where anything is nested deeper than max_toml_depth.
  bool too_deep(const Node& node, int depth = 0);

  const Table* table_of(const Node& node, std::string_view what);

  /// Notes that `what` is written with double brackets.
  void needs_double_brackets(const Node& node, std::string_view what);

  template <class Function>
  void each_in_array(const Node* node, std::string_view what, Function&& function) {
    if (node == nullptr) return;
    const toml::array* array = node->as_array();
    if (array == nullptr) return needs_double_brackets(*node, what);
    for (const Node& entry : *array) {
      if (const Table* table = entry.as_table())
        function(*table);
      else
        needs_double_brackets(entry, what);
    }
  }

  /// The keys of `table` must be among `known`; others are faults with the nearest right one.
  void only(const Table& table, std::span<const std::string_view> known, std::string_view where);

  std::string text(const Table& table, std::string_view key);
  /// A text that must be one of `known`; empty when absent.
  std::string word(const Table& table, std::string_view key, std::span<const std::string_view> known);
  /// A list of texts, or one text alone where `single` allows it.
  std::vector<std::string> texts(const Table& table, std::string_view key, bool single = false);
  /// A plain text is English; a table has texts by language.
  Texts texts_by_language(const Table& table, std::string_view key);
  Texts texts_by_language(const Node& node, std::string_view what);
  Day day(const Table& table, std::string_view key);
  /// Seconds, more than 0.
  double duration(const Table& table, std::string_view key);
  /// In `unit`, not negative.
  double amount(const Table& table, std::string_view key, Unit unit);

 private:
  const std::string file_;
  std::vector<SpecError>& errors_;
};

/// "did you mean …?", or nothing.
std::string meant(std::string_view wrong, std::span<const std::string_view> known);

}  // namespace deskready
