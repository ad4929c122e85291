#include "reports/assess/circumstances.h"

namespace deskready {

std::string_view to_string(FarEndUsed used) {
  switch (used) {
    case FarEndUsed::none:
      return "none";
    case FarEndUsed::on_this_machine:
      return "on_this_machine";
    case FarEndUsed::as_named:
      return "as_named";
    case FarEndUsed::other:
      return "other";
    case FarEndUsed::public_test:
      return "public_test";
  }
  return "none";
}

std::optional<FarEndUsed> far_end_used_from(std::string_view text) {
  for (const FarEndUsed used : {FarEndUsed::none, FarEndUsed::on_this_machine, FarEndUsed::as_named,
                                FarEndUsed::other, FarEndUsed::public_test}) {
    if (text == to_string(used)) return used;
  }
  return std::nullopt;
}

}  // namespace deskready
