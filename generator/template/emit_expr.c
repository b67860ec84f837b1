#include "template/emit.h"

#include "template/parser.h"

#include <inttypes.h>

Term *emit_term_at(Emit *m, uint32_t i) { return &m->lib->terms.items[i]; }

uint32_t emit_term(Emit *m, Place at, Str source)
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

bool emit_rooted(const Expr *e)
{
    switch (e->type) {
    case EXPR_CONST:
    case EXPR_NAME: return true;
    case EXPR_INDEX: return is_step(e->right) && e->left->type != EXPR_FILTER && emit_rooted(e->left);
    case EXPR_FILTER: return all_constant(e) && emit_rooted(e->left);
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

void emit_lead(Emit *m, uint32_t i, const Expr *e)
{
    Arena *a = m->lib->arena;
    Term *t = emit_term_at(m, i);
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

void emit_operand(Emit *m, uint32_t i, const Expr *e)
{
    buf_printf(&m->out, "%" PRIu32, i);
    if (emit_rooted(e)) {
        emit_lead(m, i, e);
    } else {
        buf_byte(&m->out, ',');
        emit_expr(m, e);
    }
}

void emit_arguments(Emit *m, const Expr *const *args, size_t n, bool comma)
{
    for (size_t i = 0; i < n; i++) {
        if (comma || i)
            buf_byte(&m->out, ',');
        emit_expr(m, args[i]);
    }
}

static void call(Emit *m, char letter, const Expr *e, uint32_t id, const Expr *const *args, size_t n)
{
    uint32_t i = emit_term(m, e->at, e->source);

    emit_term_at(m, i)->id = id;
    emit_term_at(m, i)->op = e->op;
    buf_printf(&m->out, "%c(%" PRIu32, letter, i);
    emit_arguments(m, args, n, true);
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
    uint32_t i = emit_term(m, e->at, e->source);
    emit_lead(m, i, e);
    buf_printf(&m->out, "v(%" PRIu32 ")", i);
}

void emit_condition(Emit *m, const Expr *e)
{
    if (emit_rooted(e) && e->type != EXPR_CONST) {
        uint32_t i = emit_term(m, e->at, e->source);
        emit_lead(m, i, e);
        buf_printf(&m->out, "z(%" PRIu32 ")", i);
    } else if (e->op >= OP_OR && e->op <= OP_AND) {
        buf_byte(&m->out, '(');
        emit_condition(m, e->left);
        buf_puts(&m->out, e->op == OP_OR ? " or " : " and ");
        emit_condition(m, e->right);
        buf_byte(&m->out, ')');
    } else if (e->op >= OP_NOT && e->op <= OP_GE) {
        emit_expr(m, e);
    } else {
        buf_puts(&m->out, "y(");
        emit_expr(m, e);
        buf_byte(&m->out, ')');
    }
}

static void both(Emit *m, const Expr *e, const char *before, const char *between)
{
    buf_puts(&m->out, before);
    emit_expr(m, e->left);
    buf_puts(&m->out, between);
    emit_expr(m, e->right);
    buf_byte(&m->out, ')');
}

static void operation(Emit *m, const Expr *e)
{
    const Expr *args[2] = {e->left ? e->left : e->right, e->right};

    switch (e->op) {
    case OP_NOT:
        buf_puts(&m->out, "(not ");
        emit_condition(m, e->right);
        buf_byte(&m->out, ')');
        break;
    case OP_AND:
    case OP_OR:
        buf_puts(&m->out, "(y(");
        emit_expr(m, e->left);
        buf_puts(&m->out, e->op == OP_OR ? ") or " : ") and ");
        emit_expr(m, e->right);
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

void emit_expr(Emit *m, const Expr *e)
{
    const Expr *const *args = (const Expr *const *)e->args;
    const Expr *some[PARSER_MOST_ARGS + 1];

    if (e->type == EXPR_CONST) {
        constant(m, e);
    } else if (emit_rooted(e)) {
        uint32_t i = emit_term(m, e->at, e->source);
        emit_lead(m, i, e);
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
        emit_arguments(m, args, e->arg_count, false);
        buf_byte(&m->out, ')');
    } else {
        operation(m, e);
    }
}
