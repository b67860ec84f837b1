/* The tables in READMEs say what the declarations say: each block between two markers is made anew and compared.
 * UPDATE=1 writes the blocks; the test of the next run is then that nothing is left to write.
 *
 *     <!-- bảng: kind article -->      the fields that a kind adds
 *     <!-- bảng: sections article -->  its body sections
 *     <!-- bảng: common -->            the fields of every page
 *     <!-- bảng: filters -->           the filters of the theme language
 *     <!-- bảng: api -->               the libraries of plugins and what their functions get
 *     ...
 *     <!-- hết bảng -->
 *
 * plugins/api.lua is made as a whole.                                                                             */
#include "base/buf.h"
#include "base/fs.h"
#include "content/common.h"
#include "content/kind.h"
#include "script/api.h"
#include "script/filters.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct {
    Arena *a;
    Diag *d;
    Kinds kinds;
} World;

static int make(void **state)
{
    World *w = calloc(1, sizeof *w);

    w->a = arena_new();
    w->d = diag_new(w->a, LANG_VI);
    *state = w;
    return kinds_load(w->a, w->d, files_new(w->a), &(const Shelf){.dirs = {STR("plugins")}, .n = 1}, &w->kinds) ? 0 : 1;
}

static int unmake(void **state)
{
    World *w = *state;

    kinds_free(&w->kinds);
    arena_free(w->a);
    free(w);
    return 0;
}

/* Text of a table's cell: no line ends, no bars. */
static void put_cell(Buf *out, Str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] == '|')
            buf_byte(out, '\\');
        buf_byte(out, text.s[i] == '\n' ? ' ' : text.s[i]);
    }
}

static void put_need(Buf *out, const Schema *s, Need need, Str when_field, Value when_is)
{
    const Field *on = when_field.n ? schema_field(s, when_field) : NULL;

    if (need == NEED_OPTIONAL) {
        buf_puts(out, "không");
    } else if (on) {
        buf_puts(out, "khi «");
        put_cell(out, on->label);
        buf_puts(out, "»");
        for (size_t i = 0; i < value_count(when_is); i++) {
            buf_puts(out, i ? ", " : " là ");
            put_cell(out, value_str(value_item(when_is, i)));
        }
    } else {
        buf_puts(out, need == NEED_STATUS ? "**có**, hoặc `không quy định`" : "**có**");
    }
}

static const Field *inner(const Field *f) { return f->type == FIELD_LIST && f->item ? f->item : f; }

static void put_choices(Buf *out, const Field *f)
{
    const Field *one = inner(f);

    if (one->choice_count)
        buf_puts(out, f->type == FIELD_LIST ? " Chọn một hay nhiều:" : " Chọn:");
    for (size_t i = 0; i < one->choice_count; i++) {
        buf_puts(out, i ? "; " : " ");
        put_cell(out, one->choices[i].label);
    }
    if (one->choice_count)
        buf_puts(out, ".");
    else if (f->example.n) {
        buf_puts(out, " Ví dụ: `");
        put_cell(out, f->example);
        buf_puts(out, "`");
    }
}

static void put_field(Buf *out, const Schema *s, const Field *f)
{
    buf_puts(out, "| ");
    put_cell(out, f->label);
    buf_puts(out, " | ");
    put_need(out, s, f->need, f->when_field, f->when_is);
    buf_puts(out, " | ");
    put_cell(out, f->help);
    put_choices(out, f);
    if (value_str(f->fallback).n) {
        buf_puts(out, " Bỏ trống là: ");
        put_cell(out, value_str(f->fallback));
        buf_puts(out, ".");
    }
    buf_puts(out, " |\n");
}

/* The kind's own fields, and those of all pages that it calls otherwise. */
static void put_kind(Buf *out, const Kind *kind)
{
    size_t n;
    const Field *common = common_fields(&n);

    buf_puts(out, "| Khóa | Bắt buộc | Ghi gì |\n|---|---|---|\n");
    for (size_t i = 0; i < kind->schema->count; i++)
        if (i >= kind->common_count || (i < n && !str_eq(common[i].label, kind->schema->fields[i].label)))
            put_field(out, kind->schema, &kind->schema->fields[i]);
}

static void put_common(Buf *out, const Kind *kind)
{
    buf_puts(out, "| Khóa | Bắt buộc | Ghi gì |\n|---|---|---|\n");
    for (size_t i = 0; i < kind->common_count; i++)
        put_field(out, kind->schema, &kind->schema->fields[i]);
}

static void put_shape(Buf *out, const SectionDecl *decl)
{
    if (decl->shape == SHAPE_MARKDOWN) {
        buf_puts(out, "chữ");
        return;
    }
    if (decl->shape == SHAPE_LIST) {
        buf_puts(out, "danh sách");
        return;
    }
    buf_puts(out, "bảng, hoặc danh sách ngăn bằng `;`:");
    for (size_t i = 0; i < decl->columns->count; i++) {
        buf_puts(out, i ? "; " : " ");
        put_cell(out, decl->columns->fields[i].label);
    }
    if (decl->groups)
        buf_puts(out, ". Chia nhóm bằng `###`");
}

static void put_sections(Buf *out, const Kind *kind)
{
    buf_puts(out, "| Mục | Cần có | Viết thế nào |\n|---|---|---|\n");
    for (size_t i = 0; i < kind->section_count; i++) {
        const SectionDecl *decl = &kind->sections[i];
        buf_puts(out, "| ");
        put_cell(out, decl->label);
        buf_puts(out, " | ");
        put_need(out, kind->schema, decl->need, decl->when_field, decl->when_is);
        buf_puts(out, " | ");
        put_shape(out, decl);
        buf_puts(out, " |\n");
    }
}

static void put_filters(Buf *out)
{
    size_t n;
    const FilterRow *rows = filter_rows(&n);

    buf_puts(out, "| Bộ lọc | Cho ra |\n|---|---|\n");
    for (size_t i = 0; i < n; i++)
        buf_printf(out, *rows[i].args ? "| `%s(%s)` | %s |\n" : "| `%s%s` | %s |\n", rows[i].name, rows[i].args, rows[i].help);
}

/* What belongs between the markers of the block named `name`. False: there is no such block. */
static bool put_block(const World *w, Str name, Buf *out)
{
    Str what = str_slice(name, 0, str_find_byte(name, ' ', 0)), of = str_trim(str_slice(name, what.n, name.n));
    const Kind *kind = of.n ? kinds_find(&w->kinds, of) : kinds_find(&w->kinds, STR("page"));

    if (!kind)
        return false;
    if (str_is(what, "kind"))
        put_kind(out, kind);
    else if (str_is(what, "sections"))
        put_sections(out, kind);
    else if (str_is(what, "common"))
        put_common(out, kind);
    else if (str_is(what, "filters"))
        put_filters(out);
    else if (str_is(what, "api"))
        api_reference(out);
    else
        return false;
    return true;
}

/* The file with every block made anew; the number of blocks. */
static size_t remake(const World *w, Str text, Buf *out)
{
    static const char open[] = "<!-- bảng: ", close[] = "<!-- hết bảng -->";
    size_t blocks = 0;

    for (;;) {
        size_t at = str_find(text, str_from(open)), end, stop;
        Str rest = str_slice(text, at, text.n), name;
        if (at == text.n)
            break;
        end = str_find(rest, STR(" -->"));
        stop = str_find(rest, str_from(close));
        assert_true(end < rest.n && stop < rest.n);
        name = str_slice(rest, sizeof open - 1, end);
        buf_add(out, str_slice(text, 0, at + end));
        buf_puts(out, " -->\n\n");
        if (!put_block(w, name, out))
            fail_msg("there is no table %.*s", STR_ARG(name));
        buf_puts(out, "\n");
        text = str_slice(rest, stop, rest.n);
        buf_puts(out, close);
        text = str_slice(text, sizeof close - 1, text.n);
        blocks++;
    }
    buf_add(out, text);
    return blocks;
}

/* The file must say what was made, or is written. */
static void compare(const char *path, Str text, const Buf *made)
{
    if (getenv("UPDATE") && !str_eq(text, buf_str(made))) {
        FILE *f = fopen(path, "w");
        assert_non_null(f);
        assert_int_equal(fwrite(made->s, 1, made->n, f), made->n);
        fclose(f);
    } else if (!str_eq(text, buf_str(made))) {
        fail_msg("%s is stale: run UPDATE=1 build/tests/docs_test, and read what changed", path);
    }
}

static void check_file(const World *w, const char *path, size_t least)
{
    Buf made = {0};
    Str text;

    assert_int_equal(fs_read_path(w->a, path, 1 << 20, &text), 0);
    assert_true(remake(w, text, &made) >= least);
    compare(path, text, &made);
    buf_free(&made);
}

static void test_handbook_of_editors(void **state) { check_file(*state, "content/README.md", 7); }
static void test_handbook_of_themes(void **state) { check_file(*state, "themes/README.md", 1); }
static void test_handbook_of_plugins(void **state) { check_file(*state, "plugins/README.md", 1); }

static void test_annotations(void **state)
{
    const World *w = *state;
    Buf made = {0};
    Str text = {0};

    assert_true(fs_read_path(w->a, "plugins/api.lua", 1 << 20, &text) == 0 || getenv("UPDATE"));
    api_annotations(&made);
    compare("plugins/api.lua", text, &made);
    buf_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_handbook_of_editors, make, unmake),
        cmocka_unit_test_setup_teardown(test_handbook_of_themes, make, unmake),
        cmocka_unit_test_setup_teardown(test_handbook_of_plugins, make, unmake),
        cmocka_unit_test_setup_teardown(test_annotations, make, unmake),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
