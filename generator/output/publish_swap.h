/* publish_swap.h - the two ways in which a stage becomes the site, and how each is finished after a kill. */
#ifndef OUTPUT_PUBLISH_SWAP_H
#define OUTPUT_PUBLISH_SWAP_H

#include "output/stage_inner.h"

/* Exchanges stage and site, or names the stage site where there is none. 0, or errno: nothing has changed. */
int swap_exchange(const Stage *s);

/* After the exchange: the old site becomes the previous build without the paths of `withdrawn`; the older one goes.
 * Can be done again from any point. What fails is a warning, since the new site stands. */
void swap_finish(const Names *n, Diag *d, const Manifest *now);

/* Removes what was withdrawn from the previous build. 0 or errno. */
int swap_purge(const Names *n, const Manifest *now);

/* Whether the folder `name` beside site/ is a whole build: its manifest is written last. */
bool swap_is_build(const Names *n, const char *name);

/* Names what was in `keep` the previous build. 0 or errno. */
int swap_previous(const Names *n, const char *keep);

/* Makes the new names in folder `fd` last. A failure is a warning, since readers see the new site. */
void swap_sync(const Names *n, Diag *d, int fd);

/* Moves the changed files of the stage into site/ one by one: assets, pages, deletions, the manifest last. The stage is
 * complete and synced. False: reasons are in `d`; site/ is as it was, or `s->halfway` is set. */
bool files_publish(Stage *s, Diag *d, const Manifest *now);

/* Goes on with a files_publish that was killed, from the stage or from site/.cchc-new. False: reasons are in `d`. */
bool files_resume(Stage *s, Diag *d, Step step);

#endif
