/* kind_test.c - kind files against the kinds or messages they give (tests/tables/kinds.txt), common fields and states. */
#include "base/buf.h"
#include "base/fs.h"
#include "base/path.h"
#include "content/common.h"
#include "content/kind.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* A folder of its own for the plugins of one case. */
typedef struct {
    Arena *a;
    char dir[64];
    int root;
} Plugins;

static Plugins plugins_new(void)
{
    Plugins p = {.a = arena_new(), .dir = "/tmp/cchc-kinds-XXXXXX"};

    assert_non_null(mkdtemp(p.dir));
    p.root = fs_open_dir(p.dir);
    assert_true(p.root >= 0);
    return p;
}

static void plugins_free(Plugins *p)
{
    close(p->root);
    assert_int_equal(fs_remove_tree(AT_FDCWD, str_from(p->dir)), 0);
    arena_free(p->a);
}

static void plugins_add(Plugins *p, Str path, Str text)
{
    int fd;

    assert_int_equal(fs_make_dirs(p->root, path_dir(path)), 0);
    fd = openat(p->root, arena_str(p->a, path).s, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    assert_true(fd >= 0);
    assert_int_equal(fs_write_all(fd, text.s, text.n), 0);
    close(fd);
}

static void dump_texts(Buf *b, const char *name, const Str *texts, size_t n)
{
    buf_printf(b, " %s=[", name);
    for (size_t i = 0; i < n; i++)
        buf_printf(b, "%s%.*s", i ? ", " : "", STR_ARG(texts[i]));
    buf_byte(b, ']');
}

/* The fields that are declared in the kind's own file. */
static void dump_fields(Buf *b, const Schema *s, const char *what)
{
    for (size_t i = 0; i < s->count; i++) {
        const Field *f = &s->fields[i];
        if (!f->at.file)
            continue;
        buf_printf(b, "  %s %zu %.*s «%.*s» %.*s need=%d", what, i, STR_ARG(f->name), STR_ARG(f->label),
                   STR_ARG(field_type_name(f->type)), (int)f->need);
        dump_texts(b, "aliases", f->aliases, f->alias_count);
        buf_byte(b, '\n');
    }
}

static void dump_sections(Buf *b, const Kind *k)
{
    for (size_t i = 0; i < k->section_count; i++) {
        const SectionDecl *s = &k->sections[i];
        buf_printf(b, "  section %.*s «%.*s» shape=%d need=%d%s%s%s", STR_ARG(s->name), STR_ARG(s->label), (int)s->shape,
                   (int)s->need, s->groups ? " groups" : "", s->free ? " free" : "", s->strict ? " strict" : "");
        dump_texts(b, "aliases", s->aliases, s->alias_count);
        if (s->when_field.n)
            buf_printf(b, " when %.*s=%.*s", STR_ARG(s->when_field), STR_ARG(value_str(value_item(s->when_is, 0))));
        buf_byte(b, '\n');
        if (s->columns)
            dump_fields(b, s->columns, "  column");
    }
}

static void dump_kinds(Buf *b, const Kinds *kinds)
{
    for (size_t i = 0; i < kinds->n; i++) {
        const Kind *k = &kinds->items[i];
        buf_printf(b, "%.*s/%.*s%s «%.*s» «%.*s» %.*s title=%.*s date=%.*s", STR_ARG(k->plugin), STR_ARG(k->name),
                   k->is_record ? " record" : "", STR_ARG(k->label), STR_ARG(k->plural), STR_ARG(k->template_name),
                   STR_ARG(k->title_field), STR_ARG(k->date_field));
        dump_texts(b, "key", k->key, k->key_count);
        dump_texts(b, "order", k->order, k->order_count);
        buf_byte(b, '\n');
        dump_fields(b, k->schema, "field");
        dump_sections(b, k);
    }
}

/* `text` without the case's own folder. */
static void put_without(Buf *b, Str text, const char *dir)
{
    Str prefix = str_from(dir);
    size_t at = str_find(text, prefix);

    buf_add(b, str_slice(text, 0, at));
    buf_add(b, str_slice(text, at + prefix.n + (at < text.n), text.n));
}

static void dump_diag(Buf *b, const Diag *d, const Files *files, const char *dir)
{
    for (size_t i = 0; i < d->list.n; i++) {
        const Diagnostic *x = &d->list.items[i];
        Str hint = x->hint, line;
        buf_puts(b, "! ");
        put_without(b, files_path(files, x->at), dir);
        buf_printf(b, ":%u:%u %s ", (unsigned)x->at.line, (unsigned)x->at.column, x->code);
        put_without(b, x->message, dir);
        buf_byte(b, '\n');
        while (str_line(&hint, &line)) {
            buf_puts(b, "> ");
            put_without(b, line, dir);
            buf_byte(b, '\n');
        }
    }
}

static void load_and_dump(Plugins *p, Buf *got, Lang lang)
{
    Diag *d = diag_new(p->a, lang);
    Files *files = files_new(p->a);
    Kinds kinds;
    bool right = kinds_load(p->a, d, files, &(const Shelf){.dirs = {str_from(p->dir)}, .n = 1}, &kinds);

    assert_int_equal(right, d->errors == 0);
    if (right)
        dump_kinds(got, &kinds);
    dump_diag(got, d, files, p->dir);
    kinds_free(&kinds);
}

static Str cut(Str *rest, Str mark)
{
    size_t at = str_find(*rest, mark);
    Str piece = str_slice(*rest, 0, at);

    *rest = str_slice(*rest, at + mark.n, rest->n);
    return piece;
}

/* A case: "=== title", files as "+++ path" and their text, then "+++" and what is expected. */
static bool run_case(Str text, Buf *got)
{
    Plugins p = plugins_new();
    Str title = cut(&text, STR("\n+++")), part, path;
    bool same;

    while ((part = cut(&text, STR("\n+++"))).n && (path = str_trim(cut(&part, STR("\n")))).n)
        plugins_add(&p, path, part);
    buf_clear(got);
    load_and_dump(&p, got, str_find(title, STR("[en]")) < title.n ? LANG_EN : LANG_VI);
    same = str_eq(str_trim(buf_str(got)), str_trim(part));
    if (!same)
        fprintf(stderr, "=== %.*s\n%.*s\n", STR_ARG(title), STR_ARG(str_trim(buf_str(got))));
    plugins_free(&p);
    return same;
}

static void test_table(void **state)
{
    Arena *a = arena_new();
    Str rest, text;
    Buf got = {0};
    size_t n = 0, wrong = 0;

    (void)state;
    assert_int_equal(fs_read_path(a, "tests/tables/kinds.txt", 1 << 20, &rest), 0);
    cut(&rest, STR("=== "));
    for (; (text = cut(&rest, STR("\n=== "))).n; n++)
        wrong += !run_case(text, &got);
    buf_free(&got);
    arena_free(a);
    assert_int_equal(wrong, 0);
    assert_true(n >= 20);
}

static void test_names(void **state)
{
    Plugins p = plugins_new();
    Diag *d = diag_new(p.a, LANG_VI);
    Kinds kinds;

    (void)state;
    plugins_add(&p, STR("x/kinds/page.yaml"),
                STR("kind: page\nlabel: Trang\naliases: [trang tin]\nsections:\n  - {name: steps, label: Trình tự thực hiện, aliases: [các bước]}\n"));
    assert_true(kinds_load(p.a, d, files_new(p.a), &(const Shelf){.dirs = {str_from(p.dir)}, .n = 1}, &kinds));
    assert_ptr_equal(kinds_find(&kinds, STR("TRANG")), &kinds.items[0]);
    assert_ptr_equal(kinds_find(&kinds, STR("trang-tin")), &kinds.items[0]);
    assert_null(kinds_find(&kinds, STR("bài")));
    assert_ptr_equal(kind_section(&kinds.items[0], STR("Trình tự thực hiện")), &kinds.items[0].sections[0]);
    assert_ptr_equal(kind_section(&kinds.items[0], STR("CAC BUOC")), &kinds.items[0].sections[0]);
    assert_null(kind_section(&kinds.items[0], STR("Trình tự")));
    kinds_free(&kinds);
    plugins_free(&p);
}

static Value with(Arena *a, const char *key, Value v)
{
    ValuePair pair = {.key = str_from(key), .value = v};

    return value_map(a, &pair, 1);
}

static void test_needed(void **state)
{
    Plugins p = plugins_new();
    Diag *d = diag_new(p.a, LANG_VI);
    Kinds kinds;
    const SectionDecl *s;

    (void)state;
    plugins_add(&p, STR("x/kinds/page.yaml"),
                STR("kind: page\nlabel: Trang\nfields:\n  - {name: done, label: Xong, type: bool}\nsections:\n"
                    "  - {name: a, label: Một}\n  - {name: b, label: Hai, need: status}\n"
                    "  - {name: c, label: Ba, when: {field: xong, is: có}}\n  - {name: d, label: Bốn, when: {field: xong}}\n"));
    assert_true(kinds_load(p.a, d, files_new(p.a), &(const Shelf){.dirs = {str_from(p.dir)}, .n = 1}, &kinds));
    s = kinds.items[0].sections;
    assert_int_equal(kinds.items[0].schema->count - kinds.items[0].common_count, 1);
    assert_false(section_needed(&s[0], value_null()));
    assert_true(section_needed(&s[1], value_null()));
    assert_false(section_needed(&s[2], value_null()));
    assert_false(section_needed(&s[2], with(p.a, "done", value_bool(false))));
    assert_true(section_needed(&s[2], with(p.a, "done", value_bool(true))));
    assert_false(section_needed(&s[3], value_null()));
    assert_true(section_needed(&s[3], with(p.a, "done", value_bool(false))));
    kinds_free(&kinds);
    plugins_free(&p);
}

static void test_suggest(void **state)
{
    Plugins p = plugins_new();
    Diag *d = diag_new(p.a, LANG_VI);
    Kinds kinds;

    (void)state;
    plugins_add(&p, STR("x/kinds/a.yaml"), STR("kind: a\nlabel: Thông báo\n"));
    plugins_add(&p, STR("x/kinds/b.yaml"), STR("kind: b\nlabel: Sổ tay\nrecord: true\nfields:\n  - {name: name, label: Tên}\n"));
    assert_true(kinds_load(p.a, d, files_new(p.a), &(const Shelf){.dirs = {str_from(p.dir)}, .n = 1}, &kinds));
    diag_error(d, (Place){0}, "test.kind", "sai", "wrong");
    kinds_suggest(&kinds, d, STR("thong bao"));
    assert_true(str_is(d->list.items[0].hint, "có phải «Thông báo»?"));
    diag_error(d, (Place){0}, "test.kind", "sai", "wrong");
    kinds_suggest(&kinds, d, STR("xyz"));
    assert_true(str_is(d->list.items[1].hint, "có thể ghi: Thông báo"));
    kinds_free(&kinds);
    plugins_free(&p);
}

static void test_no_folder(void **state)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Kinds kinds;

    (void)state;
    assert_false(kinds_load(a, d, files_new(a), &(const Shelf){.dirs = {str_from("tests/no-such-folder")}, .n = 1}, &kinds));
    assert_int_equal(d->errors, 1);
    assert_string_equal(d->list.items[0].code, "shelf.open");
    assert_int_equal(kinds.n, 0);
    arena_free(a);
}

/* The kinds that are shipped load without a word. */
static void test_shipped(void **state)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Files *files = files_new(a);
    Kinds kinds;
    bool right = kinds_load(a, d, files, &(const Shelf){.dirs = {str_from("plugins")}, .n = 1}, &kinds);

    (void)state;
    diag_print(d, files, 0, false, stderr);
    assert_true(right);
    assert_int_equal(d->list.n, 0);
    assert_true(kinds.n >= 7);
    assert_non_null(kinds_find(&kinds, STR("page")));
    assert_non_null(kinds_find(&kinds, STR("văn bản")));
    kinds_free(&kinds);
    arena_free(a);
}

static Value meta_with_state(Arena *a, const char *label, ValueType type)
{
    ValuePairs pairs = {0};

    if (label)
        value_pair(a, &pairs, STR("state"), value_text(a, type, str_from(label)));
    return value_map(a, pairs.items, pairs.n);
}

static void test_states(void **state)
{
    Arena *a = arena_new();

    (void)state;
    assert_int_equal(common_state(meta_with_state(a, NULL, VALUE_STRING)), STATE_NONE);
    assert_int_equal(common_state(meta_with_state(a, "nháp", VALUE_STRING)), STATE_DRAFT);
    assert_int_equal(common_state(meta_with_state(a, "chờ duyệt", VALUE_STRING)), STATE_PENDING);
    assert_int_equal(common_state(meta_with_state(a, "đã duyệt", VALUE_STRING)), STATE_APPROVED);
    assert_int_equal(common_state(meta_with_state(a, "gỡ bỏ", VALUE_STRING)), STATE_WITHDRAWN);
    assert_int_equal(common_state(meta_with_state(a, "chờ xác minh", VALUE_STATUS)), STATE_DRAFT);
    assert_true(str_is(common_state_label(STATE_WITHDRAWN), "gỡ bỏ"));
    assert_int_equal(common_state_label(STATE_NONE).n, 0);
    arena_free(a);
}

/* The common fields are a schema of their own, and each name of CONTENT.md is among them. */
static void test_common(void **state)
{
    static const char *const labels[] = {
        "Loại nội dung", "Tiêu đề", "Tóm tắt", "slug", "Đường dẫn cũ", "Trạng thái", "Người duyệt", "Ngày duyệt", "Đăng từ",
        "Đến", "Ngày cập nhật", "Đính chính", "Từ khóa", "Đơn vị", "Liên quan", "Thứ tự",
    };
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Schema s = {.name = STR("common"), .label = STR("chung")};

    (void)state;
    s.fields = common_fields(&s.count);
    assert_true(schema_seal(a, d, (Place){0}, &s));
    assert_int_equal(s.count, sizeof labels / sizeof *labels);
    for (size_t i = 0; i < s.count; i++)
        assert_int_equal(schema_index(&s, str_from(labels[i])), (int)i);
    schema_free(&s);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),     cmocka_unit_test(test_names),   cmocka_unit_test(test_needed),
        cmocka_unit_test(test_suggest),   cmocka_unit_test(test_shipped), cmocka_unit_test(test_states),
        cmocka_unit_test(test_no_folder), cmocka_unit_test(test_common),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
