/* Messages: places, both languages, carets, hints, order. */
#include "base/diag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct {
    Arena *a;
    Diag *d;
    Files *files;
} World;

static World world(Lang lang)
{
    Arena *a = arena_new();

    return (World){a, diag_new(a, lang), files_new(a)};
}

static Str printed(World *w, bool json, Level least)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    Str copy;

    if (json)
        diag_print_json(w->d, w->files, least, out);
    else
        diag_print(w->d, w->files, least, false, out);
    fclose(out);
    copy = arena_str(w->a, (Str){text, n});
    free(text);
    return copy;
}

static void test_place_in_counts_code_points(void **state)
{
    Str text = STR("ấn\nđộ là\n  nước");
    Place start = place_at((Place){.file = 3}, 10, 5);
    struct { size_t offset, line, column; } cases[] = {
        {0, 10, 5}, {3, 10, 6}, {5, 11, 1}, {7, 11, 2}, {10, 11, 3}, {15, 12, 1}, {18, 12, 4}, {1000, 12, 7},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Place p = place_in(start, text, cases[i].offset);
        assert_int_equal(p.file, 3);
        assert_int_equal(p.line, cases[i].line);
        assert_int_equal(p.column, cases[i].column);
    }
}

static void test_places_stop_at_the_largest(void **state)
{
    Place p = place_at((Place){.file = 1}, SIZE_MAX, SIZE_MAX);

    (void)state;
    assert_int_equal(p.line, (1 << 22) - 1);
    assert_int_equal(p.column, (1 << 18) - 1);
}

static void test_print_shows_line_caret_and_hint(void **state)
{
    World w = world(LANG_VI);
    static const char text[] = "---\nlĩnh vưc: Hộ tịch\n";
    char name[] = "diag_test_XXXXXX";
    int fd = mkstemp(name);
    Place file;

    (void)state;
    assert_true(fd >= 0);
    assert_true(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    file = files_add(w.files, str_from(name));
    diag_error(w.d, place_at(file, 2, 6), "test.key", "không có khóa «%s»", "no key «%s»", "lĩnh vưc");
    diag_hint(w.d, "có phải «%s»?", "did you mean «%s»?", "lĩnh vực");
    diag_hint(w.d, "sửa lại", "mend it");
    assert_string_equal(printed(&w, false, LEVEL_NOTE).s,
                        arena_printf(w.a, "%s:2:6: lỗi: không có khóa «lĩnh vưc»\n    lĩnh vưc: Hộ tịch\n         ^\n"
                                          "  → có phải «lĩnh vực»?\n  → sửa lại\n", name).s);
    assert_string_equal(printed(&w, true, LEVEL_NOTE).s,
                        arena_printf(w.a, "{\"file\":\"%s\",\"line\":2,\"column\":6,\"code\":\"test.key\",\"level\":\"error\","
                                          "\"message\":\"không có khóa «lĩnh vưc»\",\"hint\":\"có phải «lĩnh vực»?\\nsửa lại\"}\n", name).s);
    unlink(name);
    arena_free(w.a);
}

static Place file_of(World *w, const char *name, Str text)
{
    FILE *f = fopen(name, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(text.s, 1, text.n, f), text.n);
    fclose(f);
    return files_add(w->files, str_from(name));
}

/* Lines and columns are those of the text as it was read: a lone CR ends a line, marks are composed, a mark of byte order is none. */
static void test_line_is_shown_as_it_was_read(void **state)
{
    World w = world(LANG_EN);
    Place file = file_of(&w, "diag_test_lines", STR("\xef\xbb\xbf""one\rtie\xcc\x82\xcc\x81ng x\r\nthree\x1b[31m\xe2\x80\xaey\n"));

    (void)state;
    diag_error(w.d, place_at(file, 1, 1), "t", "m", "m");
    diag_error(w.d, place_at(file, 2, 7), "t", "m", "m");
    diag_error(w.d, place_at(file, 3, 12), "t", "m", "m");
    diag_error(w.d, place_at(file, 1, 2), "t", "m", "m");
    assert_string_equal(printed(&w, false, LEVEL_NOTE).s,
                        "diag_test_lines:1:1: error: m\n    one\n    ^\n"
                        "diag_test_lines:2:7: error: m\n    tiếng x\n          ^\n"
                        "diag_test_lines:3:12: error: m\n    three\xef\xbf\xbd[31m\xef\xbf\xbdy\n               ^\n"
                        "diag_test_lines:1:2: error: m\n    one\n     ^\n");
    unlink("diag_test_lines");
    arena_free(w.a);
}

/* Names of files hold any bytes; none of them reaches a terminal or makes JSON that is no JSON. */
static void test_names_are_legible(void **state)
{
    World w = world(LANG_EN);
    Place file = files_add(w.files, STR("a\xff\x1b]0;\nb\xc3.md"));

    (void)state;
    diag_error(w.d, file, "t", "%s", "%s", "«x\xe2\x80\xaey\x7f»");
    assert_string_equal(printed(&w, false, LEVEL_NOTE).s,
                        "a\xef\xbf\xbd\xef\xbf\xbd]0; b\xef\xbf\xbd.md: error: «x\xef\xbf\xbdy\xef\xbf\xbd»\n");
    assert_string_equal(printed(&w, true, LEVEL_NOTE).s,
                        "{\"file\":\"a\xef\xbf\xbd\xef\xbf\xbd]0;\\nb\xef\xbf\xbd.md\",\"line\":0,\"column\":0,\"code\":\"t\",\"level\":\"error\","
                        "\"message\":\"«x\xef\xbf\xbdy\xef\xbf\xbd»\",\"hint\":\"\"}\n");
    arena_free(w.a);
}

static void test_both_languages_and_levels(void **state)
{
    World w = world(LANG_EN);

    (void)state;
    diag_note(w.d, (Place){0}, "test.note", "ghi %d", "note %d", 1);
    diag_warn(w.d, (Place){0}, "test.warn", "cảnh báo %d", "warn %d", 2);
    diag_error(w.d, (Place){0}, "test.error", "lỗi %d", "err %d", 3);
    assert_int_equal(w.d->errors, 1);
    assert_int_equal(w.d->warnings, 1);
    assert_string_equal(printed(&w, false, LEVEL_NOTE).s, "cchc: note: note 1\ncchc: warning: warn 2\ncchc: error: err 3\n");
    assert_string_equal(printed(&w, false, LEVEL_ERROR).s, "cchc: error: err 3\n");
    arena_free(w.a);
}

static void test_nearest(void **state)
{
    static const Str names[] = {STR_INIT("Hộ tịch"), STR_INIT("Đất đai"), STR_INIT("Chứng thực")};
    World w = world(LANG_VI);
    struct { const char *wrong, *hint; } cases[] = {
        {"ho tich", "có phải «Hộ tịch»?"}, {"Dat dai", "có phải «Đất đai»?"}, {"chung thuc", "có phải «Chứng thực»?"},
        {"hô tịhc", "có phải «Hộ tịch»?"}, {"môi trường", ""}, {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        diag_error(w.d, (Place){0}, "test", "x", "x");
        diag_nearest(w.d, str_from(cases[i].wrong), names, 3);
        assert_true(str_is(w.d->list.items[i].hint, cases[i].hint));
    }
    arena_free(w.a);
}

/* Hints end, messages do not: a million comparisons are enough. */
static void test_guessing_ends(void **state)
{
    static const Str names[] = {STR_INIT("Hộ tịch"), STR_INIT("Đất đai")};
    World w = world(LANG_VI);

    (void)state;
    assert_true(diag_may_guess(w.d, DIAG_MOST_GUESSED - 2));
    for (size_t i = 0; i < 2; i++) {
        diag_error(w.d, (Place){0}, "test", "x", "x");
        diag_nearest(w.d, STR("ho tich"), names, 2);
    }
    assert_true(str_is(w.d->list.items[0].hint, "có phải «Hộ tịch»?"));
    assert_int_equal(w.d->list.items[1].hint.n, 0);
    arena_free(w.a);
}

static void test_sort_is_by_place_and_stable(void **state)
{
    static const struct { size_t file, line, column; const char *text; } in[] = {
        {1, 5, 1, "d"}, {1, 2, 9, "b"}, {2, 1, 1, "f"}, {1, 2, 1, "a"}, {1, 5, 1, "e"}, {1, 2, 9, "c"},
    };
    World w = world(LANG_VI);
    Str all = STR("");

    (void)state;
    for (size_t i = 0; i < 6; i++)
        diag_error(w.d, (Place){.file = in[i].file & 7, .line = in[i].line & 7, .column = in[i].column & 15}, "t", "%s", "%s", in[i].text);
    diag_sort(w.d);
    for (size_t i = 0; i < 6; i++)
        all = arena_printf(w.a, "%s%s", all.s, w.d->list.items[i].message.s);
    assert_string_equal(all.s, "abcdef");
    arena_free(w.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_place_in_counts_code_points),   cmocka_unit_test(test_places_stop_at_the_largest),
        cmocka_unit_test(test_print_shows_line_caret_and_hint), cmocka_unit_test(test_line_is_shown_as_it_was_read),  cmocka_unit_test(test_names_are_legible),
        cmocka_unit_test(test_both_languages_and_levels),
        cmocka_unit_test(test_nearest), cmocka_unit_test(test_guessing_ends),                       cmocka_unit_test(test_sort_is_by_place_and_stable),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
