#include "template/parser.h"

#include <stdlib.h>

static Expr *expression(Parser *p, int least);

static Expr *make(Parser *p, ExprType type, Place at, size_t from)
{
    Expr *e = arena_make(p->arena, Expr);

    e->type = type;
    e->at = at;
    e->from = from;
    return e;
}

static void *fail(Parser *p)
{
    p->failed = true;
    return NULL;
}

/* Counts one more operator or bracket of this tag: Lua's own compiler takes 200 levels. */
static bool count(Parser *p)
{
    if (p->operators++ < PARSER_MOST_OPERATORS)
        return true;
    if (p->operators == PARSER_MOST_OPERATORS + 1) {
        diag_error(p->diag, p->token.at, "template.long", "biểu thức quá dài: nhiều nhất %d phép tính và ngoặc",
                   "the expression is too long: at most %d operators and brackets", PARSER_MOST_OPERATORS);
        diag_hint(p->diag, "chia nhỏ bằng {%% set %%}", "split it by {%% set %%}");
    }
    fail(p);
    return false;
}

/* The expression reaches to the last token taken. */
static Expr *done(Parser *p, Expr *e)
{
    e->to = p->end;
    e->source = str_slice(p->out->source, e->from, e->to);
    return e;
}

static Expr *constant(Parser *p, Value v)
{
    Expr *e = make(p, EXPR_CONST, p->token.at, p->token.from);

    e->value = v;
    parser_advance(p);
    return done(p, e);
}

static double to_number(Parser *p) { return strtod(arena_str(p->arena, p->token.text).s, NULL); }
static int64_t to_int(Parser *p) { return strtoll(arena_str(p->arena, p->token.text).s, NULL, 10); }

/* Reads "expr, expr" up to `close`, which is taken. */
static bool arguments(Parser *p, const char *close, Expr *e)
{
    LIST(Expr *) list = {0};

    if (!count(p))
        return false;
    while (!parser_at(p, close)) {
        Expr *arg = parser_expression(p);
        if (!arg)
            return false;
        list_push(p->arena, &list, arg);
        if (!parser_take(p, ","))
            break;
    }
    if (list.n > PARSER_MOST_ARGS) {
        diag_error(p->diag, e->at, "template.arguments", "quá nhiều giá trị: %zu, nhiều nhất là %d",
                   "too many values: %zu, at most %d may stand here", list.n, PARSER_MOST_ARGS);
        return fail(p);
    }
    e->args = list.items;
    e->arg_count = list.n;
    return parser_expect(p, close);
}

static bool is_word(Str name) { return str_is(name, "and") || str_is(name, "or") || str_is(name, "not"); }

static Expr *named(Parser *p)
{
    Expr *e;

    if (parser_at(p, "true") || parser_at(p, "false"))
        return constant(p, value_bool(parser_at(p, "true")));
    if (parser_at(p, "nil"))
        return constant(p, value_null());
    e = make(p, EXPR_NAME, p->token.at, p->token.from);
    e->name = p->token.text;
    parser_advance(p);
    if (parser_take(p, "(")) {
        e->type = EXPR_CALL;
        if (!arguments(p, ")", e))
            return NULL;
    }
    return done(p, e);
}

static Expr *missing(Parser *p)
{
    if (p->token.type != TOKEN_BAD) {
        diag_error(p->diag, p->token.at, "template.expression", "chờ một giá trị, gặp «%.*s»", "expected a value, found \"%.*s\"",
                   STR_ARG(parser_found(p)));
    }
    return fail(p);
}

static Expr *primary(Parser *p)
{
    Expr *e, *inner;

    switch (p->token.type) {
    case TOKEN_STRING: return constant(p, value_string(p->arena, p->token.text));
    case TOKEN_INT: return constant(p, value_int(to_int(p)));
    case TOKEN_NUMBER: return constant(p, value_number(to_number(p)));
    case TOKEN_NAME: return is_word(p->token.text) ? missing(p) : named(p);
    default: break;
    }
    e = make(p, EXPR_LIST, p->token.at, p->token.from);
    if (parser_take(p, "["))
        return arguments(p, "]", e) ? done(p, e) : NULL;
    if (!parser_take(p, "("))
        return missing(p);
    if (!count(p) || !(inner = parser_expression(p)) || !parser_expect(p, ")"))
        return NULL;
    inner->from = e->from;
    return done(p, inner);
}

static Expr *field(Parser *p, Expr *left)
{
    Expr *e = make(p, EXPR_INDEX, left->at, left->from);
    Str name;

    e->left = left;
    if (!count(p))
        return NULL;
    if (parser_take(p, "[")) {
        e->right = parser_expression(p);
        return e->right && parser_expect(p, "]") ? done(p, e) : NULL;
    }
    parser_advance(p); /* "." */
    e->right = make(p, EXPR_CONST, p->token.at, p->token.from);
    if (!parser_name(p, "khóa sau dấu chấm", "a key after the dot", &name))
        return NULL;
    e->right->value = value_string(p->arena, name);
    done(p, e->right);
    return done(p, e);
}

static Expr *suffixed(Parser *p)
{
    Expr *e = primary(p);

    while (e && (parser_at(p, ".") || parser_at(p, "[")))
        e = field(p, e);
    if (e && parser_at(p, "(")) {
        diag_error(p->diag, p->token.at, "template.call", "chỉ gọi được hàm theo tên, không gọi được «%.*s(…)»",
                   "only functions with a name can be called, not \"%.*s(…)\"", STR_ARG(e->source));
        return fail(p);
    }
    return e;
}

/* How tightly operators bind, as in Lua. */
typedef struct {
    const char *text;
    Op op;
    int left, right;
} Binary;

static const Binary binaries[] = {
    {"or", OP_OR, 1, 1},   {"and", OP_AND, 2, 2},   {"==", OP_EQ, 3, 3},   {"~=", OP_NE, 3, 3},
    {"!=", OP_NE, 3, 3},   {"<", OP_LT, 3, 3},      {"<=", OP_LE, 3, 3},   {">", OP_GT, 3, 3},
    {">=", OP_GE, 3, 3},   {"..", OP_CONCAT, 9, 8}, {"+", OP_ADD, 10, 10}, {"-", OP_SUB, 10, 10},
    {"*", OP_MUL, 11, 11}, {"/", OP_DIV, 11, 11},   {"%", OP_MOD, 11, 11}, {"^", OP_POW, 14, 13},
};
enum { UNARY_BINDS = 12 };

static const Binary *binary(Parser *p)
{
    if (p->token.type != TOKEN_OP && p->token.type != TOKEN_NAME)
        return NULL;
    for (size_t i = 0; i < sizeof binaries / sizeof *binaries; i++)
        if (parser_at(p, binaries[i].text))
            return &binaries[i];
    return NULL;
}

static Op unary(Parser *p)
{
    if (parser_at(p, "not"))
        return OP_NOT;
    if (parser_at(p, "-"))
        return OP_NEG;
    return parser_at(p, "#") ? OP_LENGTH : OP_NONE;
}

static Expr *operand(Parser *p)
{
    Op op = unary(p);
    Expr *e;

    if (op == OP_NONE)
        return suffixed(p);
    e = make(p, EXPR_UNARY, p->token.at, p->token.from);
    e->op = op;
    parser_advance(p);
    if (!count(p))
        return NULL;
    e->right = expression(p, UNARY_BINDS);
    return e->right ? done(p, e) : NULL;
}

/* An expression of operators that bind more tightly than `least`. */
static Expr *expression(Parser *p, int least)
{
    const Binary *b;
    Expr *e, *left;

    left = operand(p);
    while (left && (b = binary(p)) && b->left > least) {
        if (!count(p))
            return NULL;
        e = make(p, EXPR_BINARY, left->at, left->from);
        e->op = b->op;
        e->left = left;
        parser_advance(p);
        e->right = expression(p, b->right);
        left = e->right ? done(p, e) : NULL;
    }
    return left;
}

static Expr *filter(Parser *p, Expr *left)
{
    Expr *e = make(p, EXPR_FILTER, p->token.at, left->from);

    e->left = left;
    if (!count(p))
        return NULL;
    if (!parser_name(p, "tên bộ lọc sau «|»", "the name of a filter after \"|\"", &e->name))
        return NULL;
    if (parser_take(p, "(") && !arguments(p, ")", e))
        return NULL;
    return done(p, e);
}

Expr *parser_expression(Parser *p)
{
    Expr *e = expression(p, 0);
    bool filtered = false;

    while (e && parser_take(p, "|")) {
        e = filter(p, e);
        filtered = true;
    }
    if (e && filtered && binary(p)) {
        diag_error(p->diag, p->token.at, "template.filter_end", "sau bộ lọc không đặt được «%.*s»",
                   "\"%.*s\" cannot follow a filter", STR_ARG(p->token.text));
        diag_hint(p->diag, "đặt phần có bộ lọc trong ngoặc: (%.*s) %.*s …", "put the filtered part into brackets: (%.*s) %.*s …",
                  STR_ARG(e->source), STR_ARG(p->token.text));
        return fail(p);
    }
    return p->failed ? NULL : e;
}
