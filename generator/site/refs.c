#include "site/refs.h"

#include "base/path.h"
#include "base/utf8.h"
#include "content/source.h"
#include "value/csv.h"
#include "value/yaml.h"

enum { RECORDS_MOST_BYTES = 16 << 20 };

/* Something that a ref can name. */
typedef struct {
    Value value;  /* of the record, or of the page as lists see it */
    Place at;
} Named;

/* The names of one kind. */
typedef struct {
    const Kind *kind;
    Map by_name;      /* folded name -> Named * */
    Map by_key;       /* the values of the key fields, folded and joined -> Named * */
    LIST(Str) titles; /* for suggestions */
} Names;

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

static void add_name(Arena *a, Names *names, Str name, Named *named)
{
    if (name.n)
        map_claim(a, &names->by_name, utf8_fold(a, name), named);
}

static void add_value_names(Arena *a, Names *names, Value v, Named *named)
{
    add_name(a, names, value_str(v), named);
    for (size_t i = 0; i < value_count(v); i++)
        add_name(a, names, value_str(value_item(v, i)), named);
}

/* The values of the key fields as one text, or empty where one is missing. */
static Str key_of(Arena *a, const Kind *kind, Value meta)
{
    Buf key = {0};
    Str out;

    for (size_t i = 0; i < kind->key_count; i++) {
        Value v = value_get(meta, kind->key[i]);
        if (value_is(v, VALUE_DATE))
            buf_add(&key, date_iso(a, v.as.date));
        else if (value_str(v).n && !value_is(v, VALUE_STATUS))
            buf_add(&key, utf8_fold(a, value_str(v)));
        else
            buf_clear(&key);
        if (!key.n)
            break;
        buf_byte(&key, '\n');
    }
    out = buf_keep(&key, a);
    buf_free(&key);
    return out;
}

static Str field_label_of(const Kind *kind, Str name)
{
    const Field *field = schema_field(kind->schema, name);

    return field ? field->label : name;
}

static void report_twice(Diag *d, const Kind *kind, Place at, Place first)
{
    Str field = kind->key_count ? field_label_of(kind, kind->key[0]) : STR("");

    diag_error(d, at, "refs.twice", "%.*s này trùng %.*s với một %.*s khác", "this %.*s has the same %.*s as another %.*s",
               STR_ARG(kind->label), STR_ARG(field), STR_ARG(kind->label));
    diag_note(d, first, "refs.first", "mục trùng nằm ở đây", "the other one stands here");
}

static void add_named(Arena *a, Diag *d, Names *names, Value meta, Str title, Value shown, Place at)
{
    Named *named = arena_make(a, Named), *other;
    Str key = key_of(a, names->kind, meta);

    *named = (Named){shown, at};
    other = key.n ? map_claim(a, &names->by_key, key, named) : NULL;
    if (other)
        report_twice(d, names->kind, at, other->at);
    add_name(a, names, title, named);
    for (size_t i = 0; i < names->kind->key_count; i++)
        add_value_names(a, names, value_get(meta, names->kind->key[i]), named);
    add_value_names(a, names, value_get_lit(meta, "aliases"), named);
    list_push(a, &names->titles, title);
}

static Names *names_of(Arena *a, Site *site, const Kind *kind)
{
    Names *names = map_find(&site->kind_names, kind->name);

    if (!names) {
        names = arena_make(a, Names);
        names->kind = kind;
        map_put(a, &site->kind_names, kind->name, names);
    }
    return names;
}

/* The ref that a field is or lists, or NULL. */
static const Field *ref_of(const Field *field)
{
    if (field->type == FIELD_LIST && field->item)
        field = field->item;
    return field->type == FIELD_REF ? field : NULL;
}

/* Only kinds that something can name, or whose key must be unique, need their names. */
static void open_names(Arena *a, Site *site)
{
    const Kinds *kinds = site->in.kinds;

    for (size_t i = 0; i < kinds->n; i++) {
        const Schema *schema = kinds->items[i].schema;
        if (kinds->items[i].key_count)
            names_of(a, site, &kinds->items[i]);
        for (size_t k = 0; k < schema->count; k++) {
            const Field *ref = ref_of(&schema->fields[k]);
            const Kind *to = ref ? kinds_find(kinds, ref->to) : NULL;
            if (to)
                names_of(a, site, to);
        }
    }
}

void refs_collect(Arena *a, Diag *d, Site *site)
{
    open_names(a, site);
    for (size_t i = 0; i < value_count(site->records); i++) {
        const ValuePair *pair = &site->records.as.map->pairs[i];
        const Kind *kind = kinds_find(site->in.kinds, pair->key);
        Names *names = names_of(a, site, kind);
        for (size_t k = 0; k < value_count(pair->value); k++) {
            Value row = value_item(pair->value, k);
            add_named(a, d, names, row, value_get_str(row, kind->title_field), row, value_place(row));
        }
    }
    for (size_t i = 0; i < site->items.n; i++) {
        Item *item = &site->items.items[i];
        Names *names = map_find(&site->kind_names, item->page->kind->name);
        if (!names)
            continue;
        add_named(a, d, names, item->page->meta, item->page->title, item->value, place_at(item->page->source->at, 1, 1));
        add_name(a, names, item->page->slug, map_find(&names->by_name, utf8_fold(a, item->page->title)));
    }
}

Value refs_find(Arena *scratch, const Site *site, Str kind, Str name)
{
    const Names *names = map_find(&site->kind_names, kind);
    const Named *named = names ? map_find(&names->by_name, utf8_fold(scratch, name)) : NULL;

    return named ? named->value : value_null();
}

static void report_unknown(Diag *d, const Site *site, const Field *field, Value v)
{
    const Kind *kind = kinds_find(site->in.kinds, field->to);
    const Names *names = map_find(&site->kind_names, field->to);
    Str label = kind ? kind->label : field->to;

    diag_error(d, value_place(v), "refs.unknown", "không có %.*s nào tên là «%.*s»", "there is no %.*s named «%.*s»",
               STR_ARG(label), STR_ARG(value_str(v)));
    if (names && names->titles.n) {
        size_t before = d->list.items[d->list.n - 1].hint.n;
        diag_nearest(d, value_str(v), names->titles.items, names->titles.n);
        if (d->list.items[d->list.n - 1].hint.n > before)
            return;
    }
    if (kind && kind->is_record)
        diag_hint(d, "khai báo trong tệp %s/%.*s.yaml", "declare it in %s/%.*s.yaml", RECORDS_DIR, STR_ARG(kind->name));
    else
        diag_hint(d, "tạo trang loại «%.*s» có tên này, hoặc viết theo tên, tên gọi khác của trang đã có",
                  "make a page of kind «%.*s» with this name, or use the name or an alias of one", STR_ARG(label));
}

/* What `v` names by ref field `field`: a value, a list of values, or null. */
static Value resolve(Arena *a, Diag *d, const Site *site, const Field *field, Value v)
{
    ValueItems found = {0};
    Value one;

    if (value_is(v, VALUE_LIST)) {
        for (size_t i = 0; i < value_count(v); i++) {
            one = resolve(a, d, site, field, value_item(v, i));
            if (!value_is_null(one))
                list_push(a, &found, one);
        }
        return value_list(a, found.items, found.n);
    }
    if (!value_is(v, VALUE_STRING))
        return value_null();
    one = refs_find(d->arena, site, field->to, value_str(v));
    if (value_is_null(one))
        report_unknown(d, site, field, v);
    return one;
}

static Value refs_of_meta(Arena *a, Diag *d, const Site *site, const Kind *kind, Value meta)
{
    ValuePairs refs = {0};

    for (size_t i = 0; i < kind->schema->count; i++) {
        const Field *field = &kind->schema->fields[i], *ref = ref_of(field);
        Value v = ref && kinds_find(site->in.kinds, ref->to) ? value_get(meta, field->name) : value_null();
        Value found = value_is_null(v) ? v : resolve(a, d, site, ref, v);
        if (!value_is_null(found))
            value_pair(a, &refs, field->name, found);
    }
    return refs.n ? value_map(a, refs.items, refs.n) : value_null();
}

Value refs_of(Arena *a, Diag *d, const Site *site, const Page *page)
{
    return refs_of_meta(a, d, site, page->kind, page->meta);
}

void refs_check_records(Arena *a, Diag *d, const Site *site)
{
    for (size_t i = 0; i < value_count(site->records); i++) {
        const ValuePair *pair = &site->records.as.map->pairs[i];
        const Kind *kind = kinds_find(site->in.kinds, pair->key);
        for (size_t k = 0; k < value_count(pair->value); k++)
            refs_of_meta(a, d, site, kind, value_item(pair->value, k));
    }
}
