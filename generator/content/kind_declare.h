/* kind_declare.h - one kind file's YAML to a Kind. Only for kind.c. */
#ifndef CONTENT_KIND_DECLARE_H
#define CONTENT_KIND_DECLARE_H

#include "content/kind.h"

/* What kind files are checked by. */
typedef struct {
    Schema *kind;  /* of a whole file */
    Schema *field; /* of one declared field; a part of `kind` */
} KindDeclarations;

KindDeclarations kind_declarations(Arena *a, Diag *d);
void kind_declarations_free(KindDeclarations *by);

/* Makes a Kind of what stands in one file. False: reasons are in `d`; what was made of it is still to be freed. */
bool kind_declare(Arena *a, Diag *d, const KindDeclarations *by, Value raw, Kind *out);

#endif
