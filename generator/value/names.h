/* names.h - the spellings of things that editors name: as declared, or whatever folds alike. */
#ifndef VALUE_NAMES_H
#define VALUE_NAMES_H

#include "base/map.h"

/* No name is longer, in bytes: longer spellings name nothing. */
enum { NAMES_LONGEST = 160 };

/* Lets `spelling` and all that folds like it name `what`. The other thing that it names already, or NULL when it is
 * free, empty, or names `what` itself. `spelling` is borrowed. */
void *names_claim(Arena *a, Map *names, Str spelling, const void *what);

/* What `spelling` names, or NULL. Exact spellings are found without folding; nothing is allocated. */
void *names_find(const Map *names, Str spelling);

/* Room on the stack for the fold of a name and the arena around it: no character folds to more than 12 times its bytes. */
typedef struct {
    _Alignas(16) char bytes[4096];
} NamesRoom;

/* The fold of a spelling, which lives in `room`; empty when it is longer than any name. */
Str names_fold(NamesRoom *room, Str spelling);

#endif
