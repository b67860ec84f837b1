#include "content/write.h"

#include "base/utf8.h"

enum { LINE_MOST = 100 }; /* bytes of a list that stands in one line of the front matter */

/* ---- Markdown ---- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_word(char c) { return is_digit(c) || is_alpha(c); }
static char char_at(Str t, size_t i) { return i < t.n ? t.s[i] : ' '; }

/* "1." or "12)" at the start of a line begins a list. */
static bool ends_number(Str t, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (!is_digit(t.s[k]))
            return false;
    return i > 0 && char_at(t, i + 1) == ' ';
}

/* True when byte `i` of a text would mean something to a Markdown reader; `first`: where the text begins its line or its item. */
static bool is_markup(Str t, size_t i, bool first)
{
    char next = char_at(t, i + 1);

    switch (t.s[i]) {
    case '\\':
    case '`':
    case '*':
    case '[':
    case '<':
    case '|':
    case '~': return true;
    case '_': return !(i && is_word(t.s[i - 1]) && is_word(next));
    case '&': return next == '#' || is_alpha(next);
    case '#': return !i || t.s[i - 1] == ' '; /* it may also end a heading */
    case '>': return first && !i;
    case '-': return first && !i && (next == ' ' || next == '-');
    case '+': return first && !i && next == ' ';
    case ')': return first && ends_number(t, i);
    case '.': return (first && ends_number(t, i)) || str_ends(str_slice(t, 0, i), STR("www"));
    case ':': return str_starts(str_slice(t, i, t.n), STR("://")); /* no link was meant */
    default: return false;
    }
}

/* The text in one line, breaks as `br`. */
static void put_line(Buf *out, Str text, const char *br, bool first)
{
    text = str_trim(text);
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] == '\n')
            buf_puts(out, br);
        else if (text.s[i] == '\t')
            buf_byte(out, ' ');
        else if (text.s[i] != '\r') {
            if (is_markup(text, i, first))
                buf_byte(out, '\\');
            buf_byte(out, text.s[i]);
        }
    }
}

void write_markdown(Buf *out, Str text) { put_line(out, text, "<br>", true); }

static void put_cell(Buf *out, Str text, bool first) { put_line(out, text, "<br>", first); }

static void put_heading(Buf *out, const char *signs, Str text)
{
    buf_puts(out, signs);
    put_line(out, text, " ", false);
    buf_puts(out, "\n\n");
}

static void put_items(Buf *out, Value items, int depth)
{
    for (size_t i = 0; i < value_count(items); i++) {
        Value item = value_item(items, i);
        Str text = value_is(item, VALUE_MAP) ? value_get_str(item, STR("text")) : value_str(item);
        if (!str_trim(text).n)
            continue;
        buf_printf(out, "%*s- ", depth * 2, "");
        write_markdown(out, text);
        buf_byte(out, '\n');
        put_items(out, value_get_lit(item, "items"), depth + 1);
    }
}

static bool cells_allow_list(Value row)
{
    for (size_t i = 0; i < value_count(row); i++) {
        Str cell = str_trim(value_str(value_item(row, i)));
        if (str_find_byte(cell, ';', 0) < cell.n || str_find_byte(cell, '\n', 0) < cell.n || (i == 0 && !cell.n))
            return false;
    }
    return value_count(row) > 0;
}

static bool allows_list(Value rows)
{
    for (size_t i = 0; i < value_count(rows); i++)
        if (!cells_allow_list(value_item(rows, i)))
            return false;
    return true;
}

static void put_row_as_item(Buf *out, Value row)
{
    size_t n = value_count(row);

    while (n && !str_trim(value_str(value_item(row, n - 1))).n)
        n--;
    buf_puts(out, "- ");
    for (size_t i = 0; i < n; i++) {
        Str cell = value_str(value_item(row, i));
        buf_puts(out, i && str_trim(cell).n ? "; " : i ? ";" : "");
        put_cell(out, cell, i == 0);
    }
    buf_byte(out, '\n');
}

static void put_row(Buf *out, Value row, size_t columns)
{
    for (size_t i = 0; i < columns; i++) {
        Str cell = value_str(value_item(row, i));
        buf_puts(out, str_trim(cell).n ? "| " : "|");
        put_cell(out, cell, false);
        buf_byte(out, ' ');
    }
    buf_puts(out, "|\n");
}

static void put_table(Buf *out, Value block)
{
    Value columns = value_get_lit(block, "columns"), rows = value_get_lit(block, "rows");

    if (value_truth(value_get_lit(block, "list")) && allows_list(rows)) {
        for (size_t i = 0; i < value_count(rows); i++)
            put_row_as_item(out, value_item(rows, i));
        return;
    }
    put_row(out, columns, value_count(columns));
    for (size_t i = 0; i < value_count(columns); i++)
        buf_puts(out, "|---");
    buf_puts(out, "|\n");
    for (size_t i = 0; i < value_count(rows); i++)
        put_row(out, value_item(rows, i), value_count(columns));
}

static void put_block(Buf *out, Value block)
{
    Str title = value_get_str(block, STR("title")), text = str_trim(value_str(block));

    if (text.n) {
        write_markdown(out, text);
        buf_puts(out, "\n\n");
    } else if (str_trim(title).n) {
        put_heading(out, "### ", title);
    } else if (value_count(value_get_lit(block, "items"))) {
        put_items(out, value_get_lit(block, "items"), 0);
        buf_byte(out, '\n');
    } else if (value_count(value_get_lit(block, "rows"))) {
        put_table(out, block);
        buf_byte(out, '\n');
    }
}

void write_sections(Buf *out, Value sections)
{
    for (size_t i = 0; i < value_count(sections); i++) {
        Value section = value_item(sections, i), body = value_get_lit(section, "body");
        put_heading(out, "## ", value_get_str(section, STR("heading")));
        for (size_t k = 0; k < value_count(body); k++)
            put_block(out, value_item(body, k));
    }
    while (out->n >= 2 && out->s[out->n - 1] == '\n' && out->s[out->n - 2] == '\n')
        out->n--;
}

/* ---- YAML ---- */

/* White space and signs that nobody sees: a reader of YAML drops them or stops at them. */
static bool is_hidden(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0xad || (c >= 0x2000 && c <= 0x200f) || (c >= 0x2028 && c <= 0x202f)
        || (c >= 0x205f && c <= 0x206f) || c == 0x3000 || c == 0xfeff || c == 0xfffe || c == 0xffff;
}

/* True when a text may stand without quotes: it begins like a word and nothing in it ends it early. */
static bool is_plain(Str text, bool colons)
{
    uint32_t first, before = 0;
    size_t at = 0;

    if (!text.n || text.s[text.n - 1] == ' ')
        return false;
    first = utf8_next(text, &at);
    if (first < 0xc0 ? !is_word((char)first) : first >= 0x2000)
        return false;
    for (at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        if (is_hidden(c) || (c == '#' && before == ' ') || ((c == ':' || c == 0xff1a) && !colons))
            return false;
        before = c;
    }
    return true;
}

static void put_quoted(Buf *out, Str text)
{
    buf_byte(out, '"');
    for (size_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", (int)c);
        else if (c == '\n')
            buf_puts(out, "\\n");
        else if (is_hidden(c))
            buf_printf(out, "\\u%04X", (unsigned)c);
        else
            utf8_put(out, c);
    }
    buf_byte(out, '"');
}

static void put_text(Buf *out, Str text, bool colons)
{
    if (is_plain(text, colons))
        buf_add(out, text);
    else
        put_quoted(out, text);
}

static void put_number(Buf *out, double x)
{
    size_t from = out->n;

    buf_printf(out, "%.15g", x);
    for (size_t i = from; i < out->n; i++)
        if (out->s[i] == '.')
            out->s[i] = ',';
}

static void put_date(Buf *out, Date d)
{
    int year, month, day;

    date_ymd(d, &year, &month, &day);
    buf_printf(out, month < 3 ? "%02d/%02d/%d" : "%02d/%d/%d", day, month, year);
    if (d.minute >= 0)
        buf_printf(out, " %02d:%02d", d.minute / 60, d.minute % 60);
}

static void put_scalar(Buf *out, Value v, bool colons)
{
    switch (value_type(v)) {
    case VALUE_STRING:
    case VALUE_STATUS: put_text(out, value_str(v), colons); break;
    case VALUE_INT: buf_printf(out, "%lld", (long long)v.as.integer); break;
    case VALUE_NUMBER: put_number(out, v.as.number); break;
    case VALUE_BOOL: buf_puts(out, v.as.boolean ? "có" : "không"); break;
    case VALUE_DATE: put_date(out, v.as.date); break;
    default: break;
    }
}

/* A short list stands in one line, its items between ';'. */
static bool fits_line(Value list)
{
    size_t bytes = 0;

    for (size_t i = 0; i < value_count(list); i++) {
        Value item = value_item(list, i);
        Str text = value_str(item);
        if (value_is(item, VALUE_STRING) && (!is_plain(text, false) || str_find_byte(text, ';', 0) < text.n))
            return false;
        bytes += text.n + 2;
    }
    return bytes <= LINE_MOST;
}

static void put_list(Buf *out, Value list)
{
    bool line = fits_line(list);

    for (size_t i = 0; i < value_count(list); i++) {
        buf_puts(out, !line ? "\n  - " : i ? "; " : " ");
        put_scalar(out, value_item(list, i), false);
    }
}

void write_front(Buf *out, Value fields)
{
    buf_puts(out, "---\n");
    for (size_t i = 0; i < value_count(fields); i++) {
        Value key = value_item(value_item(fields, i), 0), value = value_item(value_item(fields, i), 1);
        if (value_is_null(value) || (value_is(value, VALUE_STRING) && !value_str(value).n)
            || (value_is(value, VALUE_LIST) && !value_count(value)))
            continue;
        put_text(out, value_str(key), false);
        buf_byte(out, ':');
        if (value_is(value, VALUE_LIST)) {
            put_list(out, value);
        } else {
            buf_byte(out, ' ');
            put_scalar(out, value, true);
        }
        buf_byte(out, '\n');
    }
    buf_puts(out, "---\n");
}
