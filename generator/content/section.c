#include "content/section_data.h"

#include "base/utf8.h"

/* A status is short; longer text is not even tried. */
enum { STATUS_MOST = 60 };

typedef LIST(Section) Sections;

static bool is_number_byte(char c) { return (c >= '0' && c <= '9') || c == '.' || c == ')' || c == 'I' || c == 'V' || c == 'X'; }

/* "2.1) Trình tự thực hiện:" as pasted from a decision is "Trình tự thực hiện". */
static Str bare_heading(Str text)
{
    size_t i = 0;

    while (i < text.n && is_number_byte(text.s[i]))
        i++;
    if (i > 0 && i < text.n && text.s[i] == ' ' && (text.s[i - 1] == '.' || text.s[i - 1] == ')'))
        text = str_trim(str_slice(text, i, text.n));
    while (text.n > 0 && (text.s[text.n - 1] == ':' || text.s[text.n - 1] == '.'))
        text = str_trim(str_slice(text, 0, text.n - 1));
    return text;
}

static const SectionDecl *find_declared(const SectionReader *r, const Part *part)
{
    Str text = section_text(r, part);
    const SectionDecl *decl;

    if (part->type != PART_HEADING)
        return NULL;
    decl = kind_section(r->options->kind, text);
    return decl ? decl : kind_section(r->options->kind, bare_heading(text));
}

/* The part where the section that part `from` heads has ended. */
static size_t find_end(const Parts *parts, size_t from)
{
    size_t i = from + 1;

    while (parts->items[i].type != PART_END
           && (parts->items[i].type != PART_HEADING || parts->items[i].level > parts->items[from].level))
        i++;
    return i;
}

/* The HTML of a section with its own holes; links and arguments are shared with the page. */
static Doc cut(Arena *a, const Doc *doc, size_t from, size_t to)
{
    size_t first = 0, n = 0;
    Hole *holes;

    while (first < doc->hole_count && doc->holes[first].offset < from)
        first++;
    while (first + n < doc->hole_count && doc->holes[first + n].offset < to)
        n++;
    holes = arena_array(a, Hole, n);
    for (size_t i = 0; i < n; i++) {
        holes[i] = doc->holes[first + i];
        holes[i].offset -= from;
    }
    return (Doc){.html = str_slice(doc->html, from, to), .holes = holes, .hole_count = n};
}

/* Where the section's body ends in the page's HTML. */
static size_t end_in(const Doc *doc, const Section *section)
{
    return (size_t)(section->body.html.s - doc->html.s) + section->body.html.n;
}

/* Adds bytes `from` to `to` of the page to `rest`, whose `html` and `holes` have room for them. */
static void add_rest(Arena *a, const Doc *doc, size_t from, size_t to, char *html, Hole *holes, Doc *rest)
{
    Doc part = cut(a, doc, from, to);

    for (size_t i = 0; i < part.hole_count; i++) {
        holes[rest->hole_count] = part.holes[i];
        holes[rest->hole_count++].offset += rest->html.n;
    }
    if (part.html.n)
        memcpy(html + rest->html.n, part.html.s, part.html.n);
    rest->html.n += part.html.n;
}

/* What no section of `doc` holds; NULL: nothing. `from[i]` is where the heading of section i begins. */
static const Doc *rest_of(Arena *a, const Doc *doc, const size_t *from)
{
    size_t at = 0, size = doc->html.n;
    Doc *rest;
    Hole *holes;
    char *html;

    for (size_t i = 0; i < doc->section_count; i++)
        size -= end_in(doc, &doc->sections[i]) - from[i];
    if (size == 0)
        return NULL;
    rest = arena_array(a, Doc, 1);
    holes = arena_array(a, Hole, doc->hole_count);
    html = arena_alloc(a, size);
    *rest = (Doc){.html = {html, 0}, .holes = holes};
    for (size_t i = 0; i < doc->section_count; at = end_in(doc, &doc->sections[i++]))
        add_rest(a, doc, at, from[i], html, holes, rest);
    add_rest(a, doc, at, doc->html.n, html, holes, rest);
    return rest;
}

static void report_empty(SectionReader *r, Place at)
{
    diag_error(r->d, at, "section.empty", "mục «%.*s» chưa có nội dung", "section «%.*s» is empty", STR_ARG(r->decl->label));
    diag_hint(r->d, "viết nội dung dưới tiêu đề, hoặc viết: chờ xác minh", "write its text, or write: chờ xác minh");
}

/* The status that a lone paragraph is, or null. */
static Value read_status(SectionReader *r, const Part *paragraph)
{
    Field field = {.name = r->decl->name, .label = r->decl->label, .need = r->decl->need};
    SchemaOptions options = {.allow_pending = r->options->pending_allowed};
    Str text = section_text(r, paragraph);
    Value out;

    if (text.n > STATUS_MOST
        || !schema_check_field(r->a, r->d, &field, value_at(value_string(r->scratch, text), paragraph->at), options, &out))
        return value_null();
    return value_is(out, VALUE_STATUS) ? value_at(out, paragraph->at) : value_null();
}

/* Prose where a list or a table belongs. */
static void report_prose(SectionReader *r, Place at)
{
    bool table = r->decl->shape == SHAPE_TABLE;
    const char *vi = table ? "bảng" : "danh sách", *en = table ? "table" : "list";

    diag_report(r->d, r->decl->free ? LEVEL_WARNING : LEVEL_ERROR, at, "section.prose", "mục «%.*s» chưa có %s, mới chỉ có chữ",
                "section «%.*s» has text but no %s", STR_ARG(r->decl->label), r->d->lang == LANG_EN ? en : vi);
    if (table)
        diag_hint(r->d, "viết thành bảng, dưới dòng tên cột có dòng |---|---|; hoặc danh sách: mỗi dòng một dấu -, các phần ngăn bởi dấu ;",
                  "write a table, with a line |---|---| below its head, or a list whose lines begin with - and whose parts stand between ;");
    else
        diag_hint(r->d, "viết mỗi ý một dòng, bắt đầu bằng dấu - và một dấu cách",
                  "write one line for each, beginning with - and a blank");
}

static Value make_group(SectionReader *r, const Part *heading, const ValueItems *items)
{
    ValuePairs pairs = {0};
    Value title = heading ? value_at(value_string(r->a, section_text(r, heading)), heading->at) : value_null();

    value_pair(r->scratch, &pairs, STR("title"), title);
    value_pair(r->scratch, &pairs, STR("items"), value_list(r->a, items->items, items->n));
    return value_at(value_map(r->a, pairs.items, pairs.n), heading ? heading->at : value_place(items->items[0]));
}

/* A sub-heading over prose alone: remarks, unless its list was forgotten. */
static void check_remark(SectionReader *r, const Part *heading)
{
    Str text = section_text(r, heading);

    if (str_is(utf8_fold(r->scratch, bare_heading(text)), "luu-y"))
        return;
    diag_warn(r->d, heading->at, "section.group", "nhóm «%.*s» không có danh sách hay bảng nào",
              "group «%.*s» holds no list or table", STR_ARG(text));
    diag_hint(r->d, "viết mỗi ý một dòng, bắt đầu bằng dấu -; nếu là lời dặn thì đặt tiêu đề là Lưu ý",
              "begin each line with -; remarks go under the heading Lưu ý");
}

/* Adds the items below one (sub-)heading; the part where they end is returned. */
static size_t read_items(SectionReader *r, size_t i, size_t end, bool to_heading, ValueItems *items)
{
    while (i < end && (!to_heading || r->parts->items[i].type != PART_HEADING)) {
        PartType type = r->parts->items[i].type;
        i = type == PART_ITEM || type == PART_TABLE ? section_add(r, i, items) : i + 1;
    }
    return i;
}

/* Where something was to be read, whether or not it could be. */
static bool has_data(const SectionReader *r, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (r->parts->items[i].type == PART_ITEM || r->parts->items[i].type == PART_TABLE)
            return true;
    return false;
}

static Value read_groups(SectionReader *r, size_t from, size_t end)
{
    const Part *heading = NULL;
    ValueItems groups = {0};

    for (size_t i = from; i < end;) {
        ValueItems items = {0};
        size_t next;

        if (r->parts->items[i].type == PART_HEADING)
            heading = &r->parts->items[i++];
        next = read_items(r, i, end, true, &items);
        if (items.n > 0)
            list_push(r->scratch, &groups, make_group(r, heading, &items));
        else if (heading && !has_data(r, i, next))
            check_remark(r, heading);
        i = next;
    }
    return value_list(r->a, groups.items, groups.n);
}

/* The one paragraph that a section consists of, or NULL. */
static const Part *lone_paragraph(const SectionReader *r, size_t from, size_t end)
{
    return end == from + 1 && r->parts->items[from].type == PART_PARAGRAPH ? &r->parts->items[from] : NULL;
}

static Value read_value(SectionReader *r, Place at, const Section *section, size_t from, size_t end)
{
    const Part *paragraph = lone_paragraph(r, from, end);
    size_t errors = r->d->errors;
    Value status = paragraph ? read_status(r, paragraph) : value_null();
    ValueItems items = {0};

    if (from == end && section->body.html.n == 0) {
        report_empty(r, at);
        return value_null();
    }
    if (!value_is_null(status) || r->decl->shape == SHAPE_MARKDOWN || r->d->errors > errors)
        return status;
    if (!has_data(r, from, end)) {
        report_prose(r, at);
        return value_null();
    }
    if (r->decl->groups)
        return value_at(read_groups(r, from, end), at);
    read_items(r, from, end, false, &items);
    return value_at(value_list(r->a, items.items, items.n), at);
}

/* A section stands once in a page. */
static void report_twice(SectionReader *r, Place first, Place again)
{
    diag_error(r->d, again, "section.twice", "mục «%.*s» đã có ở dòng %u", "section «%.*s» is already in line %u",
               STR_ARG(r->decl->label), (unsigned)first.line);
    diag_hint(r->d, "gộp hai mục làm một, hoặc đổi tên tiêu đề ở dòng %u hay dòng %u",
              "join the two, or rename the heading at line %u or %u", (unsigned)first.line, (unsigned)again.line);
}

static const Section *find_section(const Sections *sections, const SectionDecl *decl)
{
    for (size_t i = 0; i < sections->n; i++)
        if (sections->items[i].decl == decl)
            return &sections->items[i];
    return NULL;
}

/* The anchor of the heading that part `part` is. */
static Str anchor_of(const Doc *doc, const Part *part)
{
    for (size_t i = 0; i < doc->heading_count; i++)
        if (doc->headings[i].at.line == part->at.line)
            return doc->headings[i].anchor;
    return STR("");
}

bool section_read(Arena *a, Arena *scratch, Diag *d, const MarkdownOptions *options, const Parts *parts, Doc *doc)
{
    SectionReader r = {a, scratch, d, options, parts, doc->plain, NULL};
    size_t errors = d->errors;
    Sections found = {0};
    LIST(size_t) from = {0};
    Section *kept;

    for (size_t i = 0, end; parts->items[i].type != PART_END; i = end) {
        const Part *heading = &parts->items[i];
        const Section *first;
        Section s;

        end = i + 1;
        r.decl = find_declared(&r, heading);
        if (!r.decl)
            continue;
        end = find_end(parts, i);
        first = find_section(&found, r.decl);
        if (first) {
            report_twice(&r, first->at, heading->at);
            continue;
        }
        s = (Section){.decl = r.decl, .at = heading->at, .anchor = anchor_of(doc, heading)};
        s.body = cut(a, doc, heading->html_to, parts->items[end].html_from);
        s.body.plain = str_trim(str_slice(doc->plain, heading->to, parts->items[end].from));
        s.value = read_value(&r, heading->at, &s, i + 1, end);
        list_push(scratch, &found, s);
        list_push(scratch, &from, heading->html_from);
    }
    kept = arena_array(a, Section, found.n);
    for (size_t i = 0; i < found.n; i++)
        kept[i] = found.items[i];
    doc->sections = kept;
    doc->section_count = found.n;
    doc->rest = found.n ? rest_of(a, doc, from.items) : doc->html.n ? doc : NULL;
    return d->errors == errors;
}
