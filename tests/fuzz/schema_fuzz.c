/* schema_fuzz.c - any declarations and any input, parted by a line "---": no crash, and false exactly where an error was said.
 * Built with clang -fsanitize=fuzzer,address,undefined; the tables in tests/tables/schema_*.txt are good seeds. */
#include "base/utf8.h"
#include "value/schema.h"
#include "value/yaml.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Seals a schema of the one field that `item` is the list of, so that a list of declarations can be checked by it. */
static bool declare(Arena *a, Diag *d, Value raw, Schema *out)
{
    Schema *fields = schema_of_fields(a, d);
    Field item = {.type = FIELD_MAP, .fields = fields}, list = {.name = STR("fields"), .type = FIELD_LIST, .item = &item};
    Schema top = {.name = STR("top"), .label = STR("top"), .fields = &list, .count = 1};
    Value typed;
    bool right = schema_seal(a, d, (Place){0}, &top)
                 && schema_check_field(a, d, &top.fields[0], raw, (SchemaOptions){.comments = true}, &typed)
                 && schema_declare(a, d, fields, typed, &out->fields, &out->count) && schema_seal(a, d, value_place(raw), out);

    schema_free(&top);
    return right;
}

static void check(Arena *a, Diag *d, const Schema *s, Value raw)
{
    static const SchemaOptions options[] = {
        {0}, {.partial = true, .allow_pending = true}, {.empty_absent = true, .comments = true}};

    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        size_t errors = d->errors;
        Value once, twice;
        bool right = schema_check(a, d, s, raw, options[i], &once);
        assert(right == (d->errors == errors));
        schema_check(a, d, s, once, options[i], &twice);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Str text = {size ? (const char *)data : "", size};
    size_t cut = str_find(text, STR("\n---\n"));
    Arena *a = arena_new();
    Diag *d = diag_new(a, size & 1 ? LANG_EN : LANG_VI);
    Schema s = {.name = STR("fuzz"), .label = STR("fuzz")};
    Value declarations, raw;

    if (utf8_invalid(text) == text.n && !memchr(text.s, 0, text.n)
        && yaml_read(a, d, (Place){.file = 1, .line = 1, .column = 1}, str_slice(text, 0, cut), 1 << 16, &declarations)
        && declare(a, d, declarations, &s)
        && yaml_read(a, d, (Place){.file = 2, .line = 1, .column = 1}, str_slice(text, cut + 5, text.n), 1 << 16, &raw))
        check(a, d, &s, raw);
    schema_free(&s);
    arena_free(a);
    return 0;
}
