/* Regular expressions: what matches, what is refused, what is stopped. */
#include "base/regex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static Arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static Regex *compiled(const char *pattern)
{
    Str error = STR("");
    Regex *re = regex_new(arena, str_from(pattern), &error);

    if (!re)
        fail_msg("%s: %s", pattern, error.s);
    return re;
}

static void whole_texts(void **state)
{
    static const struct {
        const char *pattern, *text;
        bool want;
    } cases[] = {
        {"[1-9]\\.\\d{6}", "1.001193", true},   {"[1-9]\\.\\d{6}", "1.001193x", false}, {"[1-9]\\.\\d{6}", "x1.001193", false},
        {"a|ab", "ab", true},                   {"a|ab", "abc", false},                 {"", "", true},
        {"", "a", false},                       {"a+$", "aaa\n", false},                {"\\w+", "Đăng", true},
        {"\\p{Lu}\\p{Ll}+", "Đăng", true},      {"(?i)đăng", "ĐĂNG", true},             {"...", "Đăn", true},
        {"\\d+/NĐ-CP", "61/NĐ-CP", true},       {"\\s", "\xc2\xa0", true},              {"(?x) a b # words", "ab", true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Regex *re = compiled(cases[i].pattern);
        if (regex_is(re, str_from(cases[i].text)) != cases[i].want)
            fail_msg("/%s/ and «%s»", cases[i].pattern, cases[i].text);
        regex_free(re);
    }
}

static void groups_are_found(void **state)
{
    Regex *re = compiled("(\\d+)/(QĐ|NQ)-(\\w+)?(x)?");
    Str text = str_from("Số 163/QĐ-BTP và 76/NQ-CP");
    RegexSpan spans[8];

    (void)state;
    assert_int_equal(regex_groups(re), 4);
    assert_int_equal(regex_match(re, text, 0, spans, 8), REGEX_YES);
    assert_true(str_is(str_slice(text, spans[0].from, spans[0].to), "163/QĐ-BTP"));
    assert_true(str_is(str_slice(text, spans[1].from, spans[1].to), "163"));
    assert_true(str_is(str_slice(text, spans[2].from, spans[2].to), "QĐ"));
    assert_true(spans[4].from > spans[4].to);
    assert_true(spans[7].from > spans[7].to);
    assert_int_equal(regex_match(re, text, spans[0].to, spans, 1), REGEX_YES);
    assert_true(str_is(str_slice(text, spans[0].from, spans[0].to), "76/NQ-CP"));
    assert_int_equal(regex_match(re, text, spans[0].to, spans, 8), REGEX_NO);
    assert_int_equal(regex_match(re, text, text.n + 1, spans, 8), REGEX_NO);
    assert_int_equal(regex_match(re, (Str){NULL, 0}, 0, spans, 8), REGEX_NO);
    regex_free(re);
}

static void wrong_patterns_are_explained(void **state)
{
    static const char *const wrong[] = {"(", "[a", "a{2,1}", "*", "(?<n>a)(?<n>b)", "\\C", "\\p{Nope}", "(?P<", "\xff"};

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        Str error = {0};
        if (regex_new(arena, str_from(wrong[i]), &error))
            fail_msg("%s was taken", wrong[i]);
        assert_true(error.n > 10);
    }
}

/* Without limits each of these would run for hours, or through all memory. */
static void runaways_are_stopped(void **state)
{
    static const char *const patterns[] = {"(a+)+b", "(a|aa)+$b", "(?:a?){60}a{60}b", "(a*)*c", "(.*)*\\1{5}c"};
    char text[4001];

    (void)state;
    memset(text, 'a', 4000);
    text[4000] = 0;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        Regex *re = compiled(patterns[i]);
        RegexSpan span;
        RegexResult result = regex_match(re, (Str){text, 4000}, 0, &span, 1);
        assert_true(result != REGEX_YES);
        assert_false(regex_is(re, (Str){text, 4000}));
        regex_free(re);
    }
}

static void a_limit_is_told_from_a_no(void **state)
{
    Regex *re = compiled("(?:x+x+)+y");
    RegexSpan span;

    (void)state;
    assert_int_equal(regex_match(re, STR("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"), 0, &span, 1), REGEX_NO);
    regex_free(re);
    re = compiled("(?:x+x+)+[yz]");
    assert_int_equal(regex_match(re, STR("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"), 0, &span, 1), REGEX_LIMIT);
    regex_free(re);
}

static void bytes_that_are_not_utf8_do_no_harm(void **state)
{
    Regex *re = compiled("b+");
    RegexSpan span;

    (void)state;
    assert_int_equal(regex_match(re, STR("a\xff\xc4" "bb"), 0, &span, 1), REGEX_YES);
    assert_int_equal(span.from, 3);
    regex_free(re);
    regex_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_texts), cmocka_unit_test(groups_are_found), cmocka_unit_test(wrong_patterns_are_explained),
        cmocka_unit_test(runaways_are_stopped), cmocka_unit_test(a_limit_is_told_from_a_no),
        cmocka_unit_test(bytes_that_are_not_utf8_do_no_harm),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
