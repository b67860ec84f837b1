#include "base/diag.h"

#include "base/buf.h"
#include "base/fs.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdlib.h>

Place place_in(Place start, Str text, size_t offset)
{
    size_t line = start.line, line_start = 0, column;

    for (size_t i = str_find_byte(text, '\n', 0); i < offset && i < text.n; i = str_find_byte(text, '\n', i + 1)) {
        line++;
        line_start = i + 1;
    }
    column = 1 + utf8_count(str_slice(text, line_start, offset));
    return place_at(start, line, line_start ? column : column + (start.column ? start.column - 1u : 0));
}

Files *files_new(Arena *a)
{
    Files *f = arena_make(a, Files);

    f->arena = a;
    list_push(a, &f->paths, STR(""));
    return f;
}

Place files_add(Files *f, Str path)
{
    list_push(f->arena, &f->paths, arena_str(f->arena, path));
    return (Place){.file = (f->paths.n - 1) & 0xfffff};
}

Str files_path(const Files *f, Place at)
{
    return at.file < f->paths.n ? f->paths.items[at.file] : STR("");
}

Diag *diag_new(Arena *a, Lang lang)
{
    Diag *d = arena_make(a, Diag);

    d->arena = a;
    d->lang = lang;
    return d;
}

void diag_report(Diag *d, Level level, Place at, const char *code, const char *vi, const char *en, ...)
{
    va_list args;

    va_start(args, en);
    list_push(d->arena, &d->list,
              (Diagnostic){at, level, code, arena_vprintf(d->arena, diag_word(d, vi, en), args), STR("")});
    va_end(args);
    d->errors += level == LEVEL_ERROR;
    d->warnings += level == LEVEL_WARNING;
}

void diag_hint(Diag *d, const char *vi, const char *en, ...)
{
    Diagnostic *last;
    va_list args;
    Str text;

    if (d->list.n == 0)
        return;
    last = &d->list.items[d->list.n - 1];
    va_start(args, en);
    text = arena_vprintf(d->arena, diag_word(d, vi, en), args);
    va_end(args);
    last->hint = last->hint.n ? arena_printf(d->arena, "%.*s\n%.*s", STR_ARG(last->hint), STR_ARG(text)) : text;
}

void diag_nearest(Diag *d, Str wrong, const Str *names, size_t n)
{
    Str folded = utf8_fold(d->arena, wrong);
    size_t best = n, least = folded.n / 3 + 1;

    for (size_t i = 0; i < n; i++) {
        size_t far = utf8_distance(folded, utf8_fold(d->arena, names[i]));
        if (far < least || (far == least && best == n)) {
            best = i;
            least = far;
        }
    }
    for (size_t i = 0; best == n && folded.n >= 4 && i < n; i++)
        if (str_find(utf8_fold(d->arena, names[i]), folded) < utf8_fold(d->arena, names[i]).n)
            best = i;
    if (best < n)
        diag_hint(d, "có phải «%.*s»?", "did you mean «%.*s»?", STR_ARG(names[best]));
}

void diag_merge(Diag *d, const Diag *from)
{
    for (size_t i = 0; i < from->list.n; i++)
        list_push(d->arena, &d->list, from->list.items[i]);
    d->errors += from->errors;
    d->warnings += from->warnings;
}

/* A diagnostic and where it stood, which decides between equal places. */
typedef struct {
    Diagnostic what;
    size_t was;
} Ranked;

static int by_place(const void *x, const void *y)
{
    const Ranked *a = x, *b = y;
    Place p = a->what.at, q = b->what.at;

    if (p.file != q.file)
        return p.file < q.file ? -1 : 1;
    if (p.line != q.line)
        return p.line < q.line ? -1 : 1;
    if (p.column != q.column)
        return p.column < q.column ? -1 : 1;
    return a->was < b->was ? -1 : 1;
}

void diag_sort(Diag *d)
{
    Ranked *ranked;

    if (d->list.n < 2)
        return;
    ranked = arena_alloc(d->arena, d->list.n * sizeof *ranked);
    for (size_t i = 0; i < d->list.n; i++)
        ranked[i] = (Ranked){d->list.items[i], i};
    qsort(ranked, d->list.n, sizeof *ranked, by_place);
    for (size_t i = 0; i < d->list.n; i++)
        d->list.items[i] = ranked[i].what;
}

/* The file that was shown last, so that many mistakes in one file read it once. */
typedef struct {
    Arena *arena;
    uint64_t file;
    Str text;
} Shown;

/* Line `at.line` of its file, or an empty text where it cannot be read. */
static Str line_of(Shown *shown, const Files *files, Place at)
{
    Str rest, line = STR("");

    if (!at.file || !at.line)
        return line;
    if (shown->file != at.file) {
        arena_reset(shown->arena);
        shown->file = at.file;
        shown->text = STR("");
        fs_read_path(shown->arena, arena_str(shown->arena, files_path(files, at)).s, 4 << 20, &shown->text);
        if (utf8_invalid(shown->text) < shown->text.n)
            shown->text = STR("");
    }
    rest = shown->text;
    for (size_t i = 0; i < at.line; i++)
        if (!str_line(&rest, &line))
            return STR("");
    return line;
}

static void print_caret(Str line, Place at, bool colour, FILE *out)
{
    enum { WINDOW = 60 };
    size_t column = at.column ? at.column : 1, from = column > WINDOW ? column - WINDOW + 20 : 1;
    Str before = utf8_head(line, from - 1), rest = str_slice(line, before.n, line.n);
    Str shown = utf8_head(rest, 2 * WINDOW);
    Str lead = utf8_head(shown, column - from);

    fprintf(out, "    %s%.*s%s\n    ", from > 1 ? "…" : "", STR_ARG(str_trim(shown).n ? shown : STR("")),
            shown.n < rest.n ? "…" : "");
    if (from > 1)
        fputc(' ', out);
    for (size_t i = 0; i < lead.n;) {
        uint32_t c = utf8_next(lead, &i);
        if (c >= 0x300 && c < 0x370)
            continue;
        fputc(c == '\t' ? '\t' : ' ', out);
    }
    fputs(colour ? "\033[1;32m^\033[0m\n" : "^\n", out);
}

static const char *level_word(Level level, Lang lang)
{
    static const char *const words[][2] = {{"ghi chú", "note"}, {"cảnh báo", "warning"}, {"lỗi", "error"}};

    return words[level][lang == LANG_EN];
}

static void print_place(const Files *files, Place at, FILE *out)
{
    if (!at.file) {
        fputs("cchc: ", out);
        return;
    }
    fprintf(out, "%.*s:", STR_ARG(files_path(files, at)));
    if (at.line)
        fprintf(out, "%u:", (unsigned)at.line);
    if (at.line && at.column)
        fprintf(out, "%u:", (unsigned)at.column);
    fputc(' ', out);
}

void diag_print(const Diag *d, const Files *files, Level least, bool colour, FILE *out)
{
    static const char *const paint[] = {"\033[1;36m", "\033[1;33m", "\033[1;31m"};
    Shown shown = {arena_new(), 0, STR("")};

    for (size_t i = 0; i < d->list.n; i++) {
        const Diagnostic *x = &d->list.items[i];
        Str line, hint = x->hint, piece;

        if (x->level < least)
            continue;
        line = line_of(&shown, files, x->at);
        print_place(files, x->at, out);
        fprintf(out, "%s%s:%s %.*s\n", colour ? paint[x->level] : "", level_word(x->level, d->lang),
                colour ? "\033[0m" : "", STR_ARG(x->message));
        if (line.n && x->at.column)
            print_caret(line, x->at, colour, out);
        while (str_line(&hint, &piece))
            fprintf(out, "  → %.*s\n", STR_ARG(piece));
    }
    arena_free(shown.arena);
}

void diag_print_json(const Diag *d, const Files *files, Level least, FILE *out)
{
    static const char *const levels[] = {"note", "warning", "error"};
    Buf b = {0};

    for (size_t i = 0; i < d->list.n; i++) {
        const Diagnostic *x = &d->list.items[i];
        if (x->level < least)
            continue;
        buf_puts(&b, "{\"file\":");
        buf_json(&b, files_path(files, x->at));
        buf_printf(&b, ",\"line\":%u,\"column\":%u,\"code\":", (unsigned)x->at.line, (unsigned)x->at.column);
        buf_json(&b, str_from(x->code));
        buf_printf(&b, ",\"level\":\"%s\",\"message\":", levels[x->level]);
        buf_json(&b, x->message);
        buf_puts(&b, ",\"hint\":");
        buf_json(&b, x->hint);
        buf_puts(&b, "}\n");
    }
    if (b.n)
        fwrite(b.s, 1, b.n, out);
    buf_free(&b);
}
