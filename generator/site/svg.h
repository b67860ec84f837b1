/* svg.h - what makes an SVG more than a picture. */
#ifndef SITE_SVG_H
#define SITE_SVG_H

#include "base/arena.h"
#include "base/str.h"

/* What the file holds that may run, load or animate, in words for a message ("<script>", "on…="); NULL: it is but a picture.
 * Reads as an XML parser does: names count without their prefix, a document type with declarations of its own (entities,
 * attributes that stand by themselves) and an encoding other than UTF-8 are dangers. */
const char *svg_danger(Arena *scratch, Str text);

#endif
