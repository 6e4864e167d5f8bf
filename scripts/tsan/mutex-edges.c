// Tells the Thread Sanitizer what a `Synchronization.Mutex` orders.
//
// On Linux a Mutex that is contended is taken and handed over in the kernel, by code in
// libswiftSynchronization.so that the sanitizer does not see into: all that a Mutex protects is
// reported as a race then. Preloaded, this library stands before these functions, and adds what the
// sanitizer misses. What needs no waiting is compiled into the callers, where the sanitizer sees it.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

// Methods of Swift's `_MutexHandle`: `_lockSlow(_: UInt32)`, `_tryLockSlow() -> Bool`, `_unlockSlow()`.
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

// In the program, if it was built for the sanitizer; those that it starts are not all.
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

static SWIFT void (*lock)(uint32_t, SELF void *);
static SWIFT bool (*try_lock)(SELF void *);
static SWIFT void (*unlock)(SELF void *);

__attribute__((constructor)) static void find(void) {
  lock = dlsym(RTLD_NEXT, LOCK);
  try_lock = dlsym(RTLD_NEXT, TRY_LOCK);
  unlock = dlsym(RTLD_NEXT, UNLOCK);
}

SWIFT void lock_slow(uint32_t thread, SELF void *handle) __asm__(LOCK);
SWIFT void lock_slow(uint32_t thread, SELF void *handle) {
  lock(thread, handle);
  if (__tsan_acquire) __tsan_acquire(handle);
}

SWIFT bool try_lock_slow(SELF void *handle) __asm__(TRY_LOCK);
SWIFT bool try_lock_slow(SELF void *handle) {
  bool is_taken = try_lock(handle);
  if (is_taken && __tsan_acquire) __tsan_acquire(handle);
  return is_taken;
}

SWIFT void unlock_slow(SELF void *handle) __asm__(UNLOCK);
SWIFT void unlock_slow(SELF void *handle) {
  if (__tsan_release) __tsan_release(handle);
  unlock(handle);
}
