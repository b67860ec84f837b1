#include "content/html.h"

#include "base/utf8.h"
#include "content/html_table.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

/* The walk: what is open around the node. */
typedef struct {
    HtmlOut *o;
    cmark_node *root;
    int depth;      /* of inline markup */
    int block_line; /* of the innermost block, for inlines that do not know theirs */
    bool in_link;

    HtmlTable table;  /* the open one */
    size_t paragraph; /* where the open paragraph's plain text begins, and its HTML */
    size_t paragraph_html;
} Walk;

static Str literal(cmark_node *n)
{
    const char *s = cmark_node_get_literal(n);

    return s ? str_from(s) : STR("");
}

static Str attribute(const char *s) { return s ? str_from(s) : STR(""); }

static bool is_type(cmark_node *n, const char *type) { return strcmp(cmark_node_get_type_string(n), type) == 0; }

static bool is_top(const Walk *w, cmark_node *n) { return cmark_node_parent(n) == w->root; }

/* Where a block begins. */
static Place block_place(const Walk *w, cmark_node *n)
{
    int line = cmark_node_get_start_line(n), column = cmark_node_get_start_column(n);

    return walls_place(w->o->scan, line > 0 ? (size_t)line : 0, column > 0 ? (size_t)column : 0);
}

/* Where an inline begins: cmark's column where one of `marks` stands there, else the whole line. */
static Place inline_place(const Walk *w, cmark_node *n, const char *marks)
{
    int line = cmark_node_get_start_line(n), column = cmark_node_get_start_column(n);
    Str text;

    if (line < w->block_line)
        return walls_place(w->o->scan, (size_t)w->block_line, 0);
    text = walls_line(w->o->scan, (size_t)line);
    if (column < 1 || (size_t)column > text.n || !strchr(marks, text.s[column - 1]))
        column = 0;
    return walls_place(w->o->scan, (size_t)line, (size_t)column);
}

/* Tight lists show their paragraphs without <p>. */
static bool is_tight(cmark_node *paragraph)
{
    cmark_node *list = cmark_node_parent(cmark_node_parent(paragraph));

    return list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list);
}

/* The picture that stands alone in its paragraph and has a caption, or NULL. */
static cmark_node *figure_of(const Walk *w, cmark_node *paragraph)
{
    cmark_node *only = cmark_node_first_child(paragraph);

    if (w->o->options->as_written || !only || cmark_node_next(only) || cmark_node_get_type(only) != CMARK_NODE_IMAGE)
        return NULL;
    return attribute(cmark_node_get_title(only)).n > 0 ? only : NULL;
}

/* All text below `n`, as an image's alt text takes it. */
static void collect_text(Buf *b, cmark_node *n)
{
    cmark_iter *iter = cmark_iter_new(n);
    cmark_event_type event;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *at = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(at);
        if (event != CMARK_EVENT_ENTER)
            continue;
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE)
            buf_add(b, literal(at));
        else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
            buf_byte(b, ' ');
    }
    cmark_iter_free(iter);
}

static void write_image(Walk *w, cmark_node *n, bool figure)
{
    Buf alt = {0};

    collect_text(&alt, n);
    out_image(w->o, attribute(cmark_node_get_url(n)), attribute(cmark_node_get_title(n)), buf_str(&alt), inline_place(w, n, "!"),
              figure);
    buf_free(&alt);
}

/* "##Heading": without a space it is text. One # may be a hashtag. */
static void check_hashes(Walk *w, cmark_node *paragraph)
{
    cmark_node *first = cmark_node_first_child(paragraph);
    Str text = first && cmark_node_get_type(first) == CMARK_NODE_TEXT ? literal(first) : STR("");
    size_t n = 0;

    while (n < text.n && text.s[n] == '#')
        n++;
    if (n < 2 || n > 6 || n == text.n)
        return;
    diag_warn(w->o->d, block_place(w, paragraph), "markdown.heading-space", "thiếu dấu cách sau dấu %.*s của đề mục",
              "a space is missing after the %.*s of a heading", (int)n, text.s);
    diag_hint(w->o->d, "sửa thành: %.*s %.*s", "write: %.*s %.*s", (int)n, text.s, STR_ARG(str_slice(text, n, text.n)));
}

static bool enter_paragraph(Walk *w, cmark_node *n)
{
    cmark_node *image = figure_of(w, n);

    w->paragraph = w->o->plain.n;
    if (!w->o->options->as_written)
        check_hashes(w, n);
    if (is_top(w, n))
        out_part(w->o, image ? PART_OTHER : PART_PARAGRAPH, w->o->plain.n, block_place(w, n));
    if (!image) {
        if (!is_tight(n)) {
            out_line(w->o);
            out_tag(w->o, "<p>");
        }
        w->paragraph_html = w->o->html.n;
        return true;
    }
    out_line(w->o);
    out_tag(w->o, "<figure>");
    write_image(w, image, true);
    out_tag(w->o, "</figure>\n");
    out_plain_line(w->o);
    return false;
}

static void leave_paragraph(Walk *w, cmark_node *n)
{
    HtmlOut *o = w->o;

    out_pending(o, w->paragraph_html, w->paragraph);
    if (is_top(w, n)) {
        out_part_end(w->o, PART_PARAGRAPH);
        if (o->lead.to == o->lead.from)
            o->lead = (Span){w->paragraph, o->plain.n};
    }
    out_plain_line(o);
    if (is_tight(n))
        return;
    if (cmark_node_get_type(cmark_node_parent(n)) == CMARK_NODE_FOOTNOTE_DEFINITION && !cmark_node_next(n))
        out_footnote_return(o);
    out_tag(o, "</p>\n");
}

static void enter_list(Walk *w, cmark_node *n)
{
    int start = cmark_node_get_list_start(n);

    out_line(w->o);
    if (cmark_node_get_list_type(n) == CMARK_BULLET_LIST)
        out_tag(w->o, "<ul>\n");
    else if (start == 1)
        out_tag(w->o, "<ol>\n");
    else
        buf_printf(&w->o->html, "<ol start=\"%d\">\n", start);
}

/* The library looks for [x] anywhere in the line; only the box behind the marker counts. */
static bool is_checked(const Walk *w, cmark_node *item)
{
    Str line = walls_line(w->o->scan, (size_t)cmark_node_get_start_line(item));
    size_t box = str_find_byte(line, '[', (size_t)cmark_node_get_start_column(item));

    return box + 1 < line.n && (line.s[box + 1] | 32) == 'x';
}

/* Where an item's text begins, behind its marker. */
static Place item_place(const Walk *w, cmark_node *item)
{
    cmark_node *child = cmark_node_first_child(item);

    return block_place(w, child ? child : item);
}

static void enter_item(Walk *w, cmark_node *n)
{
    out_line(w->o);
    if (is_top(w, cmark_node_parent(n)))
        out_part(w->o, PART_ITEM, w->o->plain.n, item_place(w, n));
    if (cmark_node_get_syntax_extension(n))
        out_task(w->o, is_checked(w, n));
    else
        out_tag(w->o, "<li>");
}

static void leave_item(Walk *w, cmark_node *n)
{
    out_tag(w->o, "</li>\n");
    if (is_top(w, cmark_node_parent(n)))
        out_part_end(w->o, PART_ITEM);
}

static void write_code_block(Walk *w, cmark_node *n)
{
    Str info = attribute(cmark_node_get_fence_info(n));

    if (info.n > 0 && info.s[0] == '{' && out_directive(w->o, info, literal(n), block_place(w, n)))
        return;
    out_code_block(w->o, info, literal(n));
}

static void enter_table(Walk *w, cmark_node *n)
{
    w->table = (HtmlTable){.aligned = cmark_gfm_extensions_get_table_alignments(n),
                           .columns = cmark_gfm_extensions_get_table_columns(n),
                           .top = is_top(w, n)};
    table_open(w->o, &w->table, (size_t)cmark_node_get_start_line(n), (size_t)cmark_node_get_end_line(n));
}

static void enter_row(Walk *w, cmark_node *n)
{
    if (cmark_gfm_extensions_get_table_row_is_header(n))
        table_header(w->o, &w->table);
    else
        table_row(w->o, &w->table, (size_t)cmark_node_get_start_line(n));
}

static void enter_extension(Walk *w, cmark_node *n)
{
    if (is_type(n, "table_cell"))
        table_cell(w->o, &w->table, !cmark_node_first_child(n));
    else if (is_type(n, "table_row") || is_type(n, "table_header"))
        enter_row(w, n);
    else if (is_type(n, "table"))
        enter_table(w, n);
    else if (is_type(n, "strikethrough"))
        out_tag(w->o, "<del>");
}

static void leave_extension(Walk *w, cmark_node *n)
{
    if (is_type(n, "table_cell"))
        table_cell_end(w->o, &w->table, !cmark_node_first_child(n));
    else if (is_type(n, "table_row") || is_type(n, "table_header"))
        table_row_end(w->o, &w->table);
    else if (is_type(n, "table"))
        table_close(w->o, &w->table);
    else if (is_type(n, "strikethrough"))
        out_tag(w->o, "</del>");
}

/* A footnote that nothing explains stands as [^name] in the text. */
static void check_note(Walk *w, cmark_node *n, Str text)
{
    size_t from = str_find_byte(text, '[', 0) < text.n ? str_find(text, STR("[^")) : text.n, to = from < text.n ? str_find_byte(text, ']', from) : text.n;
    Str note = str_slice(text, from, to + 1);

    if (to == text.n)
        return;
    diag_warn(w->o->d, inline_place(w, n, ""), "markdown.footnote", "chú thích «%.*s» chưa có nội dung",
              "the footnote «%.*s» has no text", STR_ARG(note));
    diag_hint(w->o->d, "thêm một dòng ở cuối bài: %.*s: nội dung", "add a line at the end: %.*s: text", STR_ARG(note));
}

/* Where in `line`, from 1, an address with a space begins, as in [text](two words.md); 0: nowhere. */
static size_t broken_address(Str line)
{
    for (size_t at = str_find(line, STR("](")); at < line.n; at += 2 + str_find(str_slice(line, at + 2, line.n), STR("]("))) {
        Str address = str_slice(line, at + 2, str_find_byte(line, ')', at));
        if (at && line.s[at - 1] != '\\' && str_find_byte(address, ' ', 0) < address.n && str_find_byte(address, '"', 0) == address.n)
            return at + 2;
    }
    return 0;
}

/* Markdown takes a link or picture whose address holds a space for text. */
static void check_brackets(Walk *w, cmark_node *n, Str text)
{
    cmark_node *next;
    size_t line, at;
    bool parted;

    if (str_find_byte(text, ']', 0) == text.n)
        return; /* as nearly all texts */
    next = cmark_node_next(n);
    line = (size_t)cmark_node_get_start_line(n);
    parted = str_ends(text, STR("]")) && next && cmark_node_get_type(next) == CMARK_NODE_TEXT && str_starts(literal(next), STR("("));
    if (!parted && str_find(text, STR("](")) == text.n)
        return;
    at = broken_address(walls_line(w->o->scan, line));
    if (!at)
        return;
    diag_warn(w->o->d, walls_place(w->o->scan, line, at), "markdown.brackets",
              "địa chỉ của liên kết hoặc ảnh có dấu cách nên hiện ra như chữ thường", "an address with a space is no link or picture; it is shown as text");
    diag_hint(w->o->d, "đổi tên tệp, thư mục cho không có dấu cách, rồi sửa địa chỉ theo",
              "rename the file or folder without spaces, and the address with it");
}

static void write_text(Walk *w, cmark_node *n)
{
    Str text = literal(n);

    if (!w->o->options->as_written)
        check_brackets(w, n, text);
    if (w->o->scan->footnotes) {
        text.n = utf8_invalid(text); /* the library may cut the name of a footnote within a character */
        if (!w->o->options->as_written)
            check_note(w, n, text);
    }
    out_text(w->o, text);
}

static void write_code(Walk *w, cmark_node *n)
{
    cmark_node *before = cmark_node_previous(n);
    Str text = literal(n);

    if (before && cmark_node_get_type(before) == CMARK_NODE_TEXT && out_role(w->o, text, inline_place(w, n, "`")))
        return;
    out_tag(w->o, "<code>");
    out_text(w->o, text);
    out_tag(w->o, "</code>");
}

static void enter_link(Walk *w, cmark_node *n)
{
    if (!w->in_link)
        w->in_link =
            out_link_open(w->o, attribute(cmark_node_get_url(n)), attribute(cmark_node_get_title(n)), inline_place(w, n, "[<hw"));
}

static void leave_link(Walk *w)
{
    if (w->in_link)
        out_link_close(w->o);
    w->in_link = false;
}

static size_t reference_number(cmark_node *n)
{
    Str text = literal(n);
    size_t number = 0;

    for (size_t i = 0; i < text.n && text.s[i] >= '0' && text.s[i] <= '9'; i++)
        number = number * 10 + (size_t)(text.s[i] - '0');
    return number > 0 ? number : 1;
}

static bool enter_inline(Walk *w, cmark_node *n)
{
    HtmlOut *o = w->o;

    switch (cmark_node_get_type(n)) {
    case CMARK_NODE_TEXT: write_text(w, n); return false;
    case CMARK_NODE_SOFTBREAK:
        out_tag(o, "\n");
        buf_byte(&o->plain, ' ');
        return false;
    case CMARK_NODE_LINEBREAK: out_break(o); return false;
    case CMARK_NODE_CODE: write_code(w, n); return false;
    case CMARK_NODE_HTML_INLINE: out_raw_inline(o, literal(n), inline_place(w, n, "<")); return false;
    case CMARK_NODE_EMPH: out_tag(o, "<em>"); return true;
    case CMARK_NODE_STRONG: out_tag(o, "<strong>"); return true;
    case CMARK_NODE_LINK: enter_link(w, n); return true;
    case CMARK_NODE_IMAGE: write_image(w, n, false); return false;
    case CMARK_NODE_FOOTNOTE_REFERENCE: out_reference(o, reference_number(n)); return false;
    default: enter_extension(w, n); return true;
    }
}

static void leave_inline(Walk *w, cmark_node *n)
{
    switch (cmark_node_get_type(n)) {
    case CMARK_NODE_EMPH: out_tag(w->o, "</em>"); break;
    case CMARK_NODE_STRONG: out_tag(w->o, "</strong>"); break;
    case CMARK_NODE_LINK: leave_link(w); break;
    default: leave_extension(w, n);
    }
}

static void add_other(Walk *w, cmark_node *n)
{
    if (is_top(w, n))
        out_part(w->o, PART_OTHER, w->o->plain.n, block_place(w, n));
}

static void write_raw_block(Walk *w, cmark_node *n)
{
    size_t from = w->o->plain.n;

    out_raw_block(w->o, literal(n), block_place(w, n));
    if (w->o->plain.n > from)
        add_other(w, n);
}

/* Opens a block. False: it is written, with all that is in it. */
static bool enter_block(Walk *w, cmark_node *n)
{
    HtmlOut *o = w->o;

    w->block_line = cmark_node_get_start_line(n);
    switch (cmark_node_get_type(n)) {
    case CMARK_NODE_DOCUMENT: return true;
    case CMARK_NODE_PARAGRAPH: return enter_paragraph(w, n);
    case CMARK_NODE_LIST: enter_list(w, n); return true;
    case CMARK_NODE_ITEM: enter_item(w, n); return true;
    case CMARK_NODE_HEADING: out_heading_open(o); return true;
    case CMARK_NODE_FOOTNOTE_DEFINITION: out_footnote_open(o); return true;
    case CMARK_NODE_BLOCK_QUOTE:
        add_other(w, n);
        out_line(o);
        out_tag(o, "<blockquote>\n");
        return true;
    case CMARK_NODE_CODE_BLOCK:
        add_other(w, n);
        write_code_block(w, n);
        return false;
    case CMARK_NODE_HTML_BLOCK: write_raw_block(w, n); return false;
    case CMARK_NODE_THEMATIC_BREAK:
        out_line(o);
        out_tag(o, "<hr>\n");
        return false;
    default: enter_extension(w, n); return true;
    }
}

static void leave_block(Walk *w, cmark_node *n)
{
    HtmlOut *o = w->o;

    switch (cmark_node_get_type(n)) {
    case CMARK_NODE_DOCUMENT: out_footnotes_close(o); break;
    case CMARK_NODE_PARAGRAPH: leave_paragraph(w, n); break;
    case CMARK_NODE_LIST: out_tag(o, cmark_node_get_list_type(n) == CMARK_BULLET_LIST ? "</ul>\n" : "</ol>\n"); break;
    case CMARK_NODE_ITEM: leave_item(w, n); break;
    case CMARK_NODE_HEADING: out_heading_close(o, cmark_node_get_heading_level(n), block_place(w, n), is_top(w, n)); break;
    case CMARK_NODE_FOOTNOTE_DEFINITION: out_footnote_close(o); break;
    case CMARK_NODE_BLOCK_QUOTE:
        out_line(o);
        out_tag(o, "</blockquote>\n");
        break;
    default: leave_extension(w, n);
    }
}

static bool is_inline(cmark_node *n)
{
    return ((unsigned)cmark_node_get_type(n) & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_INLINE;
}

static bool refuse_depth(Walk *w)
{
    diag_error(w->o->d, walls_place(w->o->scan, (size_t)w->block_line, 0), "markdown.nesting",
               "chữ đậm, chữ nghiêng lồng nhau quá %d cấp", "bold and italic text nested deeper than %d levels",
               MARKDOWN_MOST_NESTING);
    diag_hint(w->o->d, "kiểm tra các dấu * và _ trong đoạn này", "check the marks * and _ in this paragraph");
    return false;
}

static void leave(Walk *w, cmark_node *n)
{
    if (!is_inline(n)) {
        leave_block(w, n);
        return;
    }
    leave_inline(w, n);
    w->depth--;
}

/* Goes through the tree without recursion, however deep it is. */
static bool walk(Walk *w, cmark_node *from)
{
    cmark_node *n = from, *next;

    for (;;) {
        bool inlines = is_inline(n), open = inlines ? enter_inline(w, n) : enter_block(w, n);

        if (open && inlines && ++w->depth > MARKDOWN_MOST_NESTING)
            return refuse_depth(w);
        next = open ? cmark_node_first_child(n) : NULL;
        if (open && !next)
            leave(w, n);
        while (!next && n != from && !(next = cmark_node_next(n)))
            leave(w, n = cmark_node_parent(n));
        if (!next)
            return true;
        n = next;
    }
}

/* Whether the body has a heading of the page title's own level. */
static bool has_first_level(cmark_node *root)
{
    for (cmark_node *n = cmark_node_first_child(root); n; n = cmark_node_next(n))
        if (cmark_node_get_type(n) == CMARK_NODE_HEADING && cmark_node_get_heading_level(n) == 1)
            return true;
    return false;
}

static void warn_shift(Walk *w, cmark_node *n)
{
    while (cmark_node_get_type(n) != CMARK_NODE_HEADING || cmark_node_get_heading_level(n) != 1)
        n = cmark_node_next(n);
    diag_warn(w->o->d, block_place(w, n), "markdown.first-level",
              "tiêu đề một dấu # là tên trang, đã có ở phần đầu; các tiêu đề trong bài được hạ một cấp",
              "a heading with one # is the page's title, which stands in its front matter; all headings go down a level");
    diag_hint(w->o->d, "trong bài bắt đầu từ hai dấu: ## Tiêu đề", "begin with two in the body: ## Heading");
}

bool html_write(HtmlOut *o, cmark_node *root)
{
    Walk w = {.o = o, .root = root};

    if (!o->options->as_written && has_first_level(root)) {
        o->shift = true;
        warn_shift(&w, cmark_node_first_child(root));
    }
    return walk(&w, root);
}

bool html_write_inline(HtmlOut *o, cmark_node *root)
{
    Walk w = {.o = o, .root = root, .block_line = 1};
    cmark_node *paragraph = cmark_node_first_child(root);

    if (!paragraph || cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH) {
        out_text(o, o->scan->text); /* "1. Việc" is no list where one line is wanted */
        return true;
    }
    for (cmark_node *n = cmark_node_first_child(paragraph); n; n = cmark_node_next(n))
        if (is_inline(n) && !walk(&w, n))
            return false;
    return true;
}
