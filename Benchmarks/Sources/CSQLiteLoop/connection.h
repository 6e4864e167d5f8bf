#include <sqlite3.h>
#include <stdio.h>

// Opens a file the way the connector does, apart from `synchronous`.
static inline int open_database(
  const char *path, const char *synchronous, sqlite3 **db, char *problem, int size)
{
  char sql[200];
  snprintf(
    sql, sizeof sql,
    "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA synchronous = %s", synchronous);
  if (sqlite3_open(path, db) != SQLITE_OK || sqlite3_busy_timeout(*db, 10000) != SQLITE_OK
      || sqlite3_exec(*db, sql, NULL, NULL, NULL) != SQLITE_OK) {
    snprintf(problem, size, "%s", sqlite3_errmsg(*db));
    return -1;
  }
  return 0;
}

static inline int finish(sqlite3_stmt *statement)
{
  int code;
  do code = sqlite3_step(statement);
  while (code == SQLITE_ROW);
  return sqlite3_reset(statement) == SQLITE_OK && code == SQLITE_DONE ? 0 : -1;
}

static inline int prepare(sqlite3 *db, const char *sql, sqlite3_stmt **statement)
{
  return sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) == SQLITE_OK
    ? 0 : -1;
}
