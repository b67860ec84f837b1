#include "script/plugin_inner.h"

#include "base/utf8.h"

#include <stdlib.h>

enum { MOST_MESSAGE = 600, MOST_LEVELS = 400 };

void plugin_raise(lua_State *L, const char *vi, const char *en, ...)
{
    char text[MOST_MESSAGE];
    va_list args;

    va_start(args, en);
    vsnprintf(text, sizeof text, plugin_of(L)->lang == LANG_EN ? en : vi, args);
    va_end(args);
    luaL_where(L, 1);
    lua_pushstring(L, text);
    lua_concat(L, 2);
    lua_error(L);
    abort();
}

/* The file that Lua calls `chunk`, or NULL. */
static const PluginFile *file_of(const PluginState *p, Str chunk)
{
    for (size_t i = 0; i < p->chunks.n; i++)
        if (str_eq(p->chunks.items[i].chunk, chunk))
            return &p->chunks.items[i];
    return NULL;
}

/* Cuts "file:line: " off the front of `*message`. A place with file 0 where it does not stand there. */
static Place cut_place(const PluginState *p, Str *message)
{
    size_t colon = str_find_byte(*message, ':', 0), end = str_find(*message, STR(": "));
    const PluginFile *file = file_of(p, str_slice(*message, 0, colon));
    Place at;

    if (!file || end <= colon)
        return (Place){0};
    at = place_at(file->file, (size_t)strtoul(message->s + colon + 1, NULL, 10), 0);
    *message = str_slice(*message, end + 2, message->n);
    return at;
}

/* A message of a plugin as text of one line: what is not UTF-8 is left out. */
static Str clean(Arena *a, Str text)
{
    char *s = arena_alloc(a, text.n + 1);
    size_t n = 0;

    text = str_slice(text, 0, MOST_MESSAGE);
    while (text.n) {
        size_t good = utf8_invalid(text);
        for (size_t i = 0; i < good; i++)
            s[n++] = (char)((unsigned char)text.s[i] < ' ' ? ' ' : text.s[i]);
        text = str_slice(text, good + 1, text.n);
    }
    s[n] = 0;
    return (Str){s, n};
}

static Str function_name(PluginState *p, const lua_Debug *ar)
{
    if (*ar->what == 'm')
        return STR("");
    if (ar->name)
        return clean(p->scratch, str_from(ar->name));
    return arena_printf(p->scratch, p->lang == LANG_EN ? "function of line %d" : "hàm ở dòng %d", ar->linedefined);
}

/* The plugin's own frames, the innermost first. Asks Lua for nothing that takes memory. */
static void note_frames(lua_State *L, PluginState *p)
{
    PluginFailure *f = &p->failure;
    lua_Debug ar;

    for (int level = 0; level < MOST_LEVELS && f->frame_count < PLUGIN_MOST_FRAMES && lua_getstack(L, level, &ar); level++) {
        const PluginFile *file;
        lua_getinfo(L, "Sln", &ar);
        file = file_of(p, str_from(ar.short_src));
        if (file)
            f->frames[f->frame_count++] =
                (PluginFrame){place_at(file->file, ar.currentline > 0 ? (size_t)ar.currentline : 0, 0), function_name(p, &ar)};
    }
}

void plugin_note(lua_State *L, Str message)
{
    PluginState *p = plugin_of(L);
    PluginFailure *f = &p->failure;

    if (f->noted)
        return;
    f->noted = true;
    note_frames(L, p);
    f->at = cut_place(p, &message);
    if (!f->at.file && f->frame_count)
        f->at = f->frames[0].at;
    f->message = clean(p->scratch, message);
}

Place plugin_line(lua_State *L)
{
    const PluginState *p = plugin_of(L);
    const PluginFile *file;
    lua_Debug ar;

    for (int level = 0; level < MOST_LEVELS && lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Sl", &ar);
        file = file_of(p, str_from(ar.short_src));
        if (file && ar.currentline > 0)
            return place_at(file->file, (size_t)ar.currentline, 0);
    }
    return p->chunks.items[0].file;
}

/* The line of the function that gave a result, which plugin_call keeps at index 2 of the frame. */
static Place function_place(lua_State *L, const PluginState *p)
{
    const PluginFile *file;
    lua_Debug ar;

    if (!lua_isfunction(L, 2))
        return p->chunks.items[0].file;
    lua_pushvalue(L, 2);
    lua_getinfo(L, ">S", &ar);
    file = file_of(p, str_from(ar.short_src));
    return file ? place_at(file->file, (size_t)ar.linedefined, 0) : p->chunks.items[0].file;
}

void plugin_refuse(lua_State *L, const char *vi, const char *en, ...)
{
    PluginState *p = plugin_of(L);
    Str message;
    va_list args;

    va_start(args, en);
    message = clean(p->scratch, arena_vprintf(p->scratch, p->lang == LANG_EN ? en : vi, args));
    va_end(args);
    if (p->gather)
        plugin_raise(L, "%.*s", "%.*s", STR_ARG(message));
    p->failure.message = message;
    p->failure.noted = true;
    p->failure.kind = PLUGIN_RESULT;
    p->failure.at = function_place(L, p);
    plugin_unwind(L);
}

/* The text that the table at index 1 has under `vi`, or in English under `en`; empty where it has none. */
static Str told(lua_State *L, const char *vi, const char *en)
{
    PluginState *p = plugin_of(L);
    Str text = {0};

    for (int i = p->lang == LANG_EN ? 0 : 1; i < 2 && !text.n; i++) {
        lua_pushstring(L, i ? vi : en);
        lua_rawget(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING)
            text.s = lua_tolstring(L, -1, &text.n);
        text = clean(p->scratch, text);
        lua_pop(L, 1);
    }
    return text;
}

/* error{ message = "…", hint = "…" }: who called is at fault, not the plugin. */
static bool blames_caller(lua_State *L)
{
    PluginState *p = plugin_of(L);
    Str message = lua_istable(L, 1) ? told(L, "message", "message_en") : (Str){0};

    if (!message.n || p->failure.noted)
        return false;
    plugin_note(L, message);
    p->failure.kind = PLUGIN_CALLER;
    p->failure.hint = told(L, "hint", "hint_en");
    return true;
}

int plugin_explain(lua_State *L)
{
    PluginState *p = plugin_of(L);
    Str words;

    if (blames_caller(L))
        return 1;
    switch (lua_type(L, 1)) {
    case LUA_TSTRING:
    case LUA_TNUMBER: words.s = lua_tolstring(L, 1, &words.n); break;
    default:
        words = arena_printf(p->scratch,
                             p->lang == LANG_EN ? "the error is a value of type %s, not a text"
                                                : "lỗi được nêu bằng một giá trị kiểu %s, không phải bằng chữ",
                             luaL_typename(L, 1));
    }
    plugin_note(L, words);
    return 1;
}

/* What happened, with the plugin's file and line. */
static void say(Diag *d, Place at, PluginResult kind, Str name, Str where, const char *hook, Str message)
{
    switch (kind) {
    case PLUGIN_TIME:
        diag_error(d, at, "plugin.time", "phần mở rộng «%.*s» chạy quá lâu nên phải dừng, ở %.*s (%s)",
                   "plugin \"%.*s\" took too many steps and was stopped at %.*s (%s)", STR_ARG(name), STR_ARG(where), hook);
        diag_hint(d, "có vòng lặp nào không có điểm dừng, hoặc chạy qua quá nhiều mục?",
                  "is there a loop without an end, or one over too many items?");
        return;
    case PLUGIN_MEMORY:
        diag_error(d, at, "plugin.memory", "phần mở rộng «%.*s» cần quá nhiều bộ nhớ (hơn %d MB) nên phải dừng, ở %.*s (%s)",
                   "plugin \"%.*s\" takes too much memory (more than %d MB) and was stopped at %.*s (%s)", STR_ARG(name),
                   PLUGIN_SOFT_MEMORY >> 20, STR_ARG(where), hook);
        diag_hint(d, "có bảng hay chuỗi nào được nối dài thêm mãi?", "is there a table or a text that grows without an end?");
        return;
    case PLUGIN_CALLER: diag_error(d, at, "plugin.caller", "%s: %.*s", "%s: %.*s", hook, STR_ARG(message)); return;
    case PLUGIN_RESULT:
        diag_error(d, at, "plugin.result", "phần mở rộng «%.*s» trả về điều không dùng được, ở %.*s (%s): %.*s",
                   "plugin \"%.*s\" returned what cannot be used, at %.*s (%s): %.*s", STR_ARG(name), STR_ARG(where), hook,
                   STR_ARG(message));
        return;
    default:
        diag_error(d, at, "plugin.error", "phần mở rộng «%.*s» gặp lỗi ở %.*s (%s): %.*s",
                   "plugin \"%.*s\" failed at %.*s (%s): %.*s", STR_ARG(name), STR_ARG(where), hook, STR_ARG(message));
    }
}

/* A condemned state that is used again has nothing new to tell. */
static void say_stopped(const PluginState *p, Diag *d, Place caller, const char *hook)
{
    diag_error(d, caller, "plugin.stopped", "phần mở rộng «%.*s» đã phải dừng trước đó nên không chạy %s",
               "plugin \"%.*s\" was stopped before, so %s is not run", STR_ARG(p->name), hook);
}

static Str place_words(const PluginState *p, Arena *a, Place at)
{
    Str path = files_path(p->files, at);

    return at.line ? arena_printf(a, "%.*s:%u", STR_ARG(path), (unsigned)at.line) : path;
}

/* Lua speaks English; its own words stay in the message, since they can be looked up. */
static void hint_meaning(Diag *d, Str message)
{
    const char *words = d->lang == LANG_VI ? plugin_words(message) : NULL;

    if (words)
        diag_hint(d, "nghĩa là: %s", "that is: %s", words);
}

/* The frames, the innermost first: "đang chạy a.lua:3 (sum)", "  gọi từ a.lua:9 (total)". */
static void hint_frames(const PluginState *p, Diag *d)
{
    const PluginFailure *f = &p->failure;

    for (size_t i = 0; i < f->frame_count; i++) {
        const char *how = i ? diag_word(d, "  gọi từ ", "  called from ") : diag_word(d, "đang chạy ", "running ");
        Str where = place_words(p, d->arena, f->frames[i].at), in = f->frames[i].function;
        if (in.n)
            diag_hint(d, "%s%.*s (%.*s)", "%s%.*s (%.*s)", how, STR_ARG(where), STR_ARG(in));
        else
            diag_hint(d, "%s%.*s", "%s%.*s", how, STR_ARG(where));
    }
}

void plugin_report(PluginState *p, Diag *d, Place caller, const char *hook, PluginResult kind)
{
    Place at = p->failure.at.file ? p->failure.at : p->chunks.items[0].file;

    if (!caller.file)
        caller = at;
    if (p->failure.told) {
        say_stopped(p, d, caller, hook);
        return;
    }
    p->failure.told = true;
    say(d, caller, kind, p->name, place_words(p, d->arena, at), hook, p->failure.message);
    if (kind == PLUGIN_CALLER) {
        if (p->failure.hint.n)
            diag_hint(d, "%.*s", "%.*s", STR_ARG(p->failure.hint));
        return;
    }
    hint_meaning(d, p->failure.message);
    hint_frames(p, d);
}

bool plugin_report_syntax(PluginState *p, Diag *d, const PluginFile *file)
{
    size_t n = 0;
    const char *s = lua_type(p->L, -1) == LUA_TSTRING ? lua_tolstring(p->L, -1, &n) : "";
    Str message = {s, n};
    Place at = cut_place(p, &message);

    diag_error(d, at.file ? at : file->file, "plugin.syntax", "phần mở rộng «%.*s» viết sai cú pháp Lua: %.*s",
               "plugin \"%.*s\" is not right Lua: %.*s", STR_ARG(p->name), STR_ARG(clean(d->arena, message)));
    return false;
}
