#include "commands/import_merge.h"

#include "base/utf8.h"
#include "value/schema.h"

static Place row_place(const ImportMerge *m, const ImportRow *row) { return place_at(m->source, row->line, 0); }

/* Two rows for one file: the first has it. */
static bool claim_path(ImportMerge *m, ImportRow *row)
{
    const ImportRow *first = map_claim(m->a, &m->paths, row->path, row);

    if (!first)
        return true;
    diag_error(m->d, row_place(m, row), "import.twice", "dòng này và dòng %zu cùng thành tệp «%.*s.md»; chỉ dòng %zu được nhập",
               "this line and line %zu give the same file «%.*s.md»; only line %zu was imported", first->line, STR_ARG(row->path), first->line);
    return false;
}

static void add_columns(ImportMerge *m, const ImportRow *row)
{
    for (size_t i = 0; i < value_count(row->columns); i++) {
        const ValuePair *pair = &row->columns.as.map->pairs[i];
        const Value *first = map_claim(m->a, &m->folders, pair->key, (void *)(uintptr_t)&pair->value);
        if (!first)
            list_push(m->a, &m->columns, *pair);
        else if (value_cmp(*first, pair->value) != 0)
            diag_error(m->d, row_place(m, row), "import.column", "thư mục «%.*s» đã được một dòng khác khai với tên khác",
                       "the folder «%.*s» was declared with another title by another line", STR_ARG(pair->key));
    }
}

static ImportRecords *records_of(ImportMerge *m, Str kind)
{
    for (size_t i = 0; i < m->records.n; i++)
        if (str_eq(m->records.items[i].kind, kind))
            return &m->records.items[i];
    list_push(m->a, &m->records, (ImportRecords){.kind = kind});
    return &m->records.items[m->records.n - 1];
}

/* The place of a column; IMPORT_MOST_HEADER where there is no room. */
static size_t header_place(ImportMerge *m, ImportRecords *list, Str name)
{
    size_t i = 0;

    while (i < list->header.n && !str_eq(list->header.items[i], name))
        i++;
    if (i == list->header.n && i < IMPORT_MOST_HEADER)
        list_push(m->a, &list->header, name);
    return i;
}

static void add_record(ImportMerge *m, ImportRecords *list, Value record)
{
    Str name = value_str(value_item(value_item(record, 0), 1));
    Value *row = map_find(&list->by_name, utf8_fold(m->a, name));
    bool first = !row;

    if (!name.n)
        return;
    if (first) {
        row = arena_array(m->a, Value, IMPORT_MOST_HEADER);
        map_put(m->a, &list->by_name, utf8_fold(m->a, name), row);
        list_push(m->a, &list->rows, row);
    }
    for (size_t i = 0; i < value_count(record); i++) {
        Value key = value_item(value_item(record, i), 0), value = value_item(value_item(record, i), 1);
        size_t at = header_place(m, list, value_str(key));
        if (at < IMPORT_MOST_HEADER && (first || (i && value_cmp(row[at], value) != 0)))
            row[at] = first ? value : value_null();
    }
}

static void add_records(ImportMerge *m, const ImportRow *row)
{
    for (size_t i = 0; i < value_count(row->records); i++) {
        const ValuePair *pair = &row->records.as.map->pairs[i];
        ImportRecords *list = records_of(m, pair->key);
        for (size_t k = 0; k < value_count(pair->value); k++)
            add_record(m, list, value_item(pair->value, k));
    }
}

static ImportTally *tally(ImportMerge *m, Str name)
{
    Str fold = utf8_fold(m->a, name);

    for (size_t i = 0; i < m->tallies.n; i++)
        if (str_eq(m->tallies.items[i].fold, fold))
            return &m->tallies.items[i];
    list_push(m->a, &m->tallies, (ImportTally){.name = name, .fold = fold});
    return &m->tallies.items[m->tallies.n - 1];
}

static size_t doubts_of(ImportMerge *m, const ImportRow *row, Str fold)
{
    size_t n = 0;

    for (size_t i = 0; i < value_count(row->doubts); i++)
        n += str_eq(utf8_fold(m->a, value_get_str(value_item(row->doubts, i), STR("field"))), fold);
    return n;
}

static bool is_unknown(ImportMerge *m, const ImportRow *row, Str fold, Value value)
{
    for (size_t i = 0; i < value_count(row->unknown); i++)
        if (str_eq(utf8_fold(m->a, value_str(value_item(row->unknown, i))), fold))
            return true;
    return schema_says_pending(value_str(value));
}

/* `value` of one file counts for its field. What is empty and in no doubt is not there. */
static void count_value(ImportMerge *m, const ImportRow *row, Str name, Value value)
{
    ImportTally *t = tally(m, name);
    size_t doubts = value_count(row->doubts) ? doubts_of(m, row, t->fold) : 0;

    if (value_is(value, VALUE_LIST) && value_count(value) == 1)
        value = value_item(value, 0);
    if (!value_truth(value) && !value_is(value, VALUE_BOOL))
        t->unknown += doubts > 0;
    else if (is_unknown(m, row, t->fold, value))
        t->unknown++;
    else if (doubts)
        t->left++;
    else
        t->known++;
    t->doubts += doubts;
}

/* A doubt about something that the file does not have. */
static void count_absent(ImportMerge *m, const ImportRow *row)
{
    for (size_t i = 0; i < value_count(row->doubts); i++) {
        Str field = value_get_str(value_item(row->doubts, i), STR("field")), fold = utf8_fold(m->a, field);
        bool there = false;
        for (size_t k = 0; k < value_count(row->fields) && !there; k++)
            there = str_eq(utf8_fold(m->a, value_str(value_item(value_item(row->fields, k), 0))), fold);
        for (size_t k = 0; k < value_count(row->sections) && !there; k++)
            there = str_eq(utf8_fold(m->a, value_get_str(value_item(row->sections, k), STR("heading"))), fold);
        if (!there) {
            tally(m, field)->unknown++;
            tally(m, field)->doubts++;
        }
    }
}

static void count_row(ImportMerge *m, const ImportRow *row)
{
    for (size_t i = 0; i < value_count(row->fields); i++)
        count_value(m, row, value_str(value_item(value_item(row->fields, i), 0)), value_item(value_item(row->fields, i), 1));
    for (size_t i = 0; i < value_count(row->sections); i++)
        count_value(m, row, value_get_str(value_item(row->sections, i), STR("heading")), value_get_lit(value_item(row->sections, i), "body"));
    count_absent(m, row);
    m->doubts += value_count(row->doubts);
    m->doubtful += value_count(row->doubts) > 0;
}

static void count_answers(ImportMerge *m, const ImportRow *row)
{
    for (size_t i = 0; i < m->lists->n; i++) {
        ImportList *list = &m->lists->items[i];
        Value answer = value_get(row->answers, list->name);
        bool skipped = str_eq(row->skipped, list->name);
        list->chooses |= skipped || !value_is_null(answer);
        list->skipped += skipped;
        if (!value_is_null(answer))
            list->answered[answer.as.integer - 1] = true;
    }
}

/* False: the row gives no file. */
static bool take_row(ImportMerge *m, ImportRow *row)
{
    if (!row)
        m->failed++;
    else if (row->skipped.n)
        m->skipped++;
    else if (claim_path(m, row))
        return true;
    else
        m->failed++;
    return false;
}

void import_merge(ImportMerge *m)
{
    for (size_t i = 0; i < m->count; i++) {
        ImportRow *row = m->rows[i];
        if (row)
            count_answers(m, row);
        if (!take_row(m, row)) {
            m->rows[i] = NULL;
            continue;
        }
        add_columns(m, row);
        add_records(m, row);
        count_row(m, row);
    }
}
