/* directive.h - the directives and roles that pages may use: their names, and their arguments typed as they are read. */
#ifndef CONTENT_DIRECTIVE_H
#define CONTENT_DIRECTIVE_H

#include "value/schema.h"

/* One declared directive or role; the first member of what its owner keeps of it. Sealed. */
typedef struct {
    Str name;             /* as pages write it, up to case and marks */
    const Schema *args;   /* in the declared order; a role's text without '=' is the first */
} DirectiveDecl;

/* All of a portal. */
typedef struct {
    const DirectiveDecl *const *directives;
    size_t directive_count;
    const DirectiveDecl *const *roles;
    size_t role_count;
    bool incomplete;      /* a plugin could not be read: names that are not known may be its */
} Directives;

/* One use of a directive or role in a page. Lives with the page; a section shares it with the page's body. */
typedef struct DirectiveCall {
    const DirectiveDecl *decl;
    Value args;           /* a map by canonical names; site/calls.c puts in what refs and files lead to */
    bool lacking;    /* what a required argument names is not published: said, and nothing is to be made of this */
    Place at;
} DirectiveCall;

/* What `name` (any spelling) names, or NULL after an error at `at` (none where `known` is incomplete). `known` may be NULL: there is none. */
const DirectiveDecl *directive_find(Arena *scratch, Diag *d, const Directives *known, bool role, Str name, Place at);

/* Types the arguments of a directive: its body, YAML. False: what is wrong is in `d`. */
bool directive_read(Arena *a, Diag *d, const DirectiveDecl *decl, Str body, Place at, Value *args);

/* Types the arguments of a role: "lĩnh vực=Hộ tịch; mức độ=toàn trình", or "Hộ tịch" for the first one. */
bool directive_read_role(Arena *a, Diag *d, const DirectiveDecl *decl, Str text, Place at, Value *args);

#endif
