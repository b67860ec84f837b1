/* resolve.h - gives names their meaning: variables, functions, macros, parents, parts. Inside the room only. */
#ifndef TEMPLATE_RESOLVE_H
#define TEMPLATE_RESOLVE_H

#include "template/library.h"

/* link.c: finds parents, parts and imports, refuses circles, and allots the templates' own variables. */
void link_templates(Library *lib);

/* resolve.c: resolves all names of all functions of `t`, and allots their variables. */
void resolve_template(Library *lib, Template *t);

/* The nearest template from `t` on (itself, its parent, ...) that has block `name`: the block. NULL: none. */
Function *find_block(const Template *t, Str name);

/* The macro that `name` is in `t`: its own or an imported one. NULL: none. */
Function *find_macro(const Library *lib, const Template *t, Str name);

/* emit.c: makes `f->lua` and its terms. */
void emit_function(Library *lib, Function *f);

#endif
