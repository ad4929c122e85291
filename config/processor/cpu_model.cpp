#include "config/processor/cpu_model.h"

#include <fmt/format.h>

namespace deskready {
namespace {

Ranked rank_against(const CpuName& found, const CpuName& least) {
  if (found.vendor != least.vendor) return Ranked::other_maker;
  if (!found.tier) return Ranked::not_comparable;
  if (found.tier < least.tier) {
    // What is sold below the Cores today is often more than a Core 2 was.
    return least.generation == 0 ? Ranked::not_comparable : Ranked::falls_short;
  }
  if (!least.generation) return Ranked::meets;
  if (!found.generation) return Ranked::not_comparable;
  return *found.generation >= *least.generation ? Ranked::meets : Ranked::falls_short;
}

/// Whether no reading of "equivalent" could make `found` as good as `least`: lower in one, higher in none.
bool weaker_in_all(const CpuName& found, const CpuName& least) {
  if (!found.tier || !found.generation || !least.tier || !least.generation) return false;
  return found.tier <= least.tier && found.generation <= least.generation;
}

std::string to_string(const CpuName& model) {
  const std::string name = model.vendor + " " + model.family;
  // Apple's generation is in the chip's name, and Core 2 is before the first.
  const bool counted = model.vendor != "Apple" && model.generation.value_or(0) > 0;
  return counted ? fmt::format("{} gen {}", name, *model.generation) : name;
}

}  // namespace

std::string to_string(const CpuLimit& limit) {
  std::string text;
  for (const CpuName& model : limit.models) text += (text.empty() ? "" : " or ") + to_string(model);
  if (!limit.equivalent) return text;
  return text + " or " + (limit.equivalent->empty() ? "" : *limit.equivalent + " ") + "equivalent";
}

Ranked rank_cpu(const CpuName& found, const CpuLimit& least) {
  if (found.vendor.empty() || found.family.empty()) return Ranked::unknown_name;
  const bool equivalents =
      least.equivalent && (least.equivalent->empty() || least.equivalent == found.vendor);
  Ranked all = Ranked::other_maker;
  for (const CpuName& model : least.models) {
    Ranked rank = rank_against(found, model);
    if (rank == Ranked::meets) return rank;
    if (rank == Ranked::falls_short && equivalents && !weaker_in_all(found, model))
      rank = Ranked::not_comparable;
    if (rank == Ranked::not_comparable || all == Ranked::other_maker) all = rank;
  }
  return all;
}

}  // namespace deskready
