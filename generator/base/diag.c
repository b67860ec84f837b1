#include "base/diag.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdlib.h>

Place place_in(Place start, Str text, size_t offset)
{
    size_t line = start.line, line_start = 0, column;

    for (size_t i = str_find_byte(text, '\n', 0); i < offset && i < text.n; i = str_find_byte(text, '\n', i + 1)) {
        line++;
        line_start = i + 1;
    }
    column = 1 + utf8_count(str_slice(text, line_start, offset));
    return place_at(start, line, line_start ? column : column + (start.column ? start.column - 1u : 0));
}

Files *files_new(Arena *a)
{
    Files *f = arena_make(a, Files);

    f->arena = a;
    list_push(a, &f->paths, STR(""));
    return f;
}

Place files_add(Files *f, Str path)
{
    list_push(f->arena, &f->paths, arena_str(f->arena, path));
    return (Place){.file = (f->paths.n - 1) & 0xfffff};
}

Str files_path(const Files *f, Place at)
{
    return at.file < f->paths.n ? f->paths.items[at.file] : STR("");
}

Diag *diag_new(Arena *a, Lang lang)
{
    Diag *d = arena_make(a, Diag);

    d->arena = a;
    d->lang = lang;
    return d;
}

void diag_report(Diag *d, Level level, Place at, const char *code, const char *vi, const char *en, ...)
{
    va_list args;

    va_start(args, en);
    list_push(d->arena, &d->list,
              (Diagnostic){at, level, code, arena_vprintf(d->arena, diag_word(d, vi, en), args), STR("")});
    va_end(args);
    d->errors += level == LEVEL_ERROR;
    d->warnings += level == LEVEL_WARNING;
}

void diag_hint(Diag *d, const char *vi, const char *en, ...)
{
    Diagnostic *last;
    va_list args;
    Str text;

    if (d->list.n == 0)
        return;
    last = &d->list.items[d->list.n - 1];
    va_start(args, en);
    text = arena_vprintf(d->arena, diag_word(d, vi, en), args);
    va_end(args);
    last->hint = last->hint.n ? arena_printf(d->arena, "%.*s\n%.*s", STR_ARG(last->hint), STR_ARG(text)) : text;
}

bool diag_may_guess(Diag *d, size_t names)
{
    d->guessed += names;
    return d->guessed <= DIAG_MOST_GUESSED;
}

/* The nearest of `names` to `folded`, or `n`. */
static size_t nearest(Arena *scratch, Str folded, const Str *names, size_t n)
{
    size_t best = n, least = (folded.n < 6 ? 1 : folded.n / 3) + 1;

    for (size_t i = 0; i < n; i++) {
        size_t far = utf8_distance(folded, utf8_fold(scratch, names[i]));
        if (far < least) {
            best = i;
            least = far;
        }
    }
    for (size_t i = 0; best == n && folded.n >= 4 && i < n; i++) {
        Str name = utf8_fold(scratch, names[i]);
        if (str_find(name, folded) < name.n)
            best = i;
    }
    return best;
}

void diag_nearest(Diag *d, Str wrong, const Str *names, size_t n)
{
    Arena *scratch;
    size_t best;

    if (!diag_may_guess(d, n))
        return;
    scratch = arena_new();
    best = nearest(scratch, utf8_fold(scratch, wrong), names, n);
    arena_free(scratch);
    if (best < n)
        diag_hint(d, "có phải «%.*s»?", "did you mean «%.*s»?", STR_ARG(names[best]));
}

void diag_merge(Diag *d, const Diag *from)
{
    for (size_t i = 0; i < from->list.n; i++)
        list_push(d->arena, &d->list, from->list.items[i]);
    d->errors += from->errors;
    d->warnings += from->warnings;
}

/* A diagnostic and where it stood, which decides between equal places. */
typedef struct {
    Diagnostic what;
    size_t was;
} Ranked;

static int by_place(const void *x, const void *y)
{
    const Ranked *a = x, *b = y;
    Place p = a->what.at, q = b->what.at;

    if (p.file != q.file)
        return p.file < q.file ? -1 : 1;
    if (p.line != q.line)
        return p.line < q.line ? -1 : 1;
    if (p.column != q.column)
        return p.column < q.column ? -1 : 1;
    return a->was < b->was ? -1 : 1;
}

void diag_sort(Diag *d)
{
    Ranked *ranked;

    if (d->list.n < 2)
        return;
    ranked = arena_alloc(d->arena, d->list.n * sizeof *ranked);
    for (size_t i = 0; i < d->list.n; i++)
        ranked[i] = (Ranked){d->list.items[i], i};
    qsort(ranked, d->list.n, sizeof *ranked, by_place);
    for (size_t i = 0; i < d->list.n; i++)
        d->list.items[i] = ranked[i].what;
}
