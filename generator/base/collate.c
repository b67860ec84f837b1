/* collate.c - Vietnamese alphabetical order as bytes (utf8_collation_key, declared in utf8.h).
 *
 * A key is three runs parted by LEVEL: what the letters are, what tones they bear, which are capitals. So two texts
 * that differ in a letter are told apart by it, whatever the tones before it, as CLDR has it for Vietnamese. */
#include "base/utf8.h"

#include <utf8proc.h>

/* Weights; all are above LEVEL, so that a shorter text comes before a longer one that begins with it. */
enum {
    LEVEL = 1,
    SPACE = 2,
    SIGN = 3,     /* then the sign's own UTF-8 */
    NUMBER = 4,   /* then the count of digits + 5, then the digits */
    LETTER = 32,  /* + its place in `alphabet` */
    FOREIGN = 96, /* then the letter's own UTF-8: other scripts come after z */
    NUMBER_MOST = 200
};

/* The alphabet with the foreign f j w z where CLDR has them; a digit names the mark: 1 breve, 2 circumflex, 3 horn, 4 stroke. */
static const char alphabet[] = "a a1a2b c d d4e e2f g h i j k l m n o o2o3p q r s t u u3v w x y z ";

/* One letter while its marks are being collected. */
typedef struct {
    uint32_t base; /* lower case; 0: none is open */
    char shape;    /* as in `alphabet`; ' ': none */
    char tone;     /* 2 ngang, huyền, hỏi, ngã, sắc, 7 nặng; 8: a mark that Vietnamese has not */
    bool capital;
} Letter;

typedef struct {
    Buf letters, tones, cases;
    Letter open;
} Key;

/* Where the letters a to z begin in `alphabet`, counted in pairs; the marked ones stand behind their plain one. */
static const unsigned char begins[26] = {0, 3, 4, 5, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 21, 22, 23, 24, 25, 26, 28, 29, 30, 31, 32};

static char letter_weight(uint32_t base, char shape)
{
    size_t first = base >= 'a' && base <= 'z' ? begins[base - 'a'] : sizeof alphabet, i = first;

    while (2 * i + 1 < sizeof alphabet && (uint32_t)alphabet[2 * i] == base && alphabet[2 * i + 1] != shape)
        i++;
    if (first == sizeof alphabet)
        return 0;
    return (char)(LETTER + (2 * i + 1 < sizeof alphabet && (uint32_t)alphabet[2 * i] == base ? i : first));
}

static void close_letter(Key *k)
{
    Letter *l = &k->open;
    char weight;

    if (l->base == 0)
        return;
    weight = letter_weight(l->base, l->shape);
    if (weight) {
        buf_byte(&k->letters, weight);
    } else {
        buf_byte(&k->letters, FOREIGN);
        utf8_put(&k->letters, l->base);
    }
    buf_byte(&k->tones, l->tone);
    buf_byte(&k->cases, l->capital ? 3 : 2);
    l->base = 0;
}

static void open_letter(Key *k, uint32_t c, uint32_t lower)
{
    k->open = (Letter){lower, ' ', 2, c != lower};
    if (lower == 0x111) {
        k->open.base = 'd';
        k->open.shape = '4';
    }
}

/* The letters of Vietnamese as add_mark would make them, which every title is full of: base, shape and tone of the pairs U+1EA0..U+1EF9, and
 * of U+00E0..U+00FF, whose capitals stand 32 before them. ' ' for a base: no letter of Vietnamese. */
static const char toned_bases[] = "aaaaaaaaaaaaeeeeeeeeiioooooooooooouuuuuuuyyyy", toned_shapes[] = "  2222211111   22222    2222233333  33333    ",
                  toned_tones[] = "746345763457745634574774634576345774634573745";
static const char latin_bases[] = "aaaa    eee iii  noooo   uuu y  ", latin_shapes[] = "  2       2   2     2      2    ",
                  latin_tones[] = "3625    362 362  53625   362 6  ";

/* Opens the letter that `c` is; false where it has to be taken apart. */
static bool open_vietnamese(Key *k, uint32_t c)
{
    static const struct {
        uint32_t small;
        char base, shape, tone;
    } others[] = {{0x103, 'a', '1', 2}, {0x111, 'd', '4', 2}, {0x129, 'i', ' ', 5}, {0x169, 'u', ' ', 5}, {0x1a1, 'o', '3', 2}, {0x1b0, 'u', '3', 2}};
    uint32_t small = utf8_lower(c), i = (small - 0x1ea0) / 2, n = small - 0xe0;
    Letter found = {.capital = small != c};

    if (small >= 0x1ea0 && small <= 0x1ef9)
        found.base = (uint32_t)toned_bases[i], found.shape = toned_shapes[i], found.tone = (char)(toned_tones[i] - '0');
    else if (small >= 0xe0 && small <= 0xff && latin_bases[n] != ' ')
        found.base = (uint32_t)latin_bases[n], found.shape = latin_shapes[n], found.tone = (char)(latin_tones[n] - '0');
    for (size_t j = 0; j < sizeof others / sizeof *others; j++)
        if (others[j].small == small)
            found.base = (uint32_t)others[j].base, found.shape = others[j].shape, found.tone = others[j].tone;
    if (!found.base)
        return false;
    close_letter(k);
    k->open = found;
    return true;
}

/* A combining mark on the open letter. */
static void add_mark(Letter *l, uint32_t mark)
{
    switch (mark) {
    case 0x306: l->shape = '1'; break;
    case 0x302: l->shape = '2'; break;
    case 0x31b: l->shape = '3'; break;
    case 0x300: l->tone = 3; break;
    case 0x309: l->tone = 4; break;
    case 0x303: l->tone = 5; break;
    case 0x301: l->tone = 6; break;
    case 0x323: l->tone = 7; break;
    default: l->tone = 8; break;
    }
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The digits at the front of `text`, by value: leading zeros do not count. The result: bytes taken. */
static size_t put_number(Key *k, Str text)
{
    size_t from = 0, to, n;

    while (from < text.n && text.s[from] == '0')
        from++;
    for (to = from; to < text.n && is_digit(text.s[to]);)
        to++;
    n = to - from < NUMBER_MOST ? to - from : NUMBER_MOST;
    buf_byte(&k->letters, NUMBER);
    buf_byte(&k->letters, (char)(n + 5));
    buf_add(&k->letters, str_slice(text, from, from + n));
    return to;
}

static void put_space(Key *k)
{
    if (k->letters.n && k->letters.s[k->letters.n - 1] != SPACE)
        buf_byte(&k->letters, SPACE);
}

static void put_part(Key *k, uint32_t c)
{
    utf8proc_category_t category;

    if (c >= 'a' && c <= 'z') {
        close_letter(k);
        open_letter(k, c, c);
        return;
    }
    category = utf8proc_category((utf8proc_int32_t)c);
    if (category == UTF8PROC_CATEGORY_MN) {
        if (k->open.base)
            add_mark(&k->open, c);
        return;
    }
    close_letter(k);
    if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) {
        open_letter(k, c, (uint32_t)utf8proc_tolower((utf8proc_int32_t)c));
    } else if (category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_CC) {
        put_space(k);
    } else if (category != UTF8PROC_CATEGORY_CF) {
        buf_byte(&k->letters, SIGN);
        utf8_put(&k->letters, c);
    }
}

static void put_parts(Key *k, uint32_t c)
{
    utf8proc_int32_t parts[32];
    int boundary = 0;
    utf8proc_ssize_t n;

    if (c < 0x80) {
        put_part(k, c);
        return;
    }
    if (open_vietnamese(k, c))
        return;
    n = utf8proc_decompose_char((utf8proc_int32_t)c, parts, 32, UTF8PROC_DECOMPOSE, &boundary);
    for (utf8proc_ssize_t i = 0; i < n && i < 32; i++)
        put_part(k, (uint32_t)parts[i]);
}

static Str sealed_key(Arena *a, Key *k)
{
    Str out;

    if (k->letters.n && k->letters.s[k->letters.n - 1] == SPACE)
        k->letters.n--;
    buf_byte(&k->letters, LEVEL);
    buf_add(&k->letters, buf_str(&k->tones));
    buf_byte(&k->letters, LEVEL);
    buf_add(&k->letters, buf_str(&k->cases));
    out = buf_keep(&k->letters, a);
    buf_free(&k->letters);
    buf_free(&k->tones);
    buf_free(&k->cases);
    return out;
}

Str utf8_collation_key(Arena *a, Str text)
{
    Key k = {0};

    for (size_t at = 0; at < text.n;) {
        if (is_digit(text.s[at])) {
            close_letter(&k);
            at += put_number(&k, str_slice(text, at, text.n));
        } else {
            put_parts(&k, utf8_next(text, &at));
        }
    }
    close_letter(&k);
    return sealed_key(a, &k);
}
