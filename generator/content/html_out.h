/* html_out.h - the HTML of one body while it is written, and the lists of what is in it. Knows nothing of cmark. */
#ifndef CONTENT_HTML_OUT_H
#define CONTENT_HTML_OUT_H

#include "content/section.h"
#include "content/walls.h"

/* A piece of the plain text, which still grows and moves. */
typedef struct {
    size_t from, to;
} Span;

typedef struct {
    Heading heading;
    Span text;
} HeadingDraft;

typedef struct {
    Link link;
    Span text; /* of a link; an image has its own */
    size_t html; /* where its content begins */
} LinkDraft;

typedef struct {
    Arena *keep, *scratch;
    Diag *d;
    Scan *scan;
    const MarkdownOptions *options;
    bool want_parts;

    Buf html, plain;
    LIST(Hole) holes;
    LIST(LinkDraft) links;
    LIST(HeadingDraft) headings;
    LIST(Str) anchors;
    Parts parts;
    Map ids;                  /* anchor -> size_t *: the number it had last */
    Span lead;

    size_t heading_html, heading_plain; /* where the open heading begins */
    bool shift;               /* the body uses `#`: all headings go down one level */
    bool in_link;
    LIST(uint32_t) references; /* of each footnote, by its number less one */
    size_t footnotes;         /* definitions written so far */
    bool returned;            /* the open footnote has its way back */
    size_t tables;
    size_t raw_count;
    Place raw_at;
} HtmlOut;

/* Text of the page: escaped to the HTML, as it is to the plain text. */
void out_text(HtmlOut *o, Str text);

/* Starts a new line, in the HTML and in the plain text, where the last one has not ended. */
void out_line(HtmlOut *o);
void out_plain_line(HtmlOut *o);

/* One of two words by the page's language. */
static inline const char *out_word(const HtmlOut *o, const char *vi, const char *en)
{
    return o->options->lang == LANG_EN ? en : vi;
}

/* Notes a part of the page's top level, which `from` began in the plain text, for the sections; and where it ends. */
void out_part(HtmlOut *o, PartType type, size_t from, Place at);
void out_part_end(HtmlOut *o, PartType type);

static inline void out_tag(HtmlOut *o, const char *tag) { buf_puts(&o->html, tag); }

void out_break(HtmlOut *o);
void out_code_block(HtmlOut *o, Str info, Str text);

/* Raw HTML: comments go, <br> breaks the line, the rest is shown as text and counted. */
void out_raw_inline(HtmlOut *o, Str text, Place at);
void out_raw_block(HtmlOut *o, Str text, Place at);

void out_heading_open(HtmlOut *o);
void out_heading_close(HtmlOut *o, int level, Place at, bool top);

/* Opens a link. False: it may not lead there; its text stands alone. */
bool out_link_open(HtmlOut *o, Str url, Str title, Place at);
void out_link_close(HtmlOut *o);
void out_image(HtmlOut *o, Str url, Str title, Str alt, Place at, bool figure);

/* A fenced block whose info string is {name}. */
bool out_directive(HtmlOut *o, Str info, Str body, Place at);

/* A code span behind {name}; false: it is none. */
bool out_role(HtmlOut *o, Str text, Place at);

void out_reference(HtmlOut *o, size_t number);
void out_footnote_open(HtmlOut *o);
void out_footnote_return(HtmlOut *o);
void out_footnote_close(HtmlOut *o);
void out_footnotes_close(HtmlOut *o);

/* `checked`: of a task. */
void out_task(HtmlOut *o, bool checked);

/* Seals all that was written into `*doc`, in o->keep, and gives back the buffers. */
void out_finish(HtmlOut *o, Doc *doc);

/* Where a value stands whose only words are "chờ xác minh", the reader sees «đang xác minh»: `html` and `plain` are where
 * it began. The plain text keeps the words, since sections are read from it. */
void out_pending(HtmlOut *o, size_t html, size_t plain);

#endif
