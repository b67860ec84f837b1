#include "commands/import_diff.h"

#include "base/list.h"

#include <stdint.h>

enum { AROUND = 3, MOST_CELLS = 16 << 20 /* of the table; what is larger differs as a whole */ };

typedef LIST(Str) Lines;

/* A line of one text, of the other, or of both: ' ', '-', '+'. */
typedef struct {
    char sign;
    Str line;
    size_t old, new; /* lines that stand before it */
} Edit;

typedef struct {
    Arena *a;
    Lines old, new;
    LIST(Edit) edits;
    size_t from, old_to, new_to; /* between them the texts differ */
} Diff;

static Lines lines_of(Arena *a, Str text)
{
    Lines lines = {0};
    Str line;

    while (str_line(&text, &line))
        list_push(a, &lines, line);
    return lines;
}

static void cut_ends(Diff *x)
{
    size_t n = x->old.n, m = x->new.n;

    while (x->from < n && x->from < m && str_eq(x->old.items[x->from], x->new.items[x->from]))
        x->from++;
    while (n > x->from && m > x->from && str_eq(x->old.items[n - 1], x->new.items[m - 1]))
        n--, m--;
    x->old_to = n, x->new_to = m;
}

/* The longest run of lines that both have, for each pair of starts. NULL: too large. */
static uint32_t *common(const Diff *x)
{
    size_t n = x->old_to - x->from, m = x->new_to - x->from, wide = m + 1;
    uint32_t *table = n * wide > MOST_CELLS ? NULL : arena_array(x->a, uint32_t, (n + 1) * wide);

    for (size_t i = n; table && i-- > 0;)
        for (size_t k = m; k-- > 0;) {
            uint32_t down = table[(i + 1) * wide + k], right = table[i * wide + k + 1];
            bool same = str_eq(x->old.items[x->from + i], x->new.items[x->from + k]);
            table[i * wide + k] = same ? table[(i + 1) * wide + k + 1] + 1 : down > right ? down : right;
        }
    return table;
}

static void put(Diff *x, char sign, size_t i, size_t k)
{
    list_push(x->a, &x->edits, (Edit){sign, sign == '+' ? x->new.items[k] : x->old.items[i], i, k});
}

static void find_edits(Diff *x)
{
    size_t i = x->from, k = i, wide = x->new_to - x->from + 1;
    const uint32_t *table = common(x);

    for (size_t at = 0; at < x->from; at++)
        put(x, ' ', at, at);
    while (i < x->old_to || k < x->new_to) {
        bool both = i < x->old_to && k < x->new_to;
        if (both && table && str_eq(x->old.items[i], x->new.items[k])) {
            put(x, ' ', i++, k++);
            continue;
        }
        if (k == x->new_to || (both && (!table || table[(i - x->from + 1) * wide + k - x->from] >= table[(i - x->from) * wide + k - x->from + 1])))
            put(x, '-', i++, k);
        else
            put(x, '+', i, k++);
    }
    for (; i < x->old.n; i++, k++)
        put(x, ' ', i, k);
}

/* The end of the hunk that begins at a change: changes whose surroundings touch are one. */
static size_t hunk_end(const Diff *x, size_t at)
{
    size_t end = at;

    for (size_t i = at; i < x->edits.n && i <= end + 2 * AROUND; i++)
        if (x->edits.items[i].sign != ' ')
            end = i;
    return end + 1;
}

static void put_hunk(Buf *out, const Diff *x, size_t from, size_t to)
{
    const Edit *first = &x->edits.items[from];
    size_t old = 0, new = 0;

    for (size_t i = from; i < to; i++) {
        old += x->edits.items[i].sign != '+';
        new += x->edits.items[i].sign != '-';
    }
    buf_printf(out, "@@ -%zu,%zu +%zu,%zu @@\n", first->old + (old > 0), old, first->new + (new > 0), new);
    for (size_t i = from; i < to; i++)
        buf_printf(out, "%c%.*s\n", x->edits.items[i].sign, STR_ARG(x->edits.items[i].line));
}

void import_diff(Buf *out, Str path, Str old, Str new)
{
    Diff x = {.a = arena_new()};
    size_t done = 0;

    x.old = lines_of(x.a, old);
    x.new = lines_of(x.a, new);
    cut_ends(&x);
    if (x.from < x.old.n || x.from < x.new.n) {
        find_edits(&x);
        buf_printf(out, old.n ? "--- %.*s\n" : "--- /dev/null\n", STR_ARG(path));
        buf_printf(out, "+++ %.*s\n", STR_ARG(path));
    }
    for (size_t i = 0; i < x.edits.n; i++)
        if (x.edits.items[i].sign != ' ') {
            size_t from = i > done + AROUND ? i - AROUND : done, end = hunk_end(&x, i);
            size_t to = end + AROUND < x.edits.n ? end + AROUND : x.edits.n;
            put_hunk(out, &x, from, to);
            done = to;
            i = to - 1;
        }
    arena_free(x.a);
}
