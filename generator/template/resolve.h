/* resolve.h - gives names their meaning: variables, functions, macros, parents, parts. Inside the room only. */
#ifndef TEMPLATE_RESOLVE_H
#define TEMPLATE_RESOLVE_H

#include "template/library.h"

/* What one walk over all nodes of a template does at each. */
typedef void (*Visit)(Library *lib, Template *t, Node *n);
void visit_template(Library *lib, Template *t, Visit visit);

/* The include `n` may choose the template `name`. */
bool include_admits(const Node *n, Str name);

/* optional.c: leaves out the optional templates that cannot be used here: what they extend, import or include is not there (a
 * theme without it wants none of them), or it lacks a block or macro of theirs, which is a warning; and those in folders
 * (parts of other templates) that nothing refers to. */
void leave_out_optional(Library *lib);

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
