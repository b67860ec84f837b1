/* markdown_fuzz.c - any text through markdown_read: it never crashes, and what comes out holds together.
 *
 * A libFuzzer target. Texts that are not UTF-8 or hold NUL are left out, since content/source.c refuses them first. The
 * first byte chooses the options. */
#include "base/buf.h"
#include "base/utf8.h"
#include "content/markdown.h"
#include "value/names.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const Field fields[] = {
    {.name = STR("a"), .label = STR("a"), .need = NEED_REQUIRED},
    {.name = STR("b"), .label = STR("b"), .type = FIELD_INT},
};

static const char *const labels[] = {"m", "l", "t", "g"};

static void make_kind(Arena *a, Diag *d, Kind *kind)
{
    Schema *columns = arena_make(a, Schema);
    SectionDecl *sections = arena_array(a, SectionDecl, 4);

    *columns = (Schema){.name = STR("c"), .label = STR("c"), .fields = fields, .count = 2};
    schema_seal(a, d, (Place){0}, columns);
    for (size_t i = 0; i < 4; i++) {
        sections[i] = (SectionDecl){.name = str_from(labels[i]),
                                    .label = str_from(labels[i]),
                                    .shape = i < 2 ? (Shape)i : SHAPE_TABLE,
                                    .groups = i == 3,
                                    .need = NEED_STATUS,
                                    .columns = columns};
        names_claim(a, &kind->section_names, sections[i].label, &sections[i]);
    }
    kind->sections = sections;
    kind->section_count = 4;
}

/* Holes rise and lie inside the text; links of holes are the page's own. */
static void check(const Doc *doc)
{
    size_t last = 0;

    for (size_t i = 0; i < doc->hole_count; i++) {
        assert(doc->holes[i].offset >= last && doc->holes[i].offset <= doc->html.n);
        last = doc->holes[i].offset;
        if (doc->holes[i].type == HOLE_LINK)
            assert(doc->holes[i].link >= doc->links && doc->holes[i].link < doc->links + doc->link_count);
    }
    assert(utf8_invalid(doc->html) == doc->html.n);
    assert(utf8_invalid(doc->plain) == doc->plain.n);
    assert(str_find(doc->html, STR("<script")) == doc->html.n);
    assert(str_find(doc->html, STR("<a href=\"javascript")) == doc->html.n);
    for (size_t i = 0; i < doc->heading_count; i++)
        for (size_t j = i + 1; j < doc->heading_count && j < i + 20; j++)
            assert(!str_eq(doc->headings[i].anchor, doc->headings[j].anchor));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const Field fields[] = {{.name = STR_INIT("a"), .label = STR_INIT("a")},
                                   {.name = STR_INIT("b"), .label = STR_INIT("b"), .type = FIELD_LIST},
                                   {.name = STR_INIT("c"), .label = STR_INIT("c"), .type = FIELD_INT}};
    Schema schema = {.name = STR("d"), .label = STR("d"), .fields = fields, .count = 3};
    const DirectiveDecl decl = {STR("d"), &schema}, *const decls[] = {&decl};
    const Directives known = {.directives = decls, .directive_count = 1, .roles = decls, .role_count = 1};
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Kind kind = {0};
    MarkdownOptions options = {.start = {.file = 1, .line = 1, .column = 1}, .known = &known};
    Str text;
    Doc doc;

    if (size > 0 && (text = (Str){(const char *)data + 1, size - 1}, utf8_invalid(text)) == text.n
        && str_find_byte(text, 0, 0) == text.n) {
        make_kind(a, d, &kind);
        schema_seal(a, d, (Place){0}, &schema);
        options.kind = data[0] & 1 ? &kind : NULL;
        options.as_written = data[0] & 2;
        options.pending_allowed = data[0] & 4;
        markdown_read(a, d, arena_str(a, text), options, &doc);
        check(&doc);
        schema_free(&schema);
    }
    arena_free(a);
    return 0;
}
