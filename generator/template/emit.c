#include "template/emit.h"

#include <inttypes.h>

static void nodes(Emit *m, const Node *n);

/* A term that calls a macro, super() or another template, as `called` says: `home` of its function says whose variables it has. */
static uint32_t call_term(Emit *m, Place at, const Term *called)
{
    uint32_t i = emit_term(m, at, called->source);
    Term *t = emit_term_at(m, i);

    t->function = called->function;
    t->part = called->part;
    t->choices = called->choices;
    t->params = called->params;
    t->param_count = called->param_count;
    return i;
}

uint32_t emit_macro(Emit *m, const Node *n)
{
    const Expr *e = n->expr;
    uint32_t *params = arena_array(m->lib->arena, uint32_t, e->arg_count + 1);

    for (size_t i = 0; i < e->arg_count; i++)
        params[i] = e->target->first + (uint32_t)i;
    return call_term(m, n->at, &(Term){.source = e->source, .function = e->target, .params = params, .param_count = e->arg_count});
}

static void enter(Emit *m, uint32_t i, const Expr *const *args, size_t count)
{
    buf_printf(&m->out, "x(%" PRIu32, i);
    emit_arguments(m, args, count, true);
    buf_byte(&m->out, ')');
}

static void call_macro(Emit *m, const Node *n)
{
    emit_flush(m, n->at);
    emit_line(m, n->at);
    enter(m, emit_macro(m, n), (const Expr *const *)n->expr->args, n->expr->arg_count);
}

/* The slots of `part` that the names of an include go to. */
static uint32_t *given(Emit *m, const Node *n, const Template *part)
{
    const Variables *known = &part->variables;
    uint32_t *params = arena_array(m->lib->arena, uint32_t, n->arg_count + 1);

    for (size_t i = 0; i < n->arg_count; i++)
        for (size_t k = 0; k < known->n; k++)
            if (str_eq(known->items[k].name, n->names[i]))
                params[i] = known->items[k].slot;
    return params;
}

static const Map *choices(Emit *m, const Node *n)
{
    Map *map = arena_make(m->lib->arena, Map);

    for (size_t i = 0; i < n->choices.n; i++) {
        const Template *part = n->choices.items[i];
        Inclusion *c = arena_make(m->lib->arena, Inclusion);
        *c = (Inclusion){part, given(m, n, part)};
        map_put(m->lib->arena, map, str_slice(part->name, n->head.n, part->name.n - n->tail.n), c);
    }
    return map;
}

static void include(Emit *m, const Node *n)
{
    size_t count = 0;
    const Expr **args = arena_array(m->lib->arena, const Expr *, n->arg_count + 1);
    Term called = {.source = n->text, .part = n->part, .params = given(m, n, n->part), .param_count = n->arg_count};

    if (n->expr) {
        args[count++] = n->expr;
        called.choices = choices(m, n);
    }
    for (size_t i = 0; i < n->arg_count; i++)
        args[count++] = n->args[i];
    emit_flush(m, n->at);
    emit_line(m, n->at);
    enter(m, call_term(m, n->at, &called), args, count);
}

static void output(Emit *m, const Node *n)
{
    uint32_t i;

    emit_end(m);
    emit_line(m, n->at);
    i = emit_term(m, n->at, n->expr->source);
    emit_term_at(m, i)->escape = n->escape;
    emit_term_at(m, i)->before = emit_text(m);
    buf_puts(&m->out, "o(");
    emit_operand(m, i, n->expr);
    buf_byte(&m->out, ')');
}

static void branches(Emit *m, const Node *n)
{
    emit_flush(m, n->at);
    for (const char *word = "if ";; word = "elseif ") {
        emit_line(m, n->at);
        buf_puts(&m->out, word);
        emit_condition(m, n->expr);
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
    emit_flush(m, n->at);
    emit_line(m, n->at);
    uint32_t i = emit_term(m, n->at, n->expr->source);
    emit_term_at(m, i)->id = n->slot;
    buf_puts(&m->out, "do local C=L(");
    emit_operand(m, i, n->expr);
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
    emit_end(m);
    emit_line(m, n->at);
    uint32_t i = emit_term(m, n->at, n->expr->source);
    emit_term_at(m, i)->id = n->slot;
    buf_puts(&m->out, "s(");
    emit_operand(m, i, n->expr);
    buf_byte(&m->out, ')');
}

static void block(Emit *m, const Node *n)
{
    emit_flush(m, n->at);
    emit_line(m, n->at);
    uint32_t i = emit_term(m, n->at, n->function->name);
    emit_term_at(m, i)->id = n->function->block;
    buf_printf(&m->out, "b(%" PRIu32 ")", i);
}

static void nodes(Emit *m, const Node *n)
{
    Place at = {0};

    for (; n; n = n->next) {
        at = n->at;
        if (emit_straight(m, n))
            continue;
        switch (n->type) {
        case NODE_TEXT: break;
        case NODE_OUTPUT: n->expr->target ? call_macro(m, n) : output(m, n); break;
        case NODE_IF: branches(m, n); break;
        case NODE_FOR: loop(m, n); break;
        case NODE_SET: set(m, n); break;
        case NODE_BLOCK: block(m, n); break;
        case NODE_INCLUDE: include(m, n); break;
        }
    }
    emit_flush(m, at);
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
