/* damage.h - text damaged on its way out of scans and old files: syllables cut by blanks, numbers and days left blank, letters of another code
 * page, words misread. */
#ifndef CONTENT_DAMAGE_H
#define CONTENT_DAMAGE_H

#include "base/diag.h"

/* Warns once of each kind of damage, at its first place and with the number of places. `text` is valid UTF-8 in NFC without
 * NUL, and begins at `start`; its first `fields` bytes are front matter. What may be meant so ("điểm c ở", a foreign name) counts only when
 * there is more of it; words misread count in the front matter, where nobody quotes them. */
void damage_check(Diag *d, Place start, Str text, size_t fields);

#endif
