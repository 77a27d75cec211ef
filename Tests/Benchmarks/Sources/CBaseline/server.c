#define _GNU_SOURCE
#include "CBaseline.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

static char response[65536];
static size_t response_length;

// Reads whole requests off one connection and answers each, until the peer closes.
static void *serve(void *argument) {
  int connection = (int)(intptr_t)argument;
  size_t capacity = 1 << 20, held = 0;
  char *buffer = malloc(capacity + 1);
  for (;;) {
    buffer[held] = 0;
    char *end = strstr(buffer, "\r\n\r\n");
    if (end) {
      size_t head = (size_t)(end - buffer) + 4, body = 0;
      char *length = strcasestr(buffer, "content-length:");
      if (length && length < end) body = strtoul(length + 15, NULL, 10);
      if (held >= head + body) {
        if (write(connection, response, response_length) != (ssize_t)response_length) break;
        memmove(buffer, buffer + head + body, held - head - body);
        held -= head + body;
        continue;
      }
    }
    if (held == capacity) break;
    ssize_t count = read(connection, buffer + held, capacity - held);
    if (count <= 0) break;
    held += (size_t)count;
  }
  close(connection);
  free(buffer);
  return NULL;
}

static void *listen_loop(void *argument) {
  int listener = (int)(intptr_t)argument;
  for (;;) {
    int connection = accept(listener, NULL, NULL);
    if (connection < 0) continue;
    int on = 1;
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    pthread_t thread;
    if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)connection) == 0) pthread_detach(thread);
  }
  return NULL;
}

int baseline_server_start(const char *reply) {
  response_length = (size_t)snprintf(
      response, sizeof response, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
      strlen(reply), reply);
  if (response_length >= sizeof response) return -1;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  pthread_t thread;
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) || listen(listener, 512) ||
      getsockname(listener, (struct sockaddr *)&address, &size) ||
      pthread_create(&thread, NULL, listen_loop, (void *)(intptr_t)listener))
    return -1;
  pthread_detach(thread);
  return ntohs(address.sin_port);
}
