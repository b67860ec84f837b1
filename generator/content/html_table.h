/* html_table.h - one table while it is written. Tables do not nest. */
#ifndef CONTENT_HTML_TABLE_H
#define CONTENT_HTML_TABLE_H

#include "content/html_out.h"

typedef struct {
    const uint8_t *aligned; /* of each column: 'l', 'c', 'r' or 0 */
    size_t columns;
    bool top;               /* it stands at the page's top level, so sections may read it */
    size_t row, column;     /* row 0 is the header */
    size_t line;            /* of the row, in the source */
    bool body;              /* <tbody> is open */
    size_t html, plain;     /* where the open cell's contents begin */
} HtmlTable;

/* Opens a table of those lines; the caller has set the first three fields and zeroed the others. */
void table_open(HtmlOut *o, HtmlTable *t, size_t first_line, size_t last_line);
void table_header(HtmlOut *o, HtmlTable *t);

/* A row of the body; cells past the last column, which the library drops in silence, are an error. */
void table_row(HtmlOut *o, HtmlTable *t, size_t line);
void table_row_end(HtmlOut *o, HtmlTable *t);
void table_cell(HtmlOut *o, HtmlTable *t, bool empty);
void table_cell_end(HtmlOut *o, HtmlTable *t, bool empty);
void table_close(HtmlOut *o, HtmlTable *t);

#endif
