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
  const char *path, const char *find_sql, const char *insert_sql, int64_t job, int full,
  int64_t transactions, double *seconds, char *problem, int problem_size)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *begin = NULL, *find = NULL, *insert = NULL, *commit = NULL;
  int result = -1;

  if (open_database(path, full ? "FULL" : "NORMAL", &db, problem, problem_size) != 0) {
    sqlite3_close(db);
    return -1;
  }
  if (prepare(db, "BEGIN IMMEDIATE", &begin) != 0 || prepare(db, find_sql, &find) != 0
      || prepare(db, insert_sql, &insert) != 0 || prepare(db, "COMMIT", &commit) != 0)
    goto end;
  int wanted_job = sqlite3_bind_parameter_index(find, ":jid");
  int now = sqlite3_bind_parameter_index(find, ":now");
  int attempt = sqlite3_bind_parameter_index(insert, ":jaid");
  int its_job = sqlite3_bind_parameter_index(insert, ":jid");
  int place = sqlite3_bind_parameter_index(insert, ":number");
  int score = sqlite3_bind_parameter_index(insert, ":score");
  int received = sqlite3_bind_parameter_index(insert, ":received");

  double start = now_in_seconds(CLOCK_MONOTONIC);
  for (int64_t number = 0; number < transactions; number += 1) {
    if (finish(begin) != 0) goto end;
    sqlite3_bind_int64(find, wanted_job, job);
    sqlite3_bind_int64(find, now, (int64_t)(now_in_seconds(CLOCK_REALTIME) * 1e6));
    if (sqlite3_step(find) != SQLITE_ROW) goto end;
    sqlite3_bind_int64(insert, attempt, sqlite3_column_int64(find, 0));
    sqlite3_bind_int64(insert, its_job, job);
    sqlite3_bind_int64(insert, place, sqlite3_column_int64(find, 1));
    sqlite3_bind_double(insert, score, (double)number);
    sqlite3_bind_int64(insert, received, sqlite3_column_int64(find, 2));
    if (sqlite3_reset(find) != SQLITE_OK) goto end;
    if (finish(insert) != 0 || sqlite3_changes(db) != 1 || finish(commit) != 0) goto end;
  }
  *seconds = now_in_seconds(CLOCK_MONOTONIC) - start;
  result = 0;

end:
  if (result != 0) snprintf(problem, problem_size, "%s", sqlite3_errmsg(db));
  sqlite3_finalize(begin);
  sqlite3_finalize(find);
  sqlite3_finalize(insert);
  sqlite3_finalize(commit);
  sqlite3_close(db);
  return result;
}
