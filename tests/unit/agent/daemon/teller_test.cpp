#include "agent/daemon/teller.h"

#include <gtest/gtest.h>

#include <boost/asio/signal_set.hpp>
#include <csignal>

namespace deskready {
namespace {

using namespace std::chrono_literals;

/// What the loop's owner hears of a program that is told `job`, until there is something to hear.
std::vector<std::string> heard_of(std::vector<std::string> program, std::chrono::milliseconds longest) {
  boost::asio::io_context loop;
  boost::asio::signal_set children(loop, SIGCHLD);
  Teller teller(loop, "/nonexistent/deskready", longest);
  std::vector<std::string> troubles;
  children.async_wait([&](const boost::system::error_code&, int) { troubles = teller.look_at_children(); });
  NotifySettings settings;
  settings.desktop = false;
  settings.exec = std::move(program);
  JobStanding job;
  job.job = "acme";
  job.verdict = "not_ready";
  EXPECT_EQ(teller.tell(job, settings), std::vector<std::string>());
  loop.run();  // it also ends only once no deadline is left
  return troubles;
}

TEST(Teller, StopsAProgramThatNeverEnds) {
  EXPECT_EQ(heard_of({"/bin/sleep", "3600"}, 1ms),
            std::vector<std::string>{"/bin/sleep did not end within 0.001 s and was stopped; what it was to "
                                     "tell may not have arrived"});
}

TEST(Teller, SaysHowAProgramFailedAndKeepsNoDeadlineForIt) {
  EXPECT_EQ(heard_of({"/bin/sh", "-c", "exit 7"}, 24h), std::vector<std::string>{"/bin/sh failed: code 7"});
}

}  // namespace
}  // namespace deskready
