#include "script/inner.h"

#include <lauxlib.h>

/* The functions that compiled templates call; template/emit.h says what each does. Lua handles numbers, booleans, nil
 * and pointers to Values (light userdata); it never sees a text. */

void run_abort(Engine *e)
{
    e->reported = true;
    lua_pushnil(e->L);
    lua_error(e->L);
    __builtin_unreachable();
}

void run_step(Engine *e, const Term *t, size_t n)
{
    e->steps += n;
    if (e->steps <= ENGINE_MOST_STEPS && e->out->n <= ENGINE_MOST_OUTPUT && arena_used(e->scratch) <= ENGINE_MOST_SCRATCH)
        return;
    diag_error(e->diag, t->at, "template.endless", "trang quá dài hoặc vòng lặp không dừng ở «%.*s»",
               "the page is too long, or a loop does not end, at \"%.*s\"", STR_ARG(t->source));
    run_abort(e);
}

/* The expression up to, not including, step `n`, for messages. */
static Str source_before(Engine *e, const Term *t, size_t n)
{
    size_t root = strcspn(arena_str(e->scratch, t->source).s, ".[ |)");
    Str text = str_slice(t->source, 0, root);

    for (size_t i = 0; i < n; i++)
        text = t->steps[i].name.n ? arena_printf(e->scratch, "%.*s.%.*s", STR_ARG(text), STR_ARG(t->steps[i].name))
                                  : arena_printf(e->scratch, "%.*s[%lld]", STR_ARG(text), (long long)t->steps[i].index);
    return text;
}

static void no_key(Engine *e, Place at, Str of, Value v, Str key)
{
    if (value_is_null(v)) {
        diag_error(e->diag, at, "template.nil", "«%.*s» không có giá trị (nil) nên không lấy được «%.*s»",
                   "\"%.*s\" has no value (nil), so there is no \"%.*s\" in it", STR_ARG(of), STR_ARG(key));
        diag_hint(e->diag, "hỏi trước: {%% if %.*s %%} … {%% endif %%}", "ask first: {%% if %.*s %%} … {%% endif %%}",
                  STR_ARG(of));
    } else {
        diag_error(e->diag, at, "template.index", "«%.*s» là %s nên không lấy được «%.*s»",
                   "\"%.*s\" is %s, so there is no \"%.*s\" in it", STR_ARG(of), value_type_name(value_type(v), e->lang),
                   STR_ARG(key));
    }
    run_abort(e);
}

/* The value under a key of a map; `seen` remembers where it stood, since maps of one kind are laid out alike. */
static Value get(Value v, Step *s)
{
    const ValueMap *map = v.as.map;
    const ValuePair *pair;

    if (s->seen < map->n && str_eq(map->pairs[s->seen].key, s->name))
        return map->pairs[s->seen].value;
    pair = value_find(v, s->name);
    if (!pair)
        return value_null();
    s->seen = (uint32_t)(pair - map->pairs);
    return pair->value;
}

static Value step(Engine *e, const Term *t, size_t i, Value v)
{
    Step *s = &t->steps[i];

    if (s->name.n && value_is(v, VALUE_MAP))
        return get(v, s);
    if (!s->name.n && value_is(v, VALUE_LIST))
        return s->index > 0 ? value_item(v, (size_t)s->index - 1) : value_null();
    if (value_is(v, VALUE_STATUS))
        return v; /* chờ xác minh may stand for a whole map or list: what would be in it is unknown too */
    no_key(e, t->at, source_before(e, t, i), v, s->name.n ? s->name : arena_printf(e->scratch, "%lld", (long long)s->index));
    return v;
}

/* Calls a function or filter of the host for term `t`; where it fails that is reported at `at`. */
static Value call_host(Engine *e, const Term *t, Place at, const Host *h, Str name, const Value *args, size_t n)
{
    HostCall call = {.host = h->host, .scratch = e->scratch, .args = args, .count = n, .lang = e->lang};
    Value v;

    run_step(e, t, 1 + (n ? value_count(args[0]) : 0));
    v = h->function(&call);
    if (call.error.n == 0)
        return v;
    diag_error(e->diag, at, "template.call", "%.*s: %.*s", "%.*s: %.*s", STR_ARG(name), STR_ARG(call.error));
    run_abort(e);
}

static Value pipe(Engine *e, const Term *t, const Pipe *p, Value v)
{
    Value args[PIPE_MOST_ARGS];

    args[0] = v;
    for (size_t i = 1; i < p->arg_count; i++)
        args[i] = p->args[i];
    return call_host(e, t, p->at, &e->filters.items[p->filter], e->lib.filters.items[p->filter].name, args, p->arg_count);
}

/* The value that a rooted term leads to. */
static Value lead(Engine *e, const Term *t)
{
    Value v = *t->root;

    for (size_t i = 0; i < t->step_count; i++)
        v = step(e, t, i, v);
    for (size_t i = 0; i < t->pipe_count; i++)
        v = pipe(e, t, &t->pipes[i], v);
    return v;
}

/* The operand of a term: on the stack, or where the term leads. */
static Value operand(lua_State *L, Engine *e, const Term *t) { return t->root ? lead(e, t) : bridge_take(L, 2); }

static void write(Engine *e, const Term *t, Value v)
{
    buf_add(e->out, t->before);
    write_value(e, t, v);
}

/* o(i[, v]) */
static int output(lua_State *L)
{
    Engine *e = engine_of(L);
    const Term *t = run_term(L, e);

    write(e, t, operand(L, e, t));
    return 0;
}

/* v(i) */
static int value(lua_State *L)
{
    Engine *e = engine_of(L);
    const Term *t = run_term(L, e);

    if (!t->step_count && !t->pipe_count) {
        bridge_push(L, t->root);
        return 1;
    }
    return bridge_push_new(L, e, lead(e, t));
}

/* z(i) */
static int truth_at(lua_State *L)
{
    Engine *e = engine_of(L);

    lua_pushboolean(L, value_truth(lead(e, run_term(L, e))));
    return 1;
}

/* y(x) */
static int truth(lua_State *L)
{
    if (!value_truth(bridge_take(L, 1)))
        return 0;
    lua_settop(L, 1);
    return 1;
}

/* g(i, x, k) */
static int element(lua_State *L)
{
    Engine *e = engine_of(L);
    const Term *t = run_term(L, e);
    Value v = bridge_take(L, 2), key = bridge_take(L, 3);
    Str name = value_str(key);

    if (value_is(v, VALUE_MAP) && value_is(key, VALUE_STRING))
        return bridge_push_new(L, e, value_get(v, name));
    if (value_is(v, VALUE_LIST) && value_is(key, VALUE_INT))
        return bridge_push_new(L, e, key.as.integer > 0 ? value_item(v, (size_t)key.as.integer - 1) : value_null());
    if (value_is(key, VALUE_INT))
        name = arena_printf(e->scratch, "%lld", (long long)key.as.integer);
    if (value_is(v, VALUE_STATUS))
        return bridge_push_new(L, e, v);
    no_key(e, t->at, t->source, v, name.n ? name : str_from(value_type_name(value_type(key), e->lang)));
    return 0;
}

static int call(lua_State *L, const Hosts *hosts, const Callable *names)
{
    Engine *e = engine_of(L);
    const Term *t = run_term(L, e);
    size_t n;
    const Value *args = bridge_take_all(L, e, 2, &n);

    return bridge_push_new(L, e, call_host(e, t, t->at, &hosts->items[t->id], names[t->id].name, args, n));
}

/* c(i, ...) */
static int function(lua_State *L) { return call(L, &engine_of(L)->functions, engine_of(L)->lib.functions.items); }

/* f(i, x, ...) */
static int filter(lua_State *L) { return call(L, &engine_of(L)->filters, engine_of(L)->lib.filters.items); }

/* s(i[, x]) */
static int set(lua_State *L)
{
    Engine *e = engine_of(L);
    const Term *t = run_term(L, e);

    e->lib.slots[t->id] = operand(L, e, t);
    return 0;
}

/* Begins a loop: how many rounds it has; nothing and a status have none. */
static size_t begin_loop(Engine *e, const Term *t, Value v)
{
    Value *slots = &e->lib.slots[t->id];

    if (!value_is(v, VALUE_LIST) && !value_is(v, VALUE_MAP) && !value_is_null(v) && !value_is(v, VALUE_STATUS)) {
        diag_error(e->diag, t->at, "template.loop", "«%.*s» là %s nên không lặp được", "\"%.*s\" is %s and cannot be looped over",
                   STR_ARG(t->source), value_type_name(value_type(v), e->lang));
        run_abort(e);
    }
    slots[LOOP_LIST] = v;
    slots[LOOP_COUNT] = value_int((int64_t)value_count(v));
    return value_count(v);
}

static void begin_round(Engine *e, const Term *t, size_t n)
{
    Value *slots = &e->lib.slots[t->id];

    run_step(e, t, 1);
    slots[LOOP_INDEX] = value_int((int64_t)n);
    slots[LOOP_FIRST] = value_bool(n == 1);
    slots[LOOP_LAST] = value_bool((int64_t)n == slots[LOOP_COUNT].as.integer);
    if (value_is(slots[LOOP_LIST], VALUE_LIST)) {
        slots[LOOP_KEY] = slots[LOOP_INDEX];
        slots[LOOP_ITEM] = slots[LOOP_LIST].as.list->items[n - 1];
        return;
    }
    const ValuePair *pair = &slots[LOOP_LIST].as.map->pairs[n - 1];
    slots[LOOP_KEY] = value_string(e->scratch, pair->key);
    slots[LOOP_ITEM] = pair->value;
}

/* L(i[, x]) */
static int loop(lua_State *L)
{
    Engine *e = engine_of(L);
    const Term *t = run_term(L, e);

    lua_pushinteger(L, (lua_Integer)begin_loop(e, t, operand(L, e, t)));
    return 1;
}

/* N(i, n) */
static int round_of(lua_State *L)
{
    Engine *e = engine_of(L);

    begin_round(e, run_term(L, e), (size_t)lua_tointeger(L, 2));
    return 0;
}

/* Runs `f`, then `then` (may be NULL) while the variables of `f` still stand; what they were before comes back when
 * `f` runs already further out. */
static void run_function(Engine *e, const Function *f, const uint32_t *params, const Value *args, size_t n, const Template *then)
{
    Value *frame = &e->lib.slots[f->first], *saved = NULL;
    size_t size = f->slots * sizeof *frame;

    if (e->active[f->id]++) {
        saved = arena_alloc(e->scratch, size);
        memcpy(saved, frame, size);
    }
    memset(frame, 0, size);
    for (size_t i = 0; i < n; i++)
        e->lib.slots[params[i]] = args[i];
    lua_rawgeti(e->L, LUA_REGISTRYINDEX, e->code[f->id]);
    lua_call(e->L, 0, 0);
    if (then)
        run_function(e, then->text, NULL, NULL, 0, then->parent);
    if (saved)
        memcpy(frame, saved, size);
    e->active[f->id]--;
}

static void enter(Engine *e, const Term *t)
{
    run_step(e, t, 1);
    if (++e->depth <= ENGINE_MOST_DEPTH)
        return;
    diag_error(e->diag, t->at, "template.deep", "«%.*s» gọi lồng nhau quá %d tầng", "\"%.*s\" is nested more than %d calls deep",
               STR_ARG(t->source), ENGINE_MOST_DEPTH);
    diag_hint(e->diag, "macro tự gọi phải có điểm dừng: {%% if … %%}", "a macro that calls itself needs an end: {%% if … %%}");
    run_abort(e);
}

void run_template(Engine *e, const Template *t)
{
    e->root = t;
    run_function(e, t->text, NULL, NULL, 0, t->parent);
}

/* b(i) */
static int block(lua_State *L)
{
    Engine *e = engine_of(L);
    const Term *t = run_term(L, e);

    enter(e, t);
    run_function(e, e->root->dispatch[t->id], NULL, NULL, 0, NULL);
    e->depth--;
    return 0;
}

/* Calls what term `t` names. */
static void enter_term(Engine *e, const Term *t, const Value *args, size_t n)
{
    const Template *root = e->root;
    Inclusion called = {t->part, t->params};

    enter(e, t);
    if (t->choices) {
        const Inclusion *chosen = map_find(t->choices, value_str(*args++));
        called = chosen ? *chosen : called;
        n--;
    }
    if (called.part)
        e->root = called.part;
    run_function(e, called.part ? called.part->text : t->function, called.params, args, n, called.part ? called.part->parent : NULL);
    e->root = root;
    e->depth--;
}

/* x(i, ...) */
static int call_out(lua_State *L)
{
    Engine *e = engine_of(L);
    size_t n;
    const Value *args = bridge_take_all(L, e, 2, &n);

    enter_term(e, run_term(L, e), args, n);
    return 0;
}

static bool jumps(Engine *e, const Term *t)
{
    Value v = lead(e, t);

    return (t->same ? value_cmp(v, *t->same) == 0 : value_truth(v)) == (t->run == RUN_JUMP_IF_TRUE);
}

static void call_with_terms(Engine *e, const Term *t)
{
    Value args[PIPE_MOST_ARGS];

    for (size_t i = 0; i < t->param_count; i++)
        args[i] = lead(e, t + 1 + i);
    enter_term(e, t, args, t->param_count);
}

/* True when there is a next round, which is begun. */
static bool next_round(Engine *e, const Term *t)
{
    const Value *slots = &e->lib.slots[t->id];

    if (slots[LOOP_INDEX].as.integer == slots[LOOP_COUNT].as.integer)
        return false;
    begin_round(e, t, (size_t)slots[LOOP_INDEX].as.integer + 1);
    return true;
}

/* r(i, j) */
static int run_terms(lua_State *L)
{
    Engine *e = engine_of(L);
    const Term *t = run_term(L, e), *last = &e->lib.terms.items[lua_tointeger(L, 2)];

    for (; t <= last; t++) {
        buf_add(e->out, t->before);
        switch (t->run) {
        case RUN_WRITE:
            if (t->root)
                write_value(e, t, lead(e, t));
            break;
        case RUN_JUMP: t += t->skip; break;
        case RUN_JUMP_IF_TRUE:
        case RUN_JUMP_IF_FALSE: t += jumps(e, t) ? t->skip : 0; break;
        case RUN_SET: e->lib.slots[t->id] = lead(e, t); break;
        case RUN_CALL:
            call_with_terms(e, t);
            t += t->param_count;
            break;
        case RUN_LOOP:
            if (begin_loop(e, t, lead(e, t)))
                begin_round(e, t, 1);
            else
                t += t->skip;
            break;
        case RUN_NEXT: t -= next_round(e, t) ? t->skip : 0; break;
        }
    }
    return 0;
}

void run_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"r", run_terms},      {"o", output},       {"v", value},  {"z", truth_at},       {"y", truth},
        {"g", element},        {"c", function},     {"f", filter}, {"n", operate_number}, {"q", operate_equal},
        {"k", operate_concat}, {"m", operate_list}, {"s", set},    {"L", loop},           {"N", round_of},
        {"b", block},          {"x", call_out},     {NULL, NULL},
    };

    luaL_newlib(L, functions);
}
