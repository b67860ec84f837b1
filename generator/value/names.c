#include "value/names.h"

#include "base/utf8.h"

Str names_fold(NamesRoom *room, Str spelling)
{
    if (spelling.n > NAMES_LONGEST)
        return STR("");
    return utf8_fold(arena_within(room->bytes, sizeof room->bytes), spelling);
}

/* `spelling` with a small first letter. */
static Str with_small_letter(Arena *a, Str spelling)
{
    size_t at = 0;
    Buf b = {0};
    Str small;

    utf8_put(&b, utf8_lower(utf8_next(spelling, &at)));
    buf_add(&b, str_slice(spelling, at, spelling.n));
    small = buf_keep(&b, a);
    buf_free(&b);
    return small;
}

/* A fold folds to itself, so exact spellings and folds share one map without mixing up two things. Labels begin with a capital, editors
 * write them small: such a spelling is found without folding too. */
void *names_claim(Arena *a, Map *names, Str spelling, const void *what)
{
    void *other;

    if (spelling.n == 0)
        return NULL;
    other = map_claim(a, names, utf8_fold(a, spelling), (void *)what);
    if (other && other != what)
        return other;
    map_claim(a, names, spelling, (void *)what);
    map_claim(a, names, with_small_letter(a, spelling), (void *)what);
    return NULL;
}

void *names_find(const Map *names, Str spelling)
{
    void *found = map_find(names, spelling);
    NamesRoom room;

    return found ? found : map_find(names, names_fold(&room, spelling));
}
