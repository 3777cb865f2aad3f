// SPDX-License-Identifier: Apache-2.0
// confined MODE PROGRAM ARGUMENTS...: starts a program without a network.
//   no-sockets     the system ends it at once when it asks for a socket of any kind
//   no-interfaces  it runs in a network namespace that has no interface up
// Exit 77: this machine does not permit that, or MODE is unknown.
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <string_view>

namespace {

constexpr int kNotPermitted = 77;

constexpr sock_filter Load(std::size_t offset) {
  return {BPF_LD | BPF_W | BPF_ABS, 0, 0, static_cast<unsigned>(offset)};
}
/// The next instruction where the loaded word is `value`, else `skip` ones further.
constexpr sock_filter UnlessEqual(unsigned value, unsigned char skip) {
  return {BPF_JMP | BPF_JEQ | BPF_K, 0, skip, value};
}
constexpr sock_filter Return(unsigned action) { return {BPF_RET | BPF_K, 0, 0, action}; }

bool ForbidSockets() {
  constexpr unsigned kKill = SECCOMP_RET_KILL_PROCESS;
  std::array<sock_filter, 12> program = {Load(offsetof(seccomp_data, arch)),
                                         UnlessEqual(AUDIT_ARCH_X86_64, 1),
                                         Load(offsetof(seccomp_data, nr)),
                                         UnlessEqual(__NR_socket, 1),
                                         Return(kKill),
                                         UnlessEqual(__NR_socketpair, 1),
                                         Return(kKill),
                                         UnlessEqual(__NR_connect, 1),
                                         Return(kKill),
                                         UnlessEqual(__NR_io_uring_setup, 1),
                                         Return(kKill),
                                         Return(SECCOMP_RET_ALLOW)};
  const sock_fprog filter = {static_cast<unsigned short>(program.size()), program.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

/// As root directly, else as the root of a user namespace of its own.
bool LeaveNetwork() {
  return ::unshare(CLONE_NEWNET) == 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return kNotPermitted;
  const std::string_view mode = argv[1];
  const bool confined =
      (mode == "no-sockets" && ForbidSockets()) || (mode == "no-interfaces" && LeaveNetwork());
  if (!confined) return kNotPermitted;
  ::execv(argv[2], argv + 2);
  std::perror(argv[2]);
  return kNotPermitted;
}
