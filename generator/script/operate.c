#include "script/inner.h"

#include "value/schema.h"

static const char *op_text(Op op)
{
    static const char *const texts[] = {
        [OP_LT] = "<",  [OP_LE] = "<=", [OP_GT] = ">",  [OP_GE] = ">=", [OP_CONCAT] = "..", [OP_ADD] = "+",    [OP_SUB] = "-",
        [OP_MUL] = "*", [OP_DIV] = "/", [OP_MOD] = "%", [OP_POW] = "^", [OP_NEG] = "-",     [OP_LENGTH] = "#",
    };

    return texts[op];
}

static void cannot(Engine *e, const Term *t, Value v)
{
    diag_error(e->diag, t->at, "template.operand", "«%.*s»: không tính được «%s» với %s",
               "\"%.*s\": \"%s\" cannot be done with %s", STR_ARG(t->source), op_text(t->op),
               value_is_null(v) ? diag_word(e->diag, "giá trị trống (nil)", "nothing (nil)")
                                : value_type_name(value_type(v), e->lang));
    run_abort(e);
}

static bool is_number(Value v) { return value_is(v, VALUE_INT) || value_is(v, VALUE_NUMBER); }

/* What is not known yet (chờ xác minh) is neither less nor greater than anything. */
static int order(lua_State *L, Engine *e, const Term *t, Value a, Value b)
{
    bool text = value_str(a).n && value_str(b).n;
    int c;

    if (value_is(a, VALUE_STATUS) || value_is(b, VALUE_STATUS)) {
        lua_pushboolean(L, false);
        return 1;
    }
    if (!is_number(a) && !value_is(a, VALUE_DATE) && !value_is(a, VALUE_STRING) && !text)
        cannot(e, t, a);
    if (a.type != b.type && !text && !(is_number(a) && is_number(b)))
        cannot(e, t, b);
    c = value_cmp(a, b);
    lua_pushboolean(L, t->op == OP_LT ? c < 0 : t->op == OP_LE ? c <= 0 : t->op == OP_GT ? c > 0 : c >= 0);
    return 1;
}

static int length(lua_State *L, Engine *e, const Term *t, Value v)
{
    if (!value_is(v, VALUE_LIST) && !value_is(v, VALUE_MAP) && !value_is(v, VALUE_STATUS))
        cannot(e, t, v);
    lua_pushinteger(L, (lua_Integer)value_count(v));
    return 1;
}

/* n(i, a[, b]) */
int operate_number(lua_State *L)
{
    static const int ops[] = {[OP_ADD] = LUA_OPADD, [OP_SUB] = LUA_OPSUB, [OP_MUL] = LUA_OPMUL, [OP_DIV] = LUA_OPDIV,
                              [OP_MOD] = LUA_OPMOD, [OP_POW] = LUA_OPPOW, [OP_NEG] = LUA_OPUNM};
    Engine *e = engine_of(L);
    const Term *t = run_term(L, e);
    Value a = bridge_take(L, 2), b = t->op == OP_NEG || t->op == OP_LENGTH ? a : bridge_take(L, 3);

    if (t->op == OP_LENGTH)
        return length(L, e, t, a);
    if (t->op >= OP_LT && t->op <= OP_GE)
        return order(L, e, t, a, b);
    if (value_is(a, VALUE_STATUS) || value_is(b, VALUE_STATUS))
        return bridge_push_new(L, e, value_is(a, VALUE_STATUS) ? a : b);
    if (!is_number(a) || !is_number(b))
        cannot(e, t, is_number(a) ? b : a);
    if ((t->op == OP_MOD || t->op == OP_DIV) && lua_tonumber(L, 3) == 0) {
        diag_error(e->diag, t->at, "template.zero", "«%.*s»: chia cho 0", "\"%.*s\": division by zero", STR_ARG(t->source));
        run_abort(e);
    }
    lua_arith(L, ops[t->op]);
    return 1;
}

/* q(a, b) */
int operate_equal(lua_State *L)
{
    lua_pushboolean(L, value_cmp(bridge_take(L, 1), bridge_take(L, 2)) == 0);
    return 1;
}

/* Appends one operand of "..". */
static void join(Engine *e, const Term *t, Value v)
{
    switch (value_type(v)) {
    case VALUE_STRING:
    case VALUE_PATH: buf_add(&e->spare, value_str(v)); break;
    case VALUE_STATUS: buf_add(&e->spare, value_status_shown(v)); break;
    case VALUE_INT: buf_printf(&e->spare, "%lld", (long long)v.as.integer); break;
    case VALUE_NUMBER: write_number(&e->spare, v); break;
    case VALUE_DATE:
        v.as.date.minute = -1;
        buf_add(&e->spare, date_shown(e->scratch, v.as.date));
        break;
    default: cannot(e, t, v);
    }
}

/* k(i, a, b): text; behind a path it stays a path. */
int operate_concat(lua_State *L)
{
    Engine *e = engine_of(L);
    const Term *t = run_term(L, e);
    Value a = bridge_take(L, 2), b = bridge_take(L, 3);

    if (value_is(b, VALUE_PATH))
        cannot(e, t, b);
    buf_clear(&e->spare);
    join(e, t, a);
    join(e, t, b);
    run_step(e, t, e->spare.n <= ENGINE_MOST_TEXT ? 1 : ENGINE_MOST_STEPS);
    return bridge_push_new(L, e, value_text(e->scratch, value_is(a, VALUE_PATH) ? VALUE_PATH : VALUE_STRING, buf_str(&e->spare)));
}

/* m(...) */
int operate_list(lua_State *L)
{
    Engine *e = engine_of(L);
    size_t n;
    const Value *items = bridge_take_all(L, e, 1, &n);

    return bridge_push_new(L, e, value_list(e->scratch, items, n));
}
