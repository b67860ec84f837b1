#include "content/kind_declare.h"

#include "content/common.h"
#include "value/names.h"

enum { KEY_FIELDS = 10, KEY_SECTIONS = 11, KEY_COUNT = 12, SECTION_COLUMNS = 8, SECTION_WHEN = 9, SECTION_COUNT = 12 };

/* In the order of Shape. */
static const Choice shapes[] = {
    {.label = STR("markdown")}, {.label = STR("list")}, {.label = STR("table")},
};

Str shape_name(Shape shape) { return shapes[shape].label; }

/* In the order of Need. */
static const Choice needs[] = {
    {.label = STR("optional")}, {.label = STR("required")}, {.label = STR("status")}, {.label = STR("condition")},
};

#define NAME_PATTERN STR("[a-z][a-z0-9_]*")

static const Field section_fields[SECTION_COUNT] = {
    {.name = STR("name"), .need = NEED_REQUIRED, .pattern = NAME_PATTERN, .example = STR("methods")},
    {.name = STR("label"), .need = NEED_REQUIRED, .example = STR("Cách thức thực hiện")},
    {.name = STR("aliases"), .type = FIELD_LIST},
    {.name = STR("shape"), .type = FIELD_CHOICE, .choices = shapes, .choice_count = SHAPE_TABLE + 1},
    {.name = STR("groups"), .type = FIELD_BOOL},
    {.name = STR("free"), .type = FIELD_BOOL},
    {.name = STR("need"), .type = FIELD_CHOICE, .choices = needs, .choice_count = NEED_CONDITION + 1},
    {.name = STR("strict"), .type = FIELD_BOOL},
    [SECTION_COLUMNS] = {.name = STR("columns"), .type = FIELD_LIST},
    [SECTION_WHEN] = {.name = STR("when")}, /* schema_when */
    {.name = STR("source")},
    {.name = STR("help")},
};

static const Field kind_fields[KEY_COUNT] = {
    {.name = STR("kind"), .need = NEED_REQUIRED, .pattern = NAME_PATTERN, .example = STR("page")},
    {.name = STR("label"), .need = NEED_REQUIRED, .example = STR("Trang")},
    {.name = STR("plural")},
    {.name = STR("aliases"), .type = FIELD_LIST},
    {.name = STR("record"), .type = FIELD_BOOL},
    {.name = STR("template"), .pattern = STR("[A-Za-z0-9_/.-]+\\.html"), .example = STR("page.html")},
    {.name = STR("key"), .type = FIELD_LIST},
    {.name = STR("title")},
    {.name = STR("date")},
    {.name = STR("order"), .type = FIELD_LIST, .example = STR("[-date, title]")},
    [KEY_FIELDS] = {.name = STR("fields"), .type = FIELD_LIST},
    [KEY_SECTIONS] = {.name = STR("sections"), .type = FIELD_LIST},
};

/* An item that is a map of `fields`. */
static const Field *item_of(Arena *a, const Schema *fields)
{
    Field *item = arena_make(a, Field);

    *item = (Field){.type = FIELD_MAP, .fields = fields};
    return item;
}

static Schema *section_schema(Arena *a, Diag *d, const Schema *field)
{
    Schema *s = arena_make(a, Schema);
    Field *fields = arena_array(a, Field, SECTION_COUNT);

    memcpy(fields, section_fields, sizeof section_fields);
    fields[SECTION_COLUMNS].item = item_of(a, field);
    fields[SECTION_WHEN] = *schema_when();
    *s = (Schema){.name = STR("section"), .fields = fields, .count = SECTION_COUNT};
    schema_seal(a, d, (Place){0}, s);
    return s;
}

KindDeclarations kind_declarations(Arena *a, Diag *d)
{
    Schema *field = schema_of_fields(a, d), *kind = arena_make(a, Schema);
    Field *fields = arena_array(a, Field, KEY_COUNT);

    memcpy(fields, kind_fields, sizeof kind_fields);
    fields[KEY_FIELDS].item = item_of(a, field);
    fields[KEY_SECTIONS].item = item_of(a, section_schema(a, d, field));
    *kind = (Schema){.name = STR("kind"), .label = STR("tệp khai báo loại nội dung"), .fields = fields, .count = KEY_COUNT};
    schema_seal(a, d, (Place){0}, kind);
    return (KindDeclarations){kind, field};
}

void kind_declarations_free(KindDeclarations *by) { schema_free(by->kind); }

/* What one file is made into a Kind with. */
typedef struct {
    Arena *a;
    Diag *d;
    const KindDeclarations *by;
    Value v; /* the checked file */
    Kind *kind;
} Making;

static Field *field_named(Field *fields, size_t n, Str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(fields[i].name, name))
            return &fields[i];
    return NULL;
}

/* All spellings of the fields that a kind declares itself. */
static Map own_spellings(Arena *a, const Field *own, size_t n)
{
    Map names = {0};

    for (size_t i = 0; i < n; i++) {
        names_claim(a, &names, own[i].name, &own[i]);
        names_claim(a, &names, own[i].label, &own[i]);
        for (size_t j = 0; j < own[i].alias_count; j++)
            names_claim(a, &names, own[i].aliases[j], &own[i]);
    }
    return names;
}

/* A common field's alias gives way to a name of the kind's own. */
static void yield_aliases(Arena *a, Field *common, const Map *own)
{
    Str *kept = arena_array(a, Str, common->alias_count);
    size_t n = 0;

    for (size_t i = 0; i < common->alias_count; i++)
        if (!names_find(own, common->aliases[i]))
            kept[n++] = common->aliases[i];
    common->aliases = kept;
    common->alias_count = n;
}

/* A common field that the kind declares anew: what it does not say stays, and the common names still name it. */
static void redeclare(const Making *m, Value declaration, Field *f)
{
    Field was = *f;
    Str *all;
    size_t n = 0;

    f->aliases = NULL;
    f->alias_count = 0;
    schema_declare_field(m->a, m->d, m->by->field, declaration, f);
    all = arena_array(m->a, Str, f->alias_count + was.alias_count + 1);
    for (size_t i = 0; i < f->alias_count; i++)
        all[n++] = f->aliases[i];
    all[n++] = was.label;
    for (size_t i = 0; i < was.alias_count; i++)
        all[n++] = was.aliases[i];
    f->aliases = all;
    f->alias_count = n;
}

/* The common fields in their order, then the kind's own. */
static void make_fields(const Making *m, Schema *s)
{
    Value list = value_get_lit(m->v, "fields");
    size_t common_count = 0, n;
    const Field *common = common_fields(&common_count);
    Field *all = arena_array(m->a, Field, common_count + value_count(list));
    Map own;

    if (m->kind->is_record)
        common_count = 0;
    memcpy(all, common, common_count * sizeof *all);
    m->kind->common_count = common_count;
    n = common_count;
    for (size_t i = 0; i < value_count(list); i++) {
        Value declaration = value_item(list, i);
        Field *again = field_named(all, common_count, value_get_str(declaration, STR("name")));
        if (again)
            redeclare(m, declaration, again);
        else
            schema_declare_field(m->a, m->d, m->by->field, declaration, &all[n++]);
    }
    own = own_spellings(m->a, all + common_count, n - common_count);
    for (size_t i = 0; i < common_count; i++)
        yield_aliases(m->a, &all[i], &own);
    *s = (Schema){.name = m->kind->name, .label = m->kind->label, .fields = all, .count = n};
    schema_seal(m->a, m->d, m->kind->at, s);
}

/* The canonical name of the kind's field that `name` names; an error at `at` where there is none. */
static Str own_field(const Making *m, Str name, Place at, const char *key)
{
    const Schema *s = m->kind->schema;
    const Field *f = schema_field(s, name);
    Str *names;

    if (f)
        return f->name;
    diag_error(m->d, at.file ? at : m->kind->at, "kind.no_field", "«%s» nói đến trường «%.*s», vốn không có trong «%.*s»",
               "«%s» speaks of the field «%.*s», which «%.*s» does not have", key, STR_ARG(name), STR_ARG(m->kind->label));
    names = arena_array(m->a, Str, s->count);
    for (size_t i = 0; i < s->count; i++)
        names[i] = s->fields[i].name;
    diag_nearest(m->d, name, names, s->count);
    return name;
}

static void make_columns(const Making *m, Value v, SectionDecl *section)
{
    Value list = value_get_lit(v, "columns");
    Schema *s;

    if (value_is_null(list) != (section->shape != SHAPE_TABLE))
        diag_error(m->d, section->at, "kind.columns", "phần «%.*s»: khóa «columns» đi cùng «shape: table», và ngược lại",
                   "section «%.*s»: the key «columns» goes with «shape: table», and the other way round",
                   STR_ARG(section->label));
    if (value_is_null(list))
        return;
    s = arena_make(m->a, Schema);
    *s = (Schema){.name = section->name, .label = section->label};
    section->columns = s;
    if (schema_declare(m->a, m->d, m->by->field, list, &s->fields, &s->count))
        schema_seal(m->a, m->d, section->at, s);
}

/* The values of a condition are typed by the field that it speaks of. */
static void make_condition(const Making *m, Value v, SectionDecl *section)
{
    Value when = value_get_lit(v, "when");
    const Field *on;

    if (section->need == NEED_CONDITION && value_is_null(when))
        diag_error(m->d, section->at, "kind.no_when", "phần «%.*s»: «need: condition» cần khóa «when»",
                   "section «%.*s»: «need: condition» needs the key «when»", STR_ARG(section->label));
    if (value_is_null(when))
        return;
    if (section->need != NEED_STATUS)
        section->need = NEED_CONDITION;
    section->when_field = own_field(m, value_get_str(when, STR("field")), value_place(when), "when");
    on = schema_field(m->kind->schema, section->when_field);
    if (on)
        section->when_is = schema_condition_values(m->a, m->d, on, value_get_lit(when, "is"));
}

static void claim_heading(const Making *m, SectionDecl *section, Str spelling)
{
    const SectionDecl *other = names_claim(m->a, &m->kind->section_names, spelling, section);

    if (other)
        diag_error(m->d, section->at, "kind.same_section", "hai phần «%.*s» và «%.*s» có cùng tên «%.*s» khi bỏ dấu",
                   "the sections «%.*s» and «%.*s» have the same name «%.*s», marks aside", STR_ARG(other->label),
                   STR_ARG(section->label), STR_ARG(spelling));
}

static int index_of(const Choice *choices, size_t n, Value v)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(choices[i].label, value_str(v)))
            return (int)i;
    return 0;
}

static void make_section(const Making *m, Value v, SectionDecl *section)
{
    *section = (SectionDecl){
        .name = value_get_str(v, STR("name")),
        .label = value_get_str(v, STR("label")),
        .shape = (Shape)index_of(shapes, SHAPE_TABLE + 1, value_get_lit(v, "shape")),
        .groups = value_truth(value_get_lit(v, "groups")),
        .free = value_truth(value_get_lit(v, "free")),
        .need = (Need)index_of(needs, NEED_CONDITION + 1, value_get_lit(v, "need")),
        .strict = value_truth(value_get_lit(v, "strict")),
        .source = value_get_str(v, STR("source")),
        .help = value_get_str(v, STR("help")),
        .at = value_place(v),
    };
    section->aliases = schema_texts(m->a, value_get_lit(v, "aliases"), &section->alias_count);
    claim_heading(m, section, section->name);
    claim_heading(m, section, section->label);
    for (size_t i = 0; i < section->alias_count; i++)
        claim_heading(m, section, section->aliases[i]);
    make_columns(m, v, section);
    make_condition(m, v, section);
}

static void make_sections(const Making *m)
{
    Value list = value_get_lit(m->v, "sections");
    SectionDecl *sections = arena_array(m->a, SectionDecl, value_count(list));

    m->kind->sections = sections;
    m->kind->section_count = value_count(list);
    for (size_t i = 0; i < value_count(list); i++)
        make_section(m, value_item(list, i), &sections[i]);
}

static Str named_field(const Making *m, const char *key, Str missing)
{
    Value v = value_get(m->v, str_from(key));
    Str name = value_is_null(v) ? missing : value_str(v);

    return name.n ? own_field(m, name, value_place(v), key) : name;
}

static void set_date(const Making *m)
{
    Kind *k = m->kind;
    const Field *f;

    k->date_field = named_field(m, "date", STR(""));
    f = k->date_field.n ? schema_field(k->schema, k->date_field) : NULL;
    if (f && f->type != FIELD_DATE)
        diag_error(m->d, value_place(value_get_lit(m->v, "date")), "kind.no_date",
                   "«date» nói đến trường «%.*s», vốn không có kiểu date", "«date» speaks of the field «%.*s», whose type is not date",
                   STR_ARG(k->date_field));
}

static void set_key(const Making *m)
{
    Value list = value_get_lit(m->v, "key");
    Str *key = arena_array(m->a, Str, value_count(list));

    for (size_t i = 0; i < value_count(list); i++)
        key[i] = own_field(m, value_str(value_item(list, i)), value_place(value_item(list, i)), "key");
    m->kind->key = key;
    m->kind->key_count = value_count(list);
}

static Str order_key(const Making *m, Value v)
{
    Str text = value_str(v);
    bool down = str_starts(text, STR("-"));
    Str name = own_field(m, str_trim(str_slice(text, down, text.n)), value_place(v), "order");

    return down ? arena_printf(m->a, "-%.*s", STR_ARG(name)) : name;
}

/* Without a word on order: newest first where there is a date, else by the order given and by title. */
static void set_order(const Making *m)
{
    Value list = value_get_lit(m->v, "order");
    Kind *k = m->kind;
    Str *order = arena_array(m->a, Str, value_count(list) + 2);

    k->order = order;
    for (size_t i = 0; i < value_count(list); i++)
        order[k->order_count++] = order_key(m, value_item(list, i));
    if (k->order_count)
        return;
    if (k->date_field.n)
        order[k->order_count++] = arena_printf(m->a, "-%.*s", STR_ARG(k->date_field));
    else if (schema_field(k->schema, STR("order")))
        order[k->order_count++] = STR("order");
    order[k->order_count++] = k->title_field;
}

static bool make_kind(Making *m)
{
    Kind *k = m->kind;
    size_t errors = m->d->errors;
    Schema *s = arena_make(m->a, Schema);
    Str given = value_get_str(m->v, STR("template")), plural = value_get_str(m->v, STR("plural"));

    k->name = value_get_str(m->v, STR("kind"));
    k->label = value_get_str(m->v, STR("label"));
    k->plural = plural.n ? plural : k->label;
    k->is_record = value_truth(value_get_lit(m->v, "record"));
    k->template_name = given.n ? given : arena_printf(m->a, "%.*s.html", STR_ARG(k->name));
    k->aliases = schema_texts(m->a, value_get_lit(m->v, "aliases"), &k->alias_count);
    k->schema = s;
    make_fields(m, s);
    make_sections(m);
    if (m->d->errors > errors)
        return false;
    k->title_field = named_field(m, "title", k->is_record ? STR("name") : STR("title"));
    set_date(m);
    set_key(m);
    set_order(m);
    return m->d->errors == errors;
}

bool kind_declare(Arena *a, Diag *d, const KindDeclarations *by, Value raw, Kind *out)
{
    Making m = {a, d, by, value_null(), out};

    out->at = value_place(raw);
    return schema_check(a, d, by->kind, raw, (SchemaOptions){.comments = true}, &m.v) && make_kind(&m);
}
