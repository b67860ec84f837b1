/* refs.h - names that lead to records and pages: fields of type ref. */
#ifndef SITE_REFS_H
#define SITE_REFS_H

#include "site/model.h"

/* Collects the names (keys, titles, aliases, slugs) of all records and pages, and reports two items with one key. */
void refs_collect(Arena *a, Diag *d, Site *site);

/* Resolves the ref fields of one page: a map field -> value of what it names (or a list of them); empty when it has none.
 * An unknown name is an error at its place with the nearest one, that of a page that is not out a warning. */
Value refs_of(Arena *a, Diag *d, const Site *site, const Page *page);

/* What a typed value of a field of type ref (or of a list of these) names: a value, a list of values, or null after an error. */
Value refs_value(Arena *a, Diag *d, const Site *site, const Field *ref, Value v);

/* Resolves the ref fields of all records, which name other records and pages; only reports. */
void refs_check_records(Arena *a, Diag *d, const Site *site);

/* The record or page of `kind` that `name` (any spelling) names; null when there is none. */
Value refs_find(Arena *scratch, const Site *site, Str kind, Str name);

#endif
