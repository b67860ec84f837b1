#include "commands/import_say.h"

#include "base/path.h"
#include "base/utf8.h"

enum { NAMES_MOST = 5, NAME_MOST = 60 /* characters */ };

/* The first texts of a row: what tells it from others. */
static Str row_name(Arena *a, Value row)
{
    Str name = STR("");
    int cells = 0;

    for (size_t i = 0; i < value_count(row) && cells < 2; i++) {
        Str cell = value_str(row.as.map->pairs[i].value);
        if (cell.n)
            name = arena_printf(a, "%.*s%s%.*s", STR_ARG(name), cells++ ? " " : "", STR_ARG(utf8_head(cell, NAME_MOST)));
    }
    return name;
}

static void say_list(Arena *a, Diag *d, const ImportList *list)
{
    size_t missing = 0;

    for (size_t i = 0; i < value_count(list->rows); i++)
        missing += !list->answered[i];
    if (!missing)
        return;
    diag_warn(d, value_place(list->rows), "import.unanswered", "%zu mục của danh sách không có trong nguồn", "%zu items of the list are not in the source", missing);
    for (size_t i = 0, told = 0; i < value_count(list->rows) && told < NAMES_MOST; i++)
        if (!list->answered[i] && ++told)
            diag_hint(d, "dòng %u: %.*s", "row %u: %.*s", (unsigned)value_item(list->rows, i).line, STR_ARG(row_name(a, value_item(list->rows, i))));
}

void import_say_unanswered(Arena *a, Diag *d, const ImportLists *lists)
{
    for (size_t i = 0; i < lists->n; i++)
        if (lists->items[i].chooses)
            say_list(a, d, &lists->items[i]);
}

static void say_update(const ImportMerge *m, const ImportOutput *o)
{
    const Pages *p = &o->pages;
    bool written = o->mode == PAGES_UPDATE;

    fprintf(stderr, diag_word(m->d, written ? "Đã đọc %zu dòng: cập nhật %zu tệp, thêm %zu tệp mới, %zu tệp không có gì mới" :
                                              "Đã đọc %zu dòng: sẽ cập nhật %zu tệp, thêm %zu tệp mới, %zu tệp không có gì mới",
                              written ? "Read %zu lines: updated %zu files, added %zu, nothing new for %zu" :
                                        "Read %zu lines: would update %zu files, add %zu, nothing new for %zu"),
            m->count, p->changed, p->written[FILE_NEW], p->same);
    if (p->conflicts.n)
        fprintf(stderr, diag_word(m->d, "; %zu chỗ khác nguồn mà đã có người sửa, giữ bản đang có", "; %zu places differ from the source and were edited here: they stay"),
                p->conflicts.n);
}

static void say_new(const ImportMerge *m, const ImportOutput *o)
{
    size_t kept = o->pages.written[FILE_SAME] + o->pages.written[FILE_OTHER];

    fprintf(stderr, diag_word(m->d, "Đã đọc %zu dòng, ghi %zu tệp mới vào %.*s", "Read %zu lines, wrote %zu new files to %.*s"), m->count,
            o->pages.written[FILE_NEW], STR_ARG(o->out));
    if (kept)
        fprintf(stderr, diag_word(m->d, "; %zu tệp đã có từ trước, giữ nguyên", "; %zu files were there and stay as they are"), kept);
}

static void say_counts(const ImportMerge *m, const ImportOutput *o)
{
    size_t failed = m->failed + o->pages.written[FILE_FAILED];

    if (o->mode == PAGES_NEW)
        say_new(m, o);
    else
        say_update(m, o);
    if (m->skipped)
        fprintf(stderr, diag_word(m->d, "; %zu dòng không có trong danh sách nên bỏ qua", "; %zu lines that the list does not ask for were left out"), m->skipped);
    if (failed)
        fprintf(stderr, diag_word(m->d, "; %zu dòng không nhập được", "; %zu lines could not be imported"), failed);
    fputs(".\n", stderr);
    if (o->mode == PAGES_SHOW && (o->pages.changed || o->pages.written[FILE_NEW]))
        fputs(diag_word(m->d, "Chưa ghi gì. Thêm --ghi để ghi.\n", "Nothing was written. Add --ghi to write it.\n"), stderr);
}

static void say_doubts(const ImportMerge *m, const ImportOutput *o)
{
    if (m->doubts && o->report.n)
        fprintf(stderr, diag_word(m->d, "Có %zu điều chưa rõ ở %zu tệp, liệt kê trong %.*s:\n", "%zu things are not clear in %zu files, listed in %.*s:\n"),
                m->doubts, m->doubtful, STR_ARG(path_join(m->a, o->out, o->report)));
    for (size_t i = 0; i < m->tallies.n; i++) {
        const ImportTally *t = &m->tallies.items[i];
        fprintf(stderr, diag_word(m->d, "  %.*s: nhận ra %zu, để nguyên chữ %zu, chưa biết %zu\n", "  %.*s: recognised %zu, left as text %zu, unknown %zu\n"),
                STR_ARG(t->name), t->known, t->left, t->unknown);
    }
}

void import_say(const ImportMerge *m, const ImportOutput *o)
{
    say_counts(m, o);
    if (o->mode != PAGES_SHOW)
        say_doubts(m, o);
}
