/* calls.h - the directives and roles of all published pages: what their arguments lead to, and the list for plugins. */
#ifndef SITE_CALLS_H
#define SITE_CALLS_H

#include "site/model.h"

/* Puts into the arguments of every call the records, pages and files that they name; a name that leads nowhere is an error at its
 * place. Then lists the calls: name of the directive or role -> list of {args, page}, in the order of the pages and columns. */
void calls_resolve(Arena *a, Diag *d, Site *site);

#endif
