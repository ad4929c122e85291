// bench_responder_held RESPONDER N…: what N sessions cost a responder in memory, each opened by a request of
// its own, proved from its address and with one packet answered, 50 from each of many addresses of loopback.
#include <fmt/format.h>

#include "tests/bench/responder/agent_session.h"
#include "tests/bench/responder/responder_process.h"

namespace {

using namespace deskready::network;

constexpr std::uint32_t sessions_of_an_address = 50;

/// Whether one packet of its own was answered.
bool hold(AgentSession session, int fd, std::uint32_t stream) {
  if (!prove_address(session, fd)) return false;
  session.tag.stream = stream;
  std::array<unsigned char, 172> packet{};
  session.write(0, deskready::realtime_ns(), packet);
  return send(fd, packet.data(), packet.size(), 0) > 0 && recv(fd, packet.data(), packet.size(), 0) > 0;
}

void row(const char* program, std::uint32_t sessions) {
  const ResponderProcess responder(program, {});
  const double before = responder.memory();
  std::uint32_t opened = 0, answered = 0;
  int fd = -1;
  for (std::uint32_t i = 0; i < sessions; ++i) {
    const std::uint32_t host = 0x100 + i / sessions_of_an_address;
    if (i % sessions_of_an_address == 0) {
      if (fd >= 0) close(fd);
      fd = connected(SOCK_DGRAM, host, responder.port());
    }
    const Opened one = open_session(host, responder.port());
    if (!one.session) continue;
    ++opened;
    answered += hold(*one.session, fd, i + 1) ? 1 : 0;
  }
  const double with_them = responder.memory();
  close(fd);
  responder.end();
  fmt::print("| {} | {} | {} | {:.1f} | {:.1f} | {:.1f} |\n", sessions, opened, answered, before, with_them,
             (with_them - before) * 1024 / std::max(opened, 1U));
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    fmt::print(stderr, "bench_responder_held RESPONDER N…\n");
    return 2;
  }
  fmt::print(
      "| sessions | opened | answered | MB before | MB with them | kB a session "
      "|\n|---|---|---|---|---|---|\n");
  for (int i = 2; i < count; ++i) row(words[1], static_cast<std::uint32_t>(std::atoi(words[i])));
}
