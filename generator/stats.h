/* stats.h - what a build cost: time and memory per stage, the dearest pages and templates. */
#ifndef STATS_H
#define STATS_H

#include "output/render.h"

typedef struct {
    const char *name;
    uint64_t wall, cpu;  /* nanoseconds; cpu of this process and its workers */
    long memory;         /* KiB resident at its end, this process */
} StatsStage;

typedef struct {
    Arena *arena;
    uint64_t start, last, last_cpu; /* nanoseconds */
    LIST(StatsStage) stages;
} Stats;

/* Starts the clock. */
Stats stats_start(Arena *a);

/* Ends a stage that began where the last one ended. */
void stats_stage(Stats *s, const char *name);

/* Seconds since the start. */
double stats_seconds(const Stats *s);

/* Prints the stages and, where `rendered` is not NULL, the ten dearest pages and templates. */
void stats_print(const Stats *s, Lang lang, const Plugins *plugins, const Plan *plan, Rendered *const *rendered, FILE *out);

#endif
