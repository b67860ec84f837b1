/* csv.h - tables as Excel writes them: ';', ',' or tab, quotes, BOM, UTF-16. */
#ifndef VALUE_CSV_H
#define VALUE_CSV_H

#include "base/buf.h"
#include "value/value.h"

/* Reads a table with a header row into a list of raw maps (header -> VALUE_STRING, empty cells VALUE_NULL), each cell
 * with its place; a key's place is its header's. The separator is the one of ';' ',' tab that the header row holds most.
 * Empty rows are left out. A row with more cells than the header is an error at its line (empty ones at its end do not
 * count), one with fewer gets nulls; a column without a header must be empty. False: reasons are in `d`. */
bool csv_read(Arena *a, Diag *d, Place start, Str bytes, Value *out);

/* Appends one cell, quoted where needed; cells that a spreadsheet would run as a formula get a leading apostrophe.
 * A tab before a number stays, in quotes: with it spreadsheets take the digits for a text. */
void csv_cell(Buf *out, Str text, char separator);

#endif
