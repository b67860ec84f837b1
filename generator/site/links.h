/* links.h - every link, image and file must lead somewhere; the holes of all Docs learn where. */
#ifndef SITE_LINKS_H
#define SITE_LINKS_H

#include "site/model.h"

/* Resolves the links of all pages and columns and the typed file fields; what leads nowhere is an error at its place. */
void links_resolve(Arena *a, Diag *d, Site *site);

/* The path in site/ that `url`, written in file `from` of content/, leads to: a page by its .md file or published
 * address, a column by its folder, or a file, which is published by this. Empty after an error at `at`. `image`: it must be a picture. */
Str links_find(Arena *a, Diag *d, Site *site, Str from, Str url, Place at, bool image);

/* Why a page is not out, in the words of messages: "đã gỡ bỏ". */
const char *links_hidden_words(const Diag *d, Hidden hidden);

/* What an entry of the key `related` names: a file seen from content/, else from the file `from`. NULL: there is none. */
const Target *links_related(Arena *a, const Site *site, Str from, Str entry);

#endif
