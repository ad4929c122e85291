// Waits for an answer no longer than it may take, where the asking itself cannot be ended.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace deskready::network {

/// Runs `ask` on a thread of its own. Nothing when no answer came within `patience`, or when `stop` was
/// requested; the thread is then left to itself, and may go on beyond the end of main(). So `ask` and its
/// answer own what they use, and use nothing that ends with main().
template <class Answer>
std::optional<Answer> answer_in_time(std::function<Answer()> ask, std::chrono::nanoseconds patience,
                                     const std::stop_token& stop) {
  /// Lives as long as the later of the two threads needs it.
  struct Waiting {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::optional<Answer> answer;
  };
  const auto waiting = std::make_shared<Waiting>();
  std::thread([waiting, ask = std::move(ask)] {
    Answer answer = ask();
    const std::lock_guard lock(waiting->mutex);
    waiting->answer = std::move(answer);
    waiting->changed.notify_all();
  }).detach();
  std::unique_lock lock(waiting->mutex);
  waiting->changed.wait_for(lock, stop, patience, [&] { return waiting->answer.has_value(); });
  return waiting->answer;
}

}  // namespace deskready::network
