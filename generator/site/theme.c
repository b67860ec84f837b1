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
static void suggest_theme(Arena *a, Diag *d, const Shelf *themes, Str wrong)
{
    ShelvedList list;
    Str *names;

    if (!shelf_list(a, d, themes, &list))
        return;
    names = arena_array(a, Str, list.n + 1);
    for (size_t i = 0; i < list.n; i++)
        names[i] = list.items[i].name;
    diag_nearest(d, wrong, names, list.n);
    for (size_t i = 0; i < list.n; i++)
        diag_hint(d, "giao diện đang có: %.*s", "there is a theme: %.*s", STR_ARG(names[i]));
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

static bool read_declaration(Arena *a, Diag *d, Files *files, const Shelf *themes, Str name, Str *extends)
{
    Str path = path_join(a, shelf_find(a, themes, name), STR(THEME_FILE)), text;
    Value raw;
    Place at;

    if (access(path.s, F_OK)) {
        diag_error(d, (Place){0}, "theme.absent", "không có giao diện «%.*s» trong «%.*s»", "there is no theme «%.*s» in «%.*s»",
                   STR_ARG(name), STR_ARG(shelf_words(a, themes)));
        suggest_theme(a, d, themes, name);
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

/* `below`: where templates see them, "" for a theme's. */
static bool add_files(Arena *a, Diag *d, Str assets, Str below, Theme *theme)
{
    int root = fs_open_dir(assets.s), error;
    FsList list = {0};

    if (root < 0)
        return errno == ENOENT ? true : fs_failed(d, errno, "system.read", "không đọc được thư mục", "cannot read the folder", assets);
    error = fs_walk(a, root, STR(""), is_hidden, &list);
    for (size_t i = 0; i < list.n && !error; i++) {
        Str from = list.items[i].path, name = path_join(a, below, from), bytes;
        ThemeFile *file;
        if (list.items[i].type != FS_FILE || map_find(&theme->by_name, name))
            continue;
        error = fs_read(a, root, from, 50 << 20, &bytes);
        if (error)
            break;
        file = arena_make(a, ThemeFile);
        *file = (ThemeFile){name, assets, from, hashed_path(a, name, bytes)};
        map_put(a, &theme->by_name, name, file);
        list_push(a, &theme->files, *file);
    }
    close(root);
    return error ? fs_failed(d, error, "system.read", "không đọc được thư mục", "cannot read the folder", assets) : true;
}

/* Default templates that plugins ship for their kinds, and their own files; of those that are turned off nothing, since templates ask
 * for their filters and data. */
static bool load_plugins(Arena *a, Diag *d, Files *files, Engine *engine, const Shelf *plugins, const Plugins *loaded, Theme *theme)
{
    ShelvedList list;
    bool ok = shelf_list(a, d, plugins, &list);

    for (size_t i = 0; ok && i < list.n; i++)
        ok = plugins_is_off(loaded, list.items[i].name)
          || (engine_load_optional(engine, d, files, path_join(a, list.items[i].path, STR("templates")).s)
              && add_files(a, d, path_join(a, list.items[i].path, STR("assets")), list.items[i].name, theme));
    return ok;
}

static int by_name(const void *x, const void *y)
{
    const ThemeFile *a = x, *b = y;

    return str_cmp(a->name, b->name);
}

bool theme_load(Arena *a, Diag *d, Files *files, Engine *engine, const Shelf *themes, const Shelf *plugins, const Plugins *loaded, Str name,
                Theme *out)
{
    bool ok = true;
    Str extends = name;

    *out = (Theme){.name = name};
    for (int depth = 0; extends.n; depth++) {
        Str dir = shelf_find(a, themes, extends), next = STR("");
        if (depth == THEME_MOST_PARENTS) {
            diag_error(d, (Place){0}, "theme.circle", "giao diện «%.*s» kế thừa vòng tròn hoặc quá nhiều tầng",
                       "theme «%.*s» extends itself, or too many others", STR_ARG(name));
            return false;
        }
        if (!read_declaration(a, d, files, themes, extends, &next))
            return false;
        ok = engine_load(engine, d, files, path_join(a, dir, STR("templates")).s) && ok;
        ok = add_files(a, d, path_join(a, dir, STR("assets")), STR(""), out) && ok;
        extends = next;
    }
    ok = load_plugins(a, d, files, engine, plugins, loaded, out) && ok;
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
