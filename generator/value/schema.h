/* schema.h - declared fields: one engine checks portal.yaml, kinds, records, columns and directive arguments.
 *
 * Names match by fold (utf8_fold): name, label and aliases are one key, with or without diacritics, spaces, '_', '-'.
 * Two names of one schema that fold alike are an error when the schema is made. */
#ifndef VALUE_SCHEMA_H
#define VALUE_SCHEMA_H

#include "base/map.h"
#include "base/regex.h"
#include "value/value.h"

/* More fields than any schema has. */
enum { SCHEMA_MOST_FIELDS = 128 };

typedef enum {
    FIELD_TEXT,     /* one line or more of plain text -> VALUE_STRING */
    FIELD_MARKDOWN, /* Markdown text; stays VALUE_STRING here, content/ renders it */
    FIELD_BOOL,     /* có, không, true, false, yes, no, x -> VALUE_BOOL */
    FIELD_INT,      /* 12, 1.234 -> VALUE_INT */
    FIELD_NUMBER,   /* 12,5 or 12.5, 1.234,5 -> VALUE_INT when whole, else VALUE_NUMBER */
    FIELD_DATE,     /* base/date.h -> VALUE_DATE */
    FIELD_CHOICE,   /* one of `choices` -> VALUE_STRING, the choice's label */
    FIELD_LIST,     /* of `item`; a single value counts as a list of one; text is cut at ';' only -> VALUE_LIST */
    FIELD_MAP,      /* of `fields` -> VALUE_MAP with canonical names */
    FIELD_REF,      /* the key, name or alias of a record or page of kind `to` -> VALUE_STRING, checked in collect */
    FIELD_URL,      /* http, https, or relative -> VALUE_STRING */
    FIELD_EMAIL,
    FIELD_PHONE,    /* digits, spaces, dots, hyphens, '+', brackets -> VALUE_STRING as written */
    FIELD_IMAGE,    /* a picture file beside the page or below content/ -> VALUE_STRING, the path below content/ when resolved */
    FIELD_FILE,     /* any file to publish, likewise */
    FIELD_SLUG,     /* [a-z0-9-] */
    FIELD_COLOR,    /* #rgb or #rrggbb */
    FIELD_ANY       /* kept as written: strings, lists, maps */
} FieldType;

typedef enum {
    NEED_OPTIONAL,
    NEED_REQUIRED,
    NEED_STATUS,    /* required, and `không quy định`, `không áp dụng`, `chưa công bố` may stand for it */
    NEED_CONDITION  /* required when `when_field` is present and, where `when_is` lists values, is one of these */
} Need;

typedef struct {
    Str name;   /* English, e.g. "approved"; an accepted spelling; may be empty */
    Str label;  /* what is kept and shown, e.g. "đã duyệt" */
    const Str *aliases;
    size_t alias_count;
    Value value; /* the label as a value; made by schema_seal */
} Choice;

typedef struct Schema Schema;
typedef struct Field Field;

struct Field {
    Str name;            /* canonical, English: [a-z][a-z0-9_.]* */
    Str label;           /* Vietnamese, as in messages and tables; of a list's item empty: the list's own */
    Str label_en;        /* may be empty: then `name` serves */
    const Str *aliases;
    size_t alias_count;
    FieldType type;
    Str unit;            /* "ngày", "%": shown after the value in docs and messages */
    Need need;
    Str when_field;
    Value when_is;       /* a list, typed by schema_seal; null: any value */
    Value fallback;      /* the default, typed by schema_seal; null: none */
    const Choice *choices;
    size_t choice_count;
    Map choice_names;    /* spellings -> const Choice *; made by schema_seal */
    const Field *item;   /* of a FIELD_LIST; NULL: texts */
    const Schema *fields; /* of a FIELD_MAP; sealed with it where it is not yet */
    Str to;              /* of a FIELD_REF: the kind's name */
    Str not_before;      /* of a date: the name of the date of the same map that it may not come before; may be empty */
    Str pattern;         /* PCRE2, the whole text must match; empty: any */
    Regex *regex;        /* of `pattern`, made by schema_seal */
    bool has_min, has_max;
    double min, max;     /* of a number; or of a text's length in characters */
    Str example;         /* a right value, shown in messages */
    Str source;          /* the rule it rests on: "NĐ 63/2010/NĐ-CP, Điều 8" */
    Str help;            /* one sentence for editors */
    Place at;            /* where it is declared; file 0: in C */
};

struct Schema {
    Str name;            /* "procedure", "portal" */
    Str label;           /* as messages call it: "Thủ tục hành chính", "portal.yaml" */
    const Field *fields; /* the caller's until schema_seal, which puts its own copy here */
    size_t count;
    Map names;           /* spellings -> const Field *; made by schema_seal */
};

/* Checks the declarations themselves, makes lookups and patterns, types defaults. Mistakes are reported at the field's
 * own place, else at `at`. False: reasons are in `d`; do not use the schema then. */
bool schema_seal(Arena *a, Diag *d, Place at, Schema *s);

/* Frees the compiled patterns (all else is the arena's). The schema is not to be used any more. */
void schema_free(Schema *s);

/* The field that `key` (any spelling) names, or NULL. */
const Field *schema_field(const Schema *s, Str key);

/* Its index in `s->fields`, or -1. */
int schema_index(const Schema *s, Str key);

/* The label of a field in the language of `d`. */
Str field_label(const Diag *d, const Field *f);

/* The name of a type, and of a need, as declarations write it: "text", "required". */
Str field_type_name(FieldType type);
Str field_need_name(Need need);

typedef struct {
    bool partial;       /* required fields may be missing (a fragment) */
    bool no_defaults;   /* leave defaults out */
    bool allow_pending; /* `chờ xác minh` may stand for any value but a slug */
    bool empty_absent;  /* an empty value means that there is none (a table's cell), it is no mistake */
    bool comments;      /* texts too lose a trailing " # ...": files of plugins and themes, which editors do not write */
} SchemaOptions;

/* Types the raw map (strings, lists and maps as read; null counts as an empty map) by the schema: canonical names in
 * the schema's order, defaults added with the map's place. Every mistake is reported; false when there was an error.
 * `*out` holds what was right. Texts that need no change are shared with `raw`. */
bool schema_check(Arena *a, Diag *d, const Schema *s, Value raw, SchemaOptions options, Value *out);

/* Types one raw value by one field of a sealed schema; messages name the field by its label. */
bool schema_check_field(Arena *a, Diag *d, const Field *f, Value raw, SchemaOptions options, Value *out);

/* The index of the choice that `text` (any spelling) names, or -1. */
int schema_choice(const Field *f, Str text);

/* The values of a condition on field `on`, typed by it (by its item, when it is a list); null where `is` is. */
Value schema_condition_values(Arena *a, Diag *d, const Field *on, Value is);

/* True when `v`, or one of its items, is among `is`; where `is` is null, when `v` is not. */
bool schema_condition(Value v, Value is);

/* All words of a status, "chờ xác minh" first. */
const Str *schema_statuses(size_t *n);

/* True when `text`, in any spelling, is the words "chờ xác minh". */
bool schema_says_pending(Str text);

/* A status as readers see it: «đang xác minh» for "chờ xác minh", the others as they are. */
Str value_status_shown(Value v);

/* True when `v` is the status "chờ xác minh"; the other statuses say that there is no value. */
bool value_is_pending(Value v);

/* The schema of one declared field, for YAML and plugins (schema_declare.c). Free it with schema_free. */
Schema *schema_of_fields(Arena *a, Diag *d);

/* Makes Fields out of declarations (FIELD_LIST of maps, checked by `declared`, that is by schema_of_fields).
 * False: reasons are in `d`. */
bool schema_declare(Arena *a, Diag *d, const Schema *declared, Value declarations, const Field **fields, size_t *count);

/* Sets what one declaration says; what it is silent about stays as it is in `*f` (zero, or a field to be changed). */
bool schema_declare_field(Arena *a, Diag *d, const Schema *declared, Value declaration, Field *f);

/* The field `when` of declarations, a map of `field` and `is`, for others that have conditions too (sections). */
const Field *schema_when(void);

/* A list of texts as an array. */
const Str *schema_texts(Arena *a, Value list, size_t *count);

#endif
