#include "agent/check/self_test.h"

#include <fmt/format.h>

#include <array>

#include "agent/check/measurement.h"
#include "config/facts/catalogue.h"
#include "probes/network/responder/responder.h"
#include "reports/words/cause_words.h"

namespace deskready {

tl::expected<void, std::string> self_test(Attendant& attendant, const std::stop_token& stop) {
  const auto responder = network::Responder::start({});
  if (!responder) return tl::unexpected(responder.error());
  CheckRequest request;
  request.parts = {"network"};
  const std::array choices = {FarEndChoice{(*responder)->url()}};
  constexpr std::uint64_t no_line = 0;  // nothing of it leaves this computer
  Measurement measurement(request, choices, no_line, attendant, stop);
  // Limits that any computer meets, so that it ends early.
  const std::vector<Question> questions = {{{"network.latency", {}, {}, {}}, {1}},
                                           {{"network.download", {}, {}, {}}, {5e6}},
                                           {{"network.upload", {}, {}, {}}, {5e6}}};
  const Facts facts = measurement.run(measurement.plan(questions));
  for (const Question& question : questions) {
    const Unmeasured* const why = facts.why_not(to_string(question.key));
    if (why == nullptr) continue;
    return tl::unexpected(fmt::format("{}: {}", find_fact(std::string_view(question.key.name))->label,
                                      unmarked(cause_sentence("en", why->cause, why->args))));
  }
  return {};
}

}  // namespace deskready
