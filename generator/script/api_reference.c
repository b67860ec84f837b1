#include "script/api_inner.h"

/* One argument of a row: "most?: integer". */
typedef struct {
    Str name, type;
    bool optional;
} Arg;

static bool next_arg(Str *rest, Arg *arg)
{
    Str one;
    size_t colon;

    if (!str_cut(rest, ',', &one))
        return false;
    one = str_trim(one);
    colon = str_find_byte(one, ':', 0);
    *arg = (Arg){.name = str_slice(one, 0, colon), .type = str_trim(str_slice(one, colon + 1, one.n))};
    arg->optional = str_ends(arg->name, STR("?"));
    arg->name = str_slice(arg->name, 0, arg->name.n - arg->optional);
    return true;
}

/* A type in words for authors: "danh sách chữ", "ngày hoặc nil". */
static void put_type(Buf *out, Str type)
{
    static const char *const words[][2] = {{"string", "chữ"},   {"number", "số"}, {"integer", "số nguyên"}, {"boolean", "true hoặc false"},
                                           {"Html", "HTML"},    {"Date", "ngày"}, {"any", "giá trị"},       {"table", "table"},
                                           {"Xml", "XML"},      {"Path", "đường dẫn"}};

    if (str_ends(type, STR("?"))) {
        put_type(out, str_slice(type, 0, type.n - 1));
        buf_puts(out, " hoặc nil");
    } else if (str_ends(type, STR("[]"))) {
        buf_puts(out, "danh sách ");
        put_type(out, str_slice(type, 0, type.n - 2));
    } else {
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (str_is(type, words[i][0])) {
                buf_puts(out, words[i][1]);
                return;
            }
        buf_printf(out, "`%.*s`", STR_ARG(type)); /* a class, or what has no words */
    }
}

static void put_signature(Buf *out, const ApiRow *row, const char *optional, const char *more)
{
    Str rest = str_from(row->args);
    Arg arg;

    buf_printf(out, "%s.%s(", row->library, row->name);
    for (bool first = true; next_arg(&rest, &arg); first = false) {
        buf_puts(out, first ? "" : ", ");
        buf_add(out, str_is(arg.name, "...") ? str_from(more) : arg.name);
        buf_puts(out, arg.optional ? optional : "");
    }
    buf_byte(out, ')');
}

/* The name of a field without the '?' of those that may be nil. */
static Str field_name(const ApiField *field, bool *optional)
{
    Str name = str_from(field->name);

    *optional = str_ends(name, STR("?"));
    return str_slice(name, 0, name.n - *optional);
}

/* The classes that the reference shows. */
static void put_classes(Buf *out)
{
    size_t n;
    const ApiField *fields = api_fields(&n);
    bool shown = false, optional;

    for (size_t i = 0; i < n; i++) {
        Str name = field_name(&fields[i], &optional);
        if (!name.n) {
            shown = *fields[i].type;
            if (shown)
                buf_printf(out, "\n### %s (`%s`)\n\n%s\n\n| Khóa | Kiểu | Nghĩa |\n|---|---|---|\n", fields[i].type, fields[i].type_name,
                           fields[i].vi);
        } else if (shown) {
            buf_printf(out, "| `%.*s` | ", STR_ARG(name));
            put_type(out, str_from(fields[i].type));
            buf_printf(out, "%s | %s |\n", optional ? " hoặc nil" : "", fields[i].vi);
        }
    }
}

void api_reference(Buf *out)
{
    size_t n;
    const ApiRow *rows = api_rows(&n);

    for (size_t i = 0; i < n; i++) {
        if (i == 0 || strcmp(rows[i].library, rows[i - 1].library) != 0)
            buf_printf(out, "%s### %s\n\n| Hàm | Cho ra | Nghĩa |\n|---|---|---|\n", i ? "\n" : "", rows[i].library);
        buf_puts(out, "| `");
        put_signature(out, &rows[i], "?", "…");
        buf_puts(out, "` | ");
        put_type(out, str_from(rows[i].result));
        buf_printf(out, " | %s |\n", rows[i].vi);
    }
    put_classes(out);
}

static void annotate_classes(Buf *out)
{
    size_t n;
    const ApiField *fields = api_fields(&n);

    for (size_t i = 0; i < n; i++)
        if (!*fields[i].name)
            buf_printf(out, "\n---%s\n---@class %s\n", fields[i].vi, fields[i].type_name);
        else
            buf_printf(out, "---@field %s %s %s\n", fields[i].name, fields[i].type, fields[i].vi);
}

static void put_annotation(Buf *out, const ApiRow *row)
{
    Str rest = str_from(row->args);
    Arg arg;

    buf_printf(out, "\n---%s\n", row->vi);
    while (next_arg(&rest, &arg))
        buf_printf(out, "---@param %.*s%s %.*s\n", STR_ARG(arg.name), arg.optional ? "?" : "", STR_ARG(arg.type));
    buf_printf(out, "---@return %s\nfunction ", row->result);
    put_signature(out, row, "", "...");
    buf_puts(out, " end\n");
}

/* Parts of dates may be read as fields: d.year. */
void api_annotations(Buf *out)
{
    size_t n;
    const ApiRow *rows = api_rows(&n);

    buf_puts(out, "---@meta\n-- luacheck: ignore\n-- Made by cchc's own tests (UPDATE=1) from generator/script/api_rows.c and api_classes.c.\n\n"
                  "---@class Html\n\n---@class Xml\n\n---@class Path\n\n"
                  "---@class Date\n---@field year integer\n---@field month integer\n---@field day integer\n"
                  "---@field weekday integer\n---@field hour? integer\n---@field minute? integer\n");
    annotate_classes(out);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || strcmp(rows[i].library, rows[i - 1].library) != 0)
            buf_printf(out, "\n---@class %slib\n%s = {}\n", rows[i].library, rows[i].library);
        put_annotation(out, &rows[i]);
    }
}
