#include "CBaseline.h"
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

double baseline_redis_trips(int port, const uint8_t *command, int length, int reply, int trips) {
  int connection = socket(AF_INET, SOCK_STREAM, 0);
  int one = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connection < 0 || connect(connection, (struct sockaddr *)&address, sizeof address) != 0) return -1;
  setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  struct timespec start, end;
  uint8_t room[4096];
  double seconds = -1;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (int trip = 0; trip < trips; trip++) {
    if (write(connection, command, (size_t)length) != length) goto done;
    for (int got = 0; got < reply;) {
      ssize_t count = read(connection, room, sizeof room);
      if (count <= 0 || room[0] == '-') goto done;
      got += (int)count;
    }
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  seconds = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
done:
  close(connection);
  return seconds;
}

#if __has_include(<hiredis/hiredis.h>)
#include <hiredis/hiredis.h>

#ifdef __APPLE__
static const char library[] = "libhiredis.dylib";
#else
static const char library[] = "libhiredis.so";
#endif

// The library is opened here and not linked, so that this builds where it is missing.
double baseline_hiredis_trips(int port, int count, const char **arguments, const size_t *lengths, int trips) {
  void *opened = dlopen(library, RTLD_NOW);
  if (!opened) return -1;
  redisContext *(*connect_to)(const char *, int);
  void *(*command)(redisContext *, int, const char **, const size_t *);
  void (*release)(void *);
  void (*end)(redisContext *);
  *(void **)&connect_to = dlsym(opened, "redisConnect");
  *(void **)&command = dlsym(opened, "redisCommandArgv");
  *(void **)&release = dlsym(opened, "freeReplyObject");
  *(void **)&end = dlsym(opened, "redisFree");
  if (!connect_to || !command || !release || !end) return -1;
  redisContext *context = connect_to("127.0.0.1", port);
  if (!context || context->err) return -1;
  struct timespec start, stop;
  int failed = 0;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (int trip = 0; trip < trips && !failed; trip++) {
    redisReply *reply = command(context, count, arguments, lengths);
    failed = !reply || reply->type == REDIS_REPLY_ERROR;
    if (reply) release(reply);
  }
  clock_gettime(CLOCK_MONOTONIC, &stop);
  end(context);
  return failed ? -1 : (double)(stop.tv_sec - start.tv_sec) + (double)(stop.tv_nsec - start.tv_nsec) / 1e9;
}
#else
double baseline_hiredis_trips(int port, int count, const char **arguments, const size_t *lengths, int trips) {
  (void)port, (void)count, (void)arguments, (void)lengths, (void)trips;
  return -1;
}
#endif
