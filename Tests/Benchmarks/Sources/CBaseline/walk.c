#define _GNU_SOURCE
#include "CBaseline.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int walk(int folder, int64_t *files) {
  DIR *stream = fdopendir(folder);
  if (!stream) return -1;
  struct dirent *entry;
  int result = 0;
  while (result == 0 && (entry = readdir(stream))) {
    if (entry->d_name[0] == '.') continue;
    struct stat status;
    if (fstatat(dirfd(stream), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (S_ISDIR(status.st_mode)) {
      int below = openat(dirfd(stream), entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
      result = below < 0 ? -1 : walk(below, files);
    } else {
      *files += 1;
    }
  }
  closedir(stream);
  return result;
}

double baseline_walk(const char *path, int64_t *files) {
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  *files = 0;
  int folder = open(path, O_RDONLY | O_DIRECTORY);
  if (folder < 0 || walk(folder, files) != 0) return -1;
  clock_gettime(CLOCK_MONOTONIC, &end);
  return (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

int64_t baseline_peak(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
  return usage.ru_maxrss;
#else
  return (int64_t)usage.ru_maxrss << 10;
#endif
}
