/* The libraries that plugins call, by their table of cases; the reference and the annotations that are made of theirs. */
#include "script/api_inner.h"

#include "base/fs.h"
#include "base/utf8.h"
#include "value/json.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* A plugin's folder below TMPDIR, and what a test needs around it. */
typedef struct {
    Arena *a;
    Diag *d;
    Files *files;
    Place page;
    char folder[256];
} Room;

static Room room_new(Lang lang)
{
    Room r = {.a = arena_new()};
    const char *temp = getenv("TMPDIR");

    r.d = diag_new(r.a, lang);
    r.files = files_new(r.a);
    r.page = place_at(files_add(r.files, STR("content/tin/a.md")), 7, 1);
    snprintf(r.folder, sizeof r.folder, "%s/api-XXXXXX", temp ? temp : P_tmpdir);
    assert_non_null(mkdtemp(r.folder));
    return r;
}

static void room_free(Room *r)
{
    assert_int_equal(fs_remove_tree(AT_FDCWD, str_from(r->folder)), 0);
    arena_free(r->a);
}

/* A plugin whose function `run` has this body. */
static PluginState *open_body(Room *r, Str body)
{
    Str text = arena_printf(r->a, "return { run = function(a)\n%.*s\nend }\n", STR_ARG(body));
    int fd = open(arena_printf(r->a, "%s/plugin.lua", r->folder).s, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    PluginState *p;

    assert_true(fd >= 0);
    assert_int_equal(fs_write_all(fd, text.s, text.n), 0);
    close(fd);
    p = plugin_open(r->a, r->d, r->files, STR("thu"), str_from(r->folder));
    if (p && !plugin_fresh(p, r->d, r->page, STR("tin/a.html"))) {
        plugin_close(p);
        p = NULL;
    }
    return p;
}

/* What every case gets as `a`. */
static Value sample(Arena *a)
{
    ValuePairs pairs = {0}, one = {0}, two = {0};
    Value rows[2], tags[] = {value_string(a, STR("đất đai")), value_string(a, STR("hộ tịch"))};
    Date day = date_from_ymd(2026, 3, 5), later = date_from_ymd(2026, 10, 20);

    later.minute = 14 * 60 + 30;
    value_pair(a, &one, STR("name"), value_string(a, STR("Ủy ban")));
    value_pair(a, &two, STR("name"), value_string(a, STR("Ấp 2")));
    rows[0] = value_map(a, one.items, one.n);
    rows[1] = value_map(a, two.items, two.n);
    value_pair(a, &pairs, STR("tags"), value_list(a, tags, 2));
    value_pair(a, &pairs, STR("rows"), value_list(a, rows, 2));
    value_pair(a, &pairs, STR("day"), value_date(day));
    value_pair(a, &pairs, STR("later"), value_date(later));
    value_pair(a, &pairs, STR("fee"), value_text(a, VALUE_STATUS, STR("chờ xác minh")));
    value_pair(a, &pairs, STR("body"), value_text(a, VALUE_HTML, STR("<b>x</b>")));
    value_pair(a, &pairs, STR("url"), value_text(a, VALUE_PATH, STR("tin/bài & ảnh.html#a")));
    value_pair(a, &pairs, STR("doc"), value_doc(NULL));
    return value_map(a, pairs.items, pairs.n);
}

/* The newest thing that was said: "code: message". */
static Str said(const Room *r)
{
    const Diagnostic *x = r->d->list.n ? &r->d->list.items[r->d->list.n - 1] : NULL;

    return x ? arena_printf(r->a, "%s: %.*s", x->code, STR_ARG(x->message)) : STR("nothing");
}

static PluginResult run(Room *r, PluginState *p, Value *out)
{
    Str path = STR("run");
    Value a = sample(r->a);
    PluginCall c = {.caller = r->page, .hook = "thử", .path = &path, .depth = 1, .args = &a, .count = 1};

    return plugin_call(p, r->d, &c, r->a, out);
}

/* ---- tests/tables/api.txt ---- */

/* Texts and HTML as they are, paths that wait for their page in «», all else as JSON. */
static Str shown(Room *r, Value v)
{
    Buf json = {0};
    Str text;

    if (value_is(v, VALUE_STRING))
        return value_str(v);
    if (value_is(v, VALUE_HTML)) {
        text = value_str(v);
        for (size_t i = 0; i < text.n; i++)
            if (text.s[i] == 1 || text.s[i] == 2)
                buf_puts(&json, text.s[i] == 1 ? "«" : "»");
            else
                buf_byte(&json, text.s[i]);
        text = buf_keep(&json, r->a);
        buf_free(&json);
        return text;
    }
    json_write(&json, v);
    text = buf_keep(&json, r->a);
    buf_free(&json);
    return text;
}

/* True when the body gives what stands behind "=> ", or the error whose words stand behind "!! ", in English "!en ". */
static bool check_case(Str body, Str expected, size_t line)
{
    bool english = str_starts(expected, STR("!en ")), fails = english || str_starts(expected, STR("!! ")), good;
    Room r = room_new(english ? LANG_EN : LANG_VI);
    PluginState *p = open_body(&r, body);
    Value out;
    Str got;

    assert_non_null(p);
    expected = str_slice(expected, english ? 4 : 3, expected.n);
    if (run(&r, p, &out) == PLUGIN_OK) {
        got = shown(&r, out);
        good = !fails && str_eq(got, expected);
    } else {
        got = said(&r);
        good = fails && expected.n && str_find(got, expected) < got.n;
    }
    if (!good)
        print_error("api.txt:%zu: not «%.*s» but «%.*s»\n", line, STR_ARG(expected), STR_ARG(got));
    assert_false(plugin_is_condemned(p));
    plugin_close(p);
    room_free(&r);
    return good;
}

static void test_table(void **state)
{
    Arena *a = arena_new();
    Buf body = {0};
    Str text, line, failed = {0}; /* the body of the last "!! " */
    size_t cases = 0, good = 0, number = 0;

    (void)state;
    assert_int_equal(fs_read_path(a, "tests/tables/api.txt", 1 << 20, &text), 0);
    while (str_line(&text, &line)) {
        number++;
        if (str_starts(line, STR("#")) || (line.n == 0 && body.n == 0))
            continue;
        if (str_starts(line, STR("!en "))) {
            assert_int_equal(body.n, 0);
            good += check_case(failed, line, number);
            cases++;
        } else if (str_starts(line, STR("=> ")) || str_starts(line, STR("!! "))) {
            failed = buf_keep(&body, a);
            good += check_case(failed, line, number);
            cases++;
            buf_clear(&body);
        } else {
            buf_add(&body, line);
            buf_byte(&body, '\n');
        }
    }
    assert_int_equal(body.n, 0);
    print_message("# api.txt: %zu cases\n", cases);
    assert_int_equal(good, cases);
    assert_true(cases >= 250);
    buf_free(&body);
    arena_free(a);
}

/* ---- what a table of snippets does not show ---- */

static void write_link(void *host, Buf *out, Str to)
{
    buf_puts(out, host);
    buf_add(out, to);
}

static void test_paths_that_plugins_make(void **state)
{
    static char up[] = "../";
    Room r = room_new(LANG_VI);
    PluginState *p = open_body(&r, STR("return { html.link(url.path('nguon-tin/rss.xml'), 'x'), url.path('tệp 1.xml'),\n"
                                       "url.absolute(a.url), url.absolute('tệp 1.xml'), url.absolute(url.path('a/b.xml')) }"));
    Value out;

    (void)state;
    assert_non_null(p);
    api_paths(p, write_link, up);
    api_base(p, STR("https://xa-mau.example.vn/cchc/"));
    assert_int_equal(run(&r, p, &out), PLUGIN_OK);
    plugin_close(p);
    assert_true(str_is(value_str(value_item(out, 0)), "<a href=\"../nguon-tin/rss.xml\">x</a>"));
    assert_true(value_is(value_item(out, 1), VALUE_PATH) && str_is(value_str(value_item(out, 1)), "tệp 1.xml"));
    assert_true(str_is(value_str(value_item(out, 2)), "https://xa-mau.example.vn/cchc/tin/b%C3%A0i%20%26%20%E1%BA%A3nh.html#a"));
    assert_true(str_is(value_str(value_item(out, 3)), "https://xa-mau.example.vn/cchc/t%E1%BB%87p%201.xml"));
    assert_true(str_is(value_str(value_item(out, 4)), "https://xa-mau.example.vn/cchc/a/b.xml"));
    room_free(&r);
}

static void test_paths_are_the_host_s(void **state)
{
    static char up[] = "../x?a&b=";
    Room r = room_new(LANG_VI);
    PluginState *p = open_body(&r, STR("return html.link(a.url, 'x')"));
    Value out;

    (void)state;
    assert_non_null(p);
    api_paths(p, write_link, up);
    assert_int_equal(run(&r, p, &out), PLUGIN_OK);
    assert_true(str_is(value_str(out), "<a href=\"../x?a&amp;b=tin/bài &amp; ảnh.html#a\">x</a>"));
    plugin_close(p);
    room_free(&r);
}

/* Markup is Lua's own while it is made; what comes back lives in the arena of the result. */
static void test_results_outlive_the_state(void **state)
{
    Room r = room_new(LANG_VI);
    PluginState *p = open_body(&r, STR("return { html.tag('p', { class = 'x' }, 'một'), { html.join() }, html.tag('b', a.body) }"));
    Value out;

    (void)state;
    assert_non_null(p);
    assert_int_equal(run(&r, p, &out), PLUGIN_OK);
    plugin_close(p);
    assert_true(value_is(value_item(out, 0), VALUE_HTML));
    assert_true(str_is(value_str(value_item(out, 0)), "<p class=\"x\">một</p>"));
    assert_int_equal(value_str(value_item(value_item(out, 1), 0)).n, 0);
    assert_true(str_is(value_str(value_item(out, 2)), "<b><b>x</b></b>"));
    room_free(&r);
}

/* Loops over the libraries end by the budgets of SECURITY section 2. */
static void test_budgets(void **state)
{
    static const struct {
        const char *body;
        PluginResult result;
    } cases[] = {
        {"while true do text.fold('Đất đai') end", PLUGIN_TIME},
        {"while true do pcall(html.tag, 'script') end", PLUGIN_TIME},
        {"local s = ('ă'):rep(1000000) while true do text.sort({ s, s }) end", PLUGIN_TIME},
        {"local i = 0 while true do i = i + 1 regex.match('x', 'a' .. i) end", PLUGIN_TIME},
        {"local s = ('&'):rep(4000000) return html.text(s)", PLUGIN_FAILED},
        {"local s, t = ('x'):rep(100000), {} while true do t[#t + 1] = html.text(s) end", PLUGIN_MEMORY},
        {"local s, t = ('ă'):rep(2000000), {} for i = 1, 30 do t[i] = s end return #text.sort(t)", PLUGIN_FAILED},
        {"local t = {} t[1] = t return html.join(t)", PLUGIN_FAILED},
        {"local t = {} t[1] = t return xml.tag('a', nil, t)", PLUGIN_FAILED},
        {"while true do pcall(xml.tag, '1') end", PLUGIN_TIME},
        {"local x = xml.tag('a', nil, ('x'):rep(100000)) while true do x = xml.tag('a', nil, x) end", PLUGIN_TIME},
        {"local x = xml.tag('a', nil, ('x'):rep(9000000)) return xml.document(xml.tag('a', nil, x, x))", PLUGIN_FAILED},
        {"local s, t = ('x'):rep(100000), {} while true do t[#t + 1] = xml.tag('a', nil, s) end", PLUGIN_MEMORY},
        {"while true do url.path('a') end", PLUGIN_TIME},
        {"local t = {} while true do t[#t + 1] = url.path('a') end", PLUGIN_MEMORY},
        {"local h, r = {}, {} for i = 1, 100 do h[i] = 'x' end for i = 1, 100000 do r[i] = {} end\n"
         "while true do html.table{ caption = 'x', head = h, rows = r } end", PLUGIN_FAILED},
        {"local t = { caption = 'x', head = { 'a' }, rows = { { 1 } } } while true do html.table(t) end", PLUGIN_TIME},
        {"local t = {} t[1] = t return json.encode(t)", PLUGIN_FAILED},
        {"return html.join({ [2^40 // 1 | 0] = 'x' })", PLUGIN_FAILED},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Room r = room_new(LANG_VI);
        PluginState *p = open_body(&r, str_from(cases[i].body));
        Value out;
        assert_non_null(p);
        if (run(&r, p, &out) != cases[i].result)
            fail_msg("%s: %.*s", cases[i].body, STR_ARG(said(&r)));
        plugin_close(p);
        room_free(&r);
    }
}

/* More patterns than the cache holds, one of them in use while it is emptied. */
static void test_patterns_in_use(void **state)
{
    Room r = room_new(LANG_VI);
    PluginState *p = open_body(&r, STR("local n = 0\n"
                                       "return (regex.replace('abc', '[a-c]', function(c)\n"
                                       "  for i = 1, 200 do n = n + 1; assert(regex.is('x' .. n, 'x' .. n)) end\n"
                                       "  return text.upper(c) end)) .. n"));
    Value out;

    (void)state;
    assert_non_null(p);
    if (run(&r, p, &out) != PLUGIN_OK)
        fail_msg("%.*s", STR_ARG(said(&r)));
    assert_true(str_is(value_str(out), "ABC600"));
    plugin_close(p);
    room_free(&r);
}

/* Memory that runs out at any moment ends the call; nothing is left behind. */
static void test_memory_at_any_moment(void **state)
{
    static const char *const body = "local t = {}\n"
                                    "for i = 1, 40 do t[i] = html.tag('li', { class = 'c' .. i, title = 'x' }, 'Đất ' .. i, { i, a.day }) end\n"
                                    "local s = text.join(text.sort(text.split('c,b,a', ',')), ', ', ' và ') .. csv.row({ 1, 'x' }) .. json.encode({ x = { a.tags, 1 } })\n"
                                    "s = regex.replace(s, [[\\w]], function(c) return text.upper(c) end) .. #regex.all(s, '(a)|(b)')\n"
                                    "local x = xml.document(xml.tag('a', { b = 1 }, xml.tag('c', nil, a.day, t), html.text('<')))\n"
                                    "local y = html.table{ caption = 'x', head = { 'a', 'b' }, rows = { { 1, a.body }, { t[1] } }, align = { 'number' } }\n"
                                    "return { x, y, url.path('a/b'), url.encode('đ'), html.tag('ul', nil, t), svg.tag('g', nil, svg.tag('rect', { x = 1.5 })), s, date.format(date.add(a.day, 1)), num.format(1.5) }";
    Room r = room_new(LANG_VI);
    size_t ended = 0;
    Value out;

    (void)state;
    for (size_t more = 0; more < 60000; more += more < 4000 ? 40 : 661) {
        PluginState *p = open_body(&r, str_from(body));
        assert_non_null(p);
        lua_gc(p->L, LUA_GCCOLLECT);
        p->memory.hard = p->memory.used + more;
        if (run(&r, p, &out) != PLUGIN_OK) {
            ended++;
            if (p->condemned != PLUGIN_MEMORY)
                fail_msg("%.*s", STR_ARG(said(&r)));
        }
        plugin_close(p);
    }
    assert_true(ended > 20 && ended < 180);
    room_free(&r);
}

static void test_english(void **state)
{
    Room r = room_new(LANG_EN);
    PluginState *p = open_body(&r, STR("return date.format('05/3/2026')"));
    Value out;

    (void)state;
    assert_non_null(p);
    assert_int_equal(run(&r, p, &out), PLUGIN_FAILED);
    assert_true(str_find(said(&r), STR("date.format: argument 1 \"date\" is text «05/3/2026»; it must be a date; read texts with date.parse first"))
                < said(&r).n);
    plugin_close(p);
    room_free(&r);
}

/* ---- the reference ---- */

static void test_rows(void **state)
{
    size_t n;
    const ApiRow *rows = api_rows(&n);

    (void)state;
    assert_true(n > 30);
    for (size_t i = 0; i < n; i++) {
        Str vi = str_from(rows[i].vi);
        assert_non_null(rows[i].function);
        assert_true(str_ends(vi, STR(".")) && str_ends(str_from(rows[i].en), STR(".")));
        assert_true(utf8_is_nfc(vi) && str_find_byte(vi, '|', 0) == vi.n);
        for (size_t k = 0; k < i; k++)
            assert_true(strcmp(rows[i].library, rows[k].library) != 0 || strcmp(rows[i].name, rows[k].name) != 0);
    }
}

/* Each class begins with its own row; types are the libraries', Lua's, or classes. */
static void test_fields(void **state)
{
    size_t n;
    const ApiField *fields = api_fields(&n);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        Str vi = str_from(fields[i].vi);
        bool first = i == 0 || strcmp(fields[i].type_name, fields[i - 1].type_name) != 0;
        assert_int_equal(first, !*fields[i].name);
        assert_true(utf8_is_nfc(vi) && str_find_byte(vi, '|', 0) == vi.n && (str_ends(vi, STR(".")) || str_ends(vi, STR("…"))));
        for (size_t k = 0; k < i; k++)
            assert_true(strcmp(fields[i].type_name, fields[k].type_name) != 0 || strcmp(fields[i].name, fields[k].name) != 0);
    }
}

static bool holds(const Buf *text, const char *words)
{
    return str_find(buf_str(text), str_from(words)) < text->n;
}

static void test_reference(void **state)
{
    Buf out = {0};
    size_t n, lines = 0;

    (void)state;
    api_rows(&n);
    api_reference(&out);
    assert_true(str_starts(buf_str(&out), STR("### html\n\n| Hàm | Cho ra | Nghĩa |\n|---|---|---|\n| `html.tag(name, attributes?, …)` | HTML | Một thẻ ")));
    assert_true(holds(&out, "\n| `date.parse(text)` | ngày hoặc nil | Đọc ngày "));
    assert_true(holds(&out, "\n| `text.split(text, by)` | danh sách chữ | "));
    assert_true(holds(&out, "\n| `url.absolute(path)` | chữ hoặc nil | Địa chỉ "));
    assert_true(holds(&out, "\n| `xml.tag(name, attributes?, …)` | XML | "));
    assert_true(holds(&out, "\n### page (`Page`)\n\nMột trang, chỉ để đọc.\n\n| Khóa | Kiểu | Nghĩa |\n|---|---|---|\n| `title` | chữ | Tiêu đề. |\n"));
    assert_true(holds(&out, "\n| `image` | `File` hoặc nil | "));
    assert_false(holds(&out, "TableOptions`)") || holds(&out, "``") || holds(&out, "`any`"));
    for (Str rest = buf_str(&out), line; str_line(&rest, &line);)
        lines += str_starts(line, STR("| `")) && str_find(line, STR("(")) < str_find(line, STR("` | "));
    assert_int_equal(lines, n);
    buf_free(&out);
}

/* Each row once, in a file that is Lua. */
static void test_annotations(void **state)
{
    Buf out = {0};
    lua_State *L = luaL_newstate();
    size_t n, functions = 0;

    (void)state;
    api_rows(&n);
    api_annotations(&out);
    assert_true(str_starts(buf_str(&out), STR("---@meta\n-- luacheck: ignore\n")));
    assert_true(holds(&out, "\n---@class Page\n---@field title string Tiêu đề.\n"));
    assert_true(holds(&out, "\n---@field image? File "));
    assert_true(holds(&out, "\n---@param name string\n---@param attributes? table\n---@param ... any\n---@return Html\nfunction html.tag(name, attributes, ...) end\n"));
    for (Str rest = buf_str(&out), line; str_line(&rest, &line);)
        functions += str_starts(line, STR("function "));
    assert_int_equal(functions, n);
    assert_non_null(L);
    assert_int_equal(luaL_loadbuffer(L, out.s, out.n, "annotations"), LUA_OK);
    assert_int_equal(lua_pcall(L, 0, 0, 0), LUA_OK);
    lua_close(L);
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),     cmocka_unit_test(test_paths_that_plugins_make), cmocka_unit_test(test_paths_are_the_host_s), cmocka_unit_test(test_results_outlive_the_state),
        cmocka_unit_test(test_budgets),   cmocka_unit_test(test_patterns_in_use),      cmocka_unit_test(test_english),
        cmocka_unit_test(test_rows),      cmocka_unit_test(test_fields), cmocka_unit_test(test_reference),            cmocka_unit_test(test_annotations),
        cmocka_unit_test(test_memory_at_any_moment),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
