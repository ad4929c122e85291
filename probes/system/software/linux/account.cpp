#include "probes/system/software/account.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "probes/machine/files.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

/// Numbers of the groups whose members become root by sudo or polkit as distributions set them up.
std::vector<gid_t> powerful_groups(const Context& context) {
  constexpr std::array<std::string_view, 4> powerful = {"root", "sudo", "wheel", "admin"};
  std::vector<gid_t> numbers;
  for_each_line(context.root, "/etc/group", [&](std::string_view line) {
    const std::string_view name = line.substr(0, line.find(':'));
    if (std::find(powerful.begin(), powerful.end(), name) == powerful.end()) return true;
    const auto second = line.find(':', name.size() + 1);
    if (second == std::string_view::npos) return true;
    gid_t number = 0;
    const std::string_view digits = line.substr(second + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error == std::errc()) numbers.push_back(number);
    return true;
  });
  return numbers;
}

Facts measure(Context& context) {
  Facts facts;
  if (context.root != "/") {
    return answered(std::move(facts), context, Detail::nobody_logged_in);
  }
  std::vector<gid_t> own(static_cast<std::size_t>(std::max(0, getgroups(0, nullptr))));
  const int count = getgroups(static_cast<int>(own.size()), own.data());
  own.resize(static_cast<std::size_t>(std::max(0, count)));
  const std::vector<gid_t> powerful = powerful_groups(context);
  const bool member = std::any_of(own.begin(), own.end(), [&](gid_t group) {
    return std::find(powerful.begin(), powerful.end(), group) != powerful.end();
  });
  facts.add("system.account.administrator", inventory(context, geteuid() == 0 || member, How::account));
  return answered(std::move(facts), context, {});
}

}  // namespace

Probe account_probe() {
  return reading_probe("system.account", measure);
}

}  // namespace deskready::system_facts
