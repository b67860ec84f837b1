#include "commands/import_pages.h"

#include "base/path.h"
#include "base/utf8.h"
#include "commands/import_diff.h"

#define BASE_FOLDER ".nhap"

enum { SHOWN_MOST = 120 /* characters of a text in a hint */ };

static Str base_path(const Pages *p, Str path) { return path_join(p->a, STR(BASE_FOLDER), path); }

/* Keeps what the import wrote. */
static bool keep_base(Pages *p, Str path, Str old, Str text)
{
    return str_eq(old, text) || import_replace(p->files, base_path(p, path), old, text);
}

static void put_new(Pages *p, Str path, const ImportRow *row)
{
    FileWritten result = import_file(p->files, path, row->text);
    Str base;

    p->written[result]++;
    if ((result == FILE_NEW || result == FILE_SAME) && import_read(p->a, p->files, base_path(p, path), &base))
        keep_base(p, path, base, row->text);
}

/* ---- Updates ---- */

/* What stands before the first section has no name of its own. */
static Str shown_label(Str label) { return label.n ? label : STR("phần mở đầu"); }

static bool is_among(const Pages *p, Value names, Str label)
{
    for (size_t i = 0; i < value_count(names); i++)
        if (str_eq(utf8_fold(p->a, value_str(value_item(names, i))), utf8_fold(p->a, label)))
            return true;
    return false;
}

/* What changed and is history; empty where nothing is. */
static Str changes_of(const Pages *p, const Update *u, Value without)
{
    Str all = STR("");

    for (size_t i = 0; i < u->changed.n; i++)
        if (!is_among(p, without, u->changed.items[i]))
            all = arena_printf(p->a, "%.*s%s%.*s", STR_ARG(all), all.n ? "; " : "", STR_ARG(shown_label(u->changed.items[i])));
    return all;
}

/* The words of a cell with {date} and {changes} filled in. */
static Str filled(const Pages *p, Str cell, Str changes)
{
    return str_is(cell, "{date}") ? date_shown(p->a, p->date) : str_is(cell, "{changes}") ? changes : cell;
}

static void add_history(Pages *p, Str shown, const ImportRow *row, Update *u)
{
    Value cells = value_get_lit(row->history, "row");
    Str heading = value_get_str(row->history, STR("heading"));
    Str changes = changes_of(p, u, value_get_lit(row->history, "without"));
    ValueItems items = {0};

    if (!changes.n || value_is_null(row->history))
        return;
    for (size_t i = 0; i < value_count(cells); i++)
        list_push(p->a, &items, value_string(p->a, filled(p, value_str(value_item(cells, i)), changes)));
    if (import_update_row(p->a, u->text, heading, value_get_lit(row->history, "columns"), value_list(p->a, items.items, items.n), &u->text))
        return;
    diag_warn(p->d, (Place){0}, "import.history", "«%.*s»: mục «%.*s» không có bảng để ghi thêm một dòng", "«%.*s»: the section «%.*s» has no table to add a row to",
              STR_ARG(shown), STR_ARG(heading));
}

static Str short_words(const Pages *p, Str text)
{
    Str head = utf8_head(text, SHOWN_MOST), line, out = STR("");

    while (str_line(&head, &line))
        out = arena_printf(p->a, "%.*s%s%.*s", STR_ARG(out), out.n ? " " : "", STR_ARG(line));
    return out.n ? arena_printf(p->a, "«%.*s%s»", STR_ARG(out), head.n < text.n && utf8_count(text) > SHOWN_MOST ? "…" : "") : arena_str(p->a, STR("—"));
}

static void tell_conflict(Pages *p, Str shown, Str path, size_t line, const UpdateConflict *c)
{
    list_push(p->a, &p->conflicts, (PageConflict){path, line, *c});
    diag_warn(p->d, (Place){0}, "import.conflict", "«%.*s»: «%.*s» khác nguồn và đã có người sửa; giữ bản đang có",
              "«%.*s»: «%.*s» differs from the source and was edited here; what is there stays", STR_ARG(shown), STR_ARG(shown_label(c->label)));
    diag_hint(p->d, "đang có: %.*s", "it is: %.*s", STR_ARG(short_words(p, c->ours)));
    diag_hint(p->d, "nguồn: %.*s", "the source: %.*s", STR_ARG(short_words(p, c->theirs)));
}

/* Shows the difference before anything is written. Control bytes of a page do not reach the terminal. */
static void show(Pages *p, Str path, Str old, Str new)
{
    Buf b = {0};

    import_diff(&b, path, old, new);
    for (size_t i = 0; i < b.n; i++)
        if (((unsigned char)b.s[i] < 0x20 && b.s[i] != '\n' && b.s[i] != '\t') || b.s[i] == 0x7f)
            b.s[i] = '?';
    if (b.n)
        fwrite(b.s, 1, b.n, p->shown);
    fflush(p->shown);
    buf_free(&b);
}

/* A page that is not there: new, unless an editor took it away. */
static void put_missing(Pages *p, Str path, const ImportRow *row, Str base)
{
    if (base.n) {
        p->gone++;
        diag_note(p->d, (Place){0}, "import.gone", "«%.*s» đã bị xóa hoặc chuyển đi sau lần nhập trước nên không được tạo lại",
                  "«%.*s» was deleted or moved since the last import, so it is not made again", STR_ARG(path_join(p->a, p->files->shown, path)));
        return;
    }
    show(p, path_join(p->a, p->files->shown, path), STR(""), row->text);
    if (p->mode == PAGES_UPDATE)
        put_new(p, path, row);
    else
        p->written[FILE_NEW]++;
}

/* Merges the import into the page that holds `ours`. False: it could not be written, which is reported. */
static bool merge_page(Pages *p, Str path, const ImportRow *row, Str base, Str ours)
{
    Str shown = path_join(p->a, p->files->shown, path), plain = utf8_nfc(p->a, utf8_plain_lines(p->a, ours));
    Update u;

    import_update(p->a, base, plain, row->text, &u);
    add_history(p, shown, row, &u);
    for (size_t i = 0; i < u.conflicts.n; i++)
        tell_conflict(p, shown, path, row->line, &u.conflicts.items[i]);
    p->changed += u.changed.n > 0;
    p->same += u.changed.n == 0;
    if (u.changed.n)
        show(p, shown, plain, u.text);
    if (p->mode != PAGES_UPDATE)
        return true;
    return (!u.changed.n || import_replace(p->files, path, ours, u.text)) && keep_base(p, path, base, u.base);
}

static bool is_text(const Pages *p, Str path, Str bytes)
{
    if (utf8_invalid(bytes) == bytes.n)
        return true;
    diag_error(p->d, (Place){0}, "import.text", "tệp «%.*s» không phải chữ Unicode UTF-8 nên không cập nhật được",
               "the file «%.*s» is not UTF-8, so it cannot be updated", STR_ARG(path_join(p->a, p->files->shown, path)));
    return false;
}

static void put_update(Pages *p, Str path, const ImportRow *row)
{
    Str base, ours;
    bool ok = import_read(p->a, p->files, base_path(p, path), &base) && import_read(p->a, p->files, path, &ours) && is_text(p, path, ours);

    if (ok && !ours.n)
        put_missing(p, path, row, base);
    else if (!ok || !merge_page(p, path, row, base, ours))
        p->written[FILE_FAILED]++;
}

void pages_put(Pages *p, Str path, const ImportRow *row)
{
    if (p->mode == PAGES_NEW)
        put_new(p, path, row);
    else
        put_update(p, path, row);
}
