#include "commands/plugin_case.h"

#include "base/utf8.h"

enum { AROUND = 2, MOST_SHOWN = 8, MOST_WIDTH = 200 };

typedef LIST(Str) Lines;

static Lines lines_of(Arena *a, Str text)
{
    Lines lines = {0};
    Str line;

    while (str_line(&text, &line))
        list_push(a, &lines, line);
    return lines;
}

static void put_line(Buf *out, char mark, Str line)
{
    Str head = utf8_head(line, MOST_WIDTH);

    buf_printf(out, "%c%.*s%s\n", mark, STR_ARG(head), head.n < line.n ? "…" : "");
}

/* Lines `from` to `to`, or the first of them. */
static void put_lines(Buf *out, char mark, const Lines *lines, size_t from, size_t to)
{
    for (size_t i = from; i < to && i < from + MOST_SHOWN; i++)
        put_line(out, mark, lines->items[i]);
    if (to > from + MOST_SHOWN)
        buf_printf(out, "%c… (%zu)\n", mark, to - from - MOST_SHOWN);
}

void plugin_diff(Buf *out, Lang lang, Str want, Str came)
{
    Arena *a = arena_new();
    Lines x = lines_of(a, want), y = lines_of(a, came);
    size_t least = x.n < y.n ? x.n : y.n, head = 0, tail = 0;

    while (head < least && str_eq(x.items[head], y.items[head]))
        head++;
    while (tail < least - head && str_eq(x.items[x.n - 1 - tail], y.items[y.n - 1 - tail]))
        tail++;
    buf_printf(out, "@@ -%zu +%zu @@\n", head + 1, head + 1);
    put_lines(out, ' ', &x, head > AROUND ? head - AROUND : 0, head);
    put_lines(out, '-', &x, head, x.n - tail);
    put_lines(out, '+', &y, head, y.n - tail);
    put_lines(out, ' ', &x, x.n - tail, tail > AROUND ? x.n - tail + AROUND : x.n);
    if (head == x.n && head == y.n)
        buf_puts(out, lang == LANG_EN ? "\\ only the line end at the end of the file differs\n" : "\\ chỉ khác ở dấu xuống dòng cuối tệp\n");
    arena_free(a);
}
