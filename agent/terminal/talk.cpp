#include "agent/terminal/talk.h"

#include <cstdio>

namespace deskready {

void talk(std::string_view text) noexcept {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace deskready
