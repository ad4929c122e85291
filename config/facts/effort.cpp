#include "config/facts/effort.h"

namespace deskready {

std::string_view to_string(Effort effort) {
  switch (effort) {
    case Effort::answer:
      return "answer";
    case Effort::repeat:
      return "repeat";
    case Effort::close:
      return "close";
    case Effort::move:
      return "move";
    case Effort::plug:
      return "plug";
    case Effort::ask:
      return "ask";
    case Effort::buy:
      return "buy";
    case Effort::other:
      return "other";
  }
  return "other";
}

std::optional<Effort> effort_from(std::string_view word) {
  for (const Effort effort : efforts) {
    if (to_string(effort) == word) return effort;
  }
  return std::nullopt;
}

}  // namespace deskready
