/* assets.h - files of content/ that pages refer to: what may be published, and under which path. */
#ifndef SITE_ASSETS_H
#define SITE_ASSETS_H

#include "site/model.h"

enum { ASSET_MOST_BYTES = 50 << 20 };

/* The published file of `source`, checked when first asked for (kind by ending and first bytes, size, SVG without
 * scripts). NULL after an error, reported once at `at`. `image`: it must be a picture that browsers show. */
const Asset *asset_publish(Arena *a, Diag *d, Site *site, const Source *source, Place at, bool image);

/* The path in site/ of a file of content/: slugs, the ending in lower case. */
Str asset_path(Arena *a, Str path);

/* "PDF", "Word", ... for the link text of a file with this ending; empty where the ending may not be published. */
Str asset_type_label(Str path);

#endif
