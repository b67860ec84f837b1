/* import_source.h - rows of another source: JSONL, CSV as Excel writes it, .xlsx; with the column names that a plugin knows. */
#ifndef COMMANDS_IMPORT_SOURCE_H
#define COMMANDS_IMPORT_SOURCE_H

#include "base/diag.h"
#include "value/value.h"

/* Other names of columns, as a person wrote them into a file of YAML: the plugin's name -> the column's name. Zero: there are none. */
typedef struct {
    Value names; /* a map of texts */
    bool *used;  /* for each: a source has such a column */
} ImportNames;

/* Reads them. False: reported. */
bool import_names_read(Arena *a, Diag *d, Files *files, Str path, ImportNames *out);

/* The row with the plugin's names. Where a column is not among the names, one of a table is called by its header in small letters without
 * marks, '_' between words ("Mã thủ tục": ma_thu_tuc), and a key of JSON stays. */
Value import_names_apply(Arena *a, const ImportNames *names, bool table, Value row);

/* Reports each name whose column no source has; `columns` are those of the main source. False: there was one. */
bool import_names_used(Arena *a, Diag *d, const ImportNames *names, Value columns);

typedef struct {
    size_t number; /* from 1: the line of the source; of a workbook the row */
    Str json;      /* one document, not read yet; of a table empty */
    Value row;     /* of a table: a map, named as the plugin does; else null */
} SourceRow;

typedef struct {
    Place at;      /* the file */
    LIST(SourceRow) rows;
    Value columns; /* the first row as it is written, for hints */
} ImportSource;

/* Reads the rows: of a workbook, where it is one; of a table, where the name ends in .csv, .tsv or .txt; else of JSONL, each line of which is
 * read later. False: reported. */
bool import_source(Arena *a, Diag *d, Files *files, Str path, const ImportNames *names, ImportSource *out);

/* The rows of a source that is given beside the main one, all read: a list of maps. */
bool import_source_rows(Arena *a, Diag *d, Files *files, Str path, const ImportNames *names, Value *out);

#endif
