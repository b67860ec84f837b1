#include "template/parser.h"

static bool element_text(Parser *p, Place at, const char *what)
{
    if (p->markup.state == MARKUP_TEXT)
        return true;
    diag_error(p->diag, at, "template.boundary", "«%s» phải đứng giữa các thẻ HTML, ở đây đang %.*s",
               "\"%s\" must stand between HTML tags; this is %.*s", what,
               STR_ARG(markup_words(p->arena, &p->markup, p->diag->lang)));
    return false;
}

static void differ(Parser *p, Place at, const Markup *a, const Markup *b)
{
    Lang lang = p->diag->lang;

    diag_error(p->diag, at, "template.branches", "các nhánh kết thúc ở chỗ khác nhau của HTML: một nhánh %.*s, nhánh kia %.*s",
               "branches end in different places of the HTML: one %.*s, the other %.*s", STR_ARG(markup_words(p->arena, a, lang)),
               STR_ARG(markup_words(p->arena, b, lang)));
}

/* Joins the end of a branch, where the machine is now, with the ends of those before it. */
static void join(Parser *p, const Stop *stop, Markup *joined)
{
    markup_branch(&p->markup, p->diag);
    if (stop->name.n && !markup_join(joined, &p->markup))
        differ(p, stop->at, joined, &p->markup);
    p->markup = *joined;
}

static bool is_elseif(Str name) { return str_is(name, "elseif") || str_is(name, "elif"); }

/* The `else` of an `if`, or its absence, which is a branch too. */
static void else_branch(Parser *p, Node *n, const Markup *start, Markup *joined, Stop *stop)
{
    static const char *const ends[] = {"endif", NULL};

    p->markup = *start;
    if (str_is(stop->name, "else")) {
        parser_close(p);
        n->other = parser_branch(p, ends, stop);
    }
    join(p, stop, joined);
}

static void if_tag(Parser *p, Nodes *out, Place at)
{
    static const char *const ends[] = {"elseif", "elif", "else", "endif", NULL};
    Node *n = parser_add(p, out, NODE_IF, at);
    Markup start, joined;
    Stop stop;

    markup_branch(&p->markup, p->diag);
    start = joined = p->markup;
    for (bool first = true;; first = false) {
        n->expr = parser_expression(p);
        parser_close(p);
        n->body = parser_branch(p, ends, &stop);
        if (first) {
            markup_branch(&p->markup, p->diag);
            joined = p->markup;
        }
        join(p, &stop, &joined);
        if (!is_elseif(stop.name))
            break;
        p->markup = start;
        n->chained = true;
        n = n->other = arena_make(p->arena, Node);
        n->type = NODE_IF;
        n->at = stop.at;
    }
    else_branch(p, n, &start, &joined, &stop);
    parser_finish(p, at, "if", &stop);
}

static void for_tag(Parser *p, Nodes *out, Place at)
{
    static const char *const any[] = {"else", "endfor", NULL}, *const last[] = {"endfor", NULL};
    Node *n = parser_add(p, out, NODE_FOR, at);
    Markup joined;
    Stop stop;

    if (parser_name(p, "tên biến sau «for»", "a name after \"for\"", &n->item) && parser_take(p, ",")) {
        n->key = n->item;
        parser_name(p, "tên biến thứ hai", "a second name", &n->item);
    }
    if (!p->failed && parser_expect(p, "in"))
        n->expr = parser_expression(p);
    parser_close(p);
    markup_branch(&p->markup, p->diag);
    joined = p->markup;
    n->body = parser_branch(p, any, &stop);
    join(p, &stop, &joined);
    if (str_is(stop.name, "else")) {
        parser_close(p);
        n->other = parser_branch(p, last, &stop);
        join(p, &stop, &joined);
    }
    parser_finish(p, at, "for", &stop);
}

static void set_tag(Parser *p, Nodes *out, Place at)
{
    Str name;

    if (parser_name(p, "tên biến sau «set»", "a name after \"set\"", &name) && parser_expect(p, "=")) {
        Node *n = parser_add(p, out, NODE_SET, at);
        n->text = name;
        n->expr = parser_expression(p);
    }
    parser_close(p);
}

static Function *function(Parser *p, FunctionType type, Str name, Place at)
{
    Function *f = arena_make(p->arena, Function);

    f->type = type;
    f->name = name;
    f->at = at;
    f->home = p->out;
    return f;
}

/* Reads the body of a block or macro, up to and with its end tag. */
static void function_body(Parser *p, Function *f, Place at)
{
    static const char *const block[] = {"endblock", NULL}, *const macro[] = {"endmacro", NULL};
    bool is_block = f->type == FUNCTION_BLOCK;
    Function *outer = p->function;
    Markup around = p->markup;
    Stop stop;

    p->function = f;
    p->markup = (Markup){0};
    f->body = parser_branch(p, is_block ? block : macro, &stop);
    p->function = outer;
    if (stop.name.n) {
        element_text(p, stop.at, is_block ? "endblock" : "endmacro");
        if (p->token.type == TOKEN_NAME && str_eq(p->token.text, f->name))
            parser_advance(p); /* {% endblock name %} */
    }
    p->markup = around;
    parser_finish(p, at, is_block ? "block" : "macro", &stop);
}

static Function *find_function(const Functions *list, Str name)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->items[i]->name, name))
            return list->items[i];
    return NULL;
}

/* Puts `f` among its like, and says so where the name is taken. */
static void keep_function(Parser *p, Functions *list, Function *f, const char *vi, const char *en)
{
    if (find_function(list, f->name)) {
        diag_error(p->diag, f->at, "template.twice", "%s «%.*s» đã có trong tệp này, ở dòng %u",
                   "there is a %s \"%.*s\" in this file already, on line %u", diag_word(p->diag, vi, en), STR_ARG(f->name),
                   (unsigned)find_function(list, f->name)->at.line);
        return;
    }
    list_push(p->arena, list, f);
}

static void block_tag(Parser *p, Nodes *out, Place at)
{
    Place name_at = p->token.at;
    Str name = STR("");
    Function *f;

    parser_name(p, "tên khối sau «block»", "a name after \"block\"", &name);
    f = function(p, FUNCTION_BLOCK, name, name_at);
    parser_close(p);
    element_text(p, at, "block");
    if (p->function->type == FUNCTION_MACRO)
        diag_error(p->diag, at, "template.nested", "trong macro không đặt được khối (block)",
                   "a block cannot stand inside a macro");
    keep_function(p, &p->out->blocks, f, "khối", "block");
    parser_add(p, out, NODE_BLOCK, at)->function = f;
    function_body(p, f, at);
}

static void parameters(Parser *p, Function *f)
{
    LIST(Str) names = {0};
    Str name;

    while (!parser_at(p, ")") && parser_name(p, "tên tham số", "a parameter's name", &name)) {
        list_push(p->arena, &names, name);
        if (!parser_take(p, ","))
            break;
    }
    if (!p->failed)
        parser_expect(p, ")");
    f->params = names.items;
    f->param_count = names.n;
}

static void macro_tag(Parser *p, Nodes *out, Place at)
{
    Place name_at = p->token.at;
    Str name = STR("");
    Function *f;

    (void)out;
    parser_name(p, "tên sau «macro»", "a name after \"macro\"", &name);
    f = function(p, FUNCTION_MACRO, name, name_at);
    if (!p->failed && parser_expect(p, "("))
        parameters(p, f);
    parser_close(p);
    element_text(p, at, "macro");
    if (p->open_count > 1)
        diag_error(p->diag, at, "template.nested", "macro phải đứng ngoài các khối, if, for và macro khác",
                   "a macro must stand outside blocks, if, for and other macros");
    keep_function(p, &p->out->macros, f, "macro", "macro");
    function_body(p, f, at);
}

/* The name of a template: a text. */
static bool reference(Parser *p, Reference *out)
{
    *out = (Reference){p->token.text, p->token.at};
    if (p->token.type == TOKEN_STRING) {
        parser_advance(p);
        return true;
    }
    if (!p->failed)
        diag_error(p->diag, p->token.at, "template.expected", "chờ tên mẫu trong ngoặc kép, gặp «%.*s»",
                   "expected a template's name in quotes, found \"%.*s\"", STR_ARG(parser_found(p)));
    p->failed = true;
    return false;
}

/* True when nothing but white space was read so far. */
static bool is_blank(const Nodes *read)
{
    for (const Node *n = read->first; n; n = n->next)
        if (n->type != NODE_TEXT || str_trim(n->text).n)
            return false;
    return true;
}

static void extends_tag(Parser *p, Nodes *out, Place at)
{
    Reference parent;

    if (reference(p, &parent)) {
        if (p->out->extends.name.n || p->open_count > 1 || !is_blank(out))
            diag_error(p->diag, at, "template.extends", "«extends» phải là thẻ đầu tiên trong tệp và chỉ có một",
                       "\"extends\" must be the first tag of the file, and the only one");
        else
            p->out->extends = parent;
    }
    parser_close(p);
}

static void import_tag(Parser *p, Nodes *out, Place at)
{
    Reference file;

    (void)out;
    if (p->open_count > 1)
        diag_error(p->diag, at, "template.nested", "«import» phải đứng ngoài các khối, if, for và macro",
                   "\"import\" must stand outside blocks, if, for and macros");
    if (reference(p, &file))
        list_push(p->arena, &p->out->imports, file);
    parser_close(p);
}

/* with { name = expr, ... } */
static void given(Parser *p, Node *n)
{
    LIST(Str) names = {0};
    LIST(Expr *) args = {0};
    Str name;

    if (!parser_expect(p, "{"))
        return;
    while (!parser_at(p, "}") && parser_name(p, "một tên", "a name", &name) && parser_expect(p, "=")) {
        Expr *e = parser_expression(p);
        if (!e)
            return;
        list_push(p->arena, &names, name);
        list_push(p->arena, &args, e);
        if (!parser_take(p, ","))
            break;
    }
    if (!p->failed)
        parser_expect(p, "}");
    n->names = names.items;
    n->args = args.items;
    n->arg_count = args.n < PARSER_MOST_ARGS ? args.n : PARSER_MOST_ARGS;
}

static bool is_text(const Expr *e) { return e->type == EXPR_CONST && value_is(e->value, VALUE_STRING); }

static bool is_joined(const Expr *e) { return e->type == EXPR_BINARY && e->op == OP_CONCAT; }

/* "list/" .. kind .. ".html": the templates that it may be are known before there is a page. */
static bool choice(Node *n, const Expr *e)
{
    if (!is_joined(e) || !is_text(e->left) || !is_joined(e->right) || !is_text(e->right->right))
        return false;
    n->head = value_str(e->left->value);
    n->tail = value_str(e->right->right->value);
    n->expr = e->right->left;
    return true;
}

/* The template, or an expression and after `else` the template where it leads to none. */
static bool included(Parser *p, Node *n)
{
    Expr *e = parser_expression(p);
    Reference file;

    if (!e)
        return false;
    if (is_text(e)) {
        n->text = value_str(e->value);
        n->at = e->at;
        return true;
    }
    if (choice(n, e)) {
        if (!parser_expect(p, "else") || !reference(p, &file))
            return false;
        n->text = file.name;
        n->at = file.at;
        return true;
    }
    diag_error(p->diag, e->at, "template.expected", "chờ tên mẫu trong ngoặc kép, gặp «%.*s»",
               "expected a template's name in quotes, found \"%.*s\"", STR_ARG(e->source));
    diag_hint(p->diag, "tên theo một giá trị thì viết như: \"list/\" .. x .. \".html\" else \"list/page.html\"",
              "a name that depends on a value is written like \"list/\" .. x .. \".html\" else \"list/page.html\"");
    p->failed = true;
    return false;
}

static void include_tag(Parser *p, Nodes *out, Place at)
{
    Node read = {0};

    element_text(p, at, "include");
    if (included(p, &read)) {
        Node *n = parser_add(p, out, NODE_INCLUDE, read.at);
        n->text = read.text;
        n->expr = read.expr;
        n->head = read.head;
        n->tail = read.tail;
        if (parser_take(p, "with"))
            given(p, n);
    }
    parser_close(p);
}

static const TagRow rows[] = {
    {"if", if_tag},       {"for", for_tag},         {"set", set_tag},         {"block", block_tag},
    {"macro", macro_tag}, {"extends", extends_tag}, {"include", include_tag}, {"import", import_tag},
};

const TagRow *tag_rows(size_t *n)
{
    *n = sizeof rows / sizeof *rows;
    return rows;
}
