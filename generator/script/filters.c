#include "script/filters.h"

static const FilterRow filters[] = {
    {"default", 1, 1, filter_default, "x", "thay giá trị không có, chữ rỗng hay danh sách rỗng bằng x"},
    {"known", 0, 0, filter_known, "", "đúng khi có giá trị thật: không trống, không phải «chờ xác minh» hay trạng thái khác"},
    {"date", 0, 0, filter_date, "", "ngày: 05/3/2026"},
    {"datetime", 0, 0, filter_datetime, "", "ngày kèm giờ nếu có: 14:30 05/3/2026"},
    {"iso", 0, 0, filter_iso, "", "ngày cho máy đọc: 2026-03-05"},
    {"weekday", 0, 0, filter_weekday, "", "thứ trong tuần: Thứ Năm"},
    {"year", 0, 0, filter_year, "", "năm của ngày: 2026"},
    {"number", 0, 0, filter_number, "", "số viết kiểu Việt Nam: 1.234,5"},
    {"filesize", 0, 0, filter_filesize, "", "cỡ tệp từ số byte: 1,2 MB"},
    {"limit", 1, 1, filter_limit, "n", "n phần tử đầu của danh sách"},
    {"offset", 1, 1, filter_offset, "n", "danh sách bỏ n phần tử đầu"},
    {"where", 1, 2, filter_where, "khóa[, giá trị]", "những phần tử có khóa bằng giá trị, hoặc có khóa đó"},
    {"without", 1, 2, filter_without, "khóa[, giá trị]", "những phần tử không có khóa bằng giá trị, hoặc không có khóa đó"},
    {"first", 0, 0, filter_first, "", "phần tử đầu; chữ cái đầu của chữ"},
    {"last", 0, 0, filter_last, "", "phần tử cuối"},
    {"length", 0, 0, filter_length, "", "số phần tử; số ký tự của chữ"},
    {"join", 0, 1, filter_join, "ngăn cách", "nối các phần tử thành chữ"},
    {"sort", 0, 1, filter_sort, "khóa", "sắp xếp theo khóa (\"-khóa\": ngược lại), chữ theo vần tiếng Việt"},
    {"reverse", 0, 0, filter_reverse, "", "danh sách theo thứ tự ngược lại"},
    {"unique", 0, 0, filter_unique, "", "bỏ phần tử trùng, giữ phần tử gặp trước"},
    {"group", 1, 1, filter_group, "khóa", "chia danh sách thành các nhóm {key, items} theo khóa"},
    {"map", 1, 1, filter_map, "khóa", "danh sách giá trị của khóa đó"},
    {"contains", 1, 1, filter_contains, "x", "danh sách hay chữ có chứa x không"},
    {"upper", 0, 0, filter_upper, "", "chữ hoa"},
    {"lower", 0, 0, filter_lower, "", "chữ thường"},
    {"trim", 0, 0, filter_trim, "", "bỏ khoảng trắng hai đầu"},
    {"truncate", 1, 1, filter_truncate, "n", "cắt còn nhiều nhất n ký tự, ở chỗ hết từ, thêm …"},
    {"slug", 0, 0, filter_slug, "", "chữ không dấu cho địa chỉ: thu-tuc"},
    {"fold", 0, 0, filter_fold, "", "chữ thường không dấu để so sánh"},
    {"replace", 2, 2, filter_replace, "cũ, mới", "thay mọi chỗ có chữ cũ bằng chữ mới"},
    {"split", 1, 1, filter_split, "ngăn cách", "tách chữ thành danh sách"},
    {"lines", 0, 0, filter_lines, "", "chữ nhiều dòng thành HTML có <br>"},
    {"plain", 0, 0, filter_plain, "", "chữ không định dạng của HTML hay nội dung trang"},
    {"phone", 0, 0, filter_phone, "", "số điện thoại cho liên kết tel:"},
    {"absolute", 0, 0, filter_absolute, "", "đường dẫn thành địa chỉ đầy đủ https://…"},
    {"json", 0, 0, filter_json, "", "giá trị viết thành chữ JSON"},
    {"arrange", 1, 2, filter_arrange, "bố cục[, thay]",
     "các phần có thật của trang (text, anchor, level; body hay fields) theo bố cục: tên mục, hoặc nhóm {text, anchor, fields} gồm tên trường; "
     "trường viết {name, label} mà trang bỏ trống thì lấy giá trị cùng tên trong thay"},
};

static const FilterRow functions[] = {
    {"range", 2, 2, function_range, "từ, đến", "danh sách các số nguyên từ … đến …"},
};

const FilterRow *filter_rows(size_t *n)
{
    *n = sizeof filters / sizeof *filters;
    return filters;
}

const FilterRow *function_rows(size_t *n)
{
    *n = sizeof functions / sizeof *functions;
    return functions;
}

void filters_register(Engine *e)
{
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
        inner_filter(e, (Callable){str_from(filters[i].name), filters[i].least, filters[i].most}, filters[i].function, e);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        inner_function(e, (Callable){str_from(functions[i].name), functions[i].least, functions[i].most}, functions[i].function,
                       e);
}

static bool is_english(const HostCall *c) { return c->lang == LANG_EN; }

Value filter_wrong(HostCall *c, size_t arg, const char *vi, const char *en)
{
    const char *got = value_type_name(value_type(c->args[arg]), c->lang);
    Str text = value_str(c->args[arg]);

    c->error = arena_printf(c->scratch, is_english(c) ? "needs %s, got %s" : "cần %s, gặp %s", is_english(c) ? en : vi, got);
    if (text.n && text.n <= 60)
        c->error = arena_printf(c->scratch, is_english(c) ? "%.*s \"%.*s\"" : "%.*s «%.*s»", STR_ARG(c->error), STR_ARG(text));
    return value_null();
}

bool filter_passes(const HostCall *c) { return value_is_null(c->args[0]) || value_is(c->args[0], VALUE_STATUS); }

bool filter_text(HostCall *c, size_t arg, Str *out)
{
    Value v = c->args[arg];

    switch (value_type(v)) {
    case VALUE_STRING:
    case VALUE_PATH: *out = value_str(v); return true;
    case VALUE_STATUS: *out = value_status_shown(v); return true;
    case VALUE_INT: *out = arena_printf(c->scratch, "%lld", (long long)v.as.integer); return true;
    case VALUE_DATE: *out = date_shown(c->scratch, v.as.date); return true;
    default: filter_wrong(c, arg, "chữ", "text"); return false;
    }
}

bool filter_int(HostCall *c, size_t arg, int64_t *out)
{
    if (value_is(c->args[arg], VALUE_INT) && c->args[arg].as.integer >= 0) {
        *out = c->args[arg].as.integer;
        return true;
    }
    filter_wrong(c, arg, "số nguyên không âm", "a whole number from 0 on");
    return false;
}

bool filter_list(HostCall *c, Value *out)
{
    *out = c->args[0];
    if (filter_passes(c))
        *out = value_list(c->scratch, NULL, 0);
    if (value_is(*out, VALUE_LIST))
        return true;
    filter_wrong(c, 0, "danh sách", "a list");
    return false;
}

bool filter_fits(HostCall *c, const Buf *text)
{
    if (text->n <= ENGINE_MOST_TEXT)
        return true;
    c->error = is_english(c) ? STR("the text becomes too long") : STR("chữ thành quá dài");
    return false;
}

void filter_cost(HostCall *c, size_t steps)
{
    Engine *e = c->host;

    e->steps += steps;
}
