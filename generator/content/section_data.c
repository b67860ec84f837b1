#include "content/section_data.h"

typedef struct {
    const Field *fields[MARKDOWN_MOST_COLUMNS];
    size_t n;
} Columns;

Str section_text(const SectionReader *r, const Part *part) { return str_trim(str_slice(r->plain, part->from, part->to)); }

static Value text_value(const SectionReader *r, Str text, Place at)
{
    return value_at(text.n > 0 ? value_string(r->a, text) : value_null(), at);
}

/* Which row of what, for messages. */
typedef struct {
    size_t number;
    bool item; /* of a list, else of a table */
    Place at;
} Row;

static void report_in_row(SectionReader *r, Row row, const Diagnostic *one)
{
    if (row.item)
        diag_report(r->d, one->level, one->at, one->code, "%.*s (ý thứ %zu của mục «%.*s»)", "%.*s (item %zu of section «%.*s»)",
                    STR_ARG(one->message), row.number, STR_ARG(r->decl->label));
    else
        diag_report(r->d, one->level, one->at, one->code, "%.*s (dòng %zu của bảng «%.*s»)", "%.*s (row %zu of the table «%.*s»)",
                    STR_ARG(one->message), row.number, STR_ARG(r->decl->label));
    if (one->hint.n > 0)
        diag_hint(r->d, "%.*s", "%.*s", STR_ARG(one->hint));
}

static bool is_needed(const Field *f)
{
    return (f->need == NEED_REQUIRED || f->need == NEED_STATUS) && value_is_null(f->fallback);
}

/* The schema speaks of keys that lack; in a row it is an empty cell. */
static bool report_gaps(SectionReader *r, Diag *found, Value raw)
{
    const Schema *s = r->decl->columns;
    bool any = false;

    for (size_t i = 0; i < s->count; i++) {
        const Field *f = &s->fields[i];
        const ValuePair *pair = value_find(raw, f->name);
        if (!is_needed(f) || (pair && !value_is_null(pair->value)))
            continue;
        any = true;
        diag_error(found, value_place(pair ? pair->value : raw), "section.empty-cell", "«%.*s» đang để trống", "«%.*s» is empty",
                   STR_ARG(f->label));
        if (f->need == NEED_STATUS)
            diag_hint(found, "chưa rõ thì ghi «chờ xác minh»; pháp luật không đặt ra thì ghi «không quy định»",
                      "write «chờ xác minh» where it is not known yet, «không quy định» where the law has none");
        else
            diag_hint(found, "chưa rõ thì ghi «chờ xác minh»", "write «chờ xác minh» where it is not known yet");
    }
    return any;
}

/* Types one row by the section's columns; what the schema finds is reported with the row's number. */
static void add_row(SectionReader *r, const ValuePairs *cells, Row row, ValueItems *items)
{
    SchemaOptions options = {.allow_pending = r->options->pending_allowed, .empty_absent = true};
    Value raw = value_at(value_map(r->scratch, cells->items, cells->n), row.at), typed;
    Diag *found = diag_new(r->scratch, r->d->lang); /* its messages are told again, with the row */

    options.partial = report_gaps(r, found, raw);
    schema_check(r->a, found, r->decl->columns, raw, options, &typed);
    for (size_t i = 0; i < found->list.n; i++)
        report_in_row(r, row, &found->list.items[i]);
    list_push(r->scratch, items, value_at(typed, row.at));
}

static void report_column(SectionReader *r, Str name, Place at)
{
    const Schema *s = r->decl->columns;
    Str *labels = arena_array(r->scratch, Str, s->count);
    Buf list = {0};

    for (size_t i = 0; i < s->count; i++) {
        labels[i] = s->fields[i].label;
        buf_printf(&list, "%s%.*s", i ? ", " : "", STR_ARG(labels[i]));
    }
    diag_error(r->d, at, "section.column", "bảng «%.*s» không có cột «%.*s»", "the table «%.*s» has no column «%.*s»",
               STR_ARG(r->decl->label), STR_ARG(name));
    diag_nearest(r->d, name, labels, s->count);
    diag_hint(r->d, "các cột: %.*s", "its columns: %.*s", STR_ARG(buf_str(&list)));
    buf_free(&list);
}

static bool has_column(const Columns *columns, const Field *field)
{
    for (size_t i = 0; i < columns->n; i++)
        if (columns->fields[i] == field)
            return true;
    return false;
}

static bool report_missing(SectionReader *r, const Columns *columns, Place at)
{
    const Schema *s = r->decl->columns;
    bool ok = true;

    for (size_t i = 0; i < s->count; i++) {
        const Field *f = &s->fields[i];
        if (!is_needed(f) || has_column(columns, f))
            continue;
        ok = false;
        diag_error(r->d, at, "section.missing-column", "bảng «%.*s» thiếu cột «%.*s»", "the table «%.*s» lacks the column «%.*s»",
                   STR_ARG(r->decl->label), STR_ARG(f->label));
    }
    return ok;
}

/* Matches the cells of the header, from part `i` on, to the declared columns. False: they do not fit. */
static bool read_header(SectionReader *r, size_t i, Place at, Columns *columns)
{
    bool ok = true;

    for (; r->parts->items[i].type == PART_CELL && columns->n < MARKDOWN_MOST_COLUMNS; i++) {
        const Part *cell = &r->parts->items[i];
        Str name = section_text(r, cell);
        const Field *field = schema_field(r->decl->columns, name);

        if (!field) {
            report_column(r, name, cell->at);
            ok = false;
        } else if (has_column(columns, field)) {
            diag_error(r->d, cell->at, "section.column-twice", "bảng «%.*s» có hai cột «%.*s»",
                       "the table «%.*s» has two columns «%.*s»", STR_ARG(r->decl->label), STR_ARG(field->label));
            ok = false;
        }
        columns->fields[columns->n++] = field;
    }
    return ok && report_missing(r, columns, at);
}

/* The first part from `i` on that is not a cell. */
static size_t skip_cells(const SectionReader *r, size_t i)
{
    while (r->parts->items[i].type == PART_CELL)
        i++;
    return i;
}

static void read_row(SectionReader *r, size_t i, const Columns *columns, size_t row, ValueItems *items)
{
    const Part *line = &r->parts->items[i];
    ValuePairs pairs = {0};

    for (size_t k = 0; k < columns->n && line[1 + k].type == PART_CELL; k++)
        value_pair(r->scratch, &pairs, columns->fields[k]->name, text_value(r, section_text(r, &line[1 + k]), line[1 + k].at));
    add_row(r, &pairs, (Row){row, false, line->at}, items);
}

/* A table of a section that wants a list. */
static void report_table(SectionReader *r, Place at)
{
    diag_error(r->d, at, "section.list-wanted", "mục «%.*s» cần một danh sách, không phải bảng",
               "section «%.*s» takes a list, not a table", STR_ARG(r->decl->label));
    diag_hint(r->d, "viết mỗi ý một dòng, bắt đầu bằng dấu - và một dấu cách",
              "write one line for each, beginning with - and a blank");
}

static size_t add_table(SectionReader *r, size_t i, ValueItems *items)
{
    Columns columns = {0};
    Place at = r->parts->items[i].at;
    bool typed = r->decl->shape == SHAPE_TABLE && r->decl->columns;

    if (!typed)
        report_table(r, at);
    i++;
    typed = typed && read_header(r, i + 1, at, &columns);
    i = skip_cells(r, i + 1);
    for (size_t row = 1; r->parts->items[i].type == PART_ROW; row++) {
        if (typed)
            read_row(r, i, &columns, row, items);
        i = skip_cells(r, i + 1);
    }
    return i;
}

static void report_cells(SectionReader *r, Place at, size_t row)
{
    Buf list = {0};

    for (size_t i = 0; i < r->decl->columns->count; i++)
        buf_printf(&list, "%s%.*s", i ? "; " : "", STR_ARG(r->decl->columns->fields[i].label));
    diag_error(r->d, at, "section.surplus", "ý thứ %zu của mục «%.*s» có nhiều hơn %zu phần ngăn bởi dấu ;",
               "item %zu of section «%.*s» has more than %zu parts between ;", row, STR_ARG(r->decl->label),
               r->decl->columns->count);
    diag_hint(r->d, "thứ tự các phần: %.*s", "the parts in their order: %.*s", STR_ARG(buf_str(&list)));
    buf_free(&list);
}

/* An item whose cells are separated by ';', in the columns' order. */
static void add_cells(SectionReader *r, const Part *part, ValueItems *items)
{
    const Schema *s = r->decl->columns;
    Str rest = section_text(r, part), cell;
    ValuePairs pairs = {0};

    for (size_t i = 0; str_cut(&rest, ';', &cell); i++) {
        if (i == s->count) {
            report_cells(r, part->at, items->n + 1);
            return;
        }
        value_pair(r->scratch, &pairs, s->fields[i].name, text_value(r, str_trim(cell), part->at));
    }
    add_row(r, &pairs, (Row){items->n + 1, true, part->at}, items);
}

size_t section_add(SectionReader *r, size_t i, ValueItems *items)
{
    const Part *part = &r->parts->items[i];

    if (part->type == PART_TABLE)
        return add_table(r, i, items);
    if (r->decl->shape == SHAPE_TABLE && r->decl->columns)
        add_cells(r, part, items);
    else if (part->to > part->from)
        list_push(r->scratch, items, text_value(r, section_text(r, part), part->at));
    return i + 1;
}
