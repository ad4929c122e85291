// Says with each progress how far a run is.
#pragma once

#include <atomic>
#include <cstddef>

#include "probes/probe.h"

namespace deskready {

/// Passes on what is said and asked. Thread-safe; `person` outlives it.
class CountedConversation final : public Conversation {
 public:
  /// `parts`: how many steps the run has; of one alone nothing is counted.
  CountedConversation(Conversation& person, std::size_t parts) : person_(person), parts_(parts) {}

  void progress(std::string_view what) override;
  std::optional<std::string> ask(std::string_view question, std::span<const std::string> answers) override {
    return person_.ask(question, answers);
  }
  void part_ended() { ++ended_; }

 private:
  Conversation& person_;
  const std::size_t parts_;
  std::atomic<std::size_t> ended_{0};
};

}  // namespace deskready
