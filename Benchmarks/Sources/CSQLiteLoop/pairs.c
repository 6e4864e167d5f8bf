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

int csqlite_loop_pairs(
  const char *path, int64_t first, int64_t session, int64_t pairs, double *seconds,
  char *problem, int problem_size)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *begin = NULL, *commit = NULL, *taking = NULL, *ending = NULL;
  int result = -1;

  if (open_database(path, "FULL", &db, problem, problem_size) != 0) {
    sqlite3_close(db);
    return -1;
  }
  if (prepare(db, "BEGIN IMMEDIATE", &begin) != 0 || prepare(db, "COMMIT", &commit) != 0
      || prepare(db, take, &taking) != 0 || prepare(db, end, &ending) != 0
      || sqlite3_bind_int64(taking, 3, session) != SQLITE_OK)
    goto end;

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
