#include "config/base/own_names.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace deskready {
namespace {

constexpr std::array<std::string_view, 4> everybodys = {"root", "localhost", "nobody", "user"};

void add_words(std::vector<std::string>& names, std::string_view text, std::string_view between) {
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(between), text.size());
    const std::string word(text.substr(0, end));
    const bool common = std::find(everybodys.begin(), everybodys.end(), word) != everybodys.end();
    if (word.size() >= 3 && !common) names.push_back(word);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void add_account(std::vector<std::string>& names) {
  std::array<char, 4096> room{};
  passwd account{};
  passwd* found = nullptr;
  if (getpwuid_r(getuid(), &account, room.data(), room.size(), &found) != 0 || found == nullptr) return;
  add_words(names, found->pw_name, " ");
  // The full name stands before the first comma; rooms and telephone numbers follow it.
  if (found->pw_gecos != nullptr && getuid() != 0) add_words(names, found->pw_gecos, " ,");
}

}  // namespace

std::vector<std::string> own_names() {
  std::vector<std::string> names;
  if (const char* login = std::getenv("USER")) add_words(names, login, " ");
  add_account(names);
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) == 0) {
    const std::string_view whole = host.data();
    add_words(names, whole, " ");
    add_words(names, whole.substr(0, whole.find('.')), " ");
  }
  return names;
}

}  // namespace deskready
