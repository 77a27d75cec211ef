#define _GNU_SOURCE
#include "CBaseline.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

// Whether the blocks in requests are decoded and hashed, as a service has to.
static int checks;
// What a GET is answered, if anything.
static const char *content;
static size_t content_length;
static char response[65536];
static size_t response_length;

static int send_all(int connection, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t sent = send(connection, bytes, count, MSG_NOSIGNAL);
    if (sent <= 0) return -1;
    bytes += sent;
    count -= (size_t)sent;
  }
  return 0;
}

// Takes the rest of a body off the connection without looking at it.
static int discard(int connection, size_t count) {
  while (count > 0) {
    size_t most = count < 1 << 20 ? count : 1 << 20;
#ifdef __linux__
    ssize_t taken = recv(connection, NULL, most, MSG_TRUNC);
#else
    static _Thread_local char room[1 << 20];
    ssize_t taken = recv(connection, room, most, 0);
#endif
    if (taken <= 0) return -1;
    count -= (size_t)taken;
  }
  return 0;
}

enum { body_size = 4 << 20, block_size = 3 << 20 };

// Takes a block as a service has to: all of it into memory, decoded, hashed. -1 for what is no block.
//
// `room` is what the connection has for it, made for its first block. It is not the thread's own: every thread of the process,
// also of the client, would begin with clearing as much.
static int check(int connection, char **room, const char *begun, size_t here, size_t count) {
  static const char field[] = "\"file_base64_content\":\"";
  if (!*room) *room = malloc(body_size + block_size);
  if (!*room || count > body_size) return -1;
  char *body = *room;
  unsigned char *block = (unsigned char *)*room + body_size, digest[EVP_MAX_MD_SIZE];
  memcpy(body, begun, here);
  for (size_t held = here; held < count;) {
    ssize_t taken = recv(connection, body + held, count - held, 0);
    if (taken <= 0) return -1;
    held += (size_t)taken;
  }
  const char *text = memmem(body, count, field, sizeof field - 1);
  if (!text) return -1;
  text += sizeof field - 1;
  const char *end = memchr(text, '"', count - (size_t)(text - body));
  int size = end ? EVP_DecodeBlock(block, (const unsigned char *)text, (int)(end - text)) : -1;
  return size > 0 && EVP_Digest(block, (size_t)size, digest, NULL, EVP_sha1(), NULL) ? 0 : -1;
}

static int answer(int connection, int is_get) {
  if (!is_get || !content) return send_all(connection, response, response_length);
  char head[128];
  int length = snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", content_length);
  return send_all(connection, head, (size_t)length) || send_all(connection, content, content_length);
}

// Reads whole requests off one connection and answers each, until the peer closes.
static void *serve(void *argument) {
  int connection = (int)(intptr_t)argument;
  char buffer[65536 + 1], *room = NULL;
  size_t held = 0;
  for (;;) {
    buffer[held] = 0;
    char *end = strstr(buffer, "\r\n\r\n");
    if (end) {
      size_t head = (size_t)(end - buffer) + 4, body = 0;
      char *length = strcasestr(buffer, "content-length:");
      if (length && length < end) body = strtoul(length + 15, NULL, 10);
      size_t here = held - head < body ? held - head : body;
      int is_get = strncmp(buffer, "GET ", 4) == 0;
      int is_block = checks && body > 1 << 20;
      if (is_block ? check(connection, &room, buffer + head, here, body) : discard(connection, body - here)) break;
      if (answer(connection, is_get)) break;
      held -= head + here;
      memmove(buffer, buffer + head + here, held);
      continue;
    }
    if (held == sizeof buffer - 1) break;
    ssize_t count = read(connection, buffer + held, sizeof buffer - 1 - held);
    if (count <= 0) break;
    held += (size_t)count;
  }
  free(room);
  close(connection);
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

static int set_reply(const char *reply) {
  response_length = (size_t)snprintf(
      response, sizeof response, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
      strlen(reply), reply);
  return response_length < sizeof response ? 0 : -1;
}

static int open_listener(int *port) {
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) || listen(listener, 512) ||
      getsockname(listener, (struct sockaddr *)&address, &size))
    return -1;
  *port = ntohs(address.sin_port);
  return listener;
}

int baseline_server_start(const char *reply) {
  int port;
  int listener = open_listener(&port);
  pthread_t thread;
  if (listener < 0 || set_reply(reply) ||
      pthread_create(&thread, NULL, listen_loop, (void *)(intptr_t)listener))
    return -1;
  pthread_detach(thread);
  return port;
}

static int map_content(const char *path) {
  struct stat status;
  int file = open(path, O_RDONLY);
  if (file < 0 || fstat(file, &status)) return -1;
  content_length = (size_t)status.st_size;
  content = mmap(NULL, content_length, PROT_READ, MAP_SHARED, file, 0);
  return content == MAP_FAILED ? -1 : 0;
}

int baseline_server_apart(const char *reply, const char *path, int checks_blocks, int *process) {
  int port;
  int listener = open_listener(&port);
  // "PORT" in the reply stands for the server's own.
  char filled[32768];
  const char *mark = strstr(reply, "PORT");
  if (listener < 0 || strlen(reply) > sizeof filled - 8) return -1;
  if (mark) {
    snprintf(filled, sizeof filled, "%.*s%d%s", (int)(mark - reply), reply, port, mark + 4);
  } else {
    strcpy(filled, reply);
  }
  *process = fork();
  if (*process == 0) {
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    checks = checks_blocks;
    if (set_reply(filled) || map_content(path)) _exit(1);
    listen_loop((void *)(intptr_t)listener);
  }
  close(listener);
  return *process > 0 ? port : -1;
}

void baseline_server_end(int process) { kill(process, SIGKILL); }
