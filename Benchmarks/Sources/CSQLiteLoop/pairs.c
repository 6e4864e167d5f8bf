#include "CSQLiteLoop.h"
#include "connection.h"
#include <time.h>

static const char *const take =
  "UPDATE combination SET status = 'IN_PROGRESS', times_taken = times_taken + 1,"
  " held_since = ?2, sid = ?3 WHERE cid = ?1";
static const char *const end =
  "UPDATE combination SET status = 'DONE', held_since = NULL, sid = NULL WHERE cid = ?1";

static double now_in_seconds(clockid_t clock)
{
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

// The index of the log, which all processes have in common, and whose counter every commit changes.
typedef struct {
  const volatile uint32_t *counter;
} Watch;

// Waits for the next commit of anybody, looking all the time; sleeps when none comes.
static int wait_for_commit(void *context, int tries)
{
  const Watch *watch = context;
  if (tries > 1000) return 0;
  if (watch->counter != NULL) {
    uint32_t seen = *watch->counter;
    double end = now_in_seconds(CLOCK_MONOTONIC) + 150e-6;
    while (now_in_seconds(CLOCK_MONOTONIC) < end)
      if (*watch->counter != seen) return 1;
  }
  struct timespec pause = {.tv_nsec = 500000L + 500000L * (tries < 19 ? tries : 19)};
  nanosleep(&pause, NULL);
  return 1;
}

static void watch_commits(sqlite3 *db, Watch *watch)
{
  sqlite3_file *file = NULL;
  void volatile *region = NULL;
  if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK
      && file != NULL && file->pMethods->iVersion >= 2
      && file->pMethods->xShmMap(file, 0, 32768, 0, &region) == SQLITE_OK && region != NULL)
    watch->counter = (const volatile uint32_t *)region + 2;
  sqlite3_busy_handler(db, wait_for_commit, watch);
}

int csqlite_loop_pairs(
  const char *path, int64_t first, int64_t session, int64_t pairs, int watches, double *seconds,
  char *problem, int problem_size)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *begin = NULL, *commit = NULL, *taking = NULL, *ending = NULL;
  int result = -1;
  Watch watch = {NULL};

  if (open_database(path, "FULL", &db, problem, problem_size) != 0) {
    sqlite3_close(db);
    return -1;
  }
  if (prepare(db, "BEGIN IMMEDIATE", &begin) != 0 || prepare(db, "COMMIT", &commit) != 0
      || prepare(db, take, &taking) != 0 || prepare(db, end, &ending) != 0
      || sqlite3_bind_int64(taking, 3, session) != SQLITE_OK)
    goto end;
  if (watches) watch_commits(db, &watch);

  double start = now_in_seconds(CLOCK_MONOTONIC);
  for (int64_t cid = first; cid < first + pairs; cid += 1) {
    if (finish(begin) != 0) goto end;
    sqlite3_bind_int64(taking, 1, cid);
    sqlite3_bind_int64(taking, 2, (int64_t)(now_in_seconds(CLOCK_REALTIME) * 1e6));
    if (finish(taking) != 0 || sqlite3_changes(db) != 1 || finish(commit) != 0) goto end;
    if (finish(begin) != 0) goto end;
    sqlite3_bind_int64(ending, 1, cid);
    if (finish(ending) != 0 || sqlite3_changes(db) != 1 || finish(commit) != 0) goto end;
  }
  *seconds = now_in_seconds(CLOCK_MONOTONIC) - start;
  result = 0;

end:
  if (result != 0) snprintf(problem, problem_size, "%s", sqlite3_errmsg(db));
  sqlite3_finalize(begin);
  sqlite3_finalize(commit);
  sqlite3_finalize(taking);
  sqlite3_finalize(ending);
  sqlite3_close(db);
  return result;
}
