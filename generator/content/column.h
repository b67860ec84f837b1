/* column.h - a folder of pages (chuyên mục), declared by its _muc.md. */
#ifndef CONTENT_COLUMN_H
#define CONTENT_COLUMN_H

#include "content/page.h"

typedef struct Column {
    const Source *source; /* its _muc.md */
    Str dir;              /* folder below content/: "tin-tuc" */
    const Kind *kind;     /* of its items */
    bool kind_known;      /* else `kind` only stands in: after a mistake in _muc.md its pages cannot be judged */
    Value meta;           /* title, description, kind, order, hidden */
    Doc doc;              /* introduction; may be empty */
    struct Column *parent; /* the column of the folder above, or NULL; set by site/ */
} Column;

/* The declared keys of _muc.md; free it with schema_free. NULL after an error. */
Schema *column_schema(Arena *a, Diag *d);

/* Reads one _muc.md. What is wrong is in `d`: the column is there all the same, with what was right, so that its pages
 * do not count as strays. NULL: there is not even the kind "page". */
Column *column_read(const PageReader *reader, Arena *a, Diag *d, const Schema *schema, const Source *source);

#endif
