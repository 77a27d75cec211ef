#define _GNU_SOURCE
#include "CBaseline.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

struct reply {
  char bytes[65536];
  size_t length;
};

static size_t copy(char *bytes, size_t size, size_t count, void *argument) {
  struct reply *reply = argument;
  if (reply->length + size * count > sizeof reply->bytes) return 0;
  memcpy(reply->bytes + reply->length, bytes, size * count);
  reply->length += size * count;
  return size * count;
}

struct work {
  const char *url, *body;
  int calls, failed;
};

// A handle that posts JSON to `url`.
static CURL *poster(const char *url, struct curl_slist **headers, struct reply *reply, int has_blocks) {
  CURL *easy = curl_easy_init();
  *headers = curl_slist_append(NULL, "Content-Type: application/json");
  *headers = curl_slist_append(*headers, "Expect:");
  curl_easy_setopt(easy, CURLOPT_URL, url);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, *headers);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, copy);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, reply);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  if (has_blocks) curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, 1L << 18);
  return easy;
}

static void *call(void *argument) {
  struct work *work = argument;
  struct reply reply;
  struct curl_slist *headers;
  CURL *easy = poster(work->url, &headers, &reply, strlen(work->body) > 1 << 18);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, work->body);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)strlen(work->body));
  for (int i = 0; i < work->calls && !work->failed; i++) {
    reply.length = 0;
    work->failed = curl_easy_perform(easy) != CURLE_OK || reply.length == 0;
  }
  curl_slist_free_all(headers);
  curl_easy_cleanup(easy);
  return NULL;
}

double baseline_calls(const char *url, const char *body, int calls, int threads) {
  pthread_t ids[64];
  struct work work[64];
  if (threads < 1 || threads > 64) return -1;
  curl_global_init(CURL_GLOBAL_DEFAULT);
  double start = now();
  for (int i = 0; i < threads; i++) {
    work[i] = (struct work){url, body, calls / threads, 0};
    if (pthread_create(&ids[i], NULL, call, &work[i])) return -1;
  }
  int failed = 0;
  for (int i = 0; i < threads; i++) {
    pthread_join(ids[i], NULL);
    failed |= work[i].failed;
  }
  return failed ? -1 : now() - start;
}

enum { block_size = 2 << 20 };

struct upload {
  const char *url;
  int file, blocks;
  atomic_int next, failed;
};

// Posts blocks until there are no more: each read, encoded into the body, sent.
static void *send_blocks(void *argument) {
  struct upload *upload = argument;
  struct reply reply;
  struct curl_slist *headers;
  CURL *easy = poster(upload->url, &headers, &reply, 1);
  unsigned char *block = malloc(block_size);
  char *body = malloc(3 * block_size);
  for (int index; !upload->failed && (index = upload->next++) < upload->blocks;) {
    if (pread(upload->file, block, block_size, (off_t)index * block_size) != block_size) break;
    int length = sprintf(body, "{\"upload_key\":\"k\",\"index\":%d,\"file_base64_content\":\"", index + 1);
    length += EVP_EncodeBlock((unsigned char *)body + length, block, block_size);
    length += sprintf(body + length, "\"}");
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)length);
    reply.length = 0;
    if (curl_easy_perform(easy) != CURLE_OK || reply.length == 0) upload->failed = 1;
  }
  free(body);
  free(block);
  curl_slist_free_all(headers);
  curl_easy_cleanup(easy);
  return NULL;
}

double baseline_upload(const char *url, const char *path, int blocks, int threads) {
  pthread_t ids[64];
  if (threads < 1 || threads > 64) return -1;
  curl_global_init(CURL_GLOBAL_DEFAULT);
  struct upload upload = {url, open(path, O_RDONLY), blocks, 0, 0};
  if (upload.file < 0) return -1;
  double start = now();
  unsigned char *block = malloc(block_size), digest[EVP_MAX_MD_SIZE];
  EVP_MD_CTX *sha1 = EVP_MD_CTX_new();
  EVP_DigestInit_ex(sha1, EVP_sha1(), NULL);
  for (int index = 0; index < blocks; index++) {
    if (pread(upload.file, block, block_size, (off_t)index * block_size) != block_size) upload.failed = 1;
    EVP_DigestUpdate(sha1, block, block_size);
  }
  EVP_DigestFinal_ex(sha1, digest, NULL);
  EVP_MD_CTX_free(sha1);
  free(block);
  for (int i = 0; i < threads; i++) {
    if (pthread_create(&ids[i], NULL, send_blocks, &upload)) return -1;
  }
  for (int i = 0; i < threads; i++) pthread_join(ids[i], NULL);
  close(upload.file);
  return upload.failed ? -1 : now() - start;
}

static double cpu_seconds(int who) {
  struct rusage usage;
  getrusage(who, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

double baseline_cpu_seconds(void) { return cpu_seconds(RUSAGE_SELF); }
double baseline_child_cpu_seconds(void) { return cpu_seconds(RUSAGE_CHILDREN); }

#ifdef __linux__
// The peak of the program itself. What wait4 tells includes the memory of the process that started it.
static int64_t peak_of(pid_t child) {
  char path[64], line[256];
  snprintf(path, sizeof path, "/proc/%d/status", (int)child);
  FILE *status = fopen(path, "r");
  long kilobytes = 0;
  while (status && fgets(line, sizeof line, status)) sscanf(line, "VmHWM: %ld", &kilobytes);
  if (status) fclose(status);
  return (int64_t)kilobytes * 1024;
}
#endif

double baseline_run(const char *program, char *const arguments[], int64_t *peak) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  double start = now();
  pid_t child, ended = 0;
  int status = posix_spawn(&child, program, &actions, NULL, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (status) return -1;
  struct rusage usage;
  *peak = 0;
  while (ended == 0) {
#ifdef __linux__
    int64_t seen = peak_of(child);
    if (seen > *peak) *peak = seen;
    usleep(200);
    ended = wait4(child, &status, WNOHANG, &usage);
#else
    ended = wait4(child, &status, 0, &usage);
    *peak = usage.ru_maxrss;
#endif
  }
  return ended == child && status == 0 ? now() - start : -1;
}
