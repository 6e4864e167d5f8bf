#ifndef C_PING_PONG_H
#define C_PING_PONG_H

/// Starts `children` copies of a program (16 at most) and has them answer `count` requests, with
/// poll, read and write and nothing else around them.
///
/// `window` requests (64 at most) are submitted at any time: up to `on_wire` a child were written
/// to it and not answered yet, and the rest wait in a queue until an answer makes room. Every child
/// has answered once before the clock starts. Gives the seconds from the first request to the last
/// answer, or a negative number when something failed.
double ping_pong(const char *program, int children, int window, int on_wire, int count);

/// Runs a program with one argument `count` times, `width` at a time, with posix_spawn and
/// waitpid; what it prints goes to /dev/null. Gives the seconds, or a negative number when
/// something failed.
double spawn_and_wait(const char *program, const char *argument, int width, int count);

#endif
