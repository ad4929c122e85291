#include "config/spec/reference.h"

namespace deskready {

bool is_reference(std::string_view text) {
  constexpr std::size_t most = 64;
  constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  return !text.empty() && text.size() <= most && text.find_first_not_of(allowed) == std::string_view::npos;
}

}  // namespace deskready
