#include "probes/fact.h"

#include <array>
#include <cmath>
#include <utility>

#include "probes/detail.h"

namespace deskready {
namespace {

constexpr std::array<std::pair<Trust, std::string_view>, 5> trusts = {{
    {Trust::self, "self"},
    {Trust::challenged, "challenged"},
    {Trust::witnessed, "witnessed"},
    {Trust::disputed, "disputed"},
    {Trust::declared, "declared"},
}};

bool finite(const Fact& fact) {
  const double* number = std::get_if<double>(&fact.value);
  return number == nullptr || std::isfinite(*number);
}

}  // namespace

std::string_view to_string(Trust trust) {
  return trusts[static_cast<std::size_t>(trust)].second;
}

std::optional<Trust> trust_from(std::string_view text) {
  for (const auto& [trust, name] : trusts) {
    if (name == text) return trust;
  }
  return std::nullopt;
}

Trust weaker(Trust a, Trust b) {
  constexpr std::array strength = {2, 3, 4, 0, 1};  // in the order of the enumeration
  return strength[static_cast<std::size_t>(a)] <= strength[static_cast<std::size_t>(b)] ? a : b;
}

Unmeasured unmeasured(Cause cause) {
  return {cause, {}};
}

Unmeasured unmeasured(Cause cause, const Explanation& why) {
  return {cause, why.written()};
}

void Facts::add(std::string_view key, Fact fact) {
  // A probe whose arithmetic went wrong has measured nothing; NaN must never reach a judgement.
  if (!finite(fact)) return cannot(key, unmeasured(Cause::failed, Detail::figure_not_a_number));
  if (fact.low && !std::isfinite(*fact.low)) fact.low.reset();
  if (fact.high && !std::isfinite(*fact.high)) fact.high.reset();
  if (const auto old = unknown.find(key); old != unknown.end()) unknown.erase(old);
  known.insert_or_assign(std::string(key), std::move(fact));
}

void Facts::cannot(std::string_view key, Unmeasured why) {
  if (const auto old = known.find(key); old != known.end()) known.erase(old);
  unknown.insert_or_assign(std::string(key), std::move(why));
}

const Fact* Facts::find(std::string_view key) const {
  const auto found = known.find(key);
  return found == known.end() ? nullptr : &found->second;
}

const Unmeasured* Facts::why_not(std::string_view key) const {
  const auto found = unknown.find(key);
  return found == unknown.end() ? nullptr : &found->second;
}

void Facts::merge(Facts newer) {
  for (auto& [key, fact] : newer.known) add(key, std::move(fact));
  for (auto& [key, why] : newer.unknown) cannot(key, std::move(why));
}

}  // namespace deskready
