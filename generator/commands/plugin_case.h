/* plugin_case.h - one test of a plugin: a small portal, built in a folder of its own, and what has to come out. Inside the room only. */
#ifndef COMMANDS_PLUGIN_CASE_H
#define COMMANDS_PLUGIN_CASE_H

#include "base/buf.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/shelf.h"

/* The theme that cases are built with: a page is its title and its body. */
#define BARE_THEME "tran"

typedef struct {
    Arena *a;
    Lang lang;           /* of what is said here; the portal's own messages are in Vietnamese, as expect.stderr is */
    Str folder;          /* the case: content/, expect/, expect.stderr, date; absolute */
    Shelf plugins;       /* absolute */
    Str themes;          /* the folder of the bare theme; absolute */
    bool update;         /* writes what came as what has to come */
    Buf said;            /* why it is not as it should be, or what was written; lines, to be freed by the caller */
    bool failed;
} PluginCase;

/* Builds the case and compares, or with `update` writes. What is not as it should be is said in `k`. */
void plugin_case_run(PluginCase *k);

/* plugin_diff.c: the first lines in which `came` differs from `want`, as a unified diff shows them. */
void plugin_diff(Buf *out, Lang lang, Str want, Str came);

#endif
