/* UTF-8, NFC, the fold of Vietnamese, slugs, alphabetical order, distance. */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <utf8proc.h>

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

typedef struct {
    const char *from, *want;
} Pair;

static void check_pairs(Str (*turn)(Arena *, Str), const Pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        Str got = turn(arena, str_from(pairs[i].from));
        if (!str_is(got, pairs[i].want))
            fail_msg("«%s»: got «%.*s», want «%s»", pairs[i].from, STR_ARG(got), pairs[i].want);
        assert_int_equal(got.s[got.n], 0);
    }
}

#define CHECK_PAIRS(turn, pairs) check_pairs((turn), (pairs), sizeof(pairs) / sizeof *(pairs))

static void invalid_bytes_are_found(void **state)
{
    static const struct {
        Str text;
        size_t want;
    } cases[] = {
        {{"", 0}, 0},
        {{"abc", 3}, 3},
        {{"a\0b", 3}, 3},
        {{"Xã Mẫu", 9}, 9},
        {{"\x80", 1}, 0},                    /* a lone continuation */
        {{"ab\xbf" "cd", 5}, 2},
        {{"\xc0\xaf", 2}, 0},                /* overlong, two bytes */
        {{"\xc1\xbf", 2}, 0},
        {{"\xe0\x80\xaf", 3}, 0},            /* overlong, three */
        {{"\xe0\x9f\xbf", 3}, 0},
        {{"\xe0\xa0\x80", 3}, 3},
        {{"\xf0\x80\x80\xaf", 4}, 0},        /* overlong, four */
        {{"\xf0\x8f\xbf\xbf", 4}, 0},
        {{"\xf0\x90\x80\x80", 4}, 4},
        {{"\xed\x9f\xbf", 3}, 3},
        {{"\xed\xa0\x80", 3}, 0},            /* the first surrogate */
        {{"\xed\xbf\xbf", 3}, 0},            /* the last */
        {{"\xee\x80\x80", 3}, 3},
        {{"\xf4\x8f\xbf\xbf", 4}, 4},        /* U+10FFFF */
        {{"\xf4\x90\x80\x80", 4}, 0},        /* one past it */
        {{"\xf5\x80\x80\x80", 4}, 0},
        {{"\xff", 1}, 0},
        {{"\xfe\xff", 2}, 0},
        {{"ok\xc4", 3}, 2},                  /* cut short */
        {{"ok\xe1\xba", 4}, 2},
        {{"ok\xf0\x9f\x98", 5}, 2},
        {{"\xc4" "a", 2}, 0},                /* a lead without its continuation */
        {{"\xe1\xba" "a", 3}, 0},
        {{"\xf0\x9f\x98" "a", 4}, 0},
        {{"0123456789abcdef\xff" "0123456789", 27}, 16},
        {{"01234567\xe1\xba\xa1" "0123456\x80", 19}, 18},
        {{"D\xf2\x63", 3}, 1},               /* windows-1258 */
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (utf8_invalid(cases[i].text) != cases[i].want)
            fail_msg("case %zu: %zu, not %zu", i, utf8_invalid(cases[i].text), cases[i].want);
}

static void code_points_come_back(void **state)
{
    Buf b = {0};

    (void)state;
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        size_t at = 0;
        if (c >= 0xd800 && c <= 0xdfff)
            continue;
        buf_clear(&b);
        utf8_put(&b, c);
        assert_int_equal(utf8_invalid(buf_str(&b)), b.n);
        assert_int_equal(utf8_next(buf_str(&b), &at), c);
        assert_int_equal(at, b.n);
    }
    buf_free(&b);
}

static void counts_and_heads(void **state)
{
    Str text = str_from("Xã Mẫu 😀!");

    (void)state;
    assert_int_equal(utf8_count(text), 9);
    assert_int_equal(utf8_count(STR("")), 0);
    assert_true(str_is(utf8_head(text, 0), ""));
    assert_true(str_is(utf8_head(text, 2), "Xã"));
    assert_true(str_is(utf8_head(text, 8), "Xã Mẫu 😀"));
    assert_true(str_eq(utf8_head(text, 9), text));
    assert_true(str_eq(utf8_head(text, 99), text));
}

/* What utf8_is_nfc calls NFC is NFC for every code point, behind a letter, a toned letter and a Hangul syllable. */
static void nfc_is_never_claimed_wrongly(void **state)
{
    static const char *const before[] = {"", "e", "\xe1\xbb\x87", "\xea\xb0\x80"};
    size_t claimed = 0;
    Buf b = {0};

    (void)state;
    for (uint32_t c = 1; c <= 0x10ffff; c++) {
        if (c >= 0xd800 && c <= 0xdfff)
            continue;
        for (size_t i = 0; i < 4; i++) {
            utf8proc_uint8_t *made;
            buf_clear(&b);
            buf_puts(&b, before[i]);
            utf8_put(&b, c);
            if (!utf8_is_nfc(buf_str(&b)))
                break;
            claimed++;
            buf_byte(&b, 0);
            made = utf8proc_NFC((const utf8proc_uint8_t *)b.s);
            if (strcmp((const char *)made, b.s) != 0)
                fail_msg("U+%04X after «%s» is not NFC", (unsigned)c, before[i]);
            free(made);
        }
    }
    assert_true(claimed > 100000);
    buf_free(&b);
}

/* As the three slower looks have it together. */
static bool is_clean(Str text)
{
    bool control = false;

    for (size_t i = 0; i < text.n; i++)
        control |= (unsigned char)text.s[i] < ' ' && !memchr("\t\n\r", text.s[i], 3);
    return !control && utf8_invalid(text) == text.n && utf8_is_nfc(text);
}

/* Every two bytes, and every three that begin as letters do, at every place of a step: what is called plain is clean. */
static void plain_is_never_claimed_wrongly(void **state)
{
    size_t plain = 0;

    (void)state;
    for (size_t pad = 0; pad < 9; pad++)
        for (unsigned first = 0; first < 256; first++)
            for (unsigned rest = 0; rest < 65536; rest += first < 0xe1 || first > 0xe2 ? 257 : 1) {
                char text[32] = "xxxxxxxxxxxxxxxx";
                text[pad] = (char)first, text[pad + 1] = (char)(rest >> 8), text[pad + 2] = (char)rest;
                for (size_t n = pad + 1; n < 17; n += n < pad + 4 ? 1 : 8) {
                    bool is = utf8_is_plain((Str){text, n});
                    plain += is;
                    if (is && !is_clean((Str){text, n}))
                        fail_msg("%02x %04x behind %zu bytes, %zu in all, is not plain", first, rest, pad, n);
                }
            }
    assert_true(plain > 100000);
    assert_true(utf8_is_plain(STR("")) && utf8_is_plain(STR("Ủy ban nhân dân xã Mẫu “công khai”\r\n\tthủ tục hành chính – 24/7… Đường dây nóng: ½")));
    assert_false(utf8_is_plain(STR("e\xcc\x81")) || utf8_is_plain(STR("a\x01")) || utf8_is_plain(STR("\xc3")) || utf8_is_plain((Str){"\0", 1}));
}

/* Every letter below U+1F00 has the key of what it is made of. */
static void keys_are_those_of_the_parts(void **state)
{
    Arena *a = arena_new();

    (void)state;
    for (uint32_t c = 0x80; c < 0x1f00; c++) {
        Buf b = {0};
        utf8proc_uint8_t *parts;
        Str whole, taken;
        buf_puts(&b, "b");
        utf8_put(&b, c);
        buf_puts(&b, "c");
        buf_byte(&b, 0);
        b.n--;
        parts = utf8proc_NFD((const utf8proc_uint8_t *)b.s);
        whole = utf8_collation_key(a, buf_str(&b));
        taken = utf8_collation_key(a, str_from((const char *)parts));
        if (!str_eq(whole, taken))
            fail_msg("U+%04X", (unsigned)c);
        free(parts);
        buf_free(&b);
        arena_reset(a);
    }
    arena_free(a);
}

static void vietnamese_text_is_nfc_at_every_offset(void **state)
{
    static const char text[] = "Ủy ban nhân dân xã Mẫu “công khai” thủ tục hành chính – 24/7… Đường dây nóng: ₫ ½ 😀 →";

    (void)state;
    for (size_t pad = 0; pad < 130; pad++) {
        Buf b = {0};
        for (size_t i = 0; i < pad; i++)
            buf_byte(&b, 'x');
        buf_puts(&b, text);
        assert_true(utf8_is_nfc(buf_str(&b)));
        buf_puts(&b, "e\xcc\x81");
        assert_false(utf8_is_nfc(buf_str(&b)));
        for (size_t i = 0; i < 130; i++)
            buf_byte(&b, 'y');
        assert_false(utf8_is_nfc(buf_str(&b)));
        buf_free(&b);
    }
}

static void nfd_becomes_nfc(void **state)
{
    static const Pair pairs[] = {
        {"", ""},
        {"plain", "plain"},
        {"Tie\xcc\x82\xcc\x81ng Vie\xcc\xa3\xcc\x82t", "Tiếng Việt"},
        {"Tie\xcc\x82\xcc\x81ng Vie\xcc\x82\xcc\xa3t", "Tiếng Việt"}, /* marks in the other order */
        {"u\xcc\x9b\xcc\x81", "ứ"},
        {"\xc6\xb0\xcc\x81", "ứ"},       /* ư and a combining acute, as Windows writes it */
        {"\xc3\xaa\xcc\xa3", "ệ"},
        {"Đ\xcc\x81", "Đ\xcc\x81"},      /* has no composed form */
        {"\xe2\x84\xab", "Å"},           /* the Ångström sign */
        {"\xe2\x80\x80", "\xe2\x80\x82"},
    };
    Str same = str_from("Tiếng Việt");

    (void)state;
    CHECK_PAIRS(utf8_nfc, pairs);
    assert_ptr_equal(utf8_nfc(arena, same).s, same.s);
}

static void names_fold(void **state)
{
    static const Pair pairs[] = {
        {"", ""},
        {"Tiêu đề", "tieu-de"},
        {"tieu_de", "tieu-de"},
        {"TIÊU-ĐỀ", "tieu-de"},
        {"  tiêu   đề \t", "tieu-de"},
        {"--tiêu--đề__", "tieu-de"},
        {"tie\xcc\x82u đe\xcc\x82\xcc\x80", "tieu-de"},
        {"tiêu\xc2\xa0đề", "tieu-de"},           /* no-break space */
        {"tiêu\xe2\x80\x93đề", "tieu-de"},       /* en dash */
        {"tiêu\xe2\x80\x91đề", "tieu-de"},       /* no-break hyphen */
        {"ti\xe2\x80\x8bêu\xc2\xad đề", "tieu-de"}, /* zero-width space, soft hyphen */
        {"aàảãáạăằẳẵắặâầẩẫấậ", "aaaaaaaaaaaaaaaaaa"},
        {"AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬ", "aaaaaaaaaaaaaaaaaa"},
        {"eèẻẽéẹêềểễếệiìỉĩíị", "eeeeeeeeeeeeiiiiii"},
        {"EÈẺẼÉẸÊỀỂỄẾỆIÌỈĨÍỊ", "eeeeeeeeeeeeiiiiii"},
        {"oòỏõóọôồổỗốộơờởỡớợ", "oooooooooooooooooo"},
        {"OÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢ", "oooooooooooooooooo"},
        {"uùủũúụưừửữứựyỳỷỹýỵđ", "uuuuuuuuuuuuyyyyyyd"},
        {"UÙỦŨÚỤƯỪỬỮỨỰYỲỶỸÝỴĐ", "uuuuuuuuuuuuyyyyyyd"},
        {"mức độ (%)", "muc-do-(%)"},
        {"online.level", "online.level"},
        {"76/NQ-CP", "76/nq-cp"},
        {"Straße Łódź Æon", "strasse-lodz-æon"},
        {"ΑΒΓ Мир", "αβγ-мир"},
        {"m² ｘã", "m2-xa"},
    };

    (void)state;
    CHECK_PAIRS(utf8_fold, pairs);
}

static void every_vietnamese_letter_folds_as_unicode_says(void **state)
{
    (void)state;
    for (uint32_t c = 0xc0; c <= 0x1ef9; c = c == 0x17f ? 0x1e9f : c + 1) {
        utf8proc_int32_t parts[8];
        int boundary = 0;
        Buf b = {0};
        Str got;
        utf8_put(&b, c);
        got = utf8_fold(arena, buf_str(&b));
        utf8proc_decompose_char((utf8proc_int32_t)c, parts, 8, UTF8PROC_DECOMPOSE, &boundary);
        if (parts[0] < 0x80 && (parts[0] | 32) >= 'a' && (parts[0] | 32) <= 'z') {
            assert_int_equal(got.n, 1);
            assert_int_equal(got.s[0], parts[0] | 32);
        }
        buf_free(&b);
    }
}

static void slugs(void **state)
{
    static const Pair pairs[] = {
        {"", ""},
        {"!!!", ""},
        {"Đăng ký khai sinh", "dang-ky-khai-sinh"},
        {"ĐƯỜNG DÂY NÓNG: 0203.123", "duong-day-nong-0203-123"},
        {"Nghị định 61/2018/NĐ-CP", "nghi-dinh-61-2018-nd-cp"},
        {"  “Ngày thứ Năm không hẹn” ", "ngay-thu-nam-khong-hen"},
        {"a & b", "a-b"},
        {"日本", ""},
        {"1.001193", "1-001193"},
        /* cut between words: 20 times "mười ba " is 139 bytes */
        {"mười ba mười ba mười ba mười ba mười ba mười ba mười ba mười ba mười ba mười ba mười ba mười ba mười ba mười ba",
         "muoi-ba-muoi-ba-muoi-ba-muoi-ba-muoi-ba-muoi-ba-muoi-ba-muoi-ba-muoi-ba-muoi-ba-muoi-ba-muoi-ba-muoi"},
        /* one word of 120 bytes */
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
    };

    (void)state;
    CHECK_PAIRS(utf8_slug, pairs);
}

/* Each text comes strictly before the next. */
static void alphabetical_order(void **state)
{
    static const char *const order[] = {
        "", "(1)", "01 ngày", "1.001193", "1.010803", "2 ngày", "2.000528", "9", "10", "10a", "11", "100",
        "a", "A", "à", "À", "ả", "ã", "á", "ạ", "an", "ăn", "ân", "ấn", "ba", "bà", "bả", "bã", "bá", "bạ",
        "ba con", "bà con", "ba hoa", "bà hoa", "bă", "bâ", "ca", "Cà Mau", "cb", "da", "đa", "đá", "Đà Nẵng", "đất", "e", "ê", "ế",
        "f", "g", "h", "i", "j", "k", "l", "m", "n", "NĐ 9/2020", "NĐ 30/2020", "NĐ 224/2026", "o", "ọ", "ô", "ộ", "ơ", "ợ", "p", "q", "r", "s",
        "t", "u", "ụ", "ư", "ự", "v", "w", "x", "y", "ỳ", "ỷ", "ỹ", "ý", "ỵ", "z", "мир",
    };

    (void)state;
    for (size_t i = 0; i + 1 < sizeof order / sizeof *order; i++) {
        Str a = utf8_collation_key(arena, str_from(order[i]));
        Str b = utf8_collation_key(arena, str_from(order[i + 1]));
        if (str_cmp(a, b) >= 0)
            fail_msg("«%s» does not come before «%s»", order[i], order[i + 1]);
    }
}

static void equal_texts_have_equal_keys(void **state)
{
    static const Pair pairs[] = {
        {"Việt", "Vie\xcc\xa3\xcc\x82t"},
        {"xã  Mẫu ", "xã Mẫu"},
        {"007", "7"},
        {"a\xc2\xa0" "b", "a b"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_true(str_eq(utf8_collation_key(arena, str_from(pairs[i].from)), utf8_collation_key(arena, str_from(pairs[i].want))));
}

static void long_numbers_sort_by_value(void **state)
{
    char small[400], large[401];

    (void)state;
    memset(small, '9', sizeof small);
    memset(large, '9', sizeof large);
    assert_true(str_cmp(utf8_collation_key(arena, (Str){small, 150}), utf8_collation_key(arena, (Str){large, 151})) < 0);
    assert_int_equal(utf8_invalid(utf8_fold(arena, (Str){small, sizeof small})), sizeof small);
    assert_true(utf8_collation_key(arena, (Str){large, sizeof large}).n > 0);
}

static void distances(void **state)
{
    static const struct {
        const char *a, *b;
        size_t want;
    } cases[] = {
        {"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"linh-vuc", "linh-vuc", 0}, {"linh-vuc", "linh-vu", 1},
        {"linh-vuc", "lihn-vuc", 1}, {"ab", "ba", 1}, {"kitten", "sitting", 3}, {"tieu-de", "tieude", 1}, {"ca", "abc", 3}, {"xabcd", "xacbd", 1},
    };
    char far_off[400];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(utf8_distance(str_from(cases[i].a), str_from(cases[i].b)), cases[i].want);
        assert_int_equal(utf8_distance(str_from(cases[i].b), str_from(cases[i].a)), cases[i].want);
    }
    memset(far_off, 'q', sizeof far_off);
    assert_int_equal(utf8_distance((Str){far_off, sizeof far_off}, STR("linh-vuc")), 400);
    assert_int_equal(utf8_distance((Str){far_off, 200}, (Str){far_off, 199}), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invalid_bytes_are_found),
        cmocka_unit_test(code_points_come_back),
        cmocka_unit_test(counts_and_heads),
        cmocka_unit_test(nfc_is_never_claimed_wrongly),
        cmocka_unit_test(plain_is_never_claimed_wrongly), cmocka_unit_test(keys_are_those_of_the_parts),
        cmocka_unit_test(vietnamese_text_is_nfc_at_every_offset),
        cmocka_unit_test(nfd_becomes_nfc),
        cmocka_unit_test(names_fold),
        cmocka_unit_test(every_vietnamese_letter_folds_as_unicode_says),
        cmocka_unit_test(slugs),
        cmocka_unit_test(alphabetical_order),
        cmocka_unit_test(equal_texts_have_equal_keys),
        cmocka_unit_test(long_numbers_sort_by_value),
        cmocka_unit_test(distances),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
