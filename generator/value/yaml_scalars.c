/* The values of yaml_lines: plain, quoted, in brackets, and block text. */
#include "value/yaml_lines.h"

enum { MOST_LONG_LOOKS = 16 };

/* Adds text inside single quotes. */
static void put_doubled(Buf *out, Str text)
{
    size_t quote;

    while ((quote = str_find_byte(text, '\'', 0)) < text.n) {
        buf_add(out, str_slice(text, 0, quote + 1));
        buf_byte(out, '\'');
        text = str_slice(text, quote + 1, text.n);
    }
    buf_add(out, text);
}

/* Adds text as it is, but with plain spaces for odd ones. */
static void put_spaced(Buf *out, Str text)
{
    for (size_t i = 0; i < text.n;) {
        unsigned char c = (unsigned char)text.s[i];
        size_t odd = c >= 0xC2 ? yaml_odd_space(text, i) : 0;
        buf_byte(out, odd ? ' ' : text.s[i]);
        i += odd ? odd : 1;
    }
}

/* Nothing, or a comment, behind a value that has ended. */
static bool clean_tail(Str line, size_t at)
{
    size_t columns, rest = yaml_gap(line, at, &columns);

    return rest >= line.n || (columns && line.s[rest] == '#');
}

/* True when the next line with text goes on with the plain value of this one; `*blank` empty lines lie between. */
static bool continues(const YamlLines *y, size_t *blank, YamlLead *lead)
{
    size_t from = y->next;
    Str line;

    for (*blank = 0; yaml_peek(y, from, &line, &from); ++*blank) {
        *lead = yaml_lead(line);
        if (lead->bytes < line.n)
            return lead->indent > yaml_parent(y) && line.s[lead->bytes] != '#' && !yaml_is_item(line, lead->bytes)
                   && yaml_colon(line, lead->bytes).kind == COLON_NONE;
    }
    return false;
}

/* A plain value with the lines that go on with it, as one quoted text. */
static void plain(YamlLines *y, size_t at)
{
    size_t blank;
    YamlLead lead;

    y->above = y->line;
    y->above_at = at;
    buf_byte(&y->out, '\'');
    put_doubled(&y->out, str_slice(y->line, at, y->line.n));
    while (!yaml_full(y) && continues(y, &blank, &lead)) {
        for (size_t i = 0; i <= blank; i++) {
            yaml_next_line(y);
            buf_byte(&y->out, '\n');
        }
        if (lead.tab || lead.odd_space)
            yaml_fault_lead(y, y->line, y->count - 1, lead);
        yaml_pad(y, (size_t)lead.indent);
        put_doubled(&y->out, str_slice(y->line, lead.bytes, y->line.n));
    }
    buf_puts(&y->out, "'\n");
    y->last = YAML_TEXT;
}

/* True when `line` may belong to a quoted value or one in brackets that began further up. */
static bool inside(const YamlLines *y, Str line)
{
    YamlLead lead = yaml_lead(line);

    return lead.bytes == line.n || lead.indent > yaml_parent(y);
}

/* The quote that closes the one at offset `open` of the text, on a later line of the same value; else text.n. */
static size_t closing_below(const YamlLines *y, size_t open)
{
    size_t from = y->next, end = y->next, close;
    Str line, body;

    while (yaml_peek(y, from, &line, &from) && inside(y, line))
        end = from;
    body = str_slice(y->text, open, end);
    close = yaml_closing(body, 1, body.s[0]);
    if (close == body.n)
        return y->text.n;
    yaml_peek(y, open + close, &line, &from);
    return clean_tail(line, 1) ? open + close : y->text.n;
}

/* Writes the text from byte `at` of this line to offset `end` as it is, and takes the lines that it spans. */
static void put_span(YamlLines *y, size_t at, size_t end)
{
    put_spaced(&y->out, str_slice(y->text, y->from + at, end));
    while (y->next < end)
        yaml_next_line(y);
    buf_byte(&y->out, '\n');
    y->last = YAML_CLOSED;
}

/* Reports the escapes of a quoted text that are none, or none that a text needs: a path like C:\Users has them. */
static void check_escapes(YamlLines *y, size_t open, size_t close)
{
    Str text = str_slice(y->text, 0, close);

    if (text.s[open] != '"')
        return;
    for (size_t i = str_find_byte(text, '\\', open); i < close; i = str_find_byte(text, '\\', i + 2)) {
        size_t digits = text.s[i + 1] == 'x' ? 2 : text.s[i + 1] == 'u' ? 4 : text.s[i + 1] == 'U' ? 8 : 0, n = 0;
        while (n < digits && i + 2 + n < close && strchr("0123456789abcdefABCDEF", text.s[i + 2 + n]))
            n++;
        if ((digits && n == digits) || strchr("nt\"\\/ \n", text.s[i + 1]))
            continue;
        yaml_fault_escape(y, open, close, i);
        return;
    }
}

static void quoted(YamlLines *y, size_t at)
{
    size_t close = yaml_closing(y->line, at + 1, y->line.s[at]), below = y->text.n;

    if (close < y->line.n) {
        if (clean_tail(y->line, close + 1)) {
            check_escapes(y, y->from + at, y->from + close);
            put_span(y, at, y->from + close + 1);
            return;
        }
        yaml_fault_after_quote(y, at, close);
    } else {
        if (y->long_looks < MOST_LONG_LOOKS)
            below = closing_below(y, y->from + at);
        if (below < y->text.n) {
            check_escapes(y, y->from + at, below);
            put_span(y, at, below + 1);
            return;
        }
        y->long_looks++;
        yaml_fault_unclosed(y, at);
    }
    plain(y, at);
}

/* A walk through a value in brackets, from its first bracket on. */
typedef struct {
    YamlLines *y;
    size_t at, line_end; /* offsets in the text */
    int depth;
    bool start;        /* an item may begin here */
    bool quoted;       /* a quoted text has just ended */
    size_t open_quote; /* the offset of a quote that is not closed; 0: none */
    bool pair;         /* a colon that ends a key was seen */
    size_t curly;      /* the offset of the first curly quote that begins an item; 0: none */
} Walk;

/* Steps over a line break. False when the value cannot go on below. */
static bool walk_down(Walk *w)
{
    Str line;
    size_t next;
    YamlLead lead;

    if (w->y->long_looks >= MOST_LONG_LOOKS || !yaml_peek(w->y, w->line_end + 1, &line, &next))
        return false;
    lead = yaml_lead(line);
    if (!inside(w->y, line) && (lead.indent < yaml_parent(w->y) || (line.s[lead.bytes] != ']' && line.s[lead.bytes] != '}')))
        return false;
    w->at = w->line_end + 1;
    w->line_end += 1 + line.n;
    return true;
}

/* Steps over a quoted text. False when it is not closed. */
static bool walk_quote(Walk *w)
{
    size_t open = w->at++;
    char quote = w->y->text.s[open];

    for (;;) {
        Str rest = str_slice(w->y->text, w->at, w->line_end);
        size_t close = yaml_closing(rest, 0, quote);
        if (close < rest.n) {
            w->at += close + 1;
            w->quoted = true;
            check_escapes(w->y, open, w->at - 1);
            return true;
        }
        if (!walk_down(w)) {
            w->open_quote = open;
            return false;
        }
    }
}

/* One step; false at the end of the value, or where it can only be unclosed. */
static bool walk_step(Walk *w)
{
    Str text = w->y->text;
    bool colon;
    char c;

    if (w->at >= w->line_end)
        return walk_down(w);
    c = text.s[w->at];
    if ((c == '"' || c == '\'') && w->start) {
        w->start = false;
        return walk_quote(w);
    }
    if (c == '#' && (yaml_blank(text.s[w->at - 1]) || text.s[w->at - 1] == '\n')) {
        w->at = w->line_end;
        return true;
    }
    if (w->start && !w->curly && yaml_curly(text, w->at))
        w->curly = w->at;
    w->at++;
    if (c == '[' || c == '{')
        w->depth++;
    else if (c == ']' || c == '}')
        w->depth--;
    colon = c == ':' && (w->quoted || w->at == w->line_end || yaml_blank(text.s[w->at]));
    w->pair |= colon;
    w->quoted &= yaml_blank(c);
    w->start = colon || strchr("[{,", c) || (w->start && yaml_blank(c));
    return w->depth > 0 && (size_t)w->depth + w->y->depth <= YAML_MOST_DEPTH;
}

static void brackets(YamlLines *y, size_t at)
{
    size_t begin = y->from + at, inside_end, next;
    Walk w = {.y = y, .at = begin, .line_end = str_find_byte(y->text, '\n', begin)};
    bool map = y->line.s[at] == '{', behind;
    Str line;

    while (walk_step(&w))
        continue;
    if (w.depth > 0 && (size_t)w.depth + y->depth > YAML_MOST_DEPTH) {
        yaml_fault_depth(y, yaml_place(y, at));
        y->stop = true;
    } else if (w.curly) {
        yaml_fault_bracket_curly(y, at, w.curly);
        if (w.depth == 0) {
            put_span(y, at, w.at);
            return;
        }
    } else if (w.depth > 0) {
        y->long_looks++;
        if (w.open_quote && w.open_quote < y->from + y->line.n)
            yaml_fault_bracket_quote(y, at, w.open_quote);
        else
            yaml_fault_bracket_open(y, at);
    } else {
        yaml_peek(y, w.at - 1, &line, &next);
        behind = !clean_tail(line, 1);
        inside_end = begin + 1 + yaml_gap(str_slice(y->text, begin + 1, w.at), 0, &next);
        if (!behind && (!map || w.pair || inside_end + 1 == w.at)) {
            put_span(y, at, w.at);
            return;
        }
        yaml_fault_bracket(y, at, w.at, behind);
    }
    plain(y, at);
}

/* The bytes of a block text's header: | or >, perhaps a digit and a sign; 0 when other text stands there. */
static size_t block_header(Str value, long *digit)
{
    size_t n = 1;

    for (*digit = 0; n < value.n && n < 3; n++) {
        if (value.s[n] >= '1' && value.s[n] <= '9')
            *digit = value.s[n] - '0';
        else if (value.s[n] != '+' && value.s[n] != '-')
            break;
    }
    return clean_tail(value, n) ? n : 0;
}

/* Takes one line of block text, when it is one. `*content`: the column of the text, -1 before its first line. */
static bool block_text_line(YamlLines *y, long *content)
{
    Str line, body;
    size_t next, spaces = 0;
    YamlLead lead;

    if (!yaml_peek(y, y->next, &line, &next))
        return false;
    lead = yaml_lead(line);
    while (spaces < line.n && line.s[spaces] == ' ')
        spaces++;
    body = str_slice(line, spaces, line.n);
    if (lead.bytes == line.n) {
        body.n = 0;
    } else {
        if (lead.indent <= yaml_parent(y))
            return false;
        if ((long)spaces <= yaml_parent(y) || (*content < 0 && (lead.tab || lead.odd_space))) {
            yaml_fault_lead(y, line, y->count, lead);
            spaces = (size_t)(*content < 0 ? lead.indent : *content);
            body = str_slice(line, lead.bytes, line.n);
        }
        if (*content < 0)
            *content = (long)spaces;
        if ((long)spaces < *content) {
            yaml_fault_block_indent(y, line, y->count, *content);
            spaces = (size_t)*content;
        }
        yaml_pad(y, spaces);
    }
    yaml_next_line(y);
    buf_add(&y->out, body);
    buf_byte(&y->out, '\n');
    return true;
}

static void block(YamlLines *y, size_t at)
{
    Str value = str_slice(y->line, at, y->line.n);
    long digit, content;
    size_t header = block_header(value, &digit);

    if (!header) {
        yaml_fault_block(y, at);
        plain(y, at);
        return;
    }
    buf_add(&y->out, str_slice(value, 0, header));
    buf_byte(&y->out, '\n');
    content = digit ? yaml_parent(y) + digit : -1;
    while (!yaml_full(y) && block_text_line(y, &content))
        continue;
    y->last = YAML_BLOCK;
}

/* True when the whole value stands between one pair of curly quotes. */
static bool in_curly_quotes(Str v)
{
    size_t inner = 3;

    if (v.n < 6 || !yaml_curly(v, 0))
        return false;
    while (inner < v.n && !yaml_curly(v, inner) && v.s[inner] != '"')
        inner++;
    return inner < v.n && (inner + 3 == v.n || (v.s[inner] == '"' && inner + 1 == v.n));
}

void yaml_value(YamlLines *y, size_t at)
{
    Str v = str_slice(y->line, at, y->line.n);

    if (v.n == 0 || yaml_is_comment(v)) {
        y->last = YAML_OPEN;
        buf_byte(&y->out, '\n');
        return;
    }
    switch (v.s[0]) {
    case '"':
    case '\'': quoted(y, at); return;
    case '[':
    case '{': brackets(y, at); return;
    case '|':
    case '>': block(y, at); return;
    case '*':
    case '&':
    case '!':
    case '@':
    case '%':
    case '`':
    case ']':
    case '}':
    case ',': yaml_fault_sign(y, at); break;
    default:
        if (v.n > 1 && yaml_is_item(v, 0))
            yaml_fault_item_value(y, at);
        else if (in_curly_quotes(v))
            yaml_fault_curly(y, at);
    }
    plain(y, at);
}
