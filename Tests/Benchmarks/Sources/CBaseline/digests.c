#define OPENSSL_SUPPRESS_DEPRECATED
#include "CBaseline.h"

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

double baseline_sha1(const uint8_t *bytes, int64_t count) {
  SHA_CTX context;
  unsigned char digest[SHA_DIGEST_LENGTH];
  double start = now();
  SHA1_Init(&context);
  for (int64_t done = 0; done < count; done += 2 << 20)
    SHA1_Update(&context, bytes + done, (size_t)(count - done < 2 << 20 ? count - done : 2 << 20));
  SHA1_Final(digest, &context);
  return now() - start;
}

double baseline_base64(const uint8_t *bytes, int64_t count, int times) {
  unsigned char *encoded = malloc((size_t)count / 3 * 4 + 8);
  double start = now();
  for (int i = 0; i < times; i++) EVP_EncodeBlock(encoded, bytes, (int)count);
  double seconds = now() - start;
  free(encoded);
  return seconds;
}
