#include "stats.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { DEAREST = 10 };

static uint64_t wall_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint64_t nanoseconds(struct timeval t) { return ((uint64_t)t.tv_sec * 1000000u + (uint64_t)t.tv_usec) * 1000u; }

static uint64_t cpu_now(void)
{
    struct rusage self, children;

    getrusage(RUSAGE_SELF, &self);
    getrusage(RUSAGE_CHILDREN, &children);
    return nanoseconds(self.ru_utime) + nanoseconds(self.ru_stime) + nanoseconds(children.ru_utime) + nanoseconds(children.ru_stime);
}

static long resident(void)
{
    FILE *f = fopen("/proc/self/statm", "r");
    long total = 0, pages = 0;

    if (f) {
        if (fscanf(f, "%ld %ld", &total, &pages) != 2)
            pages = 0;
        fclose(f);
    }
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

Stats stats_start(Arena *a)
{
    uint64_t now = wall_now();

    return (Stats){.arena = a, .start = now, .last = now, .last_cpu = cpu_now()};
}

void stats_stage(Stats *s, const char *name)
{
    uint64_t now = wall_now(), cpu = cpu_now();

    list_push(s->arena, &s->stages, (StatsStage){name, now - s->last, cpu - s->last_cpu, resident()});
    s->last = now;
    s->last_cpu = cpu;
}

double stats_seconds(const Stats *s) { return (double)(s->last - s->start) / 1e9; }

/* A page or a template, and what it took. */
typedef struct {
    Str name;
    uint64_t nanoseconds;
    size_t count;
} Cost;

static int dearest_first(const void *x, const void *y)
{
    const Cost *a = x, *b = y;

    if (a->nanoseconds != b->nanoseconds)
        return a->nanoseconds < b->nanoseconds ? 1 : -1;
    return str_cmp(a->name, b->name);
}

static void print_costs(const char *title, Cost *costs, size_t n, size_t most, FILE *out)
{
    qsort(costs, n, sizeof *costs, dearest_first);
    fprintf(out, "%s\n", title);
    for (size_t i = 0; i < n && i < most; i++)
        fprintf(out, "  %9.3f ms  %6zu ×  %.*s\n", (double)costs[i].nanoseconds / 1e6, costs[i].count, STR_ARG(costs[i].name));
}

static void print_dearest(const Stats *s, Lang lang, const Plan *plan, Rendered *const *rendered, FILE *out)
{
    Cost *pages = arena_array(s->arena, Cost, plan->outputs.n + 1), *templates = arena_array(s->arena, Cost, plan->outputs.n + 1);
    Map by_name = {0};
    size_t page_count = 0, template_count = 0;

    for (size_t i = 0; i < plan->outputs.n; i++) {
        const Output *o = &plan->outputs.items[i];
        Cost *cost;
        if (!rendered[i] || !o->template_name.n)
            continue;
        pages[page_count++] = (Cost){o->path, rendered[i]->nanoseconds, 1};
        cost = map_find(&by_name, o->template_name);
        if (!cost) {
            cost = &templates[template_count++];
            cost->name = o->template_name;
            map_put(s->arena, &by_name, o->template_name, cost);
        }
        cost->nanoseconds += rendered[i]->nanoseconds;
        cost->count++;
    }
    print_costs(lang == LANG_EN ? "dearest pages" : "trang tốn thời gian nhất", pages, page_count, DEAREST, out);
    print_costs(lang == LANG_EN ? "dearest templates" : "mẫu trang tốn thời gian nhất", templates, template_count, DEAREST, out);
}

/* What an entry took in all workers, added to its plugin's. */
static void add_entry(const PluginEntry *entry, Cost *of_plugin, Cost *costs, size_t *n)
{
    uint64_t calls = atomic_load(&entry->count->calls), nanoseconds = atomic_load(&entry->count->nanoseconds);

    if (!calls)
        return;
    costs[(*n)++] = (Cost){str_from(entry->doing.what), nanoseconds, calls};
    of_plugin->nanoseconds += nanoseconds;
    of_plugin->count += calls;
}

static void print_plugins(const Stats *s, Lang lang, const Plugins *plugins, FILE *out)
{
    size_t n, entries = 0, used = 0;
    const Plugin *all = plugins_all(plugins, &n);
    Cost *of_plugins = arena_array(s->arena, Cost, n + 1), *of_entries;

    for (size_t i = 0; i < n; i++)
        entries += all[i].directives.n + all[i].roles.n + all[i].filters.n + HOOK_COUNT;
    of_entries = arena_array(s->arena, Cost, entries + 1);
    entries = 0;
    for (size_t i = 0; i < n; i++) {
        const PluginEntries *lists[] = {&all[i].directives, &all[i].roles, &all[i].filters};
        Cost *of_plugin = &of_plugins[used];
        *of_plugin = (Cost){.name = all[i].name};
        for (size_t k = 0; k < 3; k++)
            for (size_t j = 0; j < lists[k]->n; j++)
                add_entry(&lists[k]->items[j], of_plugin, of_entries, &entries);
        for (size_t k = 0; k < HOOK_COUNT; k++)
            if (all[i].hooks[k].hook)
                add_entry(&all[i].hooks[k], of_plugin, of_entries, &entries);
        used += of_plugin->count > 0;
    }
    if (!used)
        return;
    print_costs(lang == LANG_EN ? "plugins" : "phần mở rộng", of_plugins, used, SIZE_MAX, out);
    print_costs(lang == LANG_EN ? "directives, filters and hooks of plugins" : "khối, bộ lọc và bước của phần mở rộng", of_entries, entries, SIZE_MAX, out);
}

void stats_print(const Stats *s, Lang lang, const Plugins *plugins, const Plan *plan, Rendered *const *rendered, FILE *out)
{
    fputs(lang == LANG_EN ? "stage        wall ms    cpu ms   memory MB\n" : "bước       đồng hồ ms    cpu ms  bộ nhớ MB\n", out);
    for (size_t i = 0; i < s->stages.n; i++) {
        const StatsStage *stage = &s->stages.items[i];
        fprintf(out, "%-10s %9.1f %9.1f %11.1f\n", stage->name, (double)stage->wall / 1e6, (double)stage->cpu / 1e6,
                (double)stage->memory / 1024);
    }
    if (plan && rendered)
        print_dearest(s, lang, plan, rendered, out);
    if (plugins)
        print_plugins(s, lang, plugins, out);
}
