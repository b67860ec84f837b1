#include "template/lexer.h"

void lexer_start(Lexer *x, Arena *a, Diag *d, Place start, Str source)
{
    *x = (Lexer){.arena = a, .diag = d, .source = source, .start = start, .line = 1, .column = 1};
}

static bool at_end(const Lexer *x) { return x->at >= x->source.n; }

/* The byte `ahead` of the next one, NUL past the end. */
static char peek(const Lexer *x, size_t ahead) { return x->at + ahead < x->source.n ? x->source.s[x->at + ahead] : 0; }

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/* The place of byte `offset`; offsets are asked for in rising order, so that a file is counted once. */
static Place place_of(Lexer *x, size_t offset)
{
    for (; x->seen < offset && x->seen < x->source.n; x->seen++) {
        unsigned char c = (unsigned char)x->source.s[x->seen];
        if (c == '\n') {
            x->line++;
            x->column = 1;
        } else if ((c & 0xc0) != 0x80) {
            x->column++;
        }
    }
    while (x->seen < x->source.n && ((unsigned char)x->source.s[x->seen] & 0xc0) == 0x80)
        x->seen++;
    return place_at(x->start, x->line, x->column);
}

static Token token(Lexer *x, TokenType type, size_t from, size_t to)
{
    return (Token){type, str_slice(x->source, from, to), place_of(x, from), from, to};
}

/* True when a tag or a comment opens at byte `i`. */
static bool opens_at(Str source, size_t i)
{
    return i + 1 < source.n && source.s[i] == '{' && (source.s[i + 1] == '{' || source.s[i + 1] == '%' || source.s[i + 1] == '#');
}

static size_t find_opening(Str source, size_t from)
{
    size_t i = str_find_byte(source, '{', from);

    while (i < source.n && !opens_at(source, i))
        i = str_find_byte(source, '{', i + 1);
    return i;
}

/* Goes behind "#}"; the file's end is reported where the comment opened. */
static void skip_comment(Lexer *x)
{
    Token opening = token(x, TOKEN_BAD, x->at, x->at + 2);
    size_t end = str_find(str_slice(x->source, x->at + 2, x->source.n), STR("#}")) + x->at + 2;

    if (end >= x->source.n) {
        diag_error(x->diag, opening.at, "template.comment", "ghi chú «{#» không có chỗ kết thúc «#}»",
                   "the comment \"{#\" has no end \"#}\"");
        x->at = x->source.n;
        return;
    }
    x->trim = x->source.s[end - 1] == '-' && end > x->at + 2;
    x->at = end + 2;
}

static Token open_tag(Lexer *x)
{
    bool output = peek(x, 1) == '{';

    x->opening = token(x, output ? TOKEN_OUTPUT : TOKEN_TAG, x->at, x->at + 2);
    x->close = output ? '}' : '%';
    x->at += 2;
    if (peek(x, 0) == '-')
        x->at++;
    x->trim = false;
    return x->opening;
}

/* The text up to the next tag or comment; an empty one is passed over. */
static Token text_or_opening(Lexer *x)
{
    while (!at_end(x)) {
        size_t from = x->at, to = find_opening(x->source, from);
        bool cut = to + 2 < x->source.n && x->source.s[to + 2] == '-';

        x->at = to;
        while (x->trim && from < to && is_space(x->source.s[from]))
            from++;
        while (cut && to > from && is_space(x->source.s[to - 1]))
            to--;
        x->trim = x->trim && from == x->at;
        if (from < to)
            return token(x, TOKEN_TEXT, from, to);
        if (peek(x, 1) == '#')
            skip_comment(x);
        else if (!at_end(x))
            return open_tag(x);
    }
    return token(x, TOKEN_END, x->at, x->at);
}

void lexer_skip_tag(Lexer *x)
{
    char end[3] = {x->close, '}', 0};

    if (!x->close)
        return;
    x->at += str_find(str_slice(x->source, x->at, x->source.n), str_from(end));
    x->at = x->at + 2 < x->source.n ? x->at + 2 : x->source.n;
    x->close = 0;
}

static Token bad(Lexer *x, size_t from, size_t to)
{
    x->at = to;
    return token(x, TOKEN_BAD, from, to);
}

/* The end of the tag, "}}" or "%}", perhaps with '-' before; or TOKEN_END when none stands here. */
static Token close_tag(Lexer *x)
{
    size_t dash = peek(x, 0) == '-';
    char c = peek(x, dash);
    size_t from = x->at;

    if ((c != '}' && c != '%') || peek(x, dash + 1) != '}')
        return (Token){.type = TOKEN_END};
    if (c != x->close) {
        diag_error(x->diag, token(x, TOKEN_BAD, from, from + 2).at, "template.close",
                   "thẻ mở bằng «%.*s» phải đóng bằng «%c}», ở đây là «%c}»",
                   "a tag that opens with \"%.*s\" ends with \"%c}\", not \"%c}\"", STR_ARG(x->opening.text), x->close, c);
        x->close = c;
        return bad(x, from, from);
    }
    x->at += dash + 2;
    x->close = 0;
    x->trim = dash;
    return token(x, TOKEN_CLOSE, from, x->at);
}

/* The character that "\c" stands for, or 0. */
static char escaped(char c)
{
    switch (c) {
    case 'n': return '\n';
    case 't': return '\t';
    case '\\':
    case '"':
    case '\'': return c;
    default: return 0;
    }
}

static Token string(Lexer *x)
{
    size_t from = x->at, i = from + 1, n = 0;
    char quote = x->source.s[from];
    size_t line_end = str_find_byte(x->source, '\n', from);
    char *text = arena_alloc(x->arena, line_end - from + 1);

    for (; i < line_end && x->source.s[i] != quote; i++) {
        char c = x->source.s[i];
        if (c == '\\' && i + 1 < line_end) {
            c = escaped(x->source.s[++i]);
            if (!c) {
                diag_error(x->diag, token(x, TOKEN_BAD, i - 1, i).at, "template.escape",
                           "sau dấu «\\» trong chữ chỉ được là n, t, \\, \" hoặc '",
                           "after \"\\\" in text only n, t, \\, \" or ' may stand");
                return bad(x, from, i);
            }
        }
        text[n++] = c;
    }
    text[n] = 0;
    if (i == line_end) {
        diag_error(x->diag, token(x, TOKEN_BAD, from, i).at, "template.quote",
                   "chữ mở bằng dấu %c nhưng không có dấu %c đóng trên cùng dòng",
                   "text opens with %c and has no closing %c on the line", quote, quote);
        return bad(x, from, from + 1);
    }
    x->at = i + 1;
    Token t = token(x, TOKEN_STRING, from, x->at);
    t.text = (Str){text, n};
    return t;
}

static Token number(Lexer *x)
{
    size_t from = x->at;
    bool whole = true;

    while (is_digit(peek(x, 0)))
        x->at++;
    if (peek(x, 0) == '.' && is_digit(peek(x, 1))) {
        whole = false;
        for (x->at++; is_digit(peek(x, 0));)
            x->at++;
    }
    if (x->at - from > 18 || is_letter(peek(x, 0))) {
        diag_error(x->diag, token(x, TOKEN_BAD, from, x->at).at, "template.number", "«%.*s» không phải là số đúng cách viết",
                   "\"%.*s\" is not a number", STR_ARG(str_slice(x->source, from, x->at + 1)));
        return bad(x, from, x->at);
    }
    return token(x, whole ? TOKEN_INT : TOKEN_NUMBER, from, x->at);
}

static Token operator_or_bad(Lexer *x)
{
    static const char *const two[] = {"==", "~=", "!=", "<=", ">=", ".."};
    Str rest = str_slice(x->source, x->at, x->source.n);
    size_t from = x->at, n = 1;

    for (size_t i = 0; i < sizeof two / sizeof *two; i++)
        if (str_starts(rest, str_from(two[i])))
            n = 2;
    if (n == 1 && !strchr("+-*/%^#<>=()[]{},.|", rest.s[0])) {
        while (n < rest.n && ((unsigned char)rest.s[n] & 0xc0) == 0x80)
            n++;
        diag_error(x->diag, token(x, TOKEN_BAD, from, from + n).at, "template.character",
                   "ký tự «%.*s» không dùng được trong thẻ", "the character \"%.*s\" cannot stand in a tag", (int)n, rest.s);
        diag_hint(x->diag, "tên chỉ gồm chữ a-z, số và «_»; khóa có dấu viết là x[\"khóa\"]",
                  "names are a-z, digits and \"_\"; other keys are written x[\"key\"]");
        return bad(x, from, from + n);
    }
    x->at += n;
    return token(x, TOKEN_OP, from, x->at);
}

static Token in_tag(Lexer *x)
{
    Token t;
    char c;

    while (is_space(peek(x, 0)))
        x->at++;
    if (at_end(x)) {
        diag_error(x->diag, x->opening.at, "template.unclosed", "thẻ «%.*s» không có chỗ đóng «%c}»",
                   "the tag \"%.*s\" is not closed by \"%c}\"", STR_ARG(x->opening.text), x->close);
        x->close = 0;
        return bad(x, x->at, x->at);
    }
    t = close_tag(x);
    if (t.type != TOKEN_END)
        return t;
    c = peek(x, 0);
    if (c == '"' || c == '\'')
        return string(x);
    if (is_digit(c))
        return number(x);
    if (is_letter(c)) {
        size_t from = x->at;
        while (is_letter(peek(x, 0)) || is_digit(peek(x, 0)))
            x->at++;
        return token(x, TOKEN_NAME, from, x->at);
    }
    return operator_or_bad(x);
}

Token lexer_next(Lexer *x) { return x->close ? in_tag(x) : text_or_opening(x); }
