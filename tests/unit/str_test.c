/* Pieces of text: comparing, cutting, searching; the empty text with a NULL pointer too. */
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static const Str none = {NULL, 0};

static void equality(void **state)
{
    (void)state;
    assert_true(str_eq(STR("a"), str_from("a")));
    assert_false(str_eq(STR("a"), STR("b")));
    assert_false(str_eq(STR("a"), STR("ab")));
    assert_true(str_eq(none, STR("")));
    assert_true(str_is(none, ""));
    assert_false(str_eq(STR("a\0b"), STR("a\0c")));
    assert_int_equal(STR("Xã").n, 3);
}

static void order(void **state)
{
    static const char *const sorted[] = {"", "A", "a", "aa", "ab", "b", "\xc3\xa0", "đ", "ạ", "\xf0\x9f\x98\x80"};

    (void)state;
    for (size_t i = 0; i < 10; i++)
        for (size_t j = 0; j < 10; j++) {
            int got = str_cmp(str_from(sorted[i]), str_from(sorted[j]));
            assert_int_equal((got > 0) - (got < 0), (i > j) - (i < j));
        }
    assert_int_equal(str_cmp(none, none), 0);
    assert_true(str_cmp(none, STR("a")) < 0);
    assert_true(str_cmp(STR("\x80"), STR("\x7f")) > 0);
}

static void starts_and_ends(void **state)
{
    (void)state;
    assert_true(str_starts(STR("abc"), STR("ab")));
    assert_true(str_starts(STR("abc"), STR("")));
    assert_true(str_starts(none, none));
    assert_false(str_starts(STR("ab"), STR("abc")));
    assert_false(str_starts(STR("abc"), STR("b")));
    assert_true(str_ends(STR("abc"), STR("bc")));
    assert_true(str_ends(none, none));
    assert_false(str_ends(STR("bc"), STR("abc")));
    assert_false(str_ends(STR("abc"), STR("b")));
}

static void slices_stay_inside(void **state)
{
    Str text = STR("abcdef");

    (void)state;
    assert_true(str_is(str_slice(text, 1, 3), "bc"));
    assert_true(str_is(str_slice(text, 0, 99), "abcdef"));
    assert_true(str_is(str_slice(text, 99, 100), ""));
    assert_true(str_is(str_slice(text, 4, 2), ""));
    assert_true(str_is(str_slice(none, 0, 0), ""));
}

static void trimming(void **state)
{
    (void)state;
    assert_true(str_is(str_trim(STR(" \t a b\r\n\f\v")), "a b"));
    assert_true(str_is(str_trim(STR("   ")), ""));
    assert_true(str_is(str_trim(none), ""));
    assert_true(str_is(str_trim(STR("\xc2\xa0x")), "\xc2\xa0x"));
}

static void finding(void **state)
{
    Str text = STR("một hai một");

    (void)state;
    assert_int_equal(str_find(text, STR("hai")), 6);
    assert_int_equal(str_find(text, STR("một")), 0);
    assert_int_equal(str_find(text, STR("ba")), text.n);
    assert_int_equal(str_find(text, STR("")), 0);
    assert_int_equal(str_find(none, STR("a")), 0);
    assert_int_equal(str_find_byte(text, 'h', 0), 6);
    assert_int_equal(str_find_byte(text, 'h', 7), text.n);
    assert_int_equal(str_find_byte(text, 'h', 1000), text.n);
    assert_int_equal(str_find_byte(none, 'h', 0), 0);
}

static void cutting(void **state)
{
    static const struct {
        const char *text, *pieces[5];
    } cases[] = {
        {"", {NULL}}, {"a", {"a"}}, {"a,b", {"a", "b"}}, {"a,,b", {"a", "", "b"}}, {",a", {"", "a"}}, {"a,", {"a"}}, {",", {""}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Str rest = str_from(cases[i].text), piece;
        size_t n = 0;
        for (; str_cut(&rest, ',', &piece); n++)
            assert_true(cases[i].pieces[n] && str_is(piece, cases[i].pieces[n]));
        assert_null(cases[i].pieces[n]);
    }
}

static void lines(void **state)
{
    Str rest = STR("one\ntwo\r\n\nlast"), line;

    (void)state;
    assert_true(str_line(&rest, &line) && str_is(line, "one"));
    assert_true(str_line(&rest, &line) && str_is(line, "two\r"));
    assert_true(str_line(&rest, &line) && str_is(line, ""));
    assert_true(str_line(&rest, &line) && str_is(line, "last"));
    assert_false(str_line(&rest, &line));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equality), cmocka_unit_test(order), cmocka_unit_test(starts_and_ends), cmocka_unit_test(slices_stay_inside),
        cmocka_unit_test(trimming), cmocka_unit_test(finding), cmocka_unit_test(cutting), cmocka_unit_test(lines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
