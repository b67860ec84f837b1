/* The engine: tests/tables/template*.txt, and what a table cannot say. */
#include "script/filters.h"
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
    Date date = {0};
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

static bool add(World *w, Str name, Str source, bool optional)
{
    Place start = place_at(files_add(w->files, name), 1, 1);

    return library_add(&w->e->lib, w->a, w->d, start, name, name, source, optional);
}

static bool render(World *w, Str data, const char *name)
{
    Reader r = {.a = w->a, .text = data};
    Value context[CONTEXT] = {{.type = VALUE_NULL}}, all = read_value(&r);
    Rendering rendering = {.path = STR("tin/bai.html"),
                           .base_url = STR("https://xa.gov.vn/cchc/"),
                           .context = context,
                           .page = files_add(w->files, STR("content/tin/bai.md"))};

    for (size_t i = 0; i < CONTEXT; i++)
        context[i] = value_get(all, str_from(context_names[i]));
    buf_clear(&w->out);
    return engine_render(w->e, w->d, str_from(name), &rendering, &w->out);
}

/* ---- tables ---- */

typedef struct {
    Str name, data, expect, errors; /* errors: warnings where it does not fail */
    bool fails;
    struct {
        Str name, source;
        bool optional;
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
        add(&w, c->files[i].name, c->files[i].source, c->files[i].optional);
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
    } else if (!errors_match(c->errors, got)) {
        wrong(c, "other warnings", got);
    }
    end_world(&w);
}

/* Where the text of section `name` goes. */
static Str *section(Case *c, Str name)
{
    bool optional = str_starts(name, STR("optional "));

    if (str_is(name, "data"))
        return &c->data;
    if (str_is(name, "expect"))
        return &c->expect;
    if (str_is(name, "error") || str_is(name, "warning"))
        return &c->errors;
    assert_true(c->file_count < 8);
    c->files[c->file_count].name = optional ? str_slice(name, 9, name.n) : name;
    c->files[c->file_count].optional = optional;
    return &c->files[c->file_count++].source;
}

/* Reads "=== name", then sections "--- file.html", "--- data", "--- expect", "--- error", "--- warning". A file's last newline is not its own;
 * "--- optional file.html" is one that may be left out. */
static void run_table(Arena *a, const char *path, Str *standard)
{
    Str text, rest, line, *into = NULL;
    Case c = {0};
    bool open = false;

    assert_int_equal(fs_read_path(a, path, 1 << 20, &text), 0);
    rest = text;
    while (str_line(&rest, &line)) {
        if (str_starts(line, STR("=== "))) {
            if (open && c.file_count)
                run_case(&c);
            else if (open)
                *standard = c.data;
            c = (Case){.name = str_slice(line, 4, line.n), .data = *standard};
            open = true;
            into = NULL;
        } else if (str_starts(line, STR("--- "))) {
            Str name = str_slice(line, 4, line.n);
            c.fails |= str_is(name, "error");
            into = section(&c, name);
            *into = (Str){rest.s, 0};
        } else if (into) {
            into->n = (size_t)(line.s + line.n - into->s);
        }
    }
    run_case(&c);
}

static void test_tables(void **state)
{
    (void)state;
    Arena *a = arena_new();
    Str standard = STR("{}");

    run_table(a, "tests/tables/template.txt", &standard);
    run_table(a, "tests/tables/template_html.txt", &standard);
    run_table(a, "tests/tables/template_filters.txt", &standard);
    run_table(a, "tests/tables/template_errors.txt", &standard);
    arena_free(a);
    printf("template tables: %zu cases, %zu wrong\n", cases, failures);
    assert_int_equal(failures, 0);
}

/* ---- what a table cannot say ---- */

static void test_urls(void **state)
{
    static const struct {
        const char *from, *to, *relative, *absolute;
    } rows[] = {
        {"index.html", "index.html", "index.html", "https://xa.vn/c/index.html"},
        {"index.html", "tin/a.html", "tin/a.html", "https://xa.vn/c/tin/a.html"},
        {"tin/a.html", "tin/b.html", "b.html", "https://xa.vn/c/tin/b.html"},
        {"tin/a.html", "index.html", "../index.html", "https://xa.vn/c/index.html"},
        {"tin/a/b.html", "tin/c.html#x y", "../c.html#x%20y", "https://xa.vn/c/tin/c.html#x%20y"},
        {"tin/a.html", "tina/b.html", "../tina/b.html", "https://xa.vn/c/tina/b.html"},
        {"a/b/c.html", "d/e/f.html", "../../d/e/f.html", "https://xa.vn/c/d/e/f.html"},
        {"a/b.html", "tệp/a?b%.pdf", "../t%E1%BB%87p/a%3Fb%25.pdf", "https://xa.vn/c/t%E1%BB%87p/a%3Fb%25.pdf"},
        {"a/b.html", "a/x:y.html", "x%3Ay.html", "https://xa.vn/c/a/x%3Ay.html"},
        {"a/b.html", "a/", "./", "https://xa.vn/c/a/"},
        {"a/b.html", "#neo", "#neo", "https://xa.vn/c/#neo"},
        {"a/b.html", "", "#", "https://xa.vn/c/#"},
    };
    Buf out = {0};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Rendering r = {.path = str_from(rows[i].from), .base_url = STR("https://xa.vn/c/")};
        buf_clear(&out);
        engine_url(&out, &r, str_from(rows[i].to));
        buf_byte(&out, 0);
        assert_string_equal(out.s, rows[i].relative);
        r.absolute = true;
        buf_clear(&out);
        engine_url(&out, &r, str_from(rows[i].to));
        buf_byte(&out, 0);
        assert_string_equal(out.s, rows[i].absolute);
    }
    Rendering rootless = {.path = STR("404.html"), .absolute = true};
    buf_clear(&out);
    engine_url(&out, &rootless, STR("a/b.html"));
    assert_true(str_is(buf_str(&out), "/a/b.html"));
    buf_free(&out);
}

static bool starts_world(World *w, const char *source)
{
    *w = world();
    add(w, STR("page.html"), str_from(source), false);
    return engine_compile(w->e, w->d);
}

/* A page that failed leaves nothing behind: variables, depth and the flags of running functions are new for the next. */
static void test_after_failure(void **state)
{
    World w;

    (void)state;
    assert_true(starts_world(
        &w, "{% set n = 0 %}{% macro m(k) %}{{ k }}{% if k < 50 %}{{ m(k + 1) }}{% else %}{{ x }}{% endif %}{% endmacro %}"
            "{% block b %}{% set n = n + 1 %}{{ n }}{% endblock %}{{ m(y) }}"));
    for (int i = 0; i < 3; i++) {
        assert_false(render(&w, STR("{\"x\": null, \"y\": 1}"), "page.html"));
        assert_int_equal(w.d->errors, (size_t)i + 1);
        assert_true(render(&w, STR("{\"x\": \"!\", \"y\": 48}"), "page.html"));
        assert_true(str_is(buf_str(&w.out), "1484950!"));
    }
    end_world(&w);
}

/* What Lua holds does not grow from page to page. */
static void test_memory(void **state)
{
    World w;
    size_t before = 0;

    (void)state;
    assert_true(starts_world(&w, "{% macro m(t) %}{{ t | upper | truncate(9) }}{% endmacro %}{% for i in range(1, 50) %}{% block "
                                 "b %}{{ m(\"chữ \" .. x) }}"
                                 "{% endblock %}{% if i % 2 == 0 %}{{ i * 2.5 }}{% endif %}{% endfor %}"));
    for (int i = 0; i < 200; i++) {
        assert_true(render(&w, STR("{\"x\": \"một hai ba bốn\"}"), "page.html"));
        if (i == 20)
            before = engine_memory(w.e);
    }
    assert_int_equal(engine_memory(w.e), before);
    end_world(&w);
}

static void fill(void *context, Buf *out, const Hole *hole)
{
    buf_printf(out, "[%s %.*s]", (const char *)context, STR_ARG(hole->call->decl->name));
}

/* Links in a body lead from the page, are escaped; other holes are the caller's. */
static void test_holes(void **state)
{
    Link link = {.internal = true, .to = STR("tệp/a'b.pdf")}, nowhere = {.internal = true};
    const DirectiveDecl bang = {.name = STR("bang")};
    DirectiveCall call = {.decl = &bang};
    Hole holes[] = {{.type = HOLE_LINK, .offset = 9, .link = &link},
                    {.type = HOLE_DIRECTIVE, .offset = 13, .call = &call},
                    {.type = HOLE_LINK, .offset = 22, .link = &nowhere}};
    Doc doc = {.html = STR("<a href=\"\">x<a href=\"\">"), .holes = holes, .hole_count = 3};
    Value context[CONTEXT] = {value_doc(&doc)};
    Rendering r = {.path = STR("tin/a.html"), .context = context, .fill = fill, .fill_context = "gọi"};
    World w;

    (void)state;
    holes[1].offset = 11, holes[2].offset = 21;
    assert_true(starts_world(&w, "{{ page }}"));
    assert_true(engine_render(w.e, w.d, STR("page.html"), &r, &w.out));
    buf_byte(&w.out, 0);
    assert_string_equal(w.out.s, "<a href=\"../t%E1%BB%87p/a%27b.pdf\">[gọi bang]x<a href=\"#\">");
    end_world(&w);
}

static void write_file(const char *dir, const char *name, const char *text)
{
    char path[256];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", dir, name);
    f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

/* Folders of templates: the first one wins; places name the file as it was found. */
static void test_folders(void **state)
{
    char theme[] = "/tmp/cchc-engine-XXXXXX", sub[64], parent[64];
    Value context[CONTEXT] = {{.type = VALUE_NULL}};
    Rendering r = {.path = STR("a.html"), .context = context};
    World w = world();

    (void)state;
    assert_non_null(mkdtemp(theme));
    snprintf(sub, sizeof sub, "%s/con", theme);
    snprintf(parent, sizeof parent, "%s/cha", theme);
    assert_int_equal(fs_make_dirs(fs_open_dir(theme), STR("con/part")), 0);
    assert_int_equal(fs_make_dirs(fs_open_dir(theme), STR("cha")), 0);
    write_file(sub, "page.html", "{% extends \"base.html\" %}{% block a %}con{% endblock %}");
    write_file(sub, "part/x.html", "phần");
    write_file(sub, "note.txt", "{{ không phải mẫu");
    write_file(parent, "page.html", "cha");
    write_file(parent, "base.html", "[{% block a %}{% endblock %} {% include \"part/x.html\" %}]\n{{ page.title }}");
    assert_true(engine_load(w.e, w.d, w.files, sub));
    assert_true(engine_load(w.e, w.d, w.files, parent));
    assert_true(engine_load(w.e, w.d, w.files, "/tmp/cchc-no-such-folder"));
    assert_true(engine_compile(w.e, w.d));
    assert_true(engine_has(w.e, STR("page.html")) && !engine_has(w.e, STR("note.txt")));
    assert_false(engine_render(w.e, w.d, STR("page.html"), &r, &w.out));
    assert_int_equal(w.d->list.items[0].at.line, 2);
    assert_true(str_ends(files_path(w.files, w.d->list.items[0].at), STR("/cha/base.html")));
    assert_true(str_is(buf_str(&w.out), "[con phần]\n"));
    assert_false(engine_render(w.e, w.d, STR("gone.html"), &r, &w.out));
    assert_int_equal(fs_remove_tree(fs_open_dir("/tmp"), str_from(theme + 5)), 0);
    end_world(&w);
}

/* Files as Windows editors write them are read; what is no text is refused with its place; nothing compiles then. */
static void test_files(void **state)
{
    char theme[] = "/tmp/cchc-engine-XXXXXX";
    World w = world();

    (void)state;
    assert_non_null(mkdtemp(theme));
    write_file(theme, "base.html", "[{% block a %}{% endblock %}]");
    write_file(theme, "page.html", "\xef\xbb\xbf{% extends \"base.html\" %}\r\n{% block a %}a\r\nb{% endblock %}\r\n");
    assert_true(engine_load(w.e, w.d, w.files, theme));
    assert_true(engine_compile(w.e, w.d));
    assert_true(render(&w, STR("{}"), "page.html"));
    assert_true(str_is(buf_str(&w.out), "[a\r\nb]"));
    end_world(&w);
    w = world();
    write_file(theme, "bad.html", "a\nb\xff");
    assert_false(engine_load(w.e, w.d, w.files, theme));
    assert_int_equal(w.d->list.items[0].at.line, 2);
    assert_int_equal(w.d->list.items[0].at.column, 2);
    assert_string_equal(w.d->list.items[0].code, "template.utf8");
    assert_false(engine_compile(w.e, w.d));
    assert_int_equal(fs_remove_tree(fs_open_dir("/tmp"), str_from(theme + 5)), 0);
    end_world(&w);
}

/* Every name of the language is said in its reference, in Vietnamese, once. */
static void test_reference(void **state)
{
    size_t n, m;
    const FilterRow *filters = filter_rows(&n), *functions = function_rows(&m);

    (void)state;
    assert_true(n >= 35 && m >= 1);
    for (size_t i = 0; i < n; i++) {
        assert_true(strlen(filters[i].help) > 3 && filters[i].least <= filters[i].most);
        assert_true((filters[i].most == 0) == (filters[i].args[0] == 0));
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(filters[i].name, filters[k].name);
    }
    assert_string_equal(functions[0].name, "range");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables), cmocka_unit_test(test_urls),      cmocka_unit_test(test_after_failure),
        cmocka_unit_test(test_memory), cmocka_unit_test(test_holes),     cmocka_unit_test(test_folders),
        cmocka_unit_test(test_files),  cmocka_unit_test(test_reference),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
