/* advice.h - what plugins have to say about the site: their hook check. */
#ifndef SITE_ADVICE_H
#define SITE_ADVICE_H

#include "site/model.h"

/* Runs the hook check of all plugins; each report{…} becomes a diagnostic at the place of the value that it is about. */
void advice_report(Arena *a, Diag *d, const Site *site, Plugins *plugins);

#endif
