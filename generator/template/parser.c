#include "template/parser.h"

static Stop nodes(Parser *p, const char *const *ends, Nodes *out);

bool parser_reserved(Str name)
{
    static const char *const words[] = {"and", "or", "not", "true", "false", "nil", "in"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(name, words[i]))
            return true;
    return false;
}

void parser_advance(Parser *p)
{
    p->end = p->token.to;
    p->token = lexer_next(&p->lexer);
    if (p->token.type == TOKEN_BAD)
        p->failed = true;
}

bool parser_at(const Parser *p, const char *op)
{
    return (p->token.type == TOKEN_OP || p->token.type == TOKEN_NAME) && str_is(p->token.text, op);
}

bool parser_take(Parser *p, const char *op)
{
    if (!parser_at(p, op))
        return false;
    parser_advance(p);
    return true;
}

Str parser_found(Parser *p)
{
    switch (p->token.type) {
    case TOKEN_END: return p->diag->lang == LANG_VI ? STR("hết tệp") : STR("end of file");
    case TOKEN_CLOSE: return p->diag->lang == LANG_VI ? STR("hết thẻ") : STR("end of tag");
    default: return str_slice(p->out->source, p->token.from, p->token.to);
    }
}

bool parser_expect(Parser *p, const char *op)
{
    if (parser_take(p, op))
        return true;
    if (!p->failed)
        diag_error(p->diag, p->token.at, "template.expected", "chờ «%s», gặp «%.*s»", "expected \"%s\", found \"%.*s\"", op,
                   STR_ARG(parser_found(p)));
    p->failed = true;
    return false;
}

bool parser_name(Parser *p, const char *vi, const char *en, Str *name)
{
    if (p->token.type == TOKEN_NAME && !parser_reserved(p->token.text)) {
        *name = p->token.text;
        parser_advance(p);
        return true;
    }
    if (!p->failed)
        diag_error(p->diag, p->token.at, "template.expected", "chờ %s, gặp «%.*s»", "expected %s, found \"%.*s\"",
                   diag_word(p->diag, vi, en), STR_ARG(parser_found(p)));
    p->failed = true;
    return false;
}

void parser_close(Parser *p)
{
    if (!p->failed && p->token.type != TOKEN_CLOSE)
        diag_error(p->diag, p->token.at, "template.surplus", "không hiểu «%.*s» ở đây", "\"%.*s\" is not understood here",
                   STR_ARG(parser_found(p)));
    if (p->token.type != TOKEN_CLOSE)
        lexer_skip_tag(&p->lexer);
    p->failed = false;
    parser_advance(p);
}

Node *parser_add(Parser *p, Nodes *out, NodeType type, Place at)
{
    Node *n = arena_make(p->arena, Node);

    n->type = type;
    n->at = at;
    *out->last = n;
    out->last = &n->next;
    return n;
}

void parser_finish(Parser *p, Place opening, const char *name, const Stop *stop)
{
    if (stop->name.n)
        parser_close(p);
    else
        diag_error(p->diag, opening, "template.unclosed", "«{%% %s %%}» không có «{%% end%s %%}»",
                   "\"{%% %s %%}\" has no \"{%% end%s %%}\"", name, name);
}

Node *parser_branch(Parser *p, const char *const *ends, Stop *stop)
{
    Nodes body = {.last = &body.first};

    *stop = nodes(p, ends, &body);
    return body.first;
}

static void output(Parser *p, Nodes *out)
{
    Place opening = p->token.at, at;
    Expr *e;

    parser_advance(p);
    at = p->token.at;
    e = parser_expression(p);
    Escape escape = markup_output(&p->markup, p->diag, opening);
    parser_close(p);
    if (e) {
        Node *n = parser_add(p, out, NODE_OUTPUT, at);
        n->expr = e;
        n->escape = escape;
    }
}

static bool is_end(const char *const *ends, Str name)
{
    for (; *ends; ends++)
        if (str_is(name, *ends))
            return true;
    return false;
}

static void unknown_tag(Parser *p, Token name)
{
    static const char *const ends[] = {"elseif", "elif", "else", "endif", "endfor", "endblock", "endmacro", NULL};
    size_t count;
    const TagRow *rows = tag_rows(&count);
    Str *names = arena_array(p->arena, Str, count);

    for (size_t i = 0; i < count; i++)
        names[i] = str_from(rows[i].name);
    if (p->failed) {
        /* said already */
    } else if (name.type != TOKEN_NAME) {
        diag_error(p->diag, name.at, "template.tag", "sau «{%%» phải là tên thẻ", "a tag's name must follow \"{%%\"");
    } else if (is_end(ends, name.text)) {
        diag_error(p->diag, name.at, "template.unopened", "«%.*s» ở đây không đóng thẻ nào đang mở",
                   "\"%.*s\" closes nothing that is open here", STR_ARG(name.text));
    } else {
        diag_error(p->diag, name.at, "template.tag", "không có thẻ «%.*s»", "there is no tag \"%.*s\"", STR_ARG(name.text));
        diag_nearest(p->diag, name.text, names, count);
    }
    p->failed = true;
    parser_close(p);
}

static void tag(Parser *p, Nodes *out)
{
    Place opening = p->token.at;
    size_t count, i = 0;
    const TagRow *rows = tag_rows(&count);
    Token name;

    parser_advance(p);
    name = p->token;
    while (i < count && (name.type != TOKEN_NAME || !str_is(name.text, rows[i].name)))
        i++;
    if (i == count) {
        unknown_tag(p, name);
    } else if (p->open_count > PARSER_MOST_DEPTH) {
        diag_error(p->diag, opening, "template.deep", "các thẻ lồng nhau quá %d tầng", "tags are nested more than %d levels deep",
                   PARSER_MOST_DEPTH);
        p->failed = true;
        parser_close(p);
    } else {
        parser_advance(p);
        rows[i].read(p, out, opening);
    }
}

static void text(Parser *p, Nodes *out)
{
    parser_add(p, out, NODE_TEXT, p->token.at)->text = p->token.text;
    markup_text(&p->markup, p->diag, p->token.at, p->token.text);
    parser_advance(p);
}

/* True when `name` ends something that is open further out: the inner one lacks its end. */
static bool ends_outer(const Parser *p, Str name)
{
    for (size_t i = 0; i < p->open_count; i++)
        if (is_end(p->open[i], name))
            return true;
    return false;
}

/* The name in the tag that opens with the next token, which is not taken. */
static Str tag_name(const Parser *p)
{
    Str rest = str_slice(p->out->source, p->token.to, p->out->source.n);
    size_t n = 0;

    if (p->token.type != TOKEN_TAG)
        return STR("");
    if (rest.n && rest.s[0] == '-')
        rest = str_slice(rest, 1, rest.n);
    rest = str_trim(str_slice(rest, 0, 40));
    while (n < rest.n && rest.s[n] >= 'a' && rest.s[n] <= 'z')
        n++;
    return str_slice(rest, 0, n);
}

/* Reads up to a tag whose name is among `ends`, or that ends something further out, or the file's end. */
static Stop nodes(Parser *p, const char *const *ends, Nodes *out)
{
    Stop stop = {.name = STR("")};

    p->open[p->open_count++] = ends;
    while (p->token.type != TOKEN_END && !ends_outer(p, tag_name(p))) {
        p->operators = 0;
        p->failed = false;
        switch (p->token.type) {
        case TOKEN_TEXT: text(p, out); break;
        case TOKEN_OUTPUT: output(p, out); break;
        case TOKEN_TAG: tag(p, out); break;
        default: parser_close(p);
        }
    }
    p->open_count--;
    if (is_end(ends, tag_name(p))) {
        stop = (Stop){tag_name(p), p->token.at};
        parser_advance(p);
        parser_advance(p);
    }
    return stop;
}

void template_parse(Arena *a, Diag *d, Template *t)
{
    static const char *const none[] = {NULL};
    Parser p = {.arena = a, .diag = d, .out = t};
    Nodes body = {.last = &body.first};

    lexer_start(&p.lexer, a, d, t->start, t->source);
    t->text = arena_make(a, Function);
    *t->text = (Function){.name = t->name, .at = place_at(t->start, 1, 1), .home = t};
    p.function = t->text;
    parser_advance(&p);
    nodes(&p, none, &body);
    t->text->body = body.first;
    if (p.markup.state != MARKUP_TEXT && p.markup.state != MARKUP_RAW)
        diag_error(d, p.markup.element_at, "template.html", "HTML bắt đầu ở đây chưa kết thúc khi hết tệp: còn %.*s",
                   "HTML that begins here is not finished at the end of the file: still %.*s",
                   STR_ARG(markup_words(a, &p.markup, d->lang)));
}
