/* linked.h - style sheets and scripts that plugins ship: linked by the pages that show something of the plugin. */
#ifndef SITE_LINKED_H
#define SITE_LINKED_H

#include "site/model.h"
#include "site/pairs.h"

/* Finds the *.css and *.js of each plugin's assets/. */
void linked_collect(Arena *a, Site *site);

/* Puts `styles` and `scripts` of a page into `p`: the paths of those of plugin `plugin` (of its kind; may be empty), and of the plugins
 * whose directives and roles its bodies hold; in that order, each once. Null where there are none. `docs` may hold NULL. */
void linked_put(Arena *a, const Site *site, Str plugin, const Doc *const *docs, size_t n, Pairs *p);

#endif
