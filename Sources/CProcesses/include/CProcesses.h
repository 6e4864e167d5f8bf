// The system calls for processes that Swift does not import, and no more.
//
// Every function gives -1 and sets errno when it fails, but for cprocess_start.

#ifndef CPROCESSES_H
#define CPROCESSES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

// What a process begins with. Descriptors are above 2; the others are closed in it.
struct cprocess_start {
  const char *path;
  char *const *words;
  char *const *environment;
  const char *folder;
  int input; // -1 for nothing to read
  int output;
  int errors;
  bool blocks_signals; // every signal, so that only its own end or SIGKILL ends it
};

// Starts the leader of a new process group, with no signal ignored, and none or all blocked.
// Gives 0 or the number of an error, of the program's execve too.
int cprocess_start(const struct cprocess_start *start, pid_t *process);

// A pipe whose ends are closed in programs that are started.
int cprocess_pipe(int ends[2]);

// A file in memory, closed in programs that are started.
int cprocess_memory(void);

// A descriptor that can be read when a process has ended, which has not been waited for.
int cprocess_handle(pid_t process);

// Waits until a process has ended, without taking its status.
int cprocess_wait(pid_t process);

// Many descriptors that are waited for at once.
int cprocess_watch_begin(void);

// Waits once for bytes, or for the end of all writers; `again` when it was waited for before.
int cprocess_watch_add(int watch, int descriptor, uint64_t tag, bool again);

struct cprocess_event {
  uint64_t tag;
  bool is_readable; // false when nobody writes any more and nothing is left
};

// Waits until something happens; gives the number of events.
int cprocess_watch_wait(int watch, struct cprocess_event *events, int room);

#endif
