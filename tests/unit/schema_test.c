/* schema_test.c - declarations and input in YAML against values and messages: tests/tables/schema_*.txt. */
#include "base/buf.h"
#include "base/fs.h"
#include "value/schema.h"
#include "value/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* One case of a table: "=== name [words]", the declarations, "---", the input, "---", what is expected. */
typedef struct {
    Str title, fields, input, expected;
} Case;

/* Cuts what stands before `mark` off the front of `*rest`. */
static Str cut(Str *rest, Str mark)
{
    size_t at = str_find(*rest, mark);
    Str piece = str_slice(*rest, 0, at);

    *rest = str_slice(*rest, at + mark.n, rest->n);
    return piece;
}

static bool case_next(Str *rest, Case *out)
{
    Str text = cut(rest, STR("\n=== "));

    if (text.n == 0)
        return false;
    out->title = cut(&text, STR("\n"));
    out->fields = cut(&text, STR("\n---\n"));
    out->input = cut(&text, STR("\n---\n"));
    out->expected = text;
    return true;
}

static bool has_word(Str title, const char *word) { return str_find(title, str_from(word)) < title.n; }

static void dump(Buf *b, Arena *a, Value v)
{
    bool map = value_is(v, VALUE_MAP);

    switch (value_type(v)) {
    case VALUE_NULL: buf_puts(b, "null"); break;
    case VALUE_BOOL: buf_puts(b, v.as.boolean ? "true" : "false"); break;
    case VALUE_INT: buf_printf(b, "%lld", (long long)v.as.integer); break;
    case VALUE_NUMBER: buf_printf(b, "%.15g", v.as.number); break;
    case VALUE_DATE: buf_add(b, date_iso(a, v.as.date)); break;
    case VALUE_STATUS: buf_printf(b, "<%s>", value_str(v).s); break;
    case VALUE_LIST:
    case VALUE_MAP:
        buf_byte(b, map ? '{' : '[');
        for (size_t i = 0; i < value_count(v); i++) {
            buf_puts(b, i ? ", " : "");
            if (map)
                buf_printf(b, "%.*s: ", STR_ARG(v.as.map->pairs[i].key));
            dump(b, a, map ? v.as.map->pairs[i].value : value_item(v, i));
        }
        buf_byte(b, map ? '}' : ']');
        break;
    default: buf_json(b, value_str(v));
    }
}

static void dump_pairs(Buf *b, Arena *a, Value map)
{
    for (size_t i = 0; i < value_count(map); i++) {
        buf_printf(b, "%.*s: ", STR_ARG(map.as.map->pairs[i].key));
        dump(b, a, map.as.map->pairs[i].value);
        buf_byte(b, '\n');
    }
}

static void dump_diag(Buf *b, const Diag *d)
{
    for (size_t i = 0; i < d->list.n; i++) {
        const Diagnostic *x = &d->list.items[i];
        Str hint = x->hint, line;
        buf_printf(b, "! %u:%u %s %.*s\n", (unsigned)x->at.line, (unsigned)x->at.column, x->code, STR_ARG(x->message));
        while (str_line(&hint, &line))
            buf_printf(b, "> %.*s\n", STR_ARG(line));
    }
}

static const Place declared_at = {.file = 1, .line = 1, .column = 1}, input_at = {.file = 2, .line = 1, .column = 1};

/* A sealed schema of declarations in YAML. */
static bool schema_of(Arena *a, Diag *d, Str yaml, Schema *out)
{
    Schema *fields = schema_of_fields(a, d);
    Field item = {.type = FIELD_MAP, .fields = fields};
    Schema top = {.name = STR("case"), .label = STR("thử"), .count = 1,
                  .fields = &(Field){.name = STR("fields"), .type = FIELD_LIST, .item = &item}};
    Value raw, list;
    bool right;

    *out = (Schema){.name = STR("test"), .label = STR("thử")};
    assert_true(schema_seal(a, d, (Place){0}, &top));
    right = yaml_read(a, d, declared_at, yaml, 1 << 20, &raw)
         && schema_check_field(a, d, &top.fields[0], raw, (SchemaOptions){.comments = true}, &list)
         && schema_declare(a, d, fields, list, &out->fields, &out->count) && schema_seal(a, d, declared_at, out);
    schema_free(&top);
    return right;
}

static void run_case(Buf *got, const Case *c)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, has_word(c->title, "[en]") ? LANG_EN : LANG_VI);
    SchemaOptions options = {
        .partial = has_word(c->title, "[partial]"), .no_defaults = has_word(c->title, "[no defaults]"),
        .allow_pending = has_word(c->title, "[pending]"), .empty_absent = has_word(c->title, "[cells]"),
        .comments = has_word(c->title, "[comments]"),
    };
    Schema s;
    Value raw, out = value_null();

    if (schema_of(a, d, c->fields, &s) && yaml_read(a, d, input_at, c->input, 1 << 20, &raw)) {
        size_t errors = d->errors;
        bool right = schema_check(a, d, &s, value_is_null(raw) ? value_at(raw, input_at) : raw, options, &out);
        assert_int_equal(right, d->errors == errors);
        dump_pairs(got, a, out);
    }
    dump_diag(got, d);
    schema_free(&s);
    arena_free(a);
}

/* All differences are shown before the test fails. */
static void run_table(const char *path, size_t at_least)
{
    Arena *a = arena_new();
    Str rest;
    Case c;
    Buf got = {0};
    size_t n = 0, wrong = 0;

    assert_int_equal(fs_read_path(a, path, 1 << 20, &rest), 0);
    cut(&rest, STR("=== "));
    for (; case_next(&rest, &c); n++) {
        buf_clear(&got);
        run_case(&got, &c);
        if (str_eq(str_trim(buf_str(&got)), str_trim(c.expected)))
            continue;
        wrong++;
        fprintf(stderr, "=== %.*s\n%.*s\n", STR_ARG(c.title), STR_ARG(str_trim(buf_str(&got))));
    }
    buf_free(&got);
    arena_free(a);
    assert_int_equal(wrong, 0);
    assert_true(n >= at_least);
}

static void test_values(void **state) { (void)state, run_table("tests/tables/schema_values.txt", 50); }
static void test_keys(void **state) { (void)state, run_table("tests/tables/schema_keys.txt", 30); }
static void test_declarations(void **state) { (void)state, run_table("tests/tables/schema_declare.txt", 20); }

/* What is checked once is right when it is checked again, and gives the same. */
static void test_again(void **state)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Schema s;
    Value raw, once, twice;

    (void)state;
    assert_true(schema_of(a, d, STR("- {name: a, label: Một, type: int}\n- {name: b, label: Hai, type: date}\n"
                                    "- {name: c, label: Ba, type: bool}\n- {name: d, label: Bốn, type: list}\n"
                                    "- {name: e, label: Năm, type: choice, choices: [có, không]}\n"
                                    "- {name: f, label: Sáu, need: status}\n- {name: g, label: Bảy, type: number}\n"), &s));
    assert_true(yaml_read(a, d, input_at, STR("một: 1.200\nhai: 05/3/2026\nba: có\nbốn: x; y\nnăm: co\nsáu: Không áp dụng\nbảy: 2,5\n"),
                          1 << 20, &raw));
    assert_true(schema_check(a, d, &s, raw, (SchemaOptions){0}, &once));
    assert_true(schema_check(a, d, &s, once, (SchemaOptions){0}, &twice));
    assert_int_equal(value_cmp(once, twice), 0);
    assert_int_equal(value_count(once), 7);
    schema_free(&s);
    arena_free(a);
}

static void assert_place(Value v, unsigned line, unsigned column)
{
    assert_int_equal(v.file, 2);
    assert_int_equal(v.line, line);
    assert_int_equal(v.column, column);
}

/* Typed values, pieces of a text and defaults know where they were written. */
static void test_places(void **state)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Schema s;
    Value raw, out;

    (void)state;
    assert_true(schema_of(a, d, STR("- {name: a, label: Ngày, type: date}\n- {name: b, label: Thẻ, type: list}\n"
                                    "- {name: c, label: Số, type: int, default: 7}\n"), &s));
    assert_true(yaml_read(a, d, input_at, STR("ngày: 05/3/2026\nthẻ: đất đai; hộ tịch\n"), 1 << 20, &raw));
    assert_true(schema_check(a, d, &s, raw, (SchemaOptions){0}, &out));
    assert_place(value_get_lit(out, "a"), 1, 7);
    assert_int_equal(value_find(out, STR("b"))->key_at.line, 2);
    assert_place(value_item(value_get_lit(out, "b"), 0), 2, 6);
    assert_place(value_item(value_get_lit(out, "b"), 1), 2, 15);
    assert_place(value_get_lit(out, "c"), 1, 1);
    assert_int_equal(value_get_lit(out, "c").as.integer, 7);
    schema_free(&s);
    arena_free(a);
}

static void test_lookups(void **state)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Schema s;
    char longest[400];

    (void)state;
    memset(longest, 'a', sizeof longest);
    assert_true(schema_of(a, d, STR("- {name: code, label: Mã thủ, aliases: [mã số]}\n"
                                    "- {name: c, label: Mức, type: choice, choices: [{name: full, label: toàn trình}, một phần]}\n"), &s));
    assert_ptr_equal(schema_field(&s, STR("MA_THU")), &s.fields[0]);
    assert_ptr_equal(schema_field(&s, STR("Mã-số")), &s.fields[0]);
    assert_null(schema_field(&s, STR("mã khác")));
    assert_null(schema_field(&s, (Str){longest, sizeof longest}));
    assert_int_equal(schema_index(&s, STR("mức")), 1);
    assert_int_equal(schema_index(&s, STR("")), -1);
    assert_int_equal(schema_choice(&s.fields[1], STR("Full")), 0);
    assert_int_equal(schema_choice(&s.fields[1], STR("MOT PHAN")), 1);
    assert_int_equal(schema_choice(&s.fields[1], STR("nửa")), -1);
    assert_true(value_is_pending(value_text(a, VALUE_STATUS, STR("chờ xác minh"))));
    assert_false(value_is_pending(value_text(a, VALUE_STATUS, STR("không áp dụng"))));
    assert_false(value_is_pending(value_string(a, STR("chờ xác minh"))));
    schema_free(&s);
    arena_free(a);
}

/* Nothing is allocated beyond the result: five keys are one map of five pairs and what is typed of text. */
static void test_frugal(void **state)
{
    Arena *a = arena_new(), *scratch = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Schema s;
    Value raw, out;

    (void)state;
    assert_true(schema_of(a, d, STR("- {name: a, label: Tên}\n- {name: b, label: Ngày, type: date}\n- {name: c, label: Số, type: int}\n"
                                    "- {name: d, label: Mức, type: choice, choices: [cao, thấp]}\n- {name: e, label: Lời}\n"), &s));
    assert_true(yaml_read(a, d, input_at, STR("TEN: Chủ nhật xanh\nngay: 05/3/2026\nsố: 3\nmuc: THAP\nlời: Kính mời\n"), 1 << 20, &raw));
    assert_true(schema_check(scratch, d, &s, raw, (SchemaOptions){.allow_pending = true}, &out));
    assert_int_equal(value_count(out), 5);
    assert_true(arena_used(scratch) <= sizeof(ValueMap) + 5 * sizeof(ValuePair) + 16);
    schema_free(&s);
    arena_free(scratch);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values), cmocka_unit_test(test_keys),    cmocka_unit_test(test_declarations),
        cmocka_unit_test(test_again),  cmocka_unit_test(test_places),  cmocka_unit_test(test_lookups),
        cmocka_unit_test(test_frugal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
