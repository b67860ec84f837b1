/* A newer import and an editor's page: field by field, section by section; and how the difference is shown. */
#include "commands/import_diff.h"
#include "commands/import_update.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define BASE "---\ntên: Một\nmã: 1\ntừ khóa:\n  - a\n  - b\n---\n## Các bước\n\nNộp.\n\n## Hồ sơ\n\n| Tên | Số |\n|---|---|\n| Đơn | 1 |\n"

typedef struct {
    Arena *a;
    Update u;
} World;

static World merge(const char *base, const char *ours, const char *theirs)
{
    World w = {.a = arena_new()};

    import_update(w.a, str_from(base), str_from(ours), str_from(theirs), &w.u);
    return w;
}

/* Page, next base, and how many fields and sections came from the source or are in conflict. */
static void check(const char *base, const char *ours, const char *theirs, const char *page, const char *next, size_t changed, size_t conflicts)
{
    World w = merge(base, ours, theirs);

    assert_string_equal(arena_str(w.a, w.u.text).s, page);
    assert_string_equal(arena_str(w.a, w.u.base).s, next);
    assert_int_equal(w.u.changed.n, changed);
    assert_int_equal(w.u.conflicts.n, conflicts);
    arena_free(w.a);
    w = merge(next, page, theirs); /* a second time changes nothing */
    assert_string_equal(arena_str(w.a, w.u.text).s, page);
    assert_string_equal(arena_str(w.a, w.u.base).s, next);
    assert_int_equal(w.u.changed.n, 0);
    assert_int_equal(w.u.conflicts.n, conflicts);
    arena_free(w.a);
}

static void test_nothing_new(void **state)
{
    (void)state;
    check(BASE, BASE, BASE, BASE, BASE, 0, 0);
    check(BASE, "---\nmã: 1\ntên: Tôi\n---\n", BASE, "---\nmã: 1\ntên: Tôi\n---\n", BASE, 0, 0);
}

static void test_the_source_changes(void **state)
{
    const char *theirs = "---\ntên: Một\nmã: 2\ncấp: xã\ntừ khóa:\n  - a\n  - c\n---\n## Các bước\n\nNộp.\n\n## Phí\n\nMiễn phí.\n\n## Hồ sơ\n\nKhông.\n";

    (void)state;
    check(BASE, BASE, theirs, theirs, theirs, 5, 0);
    check(theirs, theirs, BASE, BASE, BASE, 5, 0);
}

static void test_both_change_different_things(void **state)
{
    (void)state;
    check("---\na: 1\nb: 1\n---\n## X\n\nx\n", "---\na: 2\nb: 1\n# lời dặn\nc: của tôi\n---\n## X\n\nx tôi\n\n## Riêng\n\nr\n", "---\na: 1\nb: 2\n---\n## X\n\nx\n",
          "---\na: 2\nb: 2\n# lời dặn\nc: của tôi\n---\n## X\n\nx tôi\n\n## Riêng\n\nr\n", "---\na: 1\nb: 2\n---\n## X\n\nx\n", 1, 0);
}

static void test_conflicts(void **state)
{
    World w = merge("---\na: 1\n---\n## X\n\nx\n", "---\na: 2\n---\n## X\n\nx\n", "---\na: 3\n---\n## X\n\nx\n");

    (void)state;
    assert_string_equal(arena_str(w.a, w.u.conflicts.items[0].ours).s, "2");
    assert_string_equal(arena_str(w.a, w.u.conflicts.items[0].theirs).s, "3");
    arena_free(w.a);
    check("---\na: 1\n---\n## X\n\nx\n", "---\na: 2\n---\n## X\n\ny\n", "---\na: 3\n---\n", "---\na: 2\n---\n## X\n\ny\n", "---\na: 1\n---\n## X\n\nx\n", 0, 2);
    check("---\na: 1\n---\n", "---\n---\n", "---\na: 2\n---\n", "---\n---\n", "---\na: 1\n---\n", 0, 1);
    check("", "---\na: 1\n---\n", "---\na: 2\nb: 3\n---\n## X\n\nx\n", "---\na: 1\nb: 3\n---\n## X\n\nx\n", "---\nb: 3\n---\n## X\n\nx\n", 2, 1);
}

static void test_spelling_is_no_change(void **state)
{
    const char *ours = "---\nTEN:  Một\n\"mã\": 1\ntừ khóa:\n  - a\n  - b\n---\n## các-bước\n\nNộp.\n\n\n## Hồ sơ\n\n| Tên  | Số  |\n| ---- | --- |\n| Đơn  | 1   |\n";

    (void)state;
    check(BASE, ours, BASE, ours, BASE, 0, 0);
}

static void test_headings_in_code_are_none(void **state)
{
    const char *page = "---\na: 1\n---\nĐầu.\n\n## X\n\n```\n## Y\n```\n";

    (void)state;
    check(page, page, "---\na: 2\n---\nĐầu.\n\n## X\n\n```\n## Y\n```\n", "---\na: 2\n---\nĐầu.\n\n## X\n\n```\n## Y\n```\n",
          "---\na: 2\n---\nĐầu.\n\n## X\n\n```\n## Y\n```\n", 1, 0);
}

static void check_row(const char *text, const char *expected)
{
    Arena *a = arena_new();
    Value columns[] = {value_string(a, STR("Ngày")), value_string(a, STR("Số"))};
    Value cells[] = {value_string(a, STR("21/11/2026")), value_string(a, STR("1|2"))};
    Str out;
    bool ok = import_update_row(a, str_from(text), STR("Lịch sử"), value_list(a, columns, 2), value_list(a, cells, 2), &out);

    assert_true(ok == (expected != NULL));
    assert_string_equal(arena_str(a, out).s, expected ? expected : text);
    arena_free(a);
}

static void test_rows_of_history(void **state)
{
    (void)state;
    check_row("---\na: 1\n---\nx\n", "---\na: 1\n---\nx\n\n## Lịch sử\n\n| Ngày | Số |\n|---|---|\n| 21/11/2026 | 1\\|2 |\n");
    check_row("---\n---\n## Lịch sử\n\n| Loại | Số | ngày |\n|---|---|---|\n| a | b | c |\n\nChú ý.\n\n## Y\n",
              "---\n---\n## Lịch sử\n\n| Loại | Số | ngày |\n|---|---|---|\n| a | b | c |\n| | 1\\|2 | 21/11/2026 |\n\nChú ý.\n\n## Y\n");
    check_row("---\n---\n## Lịch sử\n\nChưa có.\n", NULL);
    check_row("---\n---\n## Lịch sử\n\n| A |\n|---|\n| b |\n", NULL);
}

static void check_diff(const char *old, const char *new, const char *expected)
{
    Buf b = {0};

    import_diff(&b, STR("a.md"), str_from(old), str_from(new));
    buf_byte(&b, '\0');
    assert_string_equal(b.s, expected);
    buf_free(&b);
}

static void test_diff(void **state)
{
    (void)state;
    check_diff("a\nb\n", "a\nb\n", "");
    check_diff("", "a\n", "--- /dev/null\n+++ a.md\n@@ -0,0 +1,1 @@\n+a\n");
    check_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n", "1\n2x\n3\n4\n5\n6\n7\n8\n9\n10\n12\n",
               "--- a.md\n+++ a.md\n@@ -1,5 +1,5 @@\n 1\n-2\n+2x\n 3\n 4\n 5\n@@ -8,5 +8,4 @@\n 8\n 9\n 10\n-11\n 12\n");
    check_diff("1\n2\n3\n4\n5\n6\n", "1\n3\n4\n5\n6\n7\n", "--- a.md\n+++ a.md\n@@ -1,6 +1,6 @@\n 1\n-2\n 3\n 4\n 5\n 6\n+7\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_new),
        cmocka_unit_test(test_the_source_changes),
        cmocka_unit_test(test_both_change_different_things),
        cmocka_unit_test(test_conflicts),
        cmocka_unit_test(test_spelling_is_no_change),
        cmocka_unit_test(test_headings_in_code_are_none),
        cmocka_unit_test(test_rows_of_history),
        cmocka_unit_test(test_diff),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
