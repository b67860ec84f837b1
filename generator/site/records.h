/* records.h - the data files of content/du-lieu/: rows of a kind that has no pages. */
#ifndef SITE_RECORDS_H
#define SITE_RECORDS_H

#include "site/model.h"

/* Reads every record file into `site->records`, each row checked by its kind's schema; wrong rows are left out. */
void records_read(Arena *a, Diag *d, Site *site);

#endif
