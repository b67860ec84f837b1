/* template_fuzz - any templates are compiled or refused with a reason, what compiles is rendered or refused, and Lua has
 * never a complaint of its own. The input is cut at "\n--- name\n" into several templates; "page.html" is rendered.
 * Build: clang -fsanitize=fuzzer,address,undefined with the library's sources. */
#include "script/inner.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static Value host(HostCall *c) { return c->count ? c->args[0] : value_null(); }

static void add(Engine *e, Arena *a, Diag *d, Str name, Str source)
{
    library_add(&e->lib, a, d, place_at(files_add(e->files, name), 1, 1), name, name, source, false);
}

static void add_all(Engine *e, Arena *a, Diag *d, Str text)
{
    Str name = STR("page.html");

    for (size_t at; (at = str_find(text, STR("\n--- "))) < text.n;) {
        add(e, a, d, name, str_slice(text, 0, at));
        text = str_slice(text, at + 5, text.n);
        str_line(&text, &name);
    }
    add(e, a, d, name, text);
}

static Value data(Arena *a)
{
    ValuePairs pairs = {0};
    Value items[] = {value_int(1),
                     value_string(a, STR("hai <b>")),
                     value_date(date_from_ymd(2026, 3, 5)),
                     value_text(a, VALUE_PATH, STR("a/b.html")),
                     value_text(a, VALUE_HTML, STR("<b>x</b>")),
                     value_number(1.5),
                     value_null(),
                     value_bool(true)};

    value_pair(a, &pairs, STR("title"), value_string(a, STR("Tin & bài")));
    value_pair(a, &pairs, STR("list"), value_list(a, items, sizeof items / sizeof *items));
    value_pair(a, &pairs, STR("url"), items[3]);
    return value_map(a, pairs.items, pairs.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const Str names[] = {{"page", 4}, {"x", 1}};
    Str text = {(const char *)bytes, size};
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Engine *e = engine_new(a, LANG_VI);
    Value context[2] = {data(a), value_int(3)};
    Rendering r = {.path = STR("tin/a.html"), .context = context};
    Buf out = {0};

    e->files = files_new(a);
    engine_context_names(e, names, 2);
    engine_function(e, STR("asset"), host, NULL);
    if (utf8_invalid(text) == size) {
        add_all(e, a, d, text);
        if (engine_compile(e, d) && engine_has(e, STR("page.html")))
            engine_render(e, d, STR("page.html"), &r, &out);
        for (size_t i = 0; i < d->list.n; i++)
            if (strcmp(d->list.items[i].code, "template.lua") == 0) {
                fprintf(stderr, "%.*s\n", STR_ARG(d->list.items[i].message));
                abort();
            }
    }
    buf_free(&out);
    engine_free(e);
    arena_free(a);
    return 0;
}
