#include "probes/noted.h"

#include "config/base/json/json_read.h"

namespace deskready {
namespace {

constexpr const char* offered = "offered";

}  // namespace

void note_offered(double bits_per_second, Fact& fact) {
  fact.detail[offered] = bits_per_second;
}

std::optional<double> noted_offered(const Fact& fact) {
  return number_of(fact.detail, offered);
}

void forget_offered(Fact& fact) {
  if (fact.detail.is_object()) fact.detail.erase(offered);
}

}  // namespace deskready
