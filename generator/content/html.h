/* html.h - cmark's tree to HTML with holes: the one walk over a page's tree. */
#ifndef CONTENT_HTML_H
#define CONTENT_HTML_H

#include "content/html_out.h"

struct cmark_node;

/* Writes all that stands below `root` into `o`. False: it is nested too deeply, said with its line. */
bool html_write(HtmlOut *o, struct cmark_node *root);

/* Writes the inline text of the first paragraph below `root` alone. */
bool html_write_inline(HtmlOut *o, struct cmark_node *root);

#endif
