/* qr.h - QR codes: text to a square of dark and light modules. */
#ifndef BASE_QR_H
#define BASE_QR_H

#include "base/arena.h"
#include "base/str.h"

/* What still prints well at a few centimetres (version 17, 85 modules a side); the light border that readers need, in modules. */
enum { QR_MOST_BYTES = 500, QR_QUIET = 4 };

typedef struct {
    size_t size;         /* modules a side, 21 to 85, without the border */
    const bool *dark;    /* size * size, row by row, in the arena */
} QrCode;

/* Encodes the bytes at error correction M (15 % may be lost), in the smallest version that holds them. False, and nothing reported,
 * where there is no text or it is longer than QR_MOST_BYTES. */
bool qr_encode(Arena *a, Str text, QrCode *out);

/* The version of the library behind it. */
const char *qr_version(void);

#endif
