#include "CBaseline.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
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
