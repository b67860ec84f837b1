/* tree.h - a template as a tree: made by the parser, completed by resolve, turned into Lua by emit. */
#ifndef TEMPLATE_TREE_H
#define TEMPLATE_TREE_H

#include "template/markup.h"
#include "value/value.h"

typedef struct Expr Expr;
typedef struct Node Node;
typedef struct Function Function;
typedef struct Template Template;
typedef LIST(Template *) Templates;

typedef enum {
    OP_NONE,
    OP_OR,
    OP_AND,
    OP_NOT,
    OP_EQ,
    OP_NE,
    OP_LT,
    OP_LE,
    OP_GT,
    OP_GE,
    OP_CONCAT,
    OP_ADD,
    OP_SUB,
    OP_MUL,
    OP_DIV,
    OP_MOD,
    OP_POW,
    OP_NEG,
    OP_LENGTH
} Op;

typedef enum {
    EXPR_CONST,  /* `value` */
    EXPR_NAME,   /* `name` -> `id` (a slot) */
    EXPR_INDEX,  /* left[right]; left.key has a constant `right` */
    EXPR_CALL,   /* name(args) -> `id` (a host function), or `macro`, or super() */
    EXPR_FILTER, /* left | name(args) -> `id` */
    EXPR_UNARY,  /* op right */
    EXPR_BINARY, /* left op right */
    EXPR_LIST    /* [args] */
} ExprType;

struct Expr {
    ExprType type;
    Op op;
    Place at;
    size_t from, to; /* bytes of the source */
    Str source;      /* the same as text, for messages */
    Str name;
    Value value;
    Expr *left, *right;
    Expr **args;
    size_t arg_count;
    uint32_t id;      /* set by resolve */
    Function *target; /* of a macro call or super(): set by resolve */
};

typedef enum { NODE_TEXT, NODE_OUTPUT, NODE_IF, NODE_FOR, NODE_SET, NODE_BLOCK, NODE_INCLUDE } NodeType;

struct Node {
    NodeType type;
    Place at;
    Node *next;
    Str text;      /* NODE_TEXT: what is written; NODE_SET: the name; NODE_INCLUDE: the template, or what `else` names */
    Escape escape; /* NODE_OUTPUT */
    Expr *expr;    /* output, condition, list, value; NODE_INCLUDE: what stands between `head` and `tail`, or NULL */
    Node *body;
    Node *other;   /* NODE_IF: an `elseif` as one NODE_IF (`chained`), or what else there is; NODE_FOR: its else */
    bool chained;  /* other is an elseif */
    Str key, item; /* NODE_FOR: names of the variables; key may be empty */
    Str *names;    /* NODE_INCLUDE: with { name = expr } */
    Expr **args;
    size_t arg_count;
    uint32_t slot;      /* NODE_SET, NODE_FOR (first of LOOP_SLOTS): set by resolve */
    Function *function; /* NODE_BLOCK */
    Str head, tail;     /* NODE_INCLUDE by expression: head .. expr .. tail */
    Template *part;     /* NODE_INCLUDE: set by resolve */
    Templates choices;  /* ... and those that `expr` may choose instead */
};

/* The slots of one loop, from Node.slot on. */
enum { LOOP_LIST, LOOP_KEY, LOOP_ITEM, LOOP_INDEX, LOOP_COUNT, LOOP_FIRST, LOOP_LAST, LOOP_SLOTS };

typedef enum { FUNCTION_TEXT, FUNCTION_BLOCK, FUNCTION_MACRO } FunctionType;

/* What is compiled to one Lua function: a template's own text, a block, a macro. Its variables are the slots
 * `first` .. `first + slots - 1`. */
struct Function {
    FunctionType type;
    Str name;
    Place at;
    Template *home;
    Node *body;
    Str *params; /* of a macro */
    size_t param_count;
    uint32_t first, slots;
    uint32_t id;    /* its place in Library.functions */
    uint32_t block; /* of a block: the number of its name in the library */
    Str lua;        /* made by emit */
};

typedef struct {
    Str name;
    uint32_t slot;
    Place at;
} Variable;

typedef LIST(Variable) Variables;
typedef LIST(Function *) Functions;

typedef struct {
    Str name;
    Place at;
} Reference;

struct Template {
    Str name; /* "procedure.html" */
    Str path; /* as shown */
    Place start;
    Str source;
    Reference extends; /* its name is empty where there is none */
    Template *parent;
    Function *text; /* what stands outside blocks and macros */
    Functions blocks, macros;
    LIST(Reference) imports;
    Variables variables; /* set outside blocks, and given by includes: seen by its blocks too */
    size_t given;        /* how many of them includes give; they come first */
    bool optional;       /* counts only where all that it refers to is there; see leave_out_optional */
    bool used;           /* something refers to it; known of optional ones */
    bool shadowed;       /* an earlier folder has one of that name, or it is left out: only its includes count */
    int mark;            /* of resolve's searches for cycles */
    Function **dispatch; /* by block number: the function that this template, when rendered, uses; made by resolve */
};

#endif
