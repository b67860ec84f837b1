/* regex.h - PCRE2 with UTF and Unicode classes, under limits that no pattern can pass. */
#ifndef BASE_REGEX_H
#define BASE_REGEX_H

#include "base/arena.h"
#include "base/str.h"

typedef struct Regex Regex;

/* A piece of the subject: offsets in bytes; from > to means that the group did not take part. */
typedef struct {
    size_t from, to;
} RegexSpan;

/* Compiles; lives until regex_free. NULL when the pattern is wrong: `*error` says why (English, PCRE2's own), in `a`. Machine code is
 * made at the first use, for that use. */
Regex *regex_new(Arena *a, Str pattern, Str *error);

/* Makes it for regex_is now: before workers fork, which would each make their own. */
void regex_ready(Regex *re);

/* The number of groups, without the whole match. */
size_t regex_groups(const Regex *re);

typedef enum { REGEX_NO, REGEX_YES, REGEX_LIMIT } RegexResult;

/* Looks for the pattern from byte `from` on; fills up to `n` spans, the whole match first. REGEX_LIMIT: it took too much. */
RegexResult regex_match(Regex *re, Str subject, size_t from, RegexSpan *spans, size_t n);

/* True when the whole subject matches. */
bool regex_is(Regex *re, Str subject);

void regex_free(Regex *re);

/* The version of the library behind it. */
const char *regex_version(void);

#endif
