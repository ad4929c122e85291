// Readiness as a file for other programs of this person. Pure: another writes it.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "agent/daemon/readiness/readiness.h"

namespace deskready {

/// What the file holds, and when it has to be written anew. It says until when it may be believed, so that
/// one that a killed service left behind soon says nothing any more.
class ReadyFile {
 public:
  static constexpr std::chrono::minutes believed{3};
  static constexpr std::chrono::minutes renewed_after{1};

  /// The file's text: {"schema": "deskready.ready/1", "written", "until", "verdict", "jobs": [...]}. It may
  /// be believed from `written` on and before `until`. None while what was last given still serves.
  std::optional<std::string> text_due(const Readiness& readiness, WallTime now);
  /// When to ask again at the latest. After text_due().
  WallTime next() const { return next_; }

 private:
  Readiness given_;
  WallTime written_{}, next_{};
};

}  // namespace deskready
