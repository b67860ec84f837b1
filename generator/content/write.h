/* write.h - a content file as text, so that reading it gives the same data: what importers write and editors then edit.
 *
 * No character of a text becomes Markdown or YAML by accident; what needs no quotes and no backslash gets none. What has
 * another shape than is said here is left out: callers check before. */
#ifndef CONTENT_WRITE_H
#define CONTENT_WRITE_H

#include "base/buf.h"
#include "value/value.h"

/* Appends the front matter with its two lines `---`. `fields` is a list of pairs {key, value}, themselves lists; a value is text, a
 * number, a date, a bool or a list of these. Null and empty ones are left out. */
void write_front(Buf *out, Value fields);

/* Appends sections: a list of maps {heading, body}. A body is a list of blocks in their order:
 *     text                      a paragraph; LF breaks the line
 *     {title}                   a sub-heading
 *     {items}                   a list of texts, or of maps {text, items} for a list inside
 *     {columns, rows, list}     a table of texts; with `list`, lines "- a; b; c" where no cell holds ';' or LF
 * Headings are of level 2, sub-headings of level 3. */
void write_sections(Buf *out, Value sections);

/* Appends one text as a line of Markdown that shows it as it is, breaks as <br>. White space at its ends goes. */
void write_markdown(Buf *out, Str text);

#endif
