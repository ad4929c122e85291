// Looks at what was gathered so far on a thread of its own, so that whoever gathers against deadlines never
// waits for a figure.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace deskready::statistics {

/// Used from the thread that gathers. The destructor waits for a look that is under way.
template <typename Snapshot>
class LookThread {
 public:
  /// `enough` is called on the other thread, one call after the other; with none nothing is ever looked at.
  explicit LookThread(std::function<bool(const Snapshot&)> enough) : look_(std::move(enough)) {
    if (look_) thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }

  /// Has the snapshot looked at that `make` returns. While the look before is not over nothing happens, and
  /// `make` is not called.
  template <typename Make>
  void offer(Make make) {
    if (!look_ || busy_.load()) return;
    {
      const std::lock_guard lock(mutex_);
      snapshot_ = make();
      busy_ = true;
    }
    offered_.notify_one();
  }

  /// Whether any look has said so.
  bool enough() const { return enough_.load(); }

 private:
  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (offered_.wait(lock, stop, [this] { return snapshot_.has_value(); })) {
      const Snapshot snapshot = std::move(*snapshot_);
      snapshot_.reset();
      lock.unlock();
      if (look_(snapshot)) enough_ = true;
      busy_ = false;
      lock.lock();
    }
  }

  const std::function<bool(const Snapshot&)> look_;
  std::mutex mutex_;
  std::condition_variable_any offered_;
  std::optional<Snapshot> snapshot_;
  std::atomic<bool> busy_ = false, enough_ = false;
  std::jthread thread_;  ///< last, so that it ends before what it uses
};

}  // namespace deskready::statistics
