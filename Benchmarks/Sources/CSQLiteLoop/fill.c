#include "CSQLiteLoop.h"
#include "connection.h"

// Scores and parameters that look random and are the same in each run (Knuth's MMIX constants).
static double next_share(uint64_t *state)
{
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (double)(*state >> 11) / 9007199254740992.0;
}

static const char *const insert_job =
  "INSERT INTO job (eid, number, recommendation, parameters, status, score, started, ended,"
  "   outcome_number)"
  " VALUES (?1, ?2, ?2, ?3, 'FINISHED', ?4, ?5, ?6, ?2) RETURNING jid";
static const char *const insert_attempt =
  "INSERT INTO job_attempt (jid, number, status, sid, started, ended, exit_code)"
  " VALUES (?1, 0, 'SUCCEEDED', ?2, ?3, ?4, 0) RETURNING jaid";
static const char *const insert_result =
  "INSERT INTO intermediate_result (jaid, jid, number, score, received)"
  " VALUES (?1, ?2, ?3, ?4, ?5)";

// Runs a statement that returns one id.
static int64_t inserted(sqlite3_stmt *statement)
{
  int64_t id = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
  return finish(statement) == 0 ? id : -1;
}

int csqlite_fill(
  const char *path, int64_t experiment, int64_t session, int64_t start, int64_t jobs,
  int64_t results_per_job, char *problem, int problem_size)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *job = NULL, *attempt = NULL, *result = NULL;
  uint64_t chance = 7;
  int outcome = -1;

  if (open_database(path, "OFF", &db, problem, problem_size) != 0) {
    sqlite3_close(db);
    return -1;
  }
  if (sqlite3_exec(db, "PRAGMA cache_size = -500000; BEGIN IMMEDIATE", NULL, NULL, NULL)
        != SQLITE_OK
      || prepare(db, insert_job, &job) != 0 || prepare(db, insert_attempt, &attempt) != 0
      || prepare(db, insert_result, &result) != 0)
    goto end;

  for (int64_t number = 0; number < jobs; number += 1) {
    char parameters[100];
    double score = next_share(&chance);
    int64_t begin = start + number * 1000, end = begin + 1000000;
    snprintf(
      parameters, sizeof parameters, "{\"lr\":%.9f,\"hidden\":%d}", next_share(&chance) + 1e-9,
      (int)(next_share(&chance) * 256));

    sqlite3_bind_int64(job, 1, experiment);
    sqlite3_bind_int64(job, 2, number);
    sqlite3_bind_text(job, 3, parameters, -1, SQLITE_TRANSIENT);
    sqlite3_bind_double(job, 4, score);
    sqlite3_bind_int64(job, 5, begin);
    sqlite3_bind_int64(job, 6, end);
    int64_t jid = inserted(job);
    if (jid < 0) goto end;

    sqlite3_bind_int64(attempt, 1, jid);
    sqlite3_bind_int64(attempt, 2, session);
    sqlite3_bind_int64(attempt, 3, begin);
    sqlite3_bind_int64(attempt, 4, end);
    int64_t jaid = inserted(attempt);
    if (jaid < 0) goto end;

    for (int64_t place = 0; place < results_per_job; place += 1) {
      sqlite3_bind_int64(result, 1, jaid);
      sqlite3_bind_int64(result, 2, jid);
      sqlite3_bind_int64(result, 3, place);
      sqlite3_bind_double(result, 4, score * (double)(place + 1) / (double)results_per_job);
      sqlite3_bind_int64(result, 5, begin + place * 1000);
      if (finish(result) != 0) goto end;
    }
    // Many transactions of middling size keep the log small.
    if (number % 20000 == 19999
        && sqlite3_exec(db, "COMMIT; BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
      goto end;
  }
  if (sqlite3_exec(db, "COMMIT; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL)
      == SQLITE_OK)
    outcome = 0;

end:
  if (outcome != 0) snprintf(problem, problem_size, "%s", sqlite3_errmsg(db));
  sqlite3_finalize(job);
  sqlite3_finalize(attempt);
  sqlite3_finalize(result);
  sqlite3_close(db);
  return outcome;
}
