/* publish.h - the stage becomes the site in one swap, or nothing changes. */
#ifndef OUTPUT_PUBLISH_H
#define OUTPUT_PUBLISH_H

#include "output/manifest.h"
#include "output/stage.h"

typedef enum { PUBLISH_AUTO, PUBLISH_EXCHANGE, PUBLISH_FILES } PublishMode;

/* Completes the stage (hashed assets of the previous build, keeper file, manifest), verifies it against `m`, syncs,
 * and swaps it with the site; the old site is kept as the previous build, without what was withdrawn. PUBLISH_AUTO
 * falls back to PUBLISH_FILES with a warning where the file system cannot exchange. `m` need not be sorted; it gains the
 * kept assets. `m->withdrawn` is the whole list as content has it now, with every file of an item (its pictures, its .gz),
 * and is not carried over from the old site. False: reasons are in `d`, site/ is as it was; only in PUBLISH_FILES, when
 * the disk fails between two files, each file is whole and the next build goes on. */
bool publish(Stage *s, Diag *d, Manifest *m, PublishMode mode);

/* True when the published site already consists of what `m` lists (hashed assets that are kept aside): then there is
 * nothing to publish, and the previous build stays one that differs. That the files' bytes are the same, the caller
 * knows from Staged.unchanged. Sorts `m`. */
bool publish_is_same(const Stage *s, Manifest *m);

/* Puts the previous build back (the present one becomes the previous). Refused where that build still held something
 * withdrawn since, unless `force`, which names it. Takes the lock itself. `*holder` as in stage_open. */
StageResult publish_rollback(Arena *a, Diag *d, Str out_dir, bool force, long *holder);

#endif
