#include "template/emit.h"

/* What C runs in one go, without a step of Lua in between: a run of terms, of which some jump over others. It is all that needs rooted values
 * only, and holds nothing else. */

/* Goes down to the line of `at`, so that line N of the chunk is line N of the template. */
void emit_line(Emit *m, Place at)
{
    for (; m->line < at.line; m->line++)
        buf_byte(&m->out, '\n');
    buf_byte(&m->out, ' ');
}

/* Writes the call for the outputs that are waiting; static text waits on. */
void emit_end(Emit *m)
{
    if (m->running)
        buf_printf(&m->out, "r(%zu,%zu)", m->run, m->lib->terms.n - 1);
    m->running = false;
}

static void begin_run(Emit *m, Place at)
{
    if (m->running)
        return;
    emit_line(m, at);
    m->run = m->lib->terms.n;
    m->running = true;
}

Str emit_text(Emit *m)
{
    Str text = m->text;

    m->text = STR("");
    return text;
}

/* Static text that waits becomes a term of the run. */
static void put_text(Emit *m, Place at)
{
    if (!m->text.n)
        return;
    begin_run(m, at);
    uint32_t i = emit_term(m, at, STR(""));
    emit_term_at(m, i)->before = emit_text(m);
}

void emit_flush(Emit *m, Place at)
{
    put_text(m, at);
    emit_end(m);
}

static bool is_variable(const Expr *e) { return e->type != EXPR_CONST && emit_rooted(e); }

/* True for what decides a branch by values only, be they true or the same as a constant. */
static bool is_test(const Expr *e)
{
    switch (e->op) {
    case OP_AND:
    case OP_OR: return is_test(e->left) && is_test(e->right);
    case OP_NOT: return is_test(e->right);
    case OP_EQ:
    case OP_NE: return is_variable(e->left) && e->right->type == EXPR_CONST;
    default: return is_variable(e);
    }
}

static bool is_straight(const Node *n);

static bool are_straight(const Node *n)
{
    for (; n; n = n->next)
        if (!is_straight(n))
            return false;
    return true;
}

static bool are_rooted(const Expr *const *args, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!emit_rooted(args[i]))
            return false;
    return true;
}

static bool is_straight(const Node *n)
{
    const Expr *e = n->expr;

    switch (n->type) {
    case NODE_TEXT: return true;
    case NODE_OUTPUT: return e->target ? are_rooted((const Expr *const *)e->args, e->arg_count) : emit_rooted(e);
    case NODE_IF: return is_test(e) && are_straight(n->body) && are_straight(n->other);
    case NODE_FOR: return emit_rooted(e) && are_straight(n->body) && are_straight(n->other);
    case NODE_SET: return emit_rooted(e);
    default: return false;
    }
}

/* A term with the value that `e` leads to. */
static uint32_t lead(Emit *m, Place at, const Expr *e)
{
    uint32_t i = emit_term(m, at, e->source);

    emit_term_at(m, i)->before = emit_text(m);
    emit_lead(m, i, e);
    return i;
}

/* Terms that jump to a place which is not reached yet. */
typedef LIST(uint32_t) Jumps;

static void jump(Emit *m, uint32_t i, Run how, Jumps *jumps)
{
    emit_term_at(m, i)->run = how;
    list_push(m->lib->arena, jumps, i);
}

/* They jump to the term that is made next. */
static void land(Emit *m, const Jumps *jumps)
{
    for (size_t i = 0; i < jumps->n; i++)
        emit_term_at(m, jumps->items[i])->skip = (uint32_t)m->lib->terms.n - 1 - jumps->items[i];
}

/* One term that jumps where `of`, or that it is `same`, is `wanted`. */
static void test(Emit *m, const Expr *of, const Value *same, bool wanted, Jumps *jumps)
{
    uint32_t i = lead(m, of->at, of);

    emit_term_at(m, i)->same = same;
    jump(m, i, wanted ? RUN_JUMP_IF_TRUE : RUN_JUMP_IF_FALSE, jumps);
}

/* Terms that jump where `e` is `wanted`, and else lead to what comes behind them. */
static void tests(Emit *m, const Expr *e, bool wanted, Jumps *jumps)
{
    Jumps past = {0};

    switch (e->op) {
    case OP_NOT: tests(m, e->right, !wanted, jumps); break;
    case OP_EQ:
    case OP_NE: test(m, e->left, &e->right->value, wanted == (e->op == OP_EQ), jumps); break;
    case OP_AND:
    case OP_OR: /* where the left side decides */
        tests(m, e->left, e->op == OP_OR, wanted == (e->op == OP_OR) ? jumps : &past);
        tests(m, e->right, wanted, jumps);
        land(m, &past);
        break;
    default: test(m, e, NULL, wanted, jumps);
    }
}

static void text(Emit *m, const Node *n)
{
    /* two pieces meet where a comment stood between them */
    m->text = m->text.n ? arena_printf(m->lib->arena, "%.*s%.*s", STR_ARG(m->text), STR_ARG(n->text)) : n->text;
}

static void output(Emit *m, const Node *n)
{
    const Expr *e = n->expr;
    uint32_t i;

    if (!e->target) {
        i = lead(m, n->at, e);
        emit_term_at(m, i)->escape = n->escape;
        return;
    }
    i = emit_macro(m, n);
    emit_term_at(m, i)->before = emit_text(m);
    emit_term_at(m, i)->run = RUN_CALL;
    for (size_t k = 0; k < e->arg_count; k++)
        lead(m, e->args[k]->at, e->args[k]);
}

static void set(Emit *m, const Node *n)
{
    uint32_t i = lead(m, n->at, n->expr);

    emit_term_at(m, i)->run = RUN_SET;
    emit_term_at(m, i)->id = n->slot;
}

static void branches(Emit *m, const Node *n);
static void loop(Emit *m, const Node *n);

static void straight(Emit *m, const Node *n)
{
    if (n->type == NODE_TEXT) {
        text(m, n); /* it waits for what comes behind it */
        return;
    }
    begin_run(m, n->at);
    switch (n->type) {
    case NODE_IF: branches(m, n); break;
    case NODE_FOR: loop(m, n); break;
    case NODE_SET: set(m, n); break;
    default: output(m, n);
    }
}

/* All of a branch or a round: its text must not wait for what comes behind. */
static void branch(Emit *m, const Node *n)
{
    Place at = {0};

    for (; n; n = n->next) {
        at = n->at;
        straight(m, n);
    }
    put_text(m, at);
}

static void branches(Emit *m, const Node *n)
{
    Jumps done = {0};

    for (bool more = true; more; n = more ? n->other : n) {
        Jumps next = {0};
        tests(m, n->expr, false, &next);
        branch(m, n->body);
        if (n->other)
            jump(m, emit_term(m, n->at, STR("")), RUN_JUMP, &done);
        land(m, &next);
        more = n->chained;
    }
    branch(m, n->other);
    land(m, &done);
}

static void loop(Emit *m, const Node *n)
{
    Jumps none = {0}, done = {0};
    uint32_t first = lead(m, n->at, n->expr), next;

    emit_term_at(m, first)->id = n->slot;
    jump(m, first, RUN_LOOP, &none);
    branch(m, n->body);
    next = emit_term(m, n->at, n->expr->source);
    emit_term_at(m, next)->id = n->slot;
    emit_term_at(m, next)->run = RUN_NEXT;
    emit_term_at(m, next)->skip = next - first;
    if (n->other)
        jump(m, emit_term(m, n->at, STR("")), RUN_JUMP, &done);
    land(m, &none);
    branch(m, n->other);
    land(m, &done);
}

bool emit_straight(Emit *m, const Node *n)
{
    if (!is_straight(n))
        return false;
    straight(m, n);
    return true;
}
