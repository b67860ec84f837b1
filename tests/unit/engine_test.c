/* The engine: tests/tables/template*.txt, and what a table cannot say. */
#include "script/inner.h"

#include "base/fs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- data: JSON, with @path "a", @date "2026-03-05", @html "...", @status "...", @doc "..." ---- */

typedef struct {
    Arena *a;
    Str text;
    size_t at;
} Reader;

static void blank(Reader *r)
{
    while (r->at < r->text.n && strchr(" \t\n,:", r->text.s[r->at]))
        r->at++;
}

static Value read_value(Reader *r);

static Str read_string(Reader *r)
{
    size_t from, n = 0;
    char *out;

    blank(r);
    assert_int_equal(r->text.s[r->at], '"');
    from = ++r->at;
    out = arena_alloc(r->a, r->text.n - from + 1);
    for (; r->text.s[r->at] != '"'; r->at++) {
        if (r->text.s[r->at] == '\\')
            out[n++] = r->text.s[++r->at] == 'n' ? '\n' : r->text.s[r->at];
        else
            out[n++] = r->text.s[r->at];
    }
    r->at++;
    out[n] = 0;
    return (Str){out, n};
}

static Value read_tagged(Reader *r)
{
    Str rest = str_slice(r->text, r->at, r->text.n);
    Str word = str_slice(rest, 0, str_find_byte(rest, ' ', 0)), text;
    Date date;
    bool no_such_day = false;

    r->at += word.n;
    text = read_string(r);
    if (str_is(word, "@path"))
        return value_text(r->a, VALUE_PATH, text);
    if (str_is(word, "@html"))
        return value_text(r->a, VALUE_HTML, text);
    if (str_is(word, "@status"))
        return value_text(r->a, VALUE_STATUS, text);
    if (str_is(word, "@doc")) {
        Doc *doc = arena_make(r->a, Doc);
        doc->html = text;
        doc->plain = STR("chữ của bài");
        return value_doc(doc);
    }
    assert_true(str_is(word, "@date") && date_parse(text, &date, &no_such_day));
    return value_date(date);
}

static Value read_list(Reader *r)
{
    ValueItems items = {0};

    for (r->at++, blank(r); r->text.s[r->at] != ']'; blank(r))
        list_push(r->a, &items, read_value(r));
    r->at++;
    return value_list(r->a, items.items, items.n);
}

static Value read_map(Reader *r)
{
    ValuePairs pairs = {0};

    for (r->at++, blank(r); r->text.s[r->at] != '}'; blank(r)) {
        Str key = read_string(r);
        value_pair(r->a, &pairs, key, read_value(r));
    }
    r->at++;
    return value_map(r->a, pairs.items, pairs.n);
}

static Value read_word(Reader *r)
{
    Str rest = str_slice(r->text, r->at, r->text.n), word;
    size_t n = 0;

    while (n < rest.n && !strchr(" \t\n,:]}", rest.s[n]))
        n++;
    word = str_slice(rest, 0, n);
    r->at += n;
    if (str_is(word, "true") || str_is(word, "false"))
        return value_bool(str_is(word, "true"));
    if (str_is(word, "null"))
        return value_null();
    if (str_find_byte(word, '.', 0) < n)
        return value_number(atof(arena_str(r->a, word).s));
    return value_int(atoll(arena_str(r->a, word).s));
}

static Value read_value(Reader *r)
{
    blank(r);
    switch (r->text.s[r->at]) {
    case '{': return read_map(r);
    case '[': return read_list(r);
    case '"': return value_string(r->a, read_string(r));
    case '@': return read_tagged(r);
    default: return read_word(r);
    }
}

/* ---- a world to render in ---- */

typedef struct {
    Arena *a;
    Files *files;
    Diag *d;
    Engine *e;
    Buf out;
} World;

static Value host_asset(HostCall *c)
{
    return value_text(c->scratch, VALUE_PATH, arena_printf(c->scratch, "assets/%.*s", STR_ARG(value_str(c->args[0]))));
}

static Value host_fails(HostCall *c)
{
    c->error = arena_printf(c->scratch, "không tìm thấy «%.*s»", STR_ARG(value_str(c->args[0])));
    return value_null();
}

static const char *const context_names[] = {"page", "site", "portal", "list", "x", "y"};
enum { CONTEXT = sizeof context_names / sizeof *context_names };

static World world(void)
{
    Arena *a = arena_new();
    World w = {.a = a, .files = files_new(a), .d = diag_new(a, LANG_VI), .e = engine_new(a, LANG_VI)};
    Str names[CONTEXT];

    for (size_t i = 0; i < CONTEXT; i++)
        names[i] = str_from(context_names[i]);
    w.e->files = w.files;
    engine_context_names(w.e, names, CONTEXT);
    engine_function(w.e, STR("asset"), host_asset, NULL);
    engine_function(w.e, STR("record"), host_fails, NULL);
    engine_filter(w.e, STR("fail"), host_fails, NULL);
    return w;
}

static void end_world(World *w)
{
    engine_free(w->e);
    buf_free(&w->out);
    arena_free(w->a);
}

static bool add(World *w, Str name, Str source)
{
    Place start = place_at(files_add(w->files, name), 1, 1);

    return library_add(&w->e->lib, w->a, w->d, start, name, name, source);
}

static bool render(World *w, Str data, const char *name)
{
    Reader r = {.a = w->a, .text = data};
    Value context[CONTEXT] = {{.type = VALUE_NULL}}, all = read_value(&r);
    Rendering rendering = {.path = STR("tin/bai.html"), .base_url = STR("https://xa.gov.vn/cchc/"), .context = context, .page = files_add(w->files, STR("content/tin/bai.md"))};

    for (size_t i = 0; i < CONTEXT; i++)
        context[i] = value_get(all, str_from(context_names[i]));
    buf_clear(&w->out);
    return engine_render(w->e, w->d, str_from(name), &rendering, &w->out);
}

/* ---- tables ---- */

typedef struct {
    Str name, data, expect, errors;
    bool fails;
    struct {
        Str name, source;
    } files[8];
    size_t file_count;
} Case;

static size_t failures, cases;

static void wrong(const Case *c, const char *what, Str got)
{
    failures++;
    printf("template table: «%.*s»: %s\n--- got\n%.*s\n---\n", STR_ARG(c->name), what, STR_ARG(got));
}

/* One line for each diagnostic: "file:line:column code: message | hint / hint". */
static Str described(World *w)
{
    Buf out = {0};
    Str text;

    for (size_t i = 0; i < w->d->list.n; i++) {
        const Diagnostic *g = &w->d->list.items[i];
        Str hint = g->hint, line;
        buf_printf(&out, "%.*s:%u:%u %s: %.*s |", STR_ARG(files_path(w->files, g->at)), (unsigned)g->at.line,
                   (unsigned)g->at.column, g->code, STR_ARG(g->message));
        while (str_line(&hint, &line))
            buf_printf(&out, " %.*s /", STR_ARG(line));
        buf_byte(&out, '\n');
    }
    text = buf_keep(&out, w->a);
    buf_free(&out);
    return text;
}

/* True when each expected line begins the description of its diagnostic up to " ... "; what follows that stands anywhere
 * behind. Neither side may have more lines. */
static bool errors_match(Str expect, Str got)
{
    Str want, have;

    while (str_line(&expect, &want)) {
        if (str_trim(want).n == 0)
            continue;
        Str head = str_slice(want, 0, str_find(want, STR(" ... "))), rest = str_slice(want, head.n + 5, want.n);
        if (!str_line(&got, &have) || !str_starts(have, head) || str_find(have, rest) == have.n)
            return false;
    }
    return got.n == 0;
}

static void run_case(const Case *c)
{
    World w = world();
    bool ok;

    cases++;
    for (size_t i = 0; i < c->file_count; i++)
        add(&w, c->files[i].name, c->files[i].source);
    ok = engine_compile(w.e, w.d);
    if (ok)
        ok = render(&w, c->data, "page.html");
    Str got = described(&w);
    if (c->fails) {
        if (ok || !errors_match(c->errors, got))
            wrong(c, ok ? "should fail" : "other mistakes", ok ? buf_str(&w.out) : got);
    } else if (!ok) {
        wrong(c, "fails", got);
    } else if (!str_eq(str_trim(buf_str(&w.out)), str_trim(c->expect))) {
        wrong(c, "other text", buf_str(&w.out));
    }
    end_world(&w);
}

/* Reads "=== name", then sections "--- file.html", "--- data", "--- expect", "--- error". A file's last newline is not its own. */
static void run_table(const char *path)
{
    Arena *a = arena_new();
    Str text, rest, line, standard = STR("{}"), *into = NULL;
    Case c = {0};
    bool open = false;

    assert_int_equal(fs_read_path(a, path, 1 << 20, &text), 0);
    rest = text;
    while (str_line(&rest, &line)) {
        if (str_starts(line, STR("=== "))) {
            if (open && c.file_count)
                run_case(&c);
            else if (open)
                standard = c.data;
            c = (Case){.name = str_slice(line, 4, line.n), .data = standard};
            open = true;
            into = NULL;
        } else if (str_starts(line, STR("--- "))) {
            Str name = str_slice(line, 4, line.n);
            c.fails |= str_is(name, "error");
            if (str_is(name, "data") || str_is(name, "expect") || str_is(name, "error")) {
                into = str_is(name, "data") ? &c.data : str_is(name, "expect") ? &c.expect : &c.errors;
            } else {
                assert_true(c.file_count < 8);
                c.files[c.file_count].name = name;
                into = &c.files[c.file_count++].source;
            }
            *into = (Str){rest.s, 0};
        } else if (into) {
            into->n = (size_t)(line.s + line.n - into->s);
        }
    }
    run_case(&c);
    arena_free(a);
}

static void test_tables(void **state)
{
    (void)state;
    run_table("tests/tables/template.txt");
    printf("template tables: %zu cases, %zu wrong\n", cases, failures);
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tables)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
