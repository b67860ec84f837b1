/* stage.h - the new site, built beside the old one: a lock, a sibling folder, files written once and whole.
 *
 * The lock is flock's, so it ends with the process; forked workers share it, so they must not outlive their parent (crew
 * sees to that). Ignoring SIGPIPE and SIGXFSZ, so that a full disk is an error and not a death, is main's part. */
#ifndef OUTPUT_STAGE_H
#define OUTPUT_STAGE_H

#include "base/diag.h"

typedef struct Stage Stage;

/* What one output became. */
typedef struct {
    uint64_t size, hash;
    bool unchanged;  /* a hard link to the published file */
} Staged;

typedef enum { STAGE_OK, STAGE_FAILED, STAGE_BUSY, STAGE_REFUSED } StageResult;

/* Takes the lock beside `out_dir`, checks that the folder may be replaced (absent, empty, only a keeper, or with our
 * marker; never "/", $HOME, `content_dir`, their parents, or a folder in `content_dir`), finishes or clears what a killed
 * build left, and makes the stage. The folder that holds `out_dir` must exist. A symbolic link is refused: the exchange
 * would replace the link, and what it leads to may have other uses. `content_dir` may be empty. `*holder` of STAGE_BUSY
 * is the other build's process number. Reasons are in `d`. */
StageResult stage_open(Arena *a, Diag *d, Str out_dir, Str content_dir, Stage **out, long *holder);

/* Makes the folders of these paths (files below site/), before workers fork. */
bool stage_folders(Stage *s, Diag *d, const Str *paths, size_t n);

/* Writes one file, once; safe in forked workers. A published file with the same bytes is linked instead. */
bool stage_write(Stage *s, Diag *d, Str path, Str bytes, Staged *out);

/* The same for a file below folder `root` (an asset), in pieces, never whole in memory. */
bool stage_copy(Stage *s, Diag *d, int root, Str from, Place source, Str path, Staged *out);

/* Removes the stage and gives the lock back; site/ is as it was. After publish it only gives the lock back, and keeps
 * what the next build needs where that broke off between two files. */
void stage_close(Stage *s);

#endif
