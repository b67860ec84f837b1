/* import_say.h - what an import says at its end: counts, and what is not clear. */
#ifndef COMMANDS_IMPORT_SAY_H
#define COMMANDS_IMPORT_SAY_H

#include "commands/import_output.h"

/* Warns of rows of lists that choose which no row of the source answers. */
void import_say_unanswered(Arena *a, Diag *d, const ImportLists *lists);

/* Prints the counts to standard error. */
void import_say(const ImportMerge *m, const ImportOutput *o);

#endif
