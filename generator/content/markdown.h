/* markdown.h - Markdown text to a Doc, through cmark-gfm.
 *
 * What differs from GitHub's Markdown: raw HTML is shown as text, with one warning (but <br> breaks the line, and
 * <!-- … --> is dropped); a row with surplus cells is an error; links go by a list of schemes; a picture alone in its
 * paragraph with a title is a figure; ```{name} and {name}`…` are holes for plugins.
 *
 * Headings: the page's title is its h1, so `##` is h2. Where a body uses `#`, all its headings go down one level and a
 * warning says so; a level left out warns too. Their ids are the slug of their text, -2, -3 … where it is taken. */
#ifndef CONTENT_MARKDOWN_H
#define CONTENT_MARKDOWN_H

#include "content/doc.h"

/* The walls of SECURITY 1, checked before cmark sees the text. */
enum {
    MARKDOWN_MOST_BYTES = 2 << 20,
    MARKDOWN_MOST_COLUMNS = 100,
    MARKDOWN_MOST_CELLS = 20000,
    MARKDOWN_MOST_NESTING = 100
};

typedef struct {
    Place start;              /* where the text's first byte stands */
    const Kind *kind;         /* for its sections; may be NULL */
    const Directives *known;  /* may be NULL: none */
    bool pending_allowed;
    Lang lang;                /* of the few words the writer adds: names of footnotes and tables; Vietnamese by default */
    bool as_written;          /* headings keep their level, no figures, no advice: for text that is not a page's body */
} MarkdownOptions;

/* Reads a body. Mistakes are reported with their place; false when there was an error. What could be read is in `*out`. */
bool markdown_read(Arena *a, Diag *d, Str text, MarkdownOptions options, Doc *out);

/* One line of Markdown (a field's value) to inline HTML, without links that need the site: these stand as their text,
 * with an error. */
bool markdown_inline(Arena *a, Diag *d, Place at, Str text, Str *html);

/* The version of the library behind it. */
const char *markdown_version(void);

#endif
