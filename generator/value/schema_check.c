#include "value/schema_check.h"

#include "value/yaml.h"

typedef enum { SLOT_ABSENT, SLOT_WRONG, SLOT_RIGHT } SlotState;

/* One field of a map that is being checked. */
typedef struct {
    const ValuePair *pair; /* as written; NULL: not written */
    Value value;           /* typed, where `state` is SLOT_RIGHT */
    SlotState state;
} Slot;

static bool check_field(const Checking *c, const Field *f, Value raw, Value *out);

static bool is_blank(Value v)
{
    if (value_is(v, VALUE_STRING))
        return str_trim(value_str(v)).n == 0;
    return value_is_null(v) || (value_is(v, VALUE_LIST) && value_count(v) == 0);
}

static void fill_slots(const Checking *c, const Schema *s, Value raw, Slot *slots)
{
    for (size_t i = 0; i < value_count(raw); i++) {
        const ValuePair *pair = &raw.as.map->pairs[i];
        int at = schema_index(s, pair->key);
        Slot *slot = at < 0 ? NULL : &slots[at];

        if (!slot) {
            schema_say_unknown_key(c, s, pair);
        } else if (slot->pair) {
            schema_say_duplicate(c, &s->fields[at], slot->pair, pair);
        } else if (!c->options.empty_absent || !is_blank(pair->value)) {
            slot->pair = pair;
            slot->state = check_field(c, &s->fields[at], pair->value, &slot->value) ? SLOT_RIGHT : SLOT_WRONG;
        }
    }
}

static void fill_defaults(const Schema *s, Place at, Slot *slots)
{
    for (size_t i = 0; i < s->count; i++)
        if (slots[i].state == SLOT_ABSENT && !value_is_null(s->fields[i].fallback)) {
            slots[i].value = value_at(s->fields[i].fallback, at);
            slots[i].state = SLOT_RIGHT;
        }
}

bool schema_condition(Value v, Value is)
{
    if (value_is_null(is) || value_is_null(v))
        return !value_is_null(v);
    if (!value_is(v, VALUE_LIST)) {
        for (size_t i = 0; i < value_count(is); i++)
            if (value_cmp(v, value_item(is, i)) == 0)
                return true;
        return false;
    }
    for (size_t i = 0; i < value_count(v); i++)
        if (schema_condition(value_item(v, i), is))
            return true;
    return false;
}

static bool is_needed(const Schema *s, const Slot *slots, const Field *f)
{
    const Slot *on;

    if (f->need != NEED_CONDITION)
        return f->need != NEED_OPTIONAL;
    on = &slots[schema_index(s, f->when_field)];
    return on->state == SLOT_RIGHT && schema_condition(on->value, f->when_is);
}

/* What the condition of `f` looks at, or null. */
static Value cause_of(const Schema *s, const Slot *slots, const Field *f)
{
    return f->need == NEED_CONDITION ? slots[schema_index(s, f->when_field)].value : value_null();
}

static void say_missing(const Checking *c, const Schema *s, Place at, const Slot *slots)
{
    for (size_t i = 0; i < s->count; i++)
        if (slots[i].state == SLOT_ABSENT && is_needed(s, slots, &s->fields[i]))
            schema_say_missing(c, s, &s->fields[i], cause_of(s, slots, &s->fields[i]), at);
}

/* A day without a time may be any time of that day. */
static bool is_earlier(Date a, Date b)
{
    return a.day < b.day || (a.day == b.day && a.minute >= 0 && b.minute >= 0 && a.minute < b.minute);
}

/* Dates that have to follow each other. */
static void check_orders(const Checking *c, const Schema *s, const Slot *slots)
{
    for (size_t i = 0; i < s->count; i++) {
        const Field *f = &s->fields[i];
        const Slot *other;
        if (!f->not_before.n || slots[i].state != SLOT_RIGHT)
            continue;
        other = &slots[schema_index(s, f->not_before)];
        if (other->state == SLOT_RIGHT && value_is(slots[i].value, VALUE_DATE) && value_is(other->value, VALUE_DATE)
            && is_earlier(slots[i].value.as.date, other->value.as.date))
            schema_say_before(c, f, &s->fields[schema_index(s, f->not_before)], slots[i].value, other->value);
    }
}

static Value map_of(Arena *a, const Schema *s, const Slot *slots, Place at)
{
    ValuePair pairs[SCHEMA_MOST_FIELDS];
    size_t n = 0;

    for (size_t i = 0; i < s->count; i++)
        if (slots[i].state == SLOT_RIGHT)
            pairs[n++] = (ValuePair){s->fields[i].name, slots[i].value, slots[i].pair ? slots[i].pair->key_at : at};
    return value_at(value_map(a, pairs, n), at);
}

static bool check_map(const Checking *c, const Schema *s, Value raw, Value *out)
{
    Slot slots[SCHEMA_MOST_FIELDS];
    size_t errors = c->d->errors;
    Place at = value_place(raw);

    memset(slots, 0, s->count * sizeof *slots);
    fill_slots(c, s, raw, slots);
    if (!c->options.no_defaults)
        fill_defaults(s, at, slots);
    if (!c->options.partial)
        say_missing(c, s, at, slots);
    check_orders(c, s, slots);
    *out = map_of(c->a, s, slots, at);
    return c->d->errors == errors;
}

/* What `text` is cut into at ';'; empty pieces are left out. */
static size_t cut(Arena *a, Value raw, Str text, Value *pieces)
{
    Str rest = text, piece;
    size_t n = 0;

    while (str_cut(&rest, ';', &piece)) {
        Str bare = str_trim(piece);
        if (bare.n)
            pieces[n++] = bare.n == value_str(raw).n
                              ? raw
                              : value_at(value_string(a, bare),
                                         place_in(value_place(raw), text, (size_t)(bare.s - text.s)));
    }
    return n;
}

/* The items that `raw` is, as written: of a list its own, of a text its pieces, else itself. */
static Value items_of(const Checking *c, const Field *item, Value raw)
{
    Str text = value_str(raw);
    Value *pieces;
    size_t n = 1;

    if (value_is(raw, VALUE_LIST))
        return raw;
    if (!value_is(raw, VALUE_STRING) || item->type == FIELD_MAP)
        return value_list(c->a, &raw, 1);
    if (c->options.comments || (item->type != FIELD_TEXT && item->type != FIELD_MARKDOWN && item->type != FIELD_ANY))
        text = yaml_uncomment(text);
    for (size_t i = 0; i < text.n; i++)
        n += text.s[i] == ';';
    pieces = arena_alloc(c->a, n * sizeof *pieces);
    return value_list(c->a, pieces, cut(c->a, raw, text, pieces));
}

static bool check_list(const Checking *c, const Field *f, Value raw, Value *out)
{
    Value items = items_of(c, f->item, raw);
    size_t n = value_count(items), right = 0;
    Value *typed = arena_alloc(c->a, n * sizeof *typed);

    for (size_t i = 0; i < n; i++)
        right += check_field(c, f->item, value_item(items, i), &typed[right]);
    if (n == 0)
        schema_say_empty(c, f, raw);
    *out = value_at(value_list(c->a, typed, right), value_place(raw));
    return n > 0 && right == n;
}

/* A status word where one may stand: true, and it is in `*out`. */
static bool take_status(const Checking *c, const Field *f, Value raw, Value *out)
{
    Str status;

    if (value_is(raw, VALUE_STATUS)) {
        *out = raw;
        return true;
    }
    if (!value_is(raw, VALUE_STRING) || schema_choice(f, value_str(raw)) >= 0)
        return false;
    status = schema_status_words(str_trim(value_str(raw)));
    if (!schema_status_fits(c, f, status))
        return false;
    *out = value_at(value_text(c->a, VALUE_STATUS, status), value_place(raw));
    return true;
}

static bool check_field(const Checking *c, const Field *f, Value raw, Value *out)
{
    *out = value_at(value_null(), value_place(raw));
    if (is_blank(raw)) {
        schema_say_empty(c, f, raw);
        return false;
    }
    if (take_status(c, f, raw, out))
        return true;
    if (f->type == FIELD_LIST)
        return check_list(c, f, raw, out);
    if (f->type != FIELD_MAP)
        return schema_scalar(c, f, raw, out);
    if (value_is(raw, VALUE_MAP))
        return check_map(c, f->fields, raw, out);
    schema_say_wrong(c, f, raw);
    return false;
}

bool schema_check(Arena *a, Diag *d, const Schema *s, Value raw, SchemaOptions options, Value *out)
{
    Checking c = {a, d, options};

    if (value_is(raw, VALUE_MAP) || value_is_null(raw))
        return check_map(&c, s, raw, out);
    *out = value_at(value_map(a, NULL, 0), value_place(raw));
    diag_error(d, value_place(raw), "schema.no_map", "«%.*s» cần các dòng «khóa: giá trị»",
               "«%.*s» needs lines «key: value»", STR_ARG(s->label.n ? s->label : s->name));
    return false;
}

bool schema_check_field(Arena *a, Diag *d, const Field *f, Value raw, SchemaOptions options, Value *out)
{
    Checking c = {a, d, options};

    return check_field(&c, f, raw, out);
}
