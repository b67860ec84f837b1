/* hash.h - fingerprints of bytes: names of assets, the manifest, hash maps. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/str.h"

#include <stdint.h>

/* XXH3 of the bytes, 64 bits, the same on every machine. Not for secrets. */
uint64_t hash_bytes(Str text);

/* The same of bytes that come in pieces: hash_begin, hash_add for each, hash_end. Holds no memory of its own. */
typedef struct {
    _Alignas(64) unsigned char state[576];
} HashStream;

void hash_begin(HashStream *h);
void hash_add(HashStream *h, Str piece);

/* What hash_bytes gives for all pieces together. */
uint64_t hash_end(const HashStream *h);

/* The version of the library behind it. */
const char *hash_version(void);

#endif
