// When a changed verdict is worth telling. Pure.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace deskready {

/// For one job: a verdict other than the one last told is told once `after` checks in a row agree on it and
/// an immediate light retest agrees too. A first verdict of `ready` is no news. Recovery is told by the same
/// rule.
class Alarm {
 public:
  enum class Next {
    nothing,
    retest,  ///< check again at once, lightly
    tell,
  };

  Alarm() = default;
  explicit Alarm(int after) : after_(after) {}

  /// One more verdict, of a planned check or of the retest.
  Next heard(std::string_view verdict, bool is_retest);

  /// From the check that asked for a retest until one was heard.
  bool awaits_retest() const { return !candidate_.empty() && agreeing_ >= after_; }

  /// The verdict that the person last heard of; empty at first.
  const std::string& told() const { return told_; }
  /// What was told before that.
  const std::string& told_before() const { return told_before_; }
  void set_after(int after) { after_ = after; }

  nlohmann::json to_json() const;
  /// Wants one check until set_after().
  static Alarm from_json(const nlohmann::json& json);

 private:
  int after_ = 1;
  int agreeing_ = 0;
  std::string candidate_;
  std::string told_;
  std::string told_before_;
};

}  // namespace deskready
