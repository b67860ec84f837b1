/* source.h - the text of one file: UTF-8, NFC, LF, without control bytes; front matter and body apart. */
#ifndef CONTENT_SOURCE_H
#define CONTENT_SOURCE_H

#include "base/diag.h"

/* Reads a text file below folder `root`; `at` is its place. A byte order mark goes, CRLF and CR become LF, and what is
 * not NFC is normalised (a note says so). False: not readable, too large, not UTF-8 or with control bytes; said in `d`. */
bool source_read(Arena *a, Diag *d, int root, Str path, Place at, uint64_t most, Str *text);

/* Reads text by any path, for theme and plugin files. */
bool source_read_path(Arena *a, Diag *d, Str path, Place at, uint64_t most, Str *text);

typedef struct {
    Str front, body;
    Place front_at, body_at; /* of their first bytes */
} SourceParts;

/* Divides a page into its front matter, between a first line `---` and the next one, and its body. False: there is none. */
bool source_split(Diag *d, Place at, Str text, SourceParts *out);

#endif
