#include "probes/method.h"

#include <algorithm>
#include <array>

#include "config/base/scrub.h"

namespace deskready {
namespace {

// One list of names for each; the empty string stands for none.
#define HOW(code, ...) \
  constexpr auto arguments_of_##code = std::to_array<std::string_view>({"" __VA_OPT__(, ) __VA_ARGS__});
#include "probes/method.def"
#undef HOW

constexpr auto table = std::to_array<HowInfo>({
#define HOW(code, ...) {How::code, #code, std::span<const std::string_view>(arguments_of_##code).subspan(1)},
#include "probes/method.def"
#undef HOW
});

bool has_argument(How how, std::string_view name) {
  const auto names = info(how).arguments;
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::span<const HowInfo> hows() {
  return table;
}

const HowInfo& info(How how) {
  return table[static_cast<std::size_t>(how)];
}

std::optional<How> how_from(std::string_view code) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const HowInfo& row) { return row.code == code; });
  if (found == table.end()) return std::nullopt;
  return found->how;
}

Method Method::told(std::string text) {
  Method method;
  if (!text.empty()) method.steps_.push_back({How::told, {{"text", std::move(text)}}});
  return method;
}

Method& Method::also(How how, Arguments arguments) {
  MethodStep step{how};
  for (const auto& [name, argument] : arguments) {
    // A name that the table lacks has no privacy class; a test finds such calls.
    if (has_argument(how, name)) step.arguments.emplace(name, argument.text());
  }
  steps_.push_back(std::move(step));
  return *this;
}

Method& Method::also(const Method& more) {
  const std::vector<MethodStep> steps = more.steps_;  // it may be this one
  steps_.insert(steps_.end(), steps.begin(), steps.end());
  return *this;
}

bool Method::take(std::string_view code, const std::map<std::string, std::string>& arguments) {
  const auto how = how_from(code);
  if (!how || *how == How::told) return false;
  MethodStep step{*how};
  for (const auto& [name, text] : arguments) {
    if (has_argument(*how, name)) step.arguments.emplace(name, text);
  }
  steps_.push_back(std::move(step));
  return true;
}

void Method::scrub() {
  for (MethodStep& step : steps_) {
    for (auto& [name, text] : step.arguments) text = scrubbed(text);
  }
}

bool Method::has(How how) const {
  return std::any_of(steps_.begin(), steps_.end(), [&](const MethodStep& step) { return step.how == how; });
}

}  // namespace deskready
