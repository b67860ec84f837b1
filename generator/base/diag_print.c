/* The printing of messages (diag.h): for people, and as JSON. Names of files and lines of theirs may hold any bytes; what
 * would play tricks with a terminal or is no text is shown as U+FFFD. */
#include "base/diag.h"

#include "base/buf.h"
#include "base/fs.h"
#include "base/utf8.h"

#define REPLACEMENT "\xef\xbf\xbd"

/* Control characters and what turns the direction of the text around it. */
static bool is_illegible(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static bool is_legible(Str text)
{
    if (utf8_invalid(text) < text.n)
        return false;
    for (size_t i = 0; i < text.n;)
        if (is_illegible(utf8_next(text, &i)))
            return false;
    return true;
}

/* `text` with a U+FFFD for each character that cannot be shown; itself where it has none. */
static Str legible(Arena *a, Str text)
{
    Buf b = {0};
    Str out;

    if (is_legible(text))
        return text;
    while (text.n) {
        size_t valid = utf8_invalid(text), from = 0;
        for (size_t i = 0; i < valid;) {
            size_t at = i;
            if (!is_illegible(utf8_next(text, &i)))
                continue;
            buf_add(&b, str_slice(text, from, at));
            buf_puts(&b, REPLACEMENT);
            from = i;
        }
        buf_add(&b, str_slice(text, from, valid));
        if (valid < text.n)
            buf_puts(&b, REPLACEMENT);
        text = str_slice(text, valid + 1, text.n);
    }
    out = buf_keep(&b, a);
    buf_free(&b);
    return out;
}

/* The file that was shown last, and how far it was read: messages come in the order of lines. */
typedef struct {
    Arena *arena;
    uint64_t file;
    Str text, rest, line;
    size_t lines;         /* cut off so far; `line` is the last of them */
    size_t chars, bytes;  /* of `line` that were counted so far */
} Shown;

/* The text as its reader saw it (content/source.h), so that lines and columns are the same; empty where it is no UTF-8. */
static Str text_of(Arena *a, const char *path)
{
    Str text = STR("");

    fs_read_path(a, path, 4 << 20, &text);
    if (utf8_invalid(text) < text.n)
        return STR("");
    return utf8_nfc(a, utf8_plain_lines(a, text));
}

/* Line `at.line` of its file, or an empty text where it cannot be read. */
static Str line_of(Shown *shown, const Files *files, Place at)
{
    if (!at.file || !at.line)
        return STR("");
    if (shown->file != at.file) {
        arena_reset(shown->arena);
        shown->file = at.file;
        shown->text = text_of(shown->arena, arena_str(shown->arena, files_path(files, at)).s);
        shown->lines = 0;
        shown->rest = shown->text;
    }
    if (at.line < shown->lines) {
        shown->lines = 0;
        shown->rest = shown->text;
    }
    for (; shown->lines < at.line; shown->lines++) {
        shown->chars = shown->bytes = 0;
        if (!str_line(&shown->rest, &shown->line))
            return STR("");
    }
    return shown->line;
}

/* The line without its first `chars` characters. */
static Str line_from(Shown *shown, size_t chars)
{
    Str rest = str_slice(shown->line, chars < shown->chars ? 0 : shown->bytes, shown->line.n);

    rest = str_slice(rest, utf8_head(rest, chars < shown->chars ? chars : chars - shown->chars).n, rest.n);
    shown->chars = chars;
    shown->bytes = shown->line.n - rest.n;
    return rest;
}

/* The line at fault, cut to what a terminal holds, and a caret below the place. */
static void print_caret(Shown *from_file, Place at, bool colour, Buf *out)
{
    enum { WINDOW = 60 };
    size_t column = at.column ? at.column : 1, from = column > WINDOW ? column - WINDOW + 20 : 1;
    Str rest = line_from(from_file, from - 1), shown = utf8_head(rest, 2 * WINDOW);
    Str lead = utf8_head(shown, column - from);

    buf_puts(out, from > 1 ? "    …" : "    ");
    buf_add(out, str_trim(shown).n ? legible(from_file->arena, shown) : STR(""));
    buf_puts(out, shown.n < rest.n ? "…\n    " : "\n    ");
    if (from > 1)
        buf_byte(out, ' ');
    for (size_t i = 0; i < lead.n;) {
        uint32_t c = utf8_next(lead, &i);
        if (c >= 0x300 && c < 0x370)
            continue;
        buf_byte(out, c == '\t' ? '\t' : ' ');
    }
    buf_puts(out, colour ? "\033[1;32m^\033[0m\n" : "^\n");
}

/* Prints `text` on one line. */
static void print_line(Arena *a, Str text, Buf *out)
{
    Str piece;

    text = legible(a, text);
    while (str_line(&text, &piece)) {
        buf_add(out, piece);
        if (text.n)
            buf_byte(out, ' ');
    }
}

static const char *level_word(Level level, Lang lang)
{
    static const char *const words[][2] = {{"ghi chú", "note"}, {"cảnh báo", "warning"}, {"lỗi", "error"}};

    return words[level][lang == LANG_EN];
}

static void print_place(Arena *a, const Files *files, Place at, Buf *out)
{
    if (!at.file) {
        buf_puts(out, "cchc: ");
        return;
    }
    print_line(a, files_path(files, at), out);
    buf_byte(out, ':');
    if (at.line)
        buf_printf(out, "%u:", (unsigned)at.line);
    if (at.line && at.column)
        buf_printf(out, "%u:", (unsigned)at.column);
    buf_byte(out, ' ');
}

static void print_one(Shown *shown, const Diagnostic *x, const Files *files, Lang lang, bool colour, Buf *out)
{
    static const char *const paint[] = {"\033[1;36m", "\033[1;33m", "\033[1;31m"};
    Str hint = x->hint, piece;

    print_place(shown->arena, files, x->at, out);
    buf_printf(out, "%s%s:%s ", colour ? paint[x->level] : "", level_word(x->level, lang), colour ? "\033[0m" : "");
    print_line(shown->arena, x->message, out);
    buf_byte(out, '\n');
    if (line_of(shown, files, x->at).n && x->at.column)
        print_caret(shown, x->at, colour, out);
    while (str_line(&hint, &piece)) {
        buf_puts(out, "  → ");
        print_line(shown->arena, piece, out);
        buf_byte(out, '\n');
    }
}

void diag_print(const Diag *d, const Files *files, Level least, bool colour, FILE *out)
{
    Shown shown = {.arena = arena_new()};
    Buf b = {0};

    for (size_t i = 0; i < d->list.n; i++) {
        if (d->list.items[i].level < least)
            continue;
        print_one(&shown, &d->list.items[i], files, d->lang, colour, &b);
        fwrite(b.s, 1, b.n, out); /* one at a time: standard error has no buffer of its own */
        b.n = 0;
    }
    buf_free(&b);
    arena_free(shown.arena);
}

void diag_print_json(const Diag *d, const Files *files, Level least, FILE *out)
{
    static const char *const levels[] = {"note", "warning", "error"};
    Arena *a = arena_new();
    Buf b = {0};

    for (size_t i = 0; i < d->list.n; i++) {
        const Diagnostic *x = &d->list.items[i];
        if (x->level < least)
            continue;
        buf_puts(&b, "{\"file\":");
        buf_json(&b, legible(a, files_path(files, x->at)));
        buf_printf(&b, ",\"line\":%u,\"column\":%u,\"code\":", (unsigned)x->at.line, (unsigned)x->at.column);
        buf_json(&b, str_from(x->code));
        buf_printf(&b, ",\"level\":\"%s\",\"message\":", levels[x->level]);
        buf_json(&b, legible(a, x->message));
        buf_puts(&b, ",\"hint\":");
        buf_json(&b, legible(a, x->hint));
        buf_puts(&b, "}\n");
    }
    if (b.n)
        fwrite(b.s, 1, b.n, out);
    buf_free(&b);
    arena_free(a);
}
