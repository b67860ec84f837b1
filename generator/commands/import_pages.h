/* import_pages.h - the pages of an import: new ones, or merged into those that are there. Beside each, in a hidden folder, stands what the
 * import wrote, so that a later one can tell the editor's words from its own (IMPORT-BASE). */
#ifndef COMMANDS_IMPORT_PAGES_H
#define COMMANDS_IMPORT_PAGES_H

#include "base/date.h"
#include "commands/import_files.h"
#include "commands/import_rows.h"
#include "commands/import_update.h"

/* What is done about pages that are there. */
typedef enum {
    PAGES_NEW,    /* they stay; only new ones are written */
    PAGES_SHOW,   /* what an update would change is shown; nothing is written */
    PAGES_UPDATE  /* it is shown and written */
} PagesMode;

/* A conflict of a page, for the report. */
typedef struct {
    Str path;
    size_t line;
    UpdateConflict what;
} PageConflict;

typedef struct {
    Arena *a;
    Diag *d;
    ImportFiles *files;
    PagesMode mode;
    Date date;                    /* of the row of history */
    size_t written[FILE_FAILED + 1]; /* new pages, and those that were left, by what happened */
    size_t changed, same;         /* of an update */
    size_t gone;                  /* pages that an editor deleted or moved: they are not made again */
    LIST(PageConflict) conflicts;
    FILE *shown;                  /* where the differences of an update go */
} Pages;

/* Does one page, `path` below the folder. */
void pages_put(Pages *p, Str path, const ImportRow *row);

#endif
