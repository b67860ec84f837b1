#include "value/csv.h"

#include "base/map.h"
#include "base/utf8.h"

enum { MOST_FAULTS = 20 };

typedef struct {
    Arena *a;
    Diag *d;
    Place start;
    Str text;     /* UTF-8 in NFC, without a BOM */
    size_t at;    /* the next byte */
    size_t line;  /* from 0, of `at` */
    size_t begin; /* the offset of that line */
    char separator;
    Buf cell;
    LIST(Value) row;         /* the cells of one row, each with its place */
    LIST(ValuePair) headers; /* the columns in order; an empty key: a column without a header */
} Csv;

static Place here(const Csv *c)
{
    return place_at(c->start, c->start.line + c->line, 1 + utf8_count(str_slice(c->text, c->begin, c->at)));
}

static void hint_save(Diag *d)
{
    diag_hint(d, "trong Excel, chọn Lưu thành (Save As), kiểu «CSV UTF-8»", "in Excel, choose Save As, type «CSV UTF-8»");
}

/* UTF-16 as UTF-8. False at half a character; `*out` holds what stands before it. */
static bool decode_utf16(Arena *a, Str bytes, bool big, Str *out)
{
    const unsigned char *s = (const unsigned char *)bytes.s;
    Buf b = {0};
    bool ok = true;

    buf_reserve(&b, bytes.n);
    for (size_t i = 0; ok && i + 1 < bytes.n; i += 2) {
        uint32_t unit = (uint32_t)s[i + !big] << 8 | s[i + big], low;
        if (unit >= 0xD800 && unit < 0xE000) {
            low = i + 3 < bytes.n ? (uint32_t)s[i + 2 + !big] << 8 | s[i + 2 + big] : 0;
            ok = unit < 0xDC00 && low >= 0xDC00 && low < 0xE000;
            unit = 0x10000 + ((unit & 0x3FF) << 10) + (low & 0x3FF);
            i += 2;
        }
        if (ok)
            utf8_put(&b, unit);
    }
    *out = buf_keep(&b, a);
    buf_free(&b);
    return ok && bytes.n % 2 == 0;
}

/* The bytes as text, whatever Excel wrote. */
static bool decode(Csv *c, Str bytes)
{
    bool little = str_starts(bytes, (Str){"\xFF\xFE", 2}), big = str_starts(bytes, (Str){"\xFE\xFF", 2});
    bool ok = true;
    size_t wrong;

    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_slice(bytes, 3, bytes.n);
    if (little || big)
        ok = decode_utf16(c->a, str_slice(bytes, 2, bytes.n), big, &bytes);
    wrong = ok ? utf8_invalid(bytes) : bytes.n;
    if (!ok || wrong < bytes.n) {
        Place at = place_in(c->start, str_slice(bytes, 0, wrong), wrong);
        diag_error(c->d, at, "csv.encoding", "tệp không ghi theo bảng mã UTF-8 nên chữ tiếng Việt ở đây không đọc được",
                   "the file is not written in UTF-8: this cannot be read");
        hint_save(c->d);
        return false;
    }
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char byte = (unsigned char)bytes.s[i];
        if (byte >= 0x20 || byte == '\t' || byte == '\n' || byte == '\r')
            continue;
        diag_error(c->d, place_in(c->start, bytes, i), "csv.control", "có ký tự điều khiển U+%04X",
                   "there is a control character U+%04X", byte);
        if (byte)
            diag_hint(c->d, "xóa ký tự ấy", "delete it");
        else
            hint_save(c->d);
        return false;
    }
    c->text = utf8_nfc(c->a, bytes);
    return true;
}

/* The separator that stands most often in the first row, outside quotes. */
static char find_separator(Str text)
{
    static const char signs[] = {';', ',', '\t'};
    size_t counts[3] = {0}, best = 0;
    bool quoted = false;

    for (size_t i = 0; i < text.n && (quoted || (text.s[i] != '\n' && text.s[i] != '\r')); i++) {
        if (text.s[i] == '"')
            quoted = !quoted;
        for (size_t k = 0; k < 3 && !quoted; k++)
            counts[k] += text.s[i] == signs[k];
    }
    for (size_t k = 1; k < 3; k++)
        if (counts[k] > counts[best])
            best = k;
    return signs[best];
}

static bool at_end(const Csv *c) { return c->at >= c->text.n; }

/* Steps over one line break of any kind, when one is here. */
static bool take_break(Csv *c)
{
    if (at_end(c) || (c->text.s[c->at] != '\n' && c->text.s[c->at] != '\r'))
        return false;
    c->at += c->text.s[c->at] == '\r' && c->at + 1 < c->text.n && c->text.s[c->at + 1] == '\n' ? 2 : 1;
    c->line++;
    c->begin = c->at;
    return true;
}

static bool at_cell_end(const Csv *c)
{
    char s = at_end(c) ? '\n' : c->text.s[c->at];

    return s == c->separator || s == '\n' || s == '\r';
}

/* The text within quotes, into `cell`; `c->at` stands on the opening one. False: it is not closed. */
static bool quoted_cell(Csv *c)
{
    Place open = here(c);

    for (c->at++; !at_end(c);) {
        char s = c->text.s[c->at];
        if (s == '"' && (c->at + 1 == c->text.n || c->text.s[c->at + 1] != '"')) {
            c->at++;
            return true;
        }
        if (take_break(c)) {
            buf_byte(&c->cell, '\n');
            continue;
        }
        c->at += s == '"' ? 2 : 1;
        buf_byte(&c->cell, s);
    }
    diag_error(c->d, open, "csv.unclosed", "dấu ngoặc kép mở ở đầu ô này mà không có dấu đóng",
               "the quote at the beginning of this cell is not closed");
    diag_hint(c->d, "thêm dấu «\"» ở cuối ô; dấu ngoặc kép nằm trong ô viết hai lần «\"\"»",
              "add «\"» at the end of the cell; a quote inside a cell is written twice «\"\"»");
    return false;
}

static void surplus_text(Csv *c)
{
    diag_error(c->d, here(c), "csv.after_quote", "còn chữ sau dấu ngoặc kép đóng của ô",
               "there is text after the closing quote of the cell");
    diag_hint(c->d, "dấu ngoặc kép nằm trong ô viết hai lần «\"\"», cả ô nằm giữa hai dấu «\"»",
              "a quote inside a cell is written twice «\"\"», and the whole cell stands between two «\"»");
    while (!at_cell_end(c))
        c->at++;
}

static Value cell_value(Csv *c, Str text, Place at)
{
    Str trimmed = str_trim(text);

    return value_at(trimmed.n ? value_string(c->a, trimmed) : value_null(), at);
}

/* One cell with its place, added to the row. False: the rest of the file cannot be told apart. */
static bool read_cell(Csv *c)
{
    Place at;
    size_t from;

    while (!at_end(c) && c->text.s[c->at] == ' ')
        c->at++;
    at = here(c);
    from = c->at;
    if (at_end(c) || c->text.s[c->at] != '"') {
        while (!at_cell_end(c))
            c->at++;
        list_push(c->a, &c->row, cell_value(c, str_slice(c->text, from, c->at), at));
        return true;
    }
    buf_clear(&c->cell);
    if (!quoted_cell(c))
        return false;
    while (!at_end(c) && c->text.s[c->at] == ' ')
        c->at++;
    if (!at_cell_end(c))
        surplus_text(c);
    list_push(c->a, &c->row, cell_value(c, buf_str(&c->cell), at));
    return true;
}

/* The next row that is not empty. False at the end of what can be read. */
static bool read_row(Csv *c)
{
    bool filled = false;

    while (!filled && !at_end(c)) {
        c->row.n = 0;
        for (;;) {
            if (!read_cell(c))
                return false;
            filled |= !value_is_null(c->row.items[c->row.n - 1]);
            if (at_end(c) || c->text.s[c->at] != c->separator)
                break;
            c->at++;
        }
        take_break(c);
    }
    return filled;
}

static void read_headers(Csv *c)
{
    Map seen = {0};

    for (size_t i = 0; i < c->row.n; i++) {
        Value v = c->row.items[i];
        list_push(c->a, &c->headers, (ValuePair){.key = value_str(v), .key_at = value_place(v)});
    }
    while (c->headers.n && c->headers.items[c->headers.n - 1].key.n == 0)
        c->headers.n--;
    for (size_t i = 0; i < c->headers.n; i++) {
        ValuePair *h = &c->headers.items[i];
        if (h->key.n == 0 || !map_claim(c->a, &seen, h->key, h))
            continue;
        diag_error(c->d, h->key_at, "csv.duplicate", "hai cột cùng tên «%.*s»", "two columns are called «%.*s»", STR_ARG(h->key));
        diag_hint(c->d, "đổi tên hoặc xóa một cột", "rename or delete one of them");
    }
}

static void report_surplus(Csv *c, Value cell)
{
    size_t filled = c->row.n;

    while (filled && value_is_null(c->row.items[filled - 1]))
        filled--;
    diag_error(c->d, value_place(cell), "csv.surplus", "dòng %u có %zu ô, bảng chỉ có %zu cột: thừa từ ô «%.*s»",
               "row %u has %zu cells, the table only %zu columns: «%.*s» is too much", (unsigned)c->row.items[0].line, filled,
               c->headers.n, STR_ARG(utf8_head(value_str(cell), 60)));
    diag_hint(c->d, "ô có chứa dấu «%c» phải nằm giữa hai dấu ngoặc kép \"…\"",
              "a cell that holds «%c» must stand in quotes \"…\"", c->separator == '\t' ? ' ' : c->separator);
}

static void report_no_header(Csv *c, Value cell)
{
    diag_error(c->d, value_place(cell), "csv.no_header", "ô «%.*s» nằm trong một cột không có tên",
               "the cell «%.*s» stands in a column without a name", STR_ARG(utf8_head(value_str(cell), 60)));
    diag_hint(c->d, "đặt tên cột ở dòng đầu của bảng, hoặc xóa ô này", "name the column in the first row, or delete the cell");
}

/* The row as a map from header to cell. */
static Value row_value(Csv *c, ValuePair *pairs)
{
    Place end = value_place(c->row.items[c->row.n - 1]);
    size_t n = 0;

    for (size_t i = 0; i < c->headers.n; i++) {
        Value v = i < c->row.n ? c->row.items[i] : value_at(value_null(), end);
        if (c->headers.items[i].key.n) {
            pairs[n] = c->headers.items[i];
            pairs[n++].value = v;
        } else if (!value_is_null(v)) {
            report_no_header(c, v);
        }
    }
    for (size_t i = c->headers.n; i < c->row.n; i++)
        if (!value_is_null(c->row.items[i])) {
            report_surplus(c, c->row.items[i]);
            break;
        }
    return value_at(value_map(c->a, pairs, n), value_place(c->row.items[0]));
}

bool csv_read(Arena *a, Diag *d, Place start, Str bytes, Value *out)
{
    Csv c = {.a = a, .d = d, .start = place_at(start, start.line ? start.line : 1, 1)};
    size_t errors = d->errors;
    ValueItems rows = {0};
    ValuePair *pairs;

    *out = value_at(value_list(a, NULL, 0), start);
    if (!decode(&c, bytes))
        return false;
    while (take_break(&c)) /* empty lines above the table */
        continue;
    c.separator = find_separator(str_slice(c.text, c.at, c.text.n));
    if (read_row(&c))
        read_headers(&c);
    pairs = arena_array(a, ValuePair, c.headers.n + 1);
    while (d->errors - errors < MOST_FAULTS && read_row(&c))
        list_push(a, &rows, row_value(&c, pairs));
    buf_free(&c.cell);
    *out = value_at(value_list(a, rows.items, rows.n), start);
    return d->errors == errors;
}

/* 12, -3,5, +1.234, 40% : what begins with a sign and is no formula. */
static bool plain_number(Str text)
{
    size_t i = text.n && (text.s[0] == '+' || text.s[0] == '-');

    if (i == text.n || text.s[i] < '0' || text.s[i] > '9')
        return false;
    while (i < text.n && ((text.s[i] >= '0' && text.s[i] <= '9') || text.s[i] == '.' || text.s[i] == ','))
        i++;
    return i == text.n || (i + 1 == text.n && text.s[i] == '%');
}

/* A tab before a number says to a spreadsheet that these digits are a text: a code such as 2.000250 keeps its last 0. */
static bool is_number_as_text(Str text)
{
    return text.n > 1 && text.s[0] == '\t' && plain_number(str_slice(text, 1, text.n));
}

void csv_cell(Buf *out, Str text, char separator)
{
    bool quote = is_number_as_text(text);
    bool formula = text.n && memchr("=+-@\t\r", text.s[0], 6) && !plain_number(text) && !quote;

    for (size_t i = 0; i < text.n && !quote; i++)
        quote = text.s[i] == separator || text.s[i] == '"' || text.s[i] == '\n' || text.s[i] == '\r';
    quote |= text.n && (text.s[0] == ' ' || text.s[text.n - 1] == ' ');
    if (quote)
        buf_byte(out, '"');
    if (formula)
        buf_byte(out, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] == '"')
            buf_byte(out, '"');
        buf_byte(out, text.s[i]);
    }
    if (quote)
        buf_byte(out, '"');
}
