/* write_test - what is written is read back as the same data, odd texts included. */
#include "content/kind.h"
#include "content/markdown.h"
#include "content/write.h"
#include "room.h"
#include "value/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define KIND                                                                                                                     \
    "kind: thing\nlabel: Vật\nfields:\n  - name: code\n    label: Mã\n    type: text\n"                                          \
    "sections:\n  - name: steps\n    label: Các bước\n    shape: markdown\n"                                                     \
    "  - name: names\n    label: Tên gọi\n    shape: list\n    free: true\n"                                                     \
    "  - name: rows\n    label: Bảng\n    shape: table\n    groups: true\n    columns:\n"                                        \
    "      - {name: a, label: Cột A, type: text}\n      - {name: b, label: Cột B, type: text}\n      - {name: c, label: Cột C, type: text}\n"

typedef struct {
    Arena *a;
    Diag *d;
    Kinds kinds;
    const Kind *kind;
} World;

static World world_open(Room *room)
{
    World w = {.a = room->a, .d = room->d};
    Shelf plugins = shelf_of(str_from(room->path));
    int fd;

    assert_int_equal(fs_make_dirs(room->dir, STR("mau/kinds")), 0);
    fd = openat(room->dir, "mau/kinds/thing.yaml", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    assert_int_equal(fs_write_all(fd, KIND, sizeof KIND - 1), 0);
    close(fd);
    assert_true(kinds_load(room->a, room->d, files_new(room->a), &plugins, &w.kinds));
    w.kind = kinds_find(&w.kinds, STR("thing"));
    assert_non_null(w.kind);
    return w;
}

static Value text(World *w, Str s) { return value_string(w->a, s); }
static Value list1(World *w, Value v) { return value_list(w->a, &v, 1); }

static Value map1(World *w, const char *key, Value v)
{
    ValuePair pair = {.key = str_from(key), .value = v};

    return value_map(w->a, &pair, 1);
}

static Value block_table(World *w, Value rows, bool list)
{
    Value columns[] = {text(w, STR("Cột A")), text(w, STR("Cột B")), text(w, STR("Cột C"))};
    ValuePairs pairs = {0};

    value_pair(w->a, &pairs, STR("columns"), value_list(w->a, columns, 3));
    value_pair(w->a, &pairs, STR("rows"), rows);
    value_pair(w->a, &pairs, STR("list"), value_bool(list));
    return value_map(w->a, pairs.items, pairs.n);
}

static Value section(World *w, const char *heading, const Value *blocks, size_t n)
{
    ValuePairs pairs = {0};

    value_pair(w->a, &pairs, STR("heading"), text(w, str_from(heading)));
    value_pair(w->a, &pairs, STR("body"), value_list(w->a, blocks, n));
    return value_map(w->a, pairs.items, pairs.n);
}

/* What reading gives back: no white space at the ends of lines, tabs as blanks, no carriage returns. */
static Str seen(World *w, Str s)
{
    Buf b = {0};
    Str out, line;

    s = str_trim(s);
    while (str_line(&s, &line)) {
        line = str_trim(line);
        if (b.n)
            buf_byte(&b, '\n');
        for (size_t i = 0; i < line.n; i++)
            buf_byte(&b, line.s[i] == '\t' ? ' ' : line.s[i]);
    }
    out = buf_keep(&b, w->a);
    buf_free(&b);
    return out;
}

static void check_text(World *w, Str got, Str wanted, const Buf *written)
{
    got = seen(w, got), wanted = seen(w, wanted);
    if (str_eq(got, wanted))
        return;
    fail_msg("wanted «%.*s», got «%.*s», of\n%.*s", STR_ARG(wanted), STR_ARG(got), (int)written->n, written->s);
}

static const Section *find(const Doc *doc, const char *name)
{
    for (size_t i = 0; i < doc->section_count; i++)
        if (str_is(doc->sections[i].decl->name, name))
            return &doc->sections[i];
    fail_msg("no section %s", name);
    return NULL;
}

static void read_body(World *w, const Buf *b, Doc *doc)
{
    Diag *d = diag_new(w->a, LANG_EN);

    if (!markdown_read(w->a, d, buf_str(b), (MarkdownOptions){.start = {.line = 1, .column = 1}, .kind = w->kind, .pending_allowed = true}, doc))
        fail_msg("%.*s, of\n%.*s", STR_ARG(d->list.items[0].message), (int)b->n, b->s);
}

/* Three texts as a paragraph, an item, an inner item, a sub-heading, a row as a table and as a line. */
static void check_body(World *w, Str one, Str two, Str three)
{
    Value cells[] = {text(w, one), text(w, two), text(w, three)}, row = value_list(w->a, cells, 3);
    Value inner[] = {map1(w, "text", cells[0])};
    Value groups[] = {map1(w, "title", cells[1]), block_table(w, list1(w, row), false), map1(w, "title", cells[2]),
                      block_table(w, list1(w, row), true)};
    Value steps[] = {cells[0], map1(w, "items", value_list(w->a, inner, 1)), cells[2]};
    Value names[] = {map1(w, "items", value_list(w->a, cells, 3))};
    Value sections[] = {section(w, "Các bước", steps, 3), section(w, "Tên gọi", names, 1), section(w, "Bảng", groups, 4)};
    Buf b = {0};
    Doc doc;
    Value got;

    write_sections(&b, value_list(w->a, sections, 3));
    read_body(w, &b, &doc);
    for (size_t i = 0; i < doc.link_count; i++) /* but e-mail addresses are always links */
        assert_true(str_starts(doc.links[i].url, STR("mailto:")));
    check_text(w, find(&doc, "steps")->body.plain, arena_printf(w->a, "%.*s\n%.*s\n%.*s", STR_ARG(str_trim(one)), STR_ARG(str_trim(one)), STR_ARG(str_trim(three))), &b);
    got = find(&doc, "names")->value;
    assert_int_equal(value_count(got), 3);
    for (size_t i = 0; i < 3; i++)
        check_text(w, value_str(value_item(got, i)), value_str(cells[i]), &b);
    got = find(&doc, "rows")->value;
    assert_int_equal(value_count(got), 2);
    for (size_t i = 0; i < 2; i++) {
        Value group = value_item(got, i), first = value_item(value_get_lit(group, "items"), 0);
        assert_int_equal(value_count(value_get_lit(group, "items")), 1);
        check_text(w, value_get_str(first, STR("a")), one, &b);
        check_text(w, value_get_str(first, STR("b")), two, &b);
        check_text(w, value_get_str(first, STR("c")), three, &b);
    }
    assert_true(w->d->errors == 0);
    buf_free(&b);
}

static const char *const odd[] = {
    "*", "**đậm**", "_", "a_b", "__", "`", "```", "[", "]", "](x)", "![a](b.png)", "<", ">", "<br>", "<b>", "<!--", "|", "\\", "\\|", "#", "## ", "- ", "-- ",
    "---", "+ ", "1. ", "12) ", "2024.", " ", "  ", "&amp;", "&#33;", "&", "~~x~~", "~", "http://a.vn/x_y_z", "https://a.vn", "www.a.vn", "a@b.vn", ":", ": ",
    "::", "!", "ế", "Đ", "“", "”", "{x}`y`", "=", "===", "^", "[^1]", "[1]: /x", "'", "\"", "…", ";", "; ", "$", "%", "@", "?", "(", ")", "\t", "chữ", "Mẫu số 01",
    "1.234,5", "70%", "//", "a:b", "x*y*z", "e.g.", "tờ khai",
};

enum { ODD = sizeof odd / sizeof *odd };

static Str odd_text(World *w, uint32_t *seed, bool breaks)
{
    Str s = STR("");

    for (int n = 1 + (int)(*seed >> 16) % 6; n; n--) {
        *seed = *seed * 1664525u + 1013904223u;
        s = arena_printf(w->a, "%.*s%s%s", STR_ARG(s), breaks && (*seed >> 20) % 16 == 0 ? "x\ny" : "", odd[(*seed >> 8) % ODD]);
    }
    return str_trim(s).n ? s : STR("chữ");
}

static void test_bodies(void **state)
{
    World w = world_open(*state);
    uint32_t seed = 1;

    for (size_t i = 0; i < ODD; i++)
        if (str_trim(str_from(odd[i])).n)
            check_body(&w, str_from(odd[i]), arena_printf(w.a, "a %s b", odd[i]), arena_printf(w.a, "a%s", odd[i]));
    for (int i = 0; i < 1500; i++) {
        Str one = odd_text(&w, &seed, false), two = odd_text(&w, &seed, i % 2), three = odd_text(&w, &seed, false);
        check_body(&w, one, two, three);
    }
    kinds_free(&w.kinds);
}

static void check_front(World *w, Str one, Str two)
{
    Value items[] = {text(w, one), text(w, two)}, list = value_list(w->a, items, 2);
    Value first[] = {text(w, STR("mã")), items[0]}, second[] = {text(w, STR("từ khóa")), list}, third[] = {text(w, STR("khóa: lạ")), items[1]};
    Value fields[] = {value_list(w->a, first, 2), value_list(w->a, second, 2), value_list(w->a, third, 2)};
    Diag *d = diag_new(w->a, LANG_EN);
    Buf b = {0};
    Value got, keys;

    write_front(&b, value_list(w->a, fields, 3));
    assert_true(str_starts(buf_str(&b), STR("---\n")) && str_ends(buf_str(&b), STR("\n---\n")));
    if (!yaml_read(w->a, d, (Place){.line = 1, .column = 1}, str_slice(buf_str(&b), 4, b.n - 4), YAML_MOST_FRONT, &got) || d->list.n)
        fail_msg("%.*s, of\n%.*s", STR_ARG(d->list.items[0].message), (int)b.n, b.s);
    assert_int_equal(value_count(got), 3);
    if (!str_eq(value_get_str(got, STR("mã")), one) || !str_eq(value_get_str(got, STR("khóa: lạ")), two))
        fail_msg("other text, of\n%.*s", (int)b.n, b.s);
    keys = value_get(got, STR("từ khóa"));
    if (value_is(keys, VALUE_LIST)) {
        assert_true(str_eq(value_str(value_item(keys, 0)), one) && str_eq(value_str(value_item(keys, 1)), two));
    } else {
        assert_true(str_eq(value_str(keys), arena_printf(w->a, "%.*s; %.*s", STR_ARG(one), STR_ARG(two))));
        assert_true(str_find_byte(one, ';', 0) == one.n && str_find_byte(two, ';', 0) == two.n);
    }
    buf_free(&b);
}

static void test_fronts(void **state)
{
    static const char *const texts[] = {
        "Hộ tịch", "1.001193", "a: b", "a:", " a", "a ", "a # b", "#a", "- a", "[a]", "{a}", "\"a\"", "'a'", "a \"b\"", "*a", "&a", "!a", "%a", "@a", "`a", "|", ">", "?", "~",
        "null", "true", "a\nb", "a\tb", "a\\b", "“a”", "\u00a0a", "a\u00a0", "a\u00a0b", "\u2013 a", "a\u2028b", "a\ufeffb", "a：b", "2026-03-05", "05/3/2026", "a; b", "có", "không", "12,5",
        "https://a.vn", "14:30", "---", "...", "a, b", "Đất", "ế", "(a)", "a -b", "a - b", "=", "a\u200bb",
    };
    enum { N = sizeof texts / sizeof *texts };
    World w = world_open(*state);

    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < N; k++)
            check_front(&w, str_from(texts[i]), str_from(texts[k]));
    kinds_free(&w.kinds);
}

static void check_written(Str got, const char *wanted) { assert_string_equal(got.s, wanted); }

/* What an editor sees: no quote and no backslash that is not needed. */
static void test_plain(void **state)
{
    World w = world_open(*state);
    Value bare[] = {text(&w, STR("có")), value_bool(true)}, number[] = {text(&w, STR("số")), value_number(12.5)};
    Value date[] = {text(&w, STR("ngày")), value_date(date_from_ymd(2026, 3, 5))}, none[] = {text(&w, STR("không")), value_null()};
    Value two[] = {text(&w, STR("Cấp xã")), text(&w, STR("Cấp tỉnh"))}, list[] = {text(&w, STR("cấp")), value_list(w.a, two, 2)};
    Value title[] = {text(&w, STR("tên")), text(&w, STR("Xã Mẫu: nộp hồ sơ (tại nhà)"))};
    Value fields[] = {value_list(w.a, title, 2), value_list(w.a, bare, 2), value_list(w.a, number, 2), value_list(w.a, date, 2), value_list(w.a, none, 2), value_list(w.a, list, 2)};
    Buf b = {0};

    write_front(&b, value_list(w.a, fields, 6));
    check_written(buf_keep(&b, w.a), "---\ntên: Xã Mẫu: nộp hồ sơ (tại nhà)\ncó: có\nsố: 12,5\nngày: 05/3/2026\ncấp: Cấp xã; Cấp tỉnh\n---\n");
    buf_clear(&b);
    title[1] = text(&w, STR("a # b")); /* where no text is declared, a comment would begin here */
    fields[0] = value_list(w.a, title, 2);
    write_front(&b, value_list(w.a, fields, 1));
    check_written(buf_keep(&b, w.a), "---\ntên: \"a # b\"\n---\n");
    buf_clear(&b);
    write_markdown(&b, STR(" Mẫu số 01/TT-BTC (2024), điều 1. khoản 2) a_b - c + d; 50% > 40 & e! "));
    check_written(buf_keep(&b, w.a), "Mẫu số 01/TT-BTC (2024), điều 1. khoản 2) a_b - c + d; 50% > 40 & e!");
    buf_clear(&b);
    write_markdown(&b, STR("1. Một\nhai"));
    check_written(buf_keep(&b, w.a), "1\\. Một<br>hai");
    buf_free(&b);
    kinds_free(&w.kinds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_bodies, room_enter, room_leave),
        cmocka_unit_test_setup_teardown(test_fronts, room_enter, room_leave),
        cmocka_unit_test_setup_teardown(test_plain, room_enter, room_leave),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
