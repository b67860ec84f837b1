/* kind.h - kinds of content as data: fields, body sections, how pages of a kind are named, dated and ordered. */
#ifndef CONTENT_KIND_H
#define CONTENT_KIND_H

#include "base/buf.h"
#include "base/shelf.h"
#include "value/schema.h"

typedef enum { SHAPE_MARKDOWN, SHAPE_LIST, SHAPE_TABLE } Shape;

/* A part of the body that is data too. SHAPE_TABLE may be written as a Markdown table, or as a list whose items are
 * cells separated by ';'. With `groups`, sub-headings may divide it into named groups. */
typedef struct {
    Str name;               /* canonical, English */
    Str label;              /* the heading */
    const Str *aliases;
    size_t alias_count;
    Shape shape;
    bool groups;
    bool free;              /* a list or table that could not be told apart may stand as prose, with a warning */
    Need need;              /* as for fields; whether a missing section is an error or only counted is `strict` */
    bool strict;            /* a missing one is an error; else it is listed in Page.missing */
    Str when_field;         /* of NEED_CONDITION, as for fields; a NEED_STATUS may have one too: needed only then */
    Value when_is;          /* a list, typed; null: any value */
    const Schema *columns;  /* of SHAPE_TABLE */
    Str source, help;
    Place at;               /* where it is declared */
} SectionDecl;

typedef struct Kind {
    Str name, label, plural;
    const Str *aliases;
    size_t alias_count;
    bool is_record;         /* rows of content/du-lieu/<name>.yaml or .csv; no pages */
    const Schema *schema;   /* common fields first (common.h; a record has none), then its own; sealed */
    size_t common_count;    /* of the schema's fields, the first ones: the engine's own */
    const SectionDecl *sections;
    size_t section_count;
    Map section_names;      /* folded heading -> const SectionDecl * */
    const Str *key;         /* names of the fields that together name one item, e.g. number, agency, date */
    size_t key_count;
    Str title_field;        /* whose value names an item; "title", of a record "name" */
    Str date_field;         /* that dates a page; may be empty */
    const Str *order;       /* sort keys in a column, most important first: "date" up, "-date" down; never empty */
    size_t order_count;
    Str template_name;      /* "procedure.html" */
    Str plugin;             /* the folder it comes from */
    Place at;
} Kind;

typedef struct {
    Kind *items;
    size_t n;
    Map names;              /* folded name, label, alias -> Kind * */
} Kinds;

/* Loads `<plugin>/kinds/<kind>.yaml` of every plugin on the shelf, sorted by names. False: reasons are in `d`. */
bool kinds_load(Arena *a, Diag *d, Files *files, const Shelf *plugins, Kinds *out);

/* Frees the patterns of all schemas (all else is the arena's). */
void kinds_free(Kinds *kinds);

/* The kind that `name` (any spelling) names, or NULL. */
const Kind *kinds_find(const Kinds *kinds, Str name);

/* The section that a heading names, or NULL. */
const SectionDecl *kind_section(const Kind *kind, Str heading);

/* Hints at the kind of pages nearest to `wrong`, or lists them all (kind_query.c). */
void kinds_suggest(const Kinds *kinds, Diag *d, Str wrong);

/* The name of a shape as declarations write it: "table" (kind_declare.c). */
Str shape_name(Shape shape);

/* Appends the JSON Schema of the kind's data: its fields, and `sections` with the values of Section.value by name (kind_json.c). What
 * it takes on the way is in `a`. */
void kind_json(Arena *a, Buf *out, const Kind *kind);

/* True when a page with this meta must have the section: its need, and its condition where it has one (kind_query.c). */
bool section_needed(const SectionDecl *decl, Value meta);

#endif
