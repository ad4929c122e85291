// The sound worker's process, with a line to it and a line from it.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "config/base/process.h"

namespace deskready::audio {

/// Owns the process; for one thread. What it writes as errors goes nowhere: a broken sound setup writes tens
/// of thousands of lines a second.
class Child {
 public:
  /// `command` with `argument` as its last word, without a shell. The error is a sentence.
  static tl::expected<Child, std::string> start(const std::vector<std::string>& command,
                                                const std::string& argument);
  Child(Child&&) noexcept;
  Child& operator=(Child&&) = delete;
  /// Kills the child unless it has ended.
  ~Child();

  /// What the child says, within `patience`: empty when it said nothing in that time, nothing when it is
  /// gone. The text is valid until the next call.
  std::optional<std::string_view> hear(std::chrono::milliseconds patience);
  /// Never waits for a child that does not listen; one that is gone is noticed by hear().
  void tell(std::string_view text);
  /// Kills the child unless it has ended and says how it ended. Once only.
  ProcessEnd end();

 private:
  struct Line;
  explicit Child(std::unique_ptr<Line> line);
  std::unique_ptr<Line> line_;
};

}  // namespace deskready::audio
