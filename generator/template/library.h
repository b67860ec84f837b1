/* library.h - all templates of a build: parsed one by one, then resolved and compiled together. */
#ifndef TEMPLATE_LIBRARY_H
#define TEMPLATE_LIBRARY_H

#include "base/map.h"
#include "template/tree.h"

/* A function or filter that templates may call. */
typedef struct {
    Str name;
    size_t least, most; /* arguments, for a filter those in brackets */
} Callable;

/* One step from a value to what is in it: a key of a map, or the index of a list. */
typedef struct {
    Str name;      /* empty: `index` counts */
    int64_t index; /* from 1 */
    uint32_t seen; /* where the key stood in the last map: a guess */
} Step;

/* A filter whose arguments are constants. */
typedef struct {
    uint32_t filter;
    Place at;
    Str source;
    const Value *args;
    size_t arg_count;
} Pipe;

/* A template that an include may choose, and the slots that its arguments go to. */
typedef struct {
    const Template *part;
    const uint32_t *params;
} Inclusion;

/* What a run does at a term. */
typedef enum {
    RUN_WRITE,
    RUN_JUMP, /* over `skip` terms */
    RUN_JUMP_IF_TRUE,
    RUN_JUMP_IF_FALSE,
    RUN_SET,
    RUN_CALL, /* with the values of the `param_count` terms behind it */
    RUN_LOOP, /* jumps over `skip` terms where there is nothing to go through */
    RUN_NEXT  /* back to the term behind the `skip`th before it, for the next round */
} Run;

/* What Lua code names by number: static text, a value with a fixed way to it, the place of an operation. */
typedef struct {
    Place at;
    Str source; /* the expression, for messages; empty: nothing but `before` is written */
    Str before; /* static text that goes out first */
    Escape escape;
    Op op;
    uint32_t id;        /* a slot, function, filter or block, as the code's letter says */
    const Value *root;  /* of a rooted value: a slot or a constant */
    uint32_t root_slot; /* the slot, while the library is not compiled */
    Step *steps;
    size_t step_count;
    Pipe *pipes;
    size_t pipe_count;
    Run run;
    uint32_t skip;
    const Value *same; /* of a jump: it counts whether the value is this one; NULL: whether it is true */
    const Function *function; /* called: macro, super; the text of an included template */
    const Template *part;     /* included */
    const Map *choices;       /* what the first argument chooses to include instead: its text -> Inclusion * */
    uint32_t *params;         /* slots that the arguments go to */
    size_t param_count;
} Term;

enum { NO_SLOT = UINT32_MAX };

typedef struct {
    Arena *arena;
    Diag *diag;        /* while something is added or compiled */
    LIST(Str) context; /* names that every template sees; they have the first slots */
    LIST(Callable) functions, filters;
    Templates templates;
    Map by_name;    /* name -> Template *, the earliest */
    Functions code; /* all that is compiled, by Function.id */
    LIST(Str) block_names;
    LIST(Term) terms;
    bool failed; /* a template could not be parsed */
    uint32_t slot_count;
    Value *slots; /* made when compiled; the context's come first */
} Library;

void library_context(Library *lib, Arena *a, const Str *names, size_t n);

/* Parses one template. One of a name that is there already only counts for what it includes. An optional one is left out
 * when the library is compiled and lacks what it refers to. False: there was an error. */
bool library_add(Library *lib, Arena *a, Diag *d, Place start, Str name, Str path, Str source, bool optional);

/* Resolves names, parents, includes and macros, and makes the Lua text of all functions. False: reasons are in `d`. */
bool library_compile(Library *lib, Arena *a, Diag *d);

/* The template that counts under `name`, or NULL. */
Template *library_find(const Library *lib, Str name);

#endif
