#include "value/yaml_lines.h"

enum {
    MOST_ITEM_KEY = 200, /* bytes: what is longer before a colon in a list item is a sentence */
    MOST_KEY = 1000      /* libyaml takes no key of more than 1024 characters */
};

/* The text without white space of any kind at its end. */
static Str trim_end(Str t)
{
    for (;;) {
        if (t.n && yaml_blank(t.s[t.n - 1]))
            t.n--;
        else if (t.n >= 2 && yaml_odd_space(t, t.n - 2) == 2)
            t.n -= 2;
        else if (t.n >= 3 && yaml_odd_space(t, t.n - 3) == 3)
            t.n -= 3;
        else
            return t;
    }
}

bool yaml_peek(const YamlLines *y, size_t from, Str *line, size_t *next)
{
    size_t end;

    if (from >= y->text.n)
        return false;
    end = str_find_byte(y->text, '\n', from);
    *line = str_slice(y->text, from, end);
    *next = end + 1;
    return true;
}

bool yaml_next_line(YamlLines *y)
{
    size_t from = y->next;

    if (!yaml_peek(y, from, &y->line, &y->next))
        return false;
    y->line = trim_end(y->line);
    y->from = from;
    y->count++;
    return true;
}

void yaml_pad(YamlLines *y, size_t columns)
{
    while (columns--)
        buf_byte(&y->out, ' ');
}

/* What stands at a place where a line's structure is decided. */
typedef enum { PART_ITEM, PART_KEY, PART_TEXT } PartKind;

typedef struct {
    PartKind kind;
    size_t dash;     /* of an item: the bytes of its dash, or of the bullet that stands for it */
    bool wrong_dash; /* a bullet, or a dash without its space */
    YamlColon colon; /* of a key */
} Part;

/* The bytes of a sign that people type for a list's dash; else 0. */
static size_t bullet(Str line, size_t at)
{
    static const char *const signs[] = {"–", "—", "•", "●", "▪", "·", "‣"};
    Str rest = str_slice(line, at, line.n);

    if (rest.n > 1 && (rest.s[0] == '*' || rest.s[0] == '+') && yaml_blank(rest.s[1]))
        return 1;
    if (rest.n && (unsigned char)rest.s[0] >= 0xC2)
        for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
            if (str_starts(rest, str_from(signs[i])))
                return strlen(signs[i]);
    return 0;
}

static Part quoted_part(Str line, size_t at)
{
    size_t close = yaml_closing(line, at + 1, line.s[at]), columns, colon;

    if (close == line.n)
        return (Part){.kind = PART_TEXT};
    colon = yaml_gap(line, close + 1, &columns);
    if (colon == line.n || line.s[colon] != ':')
        return (Part){.kind = PART_TEXT};
    return (Part){.kind = PART_KEY, .colon = yaml_colon(line, colon)};
}

/* True when the next line is a key at `column`: then what stands above it is one too. */
static bool key_below(const YamlLines *y, long column)
{
    Str line;
    size_t next;
    YamlLead lead;

    if (!yaml_peek(y, y->next, &line, &next))
        return false;
    lead = yaml_lead(line);
    return lead.indent == column && lead.bytes < line.n && line.s[lead.bytes] != '#' && !yaml_is_item(line, lead.bytes)
           && yaml_colon(line, lead.bytes).kind != COLON_NONE;
}

/* In an item only a sure key counts as one: all else is the item's text. */
static Part item_part(const YamlLines *y, size_t at, long column)
{
    Str line = y->line;
    YamlColon colon;

    if (yaml_is_item(line, at))
        return (Part){.kind = PART_ITEM, .dash = 1};
    if (line.s[at] == '"' || line.s[at] == '\'')
        return quoted_part(line, at);
    colon = yaml_colon(line, at);
    if (colon.kind == COLON_NONE || colon.at == at || colon.at - at > MOST_ITEM_KEY || strchr("[]{}|>*&!@%`,#", line.s[at])
        || (line.s[at] == '?' && yaml_blank(line.s[at + 1])) || (colon.kind != COLON_GOOD && !key_below(y, column)))
        return (Part){.kind = PART_TEXT};
    return (Part){.kind = PART_KEY, .colon = colon};
}

static Part line_part(const YamlLines *y, size_t at)
{
    Str line = y->line;
    size_t sign = bullet(line, at);
    char c = line.s[at];
    bool open = y->last == YAML_OPEN, quote = c == '"' || c == '\'';
    Part part = {.kind = PART_TEXT};

    if (yaml_is_item(line, at))
        return (Part){.kind = PART_ITEM, .dash = 1};
    if (sign || (c == '-' && line.s[at + 1] != '-'))
        return (Part){.kind = PART_ITEM, .dash = sign ? sign : 1, .wrong_dash = true};
    if ((c == '[' || c == '{') && (open || !y->root))
        return part;
    if (quote)
        part = quoted_part(line, at);
    if (part.kind == PART_TEXT && !(quote && open)) {
        part.colon = yaml_colon(line, at);
        part.kind = part.colon.kind == COLON_NONE ? PART_TEXT : PART_KEY;
    }
    return part;
}

static bool push(YamlLines *y, size_t at, long indent, bool list)
{
    if (y->depth == YAML_MOST_DEPTH) {
        yaml_fault_depth(y, yaml_place(y, at));
        y->stop = true;
        return false;
    }
    y->frames[y->depth++] = (YamlFrame){.indent = indent, .list = list};
    return true;
}

/* Leaves a line out whose place is wrong; of several such lines in a row only the first is reported. */
static long drop(YamlLines *y, size_t at, long indent, PartKind kind)
{
    static const char marks[] = {[PART_ITEM] = 'i', [PART_KEY] = 'k', [PART_TEXT] = 't'};

    if (y->dropped != marks[kind]) {
        if (kind == PART_TEXT)
            yaml_fault_no_colon(y, at);
        else if (kind == PART_ITEM)
            yaml_fault_item(y, at);
        else
            yaml_fault_list_key(y, at, indent);
    }
    y->dropped = marks[kind];
    return -1;
}

/* A line that fits no level: it is taken to belong to the level that was just left, else to the innermost one. */
static long misplaced(YamlLines *y, size_t at, long indent, PartKind kind, size_t had)
{
    bool list = kind == PART_ITEM;

    if (kind == PART_TEXT || y->depth == 0)
        return drop(y, at, indent, kind);
    if (had > y->depth && y->frames[y->depth].list == list)
        y->depth++;
    else if (y->frames[y->depth - 1].list != list)
        return drop(y, at, indent, kind);
    yaml_fault_indent(y, at, indent, yaml_parent(y));
    return yaml_parent(y);
}

static long begin_root(YamlLines *y, size_t at, long indent, PartKind kind)
{
    if (kind == PART_TEXT && y->line.s[at] != '[' && y->line.s[at] != '{')
        return drop(y, at, indent, kind);
    y->root = true;
    if (kind != PART_TEXT) {
        push(y, at, indent, kind == PART_ITEM);
        y->frames[0].used = true;
    }
    return indent;
}

/* Finds the level of a line that begins with `kind` at `indent`. The column it belongs to; -1: the line is left out. */
static long settle(YamlLines *y, size_t at, long indent, PartKind kind)
{
    size_t had = y->depth;
    bool list = kind == PART_ITEM, open;
    YamlFrame *top;

    if (!y->root)
        return begin_root(y, at, indent, kind);
    while (y->depth > 1 && yaml_parent(y) > indent)
        y->depth--;
    if (y->depth == 0)
        return misplaced(y, at, indent, kind, had);
    top = &y->frames[y->depth - 1];
    open = y->last == YAML_OPEN && y->depth == had;
    if (top->indent < indent && open)
        return kind == PART_TEXT || push(y, at, indent, list) ? indent : -1;
    if (top->indent == indent && kind != PART_TEXT) {
        if (top->list == list)
            return indent;
        if (list && open) /* a list may begin below its key without being indented, ... */
            return push(y, at, indent, true) ? indent : -1;
        if (top->list && y->depth > 1 && top[-1].indent == indent) { /* ... and ends with the next key */
            y->depth--;
            return indent;
        }
    }
    return misplaced(y, at, indent, kind, had);
}

/* The lines of `raw` as one text: a line break is a space, an empty line a line break. */
static Str fold_lines(Arena *a, Str raw)
{
    char *s = arena_alloc(a, raw.n + 1);
    size_t n = 0, breaks = 0;
    Str line;

    while (str_line(&raw, &line)) {
        line = str_trim(line);
        if (line.n == 0) {
            breaks++;
            continue;
        }
        if (n && !breaks)
            s[n++] = ' ';
        for (; n && breaks; breaks--)
            s[n++] = '\n';
        breaks = 0;
        memcpy(s + n, line.s, line.n);
        n += line.n;
    }
    s[n] = 0;
    return (Str){s, n};
}

/* A key that must be quoted for libyaml; only behind a mistake, since its value's column moves. */
static void put_quoted_key(YamlLines *y, Str key)
{
    buf_byte(&y->out, '\'');
    for (size_t i = 0; i < key.n; i++) {
        if (key.s[i] == '\'')
            buf_byte(&y->out, '\'');
        buf_byte(&y->out, key.s[i]);
    }
    buf_byte(&y->out, '\'');
}

static bool key_is_wrong(Str key, bool quoted)
{
    if (quoted)
        return false;
    return key.n == 0 || key.n > MOST_KEY || strchr("*&!@%`[]{},|>\"'", key.s[0]) || yaml_curly(key, 0)
           || (key.s[0] == '?' && (key.n == 1 || yaml_blank(key.s[1])));
}

static void put_key(YamlLines *y, size_t at, YamlColon colon)
{
    Str raw = str_slice(y->line, at, colon.at), key = str_trim(raw);
    bool quoted = raw.n && (raw.s[0] == '"' || raw.s[0] == '\'') && yaml_closing(raw, 1, raw.s[0]) + 1 == key.n;

    if (key_is_wrong(key, quoted)) {
        yaml_fault_key(y, at, colon);
        put_quoted_key(y, key);
        return;
    }
    buf_add(&y->out, raw);
}

static void key_line(YamlLines *y, size_t at, YamlColon colon)
{
    YamlFrame *frame = &y->frames[y->depth - 1];
    size_t columns, begin = y->from + at, line = y->count - 1;
    size_t value = yaml_gap(y->line, colon.after, &columns);
    bool first = !frame->used, plain = y->line.s[at] != '"' && y->line.s[at] != '\'';

    frame->used = true;
    put_key(y, at, colon);
    if (colon.kind != COLON_GOOD)
        yaml_fault_colon(y, at, colon);
    else if (value < y->line.n && yaml_odd_space(y->line, colon.after))
        yaml_fault_gap(y, colon.after);
    buf_byte(&y->out, ':');
    yaml_pad(y, columns ? columns : 1);
    yaml_value(y, value);
    if (first && plain && y->last != YAML_BLOCK) {
        Str raw = str_slice(y->text, begin, y->next);
        list_push(y->a, &y->items, (YamlItem){line, fold_lines(y->a, raw)});
    }
}

/* What stands at byte `at`, column `column`, whose level is settled: dashes, then a key or a value. */
static void nodes(YamlLines *y, size_t at, long column, Part part)
{
    while (part.kind == PART_ITEM) {
        size_t columns, gap = at + part.dash;
        if (part.wrong_dash)
            yaml_fault_dash(y, at, part.dash);
        at = yaml_gap(y->line, gap, &columns);
        if (!part.wrong_dash && at < y->line.n && yaml_odd_space(y->line, gap))
            yaml_fault_gap(y, gap);
        buf_byte(&y->out, '-');
        columns = columns ? columns : 1;
        yaml_pad(y, columns);
        column += 1 + (long)columns;
        if (at == y->line.n || yaml_is_comment(str_slice(y->line, at, y->line.n))) {
            yaml_value(y, at);
            return;
        }
        part = item_part(y, at, column);
        if (part.kind != PART_TEXT && !push(y, at, column, part.kind == PART_ITEM))
            return;
    }
    if (part.kind == PART_KEY)
        key_line(y, at, part.colon);
    else
        yaml_value(y, at);
}

static bool is_marker(Str line)
{
    return (str_starts(line, STR("---")) || str_starts(line, STR("..."))) && (line.n == 3 || yaml_blank(line.s[3]));
}

static void block_line(YamlLines *y)
{
    YamlLead lead = yaml_lead(y->line);
    long column = -1;
    Part part;

    if (lead.bytes == y->line.n || y->line.s[lead.bytes] == '#') {
        buf_byte(&y->out, '\n');
        return;
    }
    if (lead.tab || lead.odd_space)
        yaml_fault_lead(y, y->line, y->count - 1, lead);
    if (is_marker(y->line)) {
        if (y->root || y->line.n > 3)
            yaml_fault_document(y);
    } else {
        part = line_part(y, lead.bytes);
        column = settle(y, lead.bytes, lead.indent, part.kind);
    }
    if (column < 0) {
        buf_byte(&y->out, '\n');
        return;
    }
    y->dropped = 0;
    yaml_pad(y, (size_t)column);
    nodes(y, lead.bytes, column, part);
}

/* Replaces each unfit character by a space, so that columns stay. */
static void clean(YamlLines *y, size_t first)
{
    Buf b = {0};
    size_t from = 0;

    for (size_t at = first; at < y->text.n; at = yaml_unfit(y->text, from)) {
        size_t bytes;
        if (yaml_char_class(y->text, at, &bytes) == YAML_CHAR_REFUSED && !yaml_full(y))
            yaml_fault_hidden(y, at);
        buf_add(&b, str_slice(y->text, from, at));
        buf_byte(&b, ' ');
        from = at + bytes;
    }
    buf_add(&b, str_slice(y->text, from, y->text.n));
    y->text = buf_keep(&b, y->a);
    buf_free(&b);
}

void yaml_lines(YamlLines *y)
{
    size_t unfit = yaml_unfit(y->text, 0);

    y->errors = y->d->errors;
    if (unfit < y->text.n)
        clean(y, unfit);
    buf_reserve(&y->out, y->text.n + y->text.n / 4 + 64);
    while (!y->stop && yaml_next_line(y)) {
        block_line(y);
        if (yaml_full(y)) {
            y->stop = true;
            diag_note(y->d, yaml_place(y, 0), "yaml.more", "còn nhiều lỗi nữa phía dưới, hãy sửa các lỗi trên trước",
                      "there are more mistakes below; mend these first");
        }
    }
}
