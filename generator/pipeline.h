/* pipeline.h - the whole build: a folder of Markdown in, a section of a portal out. */
#ifndef PIPELINE_H
#define PIPELINE_H

#include "base/date.h"
#include "base/diag.h"
#include "base/shelf.h"
#include "output/publish.h"
#include "watch.h"

typedef struct {
    Str content, out;            /* folders */
    Shelf themes, plugins;
    Str base_url, theme;         /* win over portal.yaml where not empty */
    Date date;                   /* of the build */
    int workers;                 /* at least 1 */
    bool in_line;                /* no worker processes */
    bool drafts;
    bool check;                  /* make everything, publish nothing */
    bool json, stats, quiet;
    PublishMode publish;
    Lang lang;
    Watch *watch;                /* is told of each stage; NULL: nobody watches */
} BuildOptions;

/* DESIGN 12. */
enum { EXIT_OK = 0, EXIT_ERRORS = 1, EXIT_USAGE = 2, EXIT_LOAD = 3, EXIT_SYSTEM = 4, EXIT_BUSY = 75 };

/* Builds, prints every diagnostic and a line that sums up to standard error. The exit status. */
int pipeline_build(const BuildOptions *options);

#endif
