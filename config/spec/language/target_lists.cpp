#include "config/spec/language/target_lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "config/base/nearest.h"
#include "config/base/text.h"
#include "config/spec/language/target_reader.h"
#include "config/toml/parser.h"
#include "config/toml/reader.h"

namespace deskready {
namespace {

class ListReader {
 public:
  ListReader(std::string_view text, const std::string& file) : read_(file, errors_) {
    toml::parse_result result = parse_toml(std::string(text));
    if (!result)
      read_.syntax_error(result.error(), text);
    else if (!read_.too_deep(result.table()))
      root(result.table());
  }

  tl::expected<TargetList, std::vector<SpecError>> take() {
    if (!errors_.empty()) return tl::unexpected(std::move(errors_));
    return std::move(list_);
  }

 private:
  void root(const toml::table& table) {
    constexpr std::string_view known[] = {"provider", "target"};
    read_.only(table, known, "a list of targets");
    list_.provider = read_.text(table, "provider");
    if (list_.provider.empty()) read_.fault(table, "", "the list names no provider", "add provider = \"…\"");
    read_.each_in_array(table.get("target"), "[[target]]", [this](const toml::table& own) { row(own); });
    if (list_.rows.empty()) read_.fault(table, "", "the list has no [[target]]");
  }

  void row(const toml::table& table) {
    std::vector<std::string_view> known = {"name", "regions"};
    known.insert(known.end(), std::begin(target_keys), std::end(target_keys));
    read_.only(table, known, "a target");
    const std::string name = read_.text(table, "name");
    if (name.empty()) read_.fault(table, "", "the target has no name", "add name = \"…\"");
    ListedTarget row{read_target(read_, name, table), read_.texts(table, "regions")};
    if (row.target.source.empty() || row.target.published.empty())
      read_.fault(table, name, "the target does not say where it is published, and when",
                  "add source = \"https://…\" and published = \"2026-11\"");
    row.target.reading = "unofficial";
    list_.rows.push_back(std::move(row));
  }

  std::vector<SpecError> errors_;
  TomlReader read_;
  TargetList list_;
};

tl::unexpected<UrlFault> fault(std::string message, std::string hint) {
  return tl::unexpected(UrlFault{std::move(message), std::move(hint)});
}

tl::unexpected<UrlFault> no_such_list(std::string_view name) {
  std::vector<std::string_view> names;
  for (const ShippedTargets& shipped : shipped_targets()) names.push_back(shipped.name);
  const auto near = nearest(name, names);
  return fault(
      fmt::format("there is no shipped list of targets called \"{}\"", name),
      near.empty() ? std::string("deskready spec list shows them") : "did you mean " + near.front() + "?");
}

}  // namespace

tl::expected<TargetList, std::vector<SpecError>> read_target_list(std::string_view text,
                                                                  const std::string& file) {
  return ListReader(text, file).take();
}

std::vector<std::string> regions_of(const TargetList& list) {
  std::set<std::string> regions;
  for (const ListedTarget& row : list.rows) regions.insert(row.regions.begin(), row.regions.end());
  return {regions.begin(), regions.end()};
}

tl::expected<std::vector<Target>, UrlFault> listed_targets(std::string_view name) {
  const auto slash = name.find('/');
  const std::string_view wanted = name.substr(0, slash);
  const std::string_view region =
      slash == std::string_view::npos ? std::string_view() : name.substr(slash + 1);
  for (const ShippedTargets& shipped : shipped_targets()) {
    if (shipped.name != wanted) continue;
    const auto list = read_target_list(shipped.text, std::string(shipped.name));
    if (!list) return fault(to_string(list.error().front()), "");
    const std::vector<std::string> regions = regions_of(*list);
    const bool known = std::find(regions.begin(), regions.end(), region) != regions.end();
    if (region.empty() && !regions.empty()) {
      return fault(fmt::format("the list {} is by region, and none is named", wanted),
                   fmt::format("write \"{}/{}\"; there are {}", wanted, regions.front(), joined(regions)));
    }
    if (!known && slash != std::string_view::npos) {
      return fault(fmt::format("the list {} has no region \"{}\"", wanted, region),
                   regions.empty() ? fmt::format("write \"{}\"", wanted) : "there are " + joined(regions));
    }
    std::vector<Target> targets;
    for (const ListedTarget& row : list->rows) {
      const auto& own = row.regions;
      if (own.empty() || std::find(own.begin(), own.end(), region) != own.end())
        targets.push_back(row.target);
    }
    return targets;
  }
  return no_such_list(wanted);
}

}  // namespace deskready
