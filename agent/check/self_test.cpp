#include "agent/check/self_test.h"

#include <fmt/format.h>

#include <array>

#include "agent/check/measurement.h"
#include "config/facts/catalogue.h"
#include "config/facts/key_subject.h"
#include "probes/network/responder/responder.h"
#include "reports/words/cause_words.h"

namespace deskready {
namespace {

/// Each way of the line, to a limit that any computer meets, so that it ends early.
std::vector<Question> rates() {
  constexpr double little = 5e6;
  std::vector<Question> questions;
  for (const FactInfo& fact : catalogue()) {
    if (fact.offered > 0) questions.push_back({{std::string(fact.name), {}, {}, {}}, {little}});
  }
  return questions;
}

}  // namespace

tl::expected<void, std::string> self_test(Attendant& attendant, const std::stop_token& stop) {
  const auto responder = network::Responder::start({});
  if (!responder) return tl::unexpected(responder.error());
  CheckRequest request;
  request.parts = {"network"};
  const std::array choices = {FarEndChoice{(*responder)->url()}};
  constexpr std::uint64_t no_line = 0;  // nothing of it leaves this computer
  Measurement measurement(request, choices, no_line, attendant, stop);
  const std::vector<Question> questions = with_companions(rates());
  const Facts facts = measurement.run(measurement.plan(questions));
  for (const Question& question : questions) {
    // Where trouble lies cannot be told of the loop, nor what its router does.
    const Unmeasured* const why = facts.why_not(to_string(question.key));
    if (why == nullptr || !about_far_end(question.key)) continue;
    return tl::unexpected(fmt::format("{}: {}", find_fact(std::string_view(question.key.name))->label,
                                      unmarked(cause_sentence("en", why->cause, why->args))));
  }
  return {};
}

}  // namespace deskready
