#include "probes/network/lookup/eyeballs.h"

#include <algorithm>

#include "probes/network/wire/frame.h"

namespace deskready::network {
namespace {

std::string_view word_for(NotUsed why) {
  switch (why) {
    case NotUsed::refused:
      return "refused";
    case NotUsed::unreachable:
      return "unreachable";
    case NotUsed::silent:
      return "silent";
    case NotUsed::overtaken:
      return "overtaken";
    case NotUsed::failed:
      return "failed";
    case NotUsed::forbidden:
      break;
  }
  return "forbidden";
}

}  // namespace

std::vector<std::string> codes_of(const std::vector<UnusedAddress>& unused) {
  std::vector<std::string> codes;
  for (const UnusedAddress& one : unused)
    codes.push_back((is_ipv6(one.address) ? "v6_" : "v4_") + std::string(word_for(one.why)));
  return codes;
}

std::string_view common_code(const std::vector<UnusedAddress>& unused, bool ipv6) {
  std::string_view common = "none";
  for (const UnusedAddress& one : unused) {
    if (is_ipv6(one.address) != ipv6) continue;
    if (common != "none" && common != word_for(one.why)) return "several";
    common = word_for(one.why);
  }
  return common;
}

std::vector<std::string> interleaved(const std::vector<std::string>& addresses) {
  std::vector<std::string> families[2];
  for (const std::string& address : addresses) {
    auto& family = families[is_ipv6(address) == is_ipv6(addresses.front()) ? 0 : 1];
    if (std::find(family.begin(), family.end(), address) == family.end()) family.push_back(address);
  }
  std::vector<std::string> all;
  for (std::size_t i = 0; i < std::max(families[0].size(), families[1].size()); ++i) {
    for (const auto& family : families) {
      if (i < family.size() && all.size() < most_addresses) all.push_back(family[i]);
    }
  }
  return all;
}

Eyeballs::Eyeballs(std::vector<std::string> addresses) {
  for (std::string& address : addresses) attempts_.push_back({std::move(address), {}, {}});
}

std::optional<std::size_t> Eyeballs::begin(Time now) {
  if (winner_ || begun_ == attempts_.size() || (due_ && now < *due_)) return std::nullopt;
  attempts_[begun_].begun = now;
  due_ = now + between;
  return begun_++;
}

std::vector<std::size_t> Eyeballs::give_up(Time now) {
  std::vector<std::size_t> given_up;
  for (std::size_t i = 0; i < begun_ && !winner_; ++i) {
    if (!runs(attempts_[i]) || now < *attempts_[i].begun + patience) continue;
    ended(i, NotUsed::silent);
    given_up.push_back(i);
  }
  return given_up;
}

void Eyeballs::ended(std::size_t which, NotUsed why) {
  if (winner_ || attempts_[which].why) return;
  attempts_[which].why = why;
  due_.reset();
}

void Eyeballs::connected(std::size_t which) {
  if (!winner_ && !attempts_[which].why) winner_ = which;
}

bool Eyeballs::over() const {
  return winner_ || (begun_ == attempts_.size() &&
                     std::none_of(attempts_.begin(), attempts_.end(),
                                  [this](const Attempt& attempt) { return runs(attempt); }));
}

Eyeballs::Time Eyeballs::next() const {
  Time next = Time::max();
  if (begun_ < attempts_.size()) next = due_.value_or(Time::min());
  for (const Attempt& attempt : attempts_) {
    if (runs(attempt)) next = std::min(next, *attempt.begun + patience);
  }
  return next;
}

std::optional<std::string> Eyeballs::winner() const {
  if (!winner_) return std::nullopt;
  return attempts_[*winner_].address;
}

std::vector<UnusedAddress> Eyeballs::unused() const {
  std::vector<UnusedAddress> unused;
  for (std::size_t i = 0; i < begun_; ++i) {
    if (winner_ != i) unused.push_back({attempts_[i].address, attempts_[i].why.value_or(NotUsed::overtaken)});
  }
  return unused;
}

}  // namespace deskready::network
