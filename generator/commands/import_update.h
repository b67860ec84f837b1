/* import_update.h - a newer import merged into a page that an editor works on, field by field and section by section. */
#ifndef COMMANDS_IMPORT_UPDATE_H
#define COMMANDS_IMPORT_UPDATE_H

#include "base/diag.h"
#include "value/value.h"

/* A field or section that both the editor and the source changed; the editor's stands. Empty: it is not there. */
typedef struct {
    Str label, ours, theirs;
} UpdateConflict;

typedef struct {
    Str text;                       /* of the page, merged */
    Str base;                       /* what the next update compares with: the import, but for conflicts */
    LIST(Str) changed;              /* labels of what came from the source */
    LIST(UpdateConflict) conflicts;
} Update;

/* Merges three texts of a page: what the last import wrote (`base`; empty: nobody knows, and then every difference is a conflict), what
 * stands there now, and what the import gives now. What the editor wrote stays. A front matter's key is a field, a heading of level 2
 * begins a section; names are compared by fold, texts without regard to white space. */
void import_update(Arena *a, Str base, Str ours, Str theirs, Update *out);

/* Adds a row to the table below `heading` in the page, at its end; a section that is not there is made. `columns` and `cells` are texts of
 * equal number, put below the table's own headers. False: the section is there and holds no such table. */
bool import_update_row(Arena *a, Str text, Str heading, Value columns, Value cells, Str *out);

#endif
