// The index of SQLite's write-ahead log, which all processes that have a database open share, as far
// as it tells of commits: when there was one, and whether there was one since. Nothing is changed in
// it. See section 2.1 of https://www.sqlite.org/walformat.html.

#ifndef CLOGINDEX_H
#define CLOGINDEX_H

#include <stdbool.h>
#include <stdint.h>

enum { CLOG_INDEX_SIZE = 32768 }; // bytes of the part that begins with the header

// What the last commit left in the header: its number, the end of the log and the checksum there.
struct clog_state {
  uint64_t words[5];
};

// Whether the index has the layout that is known here.
bool clog_index_is_known(const void *index);

// A number that commits which change something change; it says nothing else.
uint32_t clog_index_commits(const void *index);

// How many pages there are in the log.
uint32_t clog_index_frames(const void *index);

// How many pages of the log have been copied into the database.
uint32_t clog_index_copied(const void *index);

// Gives false when a commit is just being written down.
bool clog_index_state(const void *index, struct clog_state *state);

// Sleeps until somebody wakes, at most for some time, and not at all when the number of the last
// commit is another one than was seen.
void clog_index_wait(const void *index, uint32_t seen, int64_t microseconds);

// Wakes the process that has waited longest.
void clog_index_wake(const void *index);

#endif
