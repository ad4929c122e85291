// A fact as asked: name[@target][#statistic[/window]].
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace deskready {

struct FactKey {
  std::string name;       ///< a name of the catalogue
  std::string target;     ///< a target of the spec; empty for the far end or the computer itself
  std::string statistic;  ///< "p95", "max", ...; empty for the catalogue's own
  std::string window;     ///< "200ms"; empty for the whole run
  friend auto operator<=>(const FactKey&, const FactKey&) = default;
  friend bool operator==(const FactKey&, const FactKey&) = default;
};

/// "network.loss@softphone#max/200ms". Round-trips with parse_fact_key.
std::string to_string(const FactKey& key);

/// Splits only; whether the name exists is the catalogue's business. The error is a sentence.
tl::expected<FactKey, std::string> parse_fact_key(std::string_view text);

}  // namespace deskready
