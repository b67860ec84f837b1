/* yaml.h - YAML as editors write it, read into raw Values.
 *
 * The subset of SECURITY 1: block and flow lists and maps, plain and quoted text, block text (| and >). No anchors,
 * aliases, tags, merge keys, several documents or duplicate keys. Kind: a plain value runs to the end of its line,
 * colons and '#' included; `#` alone begins a comment only where a value would begin. Scalars stay text: types come
 * from the schema. */
#ifndef VALUE_YAML_H
#define VALUE_YAML_H

#include "value/value.h"

enum { YAML_MOST_FRONT = 64 << 10, YAML_MOST_DEPTH = 16 };

/* Reads one document whose first character stands at `start` (line of the file, column 1): VALUE_MAP, VALUE_LIST or
 * VALUE_NULL when there is nothing. Scalars are VALUE_STRING with their place; an empty one is VALUE_NULL with its place.
 * A text value after "key: " or "- " keeps its trailing " # ..." : yaml_uncomment takes it off for typed fields.
 * False: reasons are in `d`, each with line, column and the corrected line. `text` need not outlive the call. */
bool yaml_read(Arena *a, Diag *d, Place start, Str text, size_t most, Value *out);

/* A plain scalar without its trailing comment (" #" and what follows). */
Str yaml_uncomment(Str text);

/* `- Xã Mẫu: nộp hồ sơ` is read as a map of one pair, for a list of maps; where the declared type is text, this gives
 * the whole text as it was written ("Xã Mẫu: nộp hồ sơ"), and the map's place is the text's. Empty when `map`, which
 * yaml_read made, cannot be meant as text (several pairs, nested, quoted key). */
Str yaml_item_text(Value map);

/* The version of the library behind it. */
const char *yaml_version(void);

#endif
