#include "commands/import_source.h"

#include "base/fs.h"
#include "base/path.h"
#include "base/utf8.h"
#include "commands/import_sheet.h"
#include "value/csv.h"
#include "value/json_read.h"
#include "value/yaml.h"

#include <strings.h>

enum { SOURCE_MOST_BYTES = 512 << 20, NAMES_MOST_BYTES = 64 << 10 };

/* ---- Names of columns ---- */

bool import_names_read(Arena *a, Diag *d, Files *files, Str path, ImportNames *out)
{
    Place at = files_add(files, path);
    Str text;
    int error = fs_read_path(a, path.s, NAMES_MOST_BYTES, &text);

    if (error)
        return fs_failed(d, error, "import.names", "không đọc được tệp tên cột", "cannot read the names of columns", path);
    if (utf8_invalid(text) < text.n) {
        diag_error(d, at, "import.names", "tệp tên cột không phải chữ Unicode UTF-8", "the names of columns are not UTF-8");
        return false;
    }
    if (!yaml_read(a, d, place_at(at, 1, 1), utf8_nfc(a, utf8_plain_lines(a, text)), NAMES_MOST_BYTES, &out->names))
        return false;
    out->used = arena_array(a, bool, value_count(out->names) + 1);
    for (size_t i = 0; i < value_count(out->names); i++)
        if (!value_is(out->names, VALUE_MAP) || !value_is(out->names.as.map->pairs[i].value, VALUE_STRING)) {
            diag_error(d, at, "import.names", "tệp tên cột không đúng dạng", "the names of columns are not as they must be");
            diag_hint(d, "mỗi dòng một tên: tên của trường, dấu hai chấm, tên cột trong tệp nguồn", "one name a line: the field's name, a colon, the column in the source");
            return false;
        }
    return true;
}

/* The plugin's name of a column that a person named; empty where none did. */
static Str named(Arena *a, const ImportNames *names, Str column)
{
    Str fold = utf8_fold(a, column);

    for (size_t i = 0; i < value_count(names->names); i++) {
        const ValuePair *pair = &names->names.as.map->pairs[i];
        if (str_eq(utf8_fold(a, value_str(pair->value)), fold)) {
            names->used[i] = true;
            return pair->key;
        }
    }
    return STR("");
}

static Str with_underscores(Arena *a, Str column)
{
    Str fold = utf8_fold(a, column);
    char *name = arena_array(a, char, fold.n + 1);

    for (size_t i = 0; i < fold.n; i++)
        name[i] = fold.s[i] == '-' ? '_' : fold.s[i];
    return (Str){name, fold.n};
}

Value import_names_apply(Arena *a, const ImportNames *names, bool table, Value row)
{
    ValuePairs pairs = {0};

    if (!value_is(row, VALUE_MAP) || (!table && !value_count(names->names)))
        return row;
    for (size_t i = 0; i < value_count(row); i++) {
        ValuePair pair = row.as.map->pairs[i];
        Str name = named(a, names, pair.key);
        pair.key = name.n ? name : table ? with_underscores(a, pair.key) : pair.key;
        list_push(a, &pairs, pair);
    }
    return value_at(value_map(a, pairs.items, pairs.n), value_place(row));
}

bool import_names_used(Arena *a, Diag *d, const ImportNames *names, Value columns)
{
    LIST(Str) there = {0};
    size_t errors = d->errors;

    for (size_t i = 0; i < value_count(columns); i++)
        list_push(a, &there, columns.as.map->pairs[i].key);
    for (size_t i = 0; i < value_count(names->names); i++) {
        Value column = names->names.as.map->pairs[i].value;
        if (names->used[i])
            continue;
        diag_error(d, value_place(column), "import.column_name", "tệp nguồn không có cột «%.*s»", "the source has no column «%.*s»", STR_ARG(value_str(column)));
        diag_nearest(d, value_str(column), there.items, there.n);
    }
    return d->errors == errors;
}

/* ---- Rows ---- */

/* Of each line of a table, from 1, the number of its row: line breaks in quotes are no ends of rows. */
static const size_t *row_numbers(Arena *a, Str csv)
{
    size_t lines = 2, line = 1, row = 1;
    size_t *numbers;
    bool quoted = false;

    for (size_t i = 0; i < csv.n; i++)
        lines += csv.s[i] == '\n';
    numbers = arena_array(a, size_t, lines);
    numbers[1] = 1;
    for (size_t i = 0; i < csv.n && line + 1 < lines; i++) {
        quoted ^= csv.s[i] == '"';
        if (csv.s[i] == '\n')
            numbers[++line] = quoted ? row : ++row;
    }
    return numbers;
}

static bool read_table(Arena *a, Diag *d, Place at, Str csv, const ImportNames *names, bool sheet, ImportSource *out)
{
    const size_t *numbers = sheet ? row_numbers(a, csv) : NULL;
    Value rows;

    if (!csv_read(a, d, at, csv, &rows))
        return false;
    out->columns = value_item(rows, 0);
    for (size_t i = 0; i < value_count(rows); i++) {
        Value row = value_item(rows, i);
        size_t number = numbers ? numbers[row.line] : row.line;
        row = value_at(import_names_apply(a, names, true, row), place_at(at, number, 0));
        list_push(a, &out->rows, (SourceRow){.number = number, .row = row});
    }
    return true;
}

static bool read_lines(Arena *a, Diag *d, Place at, Str text, const ImportNames *names, ImportSource *out)
{
    JsonLines lines = {0};
    Diag *later = diag_new(a, d->lang); /* a line that is wrong is reported when it is read */

    if (str_starts(text, STR("\xff\xfe")) || str_starts(text, STR("\xfe\xff"))) {
        diag_error(d, at, "import.utf16", "tệp nguồn ở dạng UTF-16", "the source is UTF-16");
        diag_hint(d, "lưu lại tệp với bảng mã UTF-8", "save it again as UTF-8");
        return false;
    }
    json_lines(a, text, &lines);
    for (size_t i = 0; i < lines.n; i++)
        list_push(a, &out->rows, (SourceRow){.number = lines.items[i].number, .json = lines.items[i].text});
    for (size_t i = 0; i < lines.n && value_is_null(out->columns); i++)
        if (!json_read(a, later, at, lines.items[i].text, &out->columns) || !value_is(out->columns, VALUE_MAP))
            out->columns = value_null();
    import_names_apply(a, names, false, out->columns);
    return true;
}

static bool is_table(Str path)
{
    static const char *const endings[] = {"csv", "tsv", "txt"};
    Str ext = path_ext(path);

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ext.n == strlen(endings[i]) && strncasecmp(ext.s, endings[i], ext.n) == 0)
            return true;
    return false;
}

/* A place in a workbook: no line of the file's bytes is to be shown. */
static Place sheet_place(Arena *a, Diag *d, Files *files, Str path)
{
    return files_add(files, arena_printf(a, diag_word(d, "%.*s (trang tính 1)", "%.*s (sheet 1)"), STR_ARG(path)));
}

/* True, and reported, for a workbook of Excel before 2007. */
static bool refuse_old_workbook(Diag *d, Place at, Str text)
{
    if (!str_starts(text, STR("\xd0\xcf\x11\xe0")))
        return false;
    diag_error(d, at, "import.xls", "tệp nguồn là bảng tính kiểu cũ (.xls)", "the source is a workbook of the old kind (.xls)");
    diag_hint(d, "lưu lại thành .xlsx hoặc CSV UTF-8", "save it again as .xlsx or CSV UTF-8");
    return true;
}

bool import_source(Arena *a, Diag *d, Files *files, Str path, const ImportNames *names, ImportSource *out)
{
    Str text;
    int error = fs_read_path(a, path.s, SOURCE_MOST_BYTES, &text);
    bool sheet = !error && sheet_is(text), ok;

    *out = (ImportSource){.at = sheet ? sheet_place(a, d, files, path) : files_add(files, path)};
    if (error)
        return fs_failed(d, error, "import.source", "không đọc được tệp nguồn", "cannot read the source", path);
    if (refuse_old_workbook(d, out->at, text) || (sheet && !sheet_read(a, d, out->at, path, &text)))
        return false;
    ok = sheet || is_table(path) ? read_table(a, d, out->at, text, names, sheet, out) : read_lines(a, d, out->at, text, names, out);
    if (!ok || out->rows.n)
        return ok;
    diag_error(d, out->at, "import.empty", "tệp nguồn không có dòng nào", "the source has no lines");
    return false;
}

bool import_source_rows(Arena *a, Diag *d, Files *files, Str path, const ImportNames *names, Value *out)
{
    ImportSource source;
    ValueItems items = {0};
    size_t errors = d->errors;

    if (!import_source(a, d, files, path, names, &source))
        return false;
    for (size_t i = 0; i < source.rows.n; i++) {
        SourceRow *row = &source.rows.items[i];
        if (row->json.n && json_read(a, d, place_at(source.at, row->number, 1), row->json, &row->row))
            row->row = import_names_apply(a, names, false, row->row);
        if (value_is(row->row, VALUE_MAP))
            list_push(a, &items, row->row);
    }
    *out = value_at(value_list(a, items.items, items.n), source.at);
    return d->errors == errors;
}
