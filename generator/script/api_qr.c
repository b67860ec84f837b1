#include "script/api_inner.h"

#include "base/qr.h"

/* Paid for the making of a code, and for each of its modules. */
enum { CODE_STEPS = 20000, MODULE_STEPS = 16 };

/* The options, at these places of the stack. */
enum { TITLE = 3, CLASS };

static void push_options(lua_State *L)
{
    if (!lua_isnoneornil(L, 2) && !lua_istable(L, 2))
        api_wrong(L, 2, "table { title = …, class = … }", "a table { title = …, class = … }");
    lua_settop(L, 2);
    if (lua_isnil(L, 2)) {
        lua_settop(L, CLASS);
        return;
    }
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1))
        if (lua_type(L, -2) != LUA_TSTRING || (strcmp(lua_tostring(L, -2), "title") != 0 && strcmp(lua_tostring(L, -2), "class") != 0))
            plugin_raise(L, "%s: không có khóa này: %s; có: title, class", "%s: there is no such key: %s; there is: title, class", api_name(L),
                         api_shown(L, -2));
    lua_pushliteral(L, "title");
    lua_rawget(L, 2);
    lua_pushliteral(L, "class");
    lua_rawget(L, 2);
}

static Str option(lua_State *L, int i)
{
    Str text = {0};

    if (lua_toboolean(L, i) && !api_text_at(L, i, &text))
        plugin_raise(L, "%s: «%s» là %s; cần chữ", "%s: \"%s\" is %s; it must be text", api_name(L), i == TITLE ? "title" : "class", api_shown(L, i));
    return api_checked(L, 2, text);
}

static QrCode encode(lua_State *L)
{
    const Value *v = plugin_value_at(L, 1);
    QrCode code;
    Str text;

    if (v && value_is(*v, VALUE_PATH))
        api_wrong(L, 1, "địa chỉ đầy đủ: url.absolute(đường dẫn)", "a full address: url.absolute(path)");
    text = api_text(L, 1);
    plugin_charge(L, CODE_STEPS);
    if (!qr_encode(api_of(L)->scratch, text, &code))
        plugin_raise(L, "%s: chữ dài %d byte; một mã QR in rõ được từ 1 đến %d byte", "%s: the text has %d bytes; a QR code that prints well takes 1 to %d",
                     api_name(L), (int)text.n, QR_MOST_BYTES);
    plugin_charge(L, MODULE_STEPS * code.size * code.size);
    return code;
}

/* A number of at most two digits: printf would be half the cost of a code. */
static void put_number(Buf *out, size_t n)
{
    if (n >= 10)
        buf_byte(out, (char)('0' + n / 10));
    buf_byte(out, (char)('0' + n % 10));
}

static void put_signed(Buf *out, size_t to, size_t from)
{
    if (to < from)
        buf_byte(out, '-');
    put_number(out, to < from ? from - to : to - from);
}

/* "m3 1h2v1h-2z": a rectangle of `wide` modules in one row, seen from where the last one began. */
static void put_run(Buf *out, size_t x, size_t from_x, size_t down, size_t wide)
{
    buf_byte(out, 'm');
    put_signed(out, x, from_x);
    buf_byte(out, ' ');
    put_number(out, down);
    buf_byte(out, 'h');
    put_number(out, wide);
    buf_puts(out, "v1h-");
    put_number(out, wide);
    buf_byte(out, 'z');
}

/* Runs of dark modules as rectangles of one path, each drawn from where the last one began: one path shows no seams. */
static void write_path(Buf *out, const QrCode *code)
{
    size_t n = code->size, from_x = 0, from_y = 0;

    buf_printf(out, "<path d=\"M%d %d", QR_QUIET, QR_QUIET);
    for (size_t y = 0; y < n; y++)
        for (size_t x = 0, end; x < n; x = end) {
            for (end = x; end < n && code->dark[y * n + end] == code->dark[y * n + x]; end++) {
            }
            if (!code->dark[y * n + x])
                continue;
            put_run(out, x, from_x, y - from_y, end - x);
            from_x = x;
            from_y = y;
        }
    buf_puts(out, "\"/>");
}

/* White behind it, or a dark page would leave no border to find it by. */
int svg_qr(lua_State *L)
{
    Buf *out = &api_of(L)->out;
    QrCode code;
    Str title, class_name;

    push_options(L);
    title = option(L, TITLE);
    class_name = option(L, CLASS);
    code = encode(L);
    buf_puts(out, "<svg");
    if (class_name.n) {
        buf_puts(out, " class=\"");
        buf_html(out, class_name);
        buf_byte(out, '"');
    }
    buf_puts(out, title.n ? " role=\"img\"" : " aria-hidden=\"true\"");
    buf_printf(out, " viewBox=\"0 0 %zu %zu\">", code.size + 2 * QR_QUIET, code.size + 2 * QR_QUIET);
    if (title.n) {
        buf_puts(out, "<title>");
        buf_html(out, title);
        buf_puts(out, "</title>");
    }
    buf_puts(out, "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
    write_path(out, &code);
    buf_puts(out, "</svg>");
    return api_give_html(L, buf_str(out));
}
