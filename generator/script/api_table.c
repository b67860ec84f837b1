#include "script/api_inner.h"

/* The options of html.table, at these places of the stack; argument 1 is the table that holds them. */
enum { CAPTION = 2, HEAD, ROWS, FOOT, ALIGN, ROW_HEAD, END };
static const char *const names[] = {"caption", "head", "rows", "foot", "align", "row_head"};

enum { MOST_COLUMNS = 100 };

typedef struct {
    size_t columns;
    size_t row_head; /* the column that names its row, from 1; 0: none */
    bool numbers[MOST_COLUMNS + 1];
} Table;

static bool is_option(lua_State *L, int i)
{
    if (lua_type(L, i) == LUA_TSTRING)
        for (int option = CAPTION; option < END; option++)
            if (strcmp(lua_tostring(L, i), names[option - CAPTION]) == 0)
                return true;
    return false;
}

static void push_options(lua_State *L)
{
    if (!lua_istable(L, 1))
        api_wrong(L, 1, "table { caption = …, head = { … }, rows = { … } }", "a table { caption = …, head = { … }, rows = { … } }");
    lua_settop(L, 1);
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1))
        if (!is_option(L, 2))
            plugin_raise(L, "%s: không có khóa này: %s; có: caption, head, rows, foot, align, row_head",
                         "%s: there is no such key: %s; there is: caption, head, rows, foot, align, row_head", api_name(L), api_shown(L, 2));
    for (int i = CAPTION; i < END; i++) {
        lua_pushstring(L, names[i - CAPTION]);
        lua_rawget(L, 1);
    }
}

static _Noreturn void wrong(lua_State *L, int option, const char *vi, const char *en)
{
    plugin_raise(L, "%s: «%s» là %s; cần %s", "%s: \"%s\" is %s; it must be %s", api_name(L), names[option - CAPTION],
                 api_shown(L, option), api_english(L) ? en : vi);
}

static bool is_list(lua_State *L, int i)
{
    const Value *v = plugin_value_at(L, i);

    return v ? value_is(*v, VALUE_LIST) : lua_istable(L, i) && !element_table(L, i);
}

static Str caption(lua_State *L)
{
    Str text = {0};

    if (!api_text_at(L, CAPTION, &text) || !str_trim(text).n)
        wrong(L, CAPTION, "chữ nói bảng này là gì", "words that say what the table is");
    return api_checked(L, 1, text);
}

static void read_align(lua_State *L, Table *t)
{
    bool good = lua_isnil(L, ALIGN) || lua_istable(L, ALIGN);

    if (lua_istable(L, ALIGN))
        for (lua_pushnil(L); good && lua_next(L, ALIGN); lua_pop(L, 1)) {
            lua_Integer column = lua_isinteger(L, -2) ? lua_tointeger(L, -2) : 0;
            good = column >= 1 && column <= (lua_Integer)t->columns
                   && (!lua_toboolean(L, -1) || (lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), "number") == 0));
            if (good)
                t->numbers[column] = lua_toboolean(L, -1);
        }
    if (!good)
        wrong(L, ALIGN, "{ [số cột] = \"number\" } cho các cột của head", "{ [column] = \"number\" } for columns of head");
}

static void read_row_head(lua_State *L, Table *t)
{
    lua_Integer column = lua_isnil(L, ROW_HEAD) ? 1 : lua_isinteger(L, ROW_HEAD) ? lua_tointeger(L, ROW_HEAD) : 0;

    if (lua_isboolean(L, ROW_HEAD) && !lua_toboolean(L, ROW_HEAD))
        return;
    if (column < 1 || column > (lua_Integer)t->columns)
        wrong(L, ROW_HEAD, "số của một cột trong head, hoặc false", "the number of a column of head, or false");
    t->row_head = (size_t)column;
}

/* "hàng 3", for messages. */
static const char *row_name(lua_State *L, int option, size_t number)
{
    if (option != ROWS)
        return arena_printf(api_of(L)->scratch, "«%s»", names[option - CAPTION]).s;
    return arena_printf(api_of(L)->scratch, api_english(L) ? "row %zu" : "hàng %zu", number).s;
}

static bool is_cell(lua_State *L, int i)
{
    const Value *v = plugin_value_at(L, i);

    if (v)
        return value_is(*v, VALUE_HTML) || value_is(*v, VALUE_DATE) || value_is(*v, VALUE_STATUS) || value_is(*v, VALUE_LIST);
    return lua_isnil(L, i) || (lua_isboolean(L, i) && !lua_toboolean(L, i)) || lua_type(L, i) == LUA_TSTRING
           || lua_type(L, i) == LUA_TNUMBER || is_list(L, i);
}

static bool is_empty(lua_State *L, int i)
{
    const Value *v = plugin_value_at(L, i);

    if (v)
        return value_is(*v, VALUE_HTML) && value_str(*v).n == 0;
    return !lua_toboolean(L, i) || (lua_type(L, i) == LUA_TSTRING && lua_rawlen(L, i) == 0);
}

/* The cell on the stack's top. An empty cell heads nothing: it is a plain one. */
static void write_cell(lua_State *L, const Table *t, int option, size_t number, size_t k)
{
    Buf *out = &api_of(L)->out;
    Element m = {.name = "td", .arg = 1};
    int cell = lua_gettop(L);
    bool heading = !is_empty(L, cell) && (option == HEAD || k == t->row_head);

    if (!is_cell(L, cell))
        plugin_raise(L, "%s: ô thứ %d của %s là %s; cần chữ, số, ngày, HTML; liên kết thì html.link(đường dẫn, chữ)",
                     "%s: cell %d of %s is %s; it must be text, a number, a date or HTML; links are html.link(path, words)", api_name(L), (int)k,
                     row_name(L, option, number), api_shown(L, cell));
    plugin_charge(L, 8);
    buf_puts(out, !heading ? "<td" : option == HEAD ? "<th scope=\"col\"" : "<th scope=\"row\"");
    buf_puts(out, t->numbers[k] ? " class=\"num\">" : ">");
    element_child(L, &m, cell, 0);
    buf_puts(out, heading ? "</th>" : "</td>");
}

/* The row on the stack's top. */
static void write_row(lua_State *L, const Table *t, int option, size_t number)
{
    Buf *out = &api_of(L)->out;
    int row = lua_gettop(L);
    size_t n;

    if (!is_list(L, row))
        plugin_raise(L, "%s: %s là %s; cần danh sách các ô { a, b, … }", "%s: %s is %s; it must be a list of cells { a, b, … }", api_name(L),
                     row_name(L, option, number), api_shown(L, row));
    n = api_list(L, row, 1);
    if (n > t->columns)
        plugin_raise(L, "%s: %s có %d ô, nhưng head chỉ có %d cột", "%s: %s has %d cells, but head has only %d columns", api_name(L),
                     row_name(L, option, number), (int)n, (int)t->columns);
    buf_puts(out, "<tr>");
    for (size_t k = 1; k <= t->columns; k++) {
        if (k <= n)
            api_item(L, row, k);
        else
            lua_pushnil(L);
        write_cell(L, t, option, number, k);
        lua_pop(L, 1);
    }
    buf_puts(out, "</tr>");
    api_fits(L, out->n);
}

static void write_part(lua_State *L, const Table *t, int option, const char *name)
{
    buf_printf(&api_of(L)->out, "<%s>", name);
    lua_pushvalue(L, option);
    write_row(L, t, option, 1);
    lua_pop(L, 1);
    buf_printf(&api_of(L)->out, "</%s>", name);
}

static void write_rows(lua_State *L, const Table *t)
{
    size_t n = api_list(L, ROWS, 1);

    buf_puts(&api_of(L)->out, "<tbody>");
    for (size_t i = 1; i <= n; i++) {
        api_item(L, ROWS, i);
        write_row(L, t, ROWS, i);
        lua_pop(L, 1);
    }
    buf_puts(&api_of(L)->out, "</tbody>");
}

static Table read_table(lua_State *L)
{
    Table t = {0};

    t.columns = is_list(L, HEAD) ? api_list(L, HEAD, 1) : 0;
    if (t.columns < 1 || t.columns > MOST_COLUMNS)
        wrong(L, HEAD, "danh sách tên cột { a, b, … }, nhiều nhất 100", "a list of columns { a, b, … }, at most 100");
    if (!is_list(L, ROWS))
        wrong(L, ROWS, "danh sách các hàng { { a, b }, … }", "a list of rows { { a, b }, … }");
    read_align(L, &t);
    read_row_head(L, &t);
    return t;
}

/* The shape that content/html_table.c gives the tables of Markdown, with what a caption and row headers add. */
int html_table(lua_State *L)
{
    Buf *out = &api_of(L)->out;
    Table t;
    Str words;

    push_options(L);
    words = caption(L);
    t = read_table(L);
    buf_puts(out, "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
    buf_html(out, words);
    buf_puts(out, "\"><table><caption>");
    buf_html(out, words);
    buf_puts(out, "</caption>");
    write_part(L, &t, HEAD, "thead");
    write_rows(L, &t);
    if (lua_toboolean(L, FOOT))
        write_part(L, &t, FOOT, "tfoot");
    buf_puts(out, "</table></div>");
    return api_give_html(L, buf_str(out));
}
