#include "base/hash.h"

#define XXH_STATIC_LINKING_ONLY /* the size of the state, which may then live on the stack */
#include <xxhash.h>

_Static_assert(sizeof(XXH3_state_t) <= sizeof(HashStream), "HashStream is too small for this xxhash");

uint64_t hash_bytes(Str text) { return XXH3_64bits(text.s, text.n); }

void hash_begin(HashStream *h) { XXH3_64bits_reset((XXH3_state_t *)(void *)h); }

void hash_add(HashStream *h, Str piece)
{
    if (piece.n)
        XXH3_64bits_update((XXH3_state_t *)(void *)h, piece.s, piece.n);
}

uint64_t hash_end(const HashStream *h) { return XXH3_64bits_digest((const XXH3_state_t *)(const void *)h); }

#define TEXT_OF(x) #x
#define VERSION_TEXT(a, b, c) TEXT_OF(a) "." TEXT_OF(b) "." TEXT_OF(c)
const char *hash_version(void) { return VERSION_TEXT(XXH_VERSION_MAJOR, XXH_VERSION_MINOR, XXH_VERSION_RELEASE); }
