#define _GNU_SOURCE

#include "CProcesses.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/mman.h>
#include <sys/syscall.h>
#endif

#ifdef POSIX_SPAWN_CLOEXEC_DEFAULT
#define CLOSE_BY_DEFAULT POSIX_SPAWN_CLOEXEC_DEFAULT
#else
#define CLOSE_BY_DEFAULT 0
#endif

static int set_attributes(
    posix_spawnattr_t *attributes, const struct cprocess_start *start) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  int problem = posix_spawnattr_setflags(
      attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                      CLOSE_BY_DEFAULT);
  if (!problem) problem = posix_spawnattr_setpgroup(attributes, 0);
  if (!problem) problem = posix_spawnattr_setsigmask(attributes, start->blocks_signals ? &all : &none);
  if (!problem) problem = posix_spawnattr_setsigdefault(attributes, &all);
  return problem;
}

static int set_actions(
    posix_spawn_file_actions_t *actions, const struct cprocess_start *start) {
  int problem = posix_spawn_file_actions_addchdir_np(actions, start->folder);
  if (!problem)
    problem = start->input < 0
                  ? posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0)
                  : posix_spawn_file_actions_adddup2(actions, start->input, 0);
  if (!problem) problem = posix_spawn_file_actions_adddup2(actions, start->output, 1);
  if (!problem) problem = posix_spawn_file_actions_adddup2(actions, start->errors, 2);
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
  if (!problem) problem = posix_spawn_file_actions_addclosefrom_np(actions, 3);
#endif
  return problem;
}

int cprocess_start(const struct cprocess_start *start, pid_t *process) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int problem = posix_spawn_file_actions_init(&actions);
  if (problem) return problem;
  problem = posix_spawnattr_init(&attributes);
  if (!problem) {
    problem = set_attributes(&attributes, start);
    if (!problem) problem = set_actions(&actions, start);
    if (!problem)
      problem = posix_spawn(
          process, start->path, &actions, &attributes, start->words, start->environment);
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&actions);
  return problem;
}

int cprocess_pipe(int ends[2]) {
#ifdef __linux__
  return pipe2(ends, O_CLOEXEC);
#else
  if (pipe(ends) != 0) return -1;
  for (int end = 0; end < 2; end++) fcntl(ends[end], F_SETFD, FD_CLOEXEC);
  return 0;
#endif
}

int cprocess_memory(void) {
#ifdef __linux__
  return memfd_create("input", MFD_CLOEXEC);
#else
  errno = ENOSYS;
  return -1;
#endif
}

int cprocess_handle(pid_t process) {
#ifdef SYS_pidfd_open
  return (int)syscall(SYS_pidfd_open, process, 0);
#else
  errno = ENOSYS;
  return -1;
#endif
}

int cprocess_wait(pid_t process) {
  siginfo_t end;
  int result;
  do result = waitid(P_PID, (id_t)process, &end, WEXITED | WNOWAIT);
  while (result != 0 && errno == EINTR);
  return result;
}
