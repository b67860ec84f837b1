#include "site/linked.h"

#include "base/path.h"

/* What one plugin ships: lists of paths in site/. */
typedef struct {
    ValueItems styles, scripts;
} Linked;

void linked_collect(Arena *a, Site *site)
{
    const ThemeFiles *files = site->in.files;
    size_t n;
    const Plugin *plugins = plugins_all(site->in.plugins, &n);

    for (size_t i = 0; i < n; i++) {
        Str below = arena_printf(a, "%.*s/", STR_ARG(plugins[i].name));
        Linked *linked = arena_make(a, Linked);
        for (size_t k = 0; k < files->n; k++) {
            Str ext = path_ext(files->items[k].name);
            if (!str_starts(files->items[k].name, below))
                continue;
            if (str_is(ext, "css"))
                list_push(a, &linked->styles, pairs_path(a, files->items[k].path));
            if (str_is(ext, "js"))
                list_push(a, &linked->scripts, pairs_path(a, files->items[k].path));
        }
        if (linked->styles.n || linked->scripts.n)
            map_put(a, &site->linked, plugins[i].name, linked);
    }
}

static void add_new(Arena *a, const ValueItems *from, ValueItems *to)
{
    for (size_t i = 0; i < from->n; i++) {
        bool has = false;
        for (size_t k = 0; k < to->n && !has; k++)
            has = str_eq(value_str(to->items[k]), value_str(from->items[i]));
        if (!has)
            list_push(a, to, from->items[i]);
    }
}

static void add(Arena *a, const Site *site, Str plugin, Linked *to)
{
    const Linked *from = map_find(&site->linked, plugin);

    if (!from)
        return;
    add_new(a, &from->styles, &to->styles);
    add_new(a, &from->scripts, &to->scripts);
}

static Value paths_value(Arena *a, const ValueItems *paths)
{
    return paths->n ? value_list(a, paths->items, paths->n) : value_null();
}

void linked_put(Arena *a, const Site *site, Str plugin, const Doc *const *docs, size_t n, Pairs *p)
{
    Linked linked = {.styles = {0}};

    if (site->linked.n) {
        add(a, site, plugin, &linked);
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; docs[i] && k < docs[i]->hole_count; k++)
                if (docs[i]->holes[k].type != HOLE_LINK)
                    add(a, site, ((const PluginEntry *)docs[i]->holes[k].call->decl)->plugin->name, &linked);
    }
    PUT(p, "styles", paths_value(a, &linked.styles));
    PUT(p, "scripts", paths_value(a, &linked.scripts));
}
