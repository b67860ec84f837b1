/* markdown_test.c - Markdown to Doc: tables of cases, walls, sections, holes. */
#include "base/buf.h"
#include "content/markdown.h"
#include "content/walls.h"
#include "value/json.h"
#include "value/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

enum { MOST_PARTS = 8 };

/* One case of a table: "=== name", the text, then parts "--- what" with what is expected. */
typedef struct {
    Str name, text;
    Str what[MOST_PARTS], wanted[MOST_PARTS];
    size_t parts;
} Case;

typedef struct {
    Arena *a;
    const Kind *kind;
    size_t cases, failed;
} Table;

/* What the tables' directives and roles take. */
static const Field args[] = {
    {.name = STR_INIT("field"), .label = STR_INIT("lĩnh vực"), .example = STR_INIT("Hộ tịch")},
    {.name = STR_INIT("columns"), .label = STR_INIT("cột"), .type = FIELD_LIST},
    {.name = STR_INIT("year"), .label = STR_INIT("năm"), .type = FIELD_INT, .example = STR_INIT("2026")},
    {.name = STR_INIT("level"), .label = STR_INIT("mức độ")},
    {.name = STR_INIT("x"), .label = STR_INIT("x")},
    {.name = STR_INIT("a"), .label = STR_INIT("a")},
};
static const Field needed[] = {{.name = STR_INIT("title"), .label = STR_INIT("tiêu đề"), .need = NEED_REQUIRED, .example = STR_INIT("Tháng 3")}};
static Schema schema = {.name = STR_INIT("args"), .label = STR_INIT("khối"), .fields = args, .count = 6};
static Schema strict_schema = {.name = STR_INIT("strict"), .label = STR_INIT("khối"), .fields = needed, .count = 1};
static Schema empty_schema = {.name = STR_INIT("empty"), .label = STR_INIT("khối")};
static const DirectiveDecl work = {STR_INIT("danh-muc-viec"), &schema}, chart = {STR_INIT("bieu-do"), &schema}, total = {STR_INIT("tong-so"), &schema},
                           strict = {STR_INIT("bang"), &strict_schema}, bare = {STR_INIT("hom-nay"), &empty_schema};
static const DirectiveDecl *const directives[] = {&work, &chart, &strict}, *const roles[] = {&total, &bare};
static const Directives known = {.directives = directives, .directive_count = 3, .roles = roles, .role_count = 2};

static Str read_file(Arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    Buf b = {0};
    char piece[4096];
    size_t n;
    Str text;

    assert_non_null(f);
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        buf_add(&b, (Str){piece, n});
    fclose(f);
    text = buf_keep(&b, a);
    buf_free(&b);
    return text;
}

/* Shows a hole as the tables write it: [[page.md]], [[{bieu-do} {"năm":"2026"}]]. */
static void show_hole(void *context, Buf *out, const Hole *hole)
{
    (void)context;
    buf_puts(out, "[[");
    if (hole->type == HOLE_LINK) {
        buf_add(out, hole->link->url);
    } else {
        buf_printf(out, "{%.*s} ", STR_ARG(hole->call->decl->name));
        json_write(out, hole->call->args);
    }
    buf_puts(out, "]]");
}

static void show_messages(Buf *out, const Diag *d)
{
    for (size_t i = 0; i < d->list.n; i++) {
        const Diagnostic *one = &d->list.items[i];
        buf_printf(out, "%c %u:%u %s %.*s\n",
                   one->level == LEVEL_ERROR     ? 'E'
                   : one->level == LEVEL_WARNING ? 'W'
                                                 : 'N',
                   (unsigned)one->at.line, (unsigned)one->at.column, one->code, STR_ARG(one->message));
    }
}

static void show_headings(Buf *out, const Doc *doc)
{
    for (size_t i = 0; i < doc->heading_count; i++)
        buf_printf(out, "%d #%.*s %.*s\n", doc->headings[i].level, STR_ARG(doc->headings[i].anchor),
                   STR_ARG(doc->headings[i].text));
}

static void show_links(Buf *out, const Doc *doc)
{
    for (size_t i = 0; i < doc->link_count; i++) {
        const Link *l = &doc->links[i];
        buf_printf(out, "%u:%u %s%s %.*s «%.*s»\n", (unsigned)l->at.line, (unsigned)l->at.column,
                   l->internal ? "internal" : "external", l->image ? " image" : "", STR_ARG(l->url), STR_ARG(l->text));
    }
}

static void show_sections(Buf *out, const Doc *doc)
{
    for (size_t i = 0; i < doc->section_count; i++) {
        const Section *s = &doc->sections[i];
        buf_printf(out, "%u %.*s #%.*s ", (unsigned)s->at.line, STR_ARG(s->decl->name), STR_ARG(s->anchor));
        json_write(out, s->value);
        buf_byte(out, '\n');
    }
}

static void show_places(Buf *out, Value v)
{
    if (!value_is(v, VALUE_LIST) && !value_is(v, VALUE_MAP)) {
        buf_printf(out, "%u:%u ", (unsigned)v.line, (unsigned)v.column);
        return;
    }
    for (size_t i = 0; value_is(v, VALUE_LIST) && i < value_count(v); i++)
        show_places(out, value_item(v, i));
    for (size_t i = 0; value_is(v, VALUE_MAP) && i < v.as.map->n; i++)
        show_places(out, v.as.map->pairs[i].value);
}

/* What part `what` of a case asks for. */
static void show(Buf *out, Str what, const Doc *doc, const Diag *d)
{
    if (str_is(what, "html")) {
        doc_write(out, doc, show_hole, NULL);
    } else if (str_is(what, "says")) {
        show_messages(out, d);
    } else if (str_is(what, "hint")) {
        for (size_t i = 0; i < d->list.n; i++)
            buf_printf(out, "%.*s\n", STR_ARG(d->list.items[i].hint));
    } else if (str_is(what, "headings")) {
        show_headings(out, doc);
    } else if (str_is(what, "links")) {
        show_links(out, doc);
    } else if (str_is(what, "sections")) {
        show_sections(out, doc);
    } else if (str_is(what, "bodies")) {
        for (size_t i = 0; i < doc->section_count; i++)
            doc_write(out, &doc->sections[i].body, show_hole, NULL);
    } else if (str_is(what, "rest")) {
        if (doc->rest)
            doc_write(out, doc->rest, show_hole, NULL);
    } else if (str_is(what, "places")) {
        for (size_t i = 0; i < doc->section_count; i++)
            show_places(out, doc->sections[i].value);
    } else if (str_is(what, "anchors")) {
        for (size_t i = 0; i < doc->anchor_count; i++)
            buf_printf(out, "%.*s ", STR_ARG(doc->anchors[i]));
    } else if (str_is(what, "plain")) {
        buf_add(out, doc->plain);
    } else if (str_is(what, "lead")) {
        buf_add(out, doc->lead);
    } else {
        fail_msg("a table asks for «%.*s»", STR_ARG(what));
    }
}

static void run_case(Table *t, const Case *c)
{
    Diag *d = diag_new(t->a, LANG_VI);
    MarkdownOptions options = {
        .start = {.file = 1, .line = 1, .column = 1}, .kind = t->kind, .known = &known, .pending_allowed = true};
    Doc doc;
    bool ok = markdown_read(t->a, d, c->text, options, &doc), silent = true;

    assert_int_equal(ok, d->errors == 0);
    t->cases++;
    for (size_t i = 0; i < c->parts; i++) {
        Buf out = {0};
        show(&out, c->what[i], &doc, d);
        silent = silent && !str_is(c->what[i], "says");
        if (!str_eq(str_trim(buf_str(&out)), str_trim(c->wanted[i]))) {
            t->failed++;
            print_error("=== %.*s\n--- %.*s\n%.*s\n", STR_ARG(c->name), STR_ARG(c->what[i]), STR_ARG(str_trim(buf_str(&out))));
        }
        buf_free(&out);
    }
    if (silent && d->list.n > 0) {
        t->failed++;
        print_error("=== %.*s: says %.*s\n", STR_ARG(c->name), STR_ARG(d->list.items[0].message));
    }
}

/* Cuts the next case off `*rest`; a text ends before the line that follows it, its last LF included. */
static bool next_case(Str *rest, Case *c)
{
    Str before = *rest, line;
    Str *open = NULL;

    *c = (Case){0};
    while (before = *rest, str_line(rest, &line)) {
        if (str_starts(line, STR("=== "))) {
            if (open) {
                *rest = before;
                return true;
            }
            c->name = str_slice(line, 4, line.n);
            open = &c->text;
            *open = (Str){rest->s, 0};
        } else if (open && str_starts(line, STR("--- "))) {
            assert_true(c->parts < MOST_PARTS);
            c->what[c->parts] = str_slice(line, 4, line.n);
            open = &c->wanted[c->parts++];
            *open = (Str){rest->s, 0};
        } else if (open) {
            open->n = (size_t)(line.s + line.n - open->s) + 1;
        }
    }
    return open != NULL;
}

static void run_table(const char *path, const Kind *kind, size_t least)
{
    Table t = {.a = arena_new(), .kind = kind};
    Str rest = read_file(t.a, path);
    Case c;

    while (next_case(&rest, &c)) {
        assert_true(c.parts > 0);
        run_case(&t, &c);
    }
    print_message("%s: %zu cases\n", path, t.cases);
    assert_true(t.cases >= least);
    assert_int_equal(t.failed, 0);
    arena_free(t.a);
}

static void table_of_pages(void **state)
{
    (void)state;
    run_table("tests/tables/markdown.txt", NULL, 80);
}

static void table_of_mistakes(void **state)
{
    (void)state;
    run_table("tests/tables/markdown_errors.txt", NULL, 40);
}

/* A kind with a section of every shape. */
static const Field column_fields[] = {
    {.name = STR("channel"), .label = STR("Hình thức nộp"), .need = NEED_REQUIRED},
    {.name = STR("days"), .label = STR("Thời hạn"), .type = FIELD_INT, .need = NEED_STATUS, .unit = STR("ngày")},
    {.name = STR("fee"), .label = STR("Phí"), .need = NEED_OPTIONAL},
};

static SectionDecl declared[] = {
    {.name = STR("steps"), .label = STR("Trình tự"), .shape = SHAPE_MARKDOWN, .need = NEED_REQUIRED},
    {.name = STR("methods"), .label = STR("Cách nộp"), .shape = SHAPE_TABLE, .need = NEED_REQUIRED},
    {.name = STR("papers"), .label = STR("Giấy tờ"), .shape = SHAPE_LIST, .groups = true, .need = NEED_REQUIRED},
    {.name = STR("laws"), .label = STR("Căn cứ"), .shape = SHAPE_LIST, .need = NEED_OPTIONAL},
    {.name = STR("limits"), .label = STR("Điều kiện"), .shape = SHAPE_LIST, .need = NEED_STATUS},
    {.name = STR("loose"), .label = STR("Biểu mẫu"), .shape = SHAPE_TABLE, .free = true, .need = NEED_OPTIONAL},
    {.name = STR("grid"), .label = STR("Bảng giá"), .shape = SHAPE_TABLE, .groups = true, .need = NEED_OPTIONAL},
};

enum { DECLARED = sizeof declared / sizeof *declared };

static void table_of_sections(void **state)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Schema columns = {.name = STR("columns"), .label = STR("Cách nộp"), .fields = column_fields, .count = 3};
    Kind kind = {.name = STR("thing"), .sections = declared, .section_count = DECLARED};

    (void)state;
    assert_true(schema_seal(a, d, (Place){0}, &columns));
    for (size_t i = 0; i < DECLARED; i++) {
        declared[i].columns = declared[i].shape == SHAPE_TABLE ? &columns : NULL;
        names_claim(a, &kind.section_names, declared[i].label, &declared[i]);
    }
    run_table("tests/tables/markdown_sections.txt", &kind, 30);
    arena_free(a);
}

static Str repeat(Arena *a, const char *piece, size_t times)
{
    Buf b = {0};
    Str text;

    for (size_t i = 0; i < times; i++)
        buf_puts(&b, piece);
    text = buf_keep(&b, a);
    buf_free(&b);
    return text;
}

static double milliseconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Refuses `text` with `code` at `line`, quickly. */
static void refuses(Str text, const char *code, size_t line)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    double before = milliseconds();
    Doc doc;

    assert_false(markdown_read(a, d, text, (MarkdownOptions){.start = {.file = 1, .line = 1, .column = 1}}, &doc));
    assert_int_equal(d->errors, 1);
    assert_string_equal(d->list.items[0].code, code);
    assert_int_equal(d->list.items[0].at.line, line);
    assert_true(d->list.items[0].hint.n > 0 || strcmp(code, "markdown.columns") == 0);
    assert_true(milliseconds() - before < 300); /* 10 in truth; sanitizers and busy machines are slower */
    arena_free(a);
}

static void walls(void **state)
{
    Arena *a = arena_new();

    (void)state;
    refuses(arena_printf(a, "Mở đầu\n\n%s|\n%s|\n", repeat(a, "|a", 2000).s, repeat(a, "|-", 2000).s), "markdown.columns", 4);
    refuses(arena_printf(a, "|a|b|\n|-|-|\n%s", repeat(a, "|c|\n", 10000).s), "markdown.cells", 10002);
    refuses(repeat(a,
                   arena_printf(a, "%s|\n%s|\n%s\n", repeat(a, "|a", 100).s, repeat(a, "|-", 100).s, repeat(a, "|c|\n", 100).s).s,
                   50),
            "markdown.cells", 2063);
    refuses(repeat(a, ">", 200000), "markdown.nesting", 1);
    refuses(repeat(a, "> ", 200000), "markdown.nesting", 1);
    refuses(arena_printf(a, "%schữ", repeat(a, "- ", 200000).s), "markdown.nesting", 1);
    refuses(arena_printf(a, "\nĐoạn\n%s", repeat(a, "[", 200000).s), "markdown.nesting", 3);
    refuses(arena_printf(a, "%sa", repeat(a, "-\t", 50000).s), "markdown.nesting", 1);
    refuses(arena_printf(a, "Mở\n\n%schữ%s", repeat(a, "*a **a ", 500).s, repeat(a, " a** a*", 500).s), "markdown.nesting", 3);
    refuses(repeat(a, "chữ và chữ\n", 200000), "markdown.size", 0);
    refuses(repeat(a, "a|b\n-|\n", 5000), "markdown.costly", 774);
    refuses(repeat(a, "www._", 20000), "markdown.costly", 1);
    refuses(repeat(a, "![[]()", 20000), "markdown.nesting", 1);
    refuses(repeat(a, "![x] ", 20000), "markdown.costly", 1);
    refuses(arena_printf(a, "[a]: /%s\n\n%s", repeat(a, "u", 60000).s, repeat(a, "[a]", 20000).s), "markdown.costly", 3);
    arena_free(a);
}

/* What looks like much, but is honest, passes. */
static void passes(Arena *a, Str text)
{
    Diag *d = diag_new(a, LANG_VI);
    Doc doc;

    assert_true(markdown_read(a, d, text, (MarkdownOptions){.start = {.file = 1, .line = 1, .column = 1}}, &doc));
    assert_true(doc.html.n > 4);
}

static void walls_let_pass(void **state)
{
    Arena *a = arena_new();

    (void)state;
    passes(a, arena_printf(a, "%s|\n%s|\n%s|\n", repeat(a, "|a", 100).s, repeat(a, "|-", 100).s, repeat(a, "|b", 100).s));
    passes(a, arena_printf(a, "|a|b|\n|-|-|\n%s", repeat(a, "| - | - |\n", 9000).s));
    passes(a, arena_printf(a, "%schữ\n", repeat(a, "> ", 100).s));
    passes(a, repeat(a, "- ", 300)); /* a rule */
    passes(a, repeat(a, "- một việc\n", 20000));
    passes(a, arena_printf(a, "```\n%s\n```\n", repeat(a, "[", 1000).s));
    passes(a, repeat(a, "[a](b.md) ", 5000));
    passes(a, repeat(a, "Đoạn văn dài không có dòng trống nào cả.\n", 20000));
    arena_free(a);
}

static void fill_with_name(void *context, Buf *out, const Hole *hole)
{
    size_t *count = context;

    buf_printf(out, "<%zu:%d>", (*count)++, (int)hole->type);
}

static void doc_is_written(void **state)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Buf out = {0};
    size_t count = 0;
    Doc doc;

    (void)state;
    assert_true(markdown_read(a, d, STR("[a](b.md) {tong-so}`x`\n\n```{bieu-do}\nnăm: 2026\n```\n"),
                              (MarkdownOptions){.known = &known}, &doc));
    assert_int_equal(doc.hole_count, 3);
    doc_write(&out, &doc, fill_with_name, &count);
    assert_true(str_is(buf_str(&out), "<p><a href=\"<0:0>\">a</a> <1:2></p>\n<2:1>\n"));
    assert_ptr_equal(doc.holes[0].link, &doc.links[0]);
    assert_true(doc_has_anchor(&doc, STR("")) == false);
    buf_free(&out);
    arena_free(a);
}

/* The same text gives the same bytes again: nothing is left behind in the library. */
static void parses_are_apart(void **state)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Doc one, two, three;

    (void)state;
    markdown_read(a, d, STR("http://a.vn ~~x~~ w:\n"), (MarkdownOptions){0}, &one);
    markdown_read(a, d, STR("a b c\n"), (MarkdownOptions){0}, &two);
    markdown_read(a, d, STR("http://a.vn ~~x~~ w:\n"), (MarkdownOptions){0}, &three);
    assert_true(str_eq(one.html, three.html));
    arena_free(a);
}

static void one_line_of_markdown(void **state)
{
    static const struct {
        const char *text, *html, *code;
    } cases[] = {
        {"Nộp **trực tuyến** & trực tiếp", "Nộp <strong>trực tuyến</strong> &amp; trực tiếp", NULL},
        {"1. Việc thứ nhất", "1. Việc thứ nhất", NULL},
        {"[Cổng](https://dichvucong.gov.vn)", "<a href=\"https://dichvucong.gov.vn\">Cổng</a>", NULL},
        {"xem [bài](bai.md)", "xem <a href=\"\">bài</a>", "markdown.site-link"},
        {"[x](javascript:1)", "x", "markdown.scheme"},
        {"<b>x</b>", "&lt;b&gt;x&lt;/b&gt;", NULL},
        {"", "", NULL},
    };
    Arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Diag *d = diag_new(a, LANG_VI);
        Str html;

        assert_int_equal(markdown_inline(a, d, (Place){.file = 1, .line = 7, .column = 3}, str_from(cases[i].text), &html),
                         !cases[i].code);
        assert_string_equal(html.s, cases[i].html);
        if (cases[i].code)
            assert_string_equal(d->list.items[0].code, cases[i].code);
    }
    arena_free(a);
}

static int seal(void **state)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);

    *state = a;
    return !schema_seal(a, d, (Place){0}, &schema) || !schema_seal(a, d, (Place){0}, &strict_schema)
        || !schema_seal(a, d, (Place){0}, &empty_schema);
}

static int unseal(void **state)
{
    schema_free(&schema);
    schema_free(&strict_schema);
    schema_free(&empty_schema);
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_of_pages),    cmocka_unit_test(table_of_mistakes),
        cmocka_unit_test(table_of_sections), cmocka_unit_test(walls),
        cmocka_unit_test(walls_let_pass),    cmocka_unit_test(doc_is_written),
        cmocka_unit_test(parses_are_apart),  cmocka_unit_test(one_line_of_markdown),
    };

    return cmocka_run_group_tests(tests, seal, unseal);
}
