/* value_table.h - tables of texts and the Values, with places, or the errors that reading them gives. */
#ifndef VALUE_TABLE_H
#define VALUE_TABLE_H

#include "base/fs.h"
#include "base/utf8.h"
#include "value/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

typedef bool TableReader(Arena *a, Diag *d, Str text, Value *out);

static void dump(Buf *b, Value v, int depth);

static void dump_text(Buf *b, Str text)
{
    buf_puts(b, "«");
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] == '\n')
            buf_puts(b, "⏎");
        else if (text.s[i] == '\t')
            buf_puts(b, "→");
        else
            buf_byte(b, text.s[i]);
    }
    buf_puts(b, "»");
}

static void dump_pair(Buf *b, const ValuePair *p, int depth)
{
    buf_printf(b, "%*s%u:%u ", depth * 2, "", (unsigned)p->key_at.line, (unsigned)p->key_at.column);
    dump_text(b, p->key);
    buf_puts(b, " = ");
    dump(b, p->value, depth);
}

/* A value with its places, one item or pair a line; a map that may be meant as text shows it. */
static void dump(Buf *b, Value v, int depth)
{
    Str item = yaml_item_text(v);

    buf_printf(b, "%u:%u ", (unsigned)v.line, (unsigned)v.column);
    switch (value_type(v)) {
    case VALUE_NULL: buf_puts(b, "null\n"); break;
    case VALUE_STRING:
        dump_text(b, value_str(v));
        buf_byte(b, '\n');
        break;
    case VALUE_LIST:
        buf_printf(b, "list of %zu\n", value_count(v));
        for (size_t i = 0; i < value_count(v); i++) {
            buf_printf(b, "%*s", depth * 2 + 2, "");
            dump(b, value_item(v, i), depth + 1);
        }
        break;
    case VALUE_MAP:
        buf_printf(b, "map of %zu", value_count(v));
        if (item.n) {
            buf_puts(b, ", or ");
            dump_text(b, item);
        }
        buf_byte(b, '\n');
        for (size_t i = 0; i < value_count(v); i++)
            dump_pair(b, &v.as.map->pairs[i], depth + 1);
        break;
    default: buf_puts(b, "?\n");
    }
}

static void dump_diag(Buf *b, const Diag *d)
{
    for (size_t i = 0; i < d->list.n; i++) {
        const Diagnostic *x = &d->list.items[i];
        Str hint = x->hint, line;
        buf_printf(b, "! %u:%u %s %.*s\n", (unsigned)x->at.line, (unsigned)x->at.column, x->code, STR_ARG(x->message));
        while (str_line(&hint, &line))
            buf_printf(b, "  | %.*s\n", STR_ARG(line));
    }
}

/* The table writes a tab as →, a no-break space as ␣, a carriage return as ␍ and U+2028 as ␤. */
static Str unescape(Arena *a, Str text)
{
    static const struct {
        const char *sign, *means;
    } table[] = {{"→", "\t"}, {"␣", "\xC2\xA0"}, {"␍", "\r"}, {"␤", "\xE2\x80\xA8"}, {"␀", "\xEF\xBB\xBF"}};
    Buf b = {0};
    Str out;

    for (size_t i = 0, t; i < text.n;) {
        for (t = 0; t < 5 && !str_starts(str_slice(text, i, text.n), str_from(table[t].sign)); t++)
            continue;
        if (t < 5)
            buf_puts(&b, table[t].means);
        else
            buf_byte(&b, text.s[i]);
        i += t < 5 ? strlen(table[t].sign) : 1;
    }
    out = buf_keep(&b, a);
    buf_free(&b);
    return out;
}

/* Cuts `=== name`, the input and, behind a line `--->`, the expectation off the front of the table. */
static bool next_case(Str *table, Str *name, Str *input, Str *expected)
{
    Str line, rest;
    const char *begin;

    do
        if (!str_line(table, &line))
            return false;
    while (!str_starts(line, STR("=== ")));
    *name = str_slice(line, 4, line.n);
    begin = table->s;
    do {
        rest = *table;
        assert_true(str_line(table, &line));
    } while (!str_is(line, "--->"));
    *input = (Str){begin, (size_t)(rest.s - begin)};
    begin = table->s;
    do
        rest = *table;
    while (!str_starts(rest, STR("=== ")) && str_line(table, &line));
    *table = rest;
    *expected = str_trim((Str){begin, (size_t)(rest.s - begin)});
    return true;
}

static Str outcome(Arena *a, TableReader *read, Str input, Buf *b)
{
    Diag *d = diag_new(a, LANG_VI);
    Value v;

    if (read(a, d, unescape(a, input), &v))
        dump(b, v, 0);
    dump_diag(b, d);
    return str_trim(buf_str(b));
}

/* Runs every case of a table; each that comes out otherwise is printed as it would have to stand there. */
static void run_table(const char *path, TableReader *read)
{
    Arena *a = arena_new();
    Buf b = {0};
    Str table, name, input, expected;
    int cases = 0, wrong = 0;

    assert_int_equal(fs_read_path(a, path, 1 << 20, &table), 0);
    while (next_case(&table, &name, &input, &expected)) {
        Str got;
        buf_clear(&b);
        got = outcome(a, read, input, &b);
        cases++;
        if (str_eq(got, expected))
            continue;
        wrong++;
        printf("=== %.*s\n%.*s--->\n%.*s\n\n", STR_ARG(name), STR_ARG(input), STR_ARG(got));
    }
    printf("%s: %d cases\n", path, cases);
    buf_free(&b);
    arena_free(a);
    assert_true(cases >= 20);
    assert_int_equal(wrong, 0);
}

#endif
