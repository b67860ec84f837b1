/* lexer.h - cuts the text of a template into text, tags and the words inside tags. */
#ifndef TEMPLATE_LEXER_H
#define TEMPLATE_LEXER_H

#include "base/diag.h"

typedef enum {
    TOKEN_END,    /* of the file */
    TOKEN_TEXT,   /* what stands between tags, trimmed as the tags beside it ask */
    TOKEN_OUTPUT, /* {{ */
    TOKEN_TAG,    /* {% */
    TOKEN_CLOSE,  /* }} or %}, whichever fits the opening */
    TOKEN_NAME,
    TOKEN_STRING, /* text: without quotes, escapes resolved */
    TOKEN_INT,
    TOKEN_NUMBER,
    TOKEN_OP, /* one of the operators and brackets */
    TOKEN_BAD /* reported already */
} TokenType;

typedef struct {
    TokenType type;
    Str text;
    Place at;
    size_t from, to; /* bytes of the source */
} Token;

typedef struct {
    Arena *arena;
    Diag *diag;
    Str source;
    size_t at;           /* the next byte */
    Place start;         /* of the file */
    size_t line, column; /* of `seen` */
    size_t seen;         /* the byte up to which lines are counted */
    char close;          /* inside a tag '}' or '%', else 0 */
    bool trim;           /* the last tag ended in "-}}": white space that follows goes */
    Token opening;       /* of the tag that is open */
} Lexer;

/* Starts at the beginning of `source`; `start` is the file. */
void lexer_start(Lexer *x, Arena *a, Diag *d, Place start, Str source);

/* The next token. A tag that the file ends in is reported at its opening and gives TOKEN_BAD, then TOKEN_END. */
Token lexer_next(Lexer *x);

/* After a mistake: goes behind the end of the tag that is open. */
void lexer_skip_tag(Lexer *x);

#endif
