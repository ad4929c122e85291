// Somebody whose answers are written down beforehand.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "probes/probe.h"

namespace deskready {

/// Gives one answer to each question, nothing being a skip; a question more is a failure.
class ScriptedPerson : public Conversation {
 public:
  struct Asked {
    std::string question;
    std::vector<std::string> answers;
  };

  explicit ScriptedPerson(std::vector<std::optional<std::string>> says) : says_(std::move(says)) {}
  void progress(std::string_view) override {}
  std::optional<std::string> ask(std::string_view question, std::span<const std::string> answers) override {
    asked.push_back({std::string(question), {answers.begin(), answers.end()}});
    if (asked.size() <= says_.size()) return says_[asked.size() - 1];
    ADD_FAILURE() << "nobody expected: " << question;
    return std::nullopt;
  }

  std::vector<Asked> asked;

 private:
  std::vector<std::optional<std::string>> says_;
};

}  // namespace deskready
