#pragma once
// SHA1_* and SHA_CTX are marked deprecated since OpenSSL 3, yet they alone show the state between blocks.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include "base64.h"
