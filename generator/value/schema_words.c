/* schema_words.c - what is said about a value, key or field that is wrong, and what would be right. */
#include "base/utf8.h"
#include "value/schema_check.h"

#include <stdio.h>

typedef struct {
    const char *name; /* as declarations write it */
    const char *vi, *en; /* what such a field needs: "cần ..." */
    const char *example;
} TypeWords;

static const TypeWords *words_of(FieldType type)
{
    static const TypeWords all[] = {
        [FIELD_TEXT] = {"text", "một đoạn chữ", "a text", ""},
        [FIELD_MARKDOWN] = {"markdown", "một đoạn chữ", "a text", ""},
        [FIELD_BOOL] = {"bool", "«có» hoặc «không»", "«yes» or «no»", "có"},
        [FIELD_INT] = {"int", "một số nguyên", "a whole number", "12"},
        [FIELD_NUMBER] = {"number", "một số", "a number", "12,5"},
        [FIELD_DATE] = {"date", "một ngày", "a date", "05/3/2026"},
        [FIELD_CHOICE] = {"choice", "một trong các lựa chọn", "one of the choices", ""},
        [FIELD_LIST] = {"list", "một danh sách", "a list", ""},
        [FIELD_MAP] = {"map", "các khóa của riêng nó", "keys of its own", ""},
        [FIELD_REF] = {"ref", "tên hoặc mã của một mục", "the name or code of an item", ""},
        [FIELD_URL] = {"url", "một địa chỉ web", "a web address", "https://xamau.gov.vn/tin-tuc"},
        [FIELD_EMAIL] = {"email", "một địa chỉ thư điện tử", "an e-mail address", "vanphong@xamau.gov.vn"},
        [FIELD_PHONE] = {"phone", "một số điện thoại", "a phone number", "0225 3 123 456"},
        [FIELD_IMAGE] = {"image", "tên một tệp ảnh trong content", "the name of a picture file in content", "anh/le-khai-mac.jpg"},
        [FIELD_FILE] = {"file", "tên một tệp trong content", "the name of a file in content", "tep/to-khai.pdf"},
        [FIELD_SLUG] = {"slug", "chữ thường không dấu, chữ số và dấu gạch nối",
                        "small letters without marks, digits and hyphens", "dang-ky-khai-sinh"},
        [FIELD_COLOR] = {"color", "một mã màu", "a colour code", "#0b5394"},
        [FIELD_ANY] = {"any", "một giá trị", "a value", ""},
    };

    return &all[type];
}

Str field_type_name(FieldType type) { return str_from(words_of(type)->name); }

Str schema_example(const Field *f)
{
    if (f->example.n)
        return f->example;
    if (f->type == FIELD_CHOICE && f->choice_count)
        return f->choices[0].label;
    if (f->type == FIELD_LIST && f->item)
        return schema_example(f->item);
    return str_from(words_of(f->type)->example);
}

void schema_hint_example(const Checking *c, const Field *f)
{
    Str example = schema_example(f);

    if (example.n)
        diag_hint(c->d, "ví dụ: %.*s", "for example: %.*s", STR_ARG(example));
    if (f->help.n && c->d->lang == LANG_VI) /* declarations help in Vietnamese */
        diag_hint(c->d, "%.*s", "%.*s", STR_ARG(f->help));
}

Str schema_written(Arena *a, Str text)
{
    enum { MOST = 60 };
    Str line = STR(""), rest = str_trim(text), head;

    str_line(&rest, &line);
    line = str_trim(line);
    head = utf8_head(line, MOST);
    return rest.n || head.n < line.n ? arena_printf(a, "%.*s…", STR_ARG(head)) : head;
}

Str schema_number(const Checking *c, double x)
{
    char digits[32];
    int n = snprintf(digits, sizeof digits, "%.15g", x);

    for (int i = 0; i < n; i++)
        if (digits[i] == '.' && c->d->lang == LANG_VI)
            digits[i] = ',';
    return arena_str(c->a, (Str){digits, (size_t)n});
}

/* How the keys of a map are written. */
static void hint_keys(const Checking *c, const Schema *s)
{
    Str label = field_label(c->d, &s->fields[0]), example = schema_example(&s->fields[0]);

    diag_hint(c->d, "viết mỗi khóa một dòng bên dưới, thụt vào hai dấu cách, như «%.*s: %.*s»",
              "write one key a line below, set in by two spaces, as «%.*s: %.*s»", STR_ARG(label),
              STR_ARG(example.n ? example : STR("…")));
}

/* What stands for the statuses that only some fields admit. */
static void hint_status(const Checking *c, Str text)
{
    Str status = schema_status_words(text);

    if (status.n)
        diag_hint(c->d, "«%.*s» không dùng được ở đây", "«%.*s» cannot be used here", STR_ARG(status));
}

void schema_say_wrong(const Checking *c, const Field *f, Value raw)
{
    const TypeWords *w = words_of(f->type);
    Str label = field_label(c->d, f), text = schema_written(c->a, value_str(raw));

    if (text.n)
        diag_error(c->d, value_place(raw), "schema.type", "«%.*s» cần %s, nhưng ở đây ghi «%.*s»",
                   "«%.*s» needs %s, but here it says «%.*s»", STR_ARG(label), diag_word(c->d, w->vi, w->en), STR_ARG(text));
    else
        diag_error(c->d, value_place(raw), "schema.type", "«%.*s» cần %s, nhưng ở đây là một %s",
                   "«%.*s» needs %s, but here is a %s", STR_ARG(label), diag_word(c->d, w->vi, w->en),
                   value_type_name(value_type(raw), c->d->lang));
    hint_status(c, text);
    if (f->type == FIELD_MAP && f->fields->count)
        hint_keys(c, f->fields);
    else
        schema_hint_example(c, f);
}

void schema_say_empty(const Checking *c, const Field *f, Value raw)
{
    bool item = f->name.n == 0;
    Str label = field_label(c->d, f), example = schema_example(f);

    diag_error(c->d, value_place(raw), "schema.empty", "%s«%.*s» bỏ trống", "%s«%.*s» is empty",
               item ? diag_word(c->d, "một mục của ", "an item of ") : "", STR_ARG(label));
    diag_hint(c->d, "%sđiền giá trị%s%.*s", "%sfill it in%s%.*s",
              f->need != NEED_OPTIONAL ? "" : item ? diag_word(c->d, "bỏ mục này hoặc ", "leave the item out or ")
                                                   : diag_word(c->d, "bỏ dòng này hoặc ", "leave the line out or "),
              example.n ? diag_word(c->d, ", ví dụ: ", ", for example: ") : "", STR_ARG(example));
}

/* Why a field that need not always be there must be here: `cause` is what its condition looks at. */
static void hint_condition(const Checking *c, const Schema *s, const Field *f, Value cause)
{
    const Field *on = schema_field(s, f->when_field);
    Str is = STR("");

    for (size_t i = 0; value_is(cause, VALUE_LIST) && i < value_count(cause); i++)
        if (schema_condition(value_item(cause, i), f->when_is))
            cause = value_item(cause, i);
    if (value_count(f->when_is))
        is = value_str(cause);
    if (is.n)
        diag_hint(c->d, "phải có khi «%.*s» là «%.*s»", "it has to be there when «%.*s» is «%.*s»",
                  STR_ARG(field_label(c->d, on)), STR_ARG(is));
    else
        diag_hint(c->d, "phải có khi có «%.*s»", "it has to be there when «%.*s» is", STR_ARG(field_label(c->d, on)));
}

void schema_say_missing(const Checking *c, const Schema *s, const Field *f, Value cause, Place at)
{
    Str label = field_label(c->d, f), example = schema_example(f);

    diag_error(c->d, at, "schema.missing", "thiếu «%.*s»", "«%.*s» is missing", STR_ARG(label));
    if (f->need == NEED_CONDITION)
        hint_condition(c, s, f, cause);
    diag_hint(c->d, "thêm dòng «%.*s: %.*s»", "add the line «%.*s: %.*s»", STR_ARG(label),
              STR_ARG(example.n ? example : STR("…")));
    if (f->need == NEED_STATUS)
        diag_hint(c->d, "hoặc ghi «không quy định», «không áp dụng», «chưa công bố»",
                  "or write «không quy định», «không áp dụng», «chưa công bố»");
    if (c->options.allow_pending && f->type != FIELD_SLUG && (f->source.n || f->need == NEED_STATUS))
        diag_hint(c->d, "chưa rõ thì ghi «chờ xác minh»", "where it is not known yet, write «chờ xác minh»");
    if (f->source.n)
        diag_hint(c->d, "căn cứ: %.*s", "by: %.*s", STR_ARG(f->source));
}

void schema_say_before(const Checking *c, const Field *f, const Field *other, Value date, Value other_date)
{
    diag_error(c->d, value_place(date), "schema.before", "«%.*s» (%.*s) trước «%.*s» (%.*s)", "«%.*s» (%.*s) is before «%.*s» (%.*s)",
               STR_ARG(field_label(c->d, f)), STR_ARG(date_shown(c->a, date.as.date)), STR_ARG(field_label(c->d, other)),
               STR_ARG(date_shown(c->a, other_date.as.date)));
    diag_hint(c->d, "xem lại hai ngày này", "look at these two dates again");
}

/* Hints at the nearest of `names`, else lists the `n` first, which are the labels. */
static void hint_names(const Checking *c, Str wrong, const Str *names, size_t all, size_t n)
{
    enum { MOST = 24 };
    size_t known = c->d->list.items[c->d->list.n - 1].hint.n;
    Str list = STR("");

    diag_nearest(c->d, wrong, names, all);
    if (c->d->list.items[c->d->list.n - 1].hint.n > known || n == 0)
        return;
    for (size_t i = 0; i < n && i < MOST; i++)
        list = arena_printf(c->a, "%.*s%s«%.*s»", STR_ARG(list), i ? ", " : "", STR_ARG(names[i]));
    diag_hint(c->d, "dùng được: %.*s%s", "known: %.*s%s", STR_ARG(list), n > MOST ? ", …" : "");
}

void schema_say_unknown_key(const Checking *c, const Schema *s, const ValuePair *pair)
{
    Str *names;
    size_t n = 0, most = s->count * 2;

    for (size_t i = 0; i < s->count; i++)
        most += s->fields[i].alias_count;
    names = arena_array(c->a, Str, most);
    for (size_t i = 0; i < s->count; i++)
        names[n++] = field_label(c->d, &s->fields[i]);
    for (size_t i = 0; i < s->count; i++) {
        const Field *f = &s->fields[i];
        names[n++] = f->name;
        for (size_t j = 0; j < f->alias_count; j++)
            names[n++] = f->aliases[j];
    }
    diag_error(c->d, pair->key_at, "schema.unknown_key", "không có khóa «%.*s»", "there is no key «%.*s»",
               STR_ARG(schema_written(c->a, pair->key)));
    hint_names(c, pair->key, names, n, s->count);
}

void schema_say_choice(const Checking *c, const Field *f, Value raw, Str text)
{
    Str *names;
    size_t n = 0, most = f->choice_count * 2;

    for (size_t i = 0; i < f->choice_count; i++)
        most += f->choices[i].alias_count;
    names = arena_array(c->a, Str, most);
    for (size_t i = 0; i < f->choice_count; i++)
        names[n++] = f->choices[i].label;
    for (size_t i = 0; i < f->choice_count; i++) {
        if (f->choices[i].name.n)
            names[n++] = f->choices[i].name;
        for (size_t j = 0; j < f->choices[i].alias_count; j++)
            names[n++] = f->choices[i].aliases[j];
    }
    diag_error(c->d, value_place(raw), "schema.choice", "«%.*s» không có lựa chọn «%.*s»",
               "«%.*s» has no choice «%.*s»", STR_ARG(field_label(c->d, f)), STR_ARG(schema_written(c->a, text)));
    hint_status(c, text);
    hint_names(c, text, names, n, f->choice_count);
    if (f->name.n == 0 && str_find_byte(text, ',', 0) < text.n)
        diag_hint(c->d, "nhiều mục thì ngăn nhau bằng dấu chấm phẩy ( ; )", "separate several items with semicolons ( ; )");
}

void schema_say_duplicate(const Checking *c, const Field *f, const ValuePair *first, const ValuePair *second)
{
    diag_error(c->d, second->key_at, "schema.duplicate", "khóa «%.*s» đã có ở dòng %u dưới tên «%.*s»: cả hai là «%.*s»",
               "the key «%.*s» was already given in line %u as «%.*s»: both are «%.*s»", STR_ARG(second->key),
               (unsigned)first->key_at.line, STR_ARG(first->key), STR_ARG(field_label(c->d, f)));
    diag_hint(c->d, "bỏ dòng %u hoặc dòng %u", "leave out line %u or line %u", (unsigned)first->key_at.line,
              (unsigned)second->key_at.line);
}
