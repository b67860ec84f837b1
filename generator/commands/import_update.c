#include "commands/import_update.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "content/write.h"

/* A field or a section: its lines, the first of which names it. What stands before the first one has no name. */
typedef struct {
    Str key;   /* folded */
    Str label;
    Str text;
    Str value; /* without the name */
} Unit;

typedef LIST(Unit) Units;

typedef struct {
    Units fields, sections;
} Page;

typedef struct {
    Arena *a;
    Update *out;
    const Units *base, *ours, *theirs;
    Units merged, next; /* the page's, the next base's */
} Merge;

/* ---- A text as units ---- */

static bool is_fence(Str line)
{
    line = str_trim(line);
    return str_starts(line, STR("```")) || str_starts(line, STR("~~~"));
}

/* The name that a line of the front matter begins with; empty where it goes on with the one before. A comment stands for itself. */
static Str field_label(Str line)
{
    size_t colon = str_find_byte(line, ':', 0);
    Str label = str_trim(str_slice(line, 0, colon));

    if (str_starts(line, STR("#")))
        return line;
    if (colon == line.n || strchr(" \t-", line.s[0]))
        return STR("");
    return label.n > 1 && label.s[0] == '"' && label.s[label.n - 1] == '"' ? str_slice(label, 1, label.n - 1) : label;
}

static Str section_label(Str line) { return str_starts(line, STR("## ")) ? str_trim(str_slice(line, 3, line.n)) : STR(""); }

static void add_unit(Arena *a, Units *units, Str label, Str text, size_t name_bytes)
{
    list_push(a, units, (Unit){utf8_fold(a, label), label, text, str_trim(str_slice(text, name_bytes, text.n))});
}

static Units units_of(Arena *a, Str text, bool front)
{
    Units units = {0};
    Str rest = text, line, label = STR("");
    size_t from = 0, name = 0;
    bool fenced = false;

    for (size_t at = 0; str_line(&rest, &line); at = text.n - rest.n) {
        Str next = front ? field_label(line) : fenced ? STR("") : section_label(line);
        fenced ^= !front && is_fence(line);
        if (!next.n)
            continue;
        if (at > from)
            add_unit(a, &units, label, str_slice(text, from, at), name);
        from = at, label = next, name = front ? str_find_byte(line, ':', 0) + 1 : line.n;
    }
    if (text.n > from)
        add_unit(a, &units, label, str_slice(text, from, text.n), name);
    return units;
}

static Page page_of(Arena *a, Str text)
{
    Str rest = text, line;
    size_t front = 0;

    if (!str_line(&rest, &line) || !str_is(str_trim(line), "---"))
        return (Page){.sections = units_of(a, text, false)};
    front = text.n - rest.n;
    while (str_line(&rest, &line))
        if (str_is(str_trim(line), "---")) {
            Str fields = str_slice(text, front, (size_t)(line.s - text.s));
            return (Page){units_of(a, fields, true), units_of(a, rest, false)};
        }
    return (Page){.fields = units_of(a, str_slice(text, front, text.n), true)};
}

static Str text_of(Arena *a, const Units *fields, const Units *sections)
{
    Buf b = {0};
    Str text;

    buf_puts(&b, "---\n");
    for (size_t i = 0; i < fields->n; i++)
        buf_add(&b, fields->items[i].text);
    buf_puts(&b, "---\n");
    for (size_t i = 0; i < sections->n; i++) {
        if (i && !str_ends(buf_str(&b), STR("\n\n")))
            buf_puts(&b, str_ends(buf_str(&b), STR("\n")) ? "\n" : "\n\n");
        buf_add(&b, sections->items[i].text);
    }
    while (b.n >= 2 && b.s[b.n - 1] == '\n' && b.s[b.n - 2] == '\n')
        b.n--;
    if (b.n && b.s[b.n - 1] != '\n')
        buf_byte(&b, '\n');
    text = buf_keep(&b, a);
    buf_free(&b);
    return text;
}

/* ---- Three of them ---- */

static const Unit *find_unit(const Units *units, Str key)
{
    for (size_t i = 0; i < units->n; i++)
        if (str_eq(units->items[i].key, key))
            return &units->items[i];
    return NULL;
}

/* The next byte that counts: no white space, of a run of '-' the first. */
static int next_byte(Str s, size_t *at)
{
    while (*at < s.n && (strchr(" \t\r\n", s.s[*at]) || (s.s[*at] == '-' && *at + 1 < s.n && s.s[*at + 1] == '-')))
        ++*at;
    return *at < s.n ? (unsigned char)s.s[(*at)++] : -1;
}

/* Both are missing, or say the same: an editor's program may have set a table anew. */
static bool same(const Unit *x, const Unit *y)
{
    size_t i = 0, k = 0;
    int c;

    if (!x || !y)
        return x == y;
    while ((c = next_byte(x->value, &i)) == next_byte(y->value, &k))
        if (c < 0)
            return true;
    return false;
}

static Str value_of(const Unit *unit) { return unit ? unit->value : STR(""); }

typedef enum { TAKE_OURS, TAKE_THEIRS, TAKE_NEITHER /* a conflict: ours stands */ } Take;

static Take decide(const Unit *base, const Unit *ours, const Unit *theirs)
{
    if (same(ours, theirs) || same(base, theirs))
        return TAKE_OURS;
    return same(base, ours) ? TAKE_THEIRS : TAKE_NEITHER;
}

/* What of these three goes into the page; NULL: nothing. */
static const Unit *merge_unit(Merge *m, const Unit *base, const Unit *ours, const Unit *theirs)
{
    const Unit *any = ours ? ours : theirs;
    Take take = decide(base, ours, theirs);

    if (take == TAKE_THEIRS)
        list_push(m->a, &m->out->changed, any->label);
    if (take == TAKE_NEITHER)
        list_push(m->a, &m->out->conflicts, (UpdateConflict){any->label, value_of(ours), value_of(theirs)});
    return take == TAKE_THEIRS ? theirs : ours;
}

/* Where a unit that is new goes: behind the one that stands before it in the source; the end where none does. */
static size_t place_of(const Merge *m, size_t at)
{
    while (at-- > 0)
        for (size_t i = 0; i < m->merged.n; i++)
            if (str_eq(m->merged.items[i].key, m->theirs->items[at].key))
                return i + 1;
    return m->merged.n;
}

static void insert(Merge *m, size_t at, const Unit *unit)
{
    list_push(m->a, &m->merged, *unit);
    for (size_t i = m->merged.n - 1; i > at; i--)
        m->merged.items[i] = m->merged.items[i - 1];
    m->merged.items[at] = *unit;
}

static void merge_page(Merge *m)
{
    for (size_t i = 0; i < m->ours->n; i++) {
        const Unit *ours = &m->ours->items[i];
        const Unit *page = merge_unit(m, find_unit(m->base, ours->key), ours, find_unit(m->theirs, ours->key));
        if (page)
            list_push(m->a, &m->merged, *page);
    }
    for (size_t i = 0; i < m->theirs->n; i++) {
        const Unit *theirs = &m->theirs->items[i], *page = NULL;
        if (!find_unit(m->ours, theirs->key))
            page = merge_unit(m, find_unit(m->base, theirs->key), NULL, theirs);
        if (page)
            insert(m, place_of(m, i), page);
    }
}

/* The next base is the import; what is in conflict stays as it was there, so that it is one as long as nobody decides. */
static void merge_base(Merge *m)
{
    for (size_t i = 0; i < m->theirs->n; i++) {
        const Unit *theirs = &m->theirs->items[i], *base = find_unit(m->base, theirs->key);
        bool conflict = decide(base, find_unit(m->ours, theirs->key), theirs) == TAKE_NEITHER;
        if (!conflict || base)
            list_push(m->a, &m->next, conflict ? *base : *theirs);
    }
    for (size_t i = 0; i < m->base->n; i++) {
        const Unit *base = &m->base->items[i];
        if (!find_unit(m->theirs, base->key) && decide(base, find_unit(m->ours, base->key), NULL) == TAKE_NEITHER)
            list_push(m->a, &m->next, *base);
    }
}

static void merge_units(Merge *m)
{
    merge_page(m);
    merge_base(m);
}

void import_update(Arena *a, Str base, Str ours, Str theirs, Update *out)
{
    Page b = page_of(a, base), o = page_of(a, ours), t = page_of(a, theirs);
    Merge fields = {.a = a, .out = out, .base = &b.fields, .ours = &o.fields, .theirs = &t.fields};
    Merge sections = {.a = a, .out = out, .base = &b.sections, .ours = &o.sections, .theirs = &t.sections};

    *out = (Update){0};
    merge_units(&fields);
    merge_units(&sections);
    out->text = out->changed.n ? text_of(a, &fields.merged, &sections.merged) : ours;
    out->base = text_of(a, &fields.next, &sections.next);
}

/* ---- A row of history ---- */

/* The cell for a column of the table that is there. */
static Str cell_for(Arena *a, Str header, Value columns, Value cells)
{
    for (size_t i = 0; i < value_count(columns); i++)
        if (str_eq(utf8_fold(a, value_str(value_item(columns, i))), utf8_fold(a, str_trim(header))))
            return value_str(value_item(cells, i));
    return STR("");
}

/* "| 21/11/2026 | … |" below a line of headers; false: it is none. */
static bool put_row_below(Arena *a, Buf *out, Str header_line, Value columns, Value cells)
{
    Str rest = str_trim(header_line), header;
    size_t found = 0;

    if (rest.n < 2 || rest.s[0] != '|')
        return false;
    rest = str_slice(rest, 1, rest.n - (rest.s[rest.n - 1] == '|'));
    while (str_cut(&rest, '|', &header)) {
        Str cell = cell_for(a, header, columns, cells);
        buf_puts(out, cell.n ? "| " : "|");
        write_markdown(out, cell);
        buf_byte(out, ' ');
        found += cell.n > 0;
    }
    buf_puts(out, "|\n");
    return found > 0;
}

/* The last line of the only table of a section, and its first. */
static bool find_table(Str text, Str *header, size_t *end)
{
    Str rest = text, line;

    *header = STR("");
    while (str_line(&rest, &line))
        if (str_starts(str_trim(line), STR("|"))) {
            if (!header->n)
                *header = line;
            *end = text.n - rest.n;
        }
    return header->n > 0;
}

static Value new_section(Arena *a, Str heading, Value columns, Value cells)
{
    ValuePairs table = {0}, section = {0};
    Value block;

    value_pair(a, &table, STR("columns"), columns);
    value_pair(a, &table, STR("rows"), value_list(a, &cells, 1));
    block = value_map(a, table.items, table.n);
    value_pair(a, &section, STR("heading"), value_string(a, heading));
    value_pair(a, &section, STR("body"), value_list(a, &block, 1));
    block = value_map(a, section.items, section.n);
    return value_list(a, &block, 1);
}

bool import_update_row(Arena *a, Str text, Str heading, Value columns, Value cells, Str *out)
{
    Page page = page_of(a, text);
    const Unit *there = find_unit(&page.sections, utf8_fold(a, heading));
    Buf b = {0};
    Str header;
    size_t end = 0;
    bool ok = true;

    buf_add(&b, text);
    if (!there) {
        buf_puts(&b, str_ends(text, STR("\n")) ? "\n" : "\n\n");
        write_sections(&b, new_section(a, heading, columns, cells));
    } else if (find_table(there->text, &header, &end)) {
        b.n = (size_t)(there->text.s - text.s) + end;
        buf_puts(&b, str_ends(buf_str(&b), STR("\n")) ? "" : "\n");
        ok = put_row_below(a, &b, header, columns, cells);
        buf_add(&b, str_slice(text, (size_t)(there->text.s - text.s) + end, text.n));
    } else {
        ok = false;
    }
    *out = ok ? buf_keep(&b, a) : text;
    buf_free(&b);
    return ok;
}
