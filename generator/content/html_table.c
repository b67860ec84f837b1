#include "content/html_table.h"

static bool is_delimiter_row(Str line)
{
    size_t i = 0;

    while (i < line.n && strchr(" \t>|:-", line.s[i]))
        i++;
    return i == line.n && str_find_byte(line, '-', 0) < line.n;
}

/* The header of a table that follows lines of text right above it begins later than the library says. */
static size_t header_line(const Scan *scan, size_t first, size_t last)
{
    for (size_t i = first; i < last; i++)
        if (is_delimiter_row(walls_line(scan, i + 1)))
            return i;
    return first;
}

void table_open(HtmlOut *o, HtmlTable *t, size_t first_line, size_t last_line)
{
    const HeadingDraft *h = o->headings.n > 0 ? &o->headings.items[o->headings.n - 1] : NULL;

    t->line = header_line(o->scan, first_line, last_line);
    if (t->top)
        out_part(o, PART_TABLE, o->plain.n, walls_place(o->scan, t->line, 0));
    out_line(o);
    buf_printf(&o->html, "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s %zu",
               out_word(o, "Bảng", "Table"), ++o->tables);
    if (h && h->text.to > h->text.from) {
        out_tag(o, ": ");
        buf_html(&o->html, str_trim(str_slice(buf_str(&o->plain), h->text.from, h->text.to)));
    }
    out_tag(o, "\">\n<table>\n");
}

void table_close(HtmlOut *o, HtmlTable *t) { out_tag(o, t->body ? "</tbody>\n</table>\n</div>\n" : "</table>\n</div>\n"); }

static void report_surplus(HtmlOut *o, const HtmlTable *t, size_t cells, size_t byte)
{
    diag_error(o->d, walls_place(o->scan, t->line, byte), "markdown.surplus-cells",
               "dòng %zu của bảng có %zu ô, nhưng bảng chỉ có %zu cột",
               "row %zu of the table has %zu cells, the table %zu columns", t->row, cells, t->columns);
    diag_hint(o->d, "bỏ dấu | thừa; dấu | là chữ trong ô thì viết \\|",
              "drop the surplus |; where | is text in a cell, write \\|");
}

/* Empty cells past the last column lose nothing. */
static void check_cells(HtmlOut *o, const HtmlTable *t)
{
    Str line = walls_line(o->scan, t->line);
    size_t at = 0, cells = 0, first = 0;
    Cell cell;

    while (walls_cell(line, &at, &cell)) {
        cells++;
        if (cells > t->columns && cell.to > cell.from && first == 0)
            first = cell.from + 1;
    }
    if (first > 0)
        report_surplus(o, t, cells, first);
}

static void begin_row(HtmlOut *o, HtmlTable *t)
{
    t->column = 0;
    if (t->top)
        out_part(o, PART_ROW, o->plain.n, walls_place(o->scan, t->line, 0));
}

void table_header(HtmlOut *o, HtmlTable *t)
{
    out_tag(o, "<thead>\n<tr>\n");
    begin_row(o, t);
}

void table_row(HtmlOut *o, HtmlTable *t, size_t line)
{
    t->row++;
    t->line = line;
    check_cells(o, t);
    out_tag(o, t->body ? "<tr>\n" : "<tbody>\n<tr>\n");
    t->body = true;
    begin_row(o, t);
}

void table_row_end(HtmlOut *o, HtmlTable *t) { out_tag(o, t->row == 0 ? "</tr>\n</thead>\n" : "</tr>\n"); }

static Place cell_place(HtmlOut *o, const HtmlTable *t)
{
    Str line = walls_line(o->scan, t->line);
    size_t at = 0;
    Cell cell;

    for (size_t i = 0; i <= t->column; i++)
        if (!walls_cell(line, &at, &cell))
            return walls_place(o->scan, t->line, 0);
    return walls_place(o->scan, t->line, cell.from + 1);
}

/* An empty cell of the header heads nothing: it is a plain one. */
static bool is_heading(const HtmlTable *t, bool empty) { return t->row == 0 && !empty; }

void table_cell(HtmlOut *o, HtmlTable *t, bool empty)
{
    uint8_t side = t->column < t->columns ? t->aligned[t->column] : 0;

    if (t->top && o->want_parts)
        out_part(o, PART_CELL, o->plain.n, cell_place(o, t));
    out_tag(o, is_heading(t, empty) ? "<th scope=\"col\"" : "<td");
    if (side)
        out_tag(o, side == 'l' ? " class=\"left\"" : side == 'r' ? " class=\"right\"" : " class=\"center\"");
    out_tag(o, ">");
    t->html = o->html.n;
    t->plain = o->plain.n;
}

void table_cell_end(HtmlOut *o, HtmlTable *t, bool empty)
{
    out_pending(o, t->html, t->plain);
    if (t->top)
        out_part_end(o, PART_CELL);
    out_tag(o, is_heading(t, empty) ? "</th>\n" : "</td>\n");
    out_plain_line(o);
    t->column++;
}
