#include "value/json_read.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <jansson.h>

static bool refuse(Diag *d, Place at, const char *vi, const char *en)
{
    diag_error(d, at, "json.syntax", "dòng này không phải dữ liệu JSON đúng: %s", "this line is not valid JSON: %s", diag_word(d, vi, en));
    return false;
}

/* What the library found, in words of ours. */
static bool report(Diag *d, Place start, Str text, const json_error_t *error)
{
    size_t offset = error->position > 0 ? (size_t)error->position : 0;
    Place at = place_in(start, text, offset < text.n ? offset : text.n);

    switch (json_error_code(error)) {
    case json_error_premature_end_of_input: return refuse(d, at, "dữ liệu đứt giữa chừng", "it ends too early");
    case json_error_end_of_input_expected: return refuse(d, at, "còn chữ thừa ở phía sau", "there is more text behind its end");
    case json_error_duplicate_key: return refuse(d, at, "một khóa có hai lần", "a key stands in it twice");
    case json_error_numeric_overflow: return refuse(d, at, "có số quá lớn", "a number is too big");
    case json_error_stack_overflow: return refuse(d, at, "các phần lồng nhau quá sâu", "it is nested too deeply");
    default: return refuse(d, at, "sai từ chỗ này", "it goes wrong here");
    }
}

static bool is_control(unsigned char c) { return (c < ' ' && c != '\t' && c != '\n') || c == 0x7f; }

static Value read_text(Arena *a, Str text)
{
    Buf b = {0};
    Value v;
    size_t i = 0;

    text = utf8_plain_lines(a, text);
    while (i < text.n && !is_control((unsigned char)text.s[i]))
        i++;
    if (i == text.n)
        return value_string(a, utf8_nfc(a, text));
    for (i = 0; i < text.n; i++)
        if (!is_control((unsigned char)text.s[i]))
            buf_byte(&b, text.s[i]);
    v = value_string(a, utf8_nfc(a, buf_str(&b)));
    buf_free(&b);
    return v;
}

static Value read_value(Arena *a, json_t *json, Place at);

static Value read_list(Arena *a, json_t *json, Place at)
{
    size_t n = json_array_size(json);
    Value *items = arena_array(a, Value, n + 1);

    for (size_t i = 0; i < n; i++)
        items[i] = read_value(a, json_array_get(json, i), at);
    return value_list(a, items, n);
}

static Value read_map(Arena *a, json_t *json, Place at)
{
    ValuePairs pairs = {0};

    for (void *i = json_object_iter(json); i; i = json_object_iter_next(json, i)) {
        Value key = read_text(a, str_from(json_object_iter_key(i)));
        list_push(a, &pairs, (ValuePair){value_str(key), read_value(a, json_object_iter_value(i), at), at});
    }
    return value_map(a, pairs.items, pairs.n);
}

static Value read_plain(Arena *a, json_t *json)
{
    switch (json_typeof(json)) {
    case JSON_STRING: return read_text(a, (Str){json_string_value(json), json_string_length(json)});
    case JSON_INTEGER: return value_int(json_integer_value(json));
    case JSON_REAL: return value_number(json_real_value(json));
    case JSON_TRUE: return value_bool(true);
    case JSON_FALSE: return value_bool(false);
    default: return value_null();
    }
}

static Value read_value(Arena *a, json_t *json, Place at)
{
    if (json_is_object(json))
        return value_at(read_map(a, json, at), at);
    if (json_is_array(json))
        return value_at(read_list(a, json, at), at);
    return value_at(read_plain(a, json), at);
}

/* Nothing deeper reaches the library, which goes down by recursion. False: reported. */
static bool depth_ok(Diag *d, Place start, Str text)
{
    size_t depth = 0;
    bool quoted = false;

    for (size_t i = 0; i < text.n; i++) {
        char c = text.s[i];
        if (c == '"')
            quoted = !quoted;
        else if (quoted && c == '\\')
            i++;
        else if (!quoted && (c == '{' || c == '['))
            depth++;
        else if (!quoted && (c == '}' || c == ']') && depth)
            depth--;
        if (depth > JSON_MOST_DEPTH)
            return refuse(d, place_in(start, text, i), "các phần lồng nhau quá sâu", "it is nested too deeply");
    }
    return true;
}

bool json_read(Arena *a, Diag *d, Place start, Str text, Value *out)
{
    size_t bad;
    json_error_t error;
    json_t *json;

    *out = value_at(value_null(), start);
    if (str_starts(text, STR("\xef\xbb\xbf")))
        text = str_slice(text, 3, text.n);
    if (text.n > JSON_MOST_LINE) {
        diag_error(d, start, "json.long", "dòng dài hơn %d MB", "the line is longer than %d MB", JSON_MOST_LINE >> 20);
        return false;
    }
    bad = utf8_invalid(text);
    if (bad < text.n) {
        diag_error(d, place_in(start, text, bad), "json.utf8", "dòng này không phải chữ Unicode UTF-8", "this line is not UTF-8 text");
        diag_hint(d, "xuất lại tệp nguồn với bảng mã UTF-8", "export the source again as UTF-8");
        return false;
    }
    if (!depth_ok(d, start, text))
        return false;
    json = json_loadb(text.s ? text.s : "", text.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_ANY, &error);
    if (!json)
        return report(d, start, text, &error);
    *out = read_value(a, json, start);
    json_decref(json);
    return true;
}

void json_lines(Arena *a, Str text, JsonLines *out)
{
    Str line;

    for (size_t number = 1; str_line(&text, &line); number++)
        if (str_trim(line).n)
            list_push(a, out, (JsonLine){line, number});
}

const char *json_version(void) { return jansson_version_str(); }
