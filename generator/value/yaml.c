#include "value/yaml.h"

#include "base/map.h"
#include "base/utf8.h"
#include "value/yaml_lines.h"

#include <stdint.h>
#include <yaml.h>

enum { LINEAR_KEYS = 16 }; /* maps of more keys look for duplicates in a Map */

/* libyaml's events being made into Values. `pairs` and `values` are stacks of what open maps and lists hold so far. */
typedef struct {
    yaml_parser_t parser;
    Arena *a;
    YamlLines *y;
    size_t item; /* the first of `y->items` not yet used */
    Buf pairs, values;
    bool quiet;  /* the pass over the lines found mistakes: what libyaml says about form may be their consequence */
    bool failed; /* nothing more can be read */
} Reader;

static Place place_of_mark(const Reader *r, yaml_mark_t mark)
{
    return place_at(r->y->start, r->y->start.line + mark.line, mark.column + 1);
}

/* What libyaml calls a mistake, and how an editor is told. Only what stands in brackets is left to it. */
static const struct {
    const char *problem, *code, *vi, *en, *hint_vi, *hint_en;
} translations[] = {
    {"',' or ']'", "yaml.bracket", "trong ngoặc «[ ]» thiếu dấu phẩy giữa hai mục hoặc ngoặc đóng «]»",
     "a comma or the closing «]» is missing", "viết, chẳng hạn: [mục một, mục hai]", "write, for example: [one, two]"},
    {"',' or '}'", "yaml.bracket", "trong ngoặc «{ }» thiếu dấu phẩy giữa hai cặp hoặc ngoặc đóng «}»",
     "a comma or the closing «}» is missing", "viết, chẳng hạn: {khóa: giá trị, khóa hai: giá trị}",
     "write, for example: {key: value, second: value}"},
    {"Unicode", "yaml.escape", "mã «\\u» ở đây không phải một chữ", "this escape is no character", "viết chữ ấy ra thay cho mã",
     "write the character itself"},
    {"", "yaml.syntax", "chỗ này viết chưa đúng cách", "this cannot be read",
     "bao giá trị bằng dấu ngoặc kép, ví dụ khóa: \"giá trị\"", "put the value in quotes, as in key: \"value\""},
};

static void report_syntax(Reader *r)
{
    size_t i = 0;

    r->failed = true;
    if (r->quiet)
        return;
    while (!strstr(r->parser.problem ? r->parser.problem : "", translations[i].problem))
        i++;
    diag_error(r->y->d, place_of_mark(r, r->parser.problem_mark), translations[i].code, "%s", "%s",
               diag_word(r->y->d, translations[i].vi, translations[i].en));
    diag_hint(r->y->d, "%s", "%s", diag_word(r->y->d, translations[i].hint_vi, translations[i].hint_en));
}

static bool next_event(Reader *r, yaml_event_t *event)
{
    if (r->failed)
        return false;
    if (yaml_parser_parse(&r->parser, event))
        return true;
    report_syntax(r);
    return false;
}

/* Anchors, aliases and tags that stand where the lines do not show them: in brackets. */
static void refuse_properties(Reader *r, const yaml_event_t *e, const void *anchor, const void *tag)
{
    const char *code = e->type == YAML_ALIAS_EVENT ? "yaml.alias" : anchor ? "yaml.anchor" : "yaml.tag";
    char sign = e->type == YAML_ALIAS_EVENT ? '*' : anchor ? '&' : '!';

    if (!anchor && !tag)
        return;
    diag_error(r->y->d, place_of_mark(r, e->start_mark), code, "giá trị bắt đầu bằng «%c» phải đặt trong dấu ngoặc kép",
               "a value that begins with «%c» must be quoted", sign);
    diag_hint(r->y->d, "sửa thành, chẳng hạn: [\"%c…\", …]", "write, for example: [\"%c…\", …]", sign);
}

/* An escape may have made what the source file may not hold. */
static Str checked_escapes(Reader *r, const yaml_event_t *e, Str text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.s[i];
        if (r->quiet || (c >= 0x20 ? c != 0x7F : c == '\n' || c == '\t'))
            continue;
        diag_error(r->y->d, place_of_mark(r, e->start_mark), "yaml.escape",
                   "mã «\\» trong giá trị tạo ra ký tự điều khiển U+%04X",
                   "an escape in this value makes the control character U+%04X", c);
        diag_hint(r->y->d, "bỏ mã ấy", "leave it out");
        return STR("");
    }
    return utf8_nfc(r->a, text);
}

static Str scalar_text(Reader *r, const yaml_event_t *e)
{
    Str text = {(const char *)e->data.scalar.value, e->data.scalar.length};

    return e->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE ? checked_escapes(r, e, text) : text;
}

static Value node(Reader *r, yaml_event_t *e, int depth);

/* The key's bytes, from the text of the whole item where yaml_lines kept it, so that yaml_item_text finds the rest. */
static Str key_text(Reader *r, const yaml_event_t *e)
{
    Str key = scalar_text(r, e);
    const YamlItem *item;

    while (r->item < r->y->items.n && r->y->items.items[r->item].line < e->start_mark.line)
        r->item++;
    if (r->item < r->y->items.n) {
        item = &r->y->items.items[r->item];
        if (item->line == e->start_mark.line && str_starts(item->text, key)) {
            r->item++;
            return (Str){item->text.s, key.n};
        }
    }
    return arena_str(r->a, key);
}

static void report_duplicate(Reader *r, Str key, Place at, uint64_t first)
{
    diag_error(r->y->d, at, "yaml.duplicate", "khóa «%.*s» đã có ở dòng %u", "the key «%.*s» is already on line %u",
               STR_ARG(utf8_head(key, 60)), (unsigned)first);
    diag_hint(r->y->d, "giữ một dòng, xóa dòng kia", "keep one line, delete the other");
    r->failed = yaml_full(r->y);
}

/* Reports a key that the map has already; `seen` serves from LINEAR_KEYS pairs on. */
static void check_duplicate(Reader *r, Map *seen, size_t base, Str key, Place at)
{
    const ValuePair *pairs = (const ValuePair *)(const void *)(r->pairs.s + base);
    size_t n = (r->pairs.n - base) / sizeof *pairs;
    void *first;

    if (n < LINEAR_KEYS) {
        for (size_t i = 0; i < n; i++)
            if (str_eq(pairs[i].key, key)) {
                report_duplicate(r, key, at, pairs[i].key_at.line);
                return;
            }
        return;
    }
    if (n == LINEAR_KEYS)
        for (size_t i = 0; i < n; i++)
            map_claim(r->a, seen, pairs[i].key, (void *)(uintptr_t)pairs[i].key_at.line);
    first = map_claim(r->a, seen, key, (void *)(uintptr_t)at.line);
    if (first)
        report_duplicate(r, key, at, (uintptr_t)first);
}

/* One key and its value. False at the end of the map, or of all that can be read. */
static bool pair(Reader *r, Map *seen, size_t base, int depth)
{
    ValuePair p;
    yaml_event_t e;

    if (!next_event(r, &e))
        return false;
    if (e.type != YAML_SCALAR_EVENT) {
        if (e.type != YAML_MAPPING_END_EVENT) {
            diag_error(r->y->d, place_of_mark(r, e.start_mark), "yaml.key",
                       "tên khóa phải là chữ, không phải danh sách hay nhóm khóa", "a key must be text, not a list or a map");
            diag_hint(r->y->d, "viết, chẳng hạn: {khóa: giá trị}", "write, for example: {key: value}");
            r->failed = true;
        }
        yaml_event_delete(&e);
        return false;
    }
    refuse_properties(r, &e, e.data.scalar.anchor, e.data.scalar.tag);
    p.key = key_text(r, &e);
    p.key_at = place_of_mark(r, e.start_mark);
    if (e.data.scalar.style == YAML_PLAIN_SCALAR_STYLE && str_is(p.key, "<<"))
        yaml_fault_merge(r->y, p.key_at);
    yaml_event_delete(&e);
    check_duplicate(r, seen, base, p.key, p.key_at);
    if (!next_event(r, &e))
        return false;
    p.value = node(r, &e, depth);
    buf_add(&r->pairs, (Str){(const char *)&p, sizeof p});
    return true;
}

/* [Xã Mẫu: nộp hồ sơ] is a map without braces, which begins where its key does: it may be meant as text, as in
 * yaml_item_text. */
static void keep_item_text(Reader *r, size_t base, Place at)
{
    ValuePair *only = (ValuePair *)(void *)(r->pairs.s + base);
    Str value;

    if (r->pairs.n - base != sizeof *only || only->key_at.line != at.line || only->key_at.column != at.column
        || only->key.s[only->key.n])
        return;
    value = value_str(only->value);
    only->key.s = arena_printf(r->a, "%.*s:%s%.*s", STR_ARG(only->key), value.n ? " " : "", STR_ARG(value)).s;
}

static Value map_node(Reader *r, bool in_brackets, Place at, int depth)
{
    size_t base = r->pairs.n;
    Map seen = {0};
    Value v;

    while (pair(r, &seen, base, depth))
        continue;
    if (in_brackets)
        keep_item_text(r, base, at);
    v = value_map(r->a, (const ValuePair *)(const void *)(r->pairs.s + base), (r->pairs.n - base) / sizeof(ValuePair));
    r->pairs.n = base;
    return v;
}

static Value list_node(Reader *r, int depth)
{
    size_t base = r->values.n;
    yaml_event_t e;
    Value v;

    while (next_event(r, &e)) {
        if (e.type == YAML_SEQUENCE_END_EVENT) {
            yaml_event_delete(&e);
            break;
        }
        v = node(r, &e, depth);
        buf_add(&r->values, (Str){(const char *)&v, sizeof v});
    }
    v = value_list(r->a, (const Value *)(const void *)(r->values.s + base), (r->values.n - base) / sizeof(Value));
    r->values.n = base;
    return v;
}

/* The value that `*e` begins; takes and ends the event. */
static Value node(Reader *r, yaml_event_t *e, int depth)
{
    Place at = place_of_mark(r, e->start_mark);
    Value v = value_null();

    if (depth > YAML_MOST_DEPTH) { /* the lines do not show the maps of [a: [b: c]] */
        yaml_fault_depth(r->y, at);
        r->failed = true;
    } else if (e->type == YAML_SCALAR_EVENT) {
        refuse_properties(r, e, e->data.scalar.anchor, e->data.scalar.tag);
        if (e->data.scalar.length)
            v = value_string(r->a, scalar_text(r, e));
    } else if (e->type == YAML_SEQUENCE_START_EVENT) {
        refuse_properties(r, e, e->data.sequence_start.anchor, e->data.sequence_start.tag);
        v = list_node(r, depth + 1);
    } else if (e->type == YAML_MAPPING_START_EVENT) {
        refuse_properties(r, e, e->data.mapping_start.anchor, e->data.mapping_start.tag);
        v = map_node(r, e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE, at, depth + 1);
    } else {
        refuse_properties(r, e, e->data.alias.anchor, NULL);
    }
    yaml_event_delete(e);
    return value_at(v, at);
}

static Value document(Reader *r)
{
    yaml_event_t e;
    Value v = value_at(value_null(), r->y->start);

    for (;;) {
        yaml_event_type_t type;
        if (!next_event(r, &e))
            return v;
        type = e.type;
        if (type != YAML_STREAM_START_EVENT && type != YAML_DOCUMENT_START_EVENT && type != YAML_STREAM_END_EVENT)
            return node(r, &e, 0);
        yaml_event_delete(&e);
        if (type == YAML_STREAM_END_EVENT)
            return v;
    }
}

static Value read_events(Arena *a, YamlLines *y)
{
    Reader r = {.a = a, .y = y, .quiet = y->d->errors > y->errors};
    Value v;

    if (!yaml_parser_initialize(&r.parser)) {
        diag_error(y->d, y->start, "yaml.memory", "không đủ bộ nhớ", "out of memory");
        return value_null();
    }
    buf_reserve(&r.pairs, 16 * sizeof(ValuePair));
    buf_reserve(&r.values, 16 * sizeof(Value));
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)y->out.s, y->out.n);
    v = document(&r);
    yaml_parser_delete(&r.parser);
    buf_free(&r.pairs);
    buf_free(&r.values);
    return v;
}

bool yaml_read(Arena *a, Diag *d, Place start, Str text, size_t most, Value *out)
{
    YamlLines y = {.a = a, .d = d, .start = place_at(start, start.line, 1), .text = text};
    size_t errors = d->errors;

    *out = value_at(value_null(), start);
    if (text.n > most) {
        diag_error(d, start, "yaml.size", "phần dữ liệu dài %zu byte, quá mức %zu", "the data is %zu bytes long, more than %zu",
                   text.n, most);
        diag_hint(d, "bớt hoặc chia nhỏ nội dung", "shorten or divide it");
        return false;
    }
    yaml_lines(&y);
    if (!y.stop)
        *out = read_events(a, &y);
    buf_free(&y.out);
    return d->errors == errors;
}

Str yaml_uncomment(Str text)
{
    for (size_t i = 1; i < text.n; i++)
        if (text.s[i] == '#' && yaml_blank(text.s[i - 1]))
            return str_trim(str_slice(text, 0, i - 1));
    return text;
}

Str yaml_item_text(Value map)
{
    const ValuePair *only;

    if (!value_is(map, VALUE_MAP) || value_count(map) != 1)
        return STR("");
    only = &map.as.map->pairs[0];
    if ((!value_is(only->value, VALUE_STRING) && !value_is_null(only->value)) || !only->key.s[only->key.n])
        return STR("");
    return str_from(only->key.s);
}

const char *yaml_version(void) { return yaml_get_version_string(); }
