#include "CSpawnLoop.h"

#include <fcntl.h>
#include <spawn.h>
#include <stddef.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

double spawn_loop(const char *program, int width, int count) {
  char *words[] = {(char *)program, NULL};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  int begun = 0, ended = 0, failed = 0;
  double start = now();
  while (!failed && ended < count) {
    while (!failed && begun < count && begun - ended < width) {
      pid_t pid;
      failed = posix_spawn(&pid, program, &actions, NULL, words, environ);
      begun += !failed;
    }
    int status;
    if (failed || waitpid(-1, &status, 0) < 0 || status != 0) failed = 1;
    else ended++;
  }
  double seconds = now() - start;
  posix_spawn_file_actions_destroy(&actions);
  return failed ? -1 : seconds;
}
