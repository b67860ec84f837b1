#include "content/walls.h"

#include "base/utf8.h"
#include "content/markdown.h"

/* Bytes that cmark may read again and again for one paragraph; 2^27 takes it about a third of a second. */
enum { MOST_REREAD = 1 << 27, MOST_ROW_REREAD = 1 << 19, MOST_REFERENCED = 1 << 26, MOST_PAGE_CELLS = 200000 };

/* The open code fence; `length` 0: none. */
typedef struct {
    char mark;
    size_t length, quotes, column;
} Fence;

/* Where a line stands in its quotes and lists. */
typedef struct {
    size_t quotes;  /* markers `>` on this line */
    size_t column;  /* of its first character after all markers */
    size_t content; /* its byte */
} Position;

typedef struct {
    Diag *d;
    Scan *scan;
    size_t line; /* the one being read, from 1 */

    uint32_t items[MARKDOWN_MOST_NESTING + 1]; /* columns where the open list items' text begins, rising */
    size_t item_count;
    Fence fence;

    /* Lines without a blank one between them: a paragraph, at most. */
    uint32_t notes[MARKDOWN_MOST_NESTING + 1]; /* of each open bracket: the line of its [^, else 0 */
    bool note_broken;
    size_t run_start, brackets, dear, row_reread, header_cells;
    size_t columns, cells; /* of the table that the run has become; 0: none */
    size_t page_cells;     /* of all tables so far */

    size_t definition, longest_definition, closing; /* link definitions and `]` */
    bool in_definition;
} Walker;

static bool is_blank(char c) { return c == ' ' || c == '\t'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

Str walls_line(const Scan *scan, size_t line)
{
    size_t from, to;

    if (line == 0 || line > scan->line_count)
        return STR("");
    from = scan->lines[line - 1];
    to = line < scan->line_count ? scan->lines[line] - 1 : scan->text.n;
    if (to > from && line == scan->line_count && scan->text.s[to - 1] == '\n')
        to--;
    return str_slice(scan->text, from, to);
}

/* The column of a byte of a line, both from 1. */
static size_t column_of(Scan *scan, size_t line, Str text, size_t byte)
{
    if (scan->last.line != line || scan->last.byte > byte) {
        scan->last.line = line;
        scan->last.byte = scan->last.column = 1;
    }
    scan->last.column += utf8_count(str_slice(text, scan->last.byte - 1, byte - 1));
    scan->last.byte = byte;
    return scan->last.column;
}

Place walls_place(Scan *scan, size_t line, size_t byte)
{
    Str text = walls_line(scan, line);
    size_t column = byte > 0 && byte <= text.n + 1 ? column_of(scan, line, text, byte) : 0;

    if (line == 1 && column > 0 && scan->start.column > 0)
        column += scan->start.column - 1;
    return place_at(scan->start, scan->start.line + line - 1, column);
}

static bool is_escape(Str line, size_t i)
{
    return line.s[i] == '\\' && i + 1 < line.n && line.s[i + 1] > ' ' && line.s[i + 1] < 0x7f
           && !(line.s[i + 1] >= '0' && line.s[i + 1] <= '9') && !((line.s[i + 1] | 32) >= 'a' && (line.s[i + 1] | 32) <= 'z');
}

static size_t skip_blanks(Str line, size_t i)
{
    while (i < line.n && (is_blank(line.s[i]) || line.s[i] == '\v' || line.s[i] == '\f'))
        i++;
    return i;
}

bool walls_cell(Str line, size_t *at, Cell *cell)
{
    size_t i = *at, from, to;

    if (i == 0) {
        while (i < line.n && (is_blank(line.s[i]) || line.s[i] == '>'))
            i++;
        if (i < line.n && line.s[i] == '|')
            i = skip_blanks(line, i + 1);
    }
    if (i >= line.n)
        return false;
    from = i;
    while (i < line.n && line.s[i] != '|')
        i += is_escape(line, i) ? 2 : 1;
    if (i > line.n)
        i = line.n;
    to = i;
    while (to > from && is_blank(line.s[to - 1]))
        to--;
    *cell = (Cell){from, to};
    *at = i < line.n ? skip_blanks(line, i + 1) : line.n;
    return true;
}

static size_t count_cells(Str row)
{
    size_t n = 0, at = 0;
    Cell cell;

    while (walls_cell(row, &at, &cell))
        n++;
    return n;
}

/* The length of the list marker at `i` with one blank behind it, or 0. */
static size_t list_marker(Str line, size_t i)
{
    size_t n = 0;

    if (line.s[i] == '-' || line.s[i] == '*' || line.s[i] == '+') {
        n = 1;
    } else if (is_digit(line.s[i])) {
        while (n < 9 && i + n < line.n && is_digit(line.s[i + n]))
            n++;
        if (i + n >= line.n || (line.s[i + n] != '.' && line.s[i + n] != ')'))
            return 0;
        n++;
    }
    return n > 0 && (i + n == line.n || is_blank(line.s[i + n])) ? n : 0;
}

/* True when nothing but the mark at `i` and blanks follow: a rule, not a list in a list. `*known` is the byte that
 * broke the last such try, so that a long line is not read again for each of its marks. */
static bool is_rule(Str line, size_t i, size_t *known)
{
    char c = line.s[i];

    if (i < *known)
        return false;
    while (i < line.n && (line.s[i] == c || is_blank(line.s[i])))
        i++;
    *known = i;
    return i == line.n;
}

static void add_item(Walker *w, size_t column, size_t width)
{
    while (w->item_count > 0 && w->items[w->item_count - 1] > column)
        w->item_count--;
    if (w->item_count <= MARKDOWN_MOST_NESTING)
        w->items[w->item_count++] = (uint32_t)(column + width + 1);
}

/* Steps over the markers of quotes and list items that a line begins with. False: too many lie within each other. */
static bool find_position(Walker *w, Str line, Position *p)
{
    size_t i = 0, column = 0, width, no_rule = 0;

    *p = (Position){0};
    for (;;) {
        for (; i < line.n && is_blank(line.s[i]); i++)
            column += line.s[i] == '\t' ? 4 - column % 4 : 1;
        *p = (Position){p->quotes, column, i};
        if (i == line.n)
            return true;
        if (line.s[i] == '>') {
            p->quotes++;
            width = 1;
        } else if (!w->fence.length && (width = list_marker(line, i)) > 0 && !is_rule(line, i, &no_rule)) {
            add_item(w, column, width);
        } else {
            return true;
        }
        if (p->quotes + w->item_count > MARKDOWN_MOST_NESTING)
            return false;
        i += width;
        column += width;
    }
}

static bool refuse_nesting(Walker *w)
{
    diag_error(w->d, walls_place(w->scan, w->line, 0), "markdown.nesting",
               "lồng quá %d cấp (trích dẫn, danh sách hoặc ngoặc vuông)",
               "nested deeper than %d levels (quotes, lists or brackets)", MARKDOWN_MOST_NESTING);
    diag_hint(w->d, "kiểm tra các dấu > - [ ở đầu dòng này và các dòng trước",
              "check the marks > - [ at the start of this line and of those before");
    return false;
}

static bool refuse_cost(Walker *w, size_t line)
{
    diag_error(w->d, walls_place(w->scan, line, 0), "markdown.costly",
               "đoạn văn này có quá nhiều ký hiệu lặp lại, không thể xử lý", "this paragraph repeats too many marks to be read");
    diag_hint(w->d, "tách đoạn bằng dòng trống, bỏ các ký hiệu thừa", "part it with blank lines, drop needless marks");
    return false;
}

/* Tells fences of code. True: the line belongs to one. */
static bool in_fence(Walker *w, Str line, const Position *p)
{
    Fence *f = &w->fence;
    size_t n = 0, i = p->content;
    char c = i < line.n ? line.s[i] : 0;

    if (f->length && (p->quotes < f->quotes || (c && p->column < f->column)))
        f->length = 0;
    if (c != '`' && c != '~')
        return f->length > 0;
    while (i < line.n && line.s[i] == c)
        i++, n++;
    if (f->length) {
        if (c == f->mark && n >= f->length && skip_blanks(line, i) == line.n)
            f->length = 0;
        return true;
    }
    if (n < 3 || (c == '`' && str_find_byte(line, '`', i) < line.n))
        return false;
    *f = (Fence){c, n, p->quotes, 0};
    for (size_t k = 0; k < w->item_count && w->items[k] <= p->column; k++)
        f->column = w->items[k];
    return true;
}

/* A row of `-`, `:`, `|` such as stands below a table's header. */
static bool is_delimiter_row(Str row)
{
    bool dash = false, other = false;

    for (size_t i = 0; i < row.n; i++) {
        if (row.s[i] == '-')
            dash = true;
        else if (row.s[i] == '|' || row.s[i] == ':')
            other = true;
        else if (!is_blank(row.s[i]))
            return false;
    }
    return dash && other;
}

static void warn_shape(Walker *w, size_t header, size_t columns)
{
    diag_warn(w->d, walls_place(w->scan, w->line, 0), "markdown.table-shape",
              "bảng không được nhận: dòng tiêu đề có %zu ô, dòng kẻ ngang có %zu",
              "not read as a table: its header has %zu cells, the line below it %zu", header, columns);
    diag_hint(w->d, "viết dòng kẻ có đúng %zu ô: |---|---|…", "write %zu cells in that line: |---|---|…", header);
}

/* Short rows are filled up, so a few bytes may make many cells. */
static bool refuse_cells(Walker *w)
{
    if (w->cells > MARKDOWN_MOST_CELLS)
        diag_error(w->d, walls_place(w->scan, w->line, 0), "markdown.cells", "bảng có hơn %d ô",
                   "the table has more than %d cells", MARKDOWN_MOST_CELLS);
    else
        diag_error(w->d, walls_place(w->scan, w->line, 0), "markdown.cells", "các bảng trong trang có hơn %d ô",
                   "the page's tables have more than %d cells", MOST_PAGE_CELLS);
    diag_hint(w->d, "chia thành nhiều bảng, nhiều trang, hoặc đưa vào tệp dữ liệu .csv",
              "part it into several tables or pages, or put it into a .csv file");
    return false;
}

/* Follows tables: their width, their cells, and rows that make cmark read the paragraph again. */
static bool follow_table(Walker *w, Str row, size_t offset)
{
    size_t n;

    if (w->columns > 0) {
        w->cells += w->columns;
        w->page_cells += w->columns;
        return (w->cells <= MARKDOWN_MOST_CELLS && w->page_cells <= MOST_PAGE_CELLS) || refuse_cells(w);
    }
    if (!is_delimiter_row(row)) {
        w->header_cells = str_find_byte(row, '|', 0) < row.n ? count_cells(row) : 1;
        return true;
    }
    w->scan->tables = true;
    n = count_cells(row);
    if (n > MARKDOWN_MOST_COLUMNS) {
        diag_error(w->d, walls_place(w->scan, w->line, 0), "markdown.columns", "bảng có %zu cột, nhiều nhất là %d",
                   "the table has %zu columns, at most %d are allowed", n, MARKDOWN_MOST_COLUMNS);
        return false;
    }
    if (n == w->header_cells) {
        w->columns = n;
        w->cells = n;
        return true;
    }
    if (n > 1 && w->header_cells > 1)
        warn_shape(w, w->header_cells, n);
    w->row_reread += offset - w->run_start;
    return w->row_reread <= MOST_ROW_REREAD || refuse_cost(w, w->line);
}

static void end_definition(Walker *w, size_t offset)
{
    if (w->in_definition && offset - w->definition > w->longest_definition)
        w->longest_definition = offset - w->definition;
    w->in_definition = false;
}

/* Ends the lines without a blank one between them. */
static bool end_run(Walker *w, size_t offset)
{
    size_t dear = w->dear, length = offset - w->run_start;

    end_definition(w, offset);
    w->run_start = offset;
    w->brackets = w->dear = w->row_reread = w->header_cells = w->columns = w->cells = 0;
    return dear == 0 || length <= MOST_REREAD / dear || refuse_cost(w, w->line > 1 ? w->line - 1 : 1);
}

static bool follows(Str line, size_t i, const char *rest)
{
    size_t n = strlen(rest);

    return line.n - i > n && memcmp(line.s + i + 1, rest, n) == 0;
}

/* Notes what only some pages hold, so that cmark is asked to look for nothing in vain. */
static void note(Walker *w, Str line, size_t i)
{
    Scan *s = w->scan;

    switch (line.s[i]) {
    case '~': s->strikes = true; break;
    case '@':
        s->autolinks = true;
        w->dear++; /* for each address the library copies the rest of the text */
        break;
    case ':': s->autolinks = s->autolinks || follows(line, i, "//"); break;
    case 'w':
        if (follows(line, i, "ww.")) {
            s->autolinks = true;
            w->dear++;
        }
        break;
    case '!': w->dear += follows(line, i, "["); break;
    case '<': w->dear += follows(line, i, "?") || follows(line, i, "!"); break;
    case '[':
        s->footnotes = s->footnotes || follows(line, i, "^");
        s->tasks = s->tasks || follows(line, i, " ]") || follows(line, i, "x]") || follows(line, i, "X]");
        if (w->brackets <= MARKDOWN_MOST_NESTING)
            w->notes[w->brackets] = follows(line, i, "^") ? (uint32_t)w->line : 0;
        w->brackets++;
        break;
    case ']':
        w->closing++;
        if (w->brackets > 0 && --w->brackets <= MARKDOWN_MOST_NESTING && w->notes[w->brackets])
            w->note_broken |= w->notes[w->brackets] != w->line;
        break;
    }
}

/* The library takes a footnote's name that runs over a line's end for another, and drops text. */
static bool refuse_note(Walker *w)
{
    diag_error(w->d, walls_place(w->scan, w->line, 0), "markdown.broken-footnote", "tên chú thích [^…] bị ngắt sang dòng khác",
               "a footnote's name [^…] runs over the end of its line");
    diag_hint(w->d, "viết cả [^tên] trên một dòng", "write all of [^name] on one line");
    return false;
}

static bool read_marks(Walker *w, Str line, bool code)
{
    static const bool special[256] = {['~'] = true, ['@'] = true, [':'] = true, ['w'] = true, ['!'] = true,
                                      ['<'] = true, ['['] = true, [']'] = true, ['\\'] = true};

    for (size_t i = 0; i < line.n; i++) {
        if (!special[(unsigned char)line.s[i]])
            continue;
        if (line.s[i] == '\\')
            i++;
        else
            note(w, line, i);
        if (w->brackets > MARKDOWN_MOST_NESTING && !code)
            return refuse_nesting(w);
        if (w->note_broken && !code)
            return refuse_note(w);
    }
    if (code)
        w->brackets = 0, w->note_broken = false;
    return true;
}

static bool read_line(Walker *w, Str line, size_t offset)
{
    Position p;
    Str content;
    char c;
    bool code;

    if (!find_position(w, line, &p))
        return refuse_nesting(w);
    code = in_fence(w, line, &p);
    content = str_slice(line, p.content, line.n);
    if (code || content.n == 0)
        return end_run(w, offset) && read_marks(w, content, true);
    c = content.s[0];
    if ((c == '#' || line.s[skip_blanks(line, 0)] == '>') && w->columns > 0 && !end_run(w, offset))
        return false;
    if (c == '[') {
        end_definition(w, offset);
        w->in_definition = str_find(content, STR("]:")) < content.n;
        w->definition = offset;
        if (w->in_definition && follows(content, 0, "^") && w->scan->notes++ == 0)
            w->scan->note_line = w->line;
    }
    return follow_table(w, content, offset) && read_marks(w, content, false);
}

static void index_lines(Arena *scratch, Scan *s)
{
    size_t n = 1, at;
    uint32_t *lines;

    for (at = 0; (at = str_find_byte(s->text, '\n', at)) < s->text.n; at++)
        n++;
    lines = arena_alloc(scratch, n * sizeof *lines);
    lines[0] = 0;
    n = 1;
    for (at = 0; (at = str_find_byte(s->text, '\n', at)) < s->text.n; at++)
        if (at + 1 < s->text.n)
            lines[n++] = (uint32_t)(at + 1);
    s->lines = lines;
    s->line_count = n;
}

bool walls_scan(Arena *scratch, Diag *d, Place start, Str text, Scan *out)
{
    Walker w = {.d = d, .scan = out};

    *out = (Scan){.text = text, .start = start};
    if (text.n > MARKDOWN_MOST_BYTES) {
        diag_error(d, place_at(start, 0, 0), "markdown.size", "nội dung dài hơn %d MiB", "the text is longer than %d MiB",
                   MARKDOWN_MOST_BYTES >> 20);
        diag_hint(d, "chia thành nhiều trang", "part it into several pages");
        return false;
    }
    index_lines(scratch, out);
    for (w.line = 1; w.line <= out->line_count; w.line++)
        if (!read_line(&w, walls_line(out, w.line), out->lines[w.line - 1]))
            return false;
    if (!end_run(&w, text.n))
        return false;
    if (w.longest_definition > 0 && w.closing > MOST_REFERENCED / w.longest_definition)
        return refuse_cost(&w, out->line_count);
    return true;
}
