/* memo.h - what one worker worked out, for all of them: results by key, in a shared mapping.
 *
 * The results themselves lie where jobs of a crew make theirs, so that every worker can read them. What a job made may be lost with its
 * worker until the job is done, so it is kept back until then: see memo_share. */
#ifndef BASE_MEMO_H
#define BASE_MEMO_H

#include "base/arena.h"

#include <stdint.h>

typedef struct Memo Memo;

/* Before workers fork. NULL where no memory is to be had; that is an empty memo, which keeps nothing. */
Memo *memo_open(Arena *a);

/* What was shared under `key`, or kept by this process; or NULL. */
void *memo_find(const Memo *memo, uint64_t key);

/* Keeps `result`, which lies in the arena of the job that runs, until memo_share. */
void memo_keep(Memo *memo, uint64_t key, void *result);

/* What this process kept is shared from here on: called when the job that made it is done, as when the next one begins. */
void memo_share(Memo *memo);

void memo_close(Memo *memo);

#endif
