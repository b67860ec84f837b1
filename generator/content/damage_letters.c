#include "content/damage_letters.h"

#include "base/utf8.h"

/* Letters of Latin-1 that Vietnamese has: bit n stands for U+00C0 + n, its small form is 32 further. */
static const uint32_t in_latin1 = 1u << 0x00 | 1u << 0x01 | 1u << 0x02 | 1u << 0x03 | 1u << 0x08 | 1u << 0x09 | 1u << 0x0a | 1u << 0x0c
                                  | 1u << 0x0d | 1u << 0x12 | 1u << 0x13 | 1u << 0x14 | 1u << 0x15 | 1u << 0x19 | 1u << 0x1a | 1u << 0x1d;

bool letters_is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c < 0x250 && c != 0xd7 && c != 0xf7)
        || (c >= 0x1e00 && c < 0x1f00);
}

bool letters_is_vietnamese(uint32_t c)
{
    if (c >= 0xc0 && c <= 0xff)
        return in_latin1 >> (c & 0x1f) & 1;
    return (c | 1) == 0x103 || (c | 1) == 0x111 || (c | 1) == 0x129 || (c | 1) == 0x169 || (c | 1) == 0x1a1 || c == 0x1af || c == 0x1b0
        || (c >= 0x1ea0 && c <= 0x1ef9);
}

uint32_t letters_before(Str text, size_t to)
{
    size_t at = to - 1;

    while (at > 0 && ((unsigned char)text.s[at] & 0xc0) == 0x80)
        at--;
    return utf8_next(text, &at);
}

/* Signs that TCVN3 has in the places of letters. Not among them what else stands in words or numbers: « » ° ² ³ ·. */
static bool is_sign(uint32_t c)
{
    return c == 0xa8 || c == 0xa9 || c == 0xaa || c == 0xac || c == 0xae || c == 0xb5 || c == 0xb6 || c == 0xb8 || c == 0xb9
        || (c >= 0xbc && c <= 0xbe);
}

/* True when the two bytes at `at`, of which the first is c2, are none of the signs that right text has. */
static bool is_odd_sign(Str text, size_t at)
{
    unsigned char second = (unsigned char)text.s[at + 1];

    if (at >= 2 && text.s[at - 2] == '\xc3' && (text.s[at - 1] == '\x83' || text.s[at - 1] == '\xa1'))
        return second >= 0xa0; /* Ã or á before it */
    return is_sign(second);
}

/* TCVN3 and misread UTF-8 have signs from U+00A0 to U+00BF, VNI has ñ for đ. All of them begin with c2 or hold b1. */
bool letters_may_be_foreign(Str text)
{
    for (size_t i = str_find_byte(text, '\xc2', 0); i < text.n; i = str_find_byte(text, '\xc2', i + 1))
        if (is_odd_sign(text, i))
            return true;
    for (size_t i = str_find_byte(text, '\xb1', 0); i < text.n; i = str_find_byte(text, '\xb1', i + 1))
        if (i > 0 && text.s[i - 1] == '\xc3')
            return true;
    for (size_t i = str_find_byte(text, '\xef', 0); i < text.n; i = str_find_byte(text, '\xef', i + 1))
        if (text.s[i + 1] == '\xbf' && text.s[i + 2] == '\xbd')
            return true;
    return false;
}

/* UTF-8 read as Latin-1 or Windows-1252: "Ã¢" was â, "á»§" was ủ, "Ä‘" was đ. */
static bool is_misread_utf8(uint32_t c, uint32_t next, uint32_t third)
{
    if (c == 0xc3)
        return next >= 0xa0 && next <= 0xbf;
    if (c == 0xc4)
        return next == 0x2018 || next == 0x91 || next == 0x192;
    return c == 0xe1 && (next == 0xba || next == 0xbb) && third >= 0x80 && third != 0x201d && third != 0x2026;
}

/* What the letters of one word tell. */
static size_t weight_of(uint32_t before, uint32_t c, uint32_t next, uint32_t third, size_t *foreign)
{
    if (c == 0xfffd || is_misread_utf8(c, next, third))
        return 4;
    if (is_sign(c) && letters_is_letter(next))
        return letters_is_letter(before) || (c == 0xae && !is_sign(before)) ? 2 : 0;
    if (c == 0xe2 && before && strchr("aeoAEO", (int)before) && before < 0x80)
        return 2; /* "aâ" is how VNI writes â */
    if ((c == 0xf1 || c == 0xd1) && next >= 0x80 && letters_is_letter(next))
        return 2;
    if (c >= 0xc0 && c <= 0xff && letters_is_letter(c) && !letters_is_vietnamese(c))
        return ++*foreign == 2 ? 2 : 0;
    return 0;
}

/* True for what a word may consist of, right or damaged. */
static bool is_part(uint32_t c) { return letters_is_letter(c) || (c > 0xa0 && c <= 0xbf) || c == 0xfffd; }

bool letters_next_foreign(Str text, size_t *at, LettersFound *found)
{
    size_t from = *at, foreign = 0;
    uint32_t before = 0;

    *found = (LettersFound){0};
    while (*at < text.n) {
        size_t here = *at, behind, weight;
        uint32_t c = utf8_next(text, at), next = 0, third = 0;
        behind = *at;
        if (!is_part(c)) {
            found->word = str_slice(text, from, here);
            if (found->weight)
                return true;
            from = *at;
            foreign = 0;
            before = 0;
            continue;
        }
        if (behind < text.n)
            next = utf8_next(text, &behind);
        if (behind < text.n)
            third = utf8_next(text, &behind);
        weight = weight_of(before, c, next, third, &foreign);
        found->weight = weight > found->weight ? weight : found->weight;
        before = c;
    }
    found->word = str_slice(text, from, text.n);
    return found->weight > 0;
}

/* Three of a hundred bytes of Vietnamese text begin a letter of U+1E00..1EFF; programs that know no Vietnamese read hardly any. */
bool letters_may_be_misread(Str text)
{
    enum { SAMPLE = 1024, FEWEST = 12 };
    Str sample = str_slice(text, 0, SAMPLE);
    size_t n = 0;

    if (text.n < SAMPLE / 2)
        return false;
    for (size_t i = str_find_byte(sample, '\xe1', 0); i < sample.n && n < FEWEST; i = str_find_byte(sample, '\xe1', i + 1))
        n++;
    return n < FEWEST;
}

bool letters_is_misread(Str word)
{
    enum { LONGEST = 7 };
    size_t digits = 0, count = 0;

    for (size_t i = 0; i < word.n; count++) {
        uint32_t c = utf8_next(word, &i);
        bool digit = c < 0x80 && strchr("01456", (int)c);
        if ((digit && (count == 0 || i == word.n)) || (!digit && !utf8_is_small(c)))
            return false;
        digits += digit;
    }
    return digits == 1 && count >= 3 && count <= LONGEST;
}

bool letters_next_misread(Str text, size_t *at, Str *word)
{
    while (*at < text.n) {
        size_t from = *at, to;
        while (from < text.n && strchr(" \n\t", text.s[from]))
            from++;
        for (to = from; to < text.n && !strchr(" \n\t", text.s[to]);)
            to++;
        *at = to;
        while (to > from && strchr(".,;:)", text.s[to - 1]))
            to--;
        *word = str_slice(text, from, to);
        if (letters_is_misread(*word))
            return true;
    }
    return false;
}
