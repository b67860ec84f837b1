#include "site/refs.h"

#include "base/utf8.h"
#include "site/links.h"

/* Something that a ref can name. */
typedef struct {
    Value value;     /* of the record, or of the page as lists see it */
    Place at;
    bool ambiguous;  /* several have this name, so it names none */
} Named;

/* The names of one kind. */
typedef struct {
    const Kind *kind;
    Map by_name;      /* folded name -> Named * */
    Map by_key;       /* the values of the key fields, folded and joined -> Named * */
    Map hidden;       /* folded name -> Target *: pages that are not out (yet, or any more) */
    LIST(Str) titles; /* for suggestions */
} Names;

static void add_name(Arena *a, Names *names, Str name, Named *named)
{
    Named *other = name.n ? map_claim(a, &names->by_name, utf8_fold(a, name), named) : NULL;

    if (other && other->value.as.map != named->value.as.map) {
        named = arena_make(a, Named);
        *named = (Named){.at = other->at, .ambiguous = true};
        map_put(a, &names->by_name, utf8_fold(a, name), named);
    }
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

/* Where the first field of the key was written, or the item itself. */
static Place key_place(const Kind *kind, Value meta, Place item)
{
    Place at = value_place(value_get(meta, kind->key[0]));

    return at.line ? at : item;
}

static void report_twice(Diag *d, const Site *site, const Kind *kind, Value meta, Place at, Place first)
{
    Value key = value_get(meta, kind->key[0]);
    Str text = value_is(key, VALUE_DATE) ? date_shown(d->arena, key.as.date) : value_str(key);

    diag_error(d, at, "refs.twice", "«%.*s»: «%.*s» đã có ở một %.*s khác", "«%.*s»: «%.*s» is already used by another %.*s",
               STR_ARG(field_label_of(kind, kind->key[0])), STR_ARG(text), STR_ARG(kind->label));
    diag_hint(d, "trùng với %.*s, dòng %u", "the other one: %.*s, line %u", STR_ARG(content_path(site->in.content, first)),
              (unsigned)first.line);
}

static void add_named(Arena *a, Diag *d, const Site *site, Names *names, Value meta, Str title, Str slug, Value shown, Place at)
{
    Named *named = arena_make(a, Named), *other;
    Str key = key_of(a, names->kind, meta);

    if (key.n)
        at = key_place(names->kind, meta, at);
    *named = (Named){.value = shown, .at = at};
    other = key.n ? map_claim(a, &names->by_key, key, named) : NULL;
    if (other) {
        report_twice(d, site, names->kind, meta, at, other->at);
        named = other; /* one mistake, one message: what names either means the first */
    }
    add_name(a, names, title, named);
    add_name(a, names, slug, named);
    if (names->kind->key_count)
        add_value_names(a, names, value_get(meta, names->kind->key[0]), named);
    add_value_names(a, names, value_get_lit(meta, "aliases"), named);
    list_push(a, &names->titles, title);
}

/* A page that is not out is known by the same names, so that a day that passes, or a page that is taken back, breaks no reference. */
static void add_hidden(Arena *a, Names *names, Target *target)
{
    const Page *page = target->page;
    Str own[] = {page->title, page->slug, names->kind->key_count ? value_get_str(page->meta, names->kind->key[0]) : STR("")};
    Value aliases = value_get_lit(page->meta, "aliases");

    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (own[i].n)
            map_claim(a, &names->hidden, utf8_fold(a, own[i]), target);
    for (size_t i = 0; i < value_count(aliases); i++)
        map_claim(a, &names->hidden, utf8_fold(a, value_str(value_item(aliases, i))), target);
}

static void collect_hidden(Arena *a, Site *site)
{
    for (size_t i = 0; i < site->in.content->sources.n; i++) {
        Target *target = map_find(&site->targets, site->in.content->sources.items[i].path);
        Names *names = target && target->page && target->hidden ? map_find(&site->kind_names, target->page->kind->name) : NULL;
        if (names)
            add_hidden(a, names, target);
    }
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

/* What the fields of a schema refer to. */
static void open_names_of(Arena *a, Site *site, const Schema *schema)
{
    for (size_t i = 0; i < schema->count; i++) {
        const Field *field = &schema->fields[i], *inner = field->type == FIELD_LIST && field->item ? field->item : field, *ref = ref_of(field);
        const Kind *to = ref ? kinds_find(site->in.kinds, ref->to) : NULL;
        if (to)
            names_of(a, site, to);
        if (inner->type == FIELD_MAP && inner->fields)
            open_names_of(a, site, inner->fields);
    }
}

/* Only kinds that something can name, or whose key must be unique, need their names. */
static void open_names(Arena *a, Site *site)
{
    const Kinds *kinds = site->in.kinds;
    const Directives *known = plugins_directives(site->in.plugins);

    for (size_t i = 0; i < kinds->n; i++) {
        if (kinds->items[i].key_count)
            names_of(a, site, &kinds->items[i]);
        open_names_of(a, site, kinds->items[i].schema);
    }
    for (size_t i = 0; i < known->directive_count; i++)
        open_names_of(a, site, known->directives[i]->args);
    for (size_t i = 0; i < known->role_count; i++)
        open_names_of(a, site, known->roles[i]->args);
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
            add_named(a, d, site, names, row, value_get_str(row, kind->title_field), STR(""), row, value_place(row));
        }
    }
    for (size_t i = 0; i < site->items.n; i++) {
        Item *item = &site->items.items[i];
        Names *names = map_find(&site->kind_names, item->page->kind->name);
        if (!names)
            continue;
        add_named(a, d, site, names, item->page->meta, item->page->title, item->page->slug, item->value, place_at(item->page->source->at, 1, 1));
    }
    collect_hidden(a, site);
}

Value refs_find(Arena *scratch, const Site *site, Str kind, Str name)
{
    const Names *names = map_find(&site->kind_names, kind);
    const Named *named = names ? map_find(&names->by_name, utf8_fold(scratch, name)) : NULL;

    return named ? named->value : value_null();
}

/* True, and reported, where several items have the name. */
static bool report_ambiguous(Diag *d, const Names *names, Value v)
{
    const Named *named = names ? map_find(&names->by_name, utf8_fold(d->arena, value_str(v))) : NULL;

    if (!named || !named->ambiguous)
        return false;
    diag_error(d, value_place(v), "refs.ambiguous", "có nhiều %.*s cùng tên «%.*s»", "several items of kind %.*s are named «%.*s»",
               STR_ARG(names->kind->label), STR_ARG(value_str(v)));
    if (!names->kind->is_record)
        diag_hint(d, "ghi tên tệp của trang (không có .md) để chỉ đúng một trang", "write the file's name without .md, which names just one");
    else if (names->kind->key_count)
        diag_hint(d, "ghi «%.*s» thay cho tên", "write «%.*s» instead of the name", STR_ARG(field_label_of(names->kind, names->kind->key[0])));
    else
        diag_hint(d, "đặt tên khác nhau trong %s/%.*s", "give them different names in %s/%.*s", RECORDS_DIR, STR_ARG(names->kind->name));
    return true;
}

/* True, and a warning, where the name is that of a page that is not out. */
static bool report_hidden(Diag *d, const Names *names, Value v)
{
    const Target *target = names ? map_find(&names->hidden, utf8_fold(d->arena, value_str(v))) : NULL;

    if (!target)
        return false;
    diag_warn(d, value_place(v), "refs.hidden", "«%.*s» là trang «%.*s», trang này %s nên tạm không dẫn tới",
              "«%.*s» is the page «%.*s», which %s; it is left out for now", STR_ARG(value_str(v)), STR_ARG(target->page->source->path),
              links_hidden_words(d, target->hidden));
    return true;
}

/* What the records of a kind are named, for a hint; each name once. */
static Str some_titles(Arena *a, const Names *names)
{
    enum { MOST = 12 };
    Str list = STR(""), one;

    for (size_t i = 0; i < names->titles.n && i < MOST; i++) {
        one = arena_printf(a, "«%.*s»", STR_ARG(names->titles.items[i]));
        if (str_find(list, one) == list.n)
            list = arena_printf(a, "%.*s%s%.*s", STR_ARG(list), list.n ? ", " : "", STR_ARG(one));
    }
    return names->titles.n > MOST ? arena_printf(a, "%.*s, …", STR_ARG(list)) : list;
}

static void report_unknown(Diag *d, const Site *site, const Field *field, Value v)
{
    const Kind *kind = kinds_find(site->in.kinds, field->to);
    const Names *names = map_find(&site->kind_names, field->to);
    Str label = kind ? kind->label : field->to;

    if (report_ambiguous(d, names, v) || report_hidden(d, names, v))
        return;
    diag_error(d, value_place(v), "refs.unknown", "không có %.*s nào tên là «%.*s»", "there is no %.*s named «%.*s»",
               STR_ARG(label), STR_ARG(value_str(v)));
    if (names && names->titles.n) {
        size_t before = d->list.items[d->list.n - 1].hint.n;
        diag_nearest(d, value_str(v), names->titles.items, names->titles.n);
        if (d->list.items[d->list.n - 1].hint.n > before)
            return;
    }
    if (str_find_byte(value_str(v), ',', 0) < value_str(v).n)
        diag_hint(d, "nếu là nhiều mục thì ngăn nhau bằng dấu chấm phẩy ( ; )", "if these are several, separate them with semicolons ( ; )");
    if (kind && kind->is_record && names && names->titles.n)
        diag_hint(d, "đã có: %.*s", "there are: %.*s", STR_ARG(some_titles(d->arena, names)));
    if (kind && kind->is_record)
        diag_hint(d, "thêm thì khai trong tệp %s/%.*s.yaml", "declare more in %s/%.*s.yaml", RECORDS_DIR, STR_ARG(kind->name));
    else
        diag_hint(d, "tạo trang loại «%.*s» có tên này, hoặc viết theo tên, tên gọi khác của trang đã có",
                  "make a page of kind «%.*s» with this name, or use the name or an alias of one", STR_ARG(label));
}

Value refs_value(Arena *a, Diag *d, const Site *site, const Field *field, Value v)
{
    ValueItems found = {0};
    Value one;

    if (value_is(v, VALUE_LIST)) {
        for (size_t i = 0; i < value_count(v); i++) {
            one = refs_value(a, d, site, field, value_item(v, i));
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
        Value found = value_is_null(v) ? v : refs_value(a, d, site, ref, v);
        if (!value_is_null(found))
            value_pair(a, &refs, field->name, found);
    }
    return value_map(a, refs.items, refs.n);
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
