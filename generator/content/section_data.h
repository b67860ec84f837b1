/* section_data.h - the items of a list and the rows of a table as Values. */
#ifndef CONTENT_SECTION_DATA_H
#define CONTENT_SECTION_DATA_H

#include "content/section.h"

/* What one section is read with. */
typedef struct {
    Arena *a, *scratch;
    Diag *d;
    const MarkdownOptions *options;
    const Parts *parts;
    Str plain;              /* of the whole page */
    const SectionDecl *decl;
} SectionReader;

/* The text of a part, without white space at its ends. */
Str section_text(const SectionReader *r, const Part *part);

/* Appends what part `i`, an item or a table, holds to `items`; the part behind it is returned. */
size_t section_add(SectionReader *r, size_t i, ValueItems *items);

#endif
