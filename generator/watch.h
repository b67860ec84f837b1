/* watch.h - the builder in a process of its own: the one that was called waits, and says where it ended if it ends badly. */
#ifndef WATCH_H
#define WATCH_H

#include "base/diag.h"

/* What both processes see: the stage that the builder is at. */
typedef struct Watch Watch;

/* Of processor time, which the builder itself may take for one stage; its workers have walls of their own. */
enum { WATCH_SECONDS = 60 };

/* Forks a process that ends with the status of `run`, waits until it and its workers are gone, and returns that status.
 * A builder that dies is reported with its stage, and the status is EXIT_SYSTEM. Signals that ask this process to end go
 * on to the builder; then it ends by the same one. Where no process is to be had, `run` runs here, without a watch. */
int watch_run(Lang lang, bool json, int (*run)(void *context, Watch *watch), void *context);

/* The builder begins a stage, and its wall. NULL for `w` is nobody who watches. */
void watch_stage(Watch *w, const char *vi, const char *en);

/* It begins to publish: from here on the site may be the new one, and there is no wall, since all that is left is to copy. */
void watch_publishing(Watch *w);

#endif
