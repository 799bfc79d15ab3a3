/*
 * Records what a process does to the files of one directory, and what it answers to its clients, in the order
 * in which it does so: a library to be preloaded. `disk-trace.ts` reads the record and makes the disks from it
 * that a power cut could have left.
 *
 * POWER_CUT_DIRECTORY is the directory, POWER_CUT_TRACE the file that the record is appended to. Each entry is
 *   u32 length of the name, u32 length of the data, u64 offset, u8 kind, 7 bytes of nothing, name, data
 * in the byte order of the machine. Files are named without the directory.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { CREATED = 1, WROTE, RESIZED, SYNCED, RENAMED, LINKED, REMOVED, ANSWERED };

struct entry {
  uint32_t name_length;
  uint32_t data_length;
  uint64_t offset;
  uint8_t kind;
  uint8_t padding[7];
};

#define MAX_DESCRIPTORS 65536
/* The beginning of an answer has its headers, which is all that is needed. */
#define MAX_ANSWER 2048

static char *names[MAX_DESCRIPTORS];
static pthread_mutex_t one_at_a_time = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static int trace = -1;
static char directory[PATH_MAX];

#define REAL(name) ((__typeof__(&name))real(#name))
#define RECORDED __attribute__((visibility("default")))

static void *real(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (found == NULL) abort();
  return found;
}

__attribute__((constructor)) static void begin(void) {
  const char *watched = getenv("POWER_CUT_DIRECTORY");
  const char *file = getenv("POWER_CUT_TRACE");
  if (watched == NULL || file == NULL || realpath(watched, directory) == NULL) return;
  trace = REAL(open)(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* Returns the path as it is named in the record; NULL for a path that is elsewhere. The directory is ".". */
static char *name_of(const char *path) {
  char parent[PATH_MAX], resolved[PATH_MAX];
  if (trace < 0 || path == NULL || strlen(path) >= sizeof parent) return NULL;
  if (realpath(path, resolved) == NULL) {
    strcpy(parent, path);
    char *slash = strrchr(parent, '/');
    const char *base = slash == NULL ? path : path + (slash - parent) + 1;
    if (slash != NULL) *slash = 0;
    char above[PATH_MAX];
    if (realpath(slash == NULL ? "." : parent, above) == NULL) return NULL;
    if (snprintf(resolved, sizeof resolved, "%s/%s", above, base) >= (int)sizeof resolved) return NULL;
  }
  size_t length = strlen(directory);
  if (strncmp(resolved, directory, length) != 0) return NULL;
  if (resolved[length] == 0) return strdup(".");
  return resolved[length] == '/' ? strdup(resolved + length + 1) : NULL;
}

static void record(enum kind kind, const char *name, uint64_t offset, const void *data, size_t length) {
  struct entry entry = {.name_length = strlen(name), .data_length = length, .offset = offset, .kind = kind};
  struct iovec parts[] = {{&entry, sizeof entry}, {(void *)name, entry.name_length}, {(void *)data, length}};
  size_t whole = sizeof entry + entry.name_length + length;
  if (REAL(writev)(trace, parts, 3) != (ssize_t)whole) abort();
}

static const char *known(int descriptor) {
  return descriptor >= 0 && descriptor < MAX_DESCRIPTORS ? names[descriptor] : NULL;
}

static int opened(int descriptor, const char *path, int flags, int was_there) {
  if (descriptor < 0 || descriptor >= MAX_DESCRIPTORS) return descriptor;
  char *name = name_of(path);
  free(names[descriptor]);
  names[descriptor] = name;
  if (name == NULL) return descriptor;
  if (!was_there) record(CREATED, name, 0, NULL, 0);
  else if ((flags & O_TRUNC) != 0) record(RESIZED, name, 0, NULL, 0);
  return descriptor;
}

#define LOCKED(result_type, body)                                                                            \
  do {                                                                                                       \
    pthread_mutex_lock(&one_at_a_time);                                                                      \
    result_type result = body;                                                                               \
    int saved = errno;                                                                                       \
    pthread_mutex_unlock(&one_at_a_time);                                                                    \
    errno = saved;                                                                                           \
    return result;                                                                                           \
  } while (0)

#define OPEN(name)                                                                                           \
  RECORDED int name(const char *path, int flags, ...) {                                                      \
    va_list more;                                                                                            \
    va_start(more, flags);                                                                                   \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;                           \
    va_end(more);                                                                                            \
    if (trace < 0) return REAL(name)(path, flags, mode);                                                     \
    LOCKED(int, ({                                                                                           \
             int was_there = access(path, F_OK) == 0;                                                        \
             opened(REAL(name)(path, flags, mode), path, flags, was_there);                                  \
           }));                                                                                              \
  }
OPEN(open)
OPEN(open64)

RECORDED int close(int descriptor) {
  if (known(descriptor) == NULL) return REAL(close)(descriptor);
  pthread_mutex_lock(&one_at_a_time);
  free(names[descriptor]);
  names[descriptor] = NULL;
  pthread_mutex_unlock(&one_at_a_time);
  return REAL(close)(descriptor);
}

/* A write is recorded with what the disk was given: what was written, and where. */
static ssize_t wrote(int descriptor, const void *data, ssize_t written, off64_t offset) {
  if (written > 0) record(WROTE, known(descriptor), offset, data, written);
  return written;
}

#define PWRITE(name, offset_type)                                                                            \
  RECORDED ssize_t name(int descriptor, const void *data, size_t length, offset_type offset) {               \
    if (known(descriptor) == NULL) return REAL(name)(descriptor, data, length, offset);                      \
    LOCKED(ssize_t, wrote(descriptor, data, REAL(name)(descriptor, data, length, offset), offset));          \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

static int is_answer(const void *data, size_t length) {
  return trace >= 0 && length > 9 && memcmp(data, "HTTP/1.1 ", 9) == 0;
}

static void answer(const void *data, size_t length) {
  record(ANSWERED, "", 0, data, length < MAX_ANSWER ? length : MAX_ANSWER);
}

RECORDED ssize_t write(int descriptor, const void *data, size_t length) {
  if (known(descriptor) != NULL)
    LOCKED(ssize_t, ({
             off64_t offset = lseek64(descriptor, 0, SEEK_CUR);
             ssize_t written = REAL(write)(descriptor, data, length);
             wrote(descriptor, data, written, offset);
           }));
  /* An answer is recorded before the client can have it: the client's own next request comes later. */
  if (is_answer(data, length)) {
    pthread_mutex_lock(&one_at_a_time);
    answer(data, length);
    pthread_mutex_unlock(&one_at_a_time);
  }
  return REAL(write)(descriptor, data, length);
}

RECORDED ssize_t writev(int descriptor, const struct iovec *parts, int count) {
  if (known(descriptor) != NULL) abort(); /* Neither SQLite nor Node does this to a file. */
  if (count > 0 && is_answer(parts[0].iov_base, parts[0].iov_len)) {
    pthread_mutex_lock(&one_at_a_time);
    answer(parts[0].iov_base, parts[0].iov_len);
    pthread_mutex_unlock(&one_at_a_time);
  }
  return REAL(writev)(descriptor, parts, count);
}

static int synced(int descriptor, int failed) {
  if (!failed) record(SYNCED, known(descriptor), 0, NULL, 0);
  return failed;
}

#define SYNC(name)                                                                                           \
  RECORDED int name(int descriptor) {                                                                        \
    if (known(descriptor) == NULL) return REAL(name)(descriptor);                                            \
    LOCKED(int, synced(descriptor, REAL(name)(descriptor)));                                                 \
  }
SYNC(fsync)
SYNC(fdatasync)

static int resized(int descriptor, int failed, off64_t length) {
  if (!failed) record(RESIZED, known(descriptor), length, NULL, 0);
  return failed;
}

#define RESIZE(name, offset_type)                                                                            \
  RECORDED int name(int descriptor, offset_type length) {                                                    \
    if (known(descriptor) == NULL) return REAL(name)(descriptor, length);                                    \
    LOCKED(int, resized(descriptor, REAL(name)(descriptor, length), length));                                \
  }
RESIZE(ftruncate, off_t)
RESIZE(ftruncate64, off64_t)

/* Changes of names: `data` is the second name, where there is one. */
static int renamed(enum kind kind, char *name, char *second, int failed) {
  if (!failed && name != NULL)
    record(kind, name, 0, second == NULL ? "" : second, second == NULL ? 0 : strlen(second));
  free(name);
  free(second);
  return failed;
}

#define TWO_NAMES(name, kind)                                                                                \
  RECORDED int name(const char *one, const char *other) {                                                    \
    if (trace < 0) return REAL(name)(one, other);                                                            \
    LOCKED(int, ({                                                                                           \
             char *first = name_of(one), *second = name_of(other);                                           \
             renamed(kind, first, second, REAL(name)(one, other));                                           \
           }));                                                                                              \
  }
TWO_NAMES(rename, RENAMED)
TWO_NAMES(link, LINKED)

RECORDED int unlink(const char *path) {
  if (trace < 0) return REAL(unlink)(path);
  LOCKED(int, ({
           char *name = name_of(path);
           renamed(REMOVED, name, NULL, REAL(unlink)(path));
         }));
}
