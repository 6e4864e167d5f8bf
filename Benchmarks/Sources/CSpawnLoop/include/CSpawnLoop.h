#ifndef C_SPAWN_LOOP_H
#define C_SPAWN_LOOP_H

/// Runs a program without arguments `count` times, `width` at a time, with posix_spawn and
/// waitpid and nothing else around them: a new child begins as soon as one has ended. What it
/// prints goes to /dev/null; it inherits the environment.
///
/// No other children may be running. Gives the seconds from the first start to the last end, or a
/// negative number when something failed, a child's exit code included.
double spawn_loop(const char *program, int width, int count);

#endif
