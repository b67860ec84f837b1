/* parser.h - the text of one template to its tree. Inside the room only. */
#ifndef TEMPLATE_PARSER_H
#define TEMPLATE_PARSER_H

#include "template/lexer.h"
#include "template/tree.h"

enum { PARSER_MOST_DEPTH = 30, PARSER_MOST_OPERATORS = 80, PARSER_MOST_ARGS = 50 };

typedef struct {
    Arena *arena;
    Diag *diag;
    Lexer lexer;
    Token token; /* the one to be read next */
    size_t end;  /* byte behind the last token that was taken */
    Markup markup;
    Template *out;
    Function *function;                             /* the one being read */
    const char *const *open[PARSER_MOST_DEPTH + 1]; /* the end tags that are awaited, the innermost last */
    size_t open_count;
    int operators; /* and brackets in this tag */
    bool failed;   /* this tag holds a mistake that is reported */
} Parser;

/* Where a list of nodes stopped. */
typedef struct {
    Str name; /* of the end tag, which is taken but for what follows its name; empty: it is missing */
    Place at;
} Stop;

typedef struct {
    Node *first, **last;
} Nodes;

/* A tag and what reads it: its name is taken, the rest of the tag is the next token. */
typedef struct {
    const char *name;
    void (*read)(Parser *p, Nodes *out, Place at);
} TagRow;

/* tags.c: all tags that begin something; `*n` is their number. */
const TagRow *tag_rows(size_t *n);

/* Reads all of `t->source` into `t`; mistakes are reported. */
void template_parse(Arena *a, Diag *d, Template *t);

/* Takes the next token. */
void parser_advance(Parser *p);
bool parser_at(const Parser *p, const char *op);                        /* the next token is this operator or word */
bool parser_take(Parser *p, const char *op);                            /* ... and is taken */
bool parser_expect(Parser *p, const char *op);                          /* ... or a mistake is reported */
bool parser_name(Parser *p, const char *vi, const char *en, Str *name); /* takes a name; `vi`, `en`: of what */
Str parser_found(Parser *p);                                            /* the next token, for messages */

/* Takes the end of the tag. After a mistake, or where something is left over, the rest of the tag is passed over. */
void parser_close(Parser *p);

/* A new node at the end of `out`. */
Node *parser_add(Parser *p, Nodes *out, NodeType type, Place at);

/* Reads nodes up to one of the `ends`. */
Node *parser_branch(Parser *p, const char *const *ends, Stop *stop);

/* Takes the rest of an end tag. Where there was none, that is said at the opening. */
void parser_finish(Parser *p, Place opening, const char *name, const Stop *stop);

/* An expression with its filters. NULL: reported. */
Expr *parser_expression(Parser *p);

/* A name that stands alone in a tag and may be given to a variable. */
bool parser_reserved(Str name);

#endif
