#include "CSQLiteLoop.h"
#include "connection.h"
#include <time.h>

static const char *const insert_job =
  "INSERT INTO job (eid, number, recommendation, parameters, status, started)"
  " VALUES (?1, ?2, ?2, ?3, 'RUNNING', ?4) RETURNING jid";
static const char *const insert_attempt =
  "INSERT INTO job_attempt (jid, number, status, sid, started)"
  " VALUES (?1, 0, 'RUNNING', ?2, ?3) RETURNING jaid";
static const char *const end_attempt =
  "UPDATE job_attempt SET status = 'SUCCEEDED', ended = ?2, exit_code = 0 WHERE jaid = ?1";
static const char *const end_job =
  "UPDATE job SET status = 'FINISHED', score = ?2, ended = ?3 WHERE jid = ?1";

static double now_in_seconds(clockid_t clock)
{
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int64_t now_in_microseconds(void) { return (int64_t)(now_in_seconds(CLOCK_REALTIME) * 1e6); }

// Runs a statement that returns one id.
static int64_t inserted(sqlite3_stmt *statement)
{
  int64_t id = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
  return finish(statement) == 0 ? id : -1;
}

int csqlite_loop_jobs(
  const char *path, int64_t experiment, int64_t session, int64_t jobs, double *seconds,
  char *problem, int problem_size)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *begin = NULL, *commit = NULL;
  sqlite3_stmt *job = NULL, *attempt = NULL, *attempt_end = NULL, *job_end = NULL;
  int result = -1;

  if (open_database(path, "NORMAL", &db, problem, problem_size) != 0) {
    sqlite3_close(db);
    return -1;
  }
  if (prepare(db, "BEGIN IMMEDIATE", &begin) != 0 || prepare(db, "COMMIT", &commit) != 0
      || prepare(db, insert_job, &job) != 0 || prepare(db, insert_attempt, &attempt) != 0
      || prepare(db, end_attempt, &attempt_end) != 0 || prepare(db, end_job, &job_end) != 0)
    goto end;

  double start = now_in_seconds(CLOCK_MONOTONIC);
  for (int64_t number = 0; number < jobs; number += 1) {
    char parameters[100];
    int64_t now = now_in_microseconds();
    snprintf(parameters, sizeof parameters, "{\"x\":%.16f}", (double)number / (double)jobs);
    if (finish(begin) != 0) goto end;
    sqlite3_bind_int64(job, 1, experiment);
    sqlite3_bind_int64(job, 2, number);
    sqlite3_bind_text(job, 3, parameters, -1, SQLITE_STATIC);
    sqlite3_bind_int64(job, 4, now);
    int64_t jid = inserted(job);
    if (jid < 0) goto end;
    sqlite3_bind_int64(attempt, 1, jid);
    sqlite3_bind_int64(attempt, 2, session);
    sqlite3_bind_int64(attempt, 3, now);
    int64_t jaid = inserted(attempt);
    if (jaid < 0 || finish(commit) != 0) goto end;

    // Never before the start, even when the system's clock is set back.
    int64_t later = now_in_microseconds();
    if (later < now) later = now;
    if (finish(begin) != 0) goto end;
    sqlite3_bind_int64(attempt_end, 1, jaid);
    sqlite3_bind_int64(attempt_end, 2, later);
    sqlite3_bind_int64(job_end, 1, jid);
    sqlite3_bind_double(job_end, 2, 1);
    sqlite3_bind_int64(job_end, 3, later);
    if (finish(attempt_end) != 0 || finish(job_end) != 0 || finish(commit) != 0) goto end;
  }
  *seconds = now_in_seconds(CLOCK_MONOTONIC) - start;
  result = 0;

end:
  if (result != 0) snprintf(problem, problem_size, "%s", sqlite3_errmsg(db));
  sqlite3_finalize(begin);
  sqlite3_finalize(commit);
  sqlite3_finalize(job);
  sqlite3_finalize(attempt);
  sqlite3_finalize(attempt_end);
  sqlite3_finalize(job_end);
  sqlite3_close(db);
  return result;
}

int64_t csqlite_memory_used(void) { return sqlite3_memory_used(); }
