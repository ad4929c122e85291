// Reading the computer starts no process and writes nothing: the kernel ends a reader that tries.
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <csignal>
#include <cstddef>

#include "tests/tools/source_folder.h"
#include "tests/unit/probes/system/system_tree.h"

namespace deskready::system_facts {
namespace {

constexpr sock_filter load(std::size_t offset) {
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}
constexpr sock_filter give(std::uint32_t verdict) {
  return BPF_STMT(BPF_RET | BPF_K, verdict);
}
constexpr std::uint32_t number(long call) {
  return static_cast<std::uint32_t>(call);
}

/// Ends the process at once when it starts another program, makes, renames or removes a file, or opens one
/// for writing by openat(2). Threads are allowed, and so are sockets' and files' reading ends.
bool forbid_harm() {
  constexpr std::uint32_t writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
  sock_filter program[] = {
      load(offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number(SYS_execve), 9, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number(SYS_execveat), 8, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number(SYS_unlinkat), 7, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number(SYS_renameat2), 6, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number(SYS_mkdirat), 5, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number(SYS_ftruncate), 4, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number(SYS_openat), 0, 2),
      load(offsetof(seccomp_data, args) + 2 * sizeof(std::uint64_t)),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, writing & ~O_RDONLY, 1, 0),
      give(SECCOMP_RET_ALLOW),
      give(SECCOMP_RET_KILL_PROCESS),
  };
  const sock_fprog filter{std::size(program), program};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

class Harmless : public Tree {
 protected:
  /// How a child ends that runs `act` where harm is forbidden; 77 when it cannot be forbidden here.
  template <class Act>
  static int ending(Act act) {
    const pid_t child = fork();
    if (child == 0) {
      if (!forbid_harm()) _exit(77);
      act();
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  }
};

TEST_F(Harmless, TheKernelSeesHarm) {
  if (ending([] {}) == 77) GTEST_SKIP() << "this system has no seccomp filters";
  EXPECT_EQ(ending([] { execl("/bin/true", "true", nullptr); }), -SIGSYS);
  EXPECT_EQ(ending([] { open("/tmp/deskready_harm", O_CREAT | O_WRONLY, 0600); }), -SIGSYS);
  EXPECT_EQ(ending([] { open("/etc/hostname", O_RDONLY); }), 0);
}

TEST_F(Harmless, ReadingTheComputerIsHarmless) {
  if (ending([] {}) == 77) GTEST_SKIP() << "this system has no seccomp filters";
  for (const std::string& root : {std::string("/"), source_folder() + "/tests/machines/laptop-ultra7-155h-32gb"}) {
    root_ = root;
    for (const Probe& probe : probes()) {
      if (!probe.name.starts_with("system.")) continue;
      EXPECT_EQ(ending([&] { measure(probe); }), 0) << probe.name << " of " << root;
    }
  }
}

}  // namespace
}  // namespace deskready::system_facts
