#include "commands/import_rows.h"

#include "base/path.h"
#include "content/write.h"
#include "value/json_read.h"

enum { SEGMENT_MOST = 100 };

/* ---- The shape of what row() returned ---- */

typedef struct {
    const ImportWork *work;
    Diag *d;
    Place at;
} Check;

static bool wrong(const Check *c, const char *key, const char *vi, const char *en)
{
    diag_error(c->d, c->at, "import.result", "%s trả về «%s» không đúng: cần %s", "%s returned a wrong «%s»: it must be %s",
               c->work->entry->hook, key, diag_word(c->d, vi, en));
    return false;
}

static bool is_segment(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!memchr("abcdefghijklmnopqrstuvwxyz0123456789.-", s.s[i], 38))
            return false;
    return s.n > 0 && s.n <= SEGMENT_MOST && s.s[0] != '.' && s.s[0] != '-' && !path_is_reserved(s);
}

static bool path_ok(Str path)
{
    Str piece;

    for (Str rest = path; str_cut(&rest, '/', &piece);)
        if (!is_segment(piece))
            return false;
    return path.n > 0 && !str_ends(path, STR("/"));
}

static bool is_table(Value v) { return value_is_null(v) || value_is(v, VALUE_LIST) || value_is(v, VALUE_MAP); }

/* A list, where a plugin's empty table is one too; or nothing. */
static bool is_list(Value v) { return value_is_null(v) || value_is(v, VALUE_LIST) || (value_is(v, VALUE_MAP) && !value_count(v)); }

static bool is_map(Value v) { return is_table(v) && (!value_is(v, VALUE_LIST) || !value_count(v)); }

static bool is_scalar(Value v) { return !value_is(v, VALUE_LIST) && !value_is(v, VALUE_MAP) && !value_is(v, VALUE_DOC); }

static bool is_scalars(Value v)
{
    for (size_t i = 0; i < value_count(v); i++)
        if (!value_is(v, VALUE_LIST) || !is_scalar(value_item(v, i)))
            return false;
    return true;
}

/* {key, value} pairs, as write_front takes them. */
static bool are_pairs(Value v)
{
    for (size_t i = 0; i < value_count(v); i++) {
        Value pair = value_item(v, i);
        if (!value_is(pair, VALUE_LIST) || !value_count(pair) || value_count(pair) > 2 || !value_str(value_item(pair, 0)).n
            || !is_scalars(value_item(pair, 1)))
            return false;
    }
    return is_list(v);
}

static bool items_ok(Value items)
{
    bool ok = is_list(items);

    for (size_t i = 0; ok && i < value_count(items); i++) {
        Value item = value_item(items, i);
        ok = value_is(item, VALUE_MAP) ? value_get_str(item, STR("text")).n && items_ok(value_get_lit(item, "items"))
                                       : value_is(item, VALUE_STRING);
    }
    return ok;
}

static bool rows_ok(Value block)
{
    Value rows = value_get_lit(block, "rows");
    size_t columns = value_count(value_get_lit(block, "columns"));
    bool ok = is_list(rows);

    for (size_t i = 0; ok && i < value_count(rows); i++)
        ok = value_is(value_item(rows, i), VALUE_LIST) && is_scalars(value_item(rows, i)) && value_count(value_item(rows, i)) <= columns;
    return ok;
}

static bool block_ok(Value block)
{
    if (!value_is(block, VALUE_MAP))
        return value_is(block, VALUE_STRING);
    return value_get_str(block, STR("title")).n || (items_ok(value_get_lit(block, "items")) && rows_ok(block));
}

static bool sections_ok(const Check *c, Value sections)
{
    bool ok = is_list(sections);

    for (size_t i = 0; ok && i < value_count(sections); i++) {
        Value body = value_get_lit(value_item(sections, i), "body");
        ok = value_get_str(value_item(sections, i), STR("heading")).n && value_is(body, VALUE_LIST);
        for (size_t k = 0; ok && k < value_count(body); k++)
            ok = block_ok(value_item(body, k));
    }
    return ok || wrong(c, "sections", "danh sách { heading = \"…\", body = { … } }", "a list of { heading = \"…\", body = { … } }");
}

static bool doubts_ok(const Check *c, Value doubts)
{
    bool ok = is_list(doubts);

    for (size_t i = 0; ok && i < value_count(doubts); i++)
        ok = value_get_str(value_item(doubts, i), STR("field")).n && value_get_str(value_item(doubts, i), STR("why")).n;
    return ok || wrong(c, "doubts", "danh sách { field = \"…\", why = \"…\", text = \"…\" }", "a list of { field = \"…\", why = \"…\", text = \"…\" }");
}

static bool records_ok(const Check *c, Value records)
{
    bool ok = is_map(records);

    for (size_t i = 0; ok && i < value_count(records); i++) {
        const ValuePair *kind = &records.as.map->pairs[i];
        ok = is_segment(kind->key) && is_list(kind->value);
        for (size_t k = 0; ok && k < value_count(kind->value); k++)
            ok = value_count(value_item(kind->value, k)) && are_pairs(value_item(kind->value, k));
    }
    return ok || wrong(c, "records", "{ field = { { { \"tên\", \"…\" } } } }", "{ field = { { { \"name\", \"…\" } } } }");
}

static bool columns_ok(const Check *c, Value columns)
{
    bool ok = is_map(columns);

    for (size_t i = 0; ok && i < value_count(columns); i++) {
        const ValuePair *folder = &columns.as.map->pairs[i];
        ok = (!folder->key.n || path_ok(folder->key)) && are_pairs(folder->value);
    }
    return ok || wrong(c, "columns", "{ [\"ho-tich\"] = { { \"tiêu đề\", \"…\" } } }", "{ [\"ho-tich\"] = { { \"title\", \"…\" } } }");
}

static bool answers_ok(const Check *c, Value answers)
{
    bool ok = is_map(answers);

    for (size_t i = 0; ok && i < value_count(answers); i++) {
        const ValuePair *pair = &answers.as.map->pairs[i];
        Value list = value_get(c->work->options, pair->key);
        ok = value_is(pair->value, VALUE_INT) && pair->value.as.integer >= 1 && (uint64_t)pair->value.as.integer <= value_count(list);
    }
    return ok || wrong(c, "answers", "{ tùy_chọn = số thứ tự một dòng của tệp }", "{ option = the number of a row of its file }");
}

static bool is_texts(Value v)
{
    for (size_t i = 0; i < value_count(v); i++)
        if (!value_is(value_item(v, i), VALUE_STRING))
            return false;
    return value_is(v, VALUE_LIST);
}

static bool unknown_ok(const Check *c, Value unknown)
{
    return value_is_null(unknown) || is_texts(unknown) || wrong(c, "unknown", "danh sách tên trường", "a list of names of fields");
}

static bool history_ok(const Check *c, Value history)
{
    Value columns = value_get_lit(history, "columns"), row = value_get_lit(history, "row"), without = value_get_lit(history, "without");
    bool ok = value_is_null(history)
        || (value_get_str(history, STR("heading")).n && is_texts(columns) && is_texts(row) && value_count(columns) == value_count(row)
            && (value_is_null(without) || is_texts(without)));

    return ok || wrong(c, "history", "{ heading = \"…\", columns = { \"…\" }, row = { \"…\" } }", "{ heading = \"…\", columns = { \"…\" }, row = { \"…\" } }");
}

static bool skipped_ok(const Check *c, Str option)
{
    return value_is(value_get(c->work->options, option), VALUE_LIST)
        || wrong(c, "skipped", "tên của tùy chọn có danh sách", "the name of an option that has a list");
}

/* The plugin may say that a row is not to be had, and why. */
static bool is_refused(const Check *c, Value v)
{
    Str why = value_get_str(v, STR("refused"));

    if (why.n)
        diag_error(c->d, c->at, "import.refused", "không nhập được dòng này: %.*s", "this line cannot be imported: %.*s", STR_ARG(why));
    return why.n > 0;
}

static bool result_ok(const Check *c, Value v)
{
    if (is_refused(c, v))
        return false;
    if (value_get_str(v, STR("skipped")).n)
        return skipped_ok(c, value_get_str(v, STR("skipped")));
    if (!value_is(v, VALUE_MAP))
        return wrong(c, "row", "một table có khóa: { path = \"…\", fields = { … }, sections = { … } }",
                     "a table with keys: { path = \"…\", fields = { … }, sections = { … } }");
    if (!path_ok(value_get_str(v, STR("path"))))
        return wrong(c, "path", "đường dẫn gồm a-z, 0-9, «-» và «.», ví dụ ho-tich/1.001193", "a path of a-z, 0-9, '-' and '.', say ho-tich/1.001193");
    if (!are_pairs(value_get_lit(v, "fields")))
        return wrong(c, "fields", "danh sách { \"khóa\", giá trị }", "a list of { \"key\", value }");
    return sections_ok(c, value_get_lit(v, "sections")) && doubts_ok(c, value_get_lit(v, "doubts"))
        && records_ok(c, value_get_lit(v, "records")) && columns_ok(c, value_get_lit(v, "columns"))
        && unknown_ok(c, value_get_lit(v, "unknown")) && answers_ok(c, value_get_lit(v, "answers")) && history_ok(c, value_get_lit(v, "history"));
}

/* ---- One row ---- */

static ImportRow *make_row(Arena *keep, size_t line, Value result)
{
    ImportRow *row = arena_make(keep, ImportRow);
    Buf text = {0};

    *row = (ImportRow){.line = line, .skipped = value_get_str(result, STR("skipped"))};
    if (row->skipped.n)
        return row;
    row->path = value_get_str(result, STR("path"));
    row->fields = value_get_lit(result, "fields");
    row->sections = value_get_lit(result, "sections");
    row->doubts = value_get_lit(result, "doubts");
    row->unknown = value_get_lit(result, "unknown");
    row->records = value_get_lit(result, "records");
    row->columns = value_get_lit(result, "columns");
    row->answers = value_get_lit(result, "answers");
    row->history = value_get_lit(result, "history");
    write_front(&text, row->fields);
    write_sections(&text, row->sections);
    row->text = buf_keep(&text, keep);
    buf_free(&text);
    return row;
}

static Place row_place(const ImportWork *w, size_t i) { return place_at(w->source, w->rows[i].number, 0); }

/* The row as the plugin gets it; false: reported. */
static bool read_row(const ImportWork *w, size_t i, Arena *keep, Diag *d, Value *out)
{
    *out = w->rows[i].row;
    if (!value_is_null(*out))
        return true;
    if (!json_read(keep, d, place_at(w->source, w->rows[i].number, 1), w->rows[i].json, out))
        return false;
    if (!value_is(*out, VALUE_MAP)) {
        diag_error(d, row_place(w, i), "import.row", "dòng này phải là một nhóm khóa trong { }", "this line must be an object in { }");
        diag_hint(d, "mỗi dòng của tệp là một mục, ví dụ: {\"ten\": \"…\"}", "each line of the file is one item, e.g. {\"name\": \"…\"}");
        return false;
    }
    *out = import_names_apply(keep, w->names, false, *out);
    return true;
}

static void *row_job(void *context, size_t i, Arena *keep, Diag *d)
{
    const ImportWork *w = context;
    Check c = {w, d, row_place(w, i)};
    Value args[3] = {[1] = value_int((int64_t)w->rows[i].number), [2] = w->options}, result;

    if (!read_row(w, i, keep, d, &args[0]))
        return NULL;
    if (plugins_call(w->entry, d, c.at, args, 3, keep, &result) != PLUGIN_OK || !result_ok(&c, result))
        return NULL;
    return make_row(keep, w->rows[i].number, result);
}

static Place row_where(void *context, size_t i) { return row_place(context, i); }

static Str row_label(void *context, size_t i, Arena *a)
{
    (void)context, (void)i;
    return arena_str(a, STR("dòng này"));
}

static bool row_worn(void *context) { return plugins_are_worn(((const ImportWork *)context)->plugins); }

ImportRow **import_rows(Arena *a, Diag *d, Crew *crew, const ImportWork *work)
{
    CrewWork rows = {.name = "import", .count = work->count, .context = (void *)(uintptr_t)work, .job = row_job, .where = row_where,
                     .label = row_label, .now = plugins_now(work->plugins), .worn = row_worn};
    void **results = crew_run(crew, a, d, &rows);
    ImportRow **out = results ? arena_array(a, ImportRow *, work->count + 1) : NULL;

    for (size_t i = 0; results && i < work->count; i++)
        out[i] = results[i];
    plugins_report_stopped(work->plugins, d);
    return out;
}
