/* api.h - the libraries that plugins call (html, svg, xml, url, date, num, text, regex, csv, json), and the reference made of their table. */
#ifndef SCRIPT_API_H
#define SCRIPT_API_H

#include "base/buf.h"
#include "script/plugin_state.h"

/* Appends the URL of site path `to` as the page that is being made sees it; percent-encoded, not HTML-escaped. */
typedef void (*ApiPath)(void *host, Buf *out, Str to);

/* How html.* writes links to paths of the site from now on; without, the path stands as it is. */
void api_paths(PluginState *p, ApiPath path, void *host);

/* The address that paths of the site begin with from now on, "https://host/base/"; empty: none is known. `base_url` outlives `p`. */
void api_base(PluginState *p, Str base_url);

/* The reference for authors, as Markdown in Vietnamese: a table for each library. */
void api_reference(Buf *out);

/* The same for editors' tools: a file of annotations for lua-language-server. */
void api_annotations(Buf *out);

#endif
