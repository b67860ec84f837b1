/* yaml_fuzz - any text is read or refused with a reason; nothing else may happen.
 * Build: clang -fsanitize=fuzzer,address,undefined with the library's sources. */
#include "base/utf8.h"
#include "value/yaml.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* The text from a place on. */
static Str text_at(Str text, Place start, Place at)
{
    Str line = STR("");

    for (size_t i = start.line; i <= at.line; i++)
        if (!str_line(&text, &line))
            abort();
    return str_slice(line, utf8_head(line, at.column - 1).n, line.n);
}

/* A text stands where its place says: there is its first letter, or the sign that opens it. */
static void check_place(Str text, Place start, Str value, Place at)
{
    Str found = text_at(text, start, at);

    if (!found.n || (!strchr("\"'|>", found.s[0]) && (!value.n || found.s[0] != value.s[0])))
        abort();
}

static void walk(Value v, Str text, Place start, int depth)
{
    if (depth > YAML_MOST_DEPTH + 1 || v.line < start.line)
        abort();
    if (value_is(v, VALUE_STRING))
        check_place(text, start, value_str(v), value_place(v));
    for (size_t i = 0; value_is(v, VALUE_LIST) && i < value_count(v); i++)
        walk(value_item(v, i), text, start, depth + 1);
    for (size_t i = 0; value_is(v, VALUE_MAP) && i < value_count(v); i++) {
        const ValuePair *p = &v.as.map->pairs[i];
        if (value_find(v, p->key) != p)
            abort();
        if (p->key.n)
            check_place(text, start, p->key, p->key_at);
        walk(p->value, text, start, depth + 1);
    }
    if (utf8_invalid(yaml_item_text(v)) < yaml_item_text(v).n)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Str text = {(const char *)bytes, n};
    Place start = {.file = 1, .line = 2, .column = 1};
    Arena *a;
    Diag *d;
    Value v;

    if (utf8_invalid(text) < n || memchr(bytes, 0, n))
        return -1;
    a = arena_new();
    d = diag_new(a, n % 2 ? LANG_VI : LANG_EN);
    if (yaml_read(a, d, start, text, YAML_MOST_FRONT, &v) != (d->errors == 0))
        abort();
    if (d->errors == 0)
        walk(v, text, start, 0);
    arena_free(a);
    return 0;
}
