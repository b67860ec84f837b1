/* schema_json_test.c - declarations in YAML against the JSON Schema of their data: tests/tables/schema_json.txt. */
#include "base/buf.h"
#include "base/fs.h"
#include "value/json_read.h"
#include "value/schema_json.h"
#include "value/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define HEAD "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"title\":\"thử\",\"type\":\"object\",\"properties\":{"
#define TAIL ",\"$defs\":{"

static Str cut(Str *rest, Str mark)
{
    size_t at = str_find(*rest, mark);
    Str piece = str_slice(*rest, 0, at);

    *rest = str_slice(*rest, at + mark.n, rest->n);
    return piece;
}

/* A sealed schema of declarations in YAML; to be freed. */
static void declare(Arena *a, Diag *d, Str yaml, Schema *out)
{
    const Place at = {.file = 1, .line = 1, .column = 1};
    Schema *fields = schema_of_fields(a, d);
    Field item = {.type = FIELD_MAP, .fields = fields};
    Schema top = {.name = STR("case"), .label = STR("thử"), .count = 1,
                  .fields = &(Field){.name = STR("fields"), .type = FIELD_LIST, .item = &item}};
    Value raw, list;

    *out = (Schema){.name = STR("test"), .label = STR("thử")};
    assert_true(schema_seal(a, d, (Place){0}, &top));
    assert_true(yaml_read(a, d, at, yaml, 1 << 20, &raw));
    assert_true(schema_check_field(a, d, &top.fields[0], raw, (SchemaOptions){.comments = true}, &list));
    assert_true(schema_declare(a, d, fields, list, &out->fields, &out->count) && schema_seal(a, d, at, out));
    schema_free(&top);
}

/* The part of the document that differs from case to case; the whole has to be JSON. */
static Str document(Arena *a, Str yaml)
{
    Diag *d = diag_new(a, LANG_VI);
    Buf out = {0};
    Schema s;
    Value read;
    Str text;

    declare(a, d, yaml, &s);
    schema_json(&out, &s);
    text = buf_keep(&out, a);
    assert_true(json_read(a, d, (Place){.file = 2, .line = 1, .column = 1}, text, &read));
    assert_int_equal(d->list.n, 0);
    assert_true(str_starts(text, STR(HEAD)));
    schema_free(&s);
    buf_free(&out);
    return str_slice(text, sizeof HEAD - 1, str_find(text, STR(TAIL)));
}

static void test_table(void **state)
{
    Arena *a = arena_new();
    size_t n = 0, wrong = 0;
    Str rest;

    (void)state;
    assert_int_equal(fs_read_path(a, "tests/tables/schema_json.txt", 1 << 20, &rest), 0);
    cut(&rest, STR("=== "));
    for (; rest.n; n++) {
        Str one = cut(&rest, STR("\n=== ")), title = cut(&one, STR("\n")), yaml = cut(&one, STR("\n---\n")), got = document(a, yaml);
        if (str_eq(got, str_trim(one)))
            continue;
        wrong++;
        fprintf(stderr, "=== %.*s\n%.*s\n", STR_ARG(title), STR_ARG(got));
    }
    arena_free(a);
    assert_int_equal(wrong, 0);
    assert_true(n >= 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_table)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
