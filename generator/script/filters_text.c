#include "script/filters.h"

#include "base/utf8.h"
#include "value/json.h"

static Value string(HostCall *c, Str text) { return value_string(c->scratch, text); }

/* The text of the buffer as a value; the buffer is given back. */
static Value finished(HostCall *c, Buf *out)
{
    Value v = string(c, buf_str(out));

    buf_free(out);
    return v;
}

static Value each_letter(HostCall *c, uint32_t (*change)(uint32_t))
{
    Buf out = {0};
    Str text;
    size_t at = 0;

    if (filter_passes(c))
        return c->args[0];
    if (!filter_text(c, 0, &text))
        return value_null();
    while (at < text.n)
        utf8_put(&out, change(utf8_next(text, &at)));
    return finished(c, &out);
}

Value filter_upper(HostCall *c) { return each_letter(c, utf8_upper); }
Value filter_lower(HostCall *c) { return each_letter(c, utf8_lower); }

/* A filter from text to text, in scratch. */
static Value changed(HostCall *c, Str (*change)(Arena *a, Str text))
{
    Str text;

    if (filter_passes(c))
        return c->args[0];
    return filter_text(c, 0, &text) ? string(c, change(c->scratch, text)) : value_null();
}

static Str trimmed(Arena *a, Str text)
{
    (void)a;
    return str_trim(text);
}

Value filter_trim(HostCall *c) { return changed(c, trimmed); }
Value filter_slug(HostCall *c) { return changed(c, utf8_slug); }
Value filter_fold(HostCall *c) { return changed(c, utf8_fold); }

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t'; }

/* The head without the word that the cut goes through, nor the marks that would stand before the "…". */
static Str whole_words(Str head, Str text)
{
    size_t n = head.n;

    if (n < text.n && !is_space(text.s[n]))
        while (n && !is_space(text.s[n - 1]))
            n--;
    if (n == 0)
        return head; /* one long word */
    while (n && strchr(" \n\t,;:.-", head.s[n - 1]))
        n--;
    return str_slice(head, 0, n);
}

Value filter_truncate(HostCall *c)
{
    Str text, head;
    int64_t most;

    if (filter_passes(c))
        return c->args[0];
    if (!filter_text(c, 0, &text) || !filter_int(c, 1, &most))
        return value_null();
    if (text.n <= (size_t)most || utf8_count(text) <= (size_t)most)
        return c->args[0];
    head = utf8_head(text, most > 0 ? (size_t)most - 1 : 0);
    head = whole_words(head, text);
    return string(c, arena_printf(c->scratch, "%.*s…", STR_ARG(head)));
}

Value filter_replace(HostCall *c)
{
    Buf out = {0};
    Str text, old, new;

    if (filter_passes(c))
        return c->args[0];
    if (!filter_text(c, 0, &text) || !filter_text(c, 1, &old) || !filter_text(c, 2, &new))
        return value_null();
    for (size_t at; old.n && (at = str_find(text, old)) < text.n && filter_fits(c, &out);) {
        buf_add(&out, str_slice(text, 0, at));
        buf_add(&out, new);
        text = str_slice(text, at + old.n, text.n);
    }
    buf_add(&out, text);
    return finished(c, &out);
}

Value filter_split(HostCall *c)
{
    ValueItems items = {0};
    Str text, by;
    size_t at;

    if (value_is_null(c->args[0]))
        return value_null();
    if (!filter_text(c, 0, &text) || !filter_text(c, 1, &by))
        return value_null();
    while (by.n && (at = str_find(text, by)) < text.n) {
        list_push(c->scratch, &items, string(c, str_slice(text, 0, at)));
        text = str_slice(text, at + by.n, text.n);
    }
    list_push(c->scratch, &items, string(c, text));
    return value_list(c->scratch, items.items, items.n);
}

Value filter_lines(HostCall *c)
{
    Buf out = {0};
    Str text, line;
    Value v;

    if (filter_passes(c))
        return c->args[0];
    if (!filter_text(c, 0, &text))
        return value_null();
    for (bool first = true; str_line(&text, &line); first = false) {
        if (!first)
            buf_puts(&out, "<br>\n");
        buf_html(&out, str_trim(line));
    }
    v = value_text(c->scratch, VALUE_HTML, buf_str(&out));
    buf_free(&out);
    return v;
}

/* The character that an entity of our own HTML stands for; `*n` is the entity's length. 0: none. */
static char entity(Str text, size_t *n)
{
    static const struct {
        const char *name;
        char c;
    } known[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_starts(text, str_from(known[i].name))) {
            *n = strlen(known[i].name);
            return known[i].c;
        }
    return 0;
}

/* HTML without its tags; runs of white space become one space. */
static Value stripped(HostCall *c, Str html)
{
    Buf out = {0};

    for (size_t i = 0, n = 1; i < html.n; i += n) {
        char byte = html.s[i];
        n = 1;
        if (byte == '<') {
            n = str_find_byte(html, '>', i) + 1 - i;
            byte = ' ';
        } else if (byte == '&') {
            char stands = entity(str_slice(html, i, html.n), &n);
            byte = stands ? stands : byte;
        }
        if (!is_space(byte))
            buf_byte(&out, byte);
        else if (out.n && out.s[out.n - 1] != ' '
                 && !(html.s[i] == '<' && strchr("/bBiIaAeEsS", i + 1 < html.n ? html.s[i + 1] : ' ')))
            buf_byte(&out, ' ');
    }
    if (out.n && out.s[out.n - 1] == ' ')
        out.n--;
    return finished(c, &out);
}

Value filter_plain(HostCall *c)
{
    Str text;

    if (filter_passes(c))
        return c->args[0];
    if (value_is(c->args[0], VALUE_DOC))
        return string(c, c->args[0].as.doc->plain);
    if (value_is(c->args[0], VALUE_HTML))
        return stripped(c, value_str(c->args[0]));
    return filter_text(c, 0, &text) ? string(c, text) : value_null();
}

/* Digits, with '+' where it begins; what stands behind the first number ("0256 3822 123 (giờ hành chính)") goes. */
Value filter_phone(HostCall *c)
{
    Buf out = {0};
    Str text;

    if (filter_passes(c))
        return c->args[0];
    if (!filter_text(c, 0, &text))
        return value_null();
    for (size_t i = 0; i < text.n; i++) {
        char byte = text.s[i];
        if ((byte >= '0' && byte <= '9') || (byte == '+' && out.n == 0))
            buf_byte(&out, byte);
        else if (!strchr(" .-()", byte) && out.n >= 3)
            break;
    }
    return finished(c, &out);
}

Value filter_absolute(HostCall *c)
{
    const Engine *e = c->host;
    Rendering whole = *e->rendering;
    Buf out = {0};

    if (value_is_null(c->args[0]))
        return value_null();
    if (!value_is(c->args[0], VALUE_PATH))
        return value_is(c->args[0], VALUE_STRING) ? c->args[0] : filter_wrong(c, 0, "đường dẫn", "a path");
    whole.absolute = true;
    engine_url(&out, &whole, value_str(c->args[0]));
    return finished(c, &out);
}

Value filter_json(HostCall *c)
{
    Buf out = {0};

    json_write(&out, c->args[0]);
    return finished(c, &out);
}
