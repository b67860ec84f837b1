/* spec_runner.c - runs the examples of a Markdown specification through markdown_read.
 *
 * usage: spec_runner NAME SPEC.TXT DIFFERENCES.TXT [NUMBER]
 *
 * Each example is one test: "ok NAME/12" or "not ok NAME/12". What our writer does otherwise on purpose and everywhere
 * (ids of headings, the frame of tables, comments, HTML5 spelling) is taken off both sides before they are compared; what
 * it does otherwise in single cases is listed in DIFFERENCES.TXT, and a case that is listed but equal is a failure too.
 * With NUMBER, that example alone is shown with both sides. Exit: 0 when all passed. */
#include "base/arena.h"
#include "base/buf.h"
#include "content/html_url.h"
#include "content/markdown.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_EXAMPLES = 2000, MOST_ATTRIBUTES = 16 };

/* EITHER: the library's version decides. */
typedef enum { EQUAL, DIFFERS, EITHER } Listed;

static Str read_file(Arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    Buf b = {0};
    char piece[4096];
    size_t n;
    Str text;

    if (!f)
        return STR("");
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        buf_add(&b, (Str){piece, n});
    fclose(f);
    text = buf_keep(&b, a);
    buf_free(&b);
    return text;
}

/* The specifications write a tab as an arrow. */
static Str with_tabs(Arena *a, Str text)
{
    Buf b = {0};
    Str piece, kept;

    while (text.n > 0) {
        size_t at = str_find(text, STR("→"));
        piece = str_slice(text, 0, at);
        buf_add(&b, piece);
        if (at < text.n)
            buf_byte(&b, '\t');
        text = str_slice(text, at < text.n ? at + strlen("→") : text.n, text.n);
    }
    kept = buf_keep(&b, a);
    buf_free(&b);
    return kept;
}

/* Attributes, as name="value" pieces, that both sides must agree on. */
static bool is_ours_alone(Str tag, Str attribute)
{
    static const char *const dropped[] = {"tabindex=", "loading=", "scope=", "aria-label=", "data-", "class=\"task\""};

    if (tag.n == 2 && tag.s[0] == 'h' && str_starts(attribute, STR("id=")))
        return true;
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
        if (str_starts(attribute, str_from(dropped[i])))
            return true;
    return false;
}

static int by_bytes(const void *a, const void *b) { return str_cmp(*(const Str *)a, *(const Str *)b); }

/* `align="right"` of cmark is `class="right"` of ours; empty values go. */
static void add_attribute(Buf *out, Str attribute)
{
    buf_byte(out, ' ');
    if (str_starts(attribute, STR("align="))) {
        buf_puts(out, "class=");
        attribute = str_slice(attribute, 6, attribute.n);
    }
    if (str_ends(attribute, STR("=\"\"")) && !str_starts(attribute, STR("alt=")) && !str_starts(attribute, STR("href=")))
        attribute.n -= 3;
    buf_add(out, attribute);
}

/* Cuts the next attribute off `*rest`; quoted values may hold spaces. */
static bool next_attribute(Str *rest, Str *attribute)
{
    size_t n = 0;
    bool quoted = false;

    *rest = str_trim(*rest);
    while (n < rest->n && (quoted || rest->s[n] != ' '))
        quoted ^= rest->s[n++] == '"';
    *attribute = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, n, rest->n);
    return n > 0;
}

/* True for a <strong> inside a <strong>: the newer library's specification has none, the older one's has. */
static bool is_strong_in_strong(Str inside, int *depth)
{
    if (str_is(inside, "strong"))
        return (*depth)++ > 0;
    return str_is(inside, "/strong") && --*depth > 0;
}

/* What stands between < and >: sorted, without what is ours alone. */
static void add_tag(Buf *out, Str inside, int *strong)
{
    Str attributes[MOST_ATTRIBUTES], tag;
    size_t n = 0;

    if (is_strong_in_strong(inside, strong))
        return;
    if (str_ends(inside, STR("/")))
        inside = str_trim(str_slice(inside, 0, inside.n - 1));
    next_attribute(&inside, &tag);
    buf_byte(out, '<');
    buf_add(out, tag);
    while (n < MOST_ATTRIBUTES && next_attribute(&inside, &attributes[n]))
        n += !is_ours_alone(tag, attributes[n]);
    qsort(attributes, n, sizeof *attributes, by_bytes);
    for (size_t i = 0; i < n; i++)
        add_attribute(out, attributes[i]);
    buf_byte(out, '>');
}

/* One spelling for quotes, which need none of their entities in text. */
static size_t add_entity(Buf *out, Str rest)
{
    static const char *const quotes[][2] = {{"&quot;", "\""}, {"&#39;", "'"}, {"&#x27;", "'"}};

    for (size_t i = 0; i < 3; i++) {
        if (!str_starts(rest, str_from(quotes[i][0])))
            continue;
        buf_puts(out, quotes[i][1]);
        return strlen(quotes[i][0]);
    }
    buf_byte(out, rest.s[0]);
    return 1;
}

/* The length of a comment at the start, with the line it ends, or 0: ours leaves comments out. */
static size_t comment_length(Str html)
{
    size_t n = str_starts(html, STR("<!--")) ? str_find(html, STR("-->")) : html.n;

    if (n == html.n)
        return 0;
    n += 3;
    return n + (n < html.n && html.s[n] == '\n');
}

/* The frame around tables: its tags stand on lines of their own. */
static bool is_frame(Str inside) { return str_starts(inside, STR("div class=\"table-scroll\"")); }

static Str normal(Arena *a, Str html)
{
    Buf out = {0};
    bool framed = false;
    int strong = 0;
    Str kept;

    for (size_t i = 0; i < html.n;) {
        size_t end = html.s[i] == '<' ? str_find_byte(html, '>', i) : html.n;
        Str inside = str_slice(html, i + 1, end);
        bool frame_ends = framed && str_is(inside, "/div");
        size_t comment = comment_length(str_slice(html, i, html.n));

        if (comment > 0) {
            i += comment;
            continue;
        }
        if (html.s[i] != '<' || end == html.n) {
            i += add_entity(&out, str_slice(html, i, html.n));
            continue;
        }
        i = end + 1;
        if (!frame_ends && !is_frame(inside)) {
            add_tag(&out, inside, &strong);
            continue;
        }
        framed = !frame_ends;
        i += i < html.n && html.s[i] == '\n';
    }
    kept = str_trim(buf_keep(&out, a));
    buf_free(&out);
    return kept;
}

static void fill(void *context, Buf *out, const Hole *hole)
{
    (void)context;
    if (hole->type == HOLE_LINK)
        url_write(out, hole->link->url);
}

static Str render(Arena *a, Str markdown)
{
    Diag *d = diag_new(a, LANG_EN);
    Doc doc;
    Buf out = {0};
    Str kept;

    markdown_read(a, d, markdown, (MarkdownOptions){.as_written = true}, &doc);
    doc_write(&out, &doc, fill, NULL);
    kept = buf_keep(&out, a);
    buf_free(&out);
    return kept;
}

/* The number of examples in a specification. */
static long count_examples(Str spec)
{
    Str line;
    long n = 0;

    while (str_line(&spec, &line))
        n += str_starts(line, STR("```````````````````````````````` example"));
    return n;
}

/* Marks the numbers of lines like "NAME-649 12 15-17: reason", 649 being how many examples there are. False: a line has no
 * reason. */
static bool read_differences(Str text, Str name, Listed listed[MOST_EXAMPLES])
{
    Str line, numbers, piece;

    while (str_line(&text, &line)) {
        size_t colon = str_find_byte(line, ':', 0);
        if (line.n == 0 || line.s[0] == '#')
            continue;
        if (str_trim(str_slice(line, colon + 1, line.n)).n == 0)
            return false;
        numbers = str_slice(line, 0, colon);
        if (!str_cut(&numbers, ' ', &piece) || !str_eq(piece, name))
            continue;
        while (str_cut(&numbers, ' ', &piece)) {
            size_t dash = str_find_byte(piece, '-', 0);
            long from = strtol(piece.s, NULL, 10), to = dash < piece.n ? strtol(piece.s + dash + 1, NULL, 10) : from;
            for (long i = from; i > 0 && i <= to && i < MOST_EXAMPLES; i++)
                listed[i] = str_ends(piece, STR("?")) ? EITHER : DIFFERS;
        }
    }
    return true;
}

typedef struct {
    Arena *a;
    const char *name;
    Listed listed[MOST_EXAMPLES];
    long only, number, failed, differing;
} Run;

static void run_example(Run *run, Str markdown, Str expected)
{
    Str html = render(run->a, with_tabs(run->a, markdown)), wanted = normal(run->a, with_tabs(run->a, expected));
    Listed listed = run->listed[run->number];
    bool equal = str_eq(normal(run->a, html), wanted), ok = listed == EITHER || equal == (listed == EQUAL);

    run->failed += !ok;
    run->differing += !equal && ok;
    if (run->only && run->only != run->number)
        return;
    printf("%s %s/%ld%s\n", ok ? "ok" : "not ok", run->name, run->number,
           !ok && equal ? " (listed as a difference, but equal)" : "");
    if (run->only)
        printf("--- text\n%.*s--- wanted\n%.*s\n--- ours\n%.*s\n--- compared\n%.*s\n", STR_ARG(markdown), STR_ARG(wanted),
               STR_ARG(html), STR_ARG(normal(run->a, html)));
}

static void run_all(Run *run, Str spec)
{
    static const char fence[] = "````````````````````````````````";
    Str rest = spec, line, markdown, expected;

    while (str_line(&rest, &line)) {
        const char *from = rest.s;
        if (!str_starts(line, STR("```````````````````````````````` example")) || run->number + 1 >= MOST_EXAMPLES)
            continue;
        while (str_line(&rest, &line) && !str_is(line, "."))
            continue;
        markdown = (Str){from, (size_t)(line.s - from)};
        from = rest.s;
        while (str_line(&rest, &line) && !str_is(line, fence))
            continue;
        expected = (Str){from, (size_t)(line.s - from)};
        run->number++;
        run_example(run, markdown, expected);
    }
}

int main(int argc, char **argv)
{
    Run run = {.a = arena_new()};
    Str spec, listed_as;

    if (argc < 4) {
        fprintf(stderr, "usage: spec_runner NAME SPEC.TXT DIFFERENCES.TXT [NUMBER]\n");
        return 2;
    }
    run.name = argv[1];
    run.only = argc > 4 ? strtol(argv[4], NULL, 10) : 0;
    spec = read_file(run.a, argv[2]);
    if (spec.n == 0) {
        printf("skip %s: %s is not there\n", run.name, argv[2]);
        return 0;
    }
    listed_as = arena_printf(run.a, "%s-%ld", run.name, count_examples(spec));
    if (!read_differences(read_file(run.a, argv[3]), listed_as, run.listed)) {
        printf("not ok %s: a difference without its reason\n", run.name);
        return 1;
    }
    run_all(&run, spec);
    fprintf(stderr, "%s: %ld examples, %ld listed differences, %ld failed\n", run.name, run.number, run.differing, run.failed);
    if (run.number == 0)
        printf("not ok %s: no examples found in %s\n", run.name, argv[2]);
    arena_free(run.a);
    return run.failed > 0 || run.number == 0;
}
