/* import_rows.h - rows of another source, each made into one content file by a function of a plugin. */
#ifndef COMMANDS_IMPORT_ROWS_H
#define COMMANDS_IMPORT_ROWS_H

#include "commands/import_source.h"
#include "script/plugins.h"

/* What the plugin made of one row. */
typedef struct {
    size_t line;    /* of the source, from 1 */
    Str skipped;    /* the option whose list does not ask for it: no file; else empty */
    Str path;       /* below the import's folder, without .md: segments [a-z0-9.-]+ */
    Str text;       /* of the file */
    Value fields;   /* pairs of the front matter */
    Value sections; /* maps {heading, body} */
    Value doubts;   /* a list of maps {field, why, text}, texts */
    Value unknown;  /* a list of fields that have a value which says that there is none */
    Value records;  /* a map: kind -> list of records, each a list of pairs {key, text} */
    Value columns;  /* a map: folder ("" the import's own) -> list of pairs for its _muc.md */
    Value answers;  /* a map: option -> the number of the row of its list, from 1 */
    Value history;  /* a map {heading, columns, row, without} for updates; null: none */
} ImportRow;

typedef struct {
    Plugins *plugins;
    const PluginEntry *entry;
    Place source;   /* the file */
    const SourceRow *rows;
    size_t count;
    const ImportNames *names;
    Value options;  /* a map */
} ImportWork;

/* Calls row(row, number, options) for each row, in workers. The results stand in the order of the rows; NULL where one failed, which is
 * reported with its line. They live until crew_close; NULL when no worker could be started. */
ImportRow **import_rows(Arena *a, Diag *d, Crew *crew, const ImportWork *work);

#endif
