/* page.h - one content file as a page: typed meta and body. Depends on nothing but its file and the schemas. */
#ifndef CONTENT_PAGE_H
#define CONTENT_PAGE_H

#include "content/markdown.h"
#include "content/walk.h"

/* Sealed when read; lives in the mapping of the crew that read it. */
typedef struct Page {
    const Source *source;
    const Kind *kind;
    Value meta;                  /* by the kind's schema */
    Doc doc;
    Doc *field_docs;             /* the values of FIELD_MARKDOWN, which `meta` holds as VALUE_DOC */
    size_t field_doc_count;
    Str title;                   /* never empty */
    Str slug;                    /* [a-z0-9-]+ */
    size_t pending;              /* values that are "chờ xác minh" */
    Place pending_at;            /* the first of them */
    const SectionDecl **missing; /* needed sections that are not there, in declared order */
    size_t missing_count;
} Page;

typedef struct {
    const Content *content;
    const Kinds *kinds;
    const Directives *directives;
    Arena *scratch;              /* made before workers fork, reset for each page */
} PageReader;

/* Reads one page; `column_kind` is the kind of its column's items, NULL after a mistake there. What is wrong is in `d`, in the order of the file: a
 * page with wrong keys is given all the same, without them, so that its links are checked in the same run. NULL: the
 * kind, the front matter as a whole, the body or the file's name is wrong. */
Page *page_read(const PageReader *reader, Arena *a, Diag *d, const Source *source, const Kind *column_kind);

#endif
