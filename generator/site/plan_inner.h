/* plan_inner.h - what the files of the plan share. Inside the room only. */
#ifndef SITE_PLAN_INNER_H
#define SITE_PLAN_INNER_H

#include "site/plan.h"

typedef struct {
    Arena *a;
    Diag *d;
    const Site *site;
    const Engine *engine;
    Plan *plan;
    Map missing; /* templates that were reported */
} Planner;

/* Adds one output; a path that is taken or cannot be is an error. */
void plan_add(Planner *p, Output output);

/* plan_made.c: what plugins add by their hooks plan and finish. */
void plan_made(Planner *p, Plugins *plugins);

#endif
