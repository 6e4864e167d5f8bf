#define _GNU_SOURCE
#include "CSQLiteLoop.h"
#include "connection.h"
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

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

typedef struct {
  sqlite3 *db;
  sqlite3_stmt *begin, *commit, *job, *attempt, *attempt_end, *job_end;
} Tracker;

typedef struct {
  int64_t jid, jaid, started;
  pid_t pid;
  int output, errors;
} Job;

static int open_tracker(
  Tracker *t, const char *path, int full, char *problem, int problem_size)
{
  memset(t, 0, sizeof *t);
  if (open_database(path, full ? "FULL" : "NORMAL", &t->db, problem, problem_size) != 0) return -1;
  return prepare(t->db, "BEGIN IMMEDIATE", &t->begin) != 0
      || prepare(t->db, "COMMIT", &t->commit) != 0 || prepare(t->db, insert_job, &t->job) != 0
      || prepare(t->db, insert_attempt, &t->attempt) != 0
      || prepare(t->db, end_attempt, &t->attempt_end) != 0
      || prepare(t->db, end_job, &t->job_end) != 0 ? -1 : 0;
}

static void close_tracker(Tracker *t)
{
  sqlite3_finalize(t->begin);
  sqlite3_finalize(t->commit);
  sqlite3_finalize(t->job);
  sqlite3_finalize(t->attempt);
  sqlite3_finalize(t->attempt_end);
  sqlite3_finalize(t->job_end);
  sqlite3_close(t->db);
}

// Inserts a running job with its attempt.
static int insert_running(
  Tracker *t, int64_t experiment, int64_t session, int64_t number, double parameter, Job *job)
{
  char parameters[100];
  job->started = now_in_microseconds();
  snprintf(parameters, sizeof parameters, "{\"x\":%.16f}", parameter);
  sqlite3_bind_int64(t->job, 1, experiment);
  sqlite3_bind_int64(t->job, 2, number);
  sqlite3_bind_text(t->job, 3, parameters, -1, SQLITE_STATIC);
  sqlite3_bind_int64(t->job, 4, job->started);
  if ((job->jid = inserted(t->job)) < 0) return -1;
  sqlite3_bind_int64(t->attempt, 1, job->jid);
  sqlite3_bind_int64(t->attempt, 2, session);
  sqlite3_bind_int64(t->attempt, 3, job->started);
  return (job->jaid = inserted(t->attempt)) < 0 ? -1 : 0;
}

// Ends a job and its attempt with a score.
static int update_ended(Tracker *t, const Job *job)
{
  // Never before the start, even when the system's clock is set back.
  int64_t now = now_in_microseconds();
  if (now < job->started) now = job->started;
  sqlite3_bind_int64(t->attempt_end, 1, job->jaid);
  sqlite3_bind_int64(t->attempt_end, 2, now);
  sqlite3_bind_int64(t->job_end, 1, job->jid);
  sqlite3_bind_double(t->job_end, 2, 1);
  sqlite3_bind_int64(t->job_end, 3, now);
  return finish(t->attempt_end) != 0 || finish(t->job_end) != 0 ? -1 : 0;
}

static int start_job(
  Tracker *t, int64_t experiment, int64_t session, int64_t number, double parameter, Job *job)
{
  if (finish(t->begin) != 0) return -1;
  if (insert_running(t, experiment, session, number, parameter, job) != 0) return -1;
  return finish(t->commit);
}

static int finish_job(Tracker *t, const Job *job)
{
  if (finish(t->begin) != 0 || update_ended(t, job) != 0) return -1;
  return finish(t->commit);
}

// Ends a job and starts the next one in its place.
static int succeed_job(
  Tracker *t, int64_t experiment, int64_t session, int64_t number, double parameter, Job *job)
{
  if (finish(t->begin) != 0 || update_ended(t, job) != 0) return -1;
  if (insert_running(t, experiment, session, number, parameter, job) != 0) return -1;
  return finish(t->commit);
}

int csqlite_loop_jobs(
  const char *path, int64_t experiment, int64_t session, int64_t jobs, double *seconds,
  char *problem, int problem_size)
{
  Tracker tracker;
  if (open_tracker(&tracker, path, 0, problem, problem_size) != 0) {
    close_tracker(&tracker);
    return -1;
  }
  int result = 0;
  double start = now_in_seconds(CLOCK_MONOTONIC);
  for (int64_t number = 0; number < jobs && result == 0; number += 1) {
    Job job;
    result = start_job(
      &tracker, experiment, session, number, (double)number / (double)jobs, &job);
    if (result == 0) result = finish_job(&tracker, &job);
  }
  *seconds = now_in_seconds(CLOCK_MONOTONIC) - start;
  if (result != 0) snprintf(problem, problem_size, "%s", sqlite3_errmsg(tracker.db));
  close_tracker(&tracker);
  return result;
}

static int write_file(const char *path, const char *bytes, size_t count)
{
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return -1;
  int result = write(file, bytes, count) == (ssize_t)count ? 0 : -1;
  close(file);
  return result;
}

// Runs a program; with a folder for files, with pipes for its output and a file of its parameters.
static int begin_process(const char *program, const char *files, Job *job)
{
  char *words[] = {(char *)program, NULL};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  int output[2], errors[2], result = 0;
  if (files == NULL) {
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  } else {
    char path[500];
    snprintf(path, sizeof path, "%s/%lld.json", files, (long long)job->jid);
    result = write_file(path, "{\"x\":0.5}\n", 10);
    if (result == 0 && (pipe2(output, O_CLOEXEC) != 0 || pipe2(errors, O_CLOEXEC) != 0)) result = -1;
    if (result == 0) {
      posix_spawn_file_actions_adddup2(&actions, output[1], 1);
      posix_spawn_file_actions_adddup2(&actions, errors[1], 2);
    }
  }
  if (result == 0) result = posix_spawn(&job->pid, program, &actions, NULL, words, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (files != NULL && result == 0) {
    close(output[1]);
    close(errors[1]);
    job->output = output[0];
    job->errors = errors[0];
  }
  return result;
}

// Writes what a process has printed to its log.
static int keep_output(const char *files, const Job *job)
{
  char path[500], text[4096];
  snprintf(path, sizeof path, "%s/%lld.log", files, (long long)job->jid);
  ssize_t count = read(job->output, text, sizeof text);
  ssize_t rest = read(job->errors, text, sizeof text);
  close(job->output);
  close(job->errors);
  return count < 0 || rest != 0 ? -1 : write_file(path, text, (size_t)count);
}

int csqlite_spawn_jobs(
  const char *path, const char *program, int64_t experiment, int64_t session, int64_t jobs,
  double *seconds, char *problem, int problem_size)
{
  enum { width = 2 };
  Tracker tracker;
  if (open_tracker(&tracker, path, 1, problem, problem_size) != 0) {
    close_tracker(&tracker);
    return -1;
  }
  Job running[width] = {{0}};
  int64_t begun = 0, ended = 0;
  int result = 0;
  double start = now_in_seconds(CLOCK_MONOTONIC);
  while (result == 0 && ended < jobs) {
    for (int slot = 0; slot < width && result == 0 && begun < jobs; slot += 1) {
      if (running[slot].pid != 0) continue;
      result = start_job(
        &tracker, experiment, session, begun, (double)begun / (double)jobs, &running[slot]);
      if (result == 0) result = begin_process(program, NULL, &running[slot]);
      begun += 1;
    }
    int status = 0;
    pid_t pid = result == 0 ? waitpid(-1, &status, 0) : -1;
    if (pid < 0 || status != 0) result = -1;
    for (int slot = 0; slot < width && result == 0; slot += 1) {
      if (running[slot].pid != pid) continue;
      result = finish_job(&tracker, &running[slot]);
      running[slot].pid = 0;
      ended += 1;
    }
  }
  *seconds = now_in_seconds(CLOCK_MONOTONIC) - start;
  if (result != 0) snprintf(problem, problem_size, "%s", sqlite3_errmsg(tracker.db));
  close_tracker(&tracker);
  return result;
}

// What the threads of a leanest engine share.
typedef struct {
  Tracker tracker;
  pthread_mutex_t lock;
  const char *program, *files;
  int64_t experiment, session, jobs, begun;
  int result;
} Engine;

// Ends a job, unless there is none yet, and starts the next one, if there is one more.
//
// Gives 1 when there is one.
static int turn(Engine *engine, Job *job, int is_running)
{
  pthread_mutex_lock(&engine->lock);
  int64_t number = engine->begun;
  int is_more = engine->result == 0 && number < engine->jobs;
  double parameter = (double)number / (double)engine->jobs;
  Tracker *t = &engine->tracker;
  int result = 0;
  if (is_running && is_more) {
    result = succeed_job(t, engine->experiment, engine->session, number, parameter, job);
  } else if (is_more) {
    result = start_job(t, engine->experiment, engine->session, number, parameter, job);
  } else if (is_running) {
    result = finish_job(t, job);
  }
  engine->begun += is_more;
  if (result != 0) engine->result = -1;
  pthread_mutex_unlock(&engine->lock);
  return result == 0 && is_more;
}

static void *run_slot(void *argument)
{
  Engine *engine = argument;
  Job job = {0};
  int is_running = 0, status = 0;
  while (turn(engine, &job, is_running)) {
    is_running = begin_process(engine->program, engine->files, &job) == 0
      && waitpid(job.pid, &status, 0) == job.pid && status == 0
      && keep_output(engine->files, &job) == 0;
    if (is_running) continue;
    pthread_mutex_lock(&engine->lock);
    engine->result = -1;
    pthread_mutex_unlock(&engine->lock);
  }
  return NULL;
}

int csqlite_leanest_engine(
  const char *path, const char *program, const char *files, int64_t experiment, int64_t session,
  int64_t jobs, double *seconds, char *problem, int problem_size)
{
  enum { width = 2 };
  Engine engine = {
    .program = program, .files = files, .experiment = experiment, .session = session,
    .jobs = jobs, .lock = PTHREAD_MUTEX_INITIALIZER};
  if (open_tracker(&engine.tracker, path, 1, problem, problem_size) != 0) {
    close_tracker(&engine.tracker);
    return -1;
  }
  pthread_t threads[width];
  double start = now_in_seconds(CLOCK_MONOTONIC);
  int begun = 0;
  while (begun < width && pthread_create(&threads[begun], NULL, run_slot, &engine) == 0) begun += 1;
  for (int slot = 0; slot < begun; slot += 1) pthread_join(threads[slot], NULL);
  *seconds = now_in_seconds(CLOCK_MONOTONIC) - start;
  if (begun < width) engine.result = -1;
  if (engine.result != 0) snprintf(problem, problem_size, "%s", sqlite3_errmsg(engine.tracker.db));
  close_tracker(&engine.tracker);
  return engine.result;
}

int64_t csqlite_memory_used(void) { return sqlite3_memory_used(); }
