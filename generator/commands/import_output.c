#include "commands/import_output.h"

#include "base/path.h"
#include "base/utf8.h"
#include "content/write.h"
#include "value/csv.h"

#include <stdlib.h>

#define RECORDS_FOLDER "du-lieu"
#define COLUMN_FILE "_muc.md"
#define REPORT_FILE "bao-cao-nhap.csv"
#define BOM "\xef\xbb\xbf"

enum { NAMES_MOST = 300 /* bytes of a hint */ };

static void csv_end(Buf *b) { buf_puts(b, "\r\n"); }

static int by_name(const void *x, const void *y)
{
    const ValuePair *a = x, *b = y; /* key: for the order */

    return str_cmp(a->key, b->key);
}

static void write_records(const ImportMerge *m, ImportFiles *files, const ImportRecords *list)
{
    ValuePair *order = arena_array(m->a, ValuePair, list->rows.n);
    Buf b = {0};

    for (size_t i = 0; i < list->rows.n; i++)
        order[i] = (ValuePair){.key = utf8_collation_key(m->a, value_str(list->rows.items[i][0])), .value = value_int((int64_t)i)};
    qsort(order, list->rows.n, sizeof *order, by_name);
    buf_puts(&b, BOM);
    for (size_t k = 0; k < list->header.n; k++) {
        buf_puts(&b, k ? ";" : "");
        csv_cell(&b, list->header.items[k], ';');
    }
    csv_end(&b);
    for (size_t i = 0; i < list->rows.n; i++) {
        for (size_t k = 0; k < list->header.n; k++) {
            buf_puts(&b, k ? ";" : "");
            csv_cell(&b, value_str(list->rows.items[order[i].value.as.integer][k]), ';');
        }
        csv_end(&b);
    }
    import_file(files, arena_printf(m->a, RECORDS_FOLDER "/%.*s.csv", STR_ARG(list->kind)), buf_str(&b));
    buf_free(&b);
}

/* The names of records that `text`, a list that is there, does not hold; cut to the length of a hint. */
static Str missing_names(const ImportMerge *m, const ImportRecords *list, Str text, size_t *missing)
{
    Str names = STR("");

    *missing = 0;
    for (size_t i = 0; i < list->rows.n; i++) {
        Str name = value_str(list->rows.items[i][0]);
        if (str_find(text, name) < text.n)
            continue;
        if (++*missing && names.n < NAMES_MOST)
            names = arena_printf(m->a, "%.*s%s%.*s", STR_ARG(names), names.n ? "; " : "", STR_ARG(name));
    }
    return names.n < NAMES_MOST ? names : arena_printf(m->a, "%.*s …", STR_ARG(names));
}

/* An editor's list stays the only one: in YAML always, in CSV when pages are updated. True: there is one. */
static bool has_list(const ImportMerge *m, const ImportFiles *files, const ImportRecords *list, PagesMode mode)
{
    const char *const endings[] = {"yaml", "csv"};
    size_t missing, lists = mode == PAGES_NEW ? 1 : 2;
    Str text, path = STR(""), names;

    for (size_t i = 0; i < lists && !(path.n && import_has(files, path)); i++)
        path = arena_printf(m->a, RECORDS_FOLDER "/%.*s.%s", STR_ARG(list->kind), endings[i]);
    if (!import_has(files, path) || !import_read(m->a, files, path, &text))
        return import_has(files, path);
    names = missing_names(m, list, utf8_invalid(text) == text.n ? utf8_nfc(m->a, text) : text, &missing);
    if (!missing)
        return true;
    diag_warn(m->d, (Place){0}, "import.list", "danh sách đã có «%.*s» thiếu %zu mục của dữ liệu nhập; không mục nào được thêm vào",
              "the list «%.*s», which is there, lacks %zu records of the import; none was added", STR_ARG(path_join(m->a, files->shown, path)), missing);
    diag_hint(m->d, "thêm vào danh sách ấy: %.*s", "add to that list: %.*s", STR_ARG(names));
    return true;
}

/* The folders' own files; an update leaves those that are there. */
static void write_columns(const ImportMerge *m, ImportFiles *files, const ImportOutput *o)
{
    for (size_t i = 0; i < m->columns.n; i++) {
        Str path = path_join(m->a, path_join(m->a, o->name, m->columns.items[i].key), STR(COLUMN_FILE));
        Buf b = {0};
        write_front(&b, m->columns.items[i].value);
        if (o->mode == PAGES_NEW || !import_has(files, path))
            import_file(files, path, buf_str(&b));
        buf_free(&b);
    }
}

/* ---- The report ---- */

static void write_line(Buf *b, Str file, size_t line, Str field, Str why, Str words)
{
    csv_cell(b, file, ';');
    if (line)
        buf_printf(b, ";%zu;", line);
    else
        buf_puts(b, ";;");
    csv_cell(b, field, ';');
    buf_byte(b, ';');
    csv_cell(b, why, ';');
    buf_byte(b, ';');
    csv_cell(b, words, ';');
    csv_end(b);
}

static void write_tallies(const ImportMerge *m, Buf *b)
{
    for (size_t i = 0; i < m->tallies.n; i++) {
        const ImportTally *t = &m->tallies.items[i];
        Str counts = arena_printf(m->a, "nhận ra %zu, để nguyên chữ %zu, chưa biết %zu", t->known, t->left, t->unknown);
        write_line(b, STR("(tất cả)"), 0, t->name, counts, STR(""));
    }
}

static void write_doubts(const ImportMerge *m, Buf *b, Str folder, const ImportRow *row)
{
    Str file = arena_printf(m->a, "%.*s/%.*s.md", STR_ARG(folder), STR_ARG(row->path));

    for (size_t i = 0; i < value_count(row->doubts); i++) {
        Value doubt = value_item(row->doubts, i);
        write_line(b, file, row->line, value_get_str(doubt, STR("field")), value_get_str(doubt, STR("why")), value_get_str(doubt, STR("text")));
    }
}

static void write_conflicts(const ImportMerge *m, Buf *b, const Pages *pages)
{
    for (size_t i = 0; i < pages->conflicts.n; i++) {
        const PageConflict *c = &pages->conflicts.items[i];
        write_line(b, c->path, c->line, c->what.label, STR("khác nguồn và đã có người sửa; giữ bản đang có"),
                   arena_printf(m->a, "đang có: %.*s\nnguồn: %.*s", STR_ARG(c->what.ours), STR_ARG(c->what.theirs)));
    }
}

static Str cells_of(const ImportMerge *m, Value row)
{
    Str all = STR("");

    for (size_t i = 0; i < value_count(row); i++) {
        Str cell = value_str(row.as.map->pairs[i].value);
        if (cell.n)
            all = arena_printf(m->a, "%.*s%s%.*s", STR_ARG(all), all.n ? "; " : "", STR_ARG(cell));
    }
    return all;
}

/* Rows of lists that choose, which no row of the source answers. */
static void write_unanswered(const ImportMerge *m, Buf *b)
{
    for (size_t i = 0; i < m->lists->n; i++) {
        const ImportList *list = &m->lists->items[i];
        for (size_t k = 0; list->chooses && k < value_count(list->rows); k++) {
            Value row = value_item(list->rows, k);
            if (!list->answered[k])
                write_line(b, path_base(list->path), row.line, list->label, STR("nguồn không có mục này"), cells_of(m, row));
        }
    }
}

/* The table of what is not clear; its path, empty where it could not be written. */
static Str write_report(const ImportMerge *m, ImportFiles *files, const ImportOutput *o)
{
    Buf b = {0};
    Str path;

    buf_puts(&b, BOM "tệp;dòng nguồn;trường;điều chưa rõ;nguyên văn\r\n");
    write_tallies(m, &b);
    write_unanswered(m, &b);
    write_conflicts(m, &b, &o->pages);
    for (size_t i = 0; i < m->count; i++)
        if (m->rows[i])
            write_doubts(m, &b, o->name, m->rows[i]);
    path = import_numbered_file(m->a, files, STR(REPORT_FILE), buf_str(&b));
    buf_free(&b);
    return path;
}

bool import_output(const ImportMerge *m, ImportOutput *o)
{
    ImportFiles files;

    if (!import_open(m->a, m->d, o->out, o->mode == PAGES_NEW, &files))
        return false;
    o->pages = (Pages){.a = m->a, .d = m->d, .files = &files, .mode = o->mode, .date = o->date, .shown = o->shown};
    for (size_t i = 0; i < m->count; i++)
        if (m->rows[i])
            pages_put(&o->pages, arena_printf(m->a, "%.*s/%.*s.md", STR_ARG(o->name), STR_ARG(m->rows[i]->path)), m->rows[i]);
    if (o->mode != PAGES_SHOW) {
        write_columns(m, &files, o);
        for (size_t i = 0; i < m->records.n; i++)
            if (!has_list(m, &files, &m->records.items[i], o->mode))
                write_records(m, &files, &m->records.items[i]);
        o->report = write_report(m, &files, o);
    }
    o->pages.files = NULL;
    import_close(&files);
    return true;
}
