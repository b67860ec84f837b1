/* schema_check.h - the inner doors of the schema engine: what its files share and nobody else needs. */
#ifndef VALUE_SCHEMA_CHECK_H
#define VALUE_SCHEMA_CHECK_H

#include "value/schema.h"

/* What a value is checked with. */
typedef struct {
    Arena *a;
    Diag *d;
    SchemaOptions options;
} Checking;

/* Types a text (or a value that is typed already) by a field of a type that is neither list nor map (schema_scalar.c). */
bool schema_scalar(const Checking *c, const Field *f, Value raw, Value *out);

/* The canonical words of the status that `text` is, whether or not a field admits it; else empty (schema_status.c). */
Str schema_status_words(Str text);

/* True when that status may stand for a value of `f`. */
bool schema_status_fits(const Checking *c, const Field *f, Str status);

/* Messages (schema_words.c). Each reports one error at the value or place, with a right example as its hint. */
void schema_say_wrong(const Checking *c, const Field *f, Value raw);
void schema_say_empty(const Checking *c, const Field *f, Value raw);
void schema_say_missing(const Checking *c, const Schema *s, const Field *f, Value cause, Place at);
void schema_say_before(const Checking *c, const Field *f, const Field *other, Value date, Value other_date);
void schema_say_unknown_key(const Checking *c, const Schema *s, const ValuePair *pair);
void schema_say_duplicate(const Checking *c, const Field *f, const ValuePair *first, const ValuePair *second);
void schema_say_choice(const Checking *c, const Field *f, Value raw, Str text);

/* The hint "ví dụ: ..." for `f`, where there is an example, and its help. */
void schema_hint_example(const Checking *c, const Field *f);

/* A right value for `f`, perhaps of its type only; may be empty. */
Str schema_example(const Field *f);

/* The value as written, on one line and not too long. */
Str schema_written(Arena *a, Str text);

/* A number as read here: 12,5. */
Str schema_number(const Checking *c, double x);

#endif
