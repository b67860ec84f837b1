#include "content/page.h"

#include "base/path.h"
#include "base/utf8.h"
#include "content/hygiene.h"
#include "content/source.h"
#include "value/yaml.h"

enum { PAGE_MOST_BYTES = MARKDOWN_MOST_BYTES + YAML_MOST_FRONT, TITLE_MOST = 160 };

/* The kind that the front matter names, else the column's. NULL after an error. */
static const Kind *kind_of(const PageReader *r, Arena *a, Diag *d, Value raw, const Kind *column_kind)
{
    for (size_t i = 0; i < value_count(raw); i++) {
        const ValuePair *pair = &raw.as.map->pairs[i];
        Str key = utf8_fold(a, pair->key);
        const Kind *kind;

        if (!str_is(key, "kind") && !str_is(key, "loai-noi-dung"))
            continue;
        kind = kinds_find(r->kinds, value_str(pair->value));
        if (kind && !kind->is_record)
            return kind;
        diag_error(d, value_place(pair->value), "page.kind", "không có loại nội dung «%.*s»",
                   "there is no kind of content «%.*s»", STR_ARG(value_str(pair->value)));
        kinds_suggest(r->kinds, d, value_str(pair->value));
        return NULL;
    }
    return column_kind;
}

static bool has_key(const Schema *schema, const Field *field, Value raw)
{
    for (size_t i = 0; i < value_count(raw); i++)
        if (schema_field(schema, raw.as.map->pairs[i].key) == field)
            return true;
    return false;
}

/* A section named like a field stands for that key: the question of a Q&A may be written either way. */
static Value with_sections(Arena *a, const Kind *kind, const Doc *doc, Value raw)
{
    ValuePairs pairs = {0};
    bool any = false;

    for (size_t i = 0; i < doc->section_count; i++) {
        const Section *section = &doc->sections[i];
        const Field *field = schema_field(kind->schema, section->decl->name);
        if (!field || has_key(kind->schema, field, raw))
            continue;
        for (size_t k = 0; !any && k < value_count(raw); k++)
            list_push(a, &pairs, raw.as.map->pairs[k]);
        any = true;
        list_push(a, &pairs,
                  (ValuePair){field->name, value_at(value_string(a, str_trim(section->body.plain)), section->at), section->at});
    }
    return any ? value_at(value_map(a, pairs.items, pairs.n), value_place(raw)) : raw;
}

/* The first sentence of a text, for a page without a title of its own. */
static Str first_sentence(Str text)
{
    text = str_trim(text);
    for (size_t i = 0; i < text.n; i++)
        if (text.s[i] == '\n' || (strchr(".?!", text.s[i]) && (i + 1 == text.n || strchr(" \n", text.s[i + 1]))))
            return str_slice(text, 0, text.s[i] == '\n' || text.s[i] == '.' ? i : i + 1);
    return text;
}

static Str title_of(Arena *a, const Page *page)
{
    Str title = value_get_str(page->meta, STR("title"));

    if (!title.n)
        title = utf8_head(first_sentence(value_get_str(page->meta, page->kind->title_field)), TITLE_MOST);
    return title.n ? title : arena_str(a, path_stem(page->source->path));
}

static bool find_slug(Arena *a, Diag *d, Page *page)
{
    Str slug = value_get_str(page->meta, STR("slug"));

    page->slug = slug.n ? slug : utf8_slug(a, path_stem(page->source->path));
    if (page->slug.n)
        return true;
    diag_error(d, page->source->at, "page.slug", "tên tệp «%.*s» không có chữ cái hay chữ số để làm địa chỉ trang",
               "the file name «%.*s» has no letter or digit to make an address of", STR_ARG(path_base(page->source->path)));
    diag_hint(d, "đổi tên tệp, ví dụ: hop-dan-thang-8.md", "rename the file, e.g. meeting-in-august.md");
    return false;
}

/* The Doc of a Markdown value: the section of its name where it was written as one, else the text itself. */
static const Doc *field_doc(Arena *a, Diag *d, Page *page, const Field *field, Value v)
{
    Doc *doc = &page->field_docs[page->field_doc_count];

    for (size_t i = 0; i < page->doc.section_count; i++)
        if (str_eq(page->doc.sections[i].decl->name, field->name))
            return &page->doc.sections[i].body;
    page->field_doc_count++;
    markdown_read(a, d, value_str(v), (MarkdownOptions){.start = value_place(v), .as_written = true}, doc);
    return doc;
}

/* Turns the Markdown values of `meta` into Docs; the title was taken from their text before. */
static void read_markdown_fields(Arena *a, Diag *d, Page *page)
{
    const Schema *schema = page->kind->schema;
    ValuePairs pairs = {0};
    size_t found = 0;

    for (size_t i = 0; i < schema->count; i++)
        found += schema->fields[i].type == FIELD_MARKDOWN && value_is(value_get(page->meta, schema->fields[i].name), VALUE_STRING);
    if (!found)
        return;
    page->field_docs = arena_array(a, Doc, found);
    for (size_t i = 0; i < value_count(page->meta); i++) {
        ValuePair pair = page->meta.as.map->pairs[i];
        const Field *field = schema_field(schema, pair.key);
        if (field && field->type == FIELD_MARKDOWN && value_is(pair.value, VALUE_STRING))
            pair.value = value_at(value_doc(field_doc(a, d, page, field, pair.value)), value_place(pair.value));
        list_push(a, &pairs, pair);
    }
    page->meta = value_at(value_map(a, pairs.items, pairs.n), value_place(page->meta));
}

/* Counts the values that nobody knows yet, in lists and maps too. */
static void count_pending(Page *page, Value v)
{
    if (value_is_pending(v)) {
        if (page->pending++ == 0)
            page->pending_at = value_place(v);
    }
    for (size_t i = 0; i < value_count(v); i++)
        count_pending(page, value_is(v, VALUE_LIST) ? v.as.list->items[i] : v.as.map->pairs[i].value);
}

static bool has_section(const Page *page, const SectionDecl *decl)
{
    for (size_t i = 0; i < page->doc.section_count; i++)
        if (page->doc.sections[i].decl == decl)
            return true;
    return false;
}

/* A needed section may also be there as a key of its name. */
static void find_missing(Arena *a, Diag *d, Page *page, Place at)
{
    page->missing = arena_array(a, const SectionDecl *, page->kind->section_count + 1);
    for (size_t i = 0; i < page->kind->section_count; i++) {
        const SectionDecl *decl = &page->kind->sections[i];
        if (!section_needed(decl, page->meta) || has_section(page, decl) || !value_is_null(value_get(page->meta, decl->name)))
            continue;
        page->missing[page->missing_count++] = decl;
        if (decl->strict) {
            diag_error(d, at, "page.section", "thiếu mục «%.*s» trong nội dung bài", "the section «%.*s» is missing",
                       STR_ARG(decl->label));
            diag_hint(d, "thêm dòng: ## %.*s", "add a line: ## %.*s", STR_ARG(decl->label));
        }
    }
}

Page *page_read(const PageReader *r, Arena *a, Diag *d, const Source *source, const Kind *column_kind)
{
    Page *page = arena_make(a, Page);
    SourceParts parts;
    Str text;
    Value raw;
    bool front_ok, body_ok, slug_ok;

    page->source = source;
    arena_reset(r->scratch);
    if (!source_read(r->scratch, d, r->content->root, source->path, source->at, PAGE_MOST_BYTES, &text)
        || !source_split(d, source->at, text, &parts))
        return NULL;
    front_ok = yaml_read(a, d, parts.front_at, parts.front, YAML_MOST_FRONT, &raw);
    if (!value_is(raw, VALUE_MAP))
        raw = value_at(value_map(a, NULL, 0), place_at(parts.front_at, 1, 1));
    page->kind = kind_of(r, r->scratch, d, raw, column_kind);
    body_ok = markdown_read(a, d, parts.body, (MarkdownOptions){.start = parts.body_at, .kind = page->kind, .known = r->directives,
                                                                 .pending_allowed = true}, &page->doc);
    if (page->kind && !front_ok) /* what is there is checked, what is missing may be what could not be read */
        schema_check(a, d, page->kind->schema, raw, (SchemaOptions){.allow_pending = true, .partial = true}, &page->meta);
    if (!page->kind || !front_ok) {
        diag_sort(d);
        return NULL;
    }
    raw = with_sections(a, page->kind, &page->doc, raw);
    schema_check(a, d, page->kind->schema, raw, (SchemaOptions){.allow_pending = true}, &page->meta);
    page->title = title_of(a, page);
    find_missing(a, d, page, value_place(raw));
    slug_ok = find_slug(a, d, page);
    read_markdown_fields(a, d, page);
    hygiene_check(d, page);
    hygiene_check_lines(d, parts.body_at, page);
    hygiene_check_text(d, &parts);
    count_pending(page, page->meta);
    for (size_t i = 0; i < page->doc.section_count; i++)
        count_pending(page, page->doc.sections[i].value);
    diag_sort(d);
    return body_ok && slug_ok ? page : NULL;
}
