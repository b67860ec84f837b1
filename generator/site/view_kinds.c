#include "site/view.h"

static Value fields_value(Arena *a, const Schema *schema, size_t common);

static Value choices_value(Arena *a, const Field *field)
{
    Value *labels = arena_array(a, Value, field->choice_count + 1);

    for (size_t i = 0; i < field->choice_count; i++)
        labels[i] = field->choices[i].value;
    return value_list(a, labels, field->choice_count);
}

/* Of a list the words of its items are told, with `many`. */
static Value field_value(Arena *a, const Field *field, bool common)
{
    static const Field text = {.type = FIELD_TEXT};
    bool many = field->type == FIELD_LIST;
    const Field *one = !many ? field : field->item ? field->item : &text;
    Pairs p = {.n = 0};

    PUT(&p, "name", value_string(a, field->name));
    PUT(&p, "label", value_string(a, field->label));
    PUT(&p, "type", value_string(a, field_type_name(one->type)));
    PUT(&p, "many", value_bool(many));
    PUT(&p, "common", value_bool(common));
    PUT(&p, "need", value_string(a, field_need_name(field->need)));
    PUT(&p, "unit", pairs_text(a, one->unit));
    PUT(&p, "choices", one->choice_count ? choices_value(a, one) : value_null());
    PUT(&p, "to", pairs_text(a, one->to));
    PUT(&p, "fields", one->type == FIELD_MAP ? fields_value(a, one->fields, 0) : value_null());
    PUT(&p, "source", pairs_text(a, field->source));
    PUT(&p, "help", pairs_text(a, field->help));
    PUT(&p, "example", pairs_text(a, field->example));
    return pairs_map(a, &p);
}

/* The first `common` ones are the engine's own, unless the kind declares them anew. */
static Value fields_value(Arena *a, const Schema *schema, size_t common)
{
    Value *fields = arena_array(a, Value, schema->count + 1);

    for (size_t i = 0; i < schema->count; i++)
        fields[i] = field_value(a, &schema->fields[i], i < common && !schema->fields[i].at.file);
    return value_list(a, fields, schema->count);
}

static Value sections_value(Arena *a, const Kind *kind)
{
    Value *sections = arena_array(a, Value, kind->section_count + 1);

    for (size_t i = 0; i < kind->section_count; i++) {
        const SectionDecl *decl = &kind->sections[i];
        Pairs p = {.n = 0};
        PUT(&p, "name", value_string(a, decl->name));
        PUT(&p, "label", value_string(a, decl->label));
        PUT(&p, "shape", value_string(a, shape_name(decl->shape)));
        PUT(&p, "need", value_string(a, field_need_name(decl->need)));
        PUT(&p, "groups", value_bool(decl->groups));
        PUT(&p, "columns", decl->columns ? fields_value(a, decl->columns, 0) : value_null());
        PUT(&p, "source", pairs_text(a, decl->source));
        PUT(&p, "help", pairs_text(a, decl->help));
        sections[i] = pairs_map(a, &p);
    }
    return value_list(a, sections, kind->section_count);
}

static Value schema_value(Arena *a, const Kind *kind)
{
    Buf out = {0};
    Value text;

    kind_json(a, &out, kind);
    text = value_string(a, buf_keep(&out, a));
    buf_free(&out);
    return text;
}

Value view_kinds(Arena *a, const Site *site)
{
    ValuePairs kinds = {0};

    for (size_t i = 0; i < site->in.kinds->n; i++) {
        const Kind *kind = &site->in.kinds->items[i];
        int64_t count = (int64_t)value_count(value_get(site->records, kind->name));
        Pairs p = {.n = 0};
        for (size_t k = 0; k < site->items.n; k++)
            count += site->items.items[k].page->kind == kind;
        PUT(&p, "name", value_string(a, kind->name));
        PUT(&p, "label", value_string(a, kind->label));
        PUT(&p, "plural", value_string(a, kind->plural));
        PUT(&p, "count", value_int(count));
        PUT(&p, "fields", fields_value(a, kind->schema, kind->common_count));
        PUT(&p, "sections", sections_value(a, kind));
        PUT(&p, "schema", schema_value(a, kind));
        value_pair(a, &kinds, kind->name, pairs_map(a, &p));
    }
    return value_map(a, kinds.items, kinds.n);
}
