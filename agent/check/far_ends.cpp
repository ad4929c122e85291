#include "agent/check/far_ends.h"

#include <algorithm>

#include "config/spec/far_end_url.h"
#include "probes/network/far_end/url.h"
#include "reports/words/detail_words.h"

namespace deskready {
namespace {

std::string detail_of(const Unmeasured& why) {
  return unmarked(detail_sentence("en", why.args));
}

RemarkCode remark_for(Cause cause) {
  switch (cause) {
    case Cause::far_end_busy:
      return RemarkCode::far_end_busy;
    case Cause::agent_outdated:
      return RemarkCode::agent_outdated;
    case Cause::far_end_outdated:
      return RemarkCode::far_end_outdated;
    default:
      return RemarkCode::far_end_failed;
  }
}

}  // namespace

FarEnds::FarEnds(std::span<const FarEndChoice> choices, bool line, Attendant& attendant, std::stop_token stop)
    : line_(line), attendant_(attendant), stop_(std::move(stop)) {
  for (const FarEndChoice& choice : choices) {
    const auto same = std::find_if(far_ends_.begin(), far_ends_.end(), [&](const Known& known) {
      return known.far_end->url() == choice.url || same_far_end(known.far_end->url(), choice.url);
    });
    of_pass_.push_back(static_cast<std::size_t>(same - far_ends_.begin()));
    if (same == far_ends_.end())
      far_ends_.push_back({std::make_unique<network::FarEnd>(choice.url, 5, choice.named_by)});
  }
}

std::vector<std::string> FarEnds::hosts() const {
  std::vector<std::string> hosts;
  for (const Known& known : far_ends_) {
    if (line_ && !known.far_end->url().empty()) hosts.push_back(network::host_name(known.far_end->url()));
  }
  return hosts;
}

bool FarEnds::some_without() const {
  return line_ && std::any_of(far_ends_.begin(), far_ends_.end(),
                              [](const Known& known) { return known.far_end->url().empty(); });
}

void FarEnds::greet_again() {
  if (!line_) return;
  for (const Known& known : far_ends_) {
    const auto session = known.far_end->session(stop_);
    // A public speed test grants nothing that could end, and finding out its kind costs data.
    if (!session || !(*session)->public_service) known.far_end->forget();
  }
}

void FarEnds::tell(std::size_t pass) {
  Known& known = far_ends_[of_pass_[pass]];
  if (known.told || !line_ || known.far_end->url().empty() || stop_.stop_requested()) return;
  known.told = true;
  const std::string host = network::host_name(known.far_end->url());
  const auto session = known.far_end->session(stop_);
  if (!session) {
    attendant_.remark({remark_for(session.error().cause), host, detail_of(session.error())});
  } else if ((*session)->public_service) {
    attendant_.remark({RemarkCode::public_speed_test, host});
  }
}

FarEndUsed FarEnds::used(const std::string& named_by_spec, std::size_t pass) const {
  if (!line_) return FarEndUsed::none;
  const bool is_the_specs = !named_by_spec.empty() && same_far_end(named_by_spec, of(pass).url());
  const bool as_named = named_by_spec.empty() || is_the_specs;
  const auto session = of(pass).session(stop_);
  // Why another employer's far end failed is not this one's to know.
  if (!session) return as_named ? FarEndUsed::none : FarEndUsed::other;
  if ((*session)->on_this_machine) return FarEndUsed::on_this_machine;
  // Which one the owner names to be measured to says nothing of what it can show; what the employer names is
  // the employer's far end.
  if ((*session)->public_service && !is_the_specs) return FarEndUsed::public_test;
  return as_named ? FarEndUsed::as_named : FarEndUsed::other;
}

}  // namespace deskready
