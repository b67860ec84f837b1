/* api_inner.h - what the libraries of plugins share. Inside the room only.
 *
 * A function of a library begins with an empty `scratch`, `out` and `url`; all that it makes for Lua is Lua's own. A raise unwinds by
 * longjmp, so nothing else may be held. What calls Lua back must expect that the three are emptied meanwhile. */
#ifndef SCRIPT_API_INNER_H
#define SCRIPT_API_INNER_H

#include "base/buf.h"
#include "script/api.h"
#include "script/plugin_inner.h"

typedef struct Api {
    Arena *scratch;
    Buf out, url;
    ApiPath path; /* may be NULL */
    void *host;
    Str base_url;    /* may be empty */
    size_t patterns; /* in the cache of regex */
} Api;

/* One row of the table, which registers the function and is its reference. */
typedef struct {
    const char *library, *name;
    const char *args;   /* "text: string, most?: integer, ...: any", types as lua-language-server writes them */
    const char *result; /* a type */
    const char *vi, *en; /* one sentence */
    lua_CFunction function;
} ApiRow;

/* A field of a class: what plugins return, get and hand over. The row without a field's name begins the class: its type is the name of
 * the values in the reference, empty where that does not show it. */
typedef struct {
    const char *type_name; /* "Page" */
    const char *name;      /* "image?" where it may be nil */
    const char *type;
    const char *vi; /* one sentence */
} ApiField;

enum { API_MOST_DEPTH = 32, API_MOST_SHOWN = 60 };

/* All rows, libraries together; `*n` is their number. */
const ApiRow *api_rows(size_t *n);

/* All classes, each in a run of rows; `*n` is the number of rows. */
const ApiField *api_fields(size_t *n);

/* plugin_base.c opens and plugin_state.c closes: puts the libraries into the world at stack index 1. */
void api_open(lua_State *L);
void api_close(PluginState *p);

static inline Api *api_of(lua_State *L) { return plugin_of(L)->api; }
static inline bool api_english(lua_State *L) { return plugin_of(L)->lang == LANG_EN; }

/* "html.tag", of the function that runs. */
const char *api_name(lua_State *L);

/* Raises: argument `arg` is not what is right; the texts say what would be. */
_Noreturn void api_wrong(lua_State *L, int arg, const char *vi, const char *en);

/* What stands at index `i`, for messages: chữ «abc», số 5, table. Lives in scratch. */
const char *api_shown(lua_State *L, int i);

/* A text at fault, in one line and not too long. */
const char *api_cut(lua_State *L, Str text);

/* Raises unless the text is UTF-8 without control bytes; gives it in NFC. Its cost is counted. */
Str api_checked(lua_State *L, int arg, Str text);

/* The text of an argument: of text, number, status, path, or date as shown. Raises for all else. Lives while the argument does, or in
 * scratch. */
Str api_text(lua_State *L, int arg);

/* As it is, without a look at its bytes. */
bool api_text_at(lua_State *L, int i, Str *out);

lua_Integer api_int(lua_State *L, int arg, lua_Integer least, lua_Integer most);
lua_Integer api_int_or(lua_State *L, int arg, lua_Integer least, lua_Integer most, lua_Integer otherwise);
double api_number(lua_State *L, int arg);
Date api_date(lua_State *L, int arg);

/* The number of places of the list at index `i`, a table or a value, which came with argument `arg`; its cost is counted. Raises for
 * all else, and for tables with keys. */
size_t api_list(lua_State *L, int i, int arg);

/* Pushes item `k`, from 1, of a list that api_list accepted. */
void api_item(lua_State *L, int i, size_t k);

/* Pushes a text; 1, for `return`. */
int api_give(lua_State *L, Str text);
int api_give_html(lua_State *L, Str html);
int api_give_path(lua_State *L, Str path);
int api_give_date(lua_State *L, Date d);

/* Raises when a text that is being made is too long. */
void api_fits(lua_State *L, size_t bytes);

/* api_regex.c: makes the cache of compiled patterns and keeps it. */
void api_open_patterns(lua_State *L);

/* api_xml.c: makes the metatable of XML and keeps it. */
void api_open_xml(lua_State *L);
bool api_is_xml(lua_State *L, int i);

/* api_element.c: elements of HTML, SVG and XML by construction. */
typedef struct {
    bool svg, xml;
    int arg;          /* the argument that is being written, for messages */
    const char *name; /* of the element; NULL outside of one */
} Element;

/* Writes <name attributes>children</name> from the arguments of html.tag and svg.tag on. */
void element_write(lua_State *L, const Element *m, int attributes, int first_child);
void element_attributes(lua_State *L, Element *m, int table);
void element_attribute(lua_State *L, const Element *m, Str name, int value);
void element_child(lua_State *L, const Element *m, int i, int depth);

/* Raises: what stands at `i` is no content of `m`. */
_Noreturn void element_no_child(lua_State *L, const Element *m, int i);

/* The number at `i`; raises where it cannot be written. */
double element_finite(lua_State *L, int i);

/* api_xml.c: the same for XML, whose names and words are other ones; called by element_attributes and element_child. */
void xml_attribute(lua_State *L, const Element *m, Str name, int value);
void xml_child(lua_State *L, const Element *m, int i);

/* The index of a table of attributes at `i`: 0 where there is none and a child stands there. */
int element_table(lua_State *L, int i);
bool element_is_void(const char *name);

/* True when `name` is in the list, which NULL ends. */
bool element_is_one(const char *name, const char *const *names);

/* 12.35, 12.3, 12: at most two decimals. */
void element_number(Buf *out, double x);

/* The functions, by library. */
int html_tag(lua_State *L);
int html_text(lua_State *L);
int html_join(lua_State *L);
int html_link(lua_State *L);
int html_img(lua_State *L);
int html_table(lua_State *L);
int svg_tag(lua_State *L);
int svg_number(lua_State *L);
int svg_points(lua_State *L);
int svg_qr(lua_State *L);
int xml_tag(lua_State *L);
int xml_document(lua_State *L);
int url_path(lua_State *L);
int url_absolute(lua_State *L);
int url_encode(lua_State *L);
int api_date_make(lua_State *L);
int api_date_parse(lua_State *L);
int api_date_format(lua_State *L);
int api_date_add(lua_State *L);
int api_date_between(lua_State *L);
int api_date_weekday(lua_State *L);
int api_date_year(lua_State *L);
int api_date_month(lua_State *L);
int api_date_quarter(lua_State *L);
int num_format(lua_State *L);
int num_parse(lua_State *L);
int num_percent(lua_State *L);
int num_round(lua_State *L);
int text_fold(lua_State *L);
int text_slug(lua_State *L);
int text_nfc(lua_State *L);
int text_upper(lua_State *L);
int text_lower(lua_State *L);
int text_trim(lua_State *L);
int text_truncate(lua_State *L);
int text_length(lua_State *L);
int text_split(lua_State *L);
int text_join(lua_State *L);
int text_compare(lua_State *L);
int text_sort(lua_State *L);
int text_nearest(lua_State *L);
int api_regex_is(lua_State *L);
int api_regex_match(lua_State *L);
int api_regex_find(lua_State *L);
int api_regex_all(lua_State *L);
int api_regex_replace(lua_State *L);
int csv_row(lua_State *L);
int csv_table(lua_State *L);
int data_copy(lua_State *L);
int json_encode(lua_State *L);

#endif
