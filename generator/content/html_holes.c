/* Links, images, directives and roles: what is checked as it is written, and what is left open for later rooms. */
#include "base/utf8.h"
#include "content/html_out.h"
#include "content/html_url.h"

enum { NAME_MOST = 64 };

static void add_hole(HtmlOut *o, Hole hole)
{
    hole.offset = o->html.n;
    list_push(o->scratch, &o->holes, hole);
}

static void report_url(HtmlOut *o, UrlType type, Str url, const char *scheme, Place at)
{
    Diag *d = o->d;

    switch (type) {
    case URL_EMPTY:
        diag_error(d, at, "markdown.no-url", "liên kết chưa có địa chỉ", "a link without an address");
        diag_hint(d, "viết địa chỉ trong ngoặc tròn: [chữ](trang.md)", "write the address in brackets: [text](page.md)");
        break;
    case URL_HOST:
        diag_error(d, at, "markdown.host",
                   "địa chỉ «%.*s» thiếu phần đầu https:", "the address «%.*s» lacks its https:", STR_ARG(url));
        diag_hint(d, "viết đủ cả phần đầu: https://…", "write it in full: https://…");
        break;
    case URL_DISK:
        diag_error(d, at, "markdown.disk", "«%.*s» là đường dẫn trên máy tính của người viết, người đọc không mở được",
                   "«%.*s» is a path on the writer's computer", STR_ARG(url));
        diag_hint(d, "chép tệp vào cạnh trang này rồi chỉ viết tên tệp", "copy the file beside this page and write its name");
        break;
    case URL_DATA:
        diag_error(d, at, "markdown.data", "địa chỉ dạng «data:» không được dùng", "addresses of the form «data:» are not used");
        diag_hint(d, "lưu thành tệp cạnh trang này rồi viết tên tệp", "save it as a file beside this page and write its name");
        break;
    default:
        diag_error(d, at, "markdown.scheme", "liên kết kiểu «%s:» không được phép", "links of the form «%s:» are not allowed",
                   scheme);
        diag_hint(d, "dùng https:, http:, mailto:, tel: hoặc tên một trang", "use https:, http:, mailto:, tel: or a page's name");
    }
}

/* Writes ` href="…"` or ` src="…"`; of an internal one what stands between the quotes comes later. */
static void write_address(HtmlOut *o, const char *attribute, Str url, bool internal, Place at)
{
    out_tag(o, attribute);
    if (internal)
        add_hole(o, (Hole){.type = HOLE_LINK, .at = at});
    else
        url_write(&o->html, url);
    out_tag(o, "\"");
}

bool out_link_open(HtmlOut *o, Str url, Str title, Place at)
{
    char scheme[URL_MOST_SCHEME + 1];
    UrlType type = url_type(url, scheme);
    bool internal = type == URL_INTERNAL;

    if (!internal && type != URL_EXTERNAL) {
        report_url(o, type, url, scheme, at);
        return false;
    }
    write_address(o, "<a href=\"", url, internal, at);
    if (title.n > 0) {
        out_tag(o, " title=\"");
        buf_html(&o->html, title);
        out_tag(o, "\"");
    }
    out_tag(o, ">");
    list_push(o->scratch, &o->links,
              (LinkDraft){{.url = arena_str(o->keep, url), .internal = internal, .at = at}, {o->plain.n, 0}, o->html.n});
    return true;
}

void out_link_close(HtmlOut *o)
{
    LinkDraft *draft = &o->links.items[o->links.n - 1];

    while (draft->link.image) /* pictures inside the link were added behind it */
        draft--;
    draft->text.to = o->plain.n;
    if (draft->html == o->html.n && !o->options->as_written) {
        diag_warn(o->d, draft->link.at, "markdown.empty-link", "liên kết không có chữ, người đọc không thấy gì để bấm",
                  "a link without text");
        diag_hint(o->d, "viết chữ trong ngoặc vuông: [Mẫu đơn](%.*s)", "write text in the brackets: [Form](%.*s)",
                  STR_ARG(draft->link.url));
    }
    out_tag(o, "</a>");
}

static void report_image(HtmlOut *o, UrlType type, Str url, const char *scheme, Place at)
{
    if (type != URL_EXTERNAL) {
        report_url(o, type, url, scheme, at);
        return;
    }
    diag_error(o->d, at, "markdown.image-host", "ảnh «%.*s» nằm ở trang web khác", "the picture «%.*s» lies on another host",
               STR_ARG(url));
    diag_hint(o->d, "lưu ảnh cạnh trang này rồi viết tên tệp: ![mô tả](anh.jpg)",
              "save it beside this page and write its name: ![description](picture.jpg)");
}

void out_image(HtmlOut *o, Str url, Str title, Str alt, Place at, bool figure)
{
    char scheme[URL_MOST_SCHEME + 1];
    UrlType type = url_type(url, scheme);

    if (type != URL_INTERNAL) {
        report_image(o, type, url, scheme, at);
        buf_html(&o->html, alt);
        return;
    }
    if (str_trim(alt).n == 0 && !o->options->as_written) {
        diag_warn(o->d, at, "markdown.alt", "ảnh «%.*s» chưa có lời mô tả", "the picture «%.*s» has no description",
                  STR_ARG(url));
        diag_hint(o->d, "viết trong ngoặc vuông điều người đọc thấy: ![Lễ ký kết](%.*s)",
                  "write in the brackets what is seen: ![The signing](%.*s)", STR_ARG(url));
    }
    write_address(o, "<img src=\"", url, true, at);
    out_tag(o, " alt=\"");
    buf_html(&o->html, alt);
    if (title.n > 0 && !figure) {
        out_tag(o, "\" title=\"");
        buf_html(&o->html, title);
    }
    out_tag(o, "\" loading=\"lazy\">");
    list_push(
        o->scratch, &o->links,
        (LinkDraft){{.url = arena_str(o->keep, url), .text = arena_str(o->keep, alt), .image = true, .internal = true, .at = at},
                    {0, 0},
                    0});
    if (figure) {
        out_tag(o, "<figcaption>");
        out_text(o, title);
        out_tag(o, "</figcaption>");
    }
}

static bool is_name_byte(char c)
{
    return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') || c == '-' || c == '_' || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* What stands between the braces of `{name}`, or an empty text. */
static Str braced_name(Str text)
{
    if (text.n < 3 || text.n > NAME_MOST || text.s[0] != '{' || text.s[text.n - 1] != '}')
        return STR("");
    text = str_slice(text, 1, text.n - 1);
    for (size_t i = 0; i < text.n; i++)
        if (!is_name_byte(text.s[i]))
            return STR("");
    return text;
}

static void add_call(HtmlOut *o, HoleType type, const DirectiveDecl *decl, Value args, Place at)
{
    DirectiveCall *call = arena_make(o->keep, DirectiveCall);

    *call = (DirectiveCall){.decl = decl, .args = args, .at = at};
    add_hole(o, (Hole){.type = type, .call = call, .at = at});
}

bool out_directive(HtmlOut *o, Str info, Str body, Place at)
{
    Str name = braced_name(str_trim(info));
    const DirectiveDecl *decl;
    Value args;

    if (name.n == 0)
        return false;
    out_line(o);
    decl = directive_find(o->scratch, o->d, o->options->known, false, name, at);
    if (!decl || !directive_read(o->keep, o->d, decl, body, at, &args))
        return true;
    add_call(o, HOLE_DIRECTIVE, decl, args, at);
    out_tag(o, "\n");
    return true;
}

/* The `{name}` at the end of `text`, or an empty text. */
static Str last_braced(Str text)
{
    size_t from = text.n, most = text.n > NAME_MOST ? text.n - NAME_MOST : 0;

    if (text.n < 3 || text.s[text.n - 1] != '}')
        return STR("");
    while (from > most && text.s[from - 1] != '{')
        from--;
    return from > most ? str_slice(text, from - 1, text.n) : STR("");
}

bool out_role(HtmlOut *o, Str text, Place at)
{
    Str braced = last_braced(buf_str(&o->plain)), name = braced_name(braced);
    const DirectiveDecl *decl;
    Value args;

    if (name.n == 0 || !str_ends(buf_str(&o->html), braced))
        return false;
    decl = directive_find(o->scratch, o->d, o->options->known, true, name, at);
    if (!decl || !directive_read_role(o->keep, o->d, decl, text, at, &args))
        return false;
    o->html.n -= braced.n;
    o->plain.n -= braced.n;
    add_call(o, HOLE_ROLE, decl, args, at);
    return true;
}
