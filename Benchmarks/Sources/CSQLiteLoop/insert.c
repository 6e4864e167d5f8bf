#include "CSQLiteLoop.h"
#include "connection.h"
#include <time.h>

static double now_in_seconds(clockid_t clock)
{
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int csqlite_loop_insert(
  const char *path, const char *insert_sql, int64_t job, int full, int64_t transactions,
  double *seconds, char *problem, int problem_size)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *begin = NULL, *insert = NULL, *commit = NULL;
  int result = -1;

  if (open_database(path, full ? "FULL" : "NORMAL", &db, problem, problem_size) != 0) {
    sqlite3_close(db);
    return -1;
  }
  if (prepare(db, "BEGIN IMMEDIATE", &begin) != 0 || prepare(db, insert_sql, &insert) != 0
      || prepare(db, "COMMIT", &commit) != 0)
    goto end;
  int job_place = sqlite3_bind_parameter_index(insert, ":jid");
  int score_place = sqlite3_bind_parameter_index(insert, ":score");
  int now_place = sqlite3_bind_parameter_index(insert, ":now");

  double start = now_in_seconds(CLOCK_MONOTONIC);
  for (int64_t number = 0; number < transactions; number += 1) {
    if (finish(begin) != 0) goto end;
    sqlite3_bind_int64(insert, job_place, job);
    sqlite3_bind_double(insert, score_place, (double)number);
    sqlite3_bind_int64(insert, now_place, (int64_t)(now_in_seconds(CLOCK_REALTIME) * 1e6));
    if (finish(insert) != 0 || sqlite3_changes(db) != 1 || finish(commit) != 0) goto end;
  }
  *seconds = now_in_seconds(CLOCK_MONOTONIC) - start;
  result = 0;

end:
  if (result != 0) snprintf(problem, problem_size, "%s", sqlite3_errmsg(db));
  sqlite3_finalize(begin);
  sqlite3_finalize(insert);
  sqlite3_finalize(commit);
  sqlite3_close(db);
  return result;
}
