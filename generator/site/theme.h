/* theme.h - a theme's folder: its declaration, its parents, its files. */
#ifndef SITE_THEME_H
#define SITE_THEME_H

#include "script/engine.h"
#include "site/plan.h"

typedef struct {
    Str name;
    ThemeFiles files;  /* of the theme and its parents; the nearest one wins; sorted by name */
    Map by_name;       /* name -> ThemeFile * */
} Theme;

/* Reads <themes>/<name>/theme.yaml and its parents, loads all their templates and then the plugins' into `engine`, and lists the files
 * of their assets/ and of the plugins'; plugins that `loaded` says are turned off have neither. False: reasons are in `d`. */
bool theme_load(Arena *a, Diag *d, Files *files, Engine *engine, const Shelf *themes, const Shelf *plugins, const Plugins *loaded, Str name,
                Theme *out);

/* The template function asset("name"): the path of a theme's file. `host` is a Theme. */
Value theme_asset(HostCall *call);

#endif
