#ifndef C_SQLITE_LOOP_H
#define C_SQLITE_LOOP_H

#include <stdint.h>

// The functions work on a file whose schema the connector has made, and that nobody else has open.
// They return 0, or -1 after writing why to `problem`.

// Times transactions of one intermediate result each: BEGIN IMMEDIATE, finding the place of a
// running job's next number, inserting it, COMMIT; each prepared once.
//
// `find_sql` has the parameters :jid and :now, and gives attempt, number and time; `insert_sql` has
// :jaid, :jid, :number, :score and :received. `full` chooses synchronous FULL or NORMAL.
int csqlite_loop_insert(
  const char *path, const char *find_sql, const char *insert_sql, int64_t job, int full,
  int64_t transactions, double *seconds, char *problem, int problem_size);

// Adds finished jobs to an experiment, each with one succeeded attempt of a session and a number
// of intermediate results, the schema's triggers and checks included.
int csqlite_fill(
  const char *path, int64_t experiment, int64_t session, int64_t start, int64_t jobs,
  int64_t results_per_job, char *problem, int problem_size);

// Times jobs of two transactions each, synchronous NORMAL: one that inserts a running job with its
// attempt, and one that ends both with a score, the schema's triggers and checks included.
int csqlite_loop_jobs(
  const char *path, int64_t experiment, int64_t session, int64_t jobs, double *seconds,
  char *problem, int problem_size);

// Times jobs that run a program, two at a time, recorded as above but synchronous FULL: what the
// rows and the processes cost together when nothing is around them. No other children may be
// running.
int csqlite_spawn_jobs(
  const char *path, const char *program, int64_t experiment, int64_t session, int64_t jobs,
  double *seconds, char *problem, int problem_size);

// Times the same jobs in the leanest way that an engine could run them: a thread for each of the
// two, one transaction that ends a job and starts the next, pipes for what the program prints, which
// goes into a log, and a file of its parameters, in the folder `files`. No resources, no retries, no
// controller, no limits, nothing that is looked for when a job has ended.
int csqlite_leanest_engine(
  const char *path, const char *program, const char *files, int64_t experiment, int64_t session,
  int64_t jobs, double *seconds, char *problem, int problem_size);

// Times pairs of transactions, synchronous FULL, on combinations with consecutive ids that wait:
// one that hands a combination out to a session, and one that marks it as done, each an update of
// that row by its id, the schema's checks and indexes included.
int csqlite_loop_pairs(
  const char *path, int64_t first, int64_t session, int64_t pairs, double *seconds,
  char *problem, int problem_size);

// The bytes that SQLite holds in this process, whoever opened its connections.
int64_t csqlite_memory_used(void);

#endif
