/* emit.h - templates as Lua text. Inside the room only. */
#ifndef TEMPLATE_EMIT_H
#define TEMPLATE_EMIT_H

#include "base/buf.h"
#include "template/resolve.h"

/* The Lua text holds control flow, numbers and calls of one-letter functions, nothing of the template's own text:
 *   r(i,j)  run the terms i..j: what each is, behind the text before it      o(i[,v])  write output i
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
    size_t run;  /* the first term that is not yet in an r(i,j) */
    bool running;
    Str text; /* static text not yet given to a term */
} Emit;

/* A new term; its number. Terms move when one is made: keep numbers, not pointers. */
uint32_t emit_term(Emit *m, Place at, Str source);
Term *emit_term_at(Emit *m, uint32_t i);

/* True when a variable or a constant, fixed keys and filters with constants lead to the value, in this order. */
bool emit_rooted(const Expr *e);

/* Writes the way to `e`, which is rooted, into term `i`. */
void emit_lead(Emit *m, uint32_t i, const Expr *e);

/* Writes "i" or "i,value": the operand of term `i`, which was just made. */
void emit_operand(Emit *m, uint32_t i, const Expr *e);

/* Writes values with commas between, and before the first where `comma`. */
void emit_arguments(Emit *m, const Expr *const *args, size_t n, bool comma);

/* emit_run.c: goes down to the line of `at`, so that line N of the chunk is line N of the template. */
void emit_line(Emit *m, Place at);

/* What can be added to the run is added to it; false: the node needs Lua. */
bool emit_straight(Emit *m, const Node *n);

/* Writes the call for the run; static text waits on for a term, which takes it. */
void emit_end(Emit *m);
Str emit_text(Emit *m);

/* The same with the text: everything up to here is written. */
void emit_flush(Emit *m, Place at);

/* Writes something that Lua itself may test: where it counts as true it is neither nil nor false. */
void emit_condition(Emit *m, const Expr *e);

/* A term that calls the macro, or super(), that `n` writes; its number. */
uint32_t emit_macro(Emit *m, const Node *n);

/* Writes a value. */
void emit_expr(Emit *m, const Expr *e);

#endif
