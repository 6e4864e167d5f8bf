#ifndef C_PING_PONG_H
#define C_PING_PONG_H

/// Starts `children` copies of a program and has them answer `count` requests, one at a time each,
/// with poll, read and write and nothing else around them. Every child has answered once before
/// the clock starts. Gives the seconds from the first request to the last answer, or a negative
/// number when something failed.
double ping_pong(const char *program, int children, int count);

/// Runs a program `count` times, `width` at a time, with posix_spawn and waitpid. Gives the
/// seconds, or a negative number when something failed.
double spawn_and_wait(const char *program, int width, int count);

#endif
