/* render.h - outputs to bytes: templates run over the sealed site, files are copied, each into the stage. */
#ifndef OUTPUT_RENDER_H
#define OUTPUT_RENDER_H

#include "base/crew.h"
#include "output/stage.h"
#include "script/engine.h"
#include "site/plan.h"

/* What one output became; lives in the crew's mapping. */
typedef struct {
    Staged staged;
    uint64_t nanoseconds; /* that making it took */
} Rendered;

typedef struct {
    const Site *site;
    const Plan *plan;
    Engine *engine;
    Plugins *plugins;
    Stage *stage;         /* NULL: everything is made, nothing is written (check) */
} RenderInput;

/* The names of what templates see, in the order in which render hands them over. */
const Str *render_context_names(size_t *n);

/* Registers the template functions that look into the site: record, pages. `site` may be filled later. */
void render_functions(Engine *engine, const Site *const *site);

/* Makes every output, in parallel; results in the order of the plan, NULL where one failed. */
Rendered **render_all(Crew *crew, Arena *a, Diag *d, const RenderInput *input);

#endif
