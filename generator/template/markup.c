#include "template/markup.h"

#include <stdio.h>

/* One piece of static text on its way through the machine. */
typedef struct {
    Markup *m;
    Diag *d;
    Place start;
    Str text;
    size_t i;
    size_t known; /* the offset that `start` is the place of: it follows `i`, so that no line is counted twice */
} Walk;

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static char lower(char c) { return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c); }

static Place here(Walk *w)
{
    w->start = place_in(w->start, str_slice(w->text, w->known, w->text.n), w->i - w->known);
    w->known = w->i;
    return w->start;
}

static bool named(const char *name, const char *is) { return strcmp(name, is) == 0; }

/* Adds `c` in lower case to one of the three names; what is too long is no name we know. */
static void add(char name[MARKUP_MOST_NAME], char c)
{
    size_t n = strlen(name);

    if (n + 1 < MARKUP_MOST_NAME) {
        name[n] = lower(c);
        name[n + 1] = 0;
    }
}

static bool one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (named(name, *names))
            return true;
    return false;
}

static AttributeType attribute_type(const Markup *m)
{
    static const char *const urls[] = {"href",       "src",        "action",   "cite",       "poster", "data",
                                       "formaction", "xlink:href", "longdesc", "background", NULL};
    static const char *const sets[] = {"srcset", "imagesrcset", "ping", NULL};

    if (strncmp(m->attribute, "on", 2) == 0 || named(m->attribute, "style") || named(m->attribute, "srcdoc"))
        return ATTRIBUTE_REFUSED;
    if (one_of(m->attribute, urls))
        return ATTRIBUTE_URL;
    if (one_of(m->attribute, sets))
        return ATTRIBUTE_SRCSET;
    return named(m->attribute, "type") ? ATTRIBUTE_TYPE : ATTRIBUTE_PLAIN;
}

/* The name of an attribute is complete. */
static void name_attribute(Markup *m, Diag *d, Place at)
{
    m->type = attribute_type(m);
    m->value[0] = 0;
    m->begun = false;
    if (named(m->element, "script") && named(m->attribute, "src"))
        m->src = true;
    if (m->type != ATTRIBUTE_REFUSED)
        return;
    diag_error(d, at, "template.attribute", "thuộc tính «%s» không được dùng trong mẫu",
               "the attribute \"%s\" may not be used in a template", m->attribute);
    if (named(m->attribute, "style"))
        diag_hint(d, "đặt kiểu trong tệp .css của giao diện rồi dùng class", "style it in the theme's .css file by a class");
    else
        diag_hint(d, "trang không chạy kịch bản viết trong HTML; dùng tệp .js của giao diện",
                  "pages run no inline script; use a .js file of the theme");
}

/* True when text that begins a URL in a template names a scheme that is not on the list. */
static bool bad_scheme(const char *value)
{
    static const char *const good[] = {"http", "https", "mailto", "tel", NULL};
    char scheme[MARKUP_MOST_NAME];
    size_t n = strcspn(value, ":/?#");

    if (value[n] != ':')
        return false;
    memcpy(scheme, value, n);
    scheme[n] = 0;
    return !one_of(scheme, good);
}

/* The value of an attribute is complete. */
static void end_value(Walk *w)
{
    Markup *m = w->m;

    if (m->type == ATTRIBUTE_TYPE && named(m->element, "script"))
        m->data = named(m->value, "application/json") || named(m->value, "application/ld+json");
    if (m->type == ATTRIBUTE_URL && bad_scheme(m->value)) {
        diag_error(w->d, here(w), "template.scheme", "địa chỉ «%s…» trong «%s» không thuộc loại được phép",
                   "the address \"%s…\" in \"%s\" is of a kind that is not allowed", m->value, m->attribute);
        diag_hint(w->d, "được phép: http, https, mailto, tel, đường dẫn trong trang, #neo",
                  "allowed: http, https, mailto, tel, relative, #anchor");
    }
    m->state = MARKUP_TAG;
    m->tight = true;
    m->named = false;
}

static void inline_error(Walk *w, const char *element)
{
    diag_error(w->d, w->m->element_at, "template.inline", "mẫu không được chứa <%s> viết thẳng trong trang",
               "a template may not hold an inline <%s>", element);
    if (named(element, "style"))
        diag_hint(w->d, "đặt kiểu trong tệp .css của giao diện: <link rel=\"stylesheet\" href=\"{{ asset(\"css/…\") }}\">",
                  "put styles into a .css file of the theme: <link rel=\"stylesheet\" href=\"{{ asset(\"css/…\") }}\">");
    else
        diag_hint(w->d, "dùng <script src=…></script>, hoặc dữ liệu trong <script type=\"application/json\">",
                  "use <script src=…></script>, or data in <script type=\"application/json\">");
}

/* The '>' of a start tag: what follows depends on the element. */
static void end_tag(Walk *w)
{
    Markup *m = w->m;

    m->state = MARKUP_TEXT;
    m->in_string = false;
    if (named(m->element, "title") || named(m->element, "textarea")) {
        m->state = MARKUP_RCDATA;
    } else if (named(m->element, "style")) {
        inline_error(w, "style");
        m->state = MARKUP_RAW;
    } else if (named(m->element, "script")) {
        m->state = m->data ? MARKUP_DATA : MARKUP_RAW;
        if (!m->data && !m->src)
            inline_error(w, "script");
    }
}

/* What '<' begins; text where no tag does. At the end of the text a tag's name may follow in the next one. */
static void open_angle(Walk *w)
{
    Markup *m = w->m;
    Str rest = str_slice(w->text, w->i, w->text.n);
    char next = rest.n > 1 ? rest.s[1] : 0;

    if (next && !is_letter(next) && !strchr("/!?", next))
        return;
    m->element_at = here(w);
    m->element[0] = 0;
    m->data = m->src = false;
    m->state = next == '/' ? MARKUP_END_TAG : next == '!' || next == '?' ? MARKUP_DECLARATION : MARKUP_TAG_NAME;
    if (str_starts(rest, STR("<!--"))) {
        m->state = MARKUP_COMMENT;
        w->i += 3;
    }
}

static void in_tag_name(Walk *w, char c)
{
    Markup *m = w->m;

    if (c == '>') {
        end_tag(w);
    } else if (is_space(c) || c == '/') {
        m->state = MARKUP_TAG;
        m->tight = m->named = false;
    } else {
        add(m->element, c);
    }
}

/* A quote or the like where the name of an attribute stands: a browser reads it otherwise than its author. */
static void check_name(Walk *w, char c)
{
    if (strchr("\"'<=", c))
        diag_error(w->d, here(w), "template.attribute", "ký tự «%c» không đứng được trong tên thuộc tính",
                   "the character \"%c\" cannot stand in an attribute's name", c);
}

static void in_tag(Walk *w, char c)
{
    Markup *m = w->m;

    if (c == '>') {
        end_tag(w);
    } else if (is_space(c) || c == '/') {
        m->tight = false;
        m->named &= c != '/';
    } else if (c == '=' && m->named) {
        m->state = MARKUP_BEFORE_VALUE;
    } else {
        if (m->tight)
            diag_error(w->d, here(w), "template.space", "thiếu khoảng trắng trước thuộc tính",
                       "white space is missing before an attribute");
        check_name(w, c);
        m->tight = false;
        m->state = MARKUP_ATTRIBUTE_NAME;
        m->attribute[0] = 0;
        add(m->attribute, c);
    }
}

static void in_attribute_name(Walk *w, char c)
{
    Markup *m = w->m;

    if (c != '=' && c != '>' && c != '/' && !is_space(c)) {
        check_name(w, c);
        add(m->attribute, c);
        return;
    }
    name_attribute(m, w->d, here(w));
    m->state = MARKUP_TAG;
    m->tight = false;
    m->named = is_space(c);
    if (c == '>')
        end_tag(w);
    else if (c == '=')
        m->state = MARKUP_BEFORE_VALUE;
}

static void before_value(Walk *w, char c)
{
    Markup *m = w->m;

    if (is_space(c))
        return;
    if (c == '>') {
        end_tag(w);
        return;
    }
    m->state = c == '"' ? MARKUP_DOUBLE : c == '\'' ? MARKUP_SINGLE : MARKUP_UNQUOTED;
    if (m->state == MARKUP_UNQUOTED) {
        m->begun = true;
        add(m->value, c);
    }
}

static void in_value(Walk *w, char c)
{
    Markup *m = w->m;
    bool unquoted = m->state == MARKUP_UNQUOTED;

    if ((m->state == MARKUP_DOUBLE && c == '"') || (m->state == MARKUP_SINGLE && c == '\'')) {
        end_value(w);
    } else if (unquoted && (is_space(c) || c == '>')) {
        end_value(w);
        m->tight = false;
        if (c == '>')
            end_tag(w);
    } else if (m->begun || m->type != ATTRIBUTE_URL || !is_space(c)) {
        m->begun = true;
        add(m->value, c);
    }
}

/* True when `rest` begins with the end tag of the element that the text is in. */
static bool is_end(const Markup *m, Str rest)
{
    size_t n = strlen(m->element);

    if (rest.n < n + 2 || rest.s[1] != '/' || strncasecmp(rest.s + 2, m->element, n) != 0)
        return false;
    return rest.n == n + 2 || is_space(rest.s[n + 2]) || rest.s[n + 2] == '/' || rest.s[n + 2] == '>';
}

/* In <title>, <script> and the like: only their own end tag counts. */
static void in_special(Walk *w, char c)
{
    Markup *m = w->m;

    if (m->state == MARKUP_DATA && c == '\\' && m->in_string) {
        w->i++;
    } else if (m->state == MARKUP_DATA && c == '"') {
        m->in_string = !m->in_string;
    } else if (c == '<' && is_end(m, str_slice(w->text, w->i, w->text.n))) {
        m->state = MARKUP_END_TAG;
    } else if (m->state == MARKUP_RAW && m->src && !is_space(c)) {
        diag_error(w->d, here(w), "template.inline", "giữa <script src=…> và </script> không được viết gì",
                   "nothing may stand between <script src=…> and </script>");
        m->src = false;
    }
}

static void step(Walk *w, char c)
{
    Markup *m = w->m;

    switch (m->state) {
    case MARKUP_TEXT:
        if (c == '<')
            open_angle(w);
        break;
    case MARKUP_TAG_NAME: in_tag_name(w, c); break;
    case MARKUP_TAG: in_tag(w, c); break;
    case MARKUP_ATTRIBUTE_NAME: in_attribute_name(w, c); break;
    case MARKUP_BEFORE_VALUE: before_value(w, c); break;
    case MARKUP_DOUBLE:
    case MARKUP_SINGLE:
    case MARKUP_UNQUOTED: in_value(w, c); break;
    case MARKUP_COMMENT:
        if (c == '>' && str_ends(str_slice(w->text, 0, w->i), STR("--")))
            m->state = MARKUP_TEXT;
        break;
    case MARKUP_END_TAG:
    case MARKUP_DECLARATION:
        if (c == '>')
            m->state = MARKUP_TEXT;
        break;
    case MARKUP_RCDATA:
    case MARKUP_RAW:
    case MARKUP_DATA: in_special(w, c); break;
    }
}

void markup_text(Markup *m, Diag *d, Place at, Str text)
{
    Walk w = {.m = m, .d = d, .start = at, .text = text};

    for (; w.i < text.n; w.i++) {
        if (m->state == MARKUP_TEXT) {
            w.i = str_find_byte(text, '<', w.i);
            if (w.i == text.n)
                return;
        }
        step(&w, text.s[w.i]);
    }
}

void markup_branch(Markup *m, Diag *d)
{
    m->named = false;
    if (m->state == MARKUP_ATTRIBUTE_NAME)
        name_attribute(m, d, m->element_at);
    if (m->state == MARKUP_TAG_NAME || m->state == MARKUP_ATTRIBUTE_NAME) {
        m->state = MARKUP_TAG;
        m->tight = true;
    }
}
