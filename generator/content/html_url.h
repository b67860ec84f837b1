/* html_url.h - where a link of an editor may lead, and how it stands in an attribute. */
#ifndef CONTENT_HTML_URL_H
#define CONTENT_HTML_URL_H

#include "base/buf.h"

typedef enum {
    URL_INTERNAL, /* a path, a ?query or an #anchor: the site's own */
    URL_EXTERNAL, /* http, https, mailto, tel */
    URL_EMPTY,
    URL_HOST,     /* //host: takes its scheme from wherever the page lies */
    URL_DISK,     /* file: or a drive's letter: a path on the editor's machine */
    URL_DATA,     /* data: */
    URL_REFUSED   /* any other scheme */
} UrlType;

enum { URL_MOST_SCHEME = 24 };

/* What a browser would take `url` for: control bytes, blanks in front and percent signs do not hide a scheme.
 * Its scheme in lower case goes to `scheme`, cut to fit; empty when it has none. */
UrlType url_type(Str url, char scheme[URL_MOST_SCHEME + 1]);

/* Appends `url` as it stands in a quoted attribute: what no URL may hold is percent-encoded, & and ' are escaped. */
void url_write(Buf *out, Str url);

#endif
