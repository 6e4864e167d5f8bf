#include "CLogIndex.h"

#include <string.h>

enum {
  VERSION = 3007000, // since SQLite 3.7.0
  COMMITS = 2,       // the place of the number of commits, in words of 32 bits
  FRAMES = 4,        // the place of the number of pages in the log
  STATE = 10,        // words of the header that a commit changes
  COPY = 12,         // where its second copy begins
  COPIED = 24,       // the place of the number of pages that are in the database
};

static uint32_t word(const void *index, int place) {
  return __atomic_load_n((const uint32_t *)index + place, __ATOMIC_ACQUIRE);
}

bool clog_index_is_known(const void *index) { return word(index, 0) == VERSION; }

uint32_t clog_index_commits(const void *index) { return word(index, COMMITS); }

uint32_t clog_index_frames(const void *index) { return word(index, FRAMES); }

uint32_t clog_index_copied(const void *index) { return word(index, COPIED); }

// SQLite writes the second copy first, and its readers read it last.
bool clog_index_state(const void *index, struct clog_state *state) {
  uint32_t first[STATE], second[STATE];
  for (int place = 0; place < STATE; place++) first[place] = word(index, place);
  for (int place = 0; place < STATE; place++) second[place] = word(index, COPY + place);
  memcpy(state->words, first, sizeof first);
  return memcmp(first, second, sizeof first) == 0;
}

// On 32 bits the system's and the library's `timespec` may differ.
#if defined(__linux__) && defined(__LP64__)

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

void clog_index_wait(const void *index, uint32_t seen, int64_t microseconds) {
  struct timespec most = {
    .tv_sec = microseconds / 1000000, .tv_nsec = microseconds % 1000000 * 1000};
  syscall(SYS_futex, (const uint32_t *)index + COMMITS, FUTEX_WAIT, seen, &most, NULL, 0);
}

void clog_index_wake(const void *index) {
  syscall(SYS_futex, (const uint32_t *)index + COMMITS, FUTEX_WAKE, 1, NULL, NULL, 0);
}

#else

#include <time.h>

void clog_index_wait(const void *index, uint32_t seen, int64_t microseconds) {
  if (clog_index_commits(index) != seen) return;
  struct timespec most = {
    .tv_sec = microseconds / 1000000, .tv_nsec = microseconds % 1000000 * 1000};
  nanosleep(&most, NULL);
}

void clog_index_wake(const void *index) { (void)index; }

#endif
