/* value.h - one shape of data for all that crosses between files, C, Lua and templates.
 *
 * A Value is 16 bytes, passed by value, borrowed from an arena, and immutable once made. It knows where it was
 * written. Strings are valid UTF-8 in NFC and NUL-terminated; maps keep the order they were written in. */
#ifndef VALUE_VALUE_H
#define VALUE_VALUE_H

#include "base/arena.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/hash.h"
#include "base/list.h"
#include "base/str.h"

typedef enum {
    VALUE_NULL,
    VALUE_BOOL,
    VALUE_INT,
    VALUE_NUMBER,
    VALUE_STRING,
    VALUE_STATUS, /* stands for a value: "chờ xác minh", "không quy định", ... (text, canonical) */
    VALUE_HTML,   /* markup made by the Markdown writer or a directive: the only text that is not escaped */
    VALUE_PATH,   /* a path in site/, perhaps with #fragment: becomes a relative link where it is used */
    VALUE_DATE,
    VALUE_LIST,
    VALUE_MAP,
    VALUE_DOC     /* a body with holes (content/doc.h); opaque here */
} ValueType;

typedef struct ValueText ValueText;
typedef struct ValueList ValueList;
typedef struct ValueMap ValueMap;
struct Doc;

typedef struct Value {
    union {
        bool boolean;
        int64_t integer;
        double number;
        Date date;
        const ValueText *text;
        const ValueList *list;
        const ValueMap *map;
        const struct Doc *doc;
    } as;
    uint64_t file : 20;
    uint64_t line : 22;
    uint64_t column : 18;
    uint64_t type : 4;
} Value;

_Static_assert(sizeof(Value) == 16, "a Value is 16 bytes");

struct ValueText {
    size_t n;
    char s[]; /* NUL-terminated */
};

struct ValueList {
    size_t n;
    Value items[];
};

typedef struct {
    Str key;
    Value value;
    Place key_at;
} ValuePair;

struct ValueMap {
    size_t n;
    const uint32_t *sorted; /* indexes by key, for maps of more than a few pairs; else NULL */
    ValuePair pairs[];
};

static inline ValueType value_type(Value v) { return (ValueType)v.type; }
static inline bool value_is(Value v, ValueType t) { return v.type == t; }
static inline bool value_is_null(Value v) { return v.type == VALUE_NULL; }
static inline Place value_place(Value v) { return (Place){.file = v.file, .line = v.line, .column = v.column}; }
static inline Value value_at(Value v, Place p)
{
    v.file = p.file, v.line = p.line, v.column = p.column;
    return v;
}

/* Makers. A place may be set with value_at; without, it is nowhere. */
static inline Value value_null(void) { return (Value){.type = VALUE_NULL}; }
static inline Value value_bool(bool b) { return (Value){.as.boolean = b, .type = VALUE_BOOL}; }
static inline Value value_int(int64_t i) { return (Value){.as.integer = i, .type = VALUE_INT}; }
static inline Value value_number(double x) { return (Value){.as.number = x, .type = VALUE_NUMBER}; }
static inline Value value_date(Date d) { return (Value){.as.date = d, .type = VALUE_DATE}; }
static inline Value value_doc(const struct Doc *doc) { return (Value){.as.doc = doc, .type = VALUE_DOC}; }

/* A text of type VALUE_STRING, _STATUS, _HTML or _PATH; the bytes are copied into `a`. */
Value value_text(Arena *a, ValueType type, Str text);
static inline Value value_string(Arena *a, Str text) { return value_text(a, VALUE_STRING, text); }

/* The text of a value of one of those four types; empty for any other. */
Str value_str(Value v);

/* Building lists and maps: collect items or pairs, then seal them; the items are copied, key bytes are borrowed. */
typedef LIST(Value) ValueItems;
typedef LIST(ValuePair) ValuePairs;
Value value_list(Arena *a, const Value *items, size_t n);
Value value_map(Arena *a, const ValuePair *pairs, size_t n);

/* The same of keys that are in the order of bytes already, each once. */
Value value_map_sorted(Arena *a, const ValuePair *pairs, size_t n);

/* Adds a pair; `key` is borrowed and must outlive the map (a literal, or in the same arena). */
void value_pair(Arena *a, ValuePairs *pairs, Str key, Value value);

/* Maps that refer to each other, or that share their keys: room for `n` pairs now, the pairs later. `sorted` is what
 * value_order made for the same keys in the same order. A reserved map is empty until it is filled. */
Value value_reserve(Arena *a, size_t n);
void value_fill(Value reserved, const ValuePair *pairs, size_t n, const uint32_t *sorted);
const uint32_t *value_order(Arena *a, const ValuePair *pairs, size_t n);

/* Reading. `value_get` gives null for a missing key or where `map` is no map; of equal keys the last one counts. */
Value value_get(Value map, Str key);
#define value_get_lit(map, literal) value_get((map), STR(literal))
const ValuePair *value_find(Value map, Str key);
size_t value_count(Value v);              /* of a list or map; else 0 */
Value value_item(Value list, size_t i);   /* from 0; null past the end */
static inline Str value_get_str(Value map, Str key) { return value_str(value_get(map, key)); }

/* Lua's sense of truth, and empty text, lists and maps are false too, as template authors expect. */
bool value_truth(Value v);

/* A deep comparison by content, places aside: < 0, 0, > 0. Text by bytes; ints and numbers by value; else by type first. */
int value_cmp(Value a, Value b);

/* Adds what `v` holds to a fingerprint: equal values of one type add the same, places aside; a document is what it is. `*most` is how many values
 * there may be in it, and what is left of that afterwards. False: there are more, as where pages lead to each other. */
bool value_hash(HashStream *h, Value v, size_t *most);

/* "text", "number", ... in the language of `lang`, for messages. */
const char *value_type_name(ValueType t, Lang lang);

#endif
