/* doc.h - the body of a page: HTML with holes, and what is in it. Sealed after reading. */
#ifndef CONTENT_DOC_H
#define CONTENT_DOC_H

#include "base/buf.h"
#include "content/directive.h"
#include "content/kind.h"
#include "value/value.h"

typedef struct {
    Str text;      /* plain UTF-8 */
    Str anchor;    /* [a-z0-9-]+, unique in the page */
    int level;     /* 1..6 */
    Place at;
} Heading;

/* A link or an image. Internal ones (a file, or an #anchor) are holes in the HTML; the site's links room sets `to`. */
typedef struct {
    Str url;       /* as written, entities and backslashes resolved, percent-encoding as written */
    Str text;      /* of the link; the alt text of an image */
    bool image, internal;
    Place at;
    Str to;        /* path in site/, perhaps with "#fragment"; set once by site/links.c; empty: leads nowhere */
} Link;

typedef enum { HOLE_LINK, HOLE_DIRECTIVE, HOLE_ROLE } HoleType;

/* Something that is written when the page is rendered, at byte `offset` of the HTML. */
typedef struct {
    HoleType type;
    size_t offset;
    Link *link;    /* HOLE_LINK: its URL goes here, inside a quoted attribute */
    DirectiveCall *call; /* HOLE_DIRECTIVE, HOLE_ROLE */
    Place at;
} Hole;

typedef struct Section Section;

typedef struct Doc {
    Str html;               /* well-formed, ends with a newline, or empty */
    const Hole *holes;      /* by offset */
    size_t hole_count;
    const Heading *headings; /* in reading order */
    size_t heading_count;
    Link *links;            /* links and images in reading order */
    size_t link_count;
    const Str *anchors;     /* every id in the HTML: headings, footnotes */
    size_t anchor_count;
    const Section *sections; /* the declared ones, in the order of the page */
    size_t section_count;
    const struct Doc *rest; /* what stands in no declared section; NULL: nothing does */
    Str lead;               /* plain text of the first paragraph; may be empty */
    Str plain;              /* all text, blocks separated by LF */
} Doc;

struct Section {
    const SectionDecl *decl;
    Place at;               /* its heading */
    Str anchor;
    Doc body;               /* html, holes and plain text of what stands under the heading; its other lists are empty */
    Value value;            /* SHAPE_LIST: list of strings; SHAPE_TABLE: list of maps by column name; with groups:
                               list of {title: string or null, items: ...}; a VALUE_STATUS; null for SHAPE_MARKDOWN */
};

/* Writes what belongs into a hole. */
typedef void (*DocHoleWriter)(void *context, Buf *out, const Hole *hole);

/* Appends the HTML with its holes filled. */
void doc_write(Buf *out, const Doc *doc, DocHoleWriter fill, void *context);

/* True when `anchor` is an id in the page. */
bool doc_has_anchor(const Doc *doc, Str anchor);

#endif
