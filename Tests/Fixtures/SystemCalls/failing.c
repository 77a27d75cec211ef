// Loaded before the C library (LD_PRELOAD): one system call of a program fails, or from one on all of its kind do.
//
//   FAILING_CALL    its name, for example pwrite
//   FAILING_AT      which one, counted from 1; with a + behind it, from there on all
//   FAILING_ERRNO   what it fails with
//   FAILING_FOLDER  only what is done to files in this folder counts
//   FAILING_NOTE    a file that is made when it has failed
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_int seen;

static int is_inside(const char *path) {
  const char *folder = getenv("FAILING_FOLDER");
  return folder && strncmp(path, folder, strlen(folder)) == 0;
}

static int is_open_inside(int descriptor) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_inside(path);
}

static int fails(const char *call, int counts) {
  const char *wanted = getenv("FAILING_CALL"), *at = getenv("FAILING_AT");
  if (!counts || !wanted || !at || strcmp(call, wanted)) return 0;
  int number = ++seen, first = atoi(at);
  if (number != first && !(strchr(at, '+') && number > first)) return 0;
  int (*real_open)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
  int note = real_open(getenv("FAILING_NOTE"), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (note >= 0) close(note);
  errno = atoi(getenv("FAILING_ERRNO"));
  return 1;
}

// A call that begins with a descriptor.
#define DESCRIPTOR_CALL(result, symbol, call, parameters, arguments)                      \
  result symbol parameters {                                                              \
    result(*real) parameters = (result(*) parameters)dlsym(RTLD_NEXT, #symbol);           \
    return fails(call, is_open_inside(descriptor)) ? (result) - 1 : real arguments;       \
  }

DESCRIPTOR_CALL(ssize_t, pread, "pread", (int descriptor, void *b, size_t n, off_t o), (descriptor, b, n, o))
DESCRIPTOR_CALL(ssize_t, pread64, "pread", (int descriptor, void *b, size_t n, off64_t o), (descriptor, b, n, o))
DESCRIPTOR_CALL(ssize_t, pwrite, "pwrite", (int descriptor, const void *b, size_t n, off_t o), (descriptor, b, n, o))
DESCRIPTOR_CALL(
    ssize_t, pwrite64, "pwrite", (int descriptor, const void *b, size_t n, off64_t o), (descriptor, b, n, o))
DESCRIPTOR_CALL(int, ftruncate, "ftruncate", (int descriptor, off_t n), (descriptor, n))
DESCRIPTOR_CALL(int, ftruncate64, "ftruncate", (int descriptor, off64_t n), (descriptor, n))
DESCRIPTOR_CALL(int, fsync, "fsync", (int descriptor), (descriptor))
DESCRIPTOR_CALL(int, fchmod, "fchmod", (int descriptor, mode_t m), (descriptor, m))
DESCRIPTOR_CALL(int, flock, "flock", (int descriptor, int o), (descriptor, o))
DESCRIPTOR_CALL(int, fstat, "fstat", (int descriptor, struct stat *s), (descriptor, s))
DESCRIPTOR_CALL(int, unlinkat, "unlinkat", (int descriptor, const char *p, int f), (descriptor, p, f))
DESCRIPTOR_CALL(
    int, renameat, "renameat", (int descriptor, const char *p, int d, const char *q), (descriptor, p, d, q))

int openat(int descriptor, const char *path, int flags, ...) {
  int (*real)(int, const char *, int, ...) = dlsym(RTLD_NEXT, "openat");
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return fails("openat", is_open_inside(descriptor)) ? -1 : real(descriptor, path, flags, mode);
}

int open(const char *path, int flags, ...) {
  int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return fails("open", is_inside(path)) ? -1 : real(path, flags, mode);
}
