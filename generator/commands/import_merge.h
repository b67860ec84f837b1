/* import_merge.h - what all rows of an import give together: no two files of one path, the folders, lists of records, counts. */
#ifndef COMMANDS_IMPORT_MERGE_H
#define COMMANDS_IMPORT_MERGE_H

#include "base/map.h"
#include "commands/import_options.h"
#include "commands/import_rows.h"

enum { IMPORT_MOST_HEADER = 20 };

/* One list of records as it grows. Rows of one name, the first cell, are one record; a cell in which they differ stays empty. */
typedef struct {
    Str kind;
    LIST(Str) header;   /* at most IMPORT_MOST_HEADER */
    LIST(Value *) rows; /* each IMPORT_MOST_HEADER cells by the header's places: text or null */
    Map by_name;
} ImportRecords;

/* What is said of one field or section over all files: in how many it was read, read with a doubt, so that words stay as they were, or
 * not known. */
typedef struct {
    Str name, fold;
    size_t known, left, unknown;
    size_t doubts;
} ImportTally;

typedef struct {
    Arena *a;
    Diag *d;
    Place source;
    ImportRow **rows;          /* NULL where there is no file */
    size_t count;
    Map paths, folders;
    LIST(ValuePair) columns;   /* folder: the pairs of its front matter */
    LIST(ImportRecords) records;
    LIST(ImportTally) tallies;
    ImportLists *lists;        /* of the options */
    size_t failed, skipped, doubts, doubtful;
} ImportMerge;

/* Fills what stands below `count`; a row that gives a file which an earlier one gives is reported and set to NULL. */
void import_merge(ImportMerge *m);

#endif
