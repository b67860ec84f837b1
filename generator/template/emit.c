#include "base/buf.h"
#include "template/parser.h"
#include "template/resolve.h"

#include <inttypes.h>

/* The Lua text holds control flow, numbers and calls of one-letter functions, nothing of the template's own text:
 *   r(i,j)  write the outputs i..j, each with the text before it      o(i[,v])  write output i
 *   v(i)    the value of i       z(i)  is it true?      y(x)  x where it counts as true, else nil
 *   g(i,x,k)  x[k]    c(i,...)  function    f(i,x,...)  filter    n(i,a[,b])  arithmetic, order, length
 *   q(a,b)  equality  k(i,...)  joined text    m(...)  a list
 *   s(i[,x])  set a variable    L(i[,x])  begin a loop: its count    N(i,n)  its n-th round
 *   b(i)  a block     x(i,...)  a macro, super() or another template
 * `i` numbers a Term. Where the optional value is not given, the term itself leads to it (a rooted term). */
typedef struct {
    Library *lib;
    Buf out;
    size_t line; /* of the template and of the chunk */
    size_t run;  /* the first term of the outputs not yet written as r(i,j) */
    bool running;
    Str text; /* static text not yet given to a term */
} Emit;

static void expr(Emit *m, const Expr *e);
static void nodes(Emit *m, const Node *n);

static Term *term_at(Emit *m, uint32_t i) { return &m->lib->terms.items[i]; }

static uint32_t new_term(Emit *m, Place at, Str source)
{
    Term *t = list_add(m->lib->arena, &m->lib->terms);

    t->at = at;
    t->source = source;
    t->root_slot = NO_SLOT;
    return (uint32_t)(m->lib->terms.n - 1);
}

static bool all_constant(const Expr *e)
{
    for (size_t i = 0; i < e->arg_count; i++)
        if (e->args[i]->type != EXPR_CONST)
            return false;
    return true;
}

static bool is_step(const Expr *key)
{
    return key->type == EXPR_CONST && (value_is(key->value, VALUE_STRING) || value_is(key->value, VALUE_INT));
}

/* True when a variable or a constant, fixed keys and filters with constants lead to the value, in this order. */
static bool rooted(const Expr *e)
{
    switch (e->type) {
    case EXPR_CONST:
    case EXPR_NAME: return true;
    case EXPR_INDEX: return is_step(e->right) && e->left->type != EXPR_FILTER && rooted(e->left);
    case EXPR_FILTER: return all_constant(e) && rooted(e->left);
    default: return false;
    }
}

static size_t depth_of(const Expr *e, ExprType type)
{
    size_t n = 0;

    for (; e; e = e->left)
        n += e->type == type;
    return n;
}

static void add_pipe(Arena *a, Pipe *p, const Expr *e)
{
    Value *args = arena_array(a, Value, e->arg_count + 1);

    for (size_t i = 0; i < e->arg_count; i++)
        args[i + 1] = e->args[i]->value;
    *p = (Pipe){.filter = e->id, .at = e->at, .source = e->left->source, .args = args, .arg_count = e->arg_count + 1};
}

/* Writes the way to `e`, which is rooted, into term `i`. */
static void lead(Emit *m, uint32_t i, const Expr *e)
{
    Arena *a = m->lib->arena;
    Term *t = term_at(m, i);
    size_t steps = depth_of(e, EXPR_INDEX), pipes = depth_of(e, EXPR_FILTER);

    t->step_count = steps;
    t->pipe_count = pipes;
    t->steps = arena_array(a, Step, steps + 1);
    t->pipes = arena_array(a, Pipe, pipes + 1);
    for (; e->left; e = e->left) {
        if (e->type == EXPR_FILTER)
            add_pipe(a, &t->pipes[--pipes], e);
        else if (value_is(e->right->value, VALUE_INT))
            t->steps[--steps] = (Step){.index = e->right->value.as.integer};
        else
            t->steps[--steps] = (Step){.name = value_str(e->right->value)};
    }
    if (e->type == EXPR_CONST)
        t->root = &e->value;
    else
        t->root_slot = e->id;
}

/* "i" or "i,value" : the operand of a term that was just made. */
static void operand(Emit *m, uint32_t i, const Expr *e)
{
    buf_printf(&m->out, "%" PRIu32, i);
    if (rooted(e)) {
        lead(m, i, e);
    } else {
        buf_byte(&m->out, ',');
        expr(m, e);
    }
}

static void arguments(Emit *m, const Expr *const *args, size_t n, bool comma)
{
    for (size_t i = 0; i < n; i++) {
        if (comma || i)
            buf_byte(&m->out, ',');
        expr(m, args[i]);
    }
}

static void call(Emit *m, char letter, const Expr *e, uint32_t id, const Expr *const *args, size_t n)
{
    uint32_t i = new_term(m, e->at, e->source);

    term_at(m, i)->id = id;
    term_at(m, i)->op = e->op;
    buf_printf(&m->out, "%c(%" PRIu32, letter, i);
    arguments(m, args, n, true);
    buf_byte(&m->out, ')');
}

static void constant(Emit *m, const Expr *e)
{
    switch (value_type(e->value)) {
    case VALUE_NULL: buf_puts(&m->out, "nil"); return;
    case VALUE_BOOL: buf_puts(&m->out, e->value.as.boolean ? "true" : "false"); return;
    case VALUE_INT: buf_printf(&m->out, "%" PRId64, e->value.as.integer); return;
    case VALUE_NUMBER: buf_printf(&m->out, "%.17g", e->value.as.number); return;
    default: break;
    }
    uint32_t i = new_term(m, e->at, e->source);
    lead(m, i, e);
    buf_printf(&m->out, "v(%" PRIu32 ")", i);
}

/* Something that Lua itself may test: where it counts as true it is neither nil nor false. */
static void condition(Emit *m, const Expr *e)
{
    if (rooted(e) && e->type != EXPR_CONST) {
        uint32_t i = new_term(m, e->at, e->source);
        lead(m, i, e);
        buf_printf(&m->out, "z(%" PRIu32 ")", i);
    } else if (e->op >= OP_OR && e->op <= OP_AND) {
        buf_byte(&m->out, '(');
        condition(m, e->left);
        buf_puts(&m->out, e->op == OP_OR ? " or " : " and ");
        condition(m, e->right);
        buf_byte(&m->out, ')');
    } else if (e->op >= OP_NOT && e->op <= OP_GE) {
        expr(m, e);
    } else {
        buf_puts(&m->out, "y(");
        expr(m, e);
        buf_byte(&m->out, ')');
    }
}

static void both(Emit *m, const Expr *e, const char *before, const char *between)
{
    buf_puts(&m->out, before);
    expr(m, e->left);
    buf_puts(&m->out, between);
    expr(m, e->right);
    buf_byte(&m->out, ')');
}

static void operation(Emit *m, const Expr *e)
{
    const Expr *args[2] = {e->left ? e->left : e->right, e->right};

    switch (e->op) {
    case OP_NOT:
        buf_puts(&m->out, "(not ");
        condition(m, e->right);
        buf_byte(&m->out, ')');
        break;
    case OP_AND:
    case OP_OR:
        buf_puts(&m->out, "(y(");
        expr(m, e->left);
        buf_puts(&m->out, e->op == OP_OR ? ") or " : ") and ");
        expr(m, e->right);
        buf_byte(&m->out, ')');
        break;
    case OP_EQ: both(m, e, "q(", ","); break;
    case OP_NE:
        both(m, e, "(not q(", ",");
        buf_byte(&m->out, ')');
        break;
    case OP_CONCAT: call(m, 'k', e, 0, args, 2); break;
    default: call(m, 'n', e, 0, args, e->left ? 2 : 1);
    }
}

static void expr(Emit *m, const Expr *e)
{
    const Expr *const *args = (const Expr *const *)e->args;
    const Expr *some[PARSER_MOST_ARGS + 1];

    if (e->type == EXPR_CONST) {
        constant(m, e);
    } else if (rooted(e)) {
        uint32_t i = new_term(m, e->at, e->source);
        lead(m, i, e);
        buf_printf(&m->out, "v(%" PRIu32 ")", i);
    } else if (e->type == EXPR_INDEX) {
        some[0] = e->left, some[1] = e->right;
        call(m, 'g', e, 0, some, 2);
    } else if (e->type == EXPR_CALL) {
        call(m, 'c', e, e->id, args, e->arg_count);
    } else if (e->type == EXPR_FILTER) {
        some[0] = e->left;
        if (e->arg_count)
            memcpy(some + 1, args, e->arg_count * sizeof *args);
        call(m, 'f', e, e->id, some, e->arg_count + 1);
    } else if (e->type == EXPR_LIST) {
        buf_puts(&m->out, "m(");
        arguments(m, args, e->arg_count, false);
        buf_byte(&m->out, ')');
    } else {
        operation(m, e);
    }
}

/* Goes down to the line of `at`, so that line N of the chunk is line N of the template. */
static void go_to(Emit *m, Place at)
{
    for (; m->line < at.line; m->line++)
        buf_byte(&m->out, '\n');
    buf_byte(&m->out, ' ');
}

/* Writes the call for the outputs that are waiting; static text waits on. */
static void end_run(Emit *m)
{
    if (m->running)
        buf_printf(&m->out, "r(%zu,%zu)", m->run, m->lib->terms.n - 1);
    m->running = false;
}

static void begin_run(Emit *m, Place at)
{
    if (m->running)
        return;
    go_to(m, at);
    m->run = m->lib->terms.n;
    m->running = true;
}

static Str take_text(Emit *m)
{
    Str text = m->text;

    m->text = STR("");
    return text;
}

/* Everything up to here is written. */
static void flush(Emit *m, Place at)
{
    if (m->text.n) {
        begin_run(m, at);
        uint32_t i = new_term(m, at, STR(""));
        term_at(m, i)->before = take_text(m);
    }
    end_run(m);
}

static void text(Emit *m, const Node *n)
{
    /* two pieces meet where a comment stood between them */
    m->text = m->text.n ? arena_printf(m->lib->arena, "%.*s%.*s", STR_ARG(m->text), STR_ARG(n->text)) : n->text;
}

/* A macro, super() or another template: `home` of its function says whose variables it has. */
static void enter(Emit *m, const Node *n, Str source, const Function *f, const Template *part, const Expr *const *args,
                  size_t count, uint32_t *params)
{
    flush(m, n->at);
    go_to(m, n->at);
    uint32_t i = new_term(m, n->at, source);
    Term *t = term_at(m, i);
    t->function = f;
    t->part = part;
    t->params = params;
    t->param_count = count;
    buf_printf(&m->out, "x(%" PRIu32, i);
    arguments(m, args, count, true);
    buf_byte(&m->out, ')');
}

static void call_macro(Emit *m, const Node *n)
{
    const Expr *e = n->expr;
    uint32_t *params = arena_array(m->lib->arena, uint32_t, e->arg_count + 1);

    for (size_t i = 0; i < e->arg_count; i++)
        params[i] = e->target->first + (uint32_t)i;
    enter(m, n, e->source, e->target, NULL, (const Expr *const *)e->args, e->arg_count, params);
}

static void include(Emit *m, const Node *n)
{
    const Variables *known = &n->part->variables;
    uint32_t *params = arena_array(m->lib->arena, uint32_t, n->arg_count + 1);

    for (size_t i = 0; i < n->arg_count; i++)
        for (size_t k = 0; k < known->n; k++)
            if (str_eq(known->items[k].name, n->names[i]))
                params[i] = known->items[k].slot;
    enter(m, n, n->text, NULL, n->part, (const Expr *const *)n->args, n->arg_count, params);
}

static void output(Emit *m, const Node *n)
{
    bool simple = rooted(n->expr);
    uint32_t i;

    if (n->expr->target) {
        call_macro(m, n);
        return;
    }
    if (simple) {
        begin_run(m, n->at);
    } else {
        end_run(m);
        go_to(m, n->at);
    }
    i = new_term(m, n->at, n->expr->source);
    term_at(m, i)->escape = n->escape;
    term_at(m, i)->before = take_text(m);
    if (simple) {
        lead(m, i, n->expr);
        return;
    }
    buf_puts(&m->out, "o(");
    operand(m, i, n->expr);
    buf_byte(&m->out, ')');
}

static void branches(Emit *m, const Node *n)
{
    flush(m, n->at);
    for (const char *word = "if ";; word = "elseif ") {
        go_to(m, n->at);
        buf_puts(&m->out, word);
        condition(m, n->expr);
        buf_puts(&m->out, " then");
        nodes(m, n->body);
        if (!n->chained)
            break;
        n = n->other;
    }
    if (n->other) {
        buf_puts(&m->out, " else");
        nodes(m, n->other);
    }
    buf_puts(&m->out, " end");
}

static void loop(Emit *m, const Node *n)
{
    flush(m, n->at);
    go_to(m, n->at);
    uint32_t i = new_term(m, n->at, n->expr->source);
    term_at(m, i)->id = n->slot;
    buf_puts(&m->out, "do local C=L(");
    operand(m, i, n->expr);
    buf_printf(&m->out, ") for I=1,C do N(%" PRIu32 ",I)", i);
    nodes(m, n->body);
    buf_puts(&m->out, " end");
    if (n->other) {
        buf_puts(&m->out, " if C==0 then");
        nodes(m, n->other);
        buf_puts(&m->out, " end");
    }
    buf_puts(&m->out, " end");
}

static void set(Emit *m, const Node *n)
{
    end_run(m);
    go_to(m, n->at);
    uint32_t i = new_term(m, n->at, n->expr->source);
    term_at(m, i)->id = n->slot;
    buf_puts(&m->out, "s(");
    operand(m, i, n->expr);
    buf_byte(&m->out, ')');
}

static void block(Emit *m, const Node *n)
{
    flush(m, n->at);
    go_to(m, n->at);
    uint32_t i = new_term(m, n->at, n->function->name);
    term_at(m, i)->id = n->function->block;
    buf_printf(&m->out, "b(%" PRIu32 ")", i);
}

static void nodes(Emit *m, const Node *n)
{
    Place at = {0};

    for (; n; n = n->next) {
        at = n->at;
        switch (n->type) {
        case NODE_TEXT: text(m, n); break;
        case NODE_OUTPUT: output(m, n); break;
        case NODE_IF: branches(m, n); break;
        case NODE_FOR: loop(m, n); break;
        case NODE_SET: set(m, n); break;
        case NODE_BLOCK: block(m, n); break;
        case NODE_INCLUDE: include(m, n); break;
        }
    }
    flush(m, at);
}

void emit_function(Library *lib, Function *f)
{
    Emit m = {.lib = lib, .line = 1};
    Node *body = f->body;

    /* Of a template that extends another only what it sets is run; its blocks are called by its parents. */
    if (f->type == FUNCTION_TEXT && f->home->parent) {
        for (; body; body = body->next)
            if (body->type == NODE_SET)
                set(&m, body);
    } else {
        nodes(&m, body);
    }
    f->lua = buf_keep(&m.out, lib->arena);
    buf_free(&m.out);
}
