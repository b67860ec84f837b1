/* Buffers: growing, HTML and JSON escapes. */
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static void bytes_add_up(void **state)
{
    Buf b = {0};

    (void)state;
    buf_add(&b, (Str){NULL, 0});
    assert_int_equal(b.n, 0);
    for (int i = 0; i < 10000; i++) {
        buf_byte(&b, (char)('a' + i % 26));
        buf_puts(&b, "--");
        buf_printf(&b, "%05d", i);
    }
    assert_int_equal(b.n, 80000);
    assert_memory_equal(b.s + 8 * 9999, "p--09999", 8);
    buf_clear(&b);
    assert_int_equal(b.n, 0);
    assert_true(b.cap >= 80000);
    buf_free(&b);
    assert_null(b.s);
}

static void reserving_keeps_what_is_there(void **state)
{
    Buf b = {0};

    (void)state;
    buf_puts(&b, "abc");
    buf_reserve(&b, 1 << 20);
    assert_true(b.cap - b.n >= 1 << 20);
    assert_true(str_is(buf_str(&b), "abc"));
    buf_free(&b);
}

typedef struct {
    Str from;
    const char *want;
} Case;

static void check(void (*write)(Buf *, Str), const Case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        Buf b = {0};
        write(&b, cases[i].from);
        if (!str_is(buf_str(&b), cases[i].want))
            fail_msg("got %.*s, want %s", STR_ARG(buf_str(&b)), cases[i].want);
        buf_free(&b);
    }
}

static void html_is_escaped(void **state)
{
    static const Case cases[] = {
        {{"", 0}, ""},
        {{NULL, 0}, ""},
        {{"Xã Mẫu", 9}, "Xã Mẫu"},
        {{"<a href=\"x\">'&'</a>", 19}, "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;"},
        {{"&amp;", 5}, "&amp;amp;"},
        {{"a<", 2}, "a&lt;"},
    };

    (void)state;
    check(buf_html, cases, sizeof cases / sizeof *cases);
}

static void json_is_escaped(void **state)
{
    static const Case cases[] = {
        {{"", 0}, "\"\""},
        {{"Xã Mẫu", 9}, "\"Xã Mẫu\""},
        {{"a\"b\\c", 5}, "\"a\\\"b\\\\c\""},
        {{"a\nb\tc\rd", 7}, "\"a\\nb\\tc\\u000dd\""},
        {{"\0\x1f\x7f", 3}, "\"\\u0000\\u001f\\u007f\""},
        {{"</script>&", 10}, "\"\\u003c/script\\u003e\\u0026\""},
        {{"a\xe2\x80\xa8" "b\xe2\x80\xa9\xe2\x80\xaa", 11}, "\"a\\u2028b\\u2029\xe2\x80\xaa\""},
    };

    (void)state;
    check(buf_json, cases, sizeof cases / sizeof *cases);
}

static void copies_are_kept(void **state)
{
    Arena *a = arena_new();
    Buf b = {0};
    Str kept;

    (void)state;
    buf_puts(&b, "abc");
    kept = buf_keep(&b, a);
    buf_clear(&b);
    buf_puts(&b, "xyz");
    assert_string_equal(kept.s, "abc");
    buf_free(&b);
    assert_string_equal(buf_keep(&b, a).s, "");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_add_up), cmocka_unit_test(reserving_keeps_what_is_there), cmocka_unit_test(html_is_escaped),
        cmocka_unit_test(json_is_escaped), cmocka_unit_test(copies_are_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
