/* utf8.h - UTF-8, Unicode normalisation, and the fold of Vietnamese. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#include <stdint.h>

/* The offset of the first byte that is not UTF-8 (overlong, surrogates, past U+10FFFF too), or `text.n`. */
size_t utf8_invalid(Str text);

/* The code point at `*at`, which moves behind it. The text is valid UTF-8 and `*at < text.n`. */
uint32_t utf8_next(Str text, size_t *at);

/* Appends one code point. */
void utf8_put(Buf *b, uint32_t c);

/* The number of code points in valid UTF-8. */
size_t utf8_count(Str text);

/* The first `count` code points of valid UTF-8. */
Str utf8_head(Str text, size_t count);

/* True when valid UTF-8 is in NFC for certain (no combining marks and such); a fast scan. */
bool utf8_is_nfc(Str text);

/* The text without a byte order mark, and with LF at the ends of lines that were written CR LF or CR. */
Str utf8_plain_lines(Arena *a, Str text);

/* True for text that is surely valid, in NFC and without control bytes but tab, LF and CR: one fast look at letters of Vietnamese, ASCII and
 * usual signs. False says nothing. */
bool utf8_is_plain(Str text);

/* The text in NFC; itself when it already is. */
Str utf8_nfc(Arena *a, Str text);

/* Folds for comparing names: lower case, marks off, đ to d, and white space, '_' and '-' (of any kind) to one '-',
 * none at the ends. "Tiêu đề", "tieu_de" and "TIÊU-ĐỀ" give "tieu-de". Other punctuation stays. NUL-terminated. */
Str utf8_fold(Arena *a, Str text);

/* A slug, [a-z0-9-] only, at most 100 bytes, cut between words; empty when nothing is left. NUL-terminated. */
Str utf8_slug(Arena *a, Str text);

/* A key whose byte order is Vietnamese alphabetical order: a ă â b c d đ e ê ..., then tones
 * (ngang huyền hỏi ngã sắc nặng), then case; digits before letters and runs of digits by value. */
Str utf8_collation_key(Arena *a, Str text);

/* True when `c` is a small letter of a Latin alphabet, Vietnamese ones included. */
bool utf8_is_small(uint32_t c);

/* The lower-case letter of an upper-case one, and the other way round: ASCII, Latin-1 and what Vietnamese adds; others stay. */
uint32_t utf8_lower(uint32_t c);
uint32_t utf8_upper(uint32_t c);

/* How far apart two texts are: insertions, deletions, replacements and swaps of neighbours, by bytes. For folded names. */
size_t utf8_distance(Str a, Str b);

/* The version of the library behind it. */
const char *utf8_version(void);

#endif
