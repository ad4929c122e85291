#include "config/base/scrub.h"

#include <algorithm>
#include <vector>

#include "config/base/own_names.h"
#include "config/base/text.h"

namespace deskready {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// What words are made of, those of other alphabets too.
bool is_of_a_word(char c) {
  return is_digit(c) || is_letter(c) || (c & 0x80) != 0 || c == '.' || c == ':' || c == '%' || c == '-' ||
         c == '_';
}

/// Where four numbers joined by dots stand, or five as with a port; npos where none do.
std::size_t find_v4(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_digit(text[at]) || (at > 0 && (is_digit(text[at - 1]) || text[at - 1] == '.'))) continue;
    std::size_t end = at;
    int numbers = 0;
    while (end < text.size() && is_digit(text[end])) {
      while (end < text.size() && is_digit(text[end])) ++end;
      ++numbers;
      const bool more = end + 1 < text.size() && text[end] == '.' && is_digit(text[end + 1]);
      if (!more) break;
      ++end;
    }
    if (numbers >= 4) return at;
  }
  return std::string_view::npos;
}

/// "edge.acme.example:8443", "bücher.example", "192.0.2.7": labels joined by dots, then a port. Versions and
/// figures ("12.4", "0.25", "1.2.3") are none.
bool is_dotted_name(std::string_view word) {
  word = word.substr(0, word.find(':'));
  std::size_t labels = 0, numbers = 0;
  std::string_view last;
  while (true) {
    const auto dot = std::min(word.find('.'), word.size());
    last = word.substr(0, dot);
    if (last.empty() || !std::all_of(last.begin(), last.end(), is_of_a_word)) return false;
    ++labels;
    numbers += std::all_of(last.begin(), last.end(), is_digit) ? 1 : 0;
    if (dot == word.size()) break;
    word.remove_prefix(dot + 1);
  }
  if (numbers == labels) return labels == 4;
  return labels >= 2 && last.size() >= 2 &&
         std::all_of(last.begin(), last.end(), [](char c) { return is_letter(c) || (c & 0x80) != 0; });
}

/// IPv6 and MAC addresses: hexadecimal groups with at least two colons, and perhaps the link's name.
bool is_colon_address(std::string_view word) {
  word = word.substr(0, word.find('%'));
  return std::count(word.begin(), word.end(), ':') >= 2 && std::any_of(word.begin(), word.end(), is_hex) &&
         std::all_of(word.begin(), word.end(), [](char c) { return is_hex(c) || c == ':' || c == '.'; });
}

/// MAC addresses as others write them: "00-11-22-33-44-55", "0011.2233.4455".
bool is_link_address(std::string_view word) {
  const std::size_t group = word.find_first_of("-.");
  if (group != 2 && group != 4) return false;
  const char sign = word[group];
  std::size_t groups = 0;
  for (std::size_t at = 0; at <= word.size(); at += group + 1, ++groups) {
    const std::string_view one = word.substr(at, group);
    if (one.size() != group || !std::all_of(one.begin(), one.end(), is_hex)) return false;
    if (at + group < word.size() && word[at + group] != sign) return false;
  }
  return groups * group >= 12;
}

bool is_fact_name(std::string_view word) {
  return word.starts_with("network.") || word.starts_with("audio.") || word.starts_with("system.");
}

bool is_address(std::string_view word) {
  if (is_fact_name(word)) return false;
  // A scheme alone, as in "must begin with https://", leads nowhere.
  const auto scheme = word.find("://");
  return (scheme != std::string_view::npos && scheme + 3 < word.size()) || is_colon_address(word) ||
         is_dotted_name(word) || is_link_address(word) || find_v4(word) != std::string_view::npos;
}

/// Whatever looks like one, seen by other eyes than those that took them out: without words, by what stands
/// beside each sign.
bool tells_an_address(std::string_view text) {
  if (find_v4(text) != std::string_view::npos) return true;
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("://") && rest.size() > 3 && is_of_a_word(rest[3])) return true;
    if (at == 0 || !is_hex(text[at - 1])) continue;
    // The second of two colons with nothing but hexadecimal figures between.
    if (text[at] != ':') continue;
    std::size_t next = at + 1;
    while (next < text.size() && is_hex(text[next])) ++next;
    std::size_t before = at;
    while (before > 0 && is_hex(text[before - 1])) --before;
    const bool alone = before == 0 || !is_of_a_word(text[before - 1]);
    if (alone && next < text.size() && text[next] == ':' && next + 1 < text.size() && is_hex(text[next + 1]))
      return true;
  }
  return false;
}

/// A place on the disk that may be somebody's own.
bool is_private_path(std::string_view word) {
  if (word.find("/home/") != std::string_view::npos || word.find(":\\") != std::string_view::npos)
    return true;
  for (const std::string_view shared : {"/proc/", "/sys/", "/dev/", "/etc/", "/usr/", "/var/"}) {
    if (word.starts_with(shared)) return false;
  }
  return (word.size() > 1 && word.front() == '/') || word.starts_with("~/");
}

constexpr std::string_view blanks = " \t\n,;=";
constexpr std::string_view quotes = "\"'()[]<>";

/// Takes a text apart word by word; what is between the words goes over as it is.
class Scrubber {
 public:
  Scrubber(std::string_view text, std::span<const std::string> names) : left_(text), names_(names) {}

  std::string scrub() {
    while (!left_.empty()) {
      const auto blank = std::min(left_.find_first_of(blanks), left_.size());
      word(left_.substr(0, blank));
      left_.remove_prefix(std::min(taken_, left_.size()));
      if (left_.empty()) break;
      out_ += left_.front();
      left_.remove_prefix(1);
    }
    return std::move(out_);
  }

 private:
  void word(std::string_view word) {
    taken_ = word.size();
    const auto begin = std::min(word.find_first_not_of(quotes), word.size());
    out_ += word.substr(0, begin);
    const char quote = begin > 0 ? word[begin - 1] : '\0';
    word.remove_prefix(begin);
    // "1::" ends with its own colons.
    const std::string_view bare = word.substr(0, word.find_last_not_of("\"'()[]<>.!?") + 1);
    if (is_colon_address(bare) && bare.ends_with("::")) {
      out_ += "(address)";
      out_ += word.substr(bare.size());
      return;
    }
    const auto last = word.find_last_not_of("\"'()[]<>.:");
    const std::string_view core = word.substr(0, last == std::string_view::npos ? 0 : last + 1);
    if (is_private_path(core)) return path(begin, core.size(), quote);
    out_ += instead_of(core);
    out_ += word.substr(core.size());
  }

  /// Leaves out a path that begins `begin` characters from here; its first word is `size` long.
  void path(std::size_t begin, std::size_t size, char quote) {
    out_ += "(path)";
    std::size_t end = begin + size;
    const auto closing = quote == '"' || quote == '\'' ? left_.find(quote, begin) : std::string_view::npos;
    if (closing != std::string_view::npos) {
      end = closing;
    } else {
      while (end < left_.size() && left_[end] == ' ') {
        const auto next = std::min(left_.find(' ', end + 1), left_.size());
        if (left_.substr(end, next - end).find('/') == std::string_view::npos) break;
        end = next;
      }
    }
    taken_ = end;
    // What follows the path in its last word, such as a colon or the closing quote.
    const auto blank = std::min(left_.find_first_of(blanks, end), left_.size());
    const std::string_view rest = left_.substr(end, blank - end);
    if (rest.find_first_not_of("\"'()[]<>.:") == std::string_view::npos) {
      out_ += rest;
      taken_ = blank;
    }
  }

  std::string instead_of(std::string_view core) const {
    // "[2001:db8::1]:443" leaves "2001:db8::1]:443" here.
    if (is_address(core) || is_address(core.substr(0, core.find(']')))) return "(address)";
    // "user@192.0.2.7", "ip:192.0.2.7/24#53": any of its parts may be one.
    for (std::string_view rest = core; !rest.empty();) {
      const auto begin = std::min(
          static_cast<std::size_t>(std::find_if(rest.begin(), rest.end(), is_of_a_word) - rest.begin()),
          rest.size());
      rest.remove_prefix(begin);
      const auto end =
          static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), is_of_a_word) - rest.begin());
      const std::string_view part = rest.substr(0, end);
      if (is_address(part) || is_address(trimmed(part, ".:-"))) return "(address)";
      rest.remove_prefix(end);
    }
    return without_names(core);
  }

  /// "alice's" and "liddells-laptop:22" hold a name as a whole word too.
  std::string without_names(std::string_view core) const {
    std::string out;
    while (!core.empty()) {
      const auto begins_with = [&](const std::string& own) {
        return !own.empty() && same_text(core.substr(0, own.size()), own) &&
               (core.size() == own.size() || !is_part_of_name(core[own.size()]));
      };
      const auto name = std::find_if(names_.begin(), names_.end(), begins_with);
      if (name != names_.end()) {
        out += "(name)";
        core.remove_prefix(name->size());
      }
      // On to the next word's begin.
      std::size_t next = 0;
      while (next < core.size() && is_part_of_name(core[next])) ++next;
      while (next < core.size() && !is_part_of_name(core[next])) ++next;
      out += core.substr(0, next);
      core.remove_prefix(next);
    }
    return out;
  }

  static bool is_part_of_name(char c) { return is_digit(c) || is_letter(c) || c == '_' || (c & 0x80) != 0; }

  std::string_view left_;
  std::span<const std::string> names_;
  std::size_t taken_ = 0;
  std::string out_;
};

}  // namespace

std::string scrubbed(std::string_view text, std::span<const std::string> names) {
  std::string left = Scrubber(text, names).scrub();
  return tells_an_address(left) ? "(address)" : left;
}

std::string scrubbed(std::string_view text) {
  static const std::vector<std::string> names = own_names();
  return scrubbed(text, names);
}

}  // namespace deskready
