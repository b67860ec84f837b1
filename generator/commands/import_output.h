/* import_output.h - the files of an import: pages, folders, lists of records, the table of what is not clear. */
#ifndef COMMANDS_IMPORT_OUTPUT_H
#define COMMANDS_IMPORT_OUTPUT_H

#include "commands/import_merge.h"
#include "commands/import_pages.h"

/* What is to be done, and what was. */
typedef struct {
    Str out;      /* the folder */
    Str name;     /* of the import: pages stand below `out`/`name` */
    PagesMode mode;
    Date date;
    FILE *shown;  /* where the differences of an update go */
    Pages pages;
    Str report;   /* the table's path below the folder; empty: none was written */
} ImportOutput;

/* Writes below the folder, as the mode says. False: the folder cannot be had, which is reported. */
bool import_output(const ImportMerge *m, ImportOutput *o);

#endif
