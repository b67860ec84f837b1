/* engine.h - templates, compiled to Lua 5.4 and run in a fenced-in state. One per build; inherited by forked workers. */
#ifndef SCRIPT_ENGINE_H
#define SCRIPT_ENGINE_H

#include "base/buf.h"
#include "content/doc.h"
#include "value/value.h"

typedef struct Engine Engine;

/* A function or filter that C gives to templates. Returns its value, made in `scratch`; where it cannot, it sets
 * `*error` (a sentence in the diag's language) and the template's line is reported with it. */
typedef struct HostCall {
    void *host;             /* as registered */
    Arena *scratch;         /* lives until the page is written */
    const Value *args;      /* for a filter args[0] is what stands left of '|' */
    size_t count;
    Lang lang;
    Str error;              /* set on failure */
} HostCall;
typedef Value (*HostFunction)(HostCall *call);

/* Templates come from several folders: an earlier one (theme) wins over a later one (its parent, plugins). */
Engine *engine_new(Arena *a, Lang lang);

/* Names of the values that every template sees: "page", "site", ... Call before engine_load. */
void engine_context_names(Engine *e, const Str *names, size_t n);
void engine_function(Engine *e, Str name, HostFunction function, void *host);

/* False: there is a filter of that name. */
bool engine_filter(Engine *e, Str name, HostFunction function, void *host);

/* Reads every *.html below `dir`; of one name the earliest folder's counts. All mistakes of form are reported; false
 * when there was one. A folder that is not there is empty. */
bool engine_load(Engine *e, Diag *d, Files *files, const char *dir);

/* The same for templates that lean on the theme's: each is left out where the theme has not what it extends, imports or
 * includes. Those in folders below `dir` are parts, left out where nothing includes them. */
bool engine_load_optional(Engine *e, Diag *d, Files *files, const char *dir);

/* Compiles all that was loaded, once, after the last engine_load (also when one failed): parents, parts, names, filters. All
 * mistakes are reported. False when there was any, in loading too. */
bool engine_compile(Engine *e, Diag *d);

bool engine_has(const Engine *e, Str template_name);

/* What one page is rendered with. */
typedef struct {
    Str path;               /* of the output in site/: relative links start here */
    Str base_url;           /* "https://host/base/", ends with '/'; may be empty */
    bool absolute;          /* write absolute links (the 404 page, feeds); needs base_url, else root-relative to base */
    Place page;             /* the content file, named in messages beside the template's line; file may be 0 */
    const Value *context;   /* one value for each context name, in that order */
    DocHoleWriter fill;     /* directives and roles; links are filled by the engine; may be NULL */
    void *fill_context;
} Rendering;

/* Appends the page to `out`. False: reasons are in `d`, with the template's file, line and column. */
bool engine_render(Engine *e, Diag *d, Str template_name, const Rendering *r, Buf *out);

/* Appends the URL of site path `to` (perhaps "...#fragment") as seen from `r`, percent-encoded, not HTML-escaped. */
void engine_url(Buf *out, const Rendering *r, Str to);

/* HTML that plugins made outside of any page has its paths in the site between these bytes, which no text can hold. */
enum { ENGINE_PATH_OPENS = 1, ENGINE_PATH_ENDS = 2 };

/* Appends such HTML, its paths as seen from `r`. */
void engine_html(Buf *out, const Rendering *r, Str html);

/* A number as pages show it: 1.234,5. */
Str engine_number(Arena *a, Value v);

/* Instructions and memory are measured for --stats: bytes that Lua holds now. */
size_t engine_memory(const Engine *e);

void engine_free(Engine *e);

/* The version of the library behind it. */
const char *engine_version(void);

#endif
