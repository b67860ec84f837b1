#include "template/resolve.h"

static void visit_nodes(Library *lib, Template *t, Node *n, Visit visit)
{
    for (; n; n = n->next) {
        visit(lib, t, n);
        visit_nodes(lib, t, n->body, visit);
        visit_nodes(lib, t, n->other, visit);
    }
}

void visit_template(Library *lib, Template *t, Visit visit)
{
    visit_nodes(lib, t, t->text->body, visit);
    for (size_t i = 0; i < t->blocks.n; i++)
        visit_nodes(lib, t, t->blocks.items[i]->body, visit);
    for (size_t i = 0; i < t->macros.n; i++)
        visit_nodes(lib, t, t->macros.items[i]->body, visit);
}

/* The template that is referred to; a shadowed template's references are not complained about. */
static Template *refer(Library *lib, const Template *from, Str name, Place at)
{
    Template *to = library_find(lib, name);
    LIST(Str) names = {0};

    if (to || from->shadowed)
        return to;
    diag_error(lib->diag, at, "template.unknown_template", "không có mẫu «%.*s»", "there is no template \"%.*s\"", STR_ARG(name));
    for (size_t i = 0; i < lib->templates.n; i++)
        if (!lib->templates.items[i]->shadowed)
            list_push(lib->arena, &names, lib->templates.items[i]->name);
    diag_nearest(lib->diag, name, names.items, names.n);
    return NULL;
}

static Variable *find_variable(Template *t, Str name)
{
    for (size_t i = 0; i < t->variables.n; i++)
        if (str_eq(t->variables.items[i].name, name))
            return &t->variables.items[i];
    return NULL;
}

static void declare(Library *lib, Template *t, Str name, Place at)
{
    if (!find_variable(t, name))
        list_push(lib->arena, &t->variables, (Variable){.name = name, .at = at});
}

bool include_admits(const Node *n, Str name)
{
    return n->expr && name.n > n->head.n + n->tail.n && str_starts(name, n->head) && str_ends(name, n->tail);
}

/* Makes the names that `n` gives known in `part`, which may be NULL. */
static void give(Library *lib, const Node *n, Template *part)
{
    for (size_t i = 0; part && i < n->arg_count; i++)
        declare(lib, part, n->names[i], n->at);
}

static void visit_include(Library *lib, Template *t, Node *n)
{
    if (n->type != NODE_INCLUDE)
        return;
    n->part = refer(lib, t, n->text, n->at);
    give(lib, n, n->part);
    for (size_t i = 0; n->expr && i < lib->templates.n; i++) {
        Template *part = lib->templates.items[i];
        if (part->shadowed || !include_admits(n, part->name))
            continue;
        list_push(lib->arena, &n->choices, part);
        give(lib, n, part);
    }
}

static void declare_sets(Library *lib, Template *t)
{
    for (Node *n = t->text->body; n; n = n->next)
        if (n->type == NODE_SET)
            declare(lib, t, n->text, n->at);
}

static void link_parent(Library *lib, Template *t)
{
    if (!t->extends.name.n)
        return;
    t->parent = refer(lib, t, t->extends.name, t->extends.at);
    for (const Template *up = t->parent; up; up = up->parent)
        if (up == t) {
            diag_error(lib->diag, t->extends.at, "template.extends_circle", "mẫu «%.*s» kế thừa vòng tròn từ chính nó",
                       "the template \"%.*s\" extends itself in a circle", STR_ARG(t->name));
            t->parent = NULL;
            return;
        }
}

enum { MARK_NEW, MARK_OPEN, MARK_DONE };

static void search(Library *lib, Template *t);

static void circle(Library *lib, Place at, const Template *t)
{
    diag_error(lib->diag, at, "template.include_circle", "mẫu «%.*s» được chèn vòng tròn vào chính nó",
               "the template \"%.*s\" includes itself in a circle", STR_ARG(t->name));
    diag_hint(lib->diag, "phần lặp theo cây (thực đơn nhiều cấp) viết bằng macro tự gọi",
              "write what follows a tree (menus) as a macro that calls itself");
}

static void follow(Library *lib, Place at, Template *part)
{
    if (part->mark == MARK_OPEN)
        circle(lib, at, part);
    else if (part->mark == MARK_NEW)
        search(lib, part);
}

static void visit_circle(Library *lib, Template *t, Node *n)
{
    (void)t;
    if (n->part)
        follow(lib, n->at, n->part);
    for (size_t i = 0; i < n->choices.n; i++)
        follow(lib, n->at, n->choices.items[i]);
}

/* Follows includes and parents in depth; what is open is on the way here. */
static void search(Library *lib, Template *t)
{
    t->mark = MARK_OPEN;
    if (t->parent && t->parent->mark == MARK_OPEN)
        circle(lib, t->extends.at, t);
    else if (t->parent && t->parent->mark == MARK_NEW)
        search(lib, t->parent);
    visit_template(lib, t, visit_circle);
    t->mark = MARK_DONE;
}

static void check_imports(Library *lib, Template *t)
{
    for (size_t i = 0; i < t->imports.n; i++)
        refer(lib, t, t->imports.items[i].name, t->imports.items[i].at);
}

static bool is_blank(Str text) { return str_trim(text).n == 0; }

/* In a template that extends another only blocks are shown; what stands outside would be lost. */
static void check_outside(Library *lib, Template *t)
{
    if (!t->extends.name.n)
        return;
    for (Node *n = t->text->body; n; n = n->next) {
        if (n->type == NODE_BLOCK || n->type == NODE_SET || (n->type == NODE_TEXT && is_blank(n->text)))
            continue;
        Place at = n->at;
        if (n->type == NODE_TEXT)
            at = place_in(n->at, n->text, (size_t)(str_trim(n->text).s - n->text.s));
        diag_error(lib->diag, at, "template.outside",
                   "nội dung này đứng ngoài các khối nên không hiện ra: mẫu có «extends» chỉ gồm các khối",
                   "this stands outside all blocks and would be lost: a template that extends another holds blocks only");
        return;
    }
}

static void check_blocks(Library *lib, Template *t)
{
    LIST(Str) names = {0};

    if (!t->parent)
        return;
    for (const Template *up = t->parent; up; up = up->parent)
        for (size_t i = 0; i < up->blocks.n; i++)
            list_push(lib->arena, &names, up->blocks.items[i]->name);
    for (Node *n = t->text->body; n; n = n->next)
        if (n->type == NODE_BLOCK && !find_block(t->parent, n->function->name)) {
            diag_error(lib->diag, n->function->at, "template.block", "mẫu cha «%.*s» không có khối «%.*s»",
                       "the parent \"%.*s\" has no block \"%.*s\"", STR_ARG(t->parent->name), STR_ARG(n->function->name));
            diag_nearest(lib->diag, n->function->name, names.items, names.n);
        }
}

Function *find_block(const Template *t, Str name)
{
    for (; t; t = t->parent)
        for (size_t i = 0; i < t->blocks.n; i++)
            if (str_eq(t->blocks.items[i]->name, name))
                return t->blocks.items[i];
    return NULL;
}

static Function *own_macro(const Template *t, Str name)
{
    for (size_t i = 0; i < t->macros.n; i++)
        if (str_eq(t->macros.items[i]->name, name))
            return t->macros.items[i];
    return NULL;
}

Function *find_macro(const Library *lib, const Template *t, Str name)
{
    Function *f = own_macro(t, name);

    for (size_t i = 0; !f && i < t->imports.n; i++) {
        const Template *from = library_find(lib, t->imports.items[i].name);
        f = from ? own_macro(from, name) : NULL;
    }
    return f;
}

void link_templates(Library *lib)
{
    size_t n = lib->templates.n;
    Template **all = lib->templates.items;

    leave_out_optional(lib);
    for (size_t i = 0; i < n; i++) {
        link_parent(lib, all[i]);
        check_imports(lib, all[i]);
        visit_template(lib, all[i], visit_include);
    }
    for (size_t i = 0; i < n; i++) {
        all[i]->given = all[i]->variables.n;
        if (all[i]->shadowed)
            continue;
        declare_sets(lib, all[i]);
        check_outside(lib, all[i]);
        check_blocks(lib, all[i]);
        if (all[i]->mark == MARK_NEW)
            search(lib, all[i]);
    }
}
