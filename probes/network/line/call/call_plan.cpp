#include "probes/network/line/call/call_plan.h"

#include <algorithm>
#include <cmath>

#include "config/facts/catalogue.h"
#include "config/units/quantity.h"
#include "probes/network/line/packets/line_survey.h"
#include "probes/network/wire/frame.h"

namespace deskready::network {
namespace {

constexpr std::size_t call_bytes = 172;  // 20 ms of G.711 and an RTP header
constexpr double calls_packets = 50;     ///< a second
constexpr double quick_seconds = 7;
constexpr double full_seconds = 20;
constexpr double more_seconds = 1.5;  ///< on a line that gets fewer packets a second
constexpr double most_window = 60;
constexpr double most_calls = 20;        ///< 1.7 Mbit/s each way
constexpr std::size_t small_each = 6;    ///< packets of 20 ms that belong to no call
constexpr double share_of_calls = 0.8;   ///< of the line, for calls that a spec asks for
constexpr double least_packets = 2;      ///< a second, on whatever line
constexpr double slowest_line = 33'600;  ///< bit/s; a modem's, taken for one that cannot be told
constexpr double surely = 0.95;          ///< of what the line is thought to carry; it was seen for moments

/// The longest window that is asked for, seconds.
double longest_window(std::span<const Question> questions) {
  double longest = 0;
  for (const Question& question : questions)
    longest = std::max(longest, parse_quantity_in(question.key.window, Unit::second).value_or(0));
  return std::min(longest, most_window);
}

/// How many calls at once a rule or a condition of the spec wants: the limit of network.calls.
std::size_t calls_of(std::span<const Question> questions) {
  double most = 1;
  for (const Question& question : questions) {
    if (question.key.name == "network.calls" && !question.limits.empty())
      most = std::max(most, std::ceil(question.limits.back()));
  }
  return static_cast<std::size_t>(std::min(most, most_calls));
}

double least_seconds(std::span<const Question> questions) {
  double seconds = 2;
  for (const Question& question : questions) {
    if (const FactInfo* info = find_fact(question.key.name)) seconds = std::max(seconds, info->least_seconds);
  }
  return seconds + longest_window(questions);
}

double bits_of_small(bool ipv6) {
  return calls_packets * ip_bits_of_datagram(smallest_tagged_packet, ipv6);
}

/// Packets of 20 ms: so many of calls, and so many small ones.
void send_each(StreamPlan& stream, std::size_t calls, std::size_t small) {
  stream.larger = calls;
  stream.every = small + calls;
  stream.packets_per_second = calls_packets * static_cast<double>(stream.every);
  // Where all are as large, none is small.
  if (small == 0) stream.payload_bytes = stream.larger_bytes;
}

void send_seldom(StreamPlan& stream, double bits, bool ipv6) {
  send_each(stream, 1, 0);
  stream.packets_per_second =
      std::clamp(surely * bits / ip_bits_of_datagram(call_bytes, ipv6), least_packets, calls_packets);
}

}  // namespace

double bits_of_call(bool ipv6) {
  return calls_packets * ip_bits_of_datagram(call_bytes, ipv6);
}

double bits_of_line_for_all(std::span<const Question> questions, bool ipv6) {
  const double calls = static_cast<double>(calls_of(questions)) * bits_of_call(ipv6);
  return (calls + small_each * bits_of_small(ipv6)) / most_share;
}

CallPlan call_plan(std::span<const Question> questions, Depth depth, std::optional<double> carries,
                   bool ipv6) {
  CallPlan plan;
  StreamPlan& stream = plan.stream;
  plan.calls_asked = calls_of(questions);
  plan.least_seconds = least_seconds(questions);
  // A window comes on top, so that there are many of them.
  stream.seconds = (depth == Depth::full ? full_seconds : quick_seconds) + longest_window(questions);
  stream.larger_bytes = call_bytes;
  const double line = carries.value_or(slowest_line);
  if (line >= bits_of_line_for_all(questions, ipv6)) {
    send_each(stream, plan.calls_asked, small_each);
  } else {
    plan.line_rate = carries.value_or(0);
    if (depth == Depth::quick) stream.seconds += more_seconds;
    const double share = most_share * line;
    const double asked = static_cast<double>(plan.calls_asked) * bits_of_call(ipv6);
    const bool several = plan.calls_asked > 1 && asked <= share_of_calls * line;
    const double calls = several ? asked : bits_of_call(ipv6);
    const double left = std::max(0.0, share - calls) / bits_of_small(ipv6);
    if (calls <= share || several)
      send_each(stream, several ? plan.calls_asked : 1, std::min(static_cast<std::size_t>(left), small_each));
    else
      send_seldom(stream, share, ipv6);
  }
  if (depth == Depth::full) plan.least_seconds = stream.seconds;
  return plan;
}

int looks_of(const CallPlan& plan) {
  return std::max(1, static_cast<int>((plan.stream.seconds - plan.least_seconds) * 2) + 1);
}

}  // namespace deskready::network
