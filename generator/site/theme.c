#include "site/theme.h"

#include "base/fs.h"
#include "base/hash.h"
#include "base/path.h"
#include "base/utf8.h"
#include "content/source.h"
#include "value/yaml.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define THEME_FILE "theme.yaml"

enum { THEME_MOST_BYTES = 64 << 10, THEME_MOST_PARENTS = 8 };

static const Field theme_fields[] = {
    {.name = STR_INIT("name"), .label = STR_INIT("tên"), .type = FIELD_SLUG, .example = STR_INIT("chuan")},
    {.name = STR_INIT("label"), .label = STR_INIT("nhãn"), .example = STR_INIT("Giao diện chuẩn")},
    {.name = STR_INIT("description"), .label = STR_INIT("mô tả")},
    {.name = STR_INIT("extends"), .label = STR_INIT("kế thừa"), .type = FIELD_SLUG, .example = STR_INIT("chuan")},
};

static bool is_hidden(Str name) { return name.s[0] == '.' || str_ends(name, STR("~")); }

/* Names of the themes that are there, for a hint. */
static void suggest_theme(Arena *a, Diag *d, Str themes_dir, Str wrong)
{
    int root = fs_open_dir(arena_str(a, themes_dir).s);
    LIST(Str) names = {0};
    FsList list = {0};

    if (root < 0)
        return;
    if (fs_walk(a, root, STR(""), is_hidden, &list) == 0)
        for (size_t i = 0; i < list.n; i++)
            if (str_is(path_base(list.items[i].path), THEME_FILE))
                list_push(a, &names, path_dir(list.items[i].path));
    close(root);
    diag_nearest(d, wrong, names.items, names.n);
    for (size_t i = 0; i < names.n; i++)
        diag_hint(d, "giao diện đang có: %.*s", "there is a theme: %.*s", STR_ARG(names.items[i]));
}

static bool check_declaration(Arena *a, Diag *d, Value raw, Str *extends)
{
    Schema schema = {.name = STR("theme"), .label = STR(THEME_FILE), .fields = theme_fields,
                     .count = sizeof theme_fields / sizeof *theme_fields};
    Value typed;
    bool ok = schema_seal(a, d, (Place){0}, &schema);

    if (!ok)
        return false;
    ok = schema_check(a, d, &schema, raw, (SchemaOptions){.comments = true}, &typed);
    *extends = value_get_str(typed, STR("extends"));
    schema_free(&schema);
    return ok;
}

static bool read_declaration(Arena *a, Diag *d, Files *files, Str themes_dir, Str name, Str *extends)
{
    Str path = path_join(a, path_join(a, themes_dir, name), STR(THEME_FILE)), text;
    Value raw;
    Place at;

    if (access(path.s, F_OK)) {
        diag_error(d, (Place){0}, "theme.absent", "không có giao diện «%.*s» trong «%.*s»", "there is no theme «%.*s» in «%.*s»",
                   STR_ARG(name), STR_ARG(themes_dir));
        suggest_theme(a, d, themes_dir, name);
        return false;
    }
    at = files_add(files, path);
    return source_read_path(a, d, path, at, THEME_MOST_BYTES, &text)
        && yaml_read(a, d, place_at(at, 1, 1), text, THEME_MOST_BYTES, &raw) && check_declaration(a, d, raw, extends);
}

/* "css/a.css" with its content's hash: "assets/css/a.1a2b3c4d.css", so that it may be cached for ever. */
static Str hashed_path(Arena *a, Str name, Str bytes)
{
    Str dir = path_join(a, STR("assets"), path_dir(name));

    return path_join(a, dir, arena_printf(a, "%.*s.%08x.%.*s", STR_ARG(path_stem(name)), (unsigned)(hash_bytes(bytes) >> 32),
                                          STR_ARG(path_ext(name))));
}

static bool add_files(Arena *a, Diag *d, Str assets, Theme *theme)
{
    int root = fs_open_dir(assets.s), error;
    FsList list = {0};

    if (root < 0)
        return errno == ENOENT ? true : fs_failed(d, errno, "system.read", "không đọc được thư mục", "cannot read the folder", assets);
    error = fs_walk(a, root, STR(""), is_hidden, &list);
    for (size_t i = 0; i < list.n && !error; i++) {
        Str name = list.items[i].path, bytes;
        ThemeFile *file;
        if (list.items[i].type != FS_FILE || map_find(&theme->by_name, name))
            continue;
        error = fs_read(a, root, name, 50 << 20, &bytes);
        if (error)
            break;
        file = arena_make(a, ThemeFile);
        *file = (ThemeFile){name, assets, hashed_path(a, name, bytes)};
        map_put(a, &theme->by_name, name, file);
        list_push(a, &theme->files, *file);
    }
    close(root);
    return error ? fs_failed(d, error, "system.read", "không đọc được thư mục", "cannot read the folder", assets) : true;
}

/* Default templates that plugins ship for their kinds. */
static bool load_plugins(Arena *a, Diag *d, Files *files, Engine *engine, Str plugins_dir)
{
    int root = fs_open_dir(arena_str(a, plugins_dir).s);
    FsList list = {0};
    bool ok = true;

    if (root < 0)
        return true;
    if (fs_walk(a, root, STR(""), is_hidden, &list) == 0)
        for (size_t i = 0; i < list.n; i++)
            if (list.items[i].type == FS_DIR && str_is(path_base(list.items[i].path), "templates")
                && !path_dir(path_dir(list.items[i].path)).n)
                ok = engine_load(engine, d, files, path_join(a, plugins_dir, list.items[i].path).s) && ok;
    close(root);
    return ok;
}

static int by_name(const void *x, const void *y)
{
    const ThemeFile *a = x, *b = y;

    return str_cmp(a->name, b->name);
}

bool theme_load(Arena *a, Diag *d, Files *files, Engine *engine, Str themes_dir, Str plugins_dir, Str name, Theme *out)
{
    bool ok = true;
    Str extends = name;

    *out = (Theme){.name = name};
    for (int depth = 0; extends.n; depth++) {
        Str dir = path_join(a, themes_dir, extends), next = STR("");
        if (depth == THEME_MOST_PARENTS) {
            diag_error(d, (Place){0}, "theme.circle", "giao diện «%.*s» kế thừa vòng tròn hoặc quá nhiều tầng",
                       "theme «%.*s» extends itself, or too many others", STR_ARG(name));
            return false;
        }
        if (!read_declaration(a, d, files, themes_dir, extends, &next))
            return false;
        ok = engine_load(engine, d, files, path_join(a, dir, STR("templates")).s) && ok;
        ok = add_files(a, d, path_join(a, dir, STR("assets")), out) && ok;
        extends = next;
    }
    ok = load_plugins(a, d, files, engine, plugins_dir) && ok;
    ok = engine_compile(engine, d) && ok;
    if (out->files.n)
        qsort(out->files.items, out->files.n, sizeof *out->files.items, by_name);
    return ok;
}

Value theme_asset(HostCall *call)
{
    const Theme *theme = call->host;
    Str name = call->count ? value_str(call->args[0]) : STR("");
    const ThemeFile *file = map_find(&theme->by_name, name);

    if (file)
        return value_text(call->scratch, VALUE_PATH, file->path);
    call->error = arena_printf(call->scratch, call->lang == LANG_EN ? "the theme has no file assets/%.*s" : "giao diện không có tệp assets/%.*s",
                               STR_ARG(name));
    return value_null();
}
