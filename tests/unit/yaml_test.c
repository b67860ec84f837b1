/* yaml_test - every case of tests/tables/yaml*.txt, limits, and random damage. */
#include "value_table.h"

static bool read_yaml(Arena *a, Diag *d, Str text, Value *out)
{
    return yaml_read(a, d, (Place){.line = 1, .column = 1}, text, YAML_MOST_FRONT, out);
}

static void test_values(void **state)
{
    (void)state;
    run_table("tests/tables/yaml_values.txt", read_yaml);
}

static void test_faults(void **state)
{
    (void)state;
    run_table("tests/tables/yaml_faults.txt", read_yaml);
}

/* The English words of all faults take the same arguments; each case gives as many messages as in Vietnamese. */
static void test_english(void **state)
{
    Arena *a = arena_new();
    Str table, name, input, expected;

    (void)state;
    assert_int_equal(fs_read_path(a, "tests/tables/yaml_faults.txt", 1 << 20, &table), 0);
    while (next_case(&table, &name, &input, &expected)) {
        Diag *vi = diag_new(a, LANG_VI), *en = diag_new(a, LANG_EN);
        Value v;
        yaml_read(a, vi, (Place){.line = 1}, unescape(a, input), YAML_MOST_FRONT, &v);
        yaml_read(a, en, (Place){.line = 1}, unescape(a, input), YAML_MOST_FRONT, &v);
        assert_int_equal(vi->list.n, en->list.n);
        for (size_t i = 0; i < en->list.n; i++) {
            assert_false(str_eq(vi->list.items[i].message, en->list.items[i].message));
            assert_true(en->list.items[i].hint.n > 0);
        }
    }
    arena_free(a);
}

static void test_places_start_where_told(void **state)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Value v, x;

    (void)state;
    assert_true(yaml_read(a, d, (Place){.file = 7, .line = 40, .column = 1}, STR("a: 1\nđặt tên: hai\n"), 100, &v));
    x = value_get(v, STR("đặt tên"));
    assert_int_equal(x.file, 7);
    assert_int_equal(x.line, 41);
    assert_int_equal(x.column, 10);
    arena_free(a);
}

static void test_uncomment(void **state)
{
    (void)state;
    assert_true(str_is(yaml_uncomment(STR("05/3/2026  # hôm qua")), "05/3/2026"));
    assert_true(str_is(yaml_uncomment(STR("#0072B2 # xanh")), "#0072B2"));
    assert_true(str_is(yaml_uncomment(STR("C# và F#")), "C# và F#"));
    assert_true(str_is(yaml_uncomment(STR("")), ""));
}

static bool reads(Arena *a, Str text, size_t most, const char *code)
{
    Diag *d = diag_new(a, LANG_VI);
    Value v;
    bool ok = yaml_read(a, d, (Place){.line = 1}, text, most, &v);

    assert_int_equal(ok, d->errors == 0);
    if (code)
        assert_string_equal(d->list.items[0].code, code);
    return ok;
}

static void test_size(void **state)
{
    Arena *a = arena_new();

    (void)state;
    assert_true(reads(a, STR("a: 12345"), 8, NULL));
    assert_false(reads(a, STR("a: 123456"), 8, "yaml.size"));
    arena_free(a);
}

/* `piece` written `n` times, each followed by as many spaces as lines went before where `stairs`. */
static Str repeated(Arena *a, const char *piece, size_t n, bool stairs)
{
    Buf b = {0};
    Str out;

    for (size_t i = 0; i < n; i++) {
        buf_puts(&b, piece);
        for (size_t k = 0; stairs && k <= i; k++)
            buf_byte(&b, ' ');
    }
    out = buf_keep(&b, a);
    buf_free(&b);
    return out;
}

static void test_depth(void **state)
{
    Arena *a = arena_new();

    (void)state;
    assert_true(reads(a, repeated(a, "- ", 16, false), 1 << 20, NULL));
    assert_false(reads(a, repeated(a, "- ", 17, false), 1 << 20, "yaml.depth"));
    assert_false(reads(a, repeated(a, "- ", 100000, false), 1 << 20, "yaml.depth"));
    assert_false(reads(a, repeated(a, "[", 100000, false), 1 << 20, "yaml.depth"));
    assert_true(reads(a, repeated(a, "k:\n", 16, true), 1 << 20, NULL));
    assert_false(reads(a, repeated(a, "k:\n", 17, true), 1 << 20, "yaml.depth"));
    arena_free(a);
}

/* Nothing that is long is slow: each of these is about a mebibyte, and together they take well under a second. */
static void test_long(void **state)
{
    static const struct {
        const char *piece;
        size_t n;
        bool stairs;
    } shapes[] = {{"a: \"x\n", 170000, false},   {"a: [\n", 1400, true},
                  {"a: \"\n", 1400, true},       {"- \"x\n   'y\n", 90000, false},
                  {"\n", 1000000, false},        {"a: x\n\n\n\n", 130000, false},
                  {"- [\"\n", 1400, true},       {"x", 1000000, false},
                  {"\t", 1000000, false},        {"'", 1000000, false},
                  {"- a: |\n  ", 110000, false}, {"a: |\n\tx\n", 120000, false},
                  {"{a: ", 250000, false},       {"- a: [b, c]\n", 80000, false},
                  {"#", 1000000, false},         {": ", 500000, false},
                  {"\xC2\xA0", 500000, false},   {"- x\n  y\n\n\n", 100000, false},
                  {"a: [\"x\n", 1400, true}};
    Arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        Diag *d = diag_new(a, LANG_VI);
        Value v;
        yaml_read(a, d, (Place){.line = 1}, repeated(a, shapes[i].piece, shapes[i].n, shapes[i].stairs), 4 << 20, &v);
        assert_true(d->errors <= 22);
    }
    arena_free(a);
}

static void test_many_keys(void **state)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Buf b = {0};
    Value v;

    (void)state;
    for (int i = 0; i < 5000; i++)
        buf_printf(&b, "khóa %d: %d\n", i, i);
    buf_puts(&b, "khóa 3: lại\nkhóa 4000: lại\n");
    assert_false(yaml_read(a, d, (Place){.line = 1}, buf_str(&b), 1 << 20, &v));
    assert_int_equal(d->errors, 2);
    assert_non_null(strstr(d->list.items[0].message.s, "dòng 4"));
    assert_non_null(strstr(d->list.items[1].message.s, "dòng 4001"));
    assert_int_equal(value_count(v), 5002);
    assert_true(str_is(value_get_str(v, STR("khóa 77")), "77"));
    buf_free(&b);
    arena_free(a);
}

static void test_faults_are_capped(void **state)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Value v;

    (void)state;
    assert_false(yaml_read(a, d, (Place){.line = 1}, repeated(a, "a:b\n", 500, false), 1 << 20, &v));
    assert_int_equal(d->errors, 20);
    assert_string_equal(d->list.items[d->list.n - 1].code, "yaml.more");
    arena_free(a);
}

/* Every cut of a document, and every byte replaced by a sign, is read or refused, never worse. */
static void test_damage(void **state)
{
    static const char signs[] = " \n\t:-#\"'[]{}|>*&!@%`,?\\x";
    Str good = STR("tên: \"Xã\" # x\nkhóa: [a, 'b', {c: d}]\nnhóm:\n  - x: |\n      y\n  - z\n  tiếp\nq: >-\n  w\n");
    Arena *a = arena_new();
    char copy[200];

    (void)state;
    for (size_t i = 0; i <= good.n; i++) {
        if (i < good.n && ((unsigned char)good.s[i] & 0xC0) == 0x80)
            continue;
        reads(a, str_slice(good, 0, i), 1000, NULL);
        reads(a, str_slice(good, i, good.n), 1000, NULL);
        for (size_t k = 0; i < good.n && k + 1 < sizeof signs; k++) {
            memcpy(copy, good.s, good.n);
            copy[i] = signs[k];
            if (utf8_invalid((Str){copy, good.n}) == good.n)
                reads(a, (Str){copy, good.n}, 1000, NULL);
        }
        arena_reset(a);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_english),
        cmocka_unit_test(test_uncomment),
        cmocka_unit_test(test_size),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_many_keys),
        cmocka_unit_test(test_faults_are_capped),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_places_start_where_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
