#include "site/records.h"

#include "base/path.h"
#include "content/source.h"
#include "value/csv.h"
#include "value/yaml.h"

enum { RECORDS_MOST_BYTES = 16 << 20 };

static bool is_csv(const Source *source) { return str_is(path_ext(source->path), "csv"); }

static bool read_rows(Arena *a, Diag *d, const Site *site, const Source *source, Value *rows)
{
    Str text;
    int error;

    if (!is_csv(source))
        return source_read(a, d, site->in.content->root, source->path, source->at, RECORDS_MOST_BYTES, &text)
            && yaml_read(a, d, place_at(source->at, 1, 1), text, RECORDS_MOST_BYTES, rows);
    error = fs_read(a, site->in.content->root, source->path, RECORDS_MOST_BYTES, &text);
    if (error)
        return fs_failed(d, error, "system.read", "không đọc được tệp", "cannot read the file", source->path);
    return csv_read(a, d, place_at(source->at, 1, 1), text, rows);
}

static const Kind *kind_of(Diag *d, const Site *site, const Source *source)
{
    const Kind *kind = kinds_find(site->in.kinds, path_stem(source->path));

    if (kind && kind->is_record)
        return kind;
    diag_error(d, source->at, "records.kind", "không có loại bản ghi «%.*s»", "there is no kind of record «%.*s»",
               STR_ARG(path_stem(source->path)));
    for (size_t i = 0; i < site->in.kinds->n; i++)
        if (site->in.kinds->items[i].is_record)
            diag_hint(d, "tên tệp có thể là: %.*s (%.*s)", "the file may be named: %.*s (%.*s)",
                      STR_ARG(site->in.kinds->items[i].name), STR_ARG(site->in.kinds->items[i].label));
    return NULL;
}

static void add_rows(Arena *a, Diag *d, const Source *source, const Kind *kind, Value rows, ValueItems *out)
{
    if (value_is_null(rows))
        return;
    if (!value_is(rows, VALUE_LIST)) {
        diag_error(d, place_at(source->at, 1, 1), "records.list", "tệp này phải là một danh sách, mỗi bản ghi bắt đầu bằng dấu «- »",
                   "this file must be a list, each record beginning with «- »");
        return;
    }
    for (size_t i = 0; i < value_count(rows); i++) {
        Value row = value_item(rows, i), typed;
        if (!value_is(row, VALUE_MAP))
            diag_error(d, value_place(row), "records.row", "bản ghi này cần các khóa, ví dụ «- tên: …»",
                       "this record needs keys, e.g. «- name: …»");
        else if (schema_check(a, d, kind->schema, row, (SchemaOptions){.allow_pending = true, .empty_absent = is_csv(source)}, &typed))
            list_push(a, out, value_at(typed, value_place(row)));
    }
}

void records_read(Arena *a, Diag *d, Site *site)
{
    const Kinds *kinds = site->in.kinds;
    ValueItems *rows = arena_array(a, ValueItems, kinds->n + 1);
    ValuePairs records = {0};

    for (size_t i = 0; i < site->in.content->sources.n; i++) {
        const Source *source = &site->in.content->sources.items[i];
        const Kind *kind = source->type == SOURCE_RECORDS ? kind_of(d, site, source) : NULL;
        Value raw;
        if (kind && read_rows(a, d, site, source, &raw))
            add_rows(a, d, source, kind, raw, &rows[kind - kinds->items]);
    }
    for (size_t i = 0; i < kinds->n; i++)
        if (kinds->items[i].is_record)
            value_pair(a, &records, kinds->items[i].name, value_list(a, rows[i].items, rows[i].n));
    site->records = value_map(a, records.items, records.n);
}
