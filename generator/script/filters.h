/* filters.h - the filters and functions of the language. Inside the room only. */
#ifndef SCRIPT_FILTERS_H
#define SCRIPT_FILTERS_H

#include "script/inner.h"

/* One row of the reference of the language, which is also what registers it. */
typedef struct {
    const char *name;
    size_t least, most; /* values in the brackets */
    HostFunction function;
    const char *args; /* as the reference writes them: "n", "key, value" */
    const char *help; /* one sentence in Vietnamese */
} FilterRow;

/* All rows, for the reference; `*n` is their number. */
const FilterRow *filter_rows(size_t *n);
const FilterRow *function_rows(size_t *n);

/* For filters: `c->args[0]` is what stands left of '|'; nothing and a status (chờ xác minh) pass through all filters that
 * shape a single value, and count as an empty list for those that take lists. */

/* Sets the error of a value of the wrong type; gives null. */
Value filter_wrong(HostCall *c, size_t arg, const char *vi, const char *en);

/* True when args[0] passes through as it is: nothing, or a status. */
bool filter_passes(const HostCall *c);

/* The text of an argument: of text, status, path; of a number as plain digits; of a date as shown. False: error set. */
bool filter_text(HostCall *c, size_t arg, Str *out);
bool filter_int(HostCall *c, size_t arg, int64_t *out);
bool filter_list(HostCall *c, Value *out);

/* Counts work beyond what the length of args[0] says. */
void filter_cost(HostCall *c, size_t steps);

/* True while a text that is being made is not too long; else the error is set. */
bool filter_fits(HostCall *c, const Buf *text);

/* filters_text.c */
Value filter_upper(HostCall *c);
Value filter_lower(HostCall *c);
Value filter_trim(HostCall *c);
Value filter_truncate(HostCall *c);
Value filter_slug(HostCall *c);
Value filter_fold(HostCall *c);
Value filter_replace(HostCall *c);
Value filter_split(HostCall *c);
Value filter_lines(HostCall *c);
Value filter_plain(HostCall *c);
Value filter_phone(HostCall *c);
Value filter_absolute(HostCall *c);
Value filter_json(HostCall *c);

/* filters_list.c */
Value filter_limit(HostCall *c);
Value filter_offset(HostCall *c);
Value filter_where(HostCall *c);
Value filter_without(HostCall *c);
Value filter_first(HostCall *c);
Value filter_last(HostCall *c);
Value filter_length(HostCall *c);
Value filter_join(HostCall *c);
Value filter_sort(HostCall *c);
Value filter_reverse(HostCall *c);
Value filter_unique(HostCall *c);
Value filter_group(HostCall *c);
Value filter_map(HostCall *c);
Value filter_contains(HostCall *c);

/* filters_page.c */
Value filter_arrange(HostCall *c);

/* filters_number.c */
Value filter_default(HostCall *c);
Value filter_known(HostCall *c);
Value filter_date(HostCall *c);
Value filter_datetime(HostCall *c);
Value filter_iso(HostCall *c);
Value filter_weekday(HostCall *c);
Value filter_year(HostCall *c);
Value filter_number(HostCall *c);
Value filter_filesize(HostCall *c);
Value function_range(HostCall *c);

#endif
