#include "value/schema.h"

#include "value/names.h"
#include "value/schema_check.h"

int schema_index(const Schema *s, Str key)
{
    const Field *f = schema_field(s, key);

    return f ? (int)(f - s->fields) : -1;
}

const Field *schema_field(const Schema *s, Str key) { return names_find(&s->names, key); }

int schema_choice(const Field *f, Str text)
{
    const Choice *c = f->choice_count ? names_find(&f->choice_names, text) : NULL;

    return c ? (int)(c - f->choices) : -1;
}

Str field_label(const Diag *d, const Field *f)
{
    if (d->lang == LANG_EN && (f->label_en.n || f->name.n))
        return f->label_en.n ? f->label_en : f->name;
    return f->label.n ? f->label : f->name;
}

/* What a schema is sealed with. */
typedef struct {
    Arena *a;
    Diag *d;
    Place at;  /* of the whole */
    Schema *s; /* in which conditions look for their field; NULL for a list's item */
} Sealing;

static Place place_of(const Sealing *g, const Field *f) { return f->at.file ? f->at : g->at; }

static bool claim(const Sealing *g, const Field *f, Str spelling)
{
    const Field *other = names_claim(g->a, &g->s->names, spelling, f);

    if (!other)
        return true;
    diag_error(g->d, place_of(g, f), "schema.same_name",
               "hai trường «%.*s» và «%.*s» có cùng tên «%.*s» khi bỏ dấu",
               "the fields «%.*s» and «%.*s» have the same name «%.*s», marks aside",
               STR_ARG(field_label(g->d, other)), STR_ARG(field_label(g->d, f)), STR_ARG(spelling));
    diag_hint(g->d, "đổi tên, nhãn hoặc tên khác (aliases) của một trong hai", "change a name, label or alias of one of them");
    return false;
}

/* One complaint a field is enough: what shares one name often shares them all. */
static void seal_names(const Sealing *g, const Field *f)
{
    bool own;

    if (f->name.n == 0)
        diag_error(g->d, place_of(g, f), "schema.no_name", "một trường không có tên (name)", "a field has no name");
    own = claim(g, f, f->name) && claim(g, f, f->label);
    for (size_t i = 0; own && i < f->alias_count; i++)
        own = claim(g, f, f->aliases[i]);
}

static void claim_choice(const Sealing *g, Field *f, const Choice *c, Str spelling)
{
    const Choice *other = names_claim(g->a, &f->choice_names, spelling, c);

    if (other)
        diag_error(g->d, place_of(g, f), "schema.same_choice",
                   "«%.*s»: hai lựa chọn «%.*s» và «%.*s» có cùng tên «%.*s» khi bỏ dấu",
                   "«%.*s»: the choices «%.*s» and «%.*s» have the same name «%.*s», marks aside",
                   STR_ARG(field_label(g->d, f)), STR_ARG(other->label), STR_ARG(c->label), STR_ARG(spelling));
}

static void seal_choices(const Sealing *g, Field *f)
{
    Choice *own = arena_array(g->a, Choice, f->choice_count);

    if (f->choice_count)
        memcpy(own, f->choices, f->choice_count * sizeof *own);
    f->choices = own;
    f->choice_names = (Map){0};
    for (size_t i = 0; i < f->choice_count; i++) {
        own[i].value = value_string(g->a, own[i].label);
        claim_choice(g, f, &own[i], own[i].name);
        claim_choice(g, f, &own[i], own[i].label);
        for (size_t j = 0; j < own[i].alias_count; j++)
            claim_choice(g, f, &own[i], own[i].aliases[j]);
    }
}

static void seal_pattern(const Sealing *g, Field *f)
{
    Str reason = STR("");

    f->regex = f->pattern.n ? regex_new(g->a, f->pattern, &reason) : NULL;
    if (f->regex)
        regex_ready(f->regex);
    else if (f->pattern.n)
        diag_error(g->d, place_of(g, f), "schema.bad_pattern", "«%.*s»: mẫu (pattern) «%.*s» sai: %.*s",
                   "«%.*s»: the pattern «%.*s» is wrong: %.*s", STR_ARG(field_label(g->d, f)), STR_ARG(f->pattern),
                   STR_ARG(reason));
}

static bool is_number(FieldType t) { return t == FIELD_INT || t == FIELD_NUMBER; }

/* Types whose value is a text that may be measured and matched. */
static bool is_texty(FieldType t)
{
    switch (t) {
    case FIELD_BOOL: case FIELD_INT: case FIELD_NUMBER: case FIELD_DATE: case FIELD_CHOICE:
    case FIELD_LIST: case FIELD_MAP: case FIELD_ANY: return false;
    default: return true;
    }
}

/* A key of a declaration that its type has no use for, or lacks. */
static void check_key(const Sealing *g, const Field *f, const char *key, bool present, bool fits, bool must)
{
    Str type = field_type_name(f->type), label = field_label(g->d, f);

    if (present && !fits)
        diag_error(g->d, place_of(g, f), "schema.useless_key", "«%.*s»: khóa «%s» không dùng được với kiểu «%.*s»",
                   "«%.*s»: the key «%s» is of no use to the type «%.*s»", STR_ARG(label), key, STR_ARG(type));
    if (!present && fits && must)
        diag_error(g->d, place_of(g, f), "schema.lacks_key", "«%.*s»: thiếu khóa «%s» mà kiểu «%.*s» phải có",
                   "«%.*s»: the key «%s» is missing, which the type «%.*s» needs", STR_ARG(label), key, STR_ARG(type));
}

static void check_keys(const Sealing *g, const Field *f)
{
    bool texty = is_texty(f->type), measured = texty || is_number(f->type);

    check_key(g, f, "choices", f->choice_count > 0, f->type == FIELD_CHOICE, true);
    check_key(g, f, "item", f->item != NULL, f->type == FIELD_LIST, false);
    check_key(g, f, "fields", f->fields != NULL, f->type == FIELD_MAP, true);
    check_key(g, f, "to", f->to.n > 0, f->type == FIELD_REF, true);
    check_key(g, f, "pattern", f->pattern.n > 0, texty, false);
    check_key(g, f, "min", f->has_min, measured, false);
    check_key(g, f, "max", f->has_max, measured, false);
    if (f->has_min && f->has_max && f->min > f->max)
        diag_error(g->d, place_of(g, f), "schema.bad_range", "«%.*s»: «min» lớn hơn «max»",
                   "«%.*s»: «min» is greater than «max»", STR_ARG(field_label(g->d, f)));
}

/* A copy of the nested schema is sealed, unless it is sealed already or is at it (a schema may hold itself). */
static void seal_nested(const Sealing *g, Field *f)
{
    Schema *own;

    if (!f->fields || f->fields->names.n > 0)
        return;
    own = arena_make(g->a, Schema);
    *own = *f->fields;
    schema_seal(g->a, g->d, place_of(g, f), own);
    f->fields = own;
}

static void seal_field(const Sealing *g, Field *f);

static void seal_item(const Sealing *g, Field *list)
{
    static const Field text = {.type = FIELD_TEXT};
    Field *item = arena_make(g->a, Field);

    *item = list->item ? *list->item : text;
    if (item->label.n == 0) {
        item->label = field_label(&(Diag){.lang = LANG_VI}, list);
        item->label_en = field_label(&(Diag){.lang = LANG_EN}, list);
    }
    if (item->example.n == 0)
        item->example = list->example;
    if (!item->at.file)
        item->at = list->at;
    seal_field(g, item);
    list->item = item;
}

static void seal_default(const Sealing *g, Field *f)
{
    Value typed;

    if (!value_is_null(f->fallback) && schema_check_field(g->a, g->d, f, f->fallback, (SchemaOptions){0}, &typed))
        f->fallback = typed;
}

/* Without names, conditions and defaults, which only fields of a schema have. */
static void seal_field(const Sealing *g, Field *f)
{
    check_keys(g, f);
    seal_choices(g, f);
    seal_pattern(g, f);
    seal_nested(g, f);
    if (f->type == FIELD_LIST)
        seal_item(g, f);
}

static const Field *when_field(const Sealing *g, const Field *f)
{
    const Field *on = schema_field(g->s, f->when_field);

    if (f->when_field.n == 0)
        diag_error(g->d, place_of(g, f), "schema.no_when", "«%.*s»: «need: condition» cần khóa «when»",
                   "«%.*s»: «need: condition» needs the key «when»", STR_ARG(field_label(g->d, f)));
    else if (!on)
        diag_error(g->d, place_of(g, f), "schema.bad_when", "«%.*s»: điều kiện (when) nói đến trường «%.*s», vốn không có",
                   "«%.*s»: its condition (when) speaks of the field «%.*s», which there is not",
                   STR_ARG(field_label(g->d, f)), STR_ARG(f->when_field));
    return on;
}

Value schema_condition_values(Arena *a, Diag *d, const Field *on, Value is)
{
    size_t n = value_count(is);
    Value *typed = arena_array(a, Value, n);

    for (size_t i = 0; i < n; i++)
        schema_check_field(a, d, on->type == FIELD_LIST ? on->item : on, value_item(is, i), (SchemaOptions){0}, &typed[i]);
    return n > 0 ? value_at(value_list(a, typed, n), value_place(is)) : is;
}

static void seal_condition(const Sealing *g, Field *f)
{
    const Field *on = when_field(g, f);

    if (!on)
        return;
    f->when_field = on->name;
    f->when_is = schema_condition_values(g->a, g->d, on, f->when_is);
}

static void seal_order(const Sealing *g, Field *f)
{
    const Field *other = schema_field(g->s, f->not_before);

    if (other && other->type == FIELD_DATE && f->type == FIELD_DATE)
        f->not_before = other->name;
    else
        diag_error(g->d, place_of(g, f), "schema.not_before", "«%.*s»: «not_before: %.*s» phải nói đến một trường ngày, và chính nó là ngày",
                   "«%.*s»: «not_before: %.*s» has to name a date, and this has to be one", STR_ARG(field_label(g->d, f)),
                   STR_ARG(f->not_before));
}

static bool fits_most(const Sealing *g)
{
    if (g->s->count <= SCHEMA_MOST_FIELDS)
        return true;
    diag_error(g->d, g->at, "schema.too_many", "«%.*s» có %zu trường, nhiều nhất là %d",
               "«%.*s» has %zu fields, at most %d may be", STR_ARG(g->s->label), g->s->count, SCHEMA_MOST_FIELDS);
    return false;
}

bool schema_seal(Arena *a, Diag *d, Place at, Schema *s)
{
    Sealing g = {a, d, at, s};
    size_t errors = d->errors;
    Field *own;

    if (!fits_most(&g))
        return false;
    own = arena_array(a, Field, s->count);
    if (s->count)
        memcpy(own, s->fields, s->count * sizeof *own);
    s->fields = own;
    s->names = (Map){0};
    for (size_t i = 0; i < s->count; i++)
        seal_names(&g, &own[i]);
    for (size_t i = 0; i < s->count; i++)
        seal_field(&g, &own[i]);
    if (d->errors > errors)
        return false;
    for (size_t i = 0; i < s->count; i++) {
        seal_default(&g, &own[i]);
        if (own[i].need == NEED_CONDITION)
            seal_condition(&g, &own[i]);
        if (own[i].not_before.n)
            seal_order(&g, &own[i]);
    }
    return d->errors == errors;
}

static void free_field(const Field *f)
{
    regex_free(f->regex);
    if (f->type == FIELD_LIST && f->item)
        free_field(f->item);
    if (f->fields)
        schema_free((Schema *)f->fields);
}

/* Without names it counts as not sealed, so that a schema that holds itself is freed once. */
void schema_free(Schema *s)
{
    if (s->names.n == 0)
        return;
    s->names = (Map){0};
    for (size_t i = 0; i < s->count; i++)
        free_field(&s->fields[i]);
}
