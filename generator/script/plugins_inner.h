/* plugins_inner.h - what the files behind plugins.h share. Inside the room only. */
#ifndef SCRIPT_PLUGINS_INNER_H
#define SCRIPT_PLUGINS_INNER_H

#include "base/memo.h"
#include "script/api.h"
#include "script/plugins.h"

struct Plugins {
    Arena *arena;
    LIST(Plugin) list;
    LIST(Str) off;      /* names of those that portal.yaml turns off */
    Directives directives;
    Crew *crew;
    PluginCount *counts; /* shared by all processes */
    size_t count_next, count_size;
    CrewNow *now;       /* of this process; NULL outside of workers */
    PluginPage *page;
    Memo *memo;         /* of filters that are declared so */
    size_t pages;       /* made in this process: a number for each */
};

/* The next counter of the mapping. */
PluginCount *plugins_count(Plugins *ps);

/* Says what this worker is doing from now on; NULL: nothing of plugins. */
static inline void plugins_working(Plugins *ps, const CrewDoing *doing)
{
    if (ps->now)
        atomic_store(&ps->now->doing, doing);
}

/* plugins_declare.c: types what plugin.lua returned. False: reported. */
bool plugins_declare(Plugins *ps, Diag *d, Plugin *p, Value table, const Schema *declared);

/* Types the settings that portal.yaml has for it. */
bool plugins_read_settings(Plugins *ps, Diag *d, Plugin *p, Value raw);

#endif
