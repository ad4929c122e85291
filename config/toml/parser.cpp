#include "config/toml/parser.h"

#include <algorithm>

namespace deskready {
namespace {

/// Goes over TOML as far as its texts and comments go.
class Skimmer {
 public:
  explicit Skimmer(std::string_view text) : text_(text) {}

  /// The first byte above ASCII outside of texts and comments, where TOML 1.0 has none; npos without one.
  std::size_t foreign_byte() {
    for (at_ = 0; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '#')
        at_ = std::min(text_.find('\n', at_), text_.size());
      else if ((c == '"' || c == '\'') && may_begin_here())
        skip_text(c);
      else if (static_cast<unsigned char>(c) >= 0x80 && !is_byte_order_mark())
        return at_;
    }
    return std::string_view::npos;
  }

 private:
  /// In the middle of a word a quote begins no text, and the library goes on as in a word.
  bool may_begin_here() const {
    return at_ == 0 || std::string_view(" \t\r\n=[,{.\xBF").find(text_[at_ - 1]) != std::string_view::npos;
  }

  bool is_byte_order_mark() {
    if (at_ != 0 || !text_.starts_with("\xEF\xBB\xBF")) return false;
    at_ += 2;
    return true;
  }

  /// To the last byte of the text that begins here; one that does not end, ends with its line.
  void skip_text(char quote) {
    const std::string three(3, quote);
    const bool lines = text_.substr(at_).starts_with(three);
    for (at_ += lines ? 3 : 1; at_ < text_.size(); ++at_) {
      if (quote == '"' && text_[at_] == '\\')
        ++at_;
      else if (!lines && (text_[at_] == quote || text_[at_] == '\n'))
        return;
      else if (lines && text_.substr(at_).starts_with(three))
        return skip_quotes(quote);
    }
  }

  /// A text of several lines may end with five quotes, of which two are its own.
  void skip_quotes(char quote) {
    at_ += 2;
    for (int more = 0; more < 2 && at_ + 1 < text_.size() && text_[at_ + 1] == quote; ++more) ++at_;
  }

  const std::string_view text_;
  std::size_t at_ = 0;
};

toml::parse_result refused(const char* why, std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto column = at - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0
  return toml::parse_result(toml::parse_error(
      why,
      toml::source_position{static_cast<toml::source_index>(line), static_cast<toml::source_index>(column)}));
}

}  // namespace

toml::parse_result parse_toml(std::string_view text) {
  constexpr std::ptrdiff_t most_dots = 200;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const std::string_view one = text.substr(begin, end - begin);
    if (std::count(one.begin(), one.end(), '.') > most_dots)
      return refused("a line with more than 200 dots is nested too deep or too long", text, begin);
    begin = end + 1;
  }
  if (const auto at = Skimmer(text).foreign_byte(); at != std::string_view::npos)
    return refused("only plain letters, digits and signs may stand outside of quotes", text, at);
  return toml::parse(text);
}

}  // namespace deskready
