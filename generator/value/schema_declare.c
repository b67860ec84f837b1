/* schema_declare.c - the schema of schemas: fields as YAML and plugins declare them. */
#include "value/schema_check.h"

enum { NAME, LABEL, LABEL_EN, ALIASES, TYPE, UNIT, NEED, WHEN, DEFAULT, CHOICES, ITEM, FIELDS, TO, NOT_BEFORE, PATTERN, MIN, MAX, EXAMPLE, SOURCE, HELP, COUNT };

/* In the order of FieldType, so that a choice's index is the type. */
static const Choice types[] = {
    {.label = STR("text")},  {.label = STR("markdown")}, {.label = STR("bool")},  {.label = STR("int")},
    {.label = STR("number")}, {.label = STR("date")},    {.label = STR("choice")}, {.label = STR("list")},
    {.label = STR("map")},   {.label = STR("ref")},      {.label = STR("url")},   {.label = STR("email")},
    {.label = STR("phone")}, {.label = STR("image")},    {.label = STR("file")},  {.label = STR("slug")},
    {.label = STR("color")}, {.label = STR("any")},
};

_Static_assert(sizeof types / sizeof *types == FIELD_ANY + 1, "each type has its name");

/* In the order of Need. */
static const Choice needs[] = {
    {.label = STR("optional")}, {.label = STR("required")}, {.label = STR("status")}, {.label = STR("condition")},
};

Str field_need_name(Need need) { return needs[need].label; }

static const Field any_item = {.type = FIELD_ANY};

static const Field when_fields[] = {
    {.name = STR("field"), .need = NEED_REQUIRED},
    {.name = STR("is"), .type = FIELD_LIST, .item = &any_item},
};
static const Schema when_schema = {.name = STR("when"), .fields = when_fields, .count = 2};

#define WHEN_FIELD {.name = STR("when"), .type = FIELD_MAP, .fields = &when_schema}

const Field *schema_when(void)
{
    static const Field when = WHEN_FIELD;

    return &when;
}

static const Str of_item[] = {STR("of")};

/* Without labels: who declares fields reads and writes the English names. */
static const Field declared[COUNT] = {
    [NAME] = {.name = STR("name"), .need = NEED_REQUIRED, .pattern = STR("[a-z][a-z0-9_.]*"), .example = STR("effective_from")},
    [LABEL] = {.name = STR("label"), .need = NEED_REQUIRED, .example = STR("Có hiệu lực từ")},
    [LABEL_EN] = {.name = STR("label_en")},
    [ALIASES] = {.name = STR("aliases"), .type = FIELD_LIST},
    [TYPE] = {.name = STR("type"), .type = FIELD_CHOICE, .choices = types, .choice_count = FIELD_ANY + 1},
    [UNIT] = {.name = STR("unit")},
    [NEED] = {.name = STR("need"), .type = FIELD_CHOICE, .choices = needs, .choice_count = NEED_CONDITION + 1},
    [WHEN] = WHEN_FIELD,
    [DEFAULT] = {.name = STR("default"), .type = FIELD_ANY},
    [CHOICES] = {.name = STR("choices"), .type = FIELD_LIST, .item = &any_item, .example = STR("[nháp, đã duyệt]")},
    [ITEM] = {.name = STR("item"), .type = FIELD_ANY, .aliases = of_item, .alias_count = 1},
    [FIELDS] = {.name = STR("fields"), .type = FIELD_LIST},
    [TO] = {.name = STR("to")},
    [NOT_BEFORE] = {.name = STR("not_before"), .example = STR("received")},
    [PATTERN] = {.name = STR("pattern")},
    [MIN] = {.name = STR("min"), .type = FIELD_NUMBER},
    [MAX] = {.name = STR("max"), .type = FIELD_NUMBER},
    [EXAMPLE] = {.name = STR("example")},
    [SOURCE] = {.name = STR("source")},
    [HELP] = {.name = STR("help")},
};

/* A field's own fields are declared by this same schema: it holds itself. */
Schema *schema_of_fields(Arena *a, Diag *d)
{
    Schema *s = arena_make(a, Schema);
    Field *fields = arena_array(a, Field, COUNT);
    Field *own = arena_make(a, Field);

    memcpy(fields, declared, sizeof declared);
    *own = (Field){.type = FIELD_MAP, .fields = s};
    fields[FIELDS].item = own;
    *s = (Schema){.name = STR("declaration"), .fields = fields, .count = COUNT};
    schema_seal(a, d, (Place){0}, s);
    return s;
}

const Str *schema_texts(Arena *a, Value list, size_t *count)
{
    Str *texts = arena_array(a, Str, value_count(list));

    *count = value_count(list);
    for (size_t i = 0; i < *count; i++)
        texts[i] = value_str(value_item(list, i));
    return texts;
}

/* What one declaration is read with. */
typedef struct {
    Arena *a;
    Diag *d;
    const Schema *declared;
    Value v; /* the declaration: a map */
} Reading;

static void set_text(const Reading *r, int key, Str *to)
{
    Str text = value_get_str(r->v, declared[key].name);

    if (text.n)
        *to = text;
}

/* The index of the choice that stands under `key`, or `kept`. */
static int choice_of(const Reading *r, int key, int kept)
{
    int i = schema_choice(&r->declared->fields[key], value_get_str(r->v, declared[key].name));

    return i < 0 ? kept : i;
}

static void set_number(const Reading *r, int key, bool *has, double *to)
{
    Value v = value_get(r->v, declared[key].name);

    if (value_is_null(v))
        return;
    *has = true;
    *to = value_is(v, VALUE_INT) ? (double)v.as.integer : v.as.number;
}

static void set_aliases(const Reading *r, Field *f)
{
    Value list = value_get(r->v, declared[ALIASES].name);

    if (!value_is_null(list))
        f->aliases = schema_texts(r->a, list, &f->alias_count);
}

static void set_condition(const Reading *r, Field *f)
{
    Value when = value_get(r->v, declared[WHEN].name);

    if (value_is_null(when))
        return;
    f->need = NEED_CONDITION;
    f->when_field = value_get_str(when, when_fields[0].name);
    f->when_is = value_get(when, when_fields[1].name);
}

/* A choice may be a plain text, or a map with name, label and aliases. */
static Choice read_choice(const Reading *r, const Schema *choice, Value v)
{
    Choice out = {.label = value_str(v)};
    Value typed;

    if (value_is(v, VALUE_STRING))
        return out;
    schema_check(r->a, r->d, choice, v, (SchemaOptions){.comments = true}, &typed);
    out.name = value_get_str(typed, declared[NAME].name);
    out.label = value_get_str(typed, declared[LABEL].name);
    out.aliases = schema_texts(r->a, value_get(typed, declared[ALIASES].name), &out.alias_count);
    return out;
}

static void set_choices(const Reading *r, Field *f)
{
    const Field parts[] = {{.name = STR("name")}, declared[LABEL], declared[ALIASES]};
    Schema choice = {.name = STR("choice"), .fields = parts, .count = 3};
    Value list = value_get(r->v, declared[CHOICES].name);
    size_t n = value_count(list);
    Choice *choices = arena_array(r->a, Choice, n);

    if (n == 0)
        return;
    schema_seal(r->a, r->d, value_place(list), &choice);
    for (size_t i = 0; i < n; i++)
        choices[i] = read_choice(r, &choice, value_item(list, i));
    f->choices = choices;
    f->choice_count = n;
    schema_free(&choice);
}

/* `item: {type: date}`, or the short form `of: date`. */
static void set_item(const Reading *r, Field *f)
{
    const Field *types_field = &r->declared->fields[TYPE];
    Value v = value_get(r->v, declared[ITEM].name), typed;
    Field *item;

    if (value_is_null(v))
        return;
    item = arena_make(r->a, Field);
    f->item = item;
    if (value_is(v, VALUE_STRING)) {
        if (schema_check_field(r->a, r->d, types_field, v, (SchemaOptions){0}, &typed))
            item->type = (FieldType)schema_choice(types_field, value_str(typed));
    } else if (schema_check(r->a, r->d, r->declared, v, (SchemaOptions){.partial = true, .comments = true}, &typed)) {
        schema_declare_field(r->a, r->d, r->declared, typed, item);
    }
}

static void set_fields(const Reading *r, Field *f)
{
    Value list = value_get(r->v, declared[FIELDS].name);
    Schema *s;

    if (value_is_null(list))
        return;
    s = arena_make(r->a, Schema);
    *s = (Schema){.name = f->name, .label = f->label};
    f->fields = s;
    schema_declare(r->a, r->d, r->declared, list, &s->fields, &s->count);
}

bool schema_declare_field(Arena *a, Diag *d, const Schema *schema, Value declaration, Field *f)
{
    Reading r = {a, d, schema, declaration};
    Value fallback = value_get(declaration, declared[DEFAULT].name);
    size_t errors = d->errors;

    set_text(&r, NAME, &f->name);
    set_text(&r, LABEL, &f->label);
    set_text(&r, LABEL_EN, &f->label_en);
    set_text(&r, UNIT, &f->unit);
    set_text(&r, TO, &f->to);
    set_text(&r, NOT_BEFORE, &f->not_before);
    set_text(&r, PATTERN, &f->pattern);
    set_text(&r, EXAMPLE, &f->example);
    set_text(&r, SOURCE, &f->source);
    set_text(&r, HELP, &f->help);
    set_number(&r, MIN, &f->has_min, &f->min);
    set_number(&r, MAX, &f->has_max, &f->max);
    set_aliases(&r, f);
    f->type = (FieldType)choice_of(&r, TYPE, (int)f->type);
    f->need = (Need)choice_of(&r, NEED, (int)f->need);
    set_condition(&r, f);
    if (!value_is_null(fallback))
        f->fallback = fallback;
    f->at = value_place(declaration);
    set_choices(&r, f);
    set_item(&r, f);
    set_fields(&r, f);
    return d->errors == errors;
}

bool schema_declare(Arena *a, Diag *d, const Schema *schema, Value declarations, const Field **fields, size_t *count)
{
    Field *made = arena_array(a, Field, value_count(declarations));
    size_t errors = d->errors;

    *fields = made;
    *count = value_count(declarations);
    for (size_t i = 0; i < *count; i++)
        schema_declare_field(a, d, schema, value_item(declarations, i), &made[i]);
    return d->errors == errors;
}
