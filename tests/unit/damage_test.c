/* damage_test.c - what is said of damaged text, and that clean text is left alone; cases in tests/tables/damage.txt. */
#include "base/buf.h"
#include "base/fs.h"
#include "content/damage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* The bytes of front matter: up to a line "<<<", where there is one. */
static size_t fields_of(Str text)
{
    size_t at = str_find(text, STR("\n<<<\n"));

    return at == text.n ? 0 : at;
}

/* The messages on one text, a line each. */
static Str said_of(Arena *a, Str text, Lang lang)
{
    Diag *d = diag_new(a, lang);
    Buf b = {0};
    Str said;

    damage_check(d, (Place){.line = 1, .column = 1}, arena_str(a, text), fields_of(text));
    for (size_t i = 0; i < d->list.n; i++) {
        const Diagnostic *one = &d->list.items[i];
        assert_int_equal(one->level, LEVEL_WARNING);
        assert_true(one->hint.n > 0);
        buf_printf(&b, "%u:%u %s %.*s\n", (unsigned)one->at.line, (unsigned)one->at.column, one->code, STR_ARG(one->message));
    }
    said = buf_keep(&b, a);
    buf_free(&b);
    return said;
}

/* Cuts the next case off: its name, text, and what is expected. */
static bool next_case(Str *rest, Str *name, Str *text, Str *wanted)
{
    size_t at = str_find(*rest, STR("=== ")), middle;
    Str all;

    if (at == rest->n)
        return false;
    *rest = str_slice(*rest, at + 4, rest->n);
    at = str_find(*rest, STR("\n=== "));
    all = str_slice(*rest, 0, at);
    *rest = str_slice(*rest, at, rest->n);
    str_cut(&all, '\n', name);
    middle = str_find(all, STR("---\n"));
    *text = str_slice(all, 0, middle);
    *wanted = str_trim(str_slice(all, middle + 4, all.n));
    return true;
}

static void test_table(void **state)
{
    Arena *a = arena_new();
    Str rest, name, text, wanted;
    size_t cases = 0, failed = 0;

    (void)state;
    assert_int_equal(fs_read_path(a, "tests/tables/damage.txt", 1 << 20, &rest), 0);
    while (next_case(&rest, &name, &text, &wanted)) {
        Str got = str_trim(said_of(a, text, LANG_VI));
        cases++;
        if (!str_eq(got, wanted)) {
            failed++;
            printf("%.*s\n  wanted: %.*s\n  got: %.*s\n", STR_ARG(name), STR_ARG(wanted), STR_ARG(got));
        }
    }
    assert_true(cases > 20);
    assert_int_equal(failed, 0);
    arena_free(a);
}

/* The fast look goes by steps: wherever damage stands, at whatever length, it is found. */
static void test_everywhere(void **state)
{
    static const char *damaged[] = {" gi ấy ", " ngày   tháng 8 năm 2025 ", " số /KH-UBND "};

    (void)state;
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++)
        for (size_t before = 0; before < 150; before++)
            for (size_t behind = 0; behind < 150; behind += 7) {
                Arena *a = arena_new();
                Buf b = {0};
                for (size_t n = 0; n < before; n++)
                    buf_byte(&b, 'a');
                buf_puts(&b, damaged[i]);
                for (size_t n = 0; n < behind; n++)
                    buf_byte(&b, 'a');
                if (said_of(a, buf_str(&b), LANG_VI).n == 0)
                    fail_msg("«%s» behind %zu bytes, before %zu", damaged[i], before, behind);
                buf_free(&b);
                arena_free(a);
            }
}

static void test_english(void **state)
{
    Arena *a = arena_new();

    (void)state;
    assert_true(str_is(said_of(a, STR("gi ấy ch ứng"), LANG_EN), "1:1 hygiene.cut a syllable is cut by a blank: «gi ấy», and 1 more\n"));
    arena_free(a);
}

/* Every beginning of damaged texts, so that nothing reads past an end. */
static void test_cut_off(void **state)
{
    static const char text[] = "gi ấy ngày … tháng 8 năm 2025 Số: …/TTr-UBND nh©n ®Þnh á»§y Ã¢ ñöôïc Ủ \xef\xbf\xbd ngày /8/2025";

    (void)state;
    for (size_t n = 0; n < sizeof text; n++) {
        Arena *a = arena_new();
        if (n == sizeof text - 1 || ((unsigned char)text[n] & 0xc0) != 0x80)
            said_of(a, (Str){text, n < sizeof text - 1 ? n : sizeof text - 1}, LANG_VI);
        arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_everywhere),
        cmocka_unit_test(test_english),
        cmocka_unit_test(test_cut_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
