#include "config/spec/language/draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "config/spec/comparison.h"
#include "config/spec/language/comparison_parser.h"
#include "config/units/quantity.h"

namespace deskready {
namespace {

/// Which fact an answer limits, and from which side.
struct Limit {
  std::string_view flag;
  std::string_view fact;
  std::string_view sign;
};
constexpr Limit limited[] = {{"download", "network.download", ">="},
                             {"upload", "network.upload", ">="},
                             {"latency", "network.latency", "<="},
                             {"memory", "system.memory.installed", ">="}};

constexpr std::string_view connections[] = {"usb", "jack", "bluetooth"};
constexpr std::string_view systems[] = {"windows", "macos", "linux"};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(", "), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

tl::expected<void, std::string> only_words(std::string_view answer, std::span<const std::string_view> known) {
  for (const std::string& word : words_of(answer)) {
    if (std::find(known.begin(), known.end(), word) == known.end())
      return tl::unexpected(fmt::format("\"{}\" is none of {}", word, fmt::join(known, ", ")));
  }
  return {};
}

/// "Acme Support" -> "acme-support".
std::string name_from(std::string_view employer) {
  std::string name;
  for (const char c : lower(employer)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      name += c;
    else if (!name.empty() && name.back() != '-')
      name += '-';
  }
  while (name.ends_with('-')) name.pop_back();
  return name.empty() ? "our-spec" : name;
}

std::string listed(std::string_view answer) {
  std::string out;
  for (const std::string& word : words_of(answer)) out += (out.empty() ? "" : ", ") + for_toml(word);
  return "[" + out + "]";
}

class Draft {
 public:
  explicit Draft(const std::map<std::string, std::string, std::less<>>& answers) : answers_(answers) {}

  std::string text() {
    head();
    line_rules();
    other_rules();
    question();
    out_ +=
        "\n# What the person can do about a rule that is not met; it stands in the report.\n[fix.network]\n";
    out_ += "link.kind = \"Connect the computer to the router with a cable.\"\n";
    return std::move(out_);
  }

 private:
  std::string_view answer(std::string_view flag) const {
    const auto found = answers_.find(flag);
    return found == answers_.end() ? std::string_view() : std::string_view(found->second);
  }

  /// The line itself, or a comment that shows it.
  void line(bool given, std::string_view text) { out_ += fmt::format("{}{}\n", given ? "" : "# ", text); }

  void limit(std::string_view flag, std::string_view key, std::string_view sign, std::string_view example,
             bool tolerant) {
    const std::string_view value = answer(flag).empty() ? example : answer(flag);
    const std::string text = fmt::format("\"{} {}\"", sign, value);
    line(!answer(flag).empty(), tolerant
                                    ? fmt::format("{} = {{ limit = {}, tolerance = \"5 %\" }}", key, text)
                                    : fmt::format("{} = {}", key, text));
  }

  void head() {
    out_ = "# What we ask of a workstation. Look at it with: deskready spec lint FILE\n";
    out_ += "# Every fact that can be asked for: deskready spec facts\n\n[spec]\nlanguage = 1\n";
    out_ += fmt::format("name = {}\n", for_toml(name_from(answer("employer"))));
    out_ += "version = \"1\"                # change it with every change of a rule\n";
    out_ += fmt::format("employer = {}\n", for_toml(answer("employer")));
    out_ += "reading = \"official\"\n";
    out_ += "proof = { every = \"90 d\" }   # how old a report may be\n";
    out_ += "\n# Where the line is measured to: your deskready-responder.\n";
    const bool given = !answer("far-end").empty();
    line(given, "[far_end]");
    line(given, fmt::format("url = {}", for_toml(given ? answer("far-end") : "https://edge.example.com")));
  }

  void line_rules() {
    out_ +=
        "\n# Direction is said by the sign, never by a word. A tolerance keeps a plan of that name from "
        "failing.\n";
    out_ += "[require.network]\n";
    limit("download", "download", ">=", "25 Mbps", true);
    limit("upload", "upload", ">=", "5 Mbps", true);
    limit("latency", "latency", "<=", "150 ms", false);
    limit("loss", "loss", "<=", "1 %", false);
    const std::string_view wifi = answer("wifi");
    line(wifi == "no", "link.kind = { not_in = [\"wifi\", \"cellular\"] }");
  }

  void other_rules() {
    out_ += "\n[require.audio]\nheadset.present = true\n";
    const bool some = !answer("headset").empty();
    line(some,
         fmt::format("headset.connection = {{ in = {} }}", listed(some ? answer("headset") : "usb, jack")));
    out_ += "\n[require.system]\n";
    limit("memory", "memory.installed", ">=", "8 GB", false);
    const bool os = !answer("os").empty();
    line(os, fmt::format("os.family = {{ in = {} }}", listed(os ? answer("os") : "windows, macos, linux")));
  }

  void question() {
    out_ += "\n# What only the person knows. The answer is kept for half a year.\n";
    const bool given = !answer("line").empty();
    line(given, "[ask.line]");
    line(given, "text = \"What kind of internet line do you have?\"");
    line(given, "answers = [\"cable\", \"fibre\", \"dsl\", \"mobile\", \"satellite\"]");
    line(given, fmt::format("accept = {}", listed(given ? answer("line") : "cable, fibre, dsl")));
    line(given, "valid = \"180 d\"");
  }

  const std::map<std::string, std::string, std::less<>>& answers_;
  std::string out_;
};

constexpr std::string_view lines[] = {"cable", "fibre", "dsl", "mobile", "satellite"};

}  // namespace

std::array<DraftQuestion, 10> draft_questions() {
  return {{{"employer", "Who is the employer?", "Acme Support"},
           {"download", "Least download speed?", "25 Mbps"},
           {"upload", "Least upload speed?", "5 Mbps"},
           {"latency", "Longest delay there and back?", "150 ms"},
           {"loss", "Most lost packets?", "1 %"},
           {"wifi", "May the computer use Wi-Fi, yes or no?", "no"},
           {"headset", "How may the headset be attached: usb, jack, bluetooth?", "usb, jack"},
           {"memory", "Least memory?", "8 GB"},
           {"os", "Which systems: windows, macos, linux?", "windows, linux"},
           {"line", "Which lines: cable, fibre, dsl, mobile, satellite?", "cable, fibre, dsl"}}};
}

tl::expected<void, std::string> check_draft_answer(std::string_view flag, std::string_view answer) {
  if (flag == "employer")
    return answer.empty()
               ? tl::expected<void, std::string>(tl::unexpected(std::string("write the employer's name")))
               : tl::expected<void, std::string>();
  if (answer.empty()) return {};
  for (const Limit& limit : limited) {
    if (limit.flag != flag) continue;
    const auto read = parse_comparison(fmt::format("{} {}", limit.sign, answer), *find_fact(limit.fact));
    if (!read) return tl::unexpected(read.error());
    return {};
  }
  if (flag == "loss") {
    const auto read = parse_quantity_in(answer, Unit::ratio);
    if (read && *read >= 0 && *read < 1) return {};
    return tl::unexpected(read ? std::string("a loss is from 0 % to 100 %") : read.error());
  }
  if (flag == "wifi") return only_words(answer, std::array<std::string_view, 2>{"yes", "no"});
  if (flag == "headset") return only_words(answer, connections);
  if (flag == "os") return only_words(answer, systems);
  if (flag == "line") return only_words(answer, lines);
  if (flag == "far-end" && !answer.starts_with("https://") && !answer.starts_with("http://"))
    return tl::unexpected(std::string("the far end's address must begin with https:// or http://"));
  return {};
}

std::string draft_spec(const std::map<std::string, std::string, std::less<>>& answers) {
  return Draft(answers).text();
}

}  // namespace deskready
