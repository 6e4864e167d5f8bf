#include "CProcesses.h"

#include <errno.h>

enum { MOST_EVENTS = 64 };

#ifdef __linux__

#include <sys/epoll.h>

int cprocess_watch_begin(void) { return epoll_create1(EPOLL_CLOEXEC); }

int cprocess_watch_add(int watch, int descriptor, uint64_t tag, bool again) {
  struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.u64 = tag};
  return epoll_ctl(watch, again ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, descriptor, &event);
}

int cprocess_watch_wait(int watch, struct cprocess_event *events, int room) {
  struct epoll_event found[MOST_EVENTS];
  int count;
  do count = epoll_wait(watch, found, room < MOST_EVENTS ? room : MOST_EVENTS, -1);
  while (count < 0 && errno == EINTR);
  for (int place = 0; place < count; place++) {
    events[place].tag = found[place].data.u64;
    events[place].is_readable = (found[place].events & EPOLLIN) != 0;
  }
  return count;
}

#else

#include <fcntl.h>
#include <stddef.h>
#include <sys/event.h>
#include <unistd.h>

int cprocess_watch_begin(void) {
  int watch = kqueue();
  if (watch >= 0) fcntl(watch, F_SETFD, FD_CLOEXEC);
  return watch;
}

int cprocess_watch_add(int watch, int descriptor, uint64_t tag, bool again) {
  (void)again;
  struct kevent event;
  EV_SET(&event, descriptor, EVFILT_READ, EV_ADD | EV_ONESHOT, 0, 0, (void *)(uintptr_t)tag);
  return kevent(watch, &event, 1, NULL, 0, NULL);
}

int cprocess_watch_wait(int watch, struct cprocess_event *events, int room) {
  struct kevent found[MOST_EVENTS];
  int count;
  do count = kevent(watch, NULL, 0, found, room < MOST_EVENTS ? room : MOST_EVENTS, NULL);
  while (count < 0 && errno == EINTR);
  for (int place = 0; place < count; place++) {
    events[place].tag = (uint64_t)(uintptr_t)found[place].udata;
    events[place].is_readable = found[place].data > 0;
  }
  return count;
}

#endif
