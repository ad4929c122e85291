#include "tests/netlab/emulator.h"

#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <deque>
#include <vector>

namespace netlab {
namespace {

std::int64_t now_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

struct Waiting {
  std::int64_t due_ns;
  std::size_t entry;
  std::vector<unsigned char> packet;
};

class Way {
 public:
  Way(bool up, int from, int to, const LineOptions& options, bool block_udp, PacketLog& log)
      : up_(up), from_(from), to_(to), block_udp_(block_udp), model_(options), log_(log) {}

  void take() {
    std::array<unsigned char, 2048> buffer;
    // A bounded batch, so that one busy direction does not starve the other.
    for (int i = 0; i < 64; ++i) {
      const ssize_t got = read(from_, buffer.data(), buffer.size());
      if (got <= 0) return;
      const std::span<const unsigned char> packet(buffer.data(), static_cast<std::size_t>(got));
      const std::int64_t now = now_ns();
      const bool blocked = block_udp_ && is_udp(packet);
      const Passage passage = blocked ? Passage{Fate::blocked, 0} : model_.enter(now, packet.size());
      const std::size_t entry = log_.entered(up_, packet, now, passage);
      if (passage.fate == Fate::passed) {
        line_.push_back({passage.due_ns, entry, {packet.begin(), packet.end()}});
      }
    }
  }

  void deliver() {
    while (!line_.empty() && line_.front().due_ns <= now_ns()) {
      const Waiting& front = line_.front();
      if (write(to_, front.packet.data(), front.packet.size()) > 0) log_.left(front.entry, now_ns());
      line_.pop_front();
    }
  }

  /// 0 when the line is empty.
  std::int64_t next_due() const { return line_.empty() ? 0 : line_.front().due_ns; }

 private:
  const bool up_;
  const int from_, to_;
  const bool block_udp_;
  LinkModel model_;
  PacketLog& log_;
  std::deque<Waiting> line_;
};

}  // namespace

void emulate(int home, int far, const LineOptions& up, const LineOptions& down, bool block_udp,
             PacketLog& log, int end) {
  // A sleep ends when it is due, and not up to 50 us later.
  prctl(PR_SET_TIMERSLACK, 1);
  // A line is not slower because a computer at its end is busy: before all ordinary processes, where that is
  // allowed. What it does for a packet takes microseconds, so it leaves them the processor.
  const sched_param first{1};
  sched_setscheduler(0, SCHED_RR | SCHED_RESET_ON_FORK, &first);
  Way ways[] = {{true, home, far, up, block_udp, log}, {false, far, home, down, block_udp, log}};
  pollfd in[] = {{home, POLLIN, 0}, {far, POLLIN, 0}, {end, POLLIN, 0}};
  while (in[2].revents == 0) {
    const std::int64_t due = ways[0].next_due() == 0   ? ways[1].next_due()
                             : ways[1].next_due() == 0 ? ways[0].next_due()
                                                       : std::min(ways[0].next_due(), ways[1].next_due());
    const std::int64_t wait = std::max<std::int64_t>(due - now_ns(), 0);
    const timespec timeout{wait / 1'000'000'000, wait % 1'000'000'000};
    if (ppoll(in, 3, due == 0 ? nullptr : &timeout, nullptr) < 0) continue;
    for (int i = 0; i < 2; ++i) {
      if (in[i].revents != 0) ways[i].take();
    }
    for (Way& way : ways) way.deliver();
  }
}

}  // namespace netlab
