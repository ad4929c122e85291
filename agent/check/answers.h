// What the person said to specs' questions, kept at home between runs.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <tl/expected.hpp>

#include "config/spec/spec.h"
#include "reports/assess/assess.h"

namespace deskready {

/// Answers by spec and question, in <state folder>/answers.json. One spec's answers are never used for
/// another, whatever employer both name: a spec is told by Spec::identity. Not thread-safe.
class AnswerBook {
 public:
  /// A file that is not there is an empty book; one that is broken is an error, and nothing is overwritten.
  static tl::expected<AnswerBook, std::string> open(const std::filesystem::path& folder);

  /// The answers that still hold at `now`: to the words that the spec has today, and not past their time.
  std::map<std::string, Answer> valid(const Spec& spec, WallTime now) const;

  /// What earlier versions kept for the employer that the spec names, and which would hold too. It may be
  /// somebody else's, so the person must confirm it.
  std::map<std::string, Answer> to_confirm(const Spec& spec, WallTime now) const;

  /// After the person was asked about it, whatever they said: nothing is offered twice.
  void offered(const Spec& spec, const std::string& question);

  void keep(const Spec& spec, const std::string& question, Answer answer);
  tl::expected<void, std::string> save() const;

  /// Erases the file; no error when there is none.
  static tl::expected<void, std::string> forget(const std::filesystem::path& folder);

 private:
  std::filesystem::path file_;
  using ByName = std::map<std::string, std::map<std::string, Answer>>;
  ByName by_spec_;
  ByName by_employer_;  ///< of earlier versions
};

}  // namespace deskready
