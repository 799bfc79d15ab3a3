/*
 * Makes calls fail that a process makes on the files of one directory, and moves its clock: a library to be
 * preloaded.
 *
 * FAULT_DIRECTORY is the directory, FAULT_CALLS has the calls that fail with EIO ("sync", "write", "read"), and
 * FAULT_CLOCK_SECONDS by how much the clock is wrong. All of it holds while the file FAULT_SWITCH exists.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))real(#name))
#define FAULTY __attribute__((visibility("default")))

static void *real(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (found == NULL) abort();
  return found;
}

static int is_on(void) {
  const char *file = getenv("FAULT_SWITCH");
  return file != NULL && access(file, F_OK) == 0;
}

/* Whether the call on the descriptor has to fail. */
static int fails(const char *call, int descriptor) {
  const char *calls = getenv("FAULT_CALLS"), *directory = getenv("FAULT_DIRECTORY");
  if (calls == NULL || directory == NULL || strstr(calls, call) == NULL) return 0;
  int before = errno;
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  int is_faulty = length > 0 && strncmp(path, directory, strlen(directory)) == 0 && is_on();
  errno = is_faulty ? EIO : before;
  return is_faulty;
}

#define FAILING(type, name, call, parameters, arguments)                                                     \
  FAULTY type name parameters {                                                                              \
    if (fails(call, descriptor)) return -1;                                                                  \
    return REAL(name) arguments;                                                                             \
  }

FAILING(int, fsync, "sync", (int descriptor), (descriptor))
FAILING(int, fdatasync, "sync", (int descriptor), (descriptor))
FAILING(ssize_t, write, "write", (int descriptor, const void *data, size_t size), (descriptor, data, size))
FAILING(ssize_t, pwrite, "write", (int descriptor, const void *data, size_t size, off_t at),
        (descriptor, data, size, at))
FAILING(ssize_t, pwrite64, "write", (int descriptor, const void *data, size_t size, off64_t at),
        (descriptor, data, size, at))
FAILING(ssize_t, pread, "read", (int descriptor, void *data, size_t size, off_t at),
        (descriptor, data, size, at))
FAILING(ssize_t, pread64, "read", (int descriptor, void *data, size_t size, off64_t at),
        (descriptor, data, size, at))

static time_t offset(void) {
  const char *seconds = getenv("FAULT_CLOCK_SECONDS");
  return seconds != NULL && is_on() ? (time_t)atoll(seconds) : 0;
}

FAULTY int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = REAL(clock_gettime)(clock, now);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += offset();
  return result;
}

FAULTY int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  int result = REAL(gettimeofday)(now, zone);
  if (result == 0) now->tv_sec += offset();
  return result;
}

FAULTY time_t time(time_t *at) {
  time_t now = REAL(time)(NULL) + offset();
  if (at != NULL) *at = now;
  return now;
}
