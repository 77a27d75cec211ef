#pragma once
#include <stdint.h>

// A server that answers every request on a kept-alive connection with the same JSON reply: the least work a server
// can do, so that what is measured is the client. Returns the port, or -1.
int baseline_server_start(const char *reply);

// What a C programmer would write: one easy handle per thread, reused, a POST of `body` to `url`, the reply copied into
// a buffer. Makes `calls` calls spread over `threads` threads. Returns the seconds it took, or -1.
double baseline_calls(const char *url, const char *body, int calls, int threads);

// Seconds of CPU that this process has used.
double baseline_cpu_seconds(void);

// Runs a program to its end, its output thrown away. Returns wall seconds, or -1; peak resident bytes in `peak`.
double baseline_run(const char *program, char *const arguments[], int64_t *peak);
