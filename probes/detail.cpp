#include "probes/detail.h"

#include <algorithm>
#include <array>
#include <utility>

#include "config/base/scrub.h"

namespace deskready {
namespace {

// One list of names for each detail; the empty string stands for none.
#define DETAIL(code, ...) \
  constexpr auto arguments_of_##code = std::to_array<std::string_view>({"" __VA_OPT__(, ) __VA_ARGS__});
#include "probes/detail.def"
#undef DETAIL

constexpr auto table = std::to_array<DetailInfo>({
#define DETAIL(code, ...) \
  {Detail::code, #code, std::span<const std::string_view>(arguments_of_##code).subspan(1)},
#include "probes/detail.def"
#undef DETAIL
});

bool has(const DetailInfo& detail, std::string_view argument) {
  return std::find(detail.arguments.begin(), detail.arguments.end(), argument) != detail.arguments.end();
}

}  // namespace

std::span<const DetailInfo> details() {
  return table;
}

const DetailInfo& info(Detail detail) {
  return table[static_cast<std::size_t>(detail)];
}

std::optional<Detail> detail_from(std::string_view code) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const DetailInfo& row) { return row.code == code; });
  if (found == table.end()) return std::nullopt;
  return found->detail;
}

SystemText::SystemText(std::string_view raw) : text_(scrubbed(raw)) {}

Explanation::Explanation(Detail detail,
                         std::initializer_list<std::pair<std::string_view, DetailArgument>> arguments) {
  const DetailInfo& row = info(detail);
  written_.emplace("detail", row.code);
  for (const auto& [name, argument] : arguments) {
    // A name that the table lacks has no privacy class; a test finds such calls.
    if (has(row, name)) written_.emplace(name, argument.text());
  }
}

Explanation::Explanation(const SystemText& system) : Explanation(Detail::system, {{"system", system}}) {}

Explanation Explanation::read(const std::map<std::string, std::string>& written) {
  const auto code = written.find("detail");
  const auto detail = code == written.end() ? std::nullopt : detail_from(code->second);
  if (!detail) return {};
  Explanation read(*detail);
  for (const auto& [name, text] : written) {
    if (has(info(*detail), name)) read.written_.emplace(name, scrubbed(text));
  }
  return read;
}

bool Explanation::is(Detail detail) const {
  const auto code = written_.find("detail");
  return code != written_.end() && code->second == info(detail).code;
}

}  // namespace deskready
