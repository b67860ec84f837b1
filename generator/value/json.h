/* json.h - JSON out of Values, for data scripts and open data; and JSON in, for importers. */
#ifndef VALUE_JSON_H
#define VALUE_JSON_H

#include "base/buf.h"
#include "value/value.h"

/* Appends `v` as JSON, safe inside a data script. Dates as ISO text, HTML and paths as text, docs and what lies deeper than 8 levels
 * (pages refer to each other) as null. */
void json_write(Buf *out, Value v);

#endif
