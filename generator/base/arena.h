/* arena.h - memory by lifetime: what is made together is given back together. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

#include <stdarg.h>
#include <stddef.h>

/* One lifetime: a build, a page, a job. Grows by blocks, or lives in one fixed slice of a mapping (crew).
 * When memory or the slice is at its end, the process ends with ARENA_EXIT_MEMORY; callers never test. */
typedef struct Arena Arena;

/* The exit status of a process that found no memory: that of all failures of the system (DESIGN §12). */
enum { ARENA_EXIT_MEMORY = 4 };

/* A growing arena; ends with arena_free. */
Arena *arena_new(void);

/* An arena within `size` bytes at `base` (zeroed, aligned to 16), which stay the caller's; needs no arena_free. */
Arena *arena_within(void *base, size_t size);

/* Lets an arena within fixed bytes hand out at most `most` more from now on: the wall around one job. */
void arena_wall(Arena *a, size_t most);

/* Forgets all that was made; keeps the first block, so that a scratch arena costs nothing per page. */
void arena_reset(Arena *a);
void arena_free(Arena *a);

/* `size` bytes, uninitialised, aligned to 16. Never NULL. */
void *arena_alloc(Arena *a, size_t size);

/* The same, zeroed. */
void *arena_zalloc(Arena *a, size_t size);

/* `size` bytes where the `old_size` bytes at `old` are kept; grows in place when `old` was the last thing made. */
void *arena_grow(Arena *a, void *old, size_t old_size, size_t size);

#define arena_make(a, Type) ((Type *)arena_zalloc((a), sizeof(Type)))
#define arena_array(a, Type, n) ((Type *)arena_zalloc((a), sizeof(Type) * (n)))

/* A NUL-terminated copy. */
Str arena_str(Arena *a, Str text);

/* printf into the arena, NUL-terminated. */
Str arena_printf(Arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
Str arena_vprintf(Arena *a, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* Bytes handed out so far since arena_new or the last reset. */
size_t arena_used(const Arena *a);

#endif
