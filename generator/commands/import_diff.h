/* import_diff.h - what differs between two texts, line by line, in the unified form. */
#ifndef COMMANDS_IMPORT_DIFF_H
#define COMMANDS_IMPORT_DIFF_H

#include "base/buf.h"

/* Appends the hunks that turn `old` into `new`, three lines around each, below the two lines "--- path" and "+++ path". Nothing where
 * they are the same. An `old` that is empty is a file that is not there yet. */
void import_diff(Buf *out, Str path, Str old, Str new);

#endif
