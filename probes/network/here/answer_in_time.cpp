#include "probes/network/here/answer_in_time.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace deskready::network {
namespace {

/// Lives as long as the later of the two threads needs it.
struct Waiting {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::optional<NameAnswer> answer;
};

}  // namespace

std::optional<NameAnswer> answer_in_time(std::function<NameAnswer()> ask, std::chrono::nanoseconds patience,
                                         const std::stop_token& stop) {
  const auto waiting = std::make_shared<Waiting>();
  std::thread([waiting, ask = std::move(ask)] {
    const NameAnswer answer = ask();
    const std::lock_guard lock(waiting->mutex);
    waiting->answer = answer;
    waiting->changed.notify_all();
  }).detach();
  std::unique_lock lock(waiting->mutex);
  waiting->changed.wait_for(lock, stop, patience, [&] { return waiting->answer.has_value(); });
  return waiting->answer;
}

}  // namespace deskready::network
