#include "tests/netlab/emulator.h"

#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <queue>
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
  std::uint64_t order;
  /// The earliest on top, and of equals the first.
  bool operator<(const Waiting& other) const {
    return due_ns != other.due_ns ? due_ns > other.due_ns : order > other.order;
  }
};

constexpr std::size_t no_entry = static_cast<std::size_t>(-1);

bool is_for_router(std::span<const unsigned char> p) {
  constexpr unsigned char router[] = {10, 77, 0, 1};
  return p.size() >= 28 && p[0] == 0x45 && p[9] == IPPROTO_ICMP && p[20] == 8 &&
         std::equal(std::begin(router), std::end(router), p.begin() + 16);
}

/// An echo request becomes its answer: addresses change places, type 8 becomes 0, the checksum grows by that.
std::vector<unsigned char> answer_to(std::vector<unsigned char> p) {
  std::swap_ranges(p.begin() + 12, p.begin() + 16, p.begin() + 16);
  p[20] = 0;
  unsigned sum = (p[22] << 8 | p[23]) + 0x0800U;
  sum = (sum & 0xFFFF) + (sum >> 16);
  p[22] = static_cast<unsigned char>(sum >> 8);
  p[23] = static_cast<unsigned char>(sum);
  return p;
}

class Way {
 public:
  Way(bool up, int from, int to, const Lines& lines, PacketLog& log)
      : up_(up),
        from_(from),
        to_(to),
        block_udp_(lines.block_udp),
        drop_above_(static_cast<std::size_t>(lines.drop_above)),
        first_(up ? lines.home_up : lines.down),
        second_(up ? lines.up : lines.home_down),
        router_(lines.home_down),
        log_(log) {}

  /// `back`: the other direction, by which the router answers.
  void take(Way& back) {
    std::array<unsigned char, 2048> buffer;
    // A bounded batch, so that one busy direction does not starve the other.
    for (int i = 0; i < 64; ++i) {
      const ssize_t got = read(from_, buffer.data(), buffer.size());
      if (got <= 0) return;
      const std::span<const unsigned char> packet(buffer.data(), static_cast<std::size_t>(got));
      const std::int64_t now = now_ns();
      if (up_ && is_for_router(packet)) {
        to_router(packet, now, back);
        continue;
      }
      const bool too_large = drop_above_ > 0 && packet.size() > drop_above_;
      const bool blocked = too_large || (block_udp_ && is_udp(packet));
      Passage passage = blocked ? Passage{Fate::blocked, 0} : first_.enter(now, packet.size());
      if (passage.fate == Fate::passed) {
        const bool doubled = passage.doubled;
        passage = second_.enter(passage.due_ns, packet.size());
        passage.doubled = passage.doubled || doubled;
      }
      const std::size_t entry = log_.entered(up_, packet, now, passage);
      if (passage.fate != Fate::passed) continue;
      push(passage.due_ns, entry, {packet.begin(), packet.end()});
      if (passage.doubled) push(passage.due_ns, no_entry, {packet.begin(), packet.end()});
    }
  }

  void deliver() {
    while (!line_.empty() && line_.top().due_ns <= now_ns()) {
      const Waiting& next = line_.top();
      if (write(to_, next.packet.data(), next.packet.size()) > 0 && next.entry != no_entry)
        log_.left(next.entry, now_ns());
      line_.pop();
    }
  }

  /// 0 when the line is empty.
  std::int64_t next_due() const { return line_.empty() ? 0 : line_.top().due_ns; }

 private:
  void to_router(std::span<const unsigned char> packet, std::int64_t now, Way& back) {
    Passage passage = first_.enter(now, packet.size());
    if (passage.fate == Fate::passed) passage = back.router_.enter(passage.due_ns, packet.size());
    log_.entered(true, packet, now, passage);
    if (passage.fate == Fate::passed)
      back.push(passage.due_ns, no_entry, answer_to({packet.begin(), packet.end()}));
  }

  void push(std::int64_t due_ns, std::size_t entry, std::vector<unsigned char> packet) {
    line_.push({due_ns, entry, std::move(packet), order_++});
  }

  const bool up_;
  const int from_, to_;
  const bool block_udp_;
  const std::size_t drop_above_;
  std::uint64_t order_ = 0;
  LinkModel first_, second_;
  /// For the router's answers: what comes over the line enters second_ ahead of its time, and an answer that
  /// was queued behind it would be late by the line's delay.
  LinkModel router_;
  PacketLog& log_;
  std::priority_queue<Waiting> line_;
};

}  // namespace

void emulate(int home, int far, const Lines& lines, PacketLog& log, int end) {
  // A sleep ends when it is due, and not up to 50 us later.
  prctl(PR_SET_TIMERSLACK, 1);
  // A line is not slower because a computer at its end is busy: before all ordinary processes, where that is
  // allowed. What it does for a packet takes microseconds, so it leaves them the processor.
  const sched_param first{1};
  sched_setscheduler(0, SCHED_RR | SCHED_RESET_ON_FORK, &first);
  Way ways[] = {{true, home, far, lines, log}, {false, far, home, lines, log}};
  pollfd in[] = {{home, POLLIN, 0}, {far, POLLIN, 0}, {end, POLLIN, 0}};
  while (in[2].revents == 0) {
    const std::int64_t due = ways[0].next_due() == 0   ? ways[1].next_due()
                             : ways[1].next_due() == 0 ? ways[0].next_due()
                                                       : std::min(ways[0].next_due(), ways[1].next_due());
    const std::int64_t wait = std::max<std::int64_t>(due - now_ns(), 0);
    const timespec timeout{wait / 1'000'000'000, wait % 1'000'000'000};
    if (ppoll(in, 3, due == 0 ? nullptr : &timeout, nullptr) < 0) continue;
    for (int i = 0; i < 2; ++i) {
      if (in[i].revents != 0) ways[i].take(ways[1 - i]);
    }
    for (Way& way : ways) way.deliver();
  }
}

}  // namespace netlab
