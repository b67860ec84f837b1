/* config.h - content/portal.yaml: who publishes, where, and how it looks. */
#ifndef SITE_CONFIG_H
#define SITE_CONFIG_H

#include "content/walk.h"
#include "value/schema.h"

typedef struct {
    Value portal;          /* all keys, canonical */
    Str name;              /* official name */
    Str base_url;          /* "https://host/base/", ends with '/'; empty: not known */
    Str theme;             /* folder name below themes/ */
    Value plugins;         /* the raw settings of plugins: name -> map, or «không»; may be null */
    bool review_required;  /* pages are drafts until they are approved */
} Config;

/* The declared keys of portal.yaml; free it with schema_free. NULL after an error. */
Schema *config_schema(Arena *a, Diag *d);

/* Reads portal.yaml of `content`. `base_url` and `theme` from the command line win where not empty. */
bool config_read(Arena *a, Diag *d, const Content *content, Str base_url, Str theme, Config *out);

#endif
