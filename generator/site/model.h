/* model.h - the whole site: pages in their columns, tags, records, files; sealed after collect. */
#ifndef SITE_MODEL_H
#define SITE_MODEL_H

#include "content/column.h"
#include "content/page.h"
#include "script/plugins.h"
#include "site/config.h"

#define TAGS_DIR "tu-khoa"
#define TAGS_PAGE TAGS_DIR "/index.html"

typedef struct Folder Folder;
typedef struct Tag Tag;

/* One page that will be published. */
typedef struct Item {
    const Page *page;
    Folder *folder;          /* its column; NULL for a page of content/ itself */
    Str path;                /* in site/ */
    Date date;
    bool has_date;
    struct Item *prev, *next; /* in the order of its column */
    Tag **tags;
    size_t tag_count;
    Value value;             /* as lists in templates see it */
} Item;

typedef LIST(Item *) Items;

/* A column as part of the site. */
struct Folder {
    Column *column;
    Folder *parent;
    Str path;                /* of its first page: "tin-tuc/index.html" */
    Items items;             /* its own and those of its sub-columns, in the order of their kind */
    Value value;
};

struct Tag {
    Str name;                /* the spelling with the most marks, of the newest page that has it */
    Str slug;
    Str path;                /* "tu-khoa/<slug>.html" */
    Items items;             /* newest first */
    Value value;
};

/* A file of content/ that something refers to. */
typedef struct {
    const Source *source;
    Str path;                /* in site/ */
} Asset;

/* Why a page is not published. */
typedef enum { HIDDEN_NOT, HIDDEN_DRAFT, HIDDEN_FUTURE, HIDDEN_EXPIRED, HIDDEN_WITHDRAWN } Hidden;

/* What a content file became: the end of links. */
typedef struct {
    const Page *page;        /* or ... */
    Folder *folder;          /* ... the column that it declares */
    Item *item;              /* NULL while the page is hidden */
    Hidden hidden;
    Folder *home;            /* the column of a hidden page; may be NULL */
    Str hidden_path;         /* where a hidden page would stand */
} Target;

/* A file of the theme, or of a plugin, to publish. */
typedef struct {
    Str name;              /* as templates ask for it: "css/main.css", of a plugin "chi-so/hinh.css" */
    Str dir, from;         /* the folder assets/ that it lies in, and its path there */
    Str path;              /* in site/: "assets/css/main.1a2b3c4d.css" */
} ThemeFile;

typedef LIST(ThemeFile) ThemeFiles;

typedef struct {
    const Config *config;
    const Content *content;
    const Kinds *kinds;
    const Plugins *plugins;
    const ThemeFiles *files;
    Date date;               /* of the build */
    bool drafts;             /* publish drafts too (a preview) */
} SiteInput;

typedef struct Site {
    SiteInput in;
    LIST(Folder) folders;    /* by their order, then title */
    LIST(Item) items;        /* newest first, then by path */
    LIST(Tag) tags;          /* alphabetical */
    LIST(Asset) assets;      /* by path of their source */
    LIST(Str) withdrawn;     /* paths in site/ of items that were taken back */
    Map targets;             /* path below content/ -> Target * */
    Map assets_by_source;    /* path below content/ -> Asset *; its path is empty where it may not be published */
    Map assets_by_path;      /* path in site/ -> Asset * */
    Map kind_names;          /* kind name -> Names * (site/refs.c) */
    const uint32_t *page_order; /* value_order of the keys that view_page makes, the same for all pages */
    Value records;           /* kind name -> list of maps */
    Map linked;              /* plugin -> the style sheets and scripts that it ships (site/linked.c) */
    Value calls;             /* name of a directive or role -> list of {args, page} */
    Value data;              /* what templates and plugins call `site.data`; filled by site_set_data */
    Str colors, colors_path; /* the style sheet of the portal's colours, and its path in site/; empty: none */
    Value portal;            /* what templates call `portal`: portal.yaml, with its files as paths */
    Value value;             /* what templates call `site` */
} Site;

#endif
