#include "script/plugin_inner.h"

/* What Lua itself says, and what it means; the longer beginnings come first. */
static const struct {
    const char *lua, *vi;
} phrases[] = {
    {"attempt to index a nil value", "lấy khóa của một thứ không có (nil)"},
    {"attempt to call a nil value", "gọi một hàm không có (nil)"},
    {"attempt to perform arithmetic on a nil value", "tính toán với một thứ không có (nil)"},
    {"attempt to concatenate a nil value", "nối chữ với một thứ không có (nil)"},
    {"attempt to get length of a nil value", "đếm một thứ không có (nil)"},
    {"attempt to index", "thứ này không phải table nên không có khóa"},
    {"attempt to call", "thứ này không phải hàm nên không gọi được"},
    {"attempt to perform arithmetic", "thứ này không phải số nên không tính được"},
    {"attempt to concatenate", "thứ này không phải chữ hay số nên không nối được"},
    {"attempt to get length", "thứ này không đếm được"},
    {"attempt to compare", "hai thứ này không so sánh lớn bé được"},
    {"bad argument #", "một hàm có sẵn nhận tham số không đúng kiểu"},
    {"malformed pattern", "mẫu tìm kiếm viết sai"},
    {"stack overflow", "các hàm gọi lồng nhau quá sâu: có hàm nào tự gọi mãi?"},
    {"C stack overflow", "các hàm gọi lồng nhau quá sâu: có hàm nào tự gọi mãi?"},
};

const char *plugin_words(Str message)
{
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (str_starts(message, str_from(phrases[i].lua)))
            return phrases[i].vi;
    return NULL;
}
