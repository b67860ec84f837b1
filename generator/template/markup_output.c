#include "template/markup.h"

static bool same(const char *a, const char *b) { return strcmp(a, b) == 0; }

static Escape refuse(Diag *d, Place at, const char *vi, const char *en, const char *hint_vi, const char *hint_en)
{
    diag_error(d, at, "template.context", "%s", "%s", diag_word(d, vi, en));
    if (hint_vi)
        diag_hint(d, "%s", "%s", diag_word(d, hint_vi, hint_en));
    return ESCAPE_NONE;
}

static Escape value_escape(Markup *m, Diag *d, Place at)
{
    bool begun = m->begun;

    m->begun = true;
    if (!begun)
        strcpy(m->value, "/"); /* what follows is no scheme */
    switch (m->type) {
    case ATTRIBUTE_URL:
        if (!begun)
            return ESCAPE_URL;
        return strncmp(m->value, "mailto:", 7) == 0 || strncmp(m->value, "tel:", 4) == 0 ? ESCAPE_CONTACT : ESCAPE_URL_PART;
    case ATTRIBUTE_SRCSET:
        return refuse(d, at, "không đặt được {{ }} trong «srcset» hay «ping»", "no {{ }} may stand in srcset or ping",
                      "dùng src với một tệp ảnh", "use src with one picture");
    case ATTRIBUTE_TYPE:
        return same(m->element, "script") ? refuse(d, at, "«type» của <script> phải viết sẵn, không dùng {{ }}",
                                                   "the type of a <script> must be written out, without {{ }}", NULL, NULL)
                                          : ESCAPE_ATTRIBUTE;
    case ATTRIBUTE_REFUSED: return ESCAPE_NONE; /* reported at its name */
    case ATTRIBUTE_PLAIN: break;
    }
    return ESCAPE_ATTRIBUTE;
}

Escape markup_output(Markup *m, Diag *d, Place at)
{
    switch (m->state) {
    case MARKUP_TEXT: return ESCAPE_TEXT;
    case MARKUP_RCDATA: return ESCAPE_RCDATA;
    case MARKUP_DOUBLE:
    case MARKUP_SINGLE: return value_escape(m, d, at);
    case MARKUP_DATA:
        if (m->in_string)
            return refuse(d, at, "trong JSON, {{ }} tự viết cả dấu ngoặc kép", "in JSON, {{ }} writes its own quotes",
                          "bỏ dấu \" hai bên {{ }}", "take the \" on both sides of {{ }} away");
        return ESCAPE_JSON;
    case MARKUP_BEFORE_VALUE:
    case MARKUP_UNQUOTED:
        m->state = MARKUP_UNQUOTED;
        m->begun = true;
        return refuse(d, at, "giá trị thuộc tính có {{ }} phải đặt trong dấu ngoặc kép",
                      "an attribute's value with {{ }} must be quoted", "viết: thuộc-tính=\"{{ … }}\"",
                      "write: attribute=\"{{ … }}\"");
    case MARKUP_TAG_NAME:
    case MARKUP_END_TAG:
        return refuse(d, at, "không đặt được {{ }} trong tên thẻ HTML", "no {{ }} may stand in a tag's name",
                      "viết cả hai thẻ trong {% if %} … {% else %} … {% endif %}",
                      "write both tags in {% if %} … {% else %} … {% endif %}");
    case MARKUP_TAG:
    case MARKUP_ATTRIBUTE_NAME:
        return refuse(d, at, "không đặt được {{ }} trong tên thuộc tính HTML", "no {{ }} may stand in an attribute's name",
                      "thuộc tính có hay không: <p{% if x %} hidden{% endif %}>",
                      "an attribute that may be there: <p{% if x %} hidden{% endif %}>");
    case MARKUP_COMMENT:
        return refuse(d, at, "không đặt được {{ }} trong ghi chú HTML «<!-- -->»", "no {{ }} may stand in an HTML comment",
                      "ghi chú của mẫu viết là {# … #}", "a template's comment is written {# … #}");
    case MARKUP_DECLARATION:
        return refuse(d, at, "không đặt được {{ }} trong «<!…>»", "no {{ }} may stand in \"<!…>\"", NULL, NULL);
    case MARKUP_RAW: break;
    }
    return refuse(d, at, "không đặt được {{ }} trong <script> hay <style>", "no {{ }} may stand in <script> or <style>",
                  "đưa dữ liệu cho kịch bản bằng <script type=\"application/json\">",
                  "hand data to a script by <script type=\"application/json\">");
}

static bool same_value(const Markup *a, const Markup *b)
{
    return same(a->element, b->element) && same(a->attribute, b->attribute);
}

bool markup_join(Markup *m, const Markup *other)
{
    if (m->state != other->state)
        return false;
    m->tight |= other->tight;
    m->begun |= other->begun;
    m->data &= other->data;
    m->src |= other->src;
    switch (m->state) {
    case MARKUP_DOUBLE:
    case MARKUP_SINGLE:
    case MARKUP_BEFORE_VALUE:
    case MARKUP_UNQUOTED:
        if (!same(m->value, other->value))
            m->value[0] = 0;
        return same_value(m, other);
    case MARKUP_RCDATA:
    case MARKUP_RAW:
    case MARKUP_TAG: return same(m->element, other->element);
    case MARKUP_DATA: return m->in_string == other->in_string;
    default: return true;
    }
}

Str markup_words(Arena *a, const Markup *m, Lang lang)
{
    bool vi = lang == LANG_VI;

    switch (m->state) {
    case MARKUP_TEXT: return vi ? STR("giữa các thẻ HTML") : STR("between HTML tags");
    case MARKUP_DOUBLE:
    case MARKUP_SINGLE:
    case MARKUP_UNQUOTED:
    case MARKUP_BEFORE_VALUE:
        return arena_printf(a, vi ? "trong giá trị thuộc tính «%s»" : "in the value of the attribute \"%s\"", m->attribute);
    case MARKUP_COMMENT: return vi ? STR("trong ghi chú «<!--»") : STR("in a comment \"<!--\"");
    case MARKUP_RCDATA:
    case MARKUP_RAW:
    case MARKUP_DATA: return arena_printf(a, vi ? "trong <%s>" : "inside <%s>", m->element);
    case MARKUP_END_TAG:
    case MARKUP_DECLARATION: return vi ? STR("trong một thẻ chưa đóng bằng «>»") : STR("in a tag without its \">\"");
    default: return arena_printf(a, vi ? "trong thẻ <%s>" : "inside the tag <%s>", m->element);
    }
}
