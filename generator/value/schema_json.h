/* schema_json.h - JSON Schema (draft 2020-12) out of declared fields, for open data and editors' tools.
 *
 * It describes what json_write makes of typed values: keys are canonical names, choices their labels, dates ISO texts; the words of a
 * status may stand for any value. Labels are titles, helps and units descriptions, rules `$comment`; a pattern that only PCRE2 reads
 * stands in the comment too. Data may hold more than is declared. */
#ifndef VALUE_SCHEMA_JSON_H
#define VALUE_SCHEMA_JSON_H

#include "base/buf.h"
#include "value/schema.h"

/* Appends the whole document. `s` is sealed, or needs no sealing: it has no choices, conditions, defaults of its own. */
void schema_json(Buf *out, const Schema *s);

#endif
