// netlab: a home and a far host joined by an emulated line. Exit code: that of the home command (128 + n
// after signal n); 77 when the world cannot be built here, 2 for a wrong option, 1 when the far command or
// the log fails.
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/netlab/emulator.h"
#include "tests/netlab/world.h"

namespace {

constexpr const char* usage =
    "netlab [--down RATE] [--up RATE] [--delay MS] [--jitter MS] [--queue MS] [--loss PERCENT] [--up-loss "
    "PERCENT]\n"
    "       [--down-loss PERCENT] [--burst PACKETS] [--mtu BYTES] [--seed N] [--block-udp] [--log FILE] "
    "[--far-port PORT]\n"
    "       [--up-queue MS] [--drop-above BYTES] [--reorder PERCENT] [--duplicate PERCENT] [--outage-at S "
    "--outage S]\n"
    "       [--home-rate RATE] [--home-delay MS] [--home-jitter MS] [--home-loss PERCENT] [--home-queue MS]\n"
    "       --far 'COMMAND WORDS' | --far-arg WORD...  -- HOME COMMAND...\n"
    "RATE is bit/s of IP packets with k, M or G, 0 is unlimited; --delay, --jitter and --queue are one way, "
    "for both\n"
    "directions; --burst is the mean length of a loss burst, --mtu the largest IP packet of both hosts, "
    "--drop-above\nthe largest that the line carries, without telling anybody. Home "
    "is 10.77.0.2 and fd77::2, its "
    "router\n10.77.0.1, far 10.78.0.2 and fd78::2. HOME COMMAND runs once the far command listens on the TCP "
    "port (8700; 0: at once).\n";

struct Arguments {
  netlab::Lines lines;
  double far_port = 8700;
  double mtu = 1500;
  double seed = 1;
  std::string log;
  std::vector<std::string> far, home;
};

/// A whole number or decimal, `text` holding nothing else but the suffix of a rate where that is allowed.
bool number(std::string_view text, double lowest, double highest, bool is_rate, double& value) {
  const char* const end = text.data() + text.size();
  auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{}) return false;
  if (is_rate && rest != end) {
    value *= *rest == 'k' ? 1e3 : *rest == 'M' ? 1e6 : *rest == 'G' ? 1e9 : -1;
    ++rest;
  }
  return rest == end && value >= lowest && value <= highest;
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    if (c != ' ')
      word += c;
    else if (!word.empty())
      words.push_back(std::exchange(word, {}));
  }
  return words;
}

/// `scale` turns the option's unit into that of `targets`.
struct Option {
  std::string_view name;
  double lowest, highest, scale;
  std::vector<double*> targets;
};

bool set_option(Arguments& a, const std::string& name, const std::string& value) {
  const bool is_rate = name == "--up" || name == "--down" || name == "--home-rate";
  const Option options[] = {
      {"--down", 0, 1e12, 1, {&a.lines.down.rate}},
      {"--up", 0, 1e12, 1, {&a.lines.up.rate}},
      {"--delay", 0, 60'000, 1e-3, {&a.lines.up.delay, &a.lines.down.delay}},
      {"--jitter", 0, 60'000, 1e-3, {&a.lines.up.jitter, &a.lines.down.jitter}},
      {"--queue", 0, 60'000, 1e-3, {&a.lines.up.queue, &a.lines.down.queue}},
      {"--loss", 0, 100, 1e-2, {&a.lines.up.loss, &a.lines.down.loss}},
      {"--up-loss", 0, 100, 1e-2, {&a.lines.up.loss}},
      {"--down-loss", 0, 100, 1e-2, {&a.lines.down.loss}},
      {"--up-queue", 0, 60'000, 1e-3, {&a.lines.up.queue}},
      {"--reorder", 0, 100, 1e-2, {&a.lines.up.reorder, &a.lines.down.reorder}},
      {"--duplicate", 0, 100, 1e-2, {&a.lines.up.duplicate, &a.lines.down.duplicate}},
      {"--outage-at", 0, 60'000, 1, {&a.lines.up.outage_at, &a.lines.down.outage_at}},
      {"--outage", 0, 60'000, 1, {&a.lines.up.outage, &a.lines.down.outage}},
      {"--home-rate", 0, 1e12, 1, {&a.lines.home_up.rate, &a.lines.home_down.rate}},
      {"--home-delay", 0, 60'000, 1e-3, {&a.lines.home_up.delay, &a.lines.home_down.delay}},
      {"--home-jitter", 0, 60'000, 1e-3, {&a.lines.home_up.jitter, &a.lines.home_down.jitter}},
      {"--home-loss", 0, 100, 1e-2, {&a.lines.home_up.loss, &a.lines.home_down.loss}},
      {"--home-queue", 0, 60'000, 1e-3, {&a.lines.home_up.queue, &a.lines.home_down.queue}},
      {"--burst", 1, 1e6, 1, {&a.lines.up.burst, &a.lines.down.burst}},
      {"--mtu", 68, 1500, 1, {&a.mtu}},
      {"--drop-above", 0, 1500, 1, {&a.lines.drop_above}},
      {"--far-port", 0, 65'535, 1, {&a.far_port}},
      {"--seed", 0, 9e15, 1, {&a.seed}},
  };
  for (const Option& option : options) {
    if (option.name != name) continue;
    double given = 0;
    if (!number(value, option.lowest, option.highest, is_rate, given)) return false;
    for (double* target : option.targets) *target = given * option.scale;
    return true;
  }
  if (name == "--log")
    a.log = value;
  else if (name == "--far")
    a.far = words_of(value);
  else if (name == "--far-arg")
    a.far.push_back(value);
  else
    return false;
  return true;
}

bool parse(int argc, char** argv, Arguments& arguments) {
  int i = 1;
  for (; i < argc && std::string_view(argv[i]) != "--"; ++i) {
    const std::string name = argv[i];
    if (name == "--block-udp") {
      arguments.lines.block_udp = true;
      continue;
    }
    if (i + 1 >= argc || !set_option(arguments, name, argv[i + 1])) {
      std::fprintf(stderr, "netlab: %s %s cannot be understood\n", name.c_str(),
                   i + 1 < argc ? argv[i + 1] : "");
      return false;
    }
    ++i;
  }
  for (++i; i < argc; ++i) arguments.home.emplace_back(argv[i]);
  auto seed = static_cast<std::uint64_t>(arguments.seed);
  for (netlab::LineOptions* line :
       {&arguments.lines.up, &arguments.lines.down, &arguments.lines.home_up, &arguments.lines.home_down}) {
    line->seed = seed;
    seed += 1'000'003;
  }
  if (arguments.far.empty() || arguments.home.empty()) std::fputs("netlab: a command is missing\n", stderr);
  return !arguments.far.empty() && !arguments.home.empty();
}

volatile pid_t home_pid = -1;

void pass_on(int) {
  kill(home_pid, SIGTERM);
}

/// A terminal's Ctrl-C reaches the home command by itself; what is sent to this process is passed on. This
/// process goes when the home command has gone.
void heed_signals(pid_t home) {
  home_pid = home;
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGTERM, pass_on);
  std::signal(SIGHUP, pass_on);
}

int open_pidfd(pid_t pid) {
  return static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
}

void stop(pid_t pid) {
  pollfd ended{open_pidfd(pid), POLLIN, 0};
  kill(pid, SIGTERM);
  poll(&ended, 1, 2000);
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
  close(ended.fd);
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  // Home is a gigabit cable unless said otherwise.
  for (netlab::LineOptions* home : {&arguments.lines.home_up, &arguments.lines.home_down}) {
    home->rate = 0;
    home->delay = 0.0001;
  }
  if (!parse(argc, argv, arguments)) {
    std::fputs(usage, stderr);
    return 2;
  }
  netlab::Host far, home;
  const int mtu = static_cast<int>(arguments.mtu);
  std::string why = netlab::gain_rights();
  if (why.empty()) why = netlab::make_host(netlab::Side::far, arguments.far, mtu, far);
  if (why.empty()) why = netlab::make_host(netlab::Side::home, arguments.home, mtu, home);
  if (!why.empty()) {
    // The hosts that were made die with this process.
    std::fprintf(stderr, "netlab: SKIPPED, this world cannot be built here: %s\n", why.c_str());
    return 77;
  }
  why = netlab::start(far, static_cast<int>(arguments.far_port));
  if (!why.empty()) {
    std::fprintf(stderr, "netlab: %s\n", why.c_str());
    return 1;
  }
  heed_signals(home.pid);
  netlab::start(home);
  netlab::PacketLog log;
  const int end = open_pidfd(home.pid);
  netlab::emulate(home.tun, far.tun, arguments.lines, log, end);
  int status = 0;
  waitpid(home.pid, &status, 0);
  stop(far.pid);
  if (!arguments.log.empty() && !log.write(arguments.log)) {
    std::fprintf(stderr, "netlab: the log %s cannot be written\n", arguments.log.c_str());
    return 1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
