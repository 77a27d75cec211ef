#pragma once
#include <stddef.h>
#include <stdint.h>

// Writes the first bytes in base64, as many as are worth the vector registers, and returns how many that were, a multiple
// of three: 0 where the processor has no such registers that are known here. Reads and writes nothing beyond `count` bytes
// and their digits.

#if defined(__x86_64__)
#include <immintrin.h>

// 24 bytes are 32 digits. Each three bytes are spread over four; two multiplications shift the six bits of each digit to
// their place; a table has what is added to a digit of each of the five ranges of the alphabet.
__attribute__((target("avx2"))) static inline size_t wedrive_base64_avx2(
    const uint8_t *bytes, size_t count, uint8_t *digits) {
  const __m256i spread = _mm256_setr_epi8(
      1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10, 1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
  const __m256i offsets = _mm256_setr_epi8(
      65, 71, -4, -4, -4, -4, -4, -4, -4, -4, -4, -4, -19, -16, 0, 0, 65, 71, -4, -4, -4, -4, -4, -4, -4, -4, -4, -4,
      -19, -16, 0, 0);
  size_t taken = 0;
  for (; count - taken >= 28; taken += 24, digits += 32) {
    __m256i word = _mm256_set_m128i(
        _mm_loadu_si128((const __m128i *)(bytes + taken + 12)), _mm_loadu_si128((const __m128i *)(bytes + taken)));
    word = _mm256_shuffle_epi8(word, spread);
    __m256i odd = _mm256_mulhi_epu16(
        _mm256_and_si256(word, _mm256_set1_epi32(0x0fc0fc00)), _mm256_set1_epi32(0x04000040));
    __m256i even = _mm256_mullo_epi16(
        _mm256_and_si256(word, _mm256_set1_epi32(0x003f03f0)), _mm256_set1_epi32(0x01000010));
    word = _mm256_or_si256(odd, even);
    // 0 for A–Z, 1 for a–z, 2 to 11 for 0–9, 12 for +, 13 for /.
    __m256i range = _mm256_sub_epi8(
        _mm256_subs_epu8(word, _mm256_set1_epi8(51)), _mm256_cmpgt_epi8(word, _mm256_set1_epi8(25)));
    word = _mm256_add_epi8(word, _mm256_shuffle_epi8(offsets, range));
    _mm256_storeu_si256((__m256i *)digits, word);
  }
  return taken;
}

static inline size_t wedrive_base64(const uint8_t *bytes, size_t count, uint8_t *digits) {
  return count >= 28 && __builtin_cpu_supports("avx2") ? wedrive_base64_avx2(bytes, count, digits) : 0;
}

#elif defined(__aarch64__)
#include <arm_neon.h>

// 48 bytes are 64 digits. The loads and stores take every third byte apart and put every fourth digit together.
static inline size_t wedrive_base64(const uint8_t *bytes, size_t count, uint8_t *digits) {
  static const uint8_t alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const uint8x16x4_t table = {
      {vld1q_u8(alphabet), vld1q_u8(alphabet + 16), vld1q_u8(alphabet + 32), vld1q_u8(alphabet + 48)}};
  const uint8x16_t six = vdupq_n_u8(63);
  size_t taken = 0;
  for (; count - taken >= 48; taken += 48, digits += 64) {
    uint8x16x3_t in = vld3q_u8(bytes + taken);
    uint8x16x4_t out;
    out.val[0] = vqtbl4q_u8(table, vshrq_n_u8(in.val[0], 2));
    out.val[1] = vqtbl4q_u8(table, vandq_u8(vsliq_n_u8(vshrq_n_u8(in.val[1], 4), in.val[0], 4), six));
    out.val[2] = vqtbl4q_u8(table, vandq_u8(vsliq_n_u8(vshrq_n_u8(in.val[2], 6), in.val[1], 2), six));
    out.val[3] = vqtbl4q_u8(table, vandq_u8(in.val[2], six));
    vst4q_u8(digits, out);
  }
  return taken;
}

#else

static inline size_t wedrive_base64(const uint8_t *bytes, size_t count, uint8_t *digits) { return 0; }

#endif
