#include "template/resolve.h"

/* What a template needs and a theme lacks. */
typedef struct {
    Str name;
    Place at;
    const char *vi, *en; /* what it is; NULL: a file, which a theme of another build need not have */
} Lack;

static void use(const Library *lib, Str name)
{
    Template *t = library_find(lib, name);

    if (t)
        t->used = true;
}

static void visit_use(Library *lib, Template *t, Node *n)
{
    (void)t;
    if (n->type != NODE_INCLUDE)
        return;
    use(lib, n->text);
    for (size_t i = 0; i < lib->templates.n; i++)
        if (include_admits(n, lib->templates.items[i]->name))
            lib->templates.items[i]->used = true;
}

static void mark_used(Library *lib, Template *t)
{
    use(lib, t->extends.name);
    for (size_t i = 0; i < t->imports.n; i++)
        use(lib, t->imports.items[i].name);
    visit_template(lib, t, visit_use);
}

static bool is_part(const Template *t) { return str_find(t->name, STR("/")) < t->name.n; }

/* Parents are not linked yet, and may run in a circle. */
static bool has_block(const Library *lib, const Template *t, Str name)
{
    for (size_t depth = 0; t && depth < lib->templates.n; depth++, t = library_find(lib, t->extends.name))
        if (find_block(t, name))
            return true;
    return false;
}

/* A macro that is called as it is declared. One that a plugin wrote itself is looked at when names are resolved. */
static bool has_macro(const Library *lib, const Template *t, const Expr *call)
{
    const Function *f = find_macro(lib, t, call->name);

    if (f)
        return f->home->optional || f->param_count == call->arg_count;
    for (size_t i = 0; i < lib->functions.n; i++)
        if (str_eq(lib->functions.items[i].name, call->name))
            return true;
    return str_is(call->name, "super");
}

static bool lacks(const Library *lib, const Template *t, const Node *n, Lack *out)
{
    if (n->type == NODE_INCLUDE && !library_find(lib, n->text))
        *out = (Lack){n->text, n->at, NULL, NULL};
    else if (n->type == NODE_BLOCK && t->extends.name.n && !has_block(lib, library_find(lib, t->extends.name), n->function->name))
        *out = (Lack){n->function->name, n->function->at, "khối", "block"};
    else if (n->type == NODE_OUTPUT && n->expr->type == EXPR_CALL && !has_macro(lib, t, n->expr))
        *out = (Lack){n->expr->name, n->expr->at, "macro", "macro"};
    else
        return false;
    return true;
}

static bool nodes_lack(const Library *lib, const Template *t, const Node *n, Lack *out)
{
    for (; n; n = n->next)
        if (lacks(lib, t, n, out) || nodes_lack(lib, t, n->body, out) || nodes_lack(lib, t, n->other, out))
            return true;
    return false;
}

static bool functions_lack(const Library *lib, const Template *t, const Functions *list, Lack *out)
{
    for (size_t i = 0; i < list->n; i++)
        if (nodes_lack(lib, t, list->items[i]->body, out))
            return true;
    return false;
}

static bool file_lacks(const Library *lib, Reference file, Lack *out)
{
    *out = (Lack){file.name, file.at, NULL, NULL};
    return file.name.n && !library_find(lib, file.name);
}

static bool template_lacks(const Library *lib, const Template *t, Lack *out)
{
    if (file_lacks(lib, t->extends, out))
        return true;
    for (size_t i = 0; i < t->imports.n; i++)
        if (file_lacks(lib, t->imports.items[i], out))
            return true;
    return nodes_lack(lib, t, t->text->body, out) || functions_lack(lib, t, &t->blocks, out) || functions_lack(lib, t, &t->macros, out);
}

static void warn(Library *lib, const Template *t, Lack lack)
{
    diag_warn(lib->diag, lack.at, "template.contract", "giao diện không có %s «%.*s» như mẫu «%.*s» này cần, nên mẫu không được dùng",
              "the theme has no %s \"%.*s\" as this template \"%.*s\" needs it, so the template is not used",
              diag_word(lib->diag, lack.vi, lack.en), STR_ARG(lack.name), STR_ARG(t->name));
    diag_hint(lib->diag, "thêm vào giao diện (themes/README.md ghi những gì mẫu của phần mở rộng cần), hoặc để giao diện có mẫu «%.*s» của mình",
              "add it to the theme (themes/README.md says what plugins' templates need), or give the theme its own \"%.*s\"", STR_ARG(t->name));
}

/* Leaves out what cannot be used as things are. True: something was, so that more may follow. */
static bool leave_out_lacking(Library *lib)
{
    bool some = false;
    Lack lack;

    for (size_t i = 0; i < lib->templates.n; i++) {
        Template *t = lib->templates.items[i];
        if (!t->optional || t->shadowed || !template_lacks(lib, t, &lack))
            continue;
        if (lack.vi)
            warn(lib, t, lack);
        t->shadowed = some = true;
    }
    return some;
}

void leave_out_optional(Library *lib)
{
    for (size_t i = 0; i < lib->templates.n; i++)
        mark_used(lib, lib->templates.items[i]);
    for (size_t i = 0; i < lib->templates.n; i++) {
        Template *t = lib->templates.items[i];
        t->shadowed |= t->optional && is_part(t) && !t->used;
    }
    while (leave_out_lacking(lib))
        ;
}
