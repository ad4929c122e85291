#include "config/facts/key_subject.h"

namespace deskready {

bool about_far_end(std::string_view key) {
  const auto parsed = parse_fact_key(key);
  return parsed && about_far_end(*parsed);
}

bool about_far_end(const FactKey& key) {
  const FactInfo* info = find_fact(key.name);
  return info != nullptr && info->needs_far_end && key.target.empty();
}

std::uint64_t least_samples(const FactKey& key, const FactInfo& info) {
  const bool of_target = !key.target.empty() && !info.target_probe.empty();
  return of_target ? info.target_samples : info.minimum_samples;
}

}  // namespace deskready
