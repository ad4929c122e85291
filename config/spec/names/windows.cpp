#include "config/spec/names/windows.h"

#include <charconv>
#include <string>
#include <vector>

#include "config/base/text.h"
#include "config/units/version.h"

namespace deskready {
namespace {

struct Name {
  std::string_view text;
  int release;
};

constexpr Name names[] = {{"xp", 5},  {"vista", 6}, {"7", 7},    {"7.0", 7}, {"8", 8},
                          {"8.0", 8}, {"8.1", 81},  {"10", 100}, {"11", 110}};

// Windows NT's numbers. Those of 11 go on where 10's ended: 22000 is its first build.
constexpr Name numbers[] = {{"5.1", 5}, {"6.0", 6}, {"6.1", 7}, {"6.2", 8}, {"6.3", 81}, {"10.0", 100}};
constexpr int first_of_eleven = 22000;

struct Feature {
  std::string_view text;
  int ten, eleven;  ///< its build; 0 where there was none
};

constexpr Feature features[] = {{"1507", 10240, 0},     {"1511", 10586, 0},     {"1607", 14393, 0},
                                {"1703", 15063, 0},     {"1709", 16299, 0},     {"1803", 17134, 0},
                                {"1809", 17763, 0},     {"1903", 18362, 0},     {"1909", 18363, 0},
                                {"2004", 19041, 0},     {"20h2", 19042, 0},     {"21h1", 19043, 0},
                                {"21h2", 19044, 22000}, {"22h2", 19045, 22621}, {"23h2", 0, 22631},
                                {"24h2", 0, 26100},     {"25h2", 0, 26200}};

struct Pack {
  int build, pack;
};
constexpr Pack packs[] = {{6000, 0}, {6001, 1}, {6002, 2}, {7600, 0}, {7601, 1}};

std::optional<int> whole(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void set_build(WindowsRelease& release, int build) {
  release.build = build;
  if (release.oldest == 100) release.oldest = release.newest = build >= first_of_eleven ? 110 : 100;
  for (const Pack& one : packs) {
    if (one.build == build) release.pack = one.pack;
  }
}

/// "xp", "8.1", "6.1.7601".
std::optional<WindowsRelease> by_first(std::string_view word) {
  for (const Name& name : names) {
    if (name.text == word) return WindowsRelease{name.release, name.release, {}, {}, name.release < 7};
  }
  for (const Name& number : numbers) {
    const bool more = word.starts_with(number.text) && word.substr(number.text.size()).starts_with('.');
    if (word != number.text && !more) continue;
    WindowsRelease release{number.release, number.release == 100 ? 110 : number.release, {}, {}, false};
    if (!more) return release;
    const auto parts = split(word.substr(number.text.size() + 1), '.');
    const auto build = whole(parts.front());
    if (!build || parts.size() > 2) return std::nullopt;
    set_build(release, *build);
    return release;
  }
  return std::nullopt;
}

/// The words behind the release's name: a service pack or a version of 10 or 11.
bool by_rest(const std::vector<std::string>& words, WindowsRelease& release) {
  std::string rest;
  for (const std::string& word : words) rest += word;
  for (const std::string_view spelling : {"servicepack", "sp"}) {
    if (!rest.starts_with(spelling)) continue;
    release.pack = whole(std::string_view(rest).substr(spelling.size()));
    release.named = true;
    return release.pack.has_value();
  }
  if (rest.starts_with("version")) rest.erase(0, 7);
  for (const Feature& feature : features) {
    if (feature.text != rest || release.oldest != release.newest) continue;
    const int build = release.oldest == 110 ? feature.eleven : release.oldest == 100 ? feature.ten : 0;
    if (build == 0) return false;
    release.build = build;
    release.named = true;
    return true;
  }
  return rest.empty();
}

}  // namespace

std::optional<WindowsRelease> windows_release(std::string_view text) {
  const std::string small = lower(text);
  std::vector<std::string> words;
  for (const std::string_view word : split_at_spaces(small)) words.emplace_back(word);
  bool named = false;
  while (!words.empty() && (words.front() == "microsoft" || words.front() == "windows")) {
    named = named || words.front() == "windows";
    words.erase(words.begin());
  }
  if (words.empty()) return std::nullopt;
  auto release = by_first(words.front());
  words.erase(words.begin());
  if (!release || !by_rest(words, *release)) return std::nullopt;
  release->named = release->named || named;
  return release;
}

bool only_windows(std::string_view text) {
  const auto release = windows_release(text);
  // No other system counts its builds behind such numbers.
  return release && (release->named || release->build.value_or(0) >= 2600);
}

std::partial_ordering compare(const WindowsRelease& is, const WindowsRelease& limit) {
  if (is.oldest > limit.newest) return std::partial_ordering::greater;
  if (is.newest < limit.oldest) return std::partial_ordering::less;
  if (is.oldest != is.newest && limit.oldest == limit.newest) return std::partial_ordering::unordered;
  if (limit.build) {
    if (!is.build) return std::partial_ordering::unordered;
    if (*is.build != *limit.build) return *is.build <=> *limit.build;
  }
  if (!limit.pack) return std::partial_ordering::equivalent;
  if (!is.pack) return std::partial_ordering::unordered;
  return *is.pack <=> *limit.pack;
}

}  // namespace deskready
