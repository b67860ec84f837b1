#include "content/markdown.h"

#include "content/html.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

/* The arena of the tree that is being parsed, NULL in between. cmark hands its allocator no context, so this one
 * pointer breaks the rule against variables of a file; there is one parse at a time per process anyway, because cmark
 * keeps a table of its own. It saves a quarter of a parse: nothing is freed piece by piece. */
static Arena *tree;

/* What stands before each piece, so that it can grow; 16 bytes keep the alignment. */
typedef struct {
    size_t size;
    size_t unused;
} PieceHead;

static void *piece_calloc(size_t n, size_t size)
{
    size_t bytes = n * size; /* both are cmark's own small counts; its buffers stop at 1 GiB */
    PieceHead *head = arena_zalloc(tree, sizeof *head + bytes);

    head->size = bytes;
    return head + 1;
}

static void *piece_realloc(void *old, size_t size)
{
    PieceHead *head = old ? (PieceHead *)old - 1 : NULL;

    if (!head)
        head = arena_alloc(tree, sizeof *head + size);
    else if (size <= head->size)
        return old;
    else
        head = arena_grow(tree, head, sizeof *head + head->size, sizeof *head + size);
    head->size = size;
    return head + 1;
}

static void piece_free(void *piece) { (void)piece; }

static void attach(cmark_parser *parser, const char *name, bool wanted)
{
    if (wanted)
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name));
}

/* Parses with those extensions alone that the text can need: each costs something on every line. */
static cmark_node *parse(const Scan *scan)
{
    static cmark_mem memory = {piece_calloc, piece_realloc, piece_free};
    cmark_parser *parser;

    cmark_gfm_core_extensions_ensure_registered();
    parser = cmark_parser_new_with_mem(scan->footnotes ? CMARK_OPT_FOOTNOTES : CMARK_OPT_DEFAULT, &memory);
    attach(parser, "table", scan->tables);
    attach(parser, "strikethrough", scan->strikes);
    attach(parser, "autolink", scan->autolinks);
    attach(parser, "tasklist", scan->tasks);
    cmark_parser_feed(parser, scan->text.s, scan->text.n);
    return cmark_parser_finish(parser);
}

static HtmlOut new_out(Arena *keep, Arena *scratch, Diag *d, Scan *scan, const MarkdownOptions *options)
{
    HtmlOut o = {.keep = keep, .scratch = scratch, .d = d, .scan = scan, .options = options};

    o.want_parts = options->kind && options->kind->section_count > 0;
    buf_reserve(&o.html, scan->text.n + scan->text.n / 2 + 1024);
    buf_reserve(&o.plain, scan->text.n + 64);
    return o;
}

static bool read(Arena *a, Arena *scratch, Diag *d, Str text, const MarkdownOptions *options, Doc *doc)
{
    Scan scan;
    HtmlOut o;
    bool ok;

    if (!walls_scan(scratch, d, options->start, text, &scan))
        return false;
    o = new_out(a, scratch, d, &scan, options);
    tree = scratch;
    ok = html_write(&o, parse(&scan));
    tree = NULL;
    out_finish(&o, doc);
    return ok && (!o.want_parts || section_read(a, scratch, d, options, &o.parts, doc));
}

bool markdown_read(Arena *a, Diag *d, Str text, MarkdownOptions options, Doc *out)
{
    Arena *scratch = arena_new();
    size_t errors = d->errors;

    *out = (Doc){0};
    read(a, scratch, d, text, &options, out);
    arena_free(scratch);
    return d->errors == errors;
}

static void report_site_link(Diag *d, Place at, const Doc *doc)
{
    const Hole *hole = &doc->holes[0];

    if (hole->type == HOLE_LINK)
        diag_error(d, at, "markdown.site-link", "ở đây không dùng được liên kết hay ảnh trong trang: «%.*s»",
                   "links and pictures of the site cannot stand here: «%.*s»", STR_ARG(hole->link->url));
    else
        diag_error(d, at, "markdown.site-link", "ở đây không dùng được khối dựng sẵn «%.*s»",
                   "directive «%.*s» cannot stand here", STR_ARG(hole->call->decl->name));
    diag_hint(d, "chuyển phần này vào nội dung của trang", "move it into the page's text");
}

static void write_nothing(void *context, Buf *out, const Hole *hole)
{
    (void)context;
    (void)out;
    (void)hole;
}

bool markdown_inline(Arena *a, Diag *d, Place at, Str text, Str *html)
{
    MarkdownOptions options = {.start = at, .as_written = true};
    Arena *scratch = arena_new();
    size_t errors = d->errors;
    Doc doc = {0};
    Buf out = {0};
    HtmlOut o;
    Scan scan;

    *html = STR("");
    if (walls_scan(scratch, d, at, text, &scan)) {
        o = new_out(scratch, scratch, d, &scan, &options);
        tree = scratch;
        html_write_inline(&o, parse(&scan));
        tree = NULL;
        out_finish(&o, &doc);
        if (doc.hole_count > 0)
            report_site_link(d, at, &doc);
        doc_write(&out, &doc, write_nothing, NULL);
        *html = arena_str(a, str_trim(buf_str(&out)));
        buf_free(&out);
    }
    arena_free(scratch);
    return d->errors == errors;
}

const char *markdown_version(void) { return cmark_version_string(); }
