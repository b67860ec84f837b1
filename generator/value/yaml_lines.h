/* yaml_lines.h - the pass over the lines that makes what editors write into what libyaml reads. Only for yaml*.c.
 *
 * One line in gives one line out, and a value that is quoted anew begins where it began, so libyaml's marks are places
 * in the editor's own text. Every mistake of form is reported here, for all lines, before libyaml runs; behind a
 * mistake the pass writes what was probably meant, so that the rest can be checked too. */
#ifndef VALUE_YAML_LINES_H
#define VALUE_YAML_LINES_H

#include "base/buf.h"
#include "value/yaml.h"

enum { YAML_MOST_FAULTS = 20 }; /* of one document: what comes behind so many is noise */

/* How the last line ended, which decides what may be written deeper below it. */
typedef enum {
    YAML_BEGIN,
    YAML_OPEN,   /* "key:" or "-" without a value: it may follow below */
    YAML_TEXT,   /* a plain value: may go on, on deeper lines */
    YAML_CLOSED, /* a quoted value or one in brackets */
    YAML_BLOCK   /* text below | or > */
} YamlLast;

/* A list or map whose lines all begin at column `indent` (spaces before it). */
typedef struct {
    long indent;
    bool list;
    bool used; /* the first key has been seen */
} YamlFrame;

/* The whole text of the first pair of a nested map, for yaml_item_text. */
typedef struct {
    size_t line; /* from 0, below the document's first */
    Str text;    /* NUL-terminated, begins with the key */
} YamlItem;

typedef struct {
    Arena *a;
    Diag *d;
    Place start;
    Str text;      /* valid UTF-8; LF alone ends a line */
    Buf out;       /* what libyaml reads */
    Str line;      /* the current line, no white space at its end */
    size_t from;   /* the offset of the current line in `text` */
    size_t next;   /* the offset of the next one */
    size_t count;  /* lines taken so far, with the current one */
    bool root;     /* the document's list or map has begun */
    bool stop;     /* too deep, or too many mistakes */
    size_t errors; /* of `d` before the pass */
    YamlLast last;
    Str above; /* the line of the last plain value, whose value begins at byte `above_at` */
    size_t above_at;
    char dropped;   /* 'k', 'i' or 't': the last line was left out as a misplaced key, item or text; 0 if it was not */
    int long_looks; /* searches over many lines that found nothing: they are bounded, so that time stays linear */
    size_t depth;
    YamlFrame frames[YAML_MOST_DEPTH];
    LIST(YamlItem) items;
} YamlLines;

/* The colon that ends a key. */
typedef enum {
    COLON_NONE,
    COLON_GOOD,  /* followed by white space or the line's end */
    COLON_TIGHT, /* followed by text at once */
    COLON_WIDE   /* U+FF1A */
} ColonKind;

typedef struct {
    ColonKind kind;
    size_t at, after; /* offsets in the line of the colon and of what follows it */
} YamlColon;

/* The white space before a line's text. */
typedef struct {
    size_t bytes;
    long indent; /* as spaces; a tab counts as two */
    bool tab;
    bool odd_space; /* a no-break space or one of its kin */
} YamlLead;

/* Does the whole pass; mistakes are in `y->d`. The caller frees `y->out`. */
void yaml_lines(YamlLines *y);

/* yaml_scalars.c: the value that begins at byte `at` of the current line (or nothing, when the line ends there). */
void yaml_value(YamlLines *y, size_t at);

/* Steps that both share. */
bool yaml_next_line(YamlLines *y);
bool yaml_peek(const YamlLines *y, size_t from, Str *line, size_t *next); /* the line at offset `from`, as it is */
void yaml_pad(YamlLines *y, size_t columns);
static inline long yaml_parent(const YamlLines *y) { return y->depth ? y->frames[y->depth - 1].indent : -1; }
static inline bool yaml_full(const YamlLines *y) { return y->d->errors - y->errors >= YAML_MOST_FAULTS; }

/* What libyaml takes for a line break (CR, U+0085, U+2028, U+2029), and what it refuses. */
typedef enum { YAML_CHAR_FINE, YAML_CHAR_BREAK, YAML_CHAR_REFUSED } YamlCharClass;

/* yaml_chars.c: questions about a piece of text. */
YamlLead yaml_lead(Str line);
YamlColon yaml_colon(Str line, size_t from);
size_t yaml_gap(Str line, size_t at, size_t *columns); /* the end of the white space at `at`, and its code points */
size_t yaml_odd_space(Str text, size_t at);            /* the bytes of a white space that YAML does not know; else 0 */
size_t yaml_curly(Str text, size_t at);                /* the bytes of a curly double or single quote; else 0 */
bool yaml_is_item(Str line, size_t at);                /* "- " or a "-" that ends the line */
bool yaml_is_comment(Str text);
size_t yaml_closing(Str text, size_t from, char quote); /* the offset of the closing quote at or after `from`; else text.n */
YamlCharClass yaml_char_class(Str text, size_t at, size_t *bytes); /* `*bytes`: its length, when it is not fine */
size_t yaml_unfit(Str text, size_t from);                          /* the offset of the first that is not fine; else text.n */
static inline bool yaml_blank(char c) { return c == ' ' || c == '\t'; }

/* yaml_faults.c: the words for each mistake. `at`: its byte offset in the current line. */
Place yaml_place(const YamlLines *y, size_t at);
void yaml_fault_hidden(YamlLines *y, size_t offset); /* an offset in `y->text`; before the lines are read */
void yaml_fault_lead(YamlLines *y, Str line, size_t line_index, YamlLead lead);
void yaml_fault_document(YamlLines *y);
void yaml_fault_depth(YamlLines *y, Place at);
void yaml_fault_dash(YamlLines *y, size_t at, size_t bytes);
void yaml_fault_gap(YamlLines *y, size_t at);
void yaml_fault_colon(YamlLines *y, size_t at, YamlColon colon);
void yaml_fault_key(YamlLines *y, size_t at, YamlColon colon);
void yaml_fault_merge(YamlLines *y, Place at);
void yaml_fault_no_colon(YamlLines *y, size_t at);
void yaml_fault_indent(YamlLines *y, size_t at, long indent, long right);
void yaml_fault_item(YamlLines *y, size_t at);
void yaml_fault_list_key(YamlLines *y, size_t at, long indent);
void yaml_fault_sign(YamlLines *y, size_t at);
void yaml_fault_item_value(YamlLines *y, size_t at);
void yaml_fault_curly(YamlLines *y, size_t at);
void yaml_fault_unclosed(YamlLines *y, size_t at);
void yaml_fault_escape(YamlLines *y, size_t open, size_t close, size_t offset); /* offsets in `y->text` */
void yaml_fault_after_quote(YamlLines *y, size_t at, size_t close);
void yaml_fault_bracket(YamlLines *y, size_t at, size_t end, bool behind); /* `behind`: text behind its end */
void yaml_fault_bracket_open(YamlLines *y, size_t at);
void yaml_fault_bracket_curly(YamlLines *y, size_t at, size_t offset);
void yaml_fault_bracket_quote(YamlLines *y, size_t at, size_t offset);
void yaml_fault_block(YamlLines *y, size_t at);
void yaml_fault_block_indent(YamlLines *y, Str line, size_t line_index, long right);

#endif
