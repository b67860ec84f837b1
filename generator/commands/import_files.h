/* import_files.h - files in a folder of content, written whole, and none over what was not seen. */
#ifndef COMMANDS_IMPORT_FILES_H
#define COMMANDS_IMPORT_FILES_H

#include "base/diag.h"

typedef enum {
    FILE_NEW,   /* written */
    FILE_SAME,  /* it was there, with the same bytes */
    FILE_OTHER, /* it was there with others, which stay */
    FILE_FAILED /* reported */
} FileWritten;

typedef struct {
    int root;        /* the folder, open */
    Str shown;       /* its path, for messages */
    Arena *scratch;  /* reset for each file */
    Diag *d;
    size_t counts[FILE_FAILED + 1];
} ImportFiles;

/* Opens folder `dir`; with `make` it is made where it is missing. False: reported. */
bool import_open(Arena *a, Diag *d, Str dir, bool make, ImportFiles *out);

/* Writes `path` below the folder by a temporary file and a rename; counts what happened. A file of other bytes is named in a warning. */
FileWritten import_file(ImportFiles *files, Str path, Str bytes);

/* The same, but a file of other bytes makes room: "a-2.csv", "a-3.csv" … is written. The path it got; empty when reported. */
Str import_numbered_file(Arena *a, ImportFiles *files, Str path, Str bytes);

/* The bytes of a file; empty where there is none. False: reported, also that it is no plain file or too large. */
bool import_read(Arena *a, const ImportFiles *files, Str path, Str *bytes);

/* Puts `bytes` in the place of a file that holds `old`, or of none where that is empty, by a temporary file and a rename. A file that
 * somebody changed in the meantime stays. False: reported. */
bool import_replace(ImportFiles *files, Str path, Str old, Str bytes);

/* True when something of this path is there. */
bool import_has(const ImportFiles *files, Str path);

void import_close(ImportFiles *files);

#endif
