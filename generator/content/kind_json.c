#include "content/kind.h"
#include "value/schema_json.h"

static const Field *list_of(Arena *a, const Field *item)
{
    Field *list = arena_make(a, Field);

    *list = (Field){.type = FIELD_LIST, .item = item};
    return list;
}

static const Field *map_of(Arena *a, const Schema *fields)
{
    Field *map = arena_make(a, Field);

    *map = (Field){.type = FIELD_MAP, .fields = fields};
    return map;
}

/* One named group of a section: what Section.value holds where sub-headings divide it. */
static const Field *group_of(Arena *a, const Field *items)
{
    Field *fields = arena_array(a, Field, 2);
    Schema *group = arena_make(a, Schema);

    fields[0] = (Field){.name = STR("title"), .label = STR("Tên nhóm"), .type = FIELD_ANY}; /* null where no sub-heading stands above */
    fields[1] = *items;
    fields[1].name = STR("items");
    fields[1].label = STR("Các mục của nhóm");
    *group = (Schema){.fields = fields, .count = 2};
    return map_of(a, group);
}

/* The section as a field whose values are Section.value. */
static Field section_field(Arena *a, const SectionDecl *decl)
{
    static const Field text = {.type = FIELD_TEXT}, prose = {.type = FIELD_MARKDOWN};
    Field field = decl->shape == SHAPE_MARKDOWN ? prose
                : *list_of(a, decl->shape == SHAPE_TABLE ? map_of(a, decl->columns) : &text);

    if (decl->groups && decl->shape != SHAPE_MARKDOWN)
        field = *list_of(a, group_of(a, &(const Field){.type = FIELD_LIST, .item = field.item}));
    field.name = decl->name;
    field.label = decl->label;
    field.source = decl->source;
    field.help = decl->help;
    return field;
}

void kind_json(Arena *a, Buf *out, const Kind *kind)
{
    Field *fields = arena_array(a, Field, kind->schema->count + 1), *sections = arena_array(a, Field, kind->section_count + 1);
    Schema with = *kind->schema, *own = arena_make(a, Schema);

    for (size_t i = 0; i < kind->schema->count; i++)
        fields[i] = kind->schema->fields[i];
    for (size_t i = 0; i < kind->section_count; i++)
        sections[i] = section_field(a, &kind->sections[i]);
    *own = (Schema){.fields = sections, .count = kind->section_count};
    fields[with.count] = (Field){.name = STR("sections"), .label = STR("Các mục của bài"), .type = FIELD_MAP, .fields = own};
    with.fields = fields;
    with.count += kind->section_count > 0;
    with.label = kind->label;
    schema_json(out, &with);
}
