#include "content/html_out.h"

#include "base/utf8.h"

/* Escapes what element text must not hold; quotes may stand, so this is no text for attributes. */
static void escape(Buf *b, Str text)
{
    static const bool special[256] = {['&'] = true, ['<'] = true, ['>'] = true};
    size_t from = 0;

    for (size_t i = 0; i < text.n; i++) {
        if (!special[(unsigned char)text.s[i]])
            continue;
        buf_add(b, (Str){text.s + from, i - from});
        buf_puts(b, text.s[i] == '&' ? "&amp;" : text.s[i] == '<' ? "&lt;" : "&gt;");
        from = i + 1;
    }
    buf_add(b, (Str){text.s + from, text.n - from});
}

void out_text(HtmlOut *o, Str text)
{
    escape(&o->html, text);
    buf_add(&o->plain, text);
}

void out_line(HtmlOut *o)
{
    if (o->html.n > 0 && o->html.s[o->html.n - 1] != '\n')
        buf_byte(&o->html, '\n');
}

void out_plain_line(HtmlOut *o)
{
    if (o->plain.n > 0 && o->plain.s[o->plain.n - 1] != '\n')
        buf_byte(&o->plain, '\n');
}

void out_part(HtmlOut *o, PartType type, size_t from, Place at)
{
    if (o->want_parts)
        list_push(o->scratch, &o->parts, (Part){.type = type, .from = from, .to = o->plain.n, .at = at});
}

void out_part_end(HtmlOut *o, PartType type)
{
    for (size_t i = o->parts.n; i > 0; i--) {
        if (o->parts.items[i - 1].type != type)
            continue;
        o->parts.items[i - 1].to = o->plain.n;
        return;
    }
}

void out_break(HtmlOut *o)
{
    buf_puts(&o->html, "<br>\n");
    buf_byte(&o->plain, '\n');
}

void out_code_block(HtmlOut *o, Str info, Str text)
{
    size_t word_end = 0;

    while (word_end < info.n && info.s[word_end] != ' ' && info.s[word_end] != '\t')
        word_end++;
    out_line(o);
    if (word_end > 0) {
        buf_puts(&o->html, "<pre tabindex=\"0\"><code class=\"language-");
        buf_html(&o->html, str_slice(info, 0, word_end));
        buf_puts(&o->html, "\">");
    } else {
        buf_puts(&o->html, "<pre tabindex=\"0\"><code>");
    }
    out_text(o, text);
    out_tag(o, "</code></pre>\n");
    out_plain_line(o);
}

/* The length of a <br>, <br/> or <br /> at the start, or 0. */
static size_t break_length(Str text)
{
    size_t i = 3;

    if (text.n < 4 || text.s[0] != '<' || (text.s[1] | 32) != 'b' || (text.s[2] | 32) != 'r')
        return 0;
    while (i < text.n && text.s[i] == ' ')
        i++;
    if (i < text.n && text.s[i] == '/')
        i++;
    return i < text.n && text.s[i] == '>' ? i + 1 : 0;
}

/* The length of a comment at the start, or 0; one that does not end takes all. */
static size_t comment_length(Str text)
{
    size_t end;

    if (!str_starts(text, STR("<!--")))
        return 0;
    end = str_find(str_slice(text, 4, text.n), STR("-->"));
    return end + 7 < text.n ? end + 7 : text.n;
}

static void count_raw(HtmlOut *o, Place at)
{
    if (o->raw_count++ == 0)
        o->raw_at = at;
}

void out_raw_inline(HtmlOut *o, Str text, Place at)
{
    if (break_length(text) == text.n) {
        out_break(o);
    } else if (!str_starts(text, STR("<!--"))) {
        count_raw(o, at);
        out_text(o, text);
    }
}

static void report_open_comment(HtmlOut *o, Place at)
{
    diag_error(o->d, at, "markdown.comment", "phần ghi chú ẩn <!-- chưa được đóng: mọi chữ sau nó sẽ không hiện ra",
               "the comment <!-- does not end: no text after it would be shown");
    diag_hint(o->d, "thêm --> vào cuối phần ghi chú", "put --> at the comment's end");
}

void out_raw_block(HtmlOut *o, Str text, Place at)
{
    Str rest = str_trim(text);
    size_t n;

    out_line(o);
    if (str_starts(rest, STR("<!--")) && str_find(rest, STR("-->")) == rest.n)
        report_open_comment(o, at);
    while (rest.n > 0 && ((n = comment_length(rest)) > 0 || (n = break_length(rest)) > 0)) {
        if (rest.s[1] != '!')
            out_tag(o, "<br>\n");
        rest = str_trim(str_slice(rest, n, rest.n));
    }
    if (rest.n == 0)
        return;
    count_raw(o, at);
    out_tag(o, "<p>");
    out_text(o, rest);
    out_tag(o, "</p>\n");
    out_plain_line(o);
}

/* Puts `tag` where the HTML had `at` bytes; holes behind it move with it. */
static void insert(HtmlOut *o, size_t at, Str tag)
{
    buf_reserve(&o->html, tag.n);
    memmove(o->html.s + at + tag.n, o->html.s + at, o->html.n - at);
    memcpy(o->html.s + at, tag.s, tag.n);
    o->html.n += tag.n;
    for (size_t i = o->holes.n; i > 0 && o->holes.items[i - 1].offset >= at; i--)
        o->holes.items[i - 1].offset += tag.n;
}

static Str add_anchor(HtmlOut *o, Str anchor)
{
    list_push(o->scratch, &o->anchors, anchor);
    return anchor;
}

/* An id for `text` that no heading of the page has yet. */
static Str unique_anchor(HtmlOut *o, Str text)
{
    Str slug = utf8_slug(o->scratch, text), anchor;
    size_t *last = arena_make(o->scratch, size_t), *taken, number = 1;

    if (slug.n == 0)
        slug = STR("muc");
    anchor = slug = arena_str(o->keep, slug);
    taken = map_claim(o->scratch, &o->ids, slug, last);
    if (taken) {
        do {
            number = *taken > 0 ? *taken + 1 : 2;
            *taken = number;
            anchor = arena_printf(o->keep, "%.*s-%zu", STR_ARG(slug), number);
        } while (map_claim(o->scratch, &o->ids, anchor, last));
    }
    return add_anchor(o, anchor);
}

void out_heading_open(HtmlOut *o)
{
    out_line(o);
    out_plain_line(o);
    o->heading_html = o->html.n;
    o->heading_plain = o->plain.n;
}

static void check_level(HtmlOut *o, int level, Place at)
{
    int before = o->headings.n > 0 ? o->headings.items[o->headings.n - 1].heading.level : 1;

    if (o->options->as_written || level <= before + 1)
        return;
    diag_warn(o->d, at, "markdown.level", "tiêu đề có %d dấu #, ở đây nhiều nhất là %d: không nên bỏ qua một cấp",
              "a heading with %d marks #, at most %d here: no level should be left out", level - o->shift, before + 1 - o->shift);
    diag_hint(o->d, "viết %.*s ở đầu dòng này", "begin this line with %.*s", before + 1 - o->shift, "######");
}

void out_heading_close(HtmlOut *o, int level, Place at, bool top)
{
    Span span = {o->heading_plain, o->plain.n};
    Str text = str_trim(str_slice(buf_str(&o->plain), span.from, span.to)), anchor, tag;
    int shown = o->shift && level < 6 ? level + 1 : level;

    anchor = unique_anchor(o, text);
    tag = arena_printf(o->scratch, "<h%d id=\"%.*s\">", shown, STR_ARG(anchor));
    if (text.n == 0 && !o->options->as_written)
        diag_warn(o->d, at, "markdown.empty-heading", "tiêu đề không có chữ", "a heading without text");
    check_level(o, shown, at);
    insert(o, o->heading_html, tag);
    buf_printf(&o->html, "</h%d>\n", shown);
    list_push(o->scratch, &o->headings, (HeadingDraft){{.anchor = anchor, .level = shown, .at = at}, span});
    if (o->want_parts && top)
        list_push(o->scratch, &o->parts, (Part){PART_HEADING, level, span.from, span.to, o->heading_html, o->html.n, at});
    out_plain_line(o);
}

void out_reference(HtmlOut *o, size_t number)
{
    const char *name = out_word(o, "Chú thích", "Note");
    uint32_t nth;
    Str id;

    while (o->references.n < number)
        (void)list_add(o->scratch, &o->references);
    nth = ++o->references.items[number - 1];
    id = nth == 1 ? arena_printf(o->keep, "fnref:%zu", number) : arena_printf(o->keep, "fnref:%zu:%u", number, nth);
    add_anchor(o, id);
    buf_printf(&o->html, "<sup class=\"footnote-ref\"><a href=\"#fn:%zu\" id=\"%.*s\" aria-label=\"%s %zu\">%zu</a></sup>",
               number, STR_ARG(id), name, number, number);
}

/* Ends the page's own parts; footnotes and the end of the page both do. */
static void end_parts(HtmlOut *o)
{
    if (o->want_parts && o->footnotes == 0)
        list_push(o->scratch, &o->parts,
                  (Part){.type = PART_END, .from = o->plain.n, .to = o->plain.n, .html_from = o->html.n, .html_to = o->html.n});
}

void out_footnote_open(HtmlOut *o)
{
    out_line(o);
    end_parts(o);
    if (o->footnotes++ == 0)
        buf_printf(&o->html, "<section class=\"footnotes\" aria-label=\"%s\">\n<ol>\n", out_word(o, "Chú thích", "Notes"));
    buf_printf(&o->html, "<li id=\"fn:%zu\">\n", o->footnotes);
    add_anchor(o, arena_printf(o->keep, "fn:%zu", o->footnotes));
    o->returned = false;
}

void out_footnote_return(HtmlOut *o)
{
    size_t n = o->footnotes;
    uint32_t count = n <= o->references.n ? o->references.items[n - 1] : 0;
    const char *back = out_word(o, "Quay lại nội dung", "Back to the text");

    if (o->returned)
        return;
    o->returned = true;
    for (uint32_t i = 1; i <= count; i++) {
        if (i == 1)
            buf_printf(&o->html, " <a href=\"#fnref:%zu\" class=\"footnote-backref\" aria-label=\"%s\">↩</a>", n, back);
        else
            buf_printf(&o->html,
                       " <a href=\"#fnref:%zu:%u\" class=\"footnote-backref\" aria-label=\"%s (%u)\">↩<sup>%u</sup></a>", n, i,
                       back, i, i);
    }
}

void out_footnote_close(HtmlOut *o)
{
    if (!o->returned) {
        out_footnote_return(o);
        buf_byte(&o->html, '\n');
    }
    out_tag(o, "</li>\n");
}

void out_footnotes_close(HtmlOut *o)
{
    if (o->footnotes > 0)
        out_tag(o, "</ol>\n</section>\n");
}

void out_task(HtmlOut *o, bool checked)
{
    buf_printf(&o->html, "<li class=\"task\"><input type=\"checkbox\"%s disabled aria-label=\"%s\"> ", checked ? " checked" : "",
               checked ? out_word(o, "Đã xong", "Done") : out_word(o, "Chưa xong", "Not done"));
}

static void report_raw(HtmlOut *o)
{
    if (o->raw_count == 0 || o->options->as_written)
        return;
    diag_warn(o->d, o->raw_at, "markdown.html", "mã HTML không được dùng trong bài, sẽ hiện ra như chữ thường (%zu chỗ)",
              "raw HTML is not used in pages and is shown as text (places: %zu)", o->raw_count);
    diag_hint(o->d, "dùng cách viết của Markdown: **đậm**, *nghiêng*, [chữ](địa-chỉ); xuống dòng trong ô bảng: <br>",
              "write Markdown: **bold**, *italic*, [text](address); a line break in a cell: <br>");
}

/* The library drops footnotes that no text refers to. */
static void report_notes(HtmlOut *o)
{
    Scan *scan = o->scan;

    if (scan->notes <= o->footnotes || o->options->as_written)
        return;
    diag_warn(o->d, walls_place(scan, scan->note_line, 0), "markdown.unused-footnote",
              "%zu chú thích không được nhắc tới trong bài nên không hiện ra",
              "%zu footnotes are not referred to and are not shown", scan->notes - o->footnotes);
    diag_hint(o->d, "viết [^tên] ở chỗ cần chú thích, cùng tên với phần chú thích",
              "write [^name] in the text, with the footnote's name");
}

/* The first paragraph as one line. */
static Str one_line(Arena *a, Str text)
{
    char *line;

    text = str_trim(text);
    if (str_find_byte(text, '\n', 0) == text.n)
        return text;
    line = (char *)arena_str(a, text).s;
    for (size_t i = 0; i < text.n; i++)
        if (line[i] == '\n')
            line[i] = ' ';
    return (Str){line, text.n};
}

static void finish_links(HtmlOut *o, Doc *doc)
{
    size_t link = 0;
    Hole *holes = arena_array(o->keep, Hole, o->holes.n);

    doc->link_count = o->links.n;
    doc->links = arena_array(o->keep, Link, o->links.n);
    for (size_t i = 0; i < o->links.n; i++) {
        const LinkDraft *draft = &o->links.items[i];
        doc->links[i] = draft->link;
        if (!draft->link.image)
            doc->links[i].text = str_trim(str_slice(doc->plain, draft->text.from, draft->text.to));
    }
    for (size_t i = 0; i < o->holes.n; i++) { /* internal links and their holes were made together, in this order */
        holes[i] = o->holes.items[i];
        if (holes[i].type != HOLE_LINK)
            continue;
        while (!doc->links[link].internal)
            link++;
        holes[i].link = &doc->links[link++];
    }
    doc->holes = holes;
    doc->hole_count = o->holes.n;
}

void out_finish(HtmlOut *o, Doc *doc)
{
    Heading *headings = arena_array(o->keep, Heading, o->headings.n);
    Str *anchors = arena_array(o->keep, Str, o->anchors.n);

    report_raw(o);
    report_notes(o);
    out_line(o);
    end_parts(o);
    *doc = (Doc){.html = buf_keep(&o->html, o->keep), .plain = buf_keep(&o->plain, o->keep)};
    while (doc->plain.n > 0 && doc->plain.s[doc->plain.n - 1] == '\n')
        doc->plain.n--;
    doc->lead = one_line(o->keep, str_slice(doc->plain, o->lead.from, o->lead.to));
    for (size_t i = 0; i < o->headings.n; i++) {
        Span span = o->headings.items[i].text;
        headings[i] = o->headings.items[i].heading;
        headings[i].text = one_line(o->keep, str_slice(doc->plain, span.from, span.to));
    }
    for (size_t i = 0; i < o->anchors.n; i++)
        anchors[i] = o->anchors.items[i];
    doc->headings = headings, doc->heading_count = o->headings.n;
    doc->anchors = anchors, doc->anchor_count = o->anchors.n;
    finish_links(o, doc);
    buf_free(&o->html);
    buf_free(&o->plain);
}

enum { PENDING_MOST = 32 }; /* bytes of the words in any spelling, with spaces around them */

void out_pending(HtmlOut *o, size_t html, size_t plain)
{
    Str words = str_slice(buf_str(&o->plain), plain, o->plain.n);

    if (words.n > PENDING_MOST)
        return;
    /* Equal to the HTML: there is no link or other markup in it that would be lost. */
    if (!o->options->pending_allowed || !str_eq(words, str_slice(buf_str(&o->html), html, o->html.n)) || !schema_says_pending(words))
        return;
    o->html.n = html;
    buf_puts(&o->html, out_word(o, "<em>đang xác minh</em>", "<em>to be verified</em>"));
}
