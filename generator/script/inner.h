/* inner.h - what the files of the engine share. Inside the room only. */
#ifndef SCRIPT_INNER_H
#define SCRIPT_INNER_H

#include "script/engine.h"
#include "script/sandbox.h"
#include "template/library.h"

enum {
    ENGINE_MOST_DEPTH = 60,               /* templates, blocks and macros inside each other */
    ENGINE_MOST_STEPS = 5 * 1000 * 1000, /* outputs, rounds, calls and items of one page */
    ENGINE_MOST_OUTPUT = 64 << 20,        /* bytes of one page */
    ENGINE_MOST_SCRATCH = 64 << 20,       /* bytes that its values take */
    ENGINE_MOST_TEXT = 4 << 20,           /* bytes of one text that a template makes */
    PIPE_MOST_ARGS = 51                   /* PARSER_MOST_ARGS and what stands left of '|' */
};

typedef struct {
    HostFunction function;
    void *host;
} Host;

typedef LIST(Host) Hosts;

struct Engine {
    Arena *arena;
    Lang lang;
    Files *files;
    Library lib;
    Hosts functions, filters; /* by the numbers that the library gave */
    SandboxMemory memory;
    lua_State *L;
    int *code;   /* Lua references of the functions, by Function.id */
    int *active; /* how many times a function runs now */
    bool compiled;
    /* One page at a time: */
    Arena *scratch;
    Diag *diag;
    const Rendering *rendering;
    Buf *out;
    Buf spare;            /* for one URL at a time */
    const Template *root; /* whose blocks count */
    int depth;
    size_t steps;
    bool reported;
};

static inline Engine *engine_of(lua_State *L) { return *(Engine **)lua_getextraspace(L); }

/* The term that a function's first argument numbers. */
static inline const Term *run_term(lua_State *L, const Engine *e) { return &e->lib.terms.items[lua_tointeger(L, 1)]; }

/* bridge.c: values to Lua and back. Numbers, booleans and nil are Lua's own; all else is light userdata, a pointer to a
 * Value that stays where it is until the page is written. */
void bridge_push(lua_State *L, const Value *v);

/* Pushes a value that lives nowhere yet: it is kept in scratch. Gives 1, for `return`. */
int bridge_push_new(lua_State *L, Engine *e, Value v);
Value bridge_take(lua_State *L, int i);

/* The values from stack index `from` on, in scratch. */
Value *bridge_take_all(lua_State *L, Engine *e, int from, size_t *n);

/* operate.c: n(i, a[, b]), q(a, b), k(i, a, b), m(...) of template/emit.h. */
int operate_number(lua_State *L);
int operate_equal(lua_State *L);
int operate_concat(lua_State *L);
int operate_list(lua_State *L);

/* run.c: makes the table of the one-letter functions (template/emit.h) and leaves it on the stack. */
void run_open(lua_State *L);

/* Runs template `t` and what it extends. Called in a protected call. */
void run_template(Engine *e, const Template *t);

/* Ends the page: the mistake is in the diagnostics already. */
_Noreturn void run_abort(Engine *e);

/* Counts `n` more steps of this page; ends it at `t` when there are too many. */
void run_step(Engine *e, const Term *t, size_t n);

/* write.c: appends `v` as the term's place in HTML asks, or ends the page. */
void write_value(Engine *e, const Term *t, Value v);

/* The words of a number: 1.234,5. */
void write_number(Buf *out, Value v);

/* Digits with a dot before each three, decimals behind a comma. `text` is "-1234.5" as C writes it. */
void write_grouped(Buf *out, const char *text);

/* url.c: a URL that the content or the theme wrote. False: its scheme is not allowed. */
bool url_text(Buf *out, Str url);

/* A component of a URL; bytes in `keep` stay as they are, besides letters, digits and "-._~". */
void url_component(Buf *out, Str text, const char *keep);

/* engine.c: a function or filter whose number of arguments is checked when templates are compiled. */
void inner_function(Engine *e, Callable c, HostFunction function, void *host);
void inner_filter(Engine *e, Callable c, HostFunction function, void *host);

/* filters.c: registers all filters and functions of the language. */
void filters_register(Engine *e);

#endif
