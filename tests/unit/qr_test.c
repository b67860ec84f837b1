/* QR codes: size, the patterns that readers look for, the words of the format, and where a text ends to fit. */
#include "base/qr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

static QrCode code_of(const char *text)
{
    QrCode code;

    assert_true(qr_encode(arena, str_from(text), &code));
    return code;
}

static bool at(const QrCode *code, size_t x, size_t y) { return code->dark[y * code->size + x]; }

/* The square in a corner that begins at (x, y), with the light line around it as far as that is inside. */
static void expect_finder(const QrCode *code, size_t x, size_t y)
{
    static const char *const rows[] = {"#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"};

    for (size_t i = 0; i < 7; i++)
        for (size_t k = 0; k < 7; k++)
            assert_int_equal(at(code, x + k, y + i), rows[i][k] == '#');
    for (size_t i = 0; i < 8; i++) {
        assert_false(at(code, x ? x - 1 : 7, y ? code->size - 1 - i : i));
        assert_false(at(code, x ? code->size - 1 - i : i, y ? y - 1 : 7));
    }
}

static void test_patterns(void **state)
{
    QrCode code = code_of("https://xamau.gov.vn/cchc/thu-tuc/dang-ky-khai-sinh.html");

    (void)state;
    assert_int_equal(code.size, 33); /* 56 bytes: version 4 holds 62 at M */
    expect_finder(&code, 0, 0);
    expect_finder(&code, code.size - 7, 0);
    expect_finder(&code, 0, code.size - 7);
    for (size_t i = 8; i < code.size - 8; i++) {
        assert_int_equal(at(&code, i, 6), i % 2 == 0);
        assert_int_equal(at(&code, 6, i), i % 2 == 0);
    }
    assert_true(at(&code, 8, code.size - 8)); /* dark in every code */
}

/* ISO/IEC 18004, annex C: 5 bits of data, 10 that protect them, under a mask; M is 00. */
static void test_error_correction(void **state)
{
    static const unsigned words[8] = {0x5412, 0x5125, 0x5e7c, 0x5b4b, 0x45f9, 0x40ce, 0x4f97, 0x4aa0};
    QrCode code = code_of("a");
    unsigned found = 0;
    bool known = false;

    (void)state;
    for (size_t i = 0; i < 8; i++) /* bits 14 to 7, from the left along row 8, which the timing line crosses */
        found |= (unsigned)at(&code, i < 6 ? i : i + 1, 8) << (14 - i);
    for (size_t i = 0; i < 7; i++) /* bits 6 to 0, upwards along column 8 */
        found |= (unsigned)at(&code, 8, i == 0 ? 7 : 6 - i) << (6 - i);
    for (size_t i = 0; i < 8; i++)
        known |= found == words[i];
    assert_true(known);
}

static void test_sizes(void **state)
{
    static const struct {
        size_t bytes, size;
    } cases[] = {{1, 21}, {14, 21}, {15, 25}, {26, 25}, {27, 29}, {42, 29}, {43, 33}, {QR_MOST_BYTES, 85}};
    char text[QR_MOST_BYTES + 2];
    QrCode code;

    (void)state;
    memset(text, 'x', sizeof text);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(qr_encode(arena, (Str){text, cases[i].bytes}, &code));
        assert_int_equal(code.size, cases[i].size);
    }
    assert_false(qr_encode(arena, (Str){text, QR_MOST_BYTES + 1}, &code));
    assert_false(qr_encode(arena, STR(""), &code));
}

/* Bytes are bytes: NUL and UTF-8 count and change the code; the same text gives the same code. */
static void test_bytes(void **state)
{
    QrCode one = code_of("Xã Mẫu"), same = code_of("Xã Mẫu"), other = code_of("Xa Mau"), nul;

    (void)state;
    assert_int_equal(one.size, same.size);
    assert_memory_equal(one.dark, same.dark, one.size * one.size * sizeof *one.dark);
    assert_int_equal(one.size, other.size);
    assert_memory_not_equal(one.dark, other.dark, one.size * one.size * sizeof *one.dark);
    assert_true(qr_encode(arena, STR("a\0b"), &nul));
    one = code_of("a");
    assert_memory_not_equal(one.dark, nul.dark, one.size * one.size * sizeof *one.dark);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_patterns), cmocka_unit_test(test_error_correction), cmocka_unit_test(test_sizes),
                                       cmocka_unit_test(test_bytes)};

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
