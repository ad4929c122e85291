#include "tests/netlab/world.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/ipv6.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>
#include <net/if.h>
#include <net/route.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace netlab {
namespace {

constexpr const char* device = "line0";
// Longer than what an emulator that was not scheduled for 50 ms finds waiting at 200 Mbit/s: what the device
// itself drops is in no log.
constexpr int device_queue_packets = 10'000;

std::string failed(const std::string& what) {
  return what + ": " + std::strerror(errno);
}

bool write_text(const char* file, const std::string& text) {
  const int fd = open(file, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool written = write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  close(fd);
  return written;
}

int open_tun() {
  const int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return -1;
  ifreq request{};
  std::strcpy(request.ifr_name, device);
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  return ioctl(fd, TUNSETIFF, &request) < 0 ? -1 : fd;
}

sockaddr ipv4(const char* text) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  inet_pton(AF_INET, text, &address.sin_addr);
  sockaddr generic{};
  std::memcpy(&generic, &address, sizeof generic);
  return generic;
}

bool bring_up(int socket, const char* name) {
  ifreq request{};
  std::strcpy(request.ifr_name, name);
  if (ioctl(socket, SIOCGIFFLAGS, &request) < 0) return false;
  request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP | IFF_RUNNING);
  return ioctl(socket, SIOCSIFFLAGS, &request) == 0;
}

/// By netlink: the ioctl for this one is refused in a user namespace.
bool lengthen_queue() {
  struct {
    nlmsghdr header;
    ifinfomsg link;
    rtattr attribute;
    std::uint32_t packets;
  } request{{sizeof request, RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK, 1, 0},
            {AF_UNSPEC, 0, 0, static_cast<int>(if_nametoindex(device)), 0, 0},
            {RTA_LENGTH(sizeof(std::uint32_t)), IFLA_TXQLEN},
            device_queue_packets};
  struct {
    nlmsghdr header;
    nlmsgerr error;
    char original[sizeof request];
  } answer{};
  const int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  const bool answered = send(fd, &request, sizeof request, 0) > 0 && recv(fd, &answer, sizeof answer, 0) > 0;
  close(fd);
  if (answered) errno = -answer.error.error;
  return answered && answer.error.error == 0;
}

/// ioctls instead of ip(8): a program that is started as an ordinary user has no rights in the namespace.
bool configure_ipv4(const char* address, const char* router, int mtu) {
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq request{};
  std::strcpy(request.ifr_name, device);
  request.ifr_addr = ipv4(address);
  bool good = bring_up(fd, "lo") && ioctl(fd, SIOCSIFADDR, &request) == 0;
  request.ifr_addr = ipv4("255.255.255.0");
  good = good && ioctl(fd, SIOCSIFNETMASK, &request) == 0;
  request.ifr_mtu = mtu;
  good = good && ioctl(fd, SIOCSIFMTU, &request) == 0 && lengthen_queue() && bring_up(fd, device);
  rtentry route{};
  route.rt_dst = route.rt_genmask = ipv4("0.0.0.0");
  route.rt_flags = RTF_UP;
  if (router != nullptr) {
    route.rt_gateway = ipv4(router);
    route.rt_flags |= RTF_GATEWAY;
  }
  std::string name = device;
  route.rt_dev = name.data();
  good = good && ioctl(fd, SIOCADDRT, &route) == 0;
  close(fd);
  return good;
}

/// A kernel without IPv6 leaves a world without it.
void configure_ipv6(const char* address) {
  const int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return;
  in6_ifreq request{};
  inet_pton(AF_INET6, address, &request.ifr6_addr);
  request.ifr6_prefixlen = 64;
  request.ifr6_ifindex = static_cast<int>(if_nametoindex(device));
  ioctl(fd, SIOCSIFADDR, &request);
  // As in <linux/ipv6_route.h>, which cannot be included beside <net/route.h>.
  struct {
    in6_addr destination, source, gateway;
    std::uint32_t type;
    std::uint16_t destination_length, source_length;
    std::uint32_t metric;
    unsigned long information;
    std::uint32_t flags;
    int interface_index;
  } route{};
  route.metric = 1;
  route.flags = RTF_UP;
  route.interface_index = request.ifr6_ifindex;
  ioctl(fd, SIOCADDRT, &route);
  close(fd);
}

bool send_fd(int channel, int fd) {
  char byte = 'f';
  iovec data{&byte, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr message{nullptr, 0, &data, 1, control, sizeof control, 0};
  cmsghdr* part = CMSG_FIRSTHDR(&message);
  part->cmsg_level = SOL_SOCKET;
  part->cmsg_type = SCM_RIGHTS;
  part->cmsg_len = CMSG_LEN(sizeof(int));
  std::memcpy(CMSG_DATA(part), &fd, sizeof fd);
  return sendmsg(channel, &message, MSG_NOSIGNAL) == 1;
}

int receive_fd(int channel) {
  char byte = 0;
  iovec data{&byte, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr message{nullptr, 0, &data, 1, control, sizeof control, 0};
  if (recvmsg(channel, &message, MSG_CMSG_CLOEXEC) != 1) return -1;
  const cmsghdr* part = CMSG_FIRSTHDR(&message);
  if (part == nullptr || part->cmsg_type != SCM_RIGHTS) return -1;
  int fd = -1;
  std::memcpy(&fd, CMSG_DATA(part), sizeof fd);
  return fd;
}

bool listens(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  inet_pton(AF_INET, far_address, &address.sin_addr);
  const bool connected = connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(fd);
  return connected;
}

[[noreturn]] void refuse(const char* what) {
  std::fprintf(stderr, "netlab: %s: %s\n", what, std::strerror(errno));
  _exit(77);
}

/// Packets that the device itself dropped: the log knows nothing of them, so they are told.
void tell_device_drops(Side side) {
  std::FILE* file = std::fopen("/sys/class/net/line0/statistics/tx_dropped", "re");
  char text[32] = "";
  if (file == nullptr) return;
  const bool read = std::fgets(text, sizeof text, file) != nullptr;
  std::fclose(file);
  const long dropped = read ? std::strtol(text, nullptr, 10) : 0;
  if (dropped > 0) {
    std::fprintf(stderr,
                 "netlab: the %s host's device dropped %ld packets that are not in the log; this computer is "
                 "too busy for the line asked for\n",
                 side == Side::home ? "home" : "far", dropped);
  }
}

[[noreturn]] void run_command(Side side, const std::vector<std::string>& command) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (side == Side::far) {
    setsid();
    const int empty = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(empty, STDIN_FILENO);
    dup2(STDERR_FILENO, STDOUT_FILENO);
  }
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  execvp(words[0], words.data());
  std::fprintf(stderr, "netlab: %s cannot be run: %s\n", words[0], std::strerror(errno));
  _exit(127);
}

/// The first process waits for all the host's orphans too; the host ends with its command.
[[noreturn]] void look_after(pid_t command, Side side) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGCHLD);
  sigaddset(&signals, SIGTERM);
  for (;;) {
    int status = 0;
    for (pid_t ended = waitpid(-1, &status, WNOHANG); ended > 0; ended = waitpid(-1, &status, WNOHANG)) {
      if (ended != command) continue;
      tell_device_drops(side);
      _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    }
    int signal = 0;
    if (sigwait(&signals, &signal) == 0 && signal == SIGTERM) kill(command, SIGTERM);
  }
}

/// 'y' once the far command listens, 'n' when it ended or took too long.
char wait_for_listener(int port, pid_t command) {
  for (int i = 0; i < 500; ++i) {
    if (listens(port)) return 'y';
    siginfo_t info{};
    if (waitid(P_PID, static_cast<id_t>(command), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
        info.si_pid != 0)
      break;
    poll(nullptr, 0, 20);
  }
  return 'n';
}

[[noreturn]] void be_host(Side side, const std::vector<std::string>& command, int mtu, int channel) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
  // Mounts must not reach the system; /sys and /proc must show this host's devices and processes, and who
  // measures here waits for nobody who measures another line.
  if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    refuse("mounts cannot be made private");
  if (mount("sysfs", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) != 0)
    refuse("no fresh /sys");
  if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) != 0)
    refuse("no fresh /proc");
  if (access("/run/lock", F_OK) == 0 &&
      mount("tmpfs", "/run/lock", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=1777,size=1m") != 0)
    refuse("no /run/lock of its own");
  const int tun = open_tun();
  if (tun < 0) refuse("no TUN device can be made (/dev/net/tun)");
  const bool home = side == Side::home;
  if (!configure_ipv4(home ? home_address : far_address, home ? router_address : nullptr, mtu))
    refuse("the TUN device cannot be configured");
  configure_ipv6(home ? home_address6 : far_address6);
  // ping(8) as any user whose group exists here; in a user namespace that is this one only.
  const std::string group = std::to_string(getegid());
  write_text("/proc/sys/net/ipv4/ping_group_range", "0 2147483647") ||
      write_text("/proc/sys/net/ipv4/ping_group_range", group + " " + group);
  if (!send_fd(channel, tun)) refuse("the TUN device cannot be handed over");
  close(tun);
  int port = 0;
  if (read(channel, &port, sizeof port) != sizeof port) _exit(77);
  const pid_t pid = fork();
  if (pid == 0) run_command(side, command);
  if (port > 0) {
    const char answer = wait_for_listener(port, pid);
    (void)!write(channel, &answer, 1);
  }
  look_after(pid, side);
}

}  // namespace

std::string gain_rights() {
  // A mount namespace of one's own changes nothing for this process, and shows whether it may make the
  // others.
  if (unshare(CLONE_NEWNS) == 0) return {};
  const std::string uid = std::to_string(geteuid()), gid = std::to_string(getegid());
  if (unshare(CLONE_NEWUSER) != 0) return failed("not root, and no user namespace can be made");
  write_text("/proc/self/setgroups", "deny");
  if (!write_text("/proc/self/uid_map", uid + " " + uid + " 1") ||
      !write_text("/proc/self/gid_map", gid + " " + gid + " 1")) {
    return failed("the user namespace cannot be mapped");
  }
  return {};
}

std::string make_host(Side side, const std::vector<std::string>& command, int mtu, Host& host) {
  int channel[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channel) != 0) return failed("no socket pair");
  // Like fork(), into new namespaces; unshare() could make the process namespace only once.
  host.pid = static_cast<pid_t>(syscall(SYS_clone, CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWNS | SIGCHLD,
                                        nullptr, nullptr, nullptr, nullptr));
  if (host.pid < 0) return failed("no namespaces can be made");
  if (host.pid == 0) {
    close(channel[0]);
    be_host(side, command, mtu, channel[1]);
  }
  close(channel[1]);
  host.channel = channel[0];
  host.tun = receive_fd(channel[0]);
  return host.tun < 0 ? "a host could not be set up" : "";
}

std::string start(const Host& host, int port) {
  char answer = 'y';
  const bool told = write(host.channel, &port, sizeof port) == sizeof port;
  if (told && port > 0 && read(host.channel, &answer, 1) != 1) answer = 'n';
  if (told && answer == 'y') return {};
  return "the far command does not listen on " + std::string(far_address) + " port " + std::to_string(port);
}

}  // namespace netlab
