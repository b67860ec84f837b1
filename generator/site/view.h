/* view.h - the site as templates see it: every page, column and tag as a Value. */
#ifndef SITE_VIEW_H
#define SITE_VIEW_H

#include "site/model.h"
#include "site/pairs.h"

/* Makes room for the values, which refer to each other. */
void view_reserve(Arena *a, Site *site);

/* Fills them, after orders and links are known; resolves refs and file fields and reports those that lead nowhere. */
void view_fill(Arena *a, Diag *d, Site *site);

/* A file that field `field` names in file `from` of content/, for templates and plugins: {url, name, label, type, size}; null after an
 * error. It is published by this. */
Value view_file(Arena *a, Diag *d, Site *site, Str from, const Field *field, Value v);

/* The same of a file whose path in site/ is known; `asset` may be NULL. */
Value view_asset(Arena *a, const Asset *asset, Str to, Str label);

/* What templates call `site.kinds`: each kind by name, with its fields, sections and JSON Schema. */
Value view_kinds(Arena *a, const Site *site);

/* What a column is about, for its page's description: as written, else its first paragraph. */
Str view_folder_summary(Arena *a, const Folder *folder);

/* Adds the sections of a page's body by name (`sections`), in order (`section_list`), and those that are missing. */
void view_sections(Arena *a, const Item *item, Pairs *p);

/* One page with all that only its own template needs: fields, headings, neighbours, breadcrumbs, the text outside of
 * sections (`rest`), the files that its text links to (`downloads`). */
Value view_page(Arena *a, const Site *site, const Item *item);

/* What site->page_order is: the order of the keys of view_page, for every page the same (VIEW-PAGE-KEYS). */
const uint32_t *view_page_order(Arena *a, const Site *site, const Item *item);

/* A page that no file stands for: home, column, tag, 404; `plugin` is the one whose things it shows, or empty. `folder` may be NULL; `number` > 1 is named in the title. */
Value view_listing(Arena *a, const Site *site, const char *kind, Str title, Str description, Str path, const Folder *folder, Str plugin);

/* [{title, url}] from the section's home down to, but not including, the page itself. */
Value view_breadcrumbs(Arena *a, const Site *site, const Folder *folder);

#endif
