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
  }
  return "none";
}

}  // namespace deskready
