/* json_read.h - JSON of other programs, read into raw Values: one document, or a file of one a line (JSONL).
 *
 * Strings come as content has them: NFC, LF at line ends, no control bytes but tab and LF; a byte order mark is dropped.
 * Maps keep the order of the file. Every value's place is where its document begins. */
#ifndef VALUE_JSON_READ_H
#define VALUE_JSON_READ_H

#include "value/value.h"

enum { JSON_MOST_DEPTH = 32, JSON_MOST_LINE = 8 << 20 /* bytes of one document */ };

/* Reads one document that begins at `start`; what it holds lives in `a`. False: the reason is in `d`, with line and column. */
bool json_read(Arena *a, Diag *d, Place start, Str text, Value *out);

/* One line of a file of JSONL, borrowed from its text. */
typedef struct {
    Str text;
    size_t number; /* from 1 */
} JsonLine;

typedef LIST(JsonLine) JsonLines;

/* The lines of `text` that are not blank. */
void json_lines(Arena *a, Str text, JsonLines *out);

/* The version of the library behind it. */
const char *json_version(void);

#endif
