/* The excerpt that `cchc plugin test` shows of a difference. */
#include "commands/plugin_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void check(const char *want, const char *came, const char *shown)
{
    Buf out = {0};

    plugin_diff(&out, LANG_EN, str_from(want), str_from(came));
    buf_byte(&out, '\0');
    assert_string_equal(out.s, shown);
    buf_free(&out);
}

static void test_one_line(void **state)
{
    (void)state;
    check("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nX\ne\nf\n", "@@ -4 +4 @@\n b\n c\n-d\n+X\n e\n f\n");
}

static void test_more_and_less(void **state)
{
    (void)state;
    check("a\nb\n", "a\nx\nb\n", "@@ -2 +2 @@\n a\n+x\n b\n");
    check("a\nx\nb\n", "a\nb\n", "@@ -2 +2 @@\n a\n-x\n b\n");
    check("", "a\n", "@@ -1 +1 @@\n+a\n");
    check("a\na\n", "a\na\na\n", "@@ -3 +3 @@\n a\n a\n+a\n");
}

static void test_many_lines(void **state)
{
    (void)state;
    check("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", "", "@@ -1 +1 @@\n-1\n-2\n-3\n-4\n-5\n-6\n-7\n-8\n-… (2)\n");
}

static void test_end_of_file(void **state)
{
    (void)state;
    check("a\n", "a", "@@ -2 +2 @@\n a\n\\ only the line end at the end of the file differs\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_line),
        cmocka_unit_test(test_more_and_less),
        cmocka_unit_test(test_many_lines),
        cmocka_unit_test(test_end_of_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
