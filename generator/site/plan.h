/* plan.h - every file that site/ will hold, in one list: what render, check, sitemap, server and search read. */
#ifndef SITE_PLAN_H
#define SITE_PLAN_H

#include "script/engine.h"
#include "site/model.h"

typedef enum {
    OUTPUT_PAGE,      /* `item` by its kind's template */
    OUTPUT_HOME,
    OUTPUT_COLUMN,    /* part `number` of `folder` */
    OUTPUT_TAG,       /* part `number` of `tag` */
    OUTPUT_TAGS,      /* all tags */
    OUTPUT_404,
    OUTPUT_ALIAS,     /* an old URL that leads to `item` */
    OUTPUT_FILE,      /* `asset`, copied */
    OUTPUT_THEME_FILE, /* a file of the theme, copied */
    OUTPUT_BYTES,     /* `bytes`, made by the engine or a plugin */
    OUTPUT_MADE       /* a plugin's page: `title`, `description`, `data` by a template */
} OutputType;

typedef struct {
    OutputType type;
    Str path;              /* in site/ */
    Str template_name;     /* of the rendered ones */
    Place source;          /* the content file that it comes from; file 0: the engine's own */
    const Item *item;
    const Folder *folder;
    const Tag *tag;
    size_t number, total;  /* of a list in parts, from 1 */
    Str bytes;
    const Plugin *plugin;  /* that added it; NULL: none */
    Str title, description; /* of OUTPUT_MADE */
    Value data;
    bool unlisted;         /* for sitemaps and the like it is not there: it says what another page says */
    Str from_dir;          /* of a theme's file: its assets/ folder */
    Str from;              /* of a copied file: its path below content/, or below `from_dir` */
} Output;

enum { LIST_ITEMS = 20 };  /* pages in one part of a list */

typedef struct {
    LIST(Output) outputs;
    Map by_path;           /* path, folded -> Output * */
} Plan;

/* The path of part `number` of a list whose first part is `path`. */
Str plan_part_path(Arena *a, Str path, size_t number);

/* Lists all outputs; two that would stand at one path, also by case, are an error that names both. A kind without a
 * template of its own is shown by page.html; tags.html and 404.html may be missing, then these pages are not made. Plugins add theirs by
 * their hooks plan and finish. */
Plan *site_plan(Arena *a, Diag *d, const Site *site, const Engine *engine, const ThemeFiles *theme, Plugins *plugins);

#endif
