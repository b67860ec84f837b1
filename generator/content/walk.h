/* walk.h - what lies in content/: which files are pages, columns, records and files to publish. */
#ifndef CONTENT_WALK_H
#define CONTENT_WALK_H

#include "base/fs.h"
#include "base/map.h"

typedef enum {
    SOURCE_PAGE,    /* *.md */
    SOURCE_COLUMN,  /* _muc.md */
    SOURCE_RECORDS, /* YAML and CSV files in du-lieu/ */
    SOURCE_CONFIG,  /* portal.yaml */
    SOURCE_ASSET    /* any other file; published when something refers to it */
} SourceType;

#define COLUMN_FILE "_muc.md"
#define CONFIG_FILE "portal.yaml"
#define RECORDS_DIR "du-lieu"

typedef struct {
    Str path;        /* below content/ */
    SourceType type;
    uint64_t size;   /* bytes */
    Place at;        /* the whole file; assets too */
} Source;

typedef struct {
    int root;        /* open folder */
    Str dir;         /* as given, for messages */
    LIST(Source) sources; /* sorted by path */
    Map by_path;     /* path -> Source *; a name written with combining marks is known by its NFC too */
} Content;

/* Lists `dir`. Left out: README.md, names that begin with '.', '_' (but _muc.md) or "~$", and *.bak.
 * A symlink, a special file or a name that is no text is an error. False: reasons are in `d`; what could be listed is in `*out`. */
bool content_walk(Arena *a, Diag *d, Files *files, Str dir, Content *out);

/* The path below content/ of the file that `at` points into; empty where it is none of them. */
Str content_path(const Content *content, Place at);

#endif
