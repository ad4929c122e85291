// JSON Lines (jsonlines.org): one value a line, as several reports of one run stand in one file.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace deskready {

/// Goes through a text that somebody else wrote, and that must outlive it. Reads no value.
class JsonLines {
 public:
  explicit JsonLines(std::string_view text);

  /// Whether there is one object a line. Else the text is one value, over however many lines.
  bool several() const { return several_; }
  /// Lines, with blank ones between others; 1 where the text is one value.
  std::size_t count() const;

  struct Line {
    std::size_t number = 0;  ///< from 1, as editors count; 1 of a text that is one value
    std::string_view
        text;  ///< without white space at both ends, such as the returns that mail gives to lines
  };
  /// The next that is not blank; nothing at the end. A text that is one value comes whole.
  std::optional<Line> next();

 private:
  std::string_view rest_;
  std::size_t number_ = 0;  ///< of lines taken
  bool several_ = false;
};

}  // namespace deskready
