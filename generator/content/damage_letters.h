/* damage_letters.h - words that cannot be Vietnamese: letters of old fonts, of another code page, digits where letters were. */
#ifndef CONTENT_DAMAGE_LETTERS_H
#define CONTENT_DAMAGE_LETTERS_H

#include "base/str.h"

#include <stdint.h>

typedef struct {
    Str word;
    size_t weight; /* 4: certain alone; 2: might be a foreign name */
} LettersFound;

/* True for Latin letters, Vietnamese ones among them. */
bool letters_is_letter(uint32_t c);

/* True for letters of Vietnamese that are not ASCII. */
bool letters_is_vietnamese(uint32_t c);

/* The code point that ends before byte `to` of valid UTF-8; 0 < `to`. */
uint32_t letters_before(Str text, size_t to);

/* False when there is none of them for certain; fast. */
bool letters_may_be_foreign(Str text);
bool letters_may_be_misread(Str text);

/* The next word from byte `*at` on with letters of an old font, or of UTF-8 read as another code page. False: no more. */
bool letters_next_foreign(Str text, size_t *at, LettersFound *found);

/* True for small letters with one digit between them. */
bool letters_is_misread(Str word);

/* The next word with a digit between its letters, as scans misread "tối" to "t6i". False: no more. */
bool letters_next_misread(Str text, size_t *at, Str *word);

#endif
