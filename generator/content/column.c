#include "content/column.h"

#include "base/path.h"
#include "content/source.h"
#include "value/yaml.h"

/* What a column's items are when it does not say so. */
#define DEFAULT_KIND "page"

Schema *column_schema(Arena *a, Diag *d)
{
    static const Str title_aliases[] = {STR_INIT("tên")}, kind_aliases[] = {STR_INIT("loại")};
    static const Field fields[] = {
        {.name = STR_INIT("title"), .label = STR_INIT("tiêu đề"), .aliases = title_aliases, .alias_count = 1,
         .need = NEED_REQUIRED, .example = STR_INIT("Hướng dẫn")},
        {.name = STR_INIT("description"), .label = STR_INIT("mô tả"), .has_max = true, .max = 255},
        {.name = STR_INIT("kind"), .label = STR_INIT("loại nội dung"), .aliases = kind_aliases, .alias_count = 1},
        {.name = STR_INIT("order"), .label = STR_INIT("thứ tự"), .type = FIELD_INT, .example = STR_INIT("1")},
        {.name = STR_INIT("hidden"), .label = STR_INIT("ẩn khỏi trình đơn"), .type = FIELD_BOOL, .example = STR_INIT("có")},
    };
    Schema *schema = arena_make(a, Schema);

    *schema = (Schema){.name = STR("column"), .label = STR("chuyên mục (_muc.md)"), .fields = fields,
                       .count = sizeof fields / sizeof *fields};
    return schema_seal(a, d, (Place){0}, schema) ? schema : NULL;
}

static const Kind *kind_of(const PageReader *r, Diag *d, Value meta)
{
    Value name = value_get_lit(meta, "kind");
    const Kind *kind = kinds_find(r->kinds, value_is_null(name) ? STR(DEFAULT_KIND) : value_str(name));

    if (kind && !kind->is_record)
        return kind;
    diag_error(d, value_place(name), "column.kind", "không có loại nội dung «%.*s»", "there is no kind of content «%.*s»",
               STR_ARG(value_is_null(name) ? STR(DEFAULT_KIND) : value_str(name)));
    kinds_suggest(r->kinds, d, value_str(name));
    return NULL;
}

/* The declared keys as written, and where the body is. */
static bool read_parts(const PageReader *r, Arena *a, Diag *d, const Source *source, Value *raw, SourceParts *parts)
{
    Str text;

    if (!source_read(a, d, r->content->root, source->path, source->at, MARKDOWN_MOST_BYTES, &text)
        || !source_split(d, source->at, text, parts) || !yaml_read(a, d, parts->front_at, parts->front, YAML_MOST_FRONT, raw))
        return false;
    if (value_is_null(*raw))
        *raw = value_at(value_map(a, NULL, 0), place_at(parts->front_at, 1, 1));
    return true;
}

Column *column_read(const PageReader *r, Arena *a, Diag *d, const Schema *schema, const Source *source)
{
    Column *column = arena_make(a, Column);
    const Kind *kind = NULL;
    SourceParts parts;
    Value raw;

    column->source = source;
    column->dir = path_dir(source->path);
    if (read_parts(r, a, d, source, &raw, &parts)) {
        bool ok = schema_check(a, d, schema, raw, (SchemaOptions){0}, &column->meta);
        kind = kind_of(r, d, column->meta);
        column->kind_known = kind && (ok || !value_is_null(value_get_lit(column->meta, "kind")));
        markdown_read(a, d, parts.body, (MarkdownOptions){.start = parts.body_at, .known = r->directives}, &column->doc);
    }
    column->kind = kind ? kind : kinds_find(r->kinds, STR(DEFAULT_KIND));
    return column->kind ? column : NULL;
}
