#include "template/resolve.h"

/* The names that are known where a function is being read. */
typedef struct {
    Library *lib;
    Template *t;
    Function *f;
    Variables locals; /* the innermost last */
    uint32_t loop;    /* slots of the innermost loop, or NO_SLOT */
} Scope;

static void resolve_expr(Scope *s, Expr *e);
static void resolve_nodes(Scope *s, Node *n);

static uint32_t allot(Scope *s, uint32_t n)
{
    uint32_t first = s->f->first + s->f->slots;

    s->f->slots += n;
    s->lib->slot_count += n;
    return first;
}

static uint32_t find_local(const Scope *s, Str name)
{
    for (size_t i = s->locals.n; i-- > 0;)
        if (str_eq(s->locals.items[i].name, name))
            return s->locals.items[i].slot;
    return NO_SLOT;
}

/* A variable of the template itself, which its text and its blocks see. */
static uint32_t find_own(const Scope *s, Str name)
{
    const Variables *own = &s->t->variables;

    for (size_t i = 0; s->f->type != FUNCTION_MACRO && i < own->n; i++)
        if (str_eq(own->items[i].name, name))
            return own->items[i].slot;
    return NO_SLOT;
}

static uint32_t find_context(const Scope *s, Str name)
{
    for (size_t i = 0; i < s->lib->context.n; i++)
        if (str_eq(s->lib->context.items[i], name))
            return (uint32_t)i;
    return NO_SLOT;
}

static uint32_t find_name(const Scope *s, Str name)
{
    uint32_t slot = find_local(s, name);

    if (slot == NO_SLOT)
        slot = find_own(s, name);
    return slot == NO_SLOT ? find_context(s, name) : slot;
}

static void declare(Scope *s, Str name, uint32_t slot, Place at)
{
    list_push(s->lib->arena, &s->locals, (Variable){name, slot, at});
}

static const Callable *find_callable(const Callable *list, size_t n, Str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(list[i].name, name))
            return &list[i];
    return NULL;
}

typedef LIST(Str) Names;

static void nearest(Scope *s, Str wrong, const Names *names) { diag_nearest(s->lib->diag, wrong, names->items, names->n); }

static void add_variables(Scope *s, Names *names, const Variables *from)
{
    for (size_t i = 0; i < from->n; i++)
        list_push(s->lib->arena, names, from->items[i].name);
}

static void unknown_name(Scope *s, const Expr *e)
{
    Library *lib = s->lib;
    Names names = {0};

    diag_error(lib->diag, e->at, "template.name", "không có gì tên «%.*s» ở đây", "there is nothing named \"%.*s\" here",
               STR_ARG(e->name));
    if (find_callable(lib->functions.items, lib->functions.n, e->name) || find_macro(lib, s->t, e->name)) {
        diag_hint(lib->diag, "đó là hàm: viết %.*s(…)", "it is a function: write %.*s(…)", STR_ARG(e->name));
        return;
    }
    add_variables(s, &names, &s->locals);
    if (s->f->type != FUNCTION_MACRO)
        add_variables(s, &names, &s->t->variables);
    for (size_t i = 0; i < lib->context.n; i++)
        list_push(lib->arena, &names, lib->context.items[i]);
    nearest(s, e->name, &names);
}

static const char *const loop_words[LOOP_SLOTS] = {
    [LOOP_INDEX] = "index", [LOOP_COUNT] = "count", [LOOP_FIRST] = "first", [LOOP_LAST] = "last"};

/* `loop.index` and its like are slots of the loop; false where `e` is something else. */
static bool resolve_loop(Scope *s, Expr *e)
{
    Names names = {0};
    Str word;

    if (e->type != EXPR_INDEX || e->left->type != EXPR_NAME || !str_is(e->left->name, "loop")
        || find_name(s, e->left->name) != NO_SLOT)
        return false;
    if (s->loop == NO_SLOT) {
        diag_error(s->lib->diag, e->at, "template.loop", "«loop» chỉ có trong vòng lặp {%% for %%}",
                   "\"loop\" is known inside {%% for %%} only");
        return true;
    }
    word = e->right->type == EXPR_CONST ? value_str(e->right->value) : STR("");
    for (uint32_t i = LOOP_INDEX; i < LOOP_SLOTS; i++) {
        list_push(s->lib->arena, &names, str_from(loop_words[i]));
        if (str_is(word, loop_words[i])) {
            e->type = EXPR_NAME;
            e->left = e->right = NULL;
            e->id = s->loop + i;
            return true;
        }
    }
    diag_error(s->lib->diag, e->right->at, "template.loop", "«loop» không có «%.*s»; chỉ có index, first, last, count",
               "\"loop\" has no \"%.*s\"; it has index, first, last, count", STR_ARG(word));
    nearest(s, word, &names);
    return true;
}

static void count_arguments(Scope *s, const Expr *e, size_t least, size_t most)
{
    if (e->arg_count >= least && e->arg_count <= most)
        return;
    if (least == most)
        diag_error(s->lib->diag, e->at, "template.arguments", "«%.*s» cần %zu giá trị trong ngoặc, ở đây có %zu",
                   "\"%.*s\" takes %zu values in its brackets, here there are %zu", STR_ARG(e->name), least, e->arg_count);
    else
        diag_error(s->lib->diag, e->at, "template.arguments", "«%.*s» cần từ %zu đến %zu giá trị trong ngoặc, ở đây có %zu",
                   "\"%.*s\" takes %zu to %zu values in its brackets, here there are %zu", STR_ARG(e->name), least, most,
                   e->arg_count);
}

static void unknown_function(Scope *s, const Expr *e)
{
    Library *lib = s->lib;
    Names names = {0};

    diag_error(lib->diag, e->at, "template.function", "không có hàm hay macro «%.*s»", "there is no function or macro \"%.*s\"",
               STR_ARG(e->name));
    for (size_t i = 0; i < lib->functions.n; i++)
        list_push(lib->arena, &names, lib->functions.items[i].name);
    for (size_t i = 0; i < s->t->macros.n; i++)
        list_push(lib->arena, &names, s->t->macros.items[i]->name);
    for (size_t i = 0; i < s->t->imports.n; i++) {
        const Template *from = library_find(lib, s->t->imports.items[i].name);
        for (size_t k = 0; from && k < from->macros.n; k++)
            list_push(lib->arena, &names, from->macros.items[k]->name);
    }
    nearest(s, e->name, &names);
}

static void resolve_super(Scope *s, Expr *e)
{
    if (s->f->type != FUNCTION_BLOCK) {
        diag_error(s->lib->diag, e->at, "template.super", "super() chỉ dùng được trong khối (block)",
                   "super() can be used inside a block only");
        return;
    }
    count_arguments(s, e, 0, 0);
    e->target = find_block(s->t->parent, s->f->name);
    if (!e->target)
        diag_error(s->lib->diag, e->at, "template.super", "không có khối «%.*s» ở mẫu cha để super() lấy",
                   "no parent has a block \"%.*s\" for super()", STR_ARG(s->f->name));
}

/* A macro or super() writes itself, so it must be all that stands between {{ and }}. */
static void resolve_call(Scope *s, Expr *e, bool alone)
{
    Library *lib = s->lib;
    bool is_super = str_is(e->name, "super");
    Function *macro = is_super ? NULL : find_macro(lib, s->t, e->name);
    const Callable *c = find_callable(lib->functions.items, lib->functions.n, e->name);

    for (size_t i = 0; i < e->arg_count; i++)
        resolve_expr(s, e->args[i]);
    if ((is_super || macro) && !alone) {
        diag_error(lib->diag, e->at, "template.macro", "«%.*s(…)» phải đứng một mình trong {{ }}, giữa các thẻ HTML",
                   "\"%.*s(…)\" must stand alone in {{ }}, between HTML tags", STR_ARG(e->name));
    } else if (is_super) {
        resolve_super(s, e);
    } else if (macro) {
        count_arguments(s, e, macro->param_count, macro->param_count);
        e->target = macro;
    } else if (c) {
        count_arguments(s, e, c->least, c->most);
        e->id = (uint32_t)(c - lib->functions.items);
    } else {
        unknown_function(s, e);
    }
}

static void resolve_filter(Scope *s, Expr *e)
{
    Library *lib = s->lib;
    const Callable *c = find_callable(lib->filters.items, lib->filters.n, e->name);
    Names names = {0};

    resolve_expr(s, e->left);
    for (size_t i = 0; i < e->arg_count; i++)
        resolve_expr(s, e->args[i]);
    if (c) {
        count_arguments(s, e, c->least, c->most);
        e->id = (uint32_t)(c - lib->filters.items);
        return;
    }
    diag_error(lib->diag, e->at, "template.filter", "không có bộ lọc «%.*s»", "there is no filter \"%.*s\"", STR_ARG(e->name));
    for (size_t i = 0; i < lib->filters.n; i++)
        list_push(lib->arena, &names, lib->filters.items[i].name);
    nearest(s, e->name, &names);
}

static void resolve_name(Scope *s, Expr *e)
{
    e->id = find_name(s, e->name);
    if (e->id != NO_SLOT)
        return;
    if (str_is(e->name, "loop") && s->loop != NO_SLOT)
        diag_error(s->lib->diag, e->at, "template.loop",
                   "«loop» phải viết cùng một khóa: loop.index, loop.first, loop.last, loop.count",
                   "\"loop\" needs a key: loop.index, loop.first, loop.last, loop.count");
    else
        unknown_name(s, e);
}

static void resolve_expr(Scope *s, Expr *e)
{
    if (!e || resolve_loop(s, e))
        return;
    switch (e->type) {
    case EXPR_CONST: break;
    case EXPR_NAME: resolve_name(s, e); break;
    case EXPR_CALL: resolve_call(s, e, false); break;
    case EXPR_FILTER: resolve_filter(s, e); break;
    case EXPR_INDEX:
    case EXPR_UNARY:
    case EXPR_BINARY:
        resolve_expr(s, e->left);
        resolve_expr(s, e->right);
        break;
    case EXPR_LIST:
        for (size_t i = 0; i < e->arg_count; i++)
            resolve_expr(s, e->args[i]);
    }
}

/* Names made inside `body` end with it. */
static void resolve_body(Scope *s, Node *body)
{
    size_t n = s->locals.n;

    resolve_nodes(s, body);
    s->locals.n = n;
}

static void resolve_for(Scope *s, Node *n)
{
    size_t locals = s->locals.n;
    uint32_t outer = s->loop;

    resolve_expr(s, n->expr);
    n->slot = allot(s, LOOP_SLOTS);
    if (n->key.n)
        declare(s, n->key, n->slot + LOOP_KEY, n->at);
    declare(s, n->item, n->slot + LOOP_ITEM, n->at);
    s->loop = n->slot;
    resolve_nodes(s, n->body);
    s->loop = outer;
    s->locals.n = locals;
    resolve_body(s, n->other);
}

static void resolve_set(Scope *s, Node *n)
{
    resolve_expr(s, n->expr);
    n->slot = find_local(s, n->text);
    if (n->slot == NO_SLOT)
        n->slot = find_own(s, n->text);
    if (n->slot != NO_SLOT)
        return;
    if (find_context(s, n->text) != NO_SLOT || str_is(n->text, "loop")) {
        diag_error(s->lib->diag, n->at, "template.set", "«%.*s» là tên có sẵn, không đặt lại được",
                   "\"%.*s\" is a given name and cannot be set", STR_ARG(n->text));
        return;
    }
    n->slot = allot(s, 1);
    declare(s, n->text, n->slot, n->at);
}

static void resolve_node(Scope *s, Node *n)
{
    switch (n->type) {
    case NODE_TEXT:
    case NODE_BLOCK: break; /* blocks are read on their own */
    case NODE_OUTPUT:
        if (n->expr->type == EXPR_CALL)
            resolve_call(s, n->expr, n->escape == ESCAPE_TEXT);
        else
            resolve_expr(s, n->expr);
        break;
    case NODE_IF:
        resolve_expr(s, n->expr);
        resolve_body(s, n->body);
        resolve_body(s, n->other);
        break;
    case NODE_FOR: resolve_for(s, n); break;
    case NODE_SET: resolve_set(s, n); break;
    case NODE_INCLUDE:
        resolve_expr(s, n->expr);
        for (size_t i = 0; i < n->arg_count; i++)
            resolve_expr(s, n->args[i]);
    }
}

static void resolve_nodes(Scope *s, Node *n)
{
    for (; n; n = n->next)
        resolve_node(s, n);
}

static void resolve_function(Library *lib, Template *t, Function *f)
{
    Scope s = {.lib = lib, .t = t, .f = f, .loop = NO_SLOT};

    f->first = lib->slot_count;
    f->id = (uint32_t)lib->code.n;
    list_push(lib->arena, &lib->code, f);
    for (size_t i = 0; f->type == FUNCTION_TEXT && i < t->variables.n; i++)
        t->variables.items[i].slot = allot(&s, 1);
    for (size_t i = 0; i < f->param_count; i++)
        declare(&s, f->params[i], allot(&s, 1), f->at);
    resolve_nodes(&s, f->body);
}

void resolve_template(Library *lib, Template *t)
{
    for (size_t i = 0; i < t->variables.n; i++) {
        Scope s = {.lib = lib};
        if (i >= t->given && find_context(&s, t->variables.items[i].name) != NO_SLOT)
            diag_error(lib->diag, t->variables.items[i].at, "template.set", "«%.*s» là tên có sẵn, không đặt lại được",
                       "\"%.*s\" is a given name and cannot be set", STR_ARG(t->variables.items[i].name));
    }
    resolve_function(lib, t, t->text);
    for (size_t i = 0; i < t->blocks.n; i++)
        resolve_function(lib, t, t->blocks.items[i]);
    for (size_t i = 0; i < t->macros.n; i++)
        resolve_function(lib, t, t->macros.items[i]);
}
