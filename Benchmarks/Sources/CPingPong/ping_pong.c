#include "CPingPong.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static int begin(const char *program, pid_t *pid, int *to, int *from) {
  int request[2], answer[2];
  if (pipe(request) || pipe(answer)) return -1;
  for (int i = 0; i < 2; i++) {
    fcntl(request[i], F_SETFD, FD_CLOEXEC);
    fcntl(answer[i], F_SETFD, FD_CLOEXEC);
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, request[0], 0);
  posix_spawn_file_actions_adddup2(&actions, answer[1], 1);
  char *words[] = {(char *)program, NULL};
  int failed = posix_spawn(pid, program, &actions, NULL, words, environ);
  posix_spawn_file_actions_destroy(&actions);
  close(request[0]);
  close(answer[1]);
  *to = request[1];
  *from = answer[0];
  return failed;
}

static int ask(int to, int number) {
  char line[96];
  int length =
      snprintf(line, sizeof line, "{\"id\":%d,\"function\":\"no-op\",\"input\":0}\n", number);
  return write(to, line, (size_t)length) == length ? 0 : -1;
}

// Requests that were submitted and have to wait for a child, in their order.
struct queue {
  int numbers[64];
  int first, count;
};

static void submit(struct queue *queue, int number) {
  queue->numbers[(queue->first + queue->count++) % 64] = number;
}

static int next(struct queue *queue) {
  int number = queue->numbers[queue->first];
  queue->first = (queue->first + 1) % 64;
  queue->count--;
  return number;
}

double ping_pong(const char *program, int children, int window, int on_wire, int count) {
  pid_t pids[16];
  int to[16];
  struct pollfd from[16];
  struct queue queue = {.first = 0, .count = 0};
  if (children > 16 || window > 64) return -1;
  for (int i = 0; i < children; i++) {
    if (begin(program, &pids[i], &to[i], &from[i].fd)) return -1;
    from[i].events = POLLIN;
  }
  // Once through the children before the clock starts, as the other side does.
  for (int i = 0; i < children; i++) {
    char answer[64];
    if (ask(to[i], 0) || read(from[i].fd, answer, sizeof answer) <= 0) return -1;
  }
  int submitted = 0, received = 0;
  double start = now();
  while (submitted < window && submitted < count) submit(&queue, submitted++);
  for (int turn = 0; turn < on_wire; turn++) {
    for (int i = 0; i < children && queue.count > 0; i++) {
      if (ask(to[i], next(&queue))) return -1;
    }
  }
  while (received < count) {
    if (poll(from, (nfds_t)children, -1) < 0) return -1;
    for (int i = 0; i < children; i++) {
      if (!(from[i].revents & POLLIN)) continue;
      char answers[4096];
      ssize_t length = read(from[i].fd, answers, sizeof answers);
      if (length <= 0) return -1;
      for (ssize_t at = 0; at < length; at++) {
        if (answers[at] != '\n') continue;
        received++;
        if (submitted < count) submit(&queue, submitted++);
        if (queue.count > 0 && ask(to[i], next(&queue))) return -1;
      }
    }
  }
  double seconds = now() - start;
  for (int i = 0; i < children; i++) {
    close(to[i]);
    close(from[i].fd);
    waitpid(pids[i], NULL, 0);
  }
  return seconds;
}

double spawn_and_wait(const char *program, const char *argument, int width, int count) {
  char *words[] = {(char *)program, (char *)argument, NULL};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  int begun = 0, ended = 0;
  double start = now();
  while (ended < count) {
    pid_t pid;
    while (begun < count && begun - ended < width) {
      if (posix_spawn(&pid, program, &actions, NULL, words, environ)) return -1;
      begun++;
    }
    int status;
    if (waitpid(-1, &status, 0) < 0 || status != 0) return -1;
    ended++;
  }
  double seconds = now() - start;
  posix_spawn_file_actions_destroy(&actions);
  return seconds;
}
