#pragma once
#include <stddef.h>
#include <stdint.h>

// A server that answers every request on a kept-alive connection with the same JSON reply: the least work a server
// can do, so that what is measured is the client. Returns the port, or -1.
int baseline_server_start(const char *reply);

// The same in a process of its own, so that its work is not counted as the client's. "PORT" in the reply stands for its
// port. A GET is answered with the content of the file at `path`. With `checks_blocks`, a block is decoded and hashed, as a
// service has to; otherwise it is not read. Returns the port, or -1.
int baseline_server_apart(const char *reply, const char *path, int checks_blocks, int *process);
void baseline_server_end(int process);

// What a C programmer would write: one easy handle per thread, reused, a POST of `body` to `url`, the reply copied into
// a buffer. Makes `calls` calls spread over `threads` threads. Returns the seconds it took, or -1.
double baseline_calls(const char *url, const char *body, int calls, int threads);

// The work of an upload, as a C programmer would write it: SHA-1 over all of the file at `path`, then its `blocks` of 2 MiB
// read, encoded by EVP_EncodeBlock and posted, on `threads` threads with an easy handle each. Returns the seconds it took,
// or -1.
double baseline_upload(const char *url, const char *path, int blocks, int threads);

// Seconds of CPU that this process has used.
double baseline_cpu_seconds(void);

// Seconds of CPU that the processes have used that this one started and that have ended.
double baseline_child_cpu_seconds(void);

// Feeds `count` bytes to libcrypto's SHA-1 in blocks of 2 MiB. Returns the seconds it took.
double baseline_sha1(const uint8_t *bytes, int64_t count);

// Encodes `count` bytes in base64 `times` times into one buffer. Returns the seconds it took.
double baseline_base64(const uint8_t *bytes, int64_t count, int times);

// Sends a command to a Redis server of this machine over a bare socket, `trips` times one after the other, each time until
// `reply` bytes have come. Returns the seconds it took, or -1, also where the server refuses it.
double baseline_redis_trips(int port, const uint8_t *command, int length, int reply, int trips);

// Runs a program to its end, its output thrown away. Returns wall seconds, or -1; peak resident bytes in `peak`.
double baseline_run(const char *program, char *const arguments[], int64_t *peak);

// The same with hiredis, which takes arguments and parses replies. Returns -1 also where it is not installed.
double baseline_hiredis_trips(int port, int count, const char **arguments, const size_t *lengths, int trips);

// What a C programmer would write to see whether anything in a folder has changed: readdir and fstatat, to the bottom. Counts the
// files. Returns the seconds it took, or -1.
double baseline_walk(const char *path, int64_t *files);

// The most memory that this process has had so far, in bytes.
int64_t baseline_peak(void);
