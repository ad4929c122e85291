#include "config/base/pause.h"

#include <condition_variable>
#include <mutex>

namespace deskready {

void pause(const std::stop_token& stop, std::chrono::nanoseconds time) {
  std::mutex mutex;
  std::condition_variable_any nobody;
  std::unique_lock lock(mutex);
  nobody.wait_for(lock, stop, time, [] { return false; });
}

}  // namespace deskready
