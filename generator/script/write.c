#include "script/inner.h"

#include "base/utf8.h"
#include "value/json.h"

#include <math.h>
#include <stdio.h>

void write_grouped(Buf *out, const char *text)
{
    size_t digits;

    if (*text == '-')
        buf_byte(out, *text++);
    digits = strspn(text, "0123456789");
    for (size_t i = 0; i < digits; i++) {
        if (i && (digits - i) % 3 == 0)
            buf_byte(out, '.');
        buf_byte(out, text[i]);
    }
    if (text[digits] == '.')
        buf_printf(out, ",%s", text + digits + 1);
}

/* At most six decimals, none that is 0 at the end. */
static void decimals(char *text, size_t size, double x)
{
    size_t n;

    snprintf(text, size, "%.6f", x);
    n = strlen(text);
    while (n && text[n - 1] == '0')
        text[--n] = 0;
    if (n && text[n - 1] == '.')
        text[--n] = 0;
    if (strcmp(text, "-0") == 0)
        strcpy(text, "0");
}

void write_number(Buf *out, Value v)
{
    char text[400];

    if (value_is(v, VALUE_INT))
        snprintf(text, sizeof text, "%lld", (long long)v.as.integer);
    else
        decimals(text, sizeof text, v.as.number);
    write_grouped(out, text);
}

static void write_plain_number(Buf *out, Value v)
{
    char text[400];

    if (value_is(v, VALUE_INT)) {
        buf_printf(out, "%lld", (long long)v.as.integer);
        return;
    }
    decimals(text, sizeof text, v.as.number);
    buf_puts(out, text);
}

/* What engine_url writes needs no escaping (URL-BYTES), but the base of absolute links does. */
static void write_url_escaped(Engine *e, Str to)
{
    if (!e->rendering->absolute) {
        engine_url(e->out, e->rendering, to);
        return;
    }
    buf_clear(&e->spare);
    engine_url(&e->spare, e->rendering, to);
    buf_html(e->out, buf_str(&e->spare));
}

static void fill_hole(void *context, Buf *out, const Hole *hole)
{
    Engine *e = context;

    if (hole->type == HOLE_LINK)
        write_url_escaped(e, hole->link->to);
    else if (e->rendering->fill)
        e->rendering->fill(e->rendering->fill_context, out, hole);
}

/* The keys of the map in which the last key of `t` was not found, for "did you mean". */
static void nearest_key(Engine *e, const Term *t)
{
    Value v = *t->root;
    Str *names;

    if (!t->step_count)
        return;
    for (size_t i = 0; i + 1 < t->step_count; i++)
        v = t->steps[i].name.n ? value_get(v, t->steps[i].name) : value_item(v, (size_t)t->steps[i].index - 1);
    if (!value_is(v, VALUE_MAP) || value_find(v, t->steps[t->step_count - 1].name))
        return;
    names = arena_array(e->scratch, Str, v.as.map->n + 1);
    for (size_t i = 0; i < v.as.map->n; i++)
        names[i] = v.as.map->pairs[i].key;
    diag_nearest(e->diag, t->steps[t->step_count - 1].name, names, v.as.map->n);
}

static void missing(Engine *e, const Term *t)
{
    diag_error(e->diag, t->at, "template.nil", "«%.*s» không có giá trị (nil)", "\"%.*s\" has no value (nil)",
               STR_ARG(t->source));
    if (t->root)
        nearest_key(e, t);
    diag_hint(e->diag, "nếu được phép trống: {{ … | default(\"\") }} hoặc {%% if … %%}",
              "where it may be empty: {{ … | default(\"\") }} or {%% if … %%}");
    run_abort(e);
}

/* A value of a type that cannot be written here. */
static void unfit(Engine *e, const Term *t, Value v, const char *hint_vi, const char *hint_en)
{
    static const char *const where[][2] = {
        [ESCAPE_TEXT] = {"trong chữ", "in text"},
        [ESCAPE_RCDATA] = {"trong <title> hay <textarea>", "in <title> or <textarea>"},
        [ESCAPE_ATTRIBUTE] = {"trong thuộc tính", "in an attribute"},
        [ESCAPE_URL] = {"làm địa chỉ", "as an address"},
        [ESCAPE_URL_PART] = {"trong địa chỉ", "inside an address"},
        [ESCAPE_CONTACT] = {"trong địa chỉ", "inside an address"},
        [ESCAPE_JSON] = {"trong JSON", "in JSON"},
    };

    diag_error(e->diag, t->at, "template.type", "«%.*s» là %s, không viết ra được %s", "\"%.*s\" is %s and cannot be written %s",
               STR_ARG(t->source), value_type_name(value_type(v), e->lang), where[t->escape][e->lang == LANG_EN]);
    diag_hint(e->diag, "%s", "%s", diag_word(e->diag, hint_vi, hint_en));
    run_abort(e);
}

static void unfit_composed(Engine *e, const Term *t, Value v)
{
    if (value_is(v, VALUE_BOOL))
        unfit(e, t, v, "dùng {% if … %} để viết chữ cho từng trường hợp", "use {% if … %} to write words for each case");
    else if (value_is(v, VALUE_LIST))
        unfit(e, t, v, "dùng {% for … %} hoặc | join(\", \")", "use {% for … %} or | join(\", \")");
    else if (value_is(v, VALUE_MAP))
        unfit(e, t, v, "lấy một khóa của nó: x.tên, hoặc | json", "take one of its keys: x.name, or | json");
    else
        unfit(e, t, v, "dùng | plain để lấy chữ không có định dạng", "use | plain for text without markup");
}

/* Text, <title>, attributes: escaped words. */
static void write_words(Engine *e, const Term *t, Value v)
{
    bool number_plain = t->escape == ESCAPE_ATTRIBUTE;

    switch (value_type(v)) {
    case VALUE_STRING: buf_html(e->out, value_str(v)); break;
    case VALUE_STATUS: buf_html(e->out, value_status_shown(v)); break;
    case VALUE_PATH: write_url_escaped(e, value_str(v)); break;
    case VALUE_INT:
    case VALUE_NUMBER:
        if (number_plain)
            write_plain_number(e->out, v);
        else
            write_number(e->out, v);
        break;
    case VALUE_DATE:
        v.as.date.minute = -1;
        buf_add(e->out, date_shown(e->scratch, v.as.date));
        break;
    case VALUE_HTML:
        if (t->escape != ESCAPE_TEXT)
            unfit_composed(e, t, v);
        engine_html(e->out, e->rendering, value_str(v));
        break;
    case VALUE_DOC:
        if (t->escape != ESCAPE_TEXT)
            unfit_composed(e, t, v);
        doc_write(e->out, v.as.doc, fill_hole, e);
        break;
    default: unfit_composed(e, t, v);
    }
}

/* A text at fault, in one line and not too long. */
static Str shown(Engine *e, Str text)
{
    char *s;

    text = arena_str(e->scratch, utf8_head(text, 80));
    s = (char *)(uintptr_t)text.s;
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)s[i] < ' ')
            s[i] = ' ';
    return text;
}

static void write_url_start(Engine *e, const Term *t, Value v)
{
    switch (value_type(v)) {
    case VALUE_PATH: write_url_escaped(e, value_str(v)); return;
    case VALUE_INT: write_plain_number(e->out, v); return;
    case VALUE_STRING: break;
    case VALUE_STATUS: unfit(e, t, v, "hỏi trước: {% if … | known %}", "ask first: {% if … | known %}"); return;
    default:
        unfit(e, t, v, "địa chỉ phải là đường dẫn (p.url, asset(…)) hoặc chữ", "an address is a path (p.url, asset(…)) or text");
    }
    buf_clear(&e->spare);
    if (!url_text(&e->spare, value_str(v))) {
        diag_error(e->diag, t->at, "template.scheme", "«%.*s» là địa chỉ không thuộc loại được phép: «%.*s»",
                   "\"%.*s\" is an address of a kind that is not allowed: \"%.*s\"", STR_ARG(t->source),
                   STR_ARG(shown(e, value_str(v))));
        diag_hint(e->diag, "được phép: http, https, mailto, tel, đường dẫn trong trang, #neo",
                  "allowed: http, https, mailto, tel, relative, #anchor");
        run_abort(e);
    }
    buf_html(e->out, buf_str(&e->spare));
}

static void write_url_part(Engine *e, const Term *t, Value v)
{
    switch (value_type(v)) {
    case VALUE_STRING: url_component(e->out, value_str(v), t->escape == ESCAPE_CONTACT ? "+@,;" : ""); break;
    case VALUE_INT:
    case VALUE_NUMBER: write_plain_number(e->out, v); break;
    case VALUE_DATE: url_component(e->out, date_iso(e->scratch, v.as.date), ":"); break;
    case VALUE_PATH:
        unfit(e, t, v, "đường dẫn phải đứng đầu thuộc tính; giữa địa chỉ khác dùng | absolute",
              "a path must begin the attribute; inside another address use | absolute");
        break;
    default: unfit(e, t, v, "trong địa chỉ chỉ viết được chữ, số, ngày", "only text, numbers and dates can stand in an address");
    }
}

static void write_json(Engine *e, const Term *t, Value v)
{
    if (value_is(v, VALUE_DOC))
        unfit_composed(e, t, v);
    if (!value_is(v, VALUE_PATH)) {
        json_write(e->out, v);
        return;
    }
    buf_clear(&e->spare);
    engine_url(&e->spare, e->rendering, value_str(v));
    buf_json(e->out, buf_str(&e->spare));
}

void write_value(Engine *e, const Term *t, Value v)
{
    if (value_is_null(v))
        missing(e, t);
    switch (t->escape) {
    case ESCAPE_URL: write_url_start(e, t, v); break;
    case ESCAPE_URL_PART:
    case ESCAPE_CONTACT: write_url_part(e, t, v); break;
    case ESCAPE_JSON: write_json(e, t, v); break;
    default: write_words(e, t, v);
    }
}
