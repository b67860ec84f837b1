#include "base/regex.h"

#include <stdlib.h>
#include <unistd.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* A match that needs more than this was not meant. */
enum { MATCH_STEPS = 1000000, MATCH_DEPTH = 20000, HEAP_KIB = 16 << 10, JIT_STACK_FIRST = 32 << 10, JIT_STACK_MOST = 512 << 10 };

struct Regex {
    pcre2_code *search, *whole; /* the same pattern, loose and tied to both ends */
    bool search_fast, whole_fast; /* has machine code, or cannot have any */
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    size_t groups;
};

/* Subjects are Values and so valid; PCRE2_MATCH_INVALID_UTF keeps bytes that are not from doing harm. */
static pcre2_code *compile(Str pattern, uint32_t options, int *code, size_t *offset)
{
    return pcre2_compile((PCRE2_SPTR)(pattern.n ? pattern.s : ""), pattern.n,
                         options | PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C, code, offset, NULL);
}

/* Machine code costs more than the rest of compiling, and of the two most patterns need one. Refused on some machines: then it is
 * interpreted. */
static void make_fast(pcre2_code *code, bool *fast)
{
    if (!*fast)
        pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    *fast = true;
}

static Str compile_error(Arena *a, int code, size_t offset)
{
    PCRE2_UCHAR words[256];

    pcre2_get_error_message(code, words, sizeof words);
    return arena_printf(a, "%s (at byte %zu)", (const char *)words, offset);
}

static void set_limits(Regex *re)
{
    pcre2_set_match_limit(re->context, MATCH_STEPS);
    pcre2_set_depth_limit(re->context, MATCH_DEPTH);
    pcre2_set_heap_limit(re->context, HEAP_KIB);
    if (re->stack)
        pcre2_jit_stack_assign(re->context, NULL, re->stack);
}

/* Never NULL. */
static Regex *with_room(pcre2_code *search, pcre2_code *whole)
{
    Regex *re = calloc(1, sizeof *re);
    uint32_t groups = 0;

    if (!re)
        _exit(ARENA_EXIT_MEMORY);
    re->search = search;
    re->whole = whole;
    re->data = pcre2_match_data_create_from_pattern(search, NULL);
    re->context = pcre2_match_context_create(NULL);
    re->stack = pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MOST, NULL);
    if (!re->data || !re->context)
        _exit(ARENA_EXIT_MEMORY);
    set_limits(re);
    pcre2_pattern_info(search, PCRE2_INFO_CAPTURECOUNT, &groups);
    re->groups = groups;
    return re;
}

Regex *regex_new(Arena *a, Str pattern, Str *error)
{
    int code = 0;
    size_t offset = 0;
    pcre2_code *search = compile(pattern, 0, &code, &offset);
    pcre2_code *whole = search ? compile(pattern, PCRE2_ANCHORED | PCRE2_ENDANCHORED, &code, &offset) : NULL;

    if (!whole) {
        pcre2_code_free(search);
        *error = compile_error(a, code, offset);
        return NULL;
    }
    return with_room(search, whole);
}

void regex_ready(Regex *re) { make_fast(re->whole, &re->whole_fast); }

size_t regex_groups(const Regex *re) { return re->groups; }

/* What pcre2_match's answer means. Whatever is neither yes nor no is one of its limits. */
static RegexResult run(const Regex *re, const pcre2_code *code, Str subject, size_t from)
{
    int found;

    if (from > subject.n)
        return REGEX_NO;
    found = pcre2_match(code, (PCRE2_SPTR)(subject.n ? subject.s : ""), subject.n, from, 0, re->data, re->context);
    if (found >= 0)
        return REGEX_YES;
    return found == PCRE2_ERROR_NOMATCH ? REGEX_NO : REGEX_LIMIT;
}

static void copy_spans(const Regex *re, RegexSpan *spans, size_t n)
{
    const size_t *offsets = pcre2_get_ovector_pointer(re->data);

    for (size_t i = 0; i < n; i++) {
        bool unset = i > re->groups || offsets[2 * i] == PCRE2_UNSET;
        spans[i] = unset ? (RegexSpan){1, 0} : (RegexSpan){offsets[2 * i], offsets[2 * i + 1]};
    }
}

RegexResult regex_match(Regex *re, Str subject, size_t from, RegexSpan *spans, size_t n)
{
    RegexResult result;

    make_fast(re->search, &re->search_fast);
    result = run(re, re->search, subject, from);
    if (result == REGEX_YES)
        copy_spans(re, spans, n);
    return result;
}

bool regex_is(Regex *re, Str subject)
{
    regex_ready(re);
    return run(re, re->whole, subject, 0) == REGEX_YES;
}

void regex_free(Regex *re)
{
    if (!re)
        return;
    pcre2_code_free(re->search);
    pcre2_code_free(re->whole);
    pcre2_match_data_free(re->data);
    pcre2_match_context_free(re->context);
    pcre2_jit_stack_free(re->stack);
    free(re);
}

#define TEXT_OF(x) #x
#define VERSION_TEXT(a, b) TEXT_OF(a) "." TEXT_OF(b)
const char *regex_version(void) { return VERSION_TEXT(PCRE2_MAJOR, PCRE2_MINOR); }
