// What waits for the disk, done one after the other on a thread of its own.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace deskready {

/// For one owner's thread, which never waits here. What was asked for is still done at the end of the queue's
/// life, but nobody hears of it then.
class DiskQueue {
 public:
  /// Has the function called on the owner's thread, soon; may itself be called on any.
  using Post = std::function<void(std::function<void()>)>;

  explicit DiskQueue(Post post);
  ~DiskQueue();

  /// `work()` on the queue's thread, then `then(its result)` on the owner's.
  template <typename Work, typename Then>
  void run(Work work, Then then) {
    add([this, work = std::move(work), then = std::move(then)]() mutable {
      auto result = std::make_shared<decltype(work())>(work());
      post_([then = std::move(then), result]() mutable { then(std::move(*result)); });
    });
  }

 private:
  void add(std::function<void()> job);
  void work();

  const Post post_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  bool ending_ = false;
  std::thread thread_;  ///< last: it uses the rest
};

}  // namespace deskready
