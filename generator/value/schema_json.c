#include "value/schema_json.h"

#include "value/json.h"

/* What fields refer to: dates as json_write has them, a day or a day with its time; the words of a status. */
static void put_definitions(Buf *out)
{
    size_t n;
    const Str *statuses = schema_statuses(&n);

    buf_puts(out, "\"$defs\":{\"date\":{\"anyOf\":[{\"type\":\"string\",\"format\":\"date\",\"pattern\":\"^\\\\d{4}-\\\\d{2}-\\\\d{2}$\"},"
                  "{\"type\":\"string\",\"pattern\":\"^\\\\d{4}-\\\\d{2}-\\\\d{2}T\\\\d{2}:\\\\d{2}\\\\+07:00$\"}]},\"status\":{\"enum\":[");
    for (size_t i = 0; i < n; i++) {
        buf_puts(out, i ? "," : "");
        buf_json(out, statuses[i]);
    }
    buf_puts(out, "]}}");
}

static void put_text(Buf *out, const char *key, Str text)
{
    if (!text.n)
        return;
    buf_printf(out, ",\"%s\":", key);
    buf_json(out, text);
}

/* Label, help and unit, and the rule. */
static void put_words(Buf *out, const Field *f, Str comment)
{
    Buf help = {0};

    buf_puts(out, "\"title\":");
    buf_json(out, f->label.n ? f->label : f->name);
    buf_add(&help, f->help);
    if (f->unit.n)
        buf_printf(&help, "%sĐơn vị: %.*s.", help.n ? " " : "", STR_ARG(f->unit));
    put_text(out, "description", buf_str(&help));
    put_text(out, "$comment", comment);
    buf_free(&help);
}

/* True where ECMA-262 reads the pattern as PCRE2 does: no options, no classes of Unicode, nothing possessive. */
static bool is_portable(Str pattern)
{
    for (size_t i = 0; i < pattern.n; i++) {
        char c = pattern.s[i], next = i + 1 < pattern.n ? pattern.s[i + 1] : 0;
        if (c == '\\') {
            if (!next || !strchr("dDsSnrt.\\^$|?*+()[]{}/", next))
                return false;
            i++;
        } else if ((c == '(' && next == '?' && (i + 2 == pattern.n || !strchr(":=!", pattern.s[i + 2]))) || (c == '[' && next == ':')
                   || (strchr("?*+}", c) && next == '+')) {
            return false;
        }
    }
    return true;
}

static void put_pattern(Buf *out, Str pattern)
{
    Buf whole = {0};

    if (!pattern.n || !is_portable(pattern))
        return;
    buf_printf(&whole, "^(?:%.*s)$", STR_ARG(pattern));
    put_text(out, "pattern", buf_str(&whole));
    buf_free(&whole);
}

static void put_limits(Buf *out, const Field *f, const char *min, const char *max)
{
    if (f->has_min)
        buf_printf(out, ",\"%s\":%.15g", min, f->min);
    if (f->has_max)
        buf_printf(out, ",\"%s\":%.15g", max, f->max);
}

static void put_string(Buf *out, const Field *f)
{
    buf_puts(out, f->type == FIELD_MARKDOWN ? "\"type\":[\"string\",\"null\"]" : "\"type\":\"string\""); /* null: it is rendered */
    put_limits(out, f, "minLength", "maxLength");
    switch (f->type) {
    case FIELD_URL: put_text(out, "format", STR("iri-reference")); break;
    case FIELD_EMAIL: put_text(out, "format", STR("email")); break;
    case FIELD_MARKDOWN: put_text(out, "contentMediaType", STR("text/markdown")); break;
    default: break;
    }
    if (f->pattern.n)
        put_pattern(out, f->pattern);
    else if (f->type == FIELD_SLUG)
        put_pattern(out, STR("[a-z0-9-]+"));
    else if (f->type == FIELD_COLOR)
        put_pattern(out, STR("#([0-9A-Fa-f]{3}){1,2}"));
    if (f->example.n && f->type != FIELD_IMAGE && f->type != FIELD_FILE) {
        buf_puts(out, ",\"examples\":[");
        buf_json(out, f->example);
        buf_byte(out, ']');
    }
}

static void put_choices(Buf *out, const Field *f)
{
    buf_puts(out, "\"enum\":[");
    for (size_t i = 0; i < f->choice_count; i++) {
        buf_puts(out, i ? "," : "");
        buf_json(out, f->choices[i].label);
    }
    buf_byte(out, ']');
}

static void put_object(Buf *out, const Schema *s);
static void put_value(Buf *out, const Field *f);

static void put_list(Buf *out, const Field *f)
{
    Field item = f->item ? *f->item : (Field){.type = FIELD_TEXT};

    item.example = STR(""); /* it is one of the whole list */
    buf_puts(out, "\"type\":\"array\",\"items\":{");
    if (item.type != FIELD_ANY)
        put_value(out, &item);
    buf_byte(out, '}');
}

/* The members that say what the value is. */
static void put_type(Buf *out, const Field *f)
{
    switch (f->type) {
    case FIELD_BOOL: buf_puts(out, "\"type\":\"boolean\""); break;
    case FIELD_INT:
    case FIELD_NUMBER:
        buf_printf(out, "\"type\":\"%s\"", f->type == FIELD_INT ? "integer" : "number");
        put_limits(out, f, "minimum", "maximum");
        break;
    case FIELD_DATE: buf_puts(out, "\"$ref\":\"#/$defs/date\""); break;
    case FIELD_CHOICE: put_choices(out, f); break;
    case FIELD_LIST: put_list(out, f); break;
    case FIELD_MAP: put_object(out, f->fields); break;
    default: put_string(out, f);
    }
}

/* True where the words of a status are not right by themselves, and yet may stand there. */
static bool needs_status(const Field *f)
{
    switch (f->type) {
    case FIELD_SLUG: return false;
    case FIELD_TEXT:
    case FIELD_MARKDOWN:
    case FIELD_REF:
    case FIELD_PHONE:
    case FIELD_IMAGE:
    case FIELD_FILE: return f->has_min || f->has_max || (f->pattern.n && is_portable(f->pattern));
    default: return true;
    }
}

/* A value, or a status in its place. */
static void put_value(Buf *out, const Field *f)
{
    if (!needs_status(f)) {
        put_type(out, f);
        return;
    }
    buf_puts(out, "\"anyOf\":[{");
    put_type(out, f);
    buf_puts(out, "},{\"$ref\":\"#/$defs/status\"}]");
}

/* The rule, and the pattern where only PCRE2 reads it. */
static Str comment(Buf *room, const Field *f)
{
    if (!f->pattern.n || is_portable(f->pattern))
        return f->source;
    buf_printf(room, "%.*s%sPCRE2: %.*s", STR_ARG(f->source), f->source.n ? "; " : "", STR_ARG(f->pattern));
    return buf_str(room);
}

static void put_field(Buf *out, const Field *f)
{
    Buf room = {0};

    buf_byte(out, '{');
    put_words(out, f, comment(&room, f));
    if (f->type != FIELD_ANY) {
        buf_byte(out, ',');
        put_value(out, f);
    }
    if (!value_is_null(f->fallback)) {
        buf_puts(out, ",\"default\":");
        json_write(out, f->fallback);
    }
    buf_byte(out, '}');
    buf_free(&room);
}

static void put_required(Buf *out, const Schema *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->count; i++) {
        if (s->fields[i].need != NEED_REQUIRED && s->fields[i].need != NEED_STATUS)
            continue;
        buf_puts(out, n++ ? "," : ",\"required\":[");
        buf_json(out, s->fields[i].name);
    }
    buf_puts(out, n ? "]" : "");
}

/* `{"if": the other field is there, and one of the values, "then": this one is required}`. */
static void put_condition(Buf *out, const Schema *s, const Field *f)
{
    const Field *on = schema_field(s, f->when_field);

    buf_puts(out, "{\"if\":{");
    if (!value_is_null(f->when_is)) {
        buf_puts(out, "\"properties\":{");
        buf_json(out, on->name);
        buf_puts(out, on->type == FIELD_LIST ? ":{\"type\":\"array\",\"contains\":{\"enum\":" : ":{\"enum\":");
        json_write(out, f->when_is);
        buf_puts(out, on->type == FIELD_LIST ? "}}}," : "}},");
    }
    buf_puts(out, "\"required\":[");
    buf_json(out, on->name);
    buf_puts(out, "]},\"then\":{\"required\":[");
    buf_json(out, f->name);
    buf_puts(out, "]}}");
}

static void put_conditions(Buf *out, const Schema *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->count; i++) {
        if (s->fields[i].need != NEED_CONDITION)
            continue;
        buf_puts(out, n++ ? "," : ",\"allOf\":[");
        put_condition(out, s, &s->fields[i]);
    }
    buf_puts(out, n ? "]" : "");
}

static void put_object(Buf *out, const Schema *s)
{
    buf_puts(out, "\"type\":\"object\",\"properties\":{");
    for (size_t i = 0; i < s->count; i++) {
        buf_puts(out, i ? "," : "");
        buf_json(out, s->fields[i].name);
        buf_byte(out, ':');
        put_field(out, &s->fields[i]);
    }
    buf_byte(out, '}');
    put_required(out, s);
    put_conditions(out, s);
}

void schema_json(Buf *out, const Schema *s)
{
    buf_puts(out, "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"title\":");
    buf_json(out, s->label);
    buf_byte(out, ',');
    put_object(out, s);
    buf_byte(out, ',');
    put_definitions(out);
    buf_byte(out, '}');
}
