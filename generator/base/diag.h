/* diag.h - what is wrong, where, and what would be right: every message to a person goes through here. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/arena.h"
#include "base/list.h"
#include "base/str.h"

#include <stdint.h>
#include <stdio.h>

typedef enum { LANG_VI, LANG_EN } Lang;

/* Where something was written. 8 bytes. File 0: nowhere in particular. Line and column count from 1,
 * columns in code points; 0: the whole file, the whole line. Larger numbers stop at the largest. */
typedef struct {
    uint64_t file : 20;
    uint64_t line : 22;
    uint64_t column : 18;
    uint64_t : 4;
} Place;

static inline Place place_at(Place in, size_t line, size_t column)
{
    in.line = (line < 0x3fffff ? line : 0x3fffff) & 0x3fffff;
    in.column = (column < 0x3ffff ? column : 0x3ffff) & 0x3ffff;
    return in;
}

/* The place of byte `offset` of `text`, when `text` begins at `start`. */
Place place_in(Place start, Str text, size_t offset);

/* The files that places point into: the path as shown to the editor, and as opened. Filled before workers fork. */
typedef struct {
    Arena *arena;
    LIST(Str) paths; /* [0] is "" */
} Files;

Files *files_new(Arena *a);

/* A place (line 0) in a new file; `path` is relative to the working directory or absolute. */
Place files_add(Files *f, Str path);
Str files_path(const Files *f, Place at);

typedef enum { LEVEL_NOTE, LEVEL_WARNING, LEVEL_ERROR } Level;

typedef struct {
    Place at;
    Level level;
    const char *code; /* greppable, stable: "yaml.tab"; room.what */
    Str message;      /* one sentence, no full stop at its end, in the language of its Diag */
    Str hint;         /* what would be right; may hold several lines; may be empty */
} Diagnostic;

/* A list of diagnostics in the order they were found. Lives in the arena it was made in. */
typedef struct {
    Arena *arena;
    Lang lang;
    LIST(Diagnostic) list;
    size_t errors, warnings;
    size_t guessed; /* names that hints were sought among */
} Diag;

Diag *diag_new(Arena *a, Lang lang);

/* Reports. Both formats take the same arguments; a Vietnamese message reads: what is wrong, with the value at fault in « ». */
void diag_report(Diag *d, Level level, Place at, const char *code, const char *vi, const char *en, ...)
    __attribute__((format(printf, 5, 7), format(printf, 6, 7)));
#define diag_error(d, ...) diag_report((d), LEVEL_ERROR, __VA_ARGS__)
#define diag_warn(d, ...) diag_report((d), LEVEL_WARNING, __VA_ARGS__)
#define diag_note(d, ...) diag_report((d), LEVEL_NOTE, __VA_ARGS__)

/* Adds to the newest diagnostic what would be right; called again, adds a line. */
void diag_hint(Diag *d, const char *vi, const char *en, ...)
    __attribute__((format(printf, 2, 4), format(printf, 3, 4)));

/* Thousands of mistakes among thousands of names: from here on hints do without the nearest name. */
enum { DIAG_MOST_GUESSED = 1 << 20 };

/* True where a hint may be sought among so many names more. */
bool diag_may_guess(Diag *d, size_t names);

/* Hints at the name nearest to `wrong` among `names`, after folding, where one is near,
 * or at the first that holds it: "có phải «…»?". */
void diag_nearest(Diag *d, Str wrong, const Str *names, size_t n);

/* Appends all of `from`, copying nothing: its texts must live as long as `d`. */
void diag_merge(Diag *d, const Diag *from);

/* Puts them in the order of the file (place), keeping the order of what stands at one place. */
void diag_sort(Diag *d);

/* One of two texts by language. */
static inline const char *diag_word(const Diag *d, const char *vi, const char *en)
{
    return d->lang == LANG_EN ? en : vi;
}

/* Prints those of level `least` and worse, in order: for people, with the line at fault and a caret... */
void diag_print(const Diag *d, const Files *files, Level least, bool colour, FILE *out);

/* ... or one JSON object a line: file, line, column, code, level, message, hint. */
void diag_print_json(const Diag *d, const Files *files, Level least, FILE *out);

#endif
