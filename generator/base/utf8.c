#include "base/utf8.h"

#include <endian.h>
#include <stdlib.h>
#include <unistd.h>
#include <utf8proc.h>

/* The length of the sequence that `lead` begins, or 0 when it begins none. */
static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead <= 0xdf)
        return 2;
    if (lead >= 0xe0 && lead <= 0xef)
        return 3;
    return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/* True when the second byte fits its lead: no overlong forms, no surrogates, nothing past U+10FFFF. */
static bool second_fits(unsigned char lead, unsigned char second)
{
    switch (lead) {
    case 0xe0: return second >= 0xa0 && second <= 0xbf;
    case 0xed: return second >= 0x80 && second <= 0x9f;
    case 0xf0: return second >= 0x90 && second <= 0xbf;
    case 0xf4: return second >= 0x80 && second <= 0x8f;
    default: return (second & 0xc0) == 0x80;
    }
}

/* The bytes of the valid sequence at the front of `n` bytes, or 0. */
static size_t valid_sequence(const unsigned char *s, size_t n)
{
    size_t length = sequence_length(s[0]);

    if (length == 0 || length > n || (length > 1 && !second_fits(s[0], s[1])))
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    return length;
}

/* How many of the eight bytes at `s` are ASCII before the first one that is not. */
static size_t ascii_run(const unsigned char *s)
{
    uint64_t word;

    memcpy(&word, s, sizeof word);
    word = le64toh(word) & 0x8080808080808080u;
    return word ? (size_t)__builtin_ctzll(word) / 8 : 8;
}

size_t utf8_invalid(Str text)
{
    const unsigned char *s = (const unsigned char *)text.s;
    size_t i = 0;

    while (i < text.n) {
        size_t length;
        if (s[i] < 0x80) {
            i += i + 8 <= text.n ? ascii_run(s + i) : 1;
            continue;
        }
        if (s[i] == 0xe1 && i + 2 < text.n && (s[i + 1] & 0xc0) == 0x80 && (s[i + 2] & 0xc0) == 0x80) {
            i += 3; /* nearly all letters of Vietnamese that take three bytes */
            continue;
        }
        length = valid_sequence(s + i, text.n - i);
        if (length == 0)
            return i;
        i += length;
    }
    return text.n;
}

uint32_t utf8_next(Str text, size_t *at)
{
    const unsigned char *s = (const unsigned char *)text.s + *at;

    if (s[0] < 0x80) {
        *at += 1;
        return s[0];
    }
    if (s[0] < 0xe0) {
        *at += 2;
        return (uint32_t)(s[0] & 0x1f) << 6 | (s[1] & 0x3f);
    }
    if (s[0] < 0xf0) {
        *at += 3;
        return (uint32_t)(s[0] & 0x0f) << 12 | (uint32_t)(s[1] & 0x3f) << 6 | (s[2] & 0x3f);
    }
    *at += 4;
    return (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3f) << 12 | (uint32_t)(s[2] & 0x3f) << 6 | (s[3] & 0x3f);
}

void utf8_put(Buf *b, uint32_t c)
{
    if (c < 0x80) {
        buf_byte(b, (char)c);
    } else if (c < 0x800) {
        buf_byte(b, (char)(0xc0 | c >> 6));
        buf_byte(b, (char)(0x80 | (c & 0x3f)));
    } else if (c < 0x10000) {
        buf_byte(b, (char)(0xe0 | c >> 12));
        buf_byte(b, (char)(0x80 | (c >> 6 & 0x3f)));
        buf_byte(b, (char)(0x80 | (c & 0x3f)));
    } else {
        buf_byte(b, (char)(0xf0 | c >> 18));
        buf_byte(b, (char)(0x80 | (c >> 12 & 0x3f)));
        buf_byte(b, (char)(0x80 | (c >> 6 & 0x3f)));
        buf_byte(b, (char)(0x80 | (c & 0x3f)));
    }
}

size_t utf8_count(Str text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        n += ((unsigned char)text.s[i] & 0xc0) != 0x80;
    return n;
}

Str utf8_head(Str text, size_t count)
{
    size_t at = 0;

    while (at < text.n && count > 0) {
        at++;
        while (at < text.n && ((unsigned char)text.s[at] & 0xc0) == 0x80)
            at++;
        count--;
    }
    return str_slice(text, 0, at);
}

Str utf8_plain_lines(Arena *a, Str text)
{
    char *out;
    size_t n = 0;

    if (str_starts(text, STR("\xef\xbb\xbf")))
        text = str_slice(text, 3, text.n);
    if (str_find_byte(text, '\r', 0) == text.n)
        return text;
    out = arena_alloc(a, text.n + 1);
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] == '\r' && i + 1 < text.n && text.s[i + 1] == '\n')
            continue;
        out[n++] = text.s[i] == '\r' ? '\n' : text.s[i];
    }
    out[n] = 0;
    return (Str){out, n};
}

/* True for code points from U+0300 on that no normalisation touches: neither marks, nor decomposed by NFC, nor
 * composed with what stands before them. Not all such are listed: what is missing costs only a slow look. */
static bool is_inert(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x0375, 0x037d}, {0x0391, 0x03ff}, {0x0400, 0x0482}, {0x048a, 0x0556}, {0x1e00, 0x1eff}, {0x2002, 0x20cf},
        {0x2100, 0x2125}, {0x212c, 0x2328}, {0x232b, 0x2adb}, {0x2add, 0x2bff}, {0x3000, 0x3029}, {0x3041, 0x3098},
        {0x30a0, 0x30ff}, {0x3400, 0x4dbf}, {0x4e00, 0x9fff}, {0xac00, 0xd7a3}, {0xe000, 0xf8ff}, {0xfe00, 0xfe0f},
        {0xfe30, 0xfe6f}, {0xfeff, 0xffef}, {0x1f000, 0x1fbef},
    };
    size_t low = 0, high = sizeof ranges / sizeof *ranges;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c > ranges[middle].last)
            low = middle + 1;
        else if (c < ranges[middle].first)
            high = middle;
        else
            return true;
    }
    return false;
}

/* 1 where byte `b`, followed by `next`, begins something that has to be looked at: all from U+0300 on,
 * except U+1E00..1EFF, which holds the toned vowels of Vietnamese. */
static unsigned char needs_look(unsigned char b, unsigned char next)
{
    return (unsigned char)((b >= 0xcc) & !((b == 0xe1) & ((next & 0xfc) == 0xb8)));
}

/* Looks at each code point from U+0300 on that begins in bytes `from` up to `to`. */
static bool inert_between(Str text, size_t from, size_t to)
{
    for (size_t i = from; i < to;) {
        size_t at = i;
        i++;
        if ((unsigned char)text.s[at] >= 0xcc && !is_inert(utf8_next(text, &at)))
            return false;
    }
    return true;
}

/* The steps are of fixed length so that compilers turn the inner loop into vector instructions. */
bool utf8_is_nfc(Str text)
{
    enum { STEP = 64 };
    const unsigned char *s = (const unsigned char *)text.s;
    size_t i = 0;

    for (; i + STEP + 1 <= text.n; i += STEP) {
        unsigned char look = 0;
        for (size_t j = 0; j < STEP; j++)
            look |= needs_look(s[i + j], s[i + j + 1]);
        if (look && !inert_between(text, i, i + STEP))
            return false;
    }
    return inert_between(text, i, text.n);
}

/* How many bytes of the eight at `s` are taken at once: all when they are ASCII without control bytes, else none. */
static size_t plain_run(const unsigned char *s)
{
    const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
    uint64_t word;

    memcpy(&word, s, sizeof word);
    return (word | (word - ones * ' ')) & high ? 0 : sizeof word;
}

/* The bytes of the plain character at the front of `n` bytes; 0: it has to be looked at. */
static size_t plain_character(const unsigned char *s, size_t n)
{
    if (s[0] < 0x80)
        return s[0] >= ' ' || s[0] == '\t' || s[0] == '\n' || s[0] == '\r';
    if (s[0] >= 0xc2 && s[0] <= 0xcb) /* up to U+02FF */
        return n > 1 && (s[1] & 0xc0) == 0x80 ? 2 : 0;
    if (n < 3 || (s[2] & 0xc0) != 0x80)
        return 0;
    if (s[0] == 0xe1 && (s[1] & 0xfc) == 0xb8) /* U+1E00..1EFF */
        return 3;
    return s[0] == 0xe2 && s[1] == 0x80 && s[2] >= 0x82 ? 3 : 0; /* U+2002..203F: dashes, quotes, dots */
}

bool utf8_is_plain(Str text)
{
    const unsigned char *s = (const unsigned char *)text.s;

    for (size_t i = 0, step; i < text.n; i += step) {
        step = i + 8 <= text.n ? plain_run(s + i) : 0;
        if (!step && !(step = plain_character(s + i, text.n - i)))
            return false;
    }
    return true;
}

Str utf8_nfc(Arena *a, Str text)
{
    utf8proc_uint8_t *made = NULL;
    utf8proc_ssize_t n;
    Str out;

    if (utf8_is_nfc(text))
        return text;
    n = utf8proc_map((const utf8proc_uint8_t *)text.s, (utf8proc_ssize_t)text.n, &made,
                     UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (n < 0)
        _exit(ARENA_EXIT_MEMORY);
    out = (Str){(const char *)made, (size_t)n};
    out = str_eq(out, text) ? text : arena_str(a, out);
    free(made);
    return out;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Optimal string alignment over the last three rows of the table. */
static size_t distance(Str a, Str b)
{
    enum { MOST = 128 };
    size_t rows[3][MOST + 1];

    for (size_t j = 0; j <= b.n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            bool same = a.s[i - 1] == b.s[j - 1];
            row[j] = least(above[j - 1] + !same, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a.s[i - 1] == b.s[j - 2] && a.s[i - 2] == b.s[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return rows[a.n % 3][b.n];
}

/* Texts of which more than 128 bytes differ in the middle are no misspelt names: they count as wholly different. */
size_t utf8_distance(Str a, Str b)
{
    while (a.n && b.n && a.s[0] == b.s[0]) {
        a = str_slice(a, 1, a.n);
        b = str_slice(b, 1, b.n);
    }
    while (a.n && b.n && a.s[a.n - 1] == b.s[b.n - 1]) {
        a.n--;
        b.n--;
    }
    if (a.n > 128 || b.n > 128)
        return a.n > b.n ? a.n : b.n;
    return distance(a, b);
}

uint32_t utf8_lower(uint32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7))
        return c + 32;
    if (c == 0x102 || c == 0x110 || c == 0x128 || c == 0x168 || c == 0x1a0 || c == 0x1af)
        return c + 1;
    return c >= 0x1ea0 && c <= 0x1ef9 ? c | 1 : c;
}

uint32_t utf8_upper(uint32_t c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 0xe0 && c <= 0xfe && c != 0xf7))
        return c - 32;
    if (c == 0x103 || c == 0x111 || c == 0x129 || c == 0x169 || c == 0x1a1 || c == 0x1b0)
        return c - 1;
    return c >= 0x1ea0 && c <= 0x1ef9 ? c & ~1u : c;
}

bool utf8_is_small(uint32_t c) { return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL; }

const char *utf8_version(void) { return utf8proc_version(); }
