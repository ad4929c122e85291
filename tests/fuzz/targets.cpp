#include "tests/fuzz/target.h"

namespace deskready::fuzz {

std::vector<Target>& targets() {
  static std::vector<Target> all;
  return all;
}

}  // namespace deskready::fuzz
