/* collect.h - all pages become one sealed site. */
#ifndef SITE_COLLECT_H
#define SITE_COLLECT_H

#include "site/model.h"

/* `columns` (of every SOURCE_COLUMN) and `pages` (of every SOURCE_PAGE) stand in the order of the sources; NULL where
 * one could not be read. Reports what only the whole can show: files outside any column, records, references, keys that
 * are not unique, links and files that lead nowhere. The site is complete even after errors, so that later steps go on. */
Site *site_collect(Arena *a, Diag *d, SiteInput in, Column **columns, size_t column_count, Page **pages, size_t page_count);

/* Fills `site.data`: what the plugins' collect hooks gave, by plugin (plugins_run). */
void site_set_data(Arena *a, Site *site, const Value *made);

/* The column whose folder holds `path`, the nearest one, or NULL. */
Column *column_of(Column **columns, size_t n, Str path);

#endif
