#include "script/inner.h"

#include "base/fs.h"
#include "base/path.h"

#include "base/utf8.h"

#include <errno.h>
#include <lauxlib.h>
#include <stdlib.h>
#include <unistd.h>

enum { TEMPLATE_MOST_BYTES = 1 << 20 };

Engine *engine_new(Arena *a, Lang lang)
{
    Engine *e = arena_make(a, Engine);

    e->arena = a;
    e->lang = lang;
    e->scratch = arena_new();
    e->L = sandbox_new(&e->memory);
    *(Engine **)lua_getextraspace(e->L) = e;
    filters_register(e);
    return e;
}

void engine_context_names(Engine *e, const Str *names, size_t n) { library_context(&e->lib, e->arena, names, n); }

void inner_function(Engine *e, Callable c, HostFunction function, void *host)
{
    list_push(e->arena, &e->lib.functions, c);
    list_push(e->arena, &e->functions, (Host){function, host});
}

void inner_filter(Engine *e, Callable c, HostFunction function, void *host)
{
    list_push(e->arena, &e->lib.filters, c);
    list_push(e->arena, &e->filters, (Host){function, host});
}

void engine_function(Engine *e, Str name, HostFunction function, void *host)
{
    inner_function(e, (Callable){name, 0, PIPE_MOST_ARGS - 1}, function, host);
}

bool engine_filter(Engine *e, Str name, HostFunction function, void *host)
{
    for (size_t i = 0; i < e->lib.filters.n; i++)
        if (str_eq(e->lib.filters.items[i].name, name))
            return false;
    inner_filter(e, (Callable){name, 0, PIPE_MOST_ARGS - 1}, function, host);
    return true;
}

Str engine_number(Arena *a, Value v)
{
    Buf out = {0};
    Str text;

    write_number(&out, v);
    text = buf_keep(&out, a);
    buf_free(&out);
    return text;
}

static bool load(Engine *e, Diag *d, int root, const char *dir, const FsEntry *file, bool optional)
{
    Str path = path_join(e->arena, str_from(dir), file->path), source;
    Place start = place_at(files_add(e->files, path), 1, 1);
    int error = fs_read(e->arena, root, file->path, TEMPLATE_MOST_BYTES, &source);
    size_t invalid;

    if (error)
        return fs_failed(d, error, "template.read", "đọc mẫu", "read the template", path);
    invalid = utf8_invalid(source);
    if (invalid < source.n) {
        diag_error(d, place_in(start, source, invalid), "template.utf8", "mẫu không phải là văn bản UTF-8",
                   "the template is not UTF-8 text");
        return false;
    }
    if (str_starts(source, STR("\xef\xbb\xbf")))
        source = str_slice(source, 3, source.n); /* a byte order mark, as Windows editors write it */
    return library_add(&e->lib, e->arena, d, start, file->path, path, source, optional);
}

static bool load_folder(Engine *e, Diag *d, Files *files, const char *dir, bool optional)
{
    FsList list = {0};
    int root = fs_open_dir(dir), error = root < 0 ? errno : 0;
    bool ok = true;

    e->files = files;
    if (error == ENOENT)
        return true;
    if (!error)
        error = fs_walk(e->arena, root, STR(""), NULL, &list);
    for (size_t i = 0; !error && i < list.n; i++)
        if (list.items[i].type == FS_FILE && str_is(path_ext(list.items[i].path), "html"))
            ok &= load(e, d, root, dir, &list.items[i], optional);
    if (root >= 0)
        close(root);
    e->lib.failed |= error || !ok;
    return error ? fs_failed(d, error, "template.folder", "đọc thư mục mẫu", "read the folder of templates", str_from(dir)) : ok;
}

bool engine_load(Engine *e, Diag *d, Files *files, const char *dir) { return load_folder(e, d, files, dir, false); }

bool engine_load_optional(Engine *e, Diag *d, Files *files, const char *dir) { return load_folder(e, d, files, dir, true); }

/* Lua's own limits (registers, levels) are met by what is nested beyond all reason; its message begins "path:line:". */
static bool refused(Engine *e, Diag *d, const Function *f)
{
    Str message = str_from(lua_tostring(e->L, -1)), path = f->home->path;
    long line = str_starts(message, path) && message.n > path.n ? strtol(message.s + path.n + 1, NULL, 10) : 1;

    diag_error(d, place_at(f->home->start, (size_t)line, 0), "template.complex",
               "các thẻ và phép tính ở dòng này lồng nhau quá nhiều",
               "the tags and operators of this line are nested too deeply");
    diag_hint(d, "chia nhỏ bằng {%% set %%} hoặc macro (%.*s)", "split it by {%% set %%} or a macro (%.*s)", STR_ARG(message));
    return false;
}

bool engine_compile(Engine *e, Diag *d)
{
    size_t n;

    if (!library_compile(&e->lib, e->arena, d))
        return false;
    n = e->lib.code.n;
    e->code = arena_array(e->arena, int, n + 1);
    e->active = arena_array(e->arena, int, n + 1);
    run_open(e->L);
    for (size_t i = 0; i < n; i++) {
        const Function *f = e->lib.code.items[i];
        const char *name = arena_printf(e->arena, "@%.*s", STR_ARG(f->home->path)).s;
        if (!sandbox_load(e->L, f->lua, name, 1))
            return refused(e, d, f);
        e->code[i] = luaL_ref(e->L, LUA_REGISTRYINDEX);
    }
    lua_settop(e->L, 0);
    e->compiled = true;
    return true;
}

bool engine_has(const Engine *e, Str template_name) { return library_find(&e->lib, template_name) != NULL; }

/* Runs the template at light userdata 1. */
static int protected(lua_State *L)
{
    run_template(engine_of(L), lua_touserdata(L, 1));
    return 0;
}

/* What Lua itself reports (memory, its stack), at the template. */
static void report(Engine *e, const Template *t)
{
    const char *message = lua_tostring(e->L, -1);

    diag_error(e->diag, t->start, "template.lua", "không dựng được trang: %s", "the page cannot be rendered: %s",
               message ? message : "?");
}

static void name_page(Engine *e, const Rendering *r)
{
    Str file = r->page.file ? files_path(e->files, r->page) : STR("");

    if (file.n)
        diag_hint(e->diag, "khi dựng trang «%.*s» từ «%.*s»", "while rendering the page \"%.*s\" from \"%.*s\"", STR_ARG(r->path),
                  STR_ARG(file));
    else
        diag_hint(e->diag, "khi dựng trang «%.*s»", "while rendering the page \"%.*s\"", STR_ARG(r->path));
}

static void begin(Engine *e, Diag *d, const Rendering *r, Buf *out)
{
    e->diag = d;
    e->rendering = r;
    e->out = out;
    e->depth = 0;
    e->steps = 0;
    e->reported = false;
    arena_reset(e->scratch);
    if (e->lib.context.n)
        memcpy(e->lib.slots, r->context, e->lib.context.n * sizeof *r->context);
}

bool engine_render(Engine *e, Diag *d, Str template_name, const Rendering *r, Buf *out)
{
    const Template *t = library_find(&e->lib, template_name);

    if (!t || !e->compiled) {
        diag_error(d, (Place){0}, "template.unknown_template", "không có mẫu «%.*s»", "there is no template \"%.*s\"",
                   STR_ARG(template_name));
        return false;
    }
    begin(e, d, r, out);
    lua_pushcfunction(e->L, protected);
    lua_pushlightuserdata(e->L, (void *)(uintptr_t)t);
    if (lua_pcall(e->L, 1, 0, 0) == LUA_OK)
        return true;
    if (!e->reported)
        report(e, t);
    name_page(e, r);
    lua_settop(e->L, 0);
    memset(e->active, 0, e->lib.code.n * sizeof *e->active);
    return false;
}

size_t engine_memory(const Engine *e) { return e->memory.used; }

void engine_free(Engine *e)
{
    lua_close(e->L);
    arena_free(e->scratch);
    buf_free(&e->spare);
}

const char *engine_version(void) { return &LUA_RELEASE[sizeof "Lua"]; }
