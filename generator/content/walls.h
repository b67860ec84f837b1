/* walls.h - one look over a body before cmark sees it: what would cost too much is refused, what cmark must look for is known.
 *
 * The limits are those of SECURITY 1. The look is a guess at cmark's own reading and errs on the safe side only where
 * no honest page goes. It takes linear time. */
#ifndef CONTENT_WALLS_H
#define CONTENT_WALLS_H

#include "base/diag.h"

#include <stdint.h>

/* What the look found. */
typedef struct {
    Str text;
    Place start;            /* where its first byte stands */
    const uint32_t *lines;  /* the offset of each line */
    size_t line_count;
    bool tables, tasks, strikes, autolinks, footnotes; /* false: there is none for certain */
    struct {
        size_t line, byte, column;
    } last;                 /* the place asked for last: counting goes on from there, so that a long line costs no more than a short one */
    size_t notes, note_line; /* footnotes that are written below the text, and the first one's line */
} Scan;

/* Looks over `text`. False: a wall was hit, said with its line. `scratch` holds what `*out` points to. */
bool walls_scan(Arena *scratch, Diag *d, Place start, Str text, Scan *out);

/* Line `line`, from 1, without its LF; empty when there is none. */
Str walls_line(const Scan *scan, size_t line);

/* The place of byte `byte`, from 1, of line `line`; byte 0 or one past the line gives the whole line. */
Place walls_place(Scan *scan, size_t line, size_t byte);

/* A cell of a table's row: bytes of its line, without white space at its ends. */
typedef struct {
    size_t from, to;
} Cell;

/* The next cell of a row at or after `*at`, which moves behind it; start at 0. False: there is none. */
bool walls_cell(Str line, size_t *at, Cell *cell);

#endif
