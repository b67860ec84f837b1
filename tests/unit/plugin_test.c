/* The plugin runtime: the sandbox by its table, budgets, fresh instances, values both ways, failures that teach, crew's walls. */
#include "script/plugin_inner.h"

#include "base/crew.h"
#include "base/fs.h"
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
    Place page; /* of the page that calls */
    char folder[256];
    int root;
} Room;

static Room room_new(Lang lang)
{
    Room r = {.a = arena_new()};
    const char *temp = getenv("TMPDIR");

    r.d = diag_new(r.a, lang);
    r.files = files_new(r.a);
    r.page = place_at(files_add(r.files, STR("content/tin/a.md")), 7, 1);
    snprintf(r.folder, sizeof r.folder, "%s/plugin-XXXXXX", temp ? temp : P_tmpdir);
    assert_non_null(mkdtemp(r.folder));
    r.root = fs_open_dir(r.folder);
    assert_true(r.root >= 0);
    return r;
}

static void room_free(Room *r)
{
    close(r->root);
    assert_int_equal(fs_remove_tree(AT_FDCWD, str_from(r->folder)), 0);
    arena_free(r->a);
}

static void write_file(Room *r, const char *name, Str text)
{
    int fd = openat(r->root, name, O_CREAT | O_TRUNC | O_WRONLY, 0600);

    assert_true(fd >= 0);
    assert_int_equal(fs_write_all(fd, text.s, text.n), 0);
    close(fd);
}

static PluginState *open_text(Room *r, const char *lua)
{
    write_file(r, "plugin.lua", str_from(lua));
    return plugin_open(r->a, r->d, r->files, STR("thu"), str_from(r->folder));
}

static PluginState *open_fresh(Room *r, const char *lua)
{
    PluginState *p = open_text(r, lua);

    assert_non_null(p);
    assert_true(plugin_fresh(p, r->d, r->page, STR("tin/a.html")));
    return p;
}

static PluginResult call(Room *r, PluginState *p, const char *function, const Value *args, size_t n, size_t steps, Value *out)
{
    Str path = str_from(function);
    PluginCall c = {
        .caller = r->page, .hook = "chỉ dẫn «thử»", .path = &path, .depth = 1, .args = args, .count = n, .steps = steps};

    return plugin_call(p, r->d, &c, r->a, out);
}

/* What the diagnostics say, each "code: message | hint" on a line. */
static Str said(const Room *r)
{
    Str all = STR("");

    for (size_t i = 0; i < r->d->list.n; i++) {
        const Diagnostic *x = &r->d->list.items[i];
        all = arena_printf(r->a, "%.*s%s: %.*s | %.*s\n", STR_ARG(all), x->code, STR_ARG(x->message), STR_ARG(x->hint));
    }
    return all;
}

static void assert_said(const Room *r, const char *words)
{
    Str all = said(r);

    if (str_find(all, str_from(words)) == all.n && *words)
        fail_msg("not said: %s\nbut: %.*s", words, STR_ARG(all));
}

/* The sample that every function of the table gets as its first argument. Its key `self` is the map itself. */
static Value sample(Arena *a)
{
    ValuePairs pairs = {0}, meta = {0};
    Value tags[] = {value_string(a, STR("hộ tịch")), value_string(a, STR("đất đai")), value_int(3)}, map;
    Date day = date_from_ymd(2026, 3, 5), later = date_from_ymd(2026, 10, 20);

    later.minute = 14 * 60 + 30;
    value_pair(a, &meta, STR("zeta"), value_int(1));
    value_pair(a, &meta, STR("online.level"), value_string(a, STR("toàn trình")));
    value_pair(a, &meta, STR("alpha"), value_int(2));
    value_pair(a, &pairs, STR("name"), value_string(a, STR("Xã Mẫu")));
    value_pair(a, &pairs, STR("tags"), value_list(a, tags, 3));
    value_pair(a, &pairs, STR("day"), value_date(day));
    value_pair(a, &pairs, STR("later"), value_date(later));
    value_pair(a, &pairs, STR("fee"), value_text(a, VALUE_STATUS, STR("chờ xác minh")));
    value_pair(a, &pairs, STR("body"), value_text(a, VALUE_HTML, STR("<b>x</b>")));
    value_pair(a, &pairs, STR("url"), value_text(a, VALUE_PATH, STR("tin/a.html")));
    value_pair(a, &pairs, STR("doc"), value_doc(NULL));
    value_pair(a, &pairs, STR("meta"), value_map(a, meta.items, meta.n));
    value_pair(a, &pairs, STR("n"), value_int(12));
    value_pair(a, &pairs, STR("x"), value_number(1.5));
    value_pair(a, &pairs, STR("yes"), value_bool(true));
    map = value_reserve(a, pairs.n + 1);
    value_pair(a, &pairs, STR("self"), map);
    value_fill(map, pairs.items, pairs.n, value_order(a, pairs.items, pairs.n));
    return map;
}

/* ---- tests/tables/sandbox.txt ---- */

enum { TABLE_STEPS = 40 * 1000 * 1000 };

typedef struct {
    Str name, kind, expected; /* kind: value, error, time, memory, result, open, fresh */
    size_t line;
    bool failed;
} Case;

static const char *const result_names[] = {"value", "error", "caller", "result", "time", "memory"};

/* Goes on, so that one run tells of all. */
static void wrong(Case *c, Str got)
{
    c->failed = true;
    print_error("sandbox.txt:%zu: %.*s: not %.*s «%.*s» but: %.*s\n", c->line, STR_ARG(c->name), STR_ARG(c->kind),
                STR_ARG(c->expected), STR_ARG(got));
}

/* Each piece between " ... " must be said, in order. */
static void check_words(Case *c, Str got)
{
    Str rest = c->expected, all = got;

    while (rest.n) {
        size_t gap = str_find(rest, STR(" ... ")), at = str_find(got, str_slice(rest, 0, gap));
        if (at == got.n) {
            wrong(c, all);
            return;
        }
        got = str_slice(got, at, got.n);
        rest = str_slice(rest, gap + 5, rest.n);
    }
}

static void check_outcome(Room *r, Case *c, PluginResult kind, Value out)
{
    Buf json = {0};

    if (!str_is(c->kind, result_names[kind])) {
        wrong(c, arena_printf(r->a, "%s: %.*s", result_names[kind], STR_ARG(said(r))));
        return;
    }
    if (kind != PLUGIN_OK) {
        check_words(c, said(r));
        return;
    }
    json_write(&json, out);
    if (!str_eq(buf_str(&json), c->expected))
        wrong(c, buf_str(&json));
    buf_free(&json);
}

static void run_case(Room *r, Case *c)
{
    Value args[2] = {sample(r->a), value_int(7)}, out;
    PluginState *p = plugin_open(r->a, r->d, r->files, STR("thu"), str_from(r->folder));
    PluginResult kind;

    if (!p || str_is(c->kind, "open")) {
        if (p || !str_is(c->kind, "open"))
            wrong(c, said(r));
        else
            check_words(c, said(r));
        return;
    }
    if (!plugin_fresh(p, r->d, r->page, STR("tin/a.html")) || str_is(c->kind, "fresh")) {
        if (!str_is(c->kind, "fresh") || !r->d->errors)
            wrong(c, said(r));
        else
            check_words(c, said(r));
        plugin_close(p);
        return;
    }
    kind = call(r, p, "run", args, 2, TABLE_STEPS, &out);
    check_outcome(r, c, kind, out);
    assert_int_equal(plugin_is_condemned(p), kind >= PLUGIN_TIME);
    assert_int_equal(lua_gettop(p->L), 0);
    plugin_close(p);
}

/* One case: its sections are files, `run` (the body of the function that is called), and what must come of it. */
static bool read_case(Str text, size_t line)
{
    Room r = room_new(LANG_VI);
    Case c = {.line = line};
    Str name;
    size_t at;

    str_line(&text, &c.name);
    while (str_starts(text, STR("--- ")) && str_line(&text, &name)) {
        at = str_starts(text, STR("--- ")) ? 0 : str_find(text, STR("\n--- "));
        at = at < text.n && at ? at + 1 : at;
        name = str_slice(name, 4, name.n);
        if (str_is(name, "run"))
            write_file(&r, "plugin.lua",
                       arena_printf(r.a, "return { run = function(a, b) %.*s end }", STR_ARG(str_slice(text, 0, at))));
        else if (str_ends(name, STR(".lua")))
            write_file(&r, arena_str(r.a, name).s, str_slice(text, 0, at));
        else
            c.kind = name, c.expected = str_trim(str_slice(text, 0, at));
        text = str_slice(text, at, text.n);
    }
    if (!c.kind.n)
        wrong(&c, STR("the case says not what is expected"));
    run_case(&r, &c);
    room_free(&r);
    return !c.failed;
}

static void test_table(void **state)
{
    Arena *a = arena_new();
    Str text, one;
    size_t cases = 0, good = 0, line = 1;

    (void)state;
    assert_int_equal(fs_read_path(a, "tests/tables/sandbox.txt", 1 << 20, &text), 0);
    for (size_t at = str_find(text, STR("\n=== ")); at < text.n; at = str_find(text, STR("\n=== "))) {
        for (size_t i = 0; i <= at; i++)
            line += text.s[i] == '\n';
        text = str_slice(text, at + 5, text.n);
        one = str_slice(text, 0, str_find(text, STR("\n=== ")) + 1);
        good += read_case(one, line);
        cases++;
    }
    print_message("# sandbox.txt: %zu cases\n", cases);
    assert_int_equal(good, cases);
    assert_true(cases > 150);
    arena_free(a);
}

/* ---- instances ---- */

static const char *const counter_lua = "local n, seen = 0, {}\n"
                                       "_ENV = _ENV\n"
                                       "local m = require 'm'\n"
                                       "return { run = function(a) n = n + 1; seen[#seen + 1] = a; m.n = m.n + 1\n"
                                       "  pcall(function() string.leak = 1 end) pcall(function() leak = 1 end)\n"
                                       "  pcall(function() rawset(_ENV, 'leak', 1) end) pcall(rawset, a, 'leak', 1)\n"
                                       "  return { n, #seen, m.n, math.random(1000000), string.leak == nil } end }\n";

static Str json_of(Room *r, Value v)
{
    Buf b = {0};
    Str text;

    json_write(&b, v);
    text = buf_keep(&b, r->a);
    buf_free(&b);
    return text;
}

/* Nothing that a page did is there for the next: locals, modules, libraries, the random numbers. */
static void test_fresh(void **state)
{
    Room r = room_new(LANG_VI);
    PluginState *p;
    Value v = sample(r.a), out;
    Str first, second, other;

    (void)state;
    write_file(&r, "m.lua", STR("return { n = 0 }"));
    p = open_fresh(&r, counter_lua);
    assert_int_equal(call(&r, p, "run", &v, 1, 0, &out), PLUGIN_OK);
    first = json_of(&r, out);
    assert_int_equal(call(&r, p, "run", &v, 1, 0, &out), PLUGIN_OK);
    second = json_of(&r, out);
    assert_true(str_starts(first, STR("[1,1,1,")) && str_starts(second, STR("[2,2,2,")) && str_ends(second, STR("true]")));
    assert_true(plugin_fresh(p, r.d, r.page, STR("tin/b.html")));
    assert_int_equal(call(&r, p, "run", &v, 1, 0, &out), PLUGIN_OK);
    other = json_of(&r, out);
    assert_true(str_starts(other, STR("[1,1,1,")) && !str_eq(other, first));
    assert_true(plugin_fresh(p, r.d, r.page, STR("tin/a.html")));
    assert_int_equal(call(&r, p, "run", &v, 1, 0, &out), PLUGIN_OK);
    assert_true(str_eq(json_of(&r, out), first));
    plugin_close(p);
    room_free(&r);
}

/* A chunk that changes its own _ENV starts from the sealed world again. */
static void test_env_is_given_back(void **state)
{
    Room r = room_new(LANG_VI);
    PluginState *p;
    Value out;

    (void)state;
    p = open_fresh(
        &r, "local type, was = type, tostring\n_ENV = { evil = true }\nx = 1\nreturn { run = function() return was(x) end }\n");
    for (int i = 0; i < 3; i++) {
        assert_true(plugin_fresh(p, r.d, r.page, STR("a")));
        assert_int_equal(call(&r, p, "run", NULL, 0, 0, &out), PLUGIN_OK);
        assert_true(str_is(value_str(out), "1"));
    }
    plugin_close(p);
    room_free(&r);
}

/* One plugin's world is not another's, and two states say the same about the same. */
static void test_states_are_apart(void **state)
{
    static const char *const lua =
        "return { run = function() local t = {} for i = 1, 300 do t['k' .. (i * 7919 % 1000)] = i end\n"
        "  local s = {} for k, v in pairs(t) do s[#s + 1] = k .. v end\n"
        "  return table.concat(s) .. math.random() .. tostring(t) .. tostring(pairs) end }";
    Room r = room_new(LANG_VI);
    PluginState *p = open_fresh(&r, lua), *q = open_fresh(&r, lua);
    Value one, two;

    (void)state;
    assert_int_equal(call(&r, p, "run", NULL, 0, 0, &one), PLUGIN_OK);
    assert_int_equal(call(&r, q, "run", NULL, 0, 0, &two), PLUGIN_OK);
    assert_true(str_eq(value_str(one), value_str(two)));
    plugin_close(p);
    plugin_close(q);
    room_free(&r);
}

/* ---- values ---- */

/* A value that a plugin hands back is the same value, not a copy; its place is kept. */
static void test_values_come_back(void **state)
{
    Room r = room_new(LANG_VI);
    PluginState *p =
        open_fresh(&r, "return { run = function(a) return { a.tags, a, a.day, a.fee, a.body, a.url, a.doc, a.self.meta } end }");
    Value v = value_at(sample(r.a), r.page), out;

    (void)state;
    assert_int_equal(call(&r, p, "run", &v, 1, 0, &out), PLUGIN_OK);
    assert_int_equal(value_count(out), 8);
    assert_ptr_equal(value_item(out, 0).as.list, value_get(v, STR("tags")).as.list);
    assert_ptr_equal(value_item(out, 1).as.map, v.as.map);
    assert_int_equal(value_item(out, 1).line, 7);
    assert_true(value_is(value_item(out, 2), VALUE_DATE) && value_is(value_item(out, 3), VALUE_STATUS));
    assert_true(value_is(value_item(out, 4), VALUE_HTML) && value_is(value_item(out, 5), VALUE_PATH)
                && value_is(value_item(out, 6), VALUE_DOC));
    assert_ptr_equal(value_item(out, 7).as.map, value_get(v, STR("meta")).as.map);
    plugin_close(p);
    room_free(&r);
}

/* ---- what is gathered ---- */

static PluginResult gather(Room *r, PluginState *p, const char *name, Value *out)
{
    Str path = STR("run");
    Value v = sample(r->a);
    PluginCall c = {.caller = r->page, .hook = "plan", .path = &path, .depth = 1, .args = &v, .count = 1, .gather = name};

    return plugin_call(p, r->d, &c, r->a, out);
}

/* In order, with the lines of the calls, also from a function that gsub calls. */
static void test_gather(void **state)
{
    static const uint64_t lines[] = {3, 4, 5, 6, 7};
    Room r = room_new(LANG_VI);
    PluginState *p = open_fresh(&r, "return {\n"
                                    "run = function(a, add)\n"
                                    "  add{ path = 'a.xml', text = 'mo\\u{302}t' }\n"
                                    "  pcall(add, { n = a.tags })\n"
                                    "  string.gsub('x', '.', function() add{ 1 } end)\n"
                                    "  add(a.meta)\n"
                                    "  return add{}\n"
                                    "end }");
    Value out;

    (void)state;
    assert_int_equal(gather(&r, p, "add", &out), PLUGIN_OK);
    assert_true(str_is(json_of(&r, out), "[{\"path\":\"a.xml\",\"text\":\"môt\"},{\"n\":[\"hộ tịch\",\"đất đai\",3]},[1],"
                                         "{\"zeta\":1,\"online.level\":\"toàn trình\",\"alpha\":2},[]]"));
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(value_item(out, i).line, lines[i]);
        assert_true(str_ends(files_path(r.files, value_place(value_item(out, i))), STR("/plugin.lua")));
    }
    plugin_close(p);
    p = open_fresh(&r, "return { run = function() return function() end end }");
    assert_int_equal(gather(&r, p, "report", &out), PLUGIN_OK); /* what is returned does not matter */
    assert_true(value_is(out, VALUE_LIST) && value_count(out) == 0);
    plugin_close(p);
    room_free(&r);
}

/* Wrong use names the function, at the line of the call; a plugin may catch it. */
static void test_gather_refuses(void **state)
{
    static const struct {
        Lang lang;
        const char *body, *words;
    } rows[] = {
        {LANG_VI, "add()", "add nhận đúng một table: add{ … }; ở đây có 0 tham số"},
        {LANG_VI, "add({}, {})", "add nhận đúng một table: add{ … }; ở đây có 2 tham số"},
        {LANG_VI, "add('x')", "add nhận một table có khóa: add{ … }; ở đây là string"},
        {LANG_VI, "add(a.day)", "add nhận một table có khóa"},
        {LANG_VI, "add{ x = { y = pairs } }", "add.x.y là function, không phải dữ liệu"},
        {LANG_VI, "local t = {} t.t = t add(t)", "add.t chứa chính nó"},
        {LANG_VI, "local s = ('x'):rep(10000000) for i = 1, 7 do add{ text = s } end", "quá lớn (hơn 64 MB)"},
        {LANG_VI, "local s = ('x'):rep(10000000) for i = 1, 7 do pcall(add, { text = s }) end add{}", "quá lớn (hơn 64 MB)"},
        {LANG_VI, "while true do add{} end", "plugin.error"},
        {LANG_VI, "while true do pcall(add, {}) end", "plugin.time"},
        {LANG_EN, "add()", "add takes exactly one table: add{ … }; here are 0 arguments"},
        {LANG_EN, "add(1)", "add takes a table with keys: add{ … }; here is a number"},
        {LANG_EN, "add{ 1, x = 2 }", "add is a list and has keys too"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Room r = room_new(rows[i].lang);
        PluginState *p = open_fresh(&r, arena_printf(r.a, "return { run = function(a, add)\n%s\nend }", rows[i].body).s);
        Value out;

        assert_true(gather(&r, p, "add", &out) != PLUGIN_OK);
        assert_true(value_is_null(out));
        assert_said(&r, rows[i].words);
        assert_true(str_find(r.d->list.items[0].message, STR("plugin.lua:2")) < r.d->list.items[0].message.n);
        plugin_close(p);
        room_free(&r);
    }
}

/* What was refused and caught is as if it had not been; a function that was kept gathers nothing later. */
static void test_gather_goes_on(void **state)
{
    Room r = room_new(LANG_VI);
    PluginState *p = open_fresh(&r, "local kept\n"
                                    "return { run = function(a, add) kept = kept or add pcall(add) pcall(add, { x = pairs }) add{ n = 1 } kept{ n = 2 } end,\n"
                                    "  later = function() kept{} end }");
    Value out;

    (void)state;
    assert_int_equal(gather(&r, p, "add", &out), PLUGIN_OK);
    assert_true(str_is(json_of(&r, out), "[{\"n\":1},{\"n\":2}]"));
    assert_int_equal(gather(&r, p, "report", &out), PLUGIN_FAILED);
    assert_said(&r, "add chỉ gọi được trong lúc hàm đã nhận nó đang chạy");
    assert_int_equal(call(&r, p, "later", NULL, 0, 0, &out), PLUGIN_FAILED);
    assert_int_equal(r.d->errors, 2);
    plugin_close(p);
    room_free(&r);
}

/* ---- budgets ---- */

/* The same steps end a call at the same round on every machine, and what fits is not touched. */
static void test_budget_is_exact(void **state)
{
    Room r = room_new(LANG_VI);
    Value out, n;

    (void)state;
    for (int64_t rounds = 1; rounds <= 100000000; rounds *= 10) {
        PluginState *p = open_fresh(&r, "return { run = function(n) for i = 1, n do end return n end }");
        n = value_int(rounds);
        assert_int_equal(call(&r, p, "run", &n, 1, 1000000, &out), rounds < 1000000 ? PLUGIN_OK : PLUGIN_TIME);
        plugin_close(p);
    }
    room_free(&r);
}

/* A condemned state says so, and runs nothing more. */
static void test_condemned(void **state)
{
    Room r = room_new(LANG_VI);
    PluginState *p = open_fresh(&r, "return { spin = function() while true do end end, run = function() return 1 end }");
    Value out;

    (void)state;
    assert_false(plugin_is_condemned(p));
    assert_int_equal(call(&r, p, "spin", NULL, 0, 100000, &out), PLUGIN_TIME);
    assert_true(plugin_is_condemned(p));
    assert_int_equal(call(&r, p, "run", NULL, 0, 0, &out), PLUGIN_TIME);
    assert_false(plugin_fresh(p, r.d, r.page, STR("b")));
    assert_int_equal(r.d->errors, 3);
    assert_string_equal(r.d->list.items[0].code, "plugin.time");
    assert_string_equal(r.d->list.items[1].code, "plugin.stopped");
    assert_string_equal(r.d->list.items[2].code, "plugin.stopped");
    plugin_close(p);
    room_free(&r);
}

/* Memory that runs out at any moment ends the call, not the process; what was refused comes back. */
static void test_memory_at_any_moment(void **state)
{
    static const char *const lua =
        "local m = require 'm'\nreturn { run = function(a)\n"
        "  local ok, e = pcall(function() local t = {} for i = 1, 200 do t[i] = { tostring(i), ('x'):rep(i) } end\n"
        "    table.sort(t, function(x, y) return x[2] < y[2] end)\n"
        "    for k, v in pairs(a) do t[k] = tostring(v) end\n"
        "    return string.format('%s', table.concat({ ('a'):gsub('a', string.upper) })) end)\n"
        "  return { ok, tostring(e), { x = a, y = { 1, 2, 3 } } } end }";
    Room r = room_new(LANG_VI);
    Value v = sample(r.a), out;
    size_t ended = 0;

    (void)state;
    write_file(&r, "m.lua", STR("return {}"));
    for (size_t more = 0; more < 120000; more += more < 6000 ? 16 : 661) {
        PluginState *p = open_text(&r, lua);
        assert_non_null(p);
        lua_gc(p->L, LUA_GCCOLLECT); /* so that even the first step may find too little */
        p->memory.hard = p->memory.used + more;
        if (!plugin_fresh(p, r.d, r.page, STR("a")) || call(&r, p, "run", &v, 1, 0, &out) != PLUGIN_OK) {
            ended++;
            assert_true(p->condemned == PLUGIN_MEMORY);
        }
        plugin_close(p);
    }
    print_message("# memory ran out at %zu of 548 moments\n", ended);
    assert_true(ended > 100 && ended < 540);
    assert_said(&r, "plugin.memory");
    room_free(&r);
}

/* Rubbish is no fault: what counts is what lives. */
static void test_rubbish_is_collected(void **state)
{
    Room r = room_new(LANG_VI);
    PluginState *p = open_fresh(
        &r,
        "return { run = function() local n = 0 for i = 1, 200 do local s = ('x'):rep(1000000 + i) n = n + #s end return n end }");
    Value out;

    (void)state;
    assert_int_equal(call(&r, p, "run", NULL, 0, 0, &out), PLUGIN_OK);
    assert_true(plugin_memory_used(p) <= PLUGIN_SOFT_MEMORY);
    plugin_close(p);
    room_free(&r);
}

/* ---- failures that teach ---- */

static const char *const failing_lua = "local m = require 'm'\n"
                                       "local function total(rows)\n"
                                       "  local s = m.sum(rows) return s\n"
                                       "end\n"
                                       "return { run = function(a)\n"
                                       "  local x = total(a.tags)\n"
                                       "  return x\n"
                                       "end }\n";

static void check_failure(Lang lang, const char *message, const char *hint)
{
    Room r = room_new(lang);
    PluginState *p;
    Value v = sample(r.a), out;
    const Diagnostic *x;

    write_file(&r, "m.lua",
               STR("return { sum = function(rows)\n  local s = 0\n  for _, r in ipairs(rows) do s = s + r.amount end\n  return "
                   "s\nend }\n"));
    p = open_fresh(&r, failing_lua);
    assert_int_equal(call(&r, p, "run", &v, 1, 0, &out), PLUGIN_FAILED);
    assert_true(value_is_null(out));
    assert_int_equal(r.d->errors, 1);
    x = &r.d->list.items[0];
    assert_string_equal(x->code, "plugin.error");
    assert_int_equal(x->at.file, r.page.file);
    assert_int_equal(x->at.line, 7);
    assert_string_equal(x->message.s, arena_printf(r.a, message, r.folder).s);
    assert_string_equal(arena_str(r.a, x->hint).s, arena_printf(r.a, hint, r.folder, r.folder, r.folder).s);
    plugin_close(p);
    room_free(&r);
}

static void test_failure_words(void **state)
{
    (void)state;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    check_failure(
        LANG_VI,
        "phần mở rộng «thu» gặp lỗi ở %s/m.lua:3 (chỉ dẫn «thử»): attempt to perform arithmetic on a nil value (field 'amount')",
        "nghĩa là: tính toán với một thứ không có (nil)\nđang chạy %s/m.lua:3 (sum)\n  gọi từ %s/plugin.lua:3 (total)\n  gọi từ "
        "%s/plugin.lua:6 (hàm ở dòng 5)");
    check_failure(
        LANG_EN,
        "plugin \"thu\" failed at %s/m.lua:3 (chỉ dẫn «thử»): attempt to perform arithmetic on a nil value (field 'amount')",
        "running %s/m.lua:3 (sum)\n  called from %s/plugin.lua:3 (total)\n  called from %s/plugin.lua:6 (function of line 5)");
#pragma GCC diagnostic pop
}

/* All that is said to an English reader is English. */
static void test_english(void **state)
{
    static const struct {
        const char *body, *words;
    } rows[] = {
        {"return ('x'):rep(1e10)", "plugin.lua:1 (hook): string.rep: the result is longer than 16 MB"},
        {"return os.time()", "\"os\" is not available in plugins"},
        {"total = 1", "\"total\" cannot be assigned in the globals; write \"local total = …\""},
        {"a.name = 1", "the portal's data is read-only, \"name\" cannot be assigned"},
        {"return { x = pairs }", "returned what cannot be used"},
        {"return { x = pairs }", "result.x is a function, not data"},
        {"while true do end", "took too many steps and was stopped"},
        {"local t = {} while true do t = { t } end", "takes too much memory (more than 64 MB) and was stopped"},
        {"require 'x'", "there is no \"x\" in the plugin's folder"},
        {"error {}", "the error is a value of type table, not a text"},
        {"return #a.day", "date has no length (#)"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Room r = room_new(LANG_EN);
        PluginState *p = open_fresh(&r, arena_printf(r.a, "return { run = function(a) %s end }", rows[i].body).s);
        Str path = STR("run"), all;
        Value v = sample(r.a), out;
        PluginCall c = {
            .caller = r.page, .hook = "hook", .path = &path, .depth = 1, .args = &v, .count = 1, .steps = TABLE_STEPS};

        assert_true(plugin_call(p, r.d, &c, r.a, &out) != PLUGIN_OK);
        assert_said(&r, rows[i].words);
        all = said(&r);
        assert_int_equal(str_find(all, STR("hàm")), all.n);
        assert_int_equal(str_find(all, STR("phần mở rộng")), all.n);
        plugin_close(p);
        room_free(&r);
    }
}

/* Without a page the plugin's own line is the place. */
static void test_failure_without_page(void **state)
{
    Room r = room_new(LANG_VI);
    PluginState *p = open_fresh(&r, "return {\n  run = function()\n    error('hỏng')\n  end }");
    Value out;
    Str file;

    (void)state;
    r.page = (Place){0};
    assert_int_equal(call(&r, p, "run", NULL, 0, 0, &out), PLUGIN_FAILED);
    file = files_path(r.files, r.d->list.items[0].at);
    assert_true(str_ends(file, STR("/plugin.lua")));
    assert_int_equal(r.d->list.items[0].at.line, 3);
    plugin_close(p);
    room_free(&r);
}

static void test_path_to_function(void **state)
{
    Room r = room_new(LANG_VI);
    PluginState *p = open_fresh(&r, "return { directives = { ['bang-ke'] = { render = function() return 'x' end } } }");
    Str path[] = {STR_INIT("directives"), STR_INIT("bang-ke"), STR_INIT("render")},
        gone[] = {STR_INIT("directives"), STR_INIT("x"), STR_INIT("render")};
    PluginCall c = {.caller = r.page, .hook = "bang-ke", .path = path, .depth = 3};
    Value out;

    (void)state;
    assert_int_equal(plugin_call(p, r.d, &c, r.a, &out), PLUGIN_OK);
    assert_true(str_is(value_str(out), "x"));
    c.path = gone;
    assert_int_equal(plugin_call(p, r.d, &c, r.a, &out), PLUGIN_FAILED);
    assert_said(&r, "không có hàm «render»");
    c.depth = 1;
    assert_int_equal(plugin_call(p, r.d, &c, r.a, &out), PLUGIN_FAILED);
    plugin_close(p);
    room_free(&r);
}

static void test_open_fails(void **state)
{
    Room r = room_new(LANG_VI);

    (void)state;
    assert_null(plugin_open(r.a, r.d, r.files, STR("thu"), STR("khong/co")));
    assert_said(&r, "plugin.folder");
    assert_null(plugin_open(r.a, r.d, r.files, STR("thu"), str_from(r.folder)));
    assert_said(&r, "plugin.read");
    room_free(&r);
}

/* ---- the walls of crew ---- */

/* The jobs of one plugin: 's' spins inside C, 'v' copies ever more arguments, 't' spins in Lua, others do well. */
typedef struct {
    PluginState *p;
    Place page;
    const char *jobs;
} Work;

static void *plugin_job(void *context, size_t i, Arena *keep, Diag *d)
{
    const Work *w = context;
    Str path = STR("run");
    Value arg = value_string(keep, (Str){w->jobs + i, 1}), *out = arena_make(keep, Value);
    PluginCall c = {
        .caller = w->page, .hook = "chỉ dẫn «thử»", .path = &path, .depth = 1, .args = &arg, .count = 1, .steps = 30000000};

    if (!plugin_fresh(w->p, d, w->page, STR("a")) || plugin_call(w->p, d, &c, keep, out) != PLUGIN_OK)
        return NULL;
    return out;
}

static Place plugin_where(void *context, size_t i)
{
    (void)i;
    return ((const Work *)context)->page;
}

static Str plugin_label(void *context, size_t i, Arena *a)
{
    return arena_printf(a, "trang %zu (phần mở rộng «thu», %c)", i, ((const Work *)context)->jobs[i]);
}

static void test_crew_ends_what_spins_in_c(void **state)
{
    Room r = room_new(LANG_VI);
    PluginState *p = open_text(&r, "return { run = function(what)\n"
                                   "  while what == 't' do end\n"
                                   "  local function more(...) return more(1, ...) end\n"
                                   "  if what == 'v' then return more() end\n"
                                   "  if what == 's' then return (('a'):rep(5000)):find(('a*'):rep(40) .. 'b') end\n"
                                   "  return what end }");
    Work w = {p, r.page, "asavtb"};
    CrewWork work = {.name = "render", .count = 6, .context = &w, .job = plugin_job, .where = plugin_where, .label = plugin_label, .seconds = 1};
    Crew *crew = crew_open(r.a, 1, false);
    void **results = crew_run(crew, r.a, r.d, &work);

    (void)state;
    assert_non_null(results);
    assert_true(results[0] && !results[1] && results[2] && !results[3] && !results[4]);
    assert_int_equal(r.d->list.items[0].at.line, 7);
    assert_string_equal(r.d->list.items[0].code, "crew.time");
    assert_true(str_find(r.d->list.items[0].message, STR("trang 1 (phần mở rộng «thu», s)")) < r.d->list.items[0].message.n);
    assert_string_equal(r.d->list.items[1].code, "crew.time");
    assert_string_equal(r.d->list.items[2].code, "plugin.time");
    assert_string_equal(r.d->list.items[3].code, "plugin.stopped"); /* the worker of a condemned state is its caller's to end */
    crew_close(crew);
    plugin_close(p);
    room_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_fresh),
        cmocka_unit_test(test_env_is_given_back),
        cmocka_unit_test(test_states_are_apart),
        cmocka_unit_test(test_values_come_back),
        cmocka_unit_test(test_gather),
        cmocka_unit_test(test_gather_refuses),
        cmocka_unit_test(test_gather_goes_on),
        cmocka_unit_test(test_budget_is_exact),
        cmocka_unit_test(test_condemned),
        cmocka_unit_test(test_memory_at_any_moment),
        cmocka_unit_test(test_rubbish_is_collected),
        cmocka_unit_test(test_failure_words),
        cmocka_unit_test(test_english),
        cmocka_unit_test(test_failure_without_page),
        cmocka_unit_test(test_path_to_function),
        cmocka_unit_test(test_open_fails),
        cmocka_unit_test(test_crew_ends_what_spins_in_c),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
