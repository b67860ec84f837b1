/* section.h - the declared parts of a body as data: lists and tables that are typed by the kind's columns. */
#ifndef CONTENT_SECTION_H
#define CONTENT_SECTION_H

#include "content/markdown.h"

typedef enum { PART_HEADING, PART_PARAGRAPH, PART_ITEM, PART_TABLE, PART_ROW, PART_CELL, PART_OTHER, PART_END } PartType;

/* A piece of a body, as html.c met it. Only what stands at the top of the page counts: not what is inside quotes.
 * A PART_TABLE is followed by its PART_ROWs, each by its PART_CELLs; the first row is the header. PART_END
 * comes last, where the footnotes begin. */
typedef struct {
    PartType type;
    int level;                  /* of a heading, as written: 1..6 */
    size_t from, to;            /* its plain text, in Doc.plain */
    size_t html_from, html_to;  /* of a heading or the end: where it begins and ends in Doc.html */
    Place at;
} Part;

typedef LIST(Part) Parts;

/* Finds the declared sections among the parts of `doc` and types them into doc->sections. False: there was an error. */
bool section_read(Arena *a, Arena *scratch, Diag *d, const MarkdownOptions *options, const Parts *parts, Doc *doc);

#endif
