/* manifest.h - what a published site consists of; its file is our marker: a folder without it is never replaced.
 *
 *     cchc-manifest 1
 *     <hash, 16 hexadecimal digits> <size> <flags: "k" kept, "-" none> <path>     sorted by path
 *     withdrawn <path>
 */
#ifndef OUTPUT_MANIFEST_H
#define OUTPUT_MANIFEST_H

#include "base/diag.h"
#include "base/list.h"

#define MANIFEST_NAME ".cchc-manifest"

enum { MANIFEST_PATH_MOST = 2000 }; /* bytes of a path */

typedef struct {
    Str path;       /* below site/ */
    uint64_t size;  /* bytes */
    uint64_t hash;  /* hash_bytes of the content */
    bool kept;      /* a hashed asset of the previous build, kept one build longer */
} ManifestEntry;

typedef struct {
    LIST(ManifestEntry) entries; /* sorted by path */
    LIST(Str) withdrawn;         /* paths of items that were taken back (gỡ bỏ): never to be shown again by a rollback */
} Manifest;

/* True when `path` may stand in a site: relative, no "." or ".." or empty segment, no control byte, and not our own file. */
bool manifest_path_ok(Str path);

/* Puts the entries in their order; the first path that stands there twice, or an empty Str. */
Str manifest_sort(Manifest *m);

/* The entry of `path`, or NULL. */
const ManifestEntry *manifest_find(const Manifest *m, Str path);

/* The text of the manifest's file. */
Str manifest_text(Arena *a, const Manifest *m);

/* Reads the manifest in folder `dir` (an open fd). 0, or errno; EINVAL: not a manifest. */
int manifest_read(Arena *a, int dir, Manifest *out);

#endif
