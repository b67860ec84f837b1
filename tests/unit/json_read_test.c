/* json_read_test - JSON as others write it: values, text cleaned, faults with their place. */
#include "value/json.h"
#include "value/json_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static const Place start = {.file = 1, .line = 7, .column = 1};

/* Reads `text` and writes it again. */
static void check(const char *json, const char *wanted)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Buf b = {0};
    Value v;

    assert_true(json_read(a, d, start, str_from(json), &v));
    assert_int_equal(d->list.n, 0);
    assert_int_equal(v.line, 7);
    json_write(&b, v);
    assert_string_equal(buf_keep(&b, a).s, wanted);
    buf_free(&b);
    arena_free(a);
}

static void test_values(void **state)
{
    (void)state;
    check("{\"b\": 1, \"a\": [true, false, null, -2.5, \"x\"]}", "{\"b\":1,\"a\":[true,false,null,-2.5,\"x\"]}");
    check("\xef\xbb\xbf{}", "{}");
    check(" \"chữ\" ", "\"chữ\"");
    check("9007199254740993", "9007199254740993");
    check("{\"a\":{\"b\":{}}}\r", "{\"a\":{\"b\":{}}}");
}

static void check_text(const char *json, const char *wanted)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Value v;

    assert_true(json_read(a, d, start, str_from(json), &v));
    assert_string_equal(value_str(v).s, wanted);
    assert_int_equal(value_str(v).n, strlen(wanted));
    arena_free(a);
}

static void test_texts(void **state)
{
    (void)state;
    check_text("\"tie\\u0302\\u0301ng Vie\\u0323\\u0302t\"", "tiếng Việt");
    check_text("\"a\\u0000b\\u0007\\u007fc\\u001b\"", "abc");
    check_text("\"a\\r\\nb\\rc\\td\"", "a\nb\nc\td");
    check_text("\"\\ud83d\\ude00 \\u00a0\"", "😀 \u00a0");
}

static void check_fault(Str json, const char *code, unsigned column)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Value v;

    assert_false(json_read(a, d, start, json, &v));
    assert_int_equal(d->list.n, 1);
    assert_string_equal(d->list.items[0].code, code);
    assert_int_equal(d->list.items[0].at.line, 7);
    if (column)
        assert_int_equal(d->list.items[0].at.column, column);
    assert_true(value_is_null(v));
    arena_free(a);
}

static void test_faults(void **state)
{
    char deep[200];

    (void)state;
    check_fault(STR(""), "json.syntax", 0);
    check_fault(STR("{"), "json.syntax", 0);
    check_fault(STR("{\"a\": 1} x"), "json.syntax", 0);
    check_fault(STR("{\"a\": 1, \"a\": 2}"), "json.syntax", 0);
    check_fault(STR("{'a': 1}"), "json.syntax", 0);
    check_fault(STR("{\"a\": \"đ"), "json.syntax", 0);
    check_fault(STR("99999999999999999999999"), "json.syntax", 0);
    check_fault(STR("{\"đ\": \"\xff\"}"), "json.utf8", 8);
    memset(deep, '[', sizeof deep);
    check_fault((Str){deep, sizeof deep}, "json.syntax", JSON_MOST_DEPTH + 1);
}

static void test_long(void **state)
{
    Arena *a = arena_new();
    char *s = arena_alloc(a, JSON_MOST_LINE + 1);

    (void)state;
    memset(s, ' ', JSON_MOST_LINE + 1);
    check_fault((Str){s, JSON_MOST_LINE + 1}, "json.long", 0);
    arena_free(a);
}

static void test_lines(void **state)
{
    Arena *a = arena_new();
    JsonLines lines = {0};

    (void)state;
    json_lines(a, STR("{}\n\n \r\n[]\r\n1"), &lines);
    assert_int_equal(lines.n, 3);
    assert_int_equal(lines.items[1].number, 4);
    assert_int_equal(lines.items[2].number, 5);
    assert_true(str_is(lines.items[2].text, "1"));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_values), cmocka_unit_test(test_texts), cmocka_unit_test(test_faults),
                                       cmocka_unit_test(test_long), cmocka_unit_test(test_lines)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
