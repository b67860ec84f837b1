/* schema_scalar.c - single values typed by their field: numbers, dates, choices, addresses, measured texts. */
#include "base/path.h"
#include "base/utf8.h"
#include "value/names.h"
#include "value/schema_check.h"
#include "value/yaml.h"

#include <math.h>
#include <stdlib.h>

/* Types one text: `text` is `raw`'s, trimmed and without a comment. */
typedef bool Reader(const Checking *c, const Field *f, Value raw, Str text, Value *out);

static bool wrong(const Checking *c, const Field *f, Value raw)
{
    schema_say_wrong(c, f, raw);
    return false;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static size_t digits_at(Str text, size_t from)
{
    size_t n = 0;

    while (from + n < text.n && is_digit(text.s[from + n]))
        n++;
    return n;
}

/* The length of the whole part of a number that dots cut into thousands ("1.234.567"), or of its digits; 0: none. */
static size_t whole_part(Str text)
{
    size_t n = digits_at(text, 0), end = n;

    if (n == 0 || n > 3 || text.s[0] == '0')
        return n;
    while (end < text.n && text.s[end] == '.' && digits_at(text, end + 1) == 3)
        end += 4;
    return end > n && end < text.n && text.s[end] == '.' ? n : end;
}

enum { NUMBER_LONGEST = 40 };

/* Rewrites an unsigned number for strtod: "1.234,5" and "1234.5" give "1234.5". False: it is none. */
static bool plain_number(Str text, char *out)
{
    size_t whole = whole_part(text), n = 0;

    if (whole == 0 || text.n > NUMBER_LONGEST)
        return false;
    for (size_t i = 0; i < whole; i++)
        if (text.s[i] != '.')
            out[n++] = text.s[i];
    if (whole < text.n) {
        size_t decimals = digits_at(text, whole + 1);
        if ((text.s[whole] != ',' && text.s[whole] != '.') || decimals == 0 || whole + 1 + decimals != text.n)
            return false;
        out[n++] = '.';
        memcpy(out + n, text.s + whole + 1, decimals);
        n += decimals;
    }
    out[n] = 0;
    return true;
}

/* `text` without the field's unit behind it, where it is written: "20 ngày", "92,5%". */
static Str without_unit(const Field *f, Str text)
{
    return f->unit.n && str_ends(text, f->unit) ? str_trim(str_slice(text, 0, text.n - f->unit.n)) : text;
}

static bool in_range(const Checking *c, const Field *f, Value raw, double x)
{
    Str label, shown, min, max;

    if ((!f->has_min || x >= f->min) && (!f->has_max || x <= f->max))
        return true;
    label = field_label(c->d, f);
    shown = schema_number(c, x);
    min = schema_number(c, f->min);
    max = schema_number(c, f->max);
    if (f->has_min && f->has_max)
        diag_error(c->d, value_place(raw), "schema.range", "«%.*s» là %.*s, nhưng phải từ %.*s đến %.*s",
                   "«%.*s» is %.*s, but has to be from %.*s to %.*s", STR_ARG(label), STR_ARG(shown), STR_ARG(min),
                   STR_ARG(max));
    else
        diag_error(c->d, value_place(raw), "schema.range", "«%.*s» là %.*s, nhưng %s %.*s",
                   "«%.*s» is %.*s, but has to be %s %.*s", STR_ARG(label), STR_ARG(shown),
                   f->has_min ? diag_word(c->d, "ít nhất phải là", "at least")
                              : diag_word(c->d, "nhiều nhất chỉ được là", "at most"),
                   STR_ARG(f->has_min ? min : max));
    if (memchr(value_str(raw).s, '.', value_str(raw).n))
        diag_hint(c->d, "dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần lẻ: 65,150",
                  "a dot parts thousands, a comma parts decimals: 65,150");
    return false;
}

static bool read_number(const Checking *c, const Field *f, Value raw, Str text, Value *out)
{
    char plain[NUMBER_LONGEST + 2];
    Str bare = without_unit(f, text);
    bool minus = str_starts(bare, STR("-"));
    double x;

    if (!plain_number(str_slice(bare, minus, bare.n), plain) || (f->type == FIELD_INT && strchr(plain, '.')))
        return wrong(c, f, raw);
    x = minus ? -strtod(plain, NULL) : strtod(plain, NULL);
    if (!in_range(c, f, raw, x))
        return false;
    if (fabs(x) >= 9e15) {
        diag_error(c->d, value_place(raw), "schema.too_big", "«%.*s»: số «%.*s» quá lớn",
                   "«%.*s»: the number «%.*s» is too big", STR_ARG(field_label(c->d, f)), STR_ARG(text));
        return false;
    }
    *out = x == floor(x) ? value_int((int64_t)x) : value_number(x);
    return true;
}

static bool read_bool(const Checking *c, const Field *f, Value raw, Str text, Value *out)
{
    static const struct {
        Str fold;
        bool value;
    } words[] = {
        {STR("co"), true},   {STR("khong"), false}, {STR("true"), true}, {STR("false"), false},
        {STR("yes"), true},  {STR("no"), false},    {STR("x"), true},
    };
    NamesRoom room;
    Str folded = names_fold(&room, text);

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(words[i].fold, folded)) {
            *out = value_bool(words[i].value);
            return true;
        }
    return wrong(c, f, raw);
}

static bool read_date(const Checking *c, const Field *f, Value raw, Str text, Value *out)
{
    bool no_such_day = false;
    Date date;

    if (date_parse(text, &date, &no_such_day)) {
        *out = value_date(date);
        return true;
    }
    if (!no_such_day)
        return wrong(c, f, raw);
    diag_error(c->d, value_place(raw), "schema.no_such_day", "«%.*s»: không có ngày %.*s",
               "«%.*s»: there is no day %.*s", STR_ARG(field_label(c->d, f)), STR_ARG(text));
    schema_hint_example(c, f);
    return false;
}

static bool read_choice(const Checking *c, const Field *f, Value raw, Str text, Value *out)
{
    int i = schema_choice(f, text);

    if (i >= 0)
        *out = f->choices[i].value;
    else
        schema_say_choice(c, f, raw, text);
    return i >= 0;
}

static bool fits_length(const Checking *c, const Field *f, Value raw, Str text)
{
    size_t n = f->has_min || f->has_max ? utf8_count(text) : 0;
    Str label = field_label(c->d, f);

    if (f->has_max && (double)n > f->max) {
        diag_error(c->d, value_place(raw), "schema.length", "«%.*s» dài %zu ký tự, nhiều nhất là %.0f",
                   "«%.*s» is %zu characters long, at most %.0f may be", STR_ARG(label), n, f->max);
        diag_hint(c->d, "bớt đi %.0f ký tự", "shorten it by %.0f", (double)n - f->max);
        return false;
    }
    if (f->has_min && (double)n < f->min) {
        diag_error(c->d, value_place(raw), "schema.length", "«%.*s» dài %zu ký tự, ít nhất là %.0f",
                   "«%.*s» is %zu characters long, at least %.0f have to be", STR_ARG(label), n, f->min);
        return false;
    }
    return true;
}

static bool fits_pattern(const Checking *c, const Field *f, Value raw, Str text)
{
    if (!f->regex || regex_is(f->regex, text))
        return true;
    diag_error(c->d, value_place(raw), "schema.pattern", "«%.*s»: «%.*s» không đúng mẫu",
               "«%.*s»: «%.*s» does not have the right form", STR_ARG(field_label(c->d, f)),
               STR_ARG(schema_written(c->a, text)));
    if (f->example.n || f->help.n)
        schema_hint_example(c, f);
    else
        diag_hint(c->d, "mẫu: %.*s", "the form: %.*s", STR_ARG(f->pattern));
    return false;
}

static bool read_text(const Checking *c, const Field *f, Value raw, Str text, Value *out)
{
    *out = text.n == value_str(raw).n ? raw : value_string(c->a, text);
    return fits_length(c, f, raw, text) && fits_pattern(c, f, raw, text);
}

static bool has_any(Str text, const char *bytes)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.s[i] && strchr(bytes, text.s[i]))
            return true;
    return false;
}

/* The length of "scheme:" at the front, without the colon; 0: there is none. */
static size_t scheme_length(Str url)
{
    size_t colon = str_find_byte(url, ':', 0);

    return colon < url.n && !has_any(str_slice(url, 0, colon), "/?#") ? colon : 0;
}

static bool is_web(Str url)
{
    static const char *const starts[] = {"https://", "http://"};

    for (size_t i = 0; i < 2; i++)
        if (url.n > strlen(starts[i]) && strncasecmp(url.s, starts[i], strlen(starts[i])) == 0)
            return url.s[strlen(starts[i])] != '/';
    return false;
}

static bool read_url(const Checking *c, const Field *f, Value raw, Str text, Value *out)
{
    bool relative = scheme_length(text) == 0 && !str_starts(text, STR(":")) && !str_starts(text, STR("//"));

    if (has_any(text, " \t\r\n<>\"\\"))
        return wrong(c, f, raw);
    if (relative && path_is_host(text)) {
        wrong(c, f, raw);
        diag_hint(c->d, "có phải «https://%.*s»?", "did you mean «https://%.*s»?", STR_ARG(text));
        return false;
    }
    return relative || is_web(text) ? read_text(c, f, raw, text, out) : wrong(c, f, raw);
}

static bool read_email(const Checking *c, const Field *f, Value raw, Str text, Value *out)
{
    size_t at = str_find_byte(text, '@', 0);
    Str host = str_slice(text, at + 1, text.n);
    size_t dot = str_find_byte(host, '.', 0);

    if (at == 0 || has_any(text, " \t\r\n<>\"\\,;:()[]") || has_any(host, "@") || dot == 0 || dot + 1 >= host.n
        || host.s[host.n - 1] == '.')
        return wrong(c, f, raw);
    return read_text(c, f, raw, text, out);
}

static bool read_phone(const Checking *c, const Field *f, Value raw, Str text, Value *out)
{
    size_t digits = 0;

    for (size_t i = 0; i < text.n; i++) {
        if (!is_digit(text.s[i]) && !has_any(str_slice(text, i, i + 1), " .+()-"))
            return wrong(c, f, raw);
        digits += is_digit(text.s[i]);
    }
    return digits >= 3 && digits <= 15 ? read_text(c, f, raw, text, out) : wrong(c, f, raw);
}

/* A name of a file; whether it is there is for those to say who resolve it. */
static bool read_path(const Checking *c, const Field *f, Value raw, Str text, Value *out)
{
    if (has_any(text, "\\\n") || scheme_length(text) || str_starts(text, STR("//"))) {
        wrong(c, f, raw);
        diag_hint(c->d, "để tệp cạnh bài viết hoặc trong content/tep, tên thư mục cách nhau bằng dấu «/»",
                  "put the file beside the page or into content/tep, with «/» between folders");
        return false;
    }
    return read_text(c, f, raw, text, out);
}

static bool read_slug(const Checking *c, const Field *f, Value raw, Str text, Value *out)
{
    Str slug = utf8_slug(c->a, text);

    if (str_eq(slug, text))
        return read_text(c, f, raw, text, out);
    wrong(c, f, raw);
    if (slug.n)
        diag_hint(c->d, "có phải «%.*s»?", "did you mean «%.*s»?", STR_ARG(slug));
    return false;
}

static bool read_color(const Checking *c, const Field *f, Value raw, Str text, Value *out)
{
    bool right = (text.n == 4 || text.n == 7) && text.s[0] == '#';

    for (size_t i = 1; i < text.n && right; i++)
        right = is_digit(text.s[i]) || ((text.s[i] | 0x20) >= 'a' && (text.s[i] | 0x20) <= 'f');
    return right ? read_text(c, f, raw, text, out) : wrong(c, f, raw);
}

static Reader *reader_of(FieldType type)
{
    switch (type) {
    case FIELD_BOOL: return read_bool;
    case FIELD_INT:
    case FIELD_NUMBER: return read_number;
    case FIELD_DATE: return read_date;
    case FIELD_CHOICE: return read_choice;
    case FIELD_URL: return read_url;
    case FIELD_EMAIL: return read_email;
    case FIELD_PHONE: return read_phone;
    case FIELD_IMAGE:
    case FIELD_FILE: return read_path;
    case FIELD_SLUG: return read_slug;
    case FIELD_COLOR: return read_color;
    default: return read_text;
    }
}

/* Values that scripts and defaults bring along typed, and whatever a field takes as it is written. */
static bool is_typed(const Checking *c, const Field *f, Value v)
{
    if (f->type == FIELD_ANY)
        return !value_is(v, VALUE_STRING) || !c->options.comments;
    switch (value_type(v)) {
    case VALUE_BOOL: return f->type == FIELD_BOOL;
    case VALUE_INT: return f->type == FIELD_INT || f->type == FIELD_NUMBER;
    case VALUE_NUMBER: return f->type == FIELD_NUMBER;
    case VALUE_DATE: return f->type == FIELD_DATE;
    default: return false;
    }
}

static bool keeps_comment(const Checking *c, const Field *f)
{
    return (f->type == FIELD_TEXT || f->type == FIELD_MARKDOWN) && !c->options.comments;
}

/* A list's item "Xã Mẫu: nộp" was read as a map of one pair; where a text is wanted, it is that text. */
static Value as_text(const Checking *c, Value raw)
{
    Str text = value_is(raw, VALUE_MAP) ? yaml_item_text(raw) : STR("");

    return text.n ? value_at(value_string(c->a, text), value_place(raw)) : raw;
}

bool schema_scalar(const Checking *c, const Field *f, Value raw, Value *out)
{
    Str text;
    bool right;

    *out = raw;
    if (is_typed(c, f, raw))
        return (f->type != FIELD_INT && f->type != FIELD_NUMBER)
            || in_range(c, f, raw, value_is(raw, VALUE_INT) ? (double)raw.as.integer : raw.as.number);
    raw = as_text(c, raw);
    if (!value_is(raw, VALUE_STRING))
        return wrong(c, f, raw);
    text = str_trim(value_str(raw));
    if (!keeps_comment(c, f))
        text = str_trim(yaml_uncomment(text));
    right = reader_of(f->type)(c, f, raw, text, out);
    *out = value_at(*out, value_place(raw));
    return right;
}
