/* map.h - a hash map from text to a pointer, in an arena. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"
#include "base/str.h"

/* Zero-initialise it. Keys are borrowed and must outlive the map. Never iterated, so its order cannot leak. */
typedef struct {
    struct MapSlot *slots;
    size_t n, cap; /* cap: a power of two */
} Map;

/* Puts `value` (not NULL) under `key`; what stood there before, or NULL, is returned. */
void *map_put(Arena *a, Map *m, Str key, void *value);

/* Puts `value` only where `key` is new. What stands there already, or NULL when it was put. */
void *map_claim(Arena *a, Map *m, Str key, void *value);

/* What stands under `key`, or NULL. */
void *map_find(const Map *m, Str key);

#endif
