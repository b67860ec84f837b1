#include "site/plan_inner.h"

#include "base/path.h"
#include "base/utf8.h"

enum { MOST_SEGMENT = 100, MOST_PATH = 1000 }; /* bytes */

Str plan_part_path(Arena *a, Str path, size_t number)
{
    Str dir = path_dir(path), stem = path_stem(path);

    if (number == 1)
        return path;
    if (!str_is(stem, "index"))
        dir = path_join(a, dir, stem);
    return path_join(a, dir, arena_printf(a, "trang-%zu.html", number));
}

static Str source_name(const Diag *d, const Output *o)
{
    switch (o->type) {
    case OUTPUT_PAGE:
    case OUTPUT_ALIAS: return o->item->page->source->path;
    case OUTPUT_COLUMN: return o->folder->column->source->path;
    case OUTPUT_TAG: return o->tag->name;
    case OUTPUT_FILE:
    case OUTPUT_THEME_FILE: return o->from;
    case OUTPUT_HOME: return str_from(diag_word(d, "trang chủ", "the home page"));
    case OUTPUT_TAGS: return str_from(diag_word(d, "trang các từ khóa", "the page of all tags"));
    case OUTPUT_BYTES:
    case OUTPUT_MADE:
        if (o->plugin)
            return arena_printf(d->arena, diag_word(d, "phần mở rộng %.*s", "plugin %.*s"), STR_ARG(o->plugin->name));
        /* fall through */
    default: return str_from(diag_word(d, "trang cchc tự lập", "a page that cchc makes itself"));
    }
}

static void report_collision(const Planner *p, const Output *o, const Output *first)
{
    Place at = o->source.file ? o->source : first->source;

    diag_error(p->d, at, "plan.collision", "địa chỉ «%.*s» bị trùng: «%.*s» và «%.*s» cùng xuất ra đó",
               "address «%.*s» is taken twice: by «%.*s» and by «%.*s»", STR_ARG(o->path), STR_ARG(source_name(p->d, first)),
               STR_ARG(source_name(p->d, o)));
    if (o->plugin)
        diag_hint(p->d, "đổi path trong add{ … } của phần mở rộng", "give another path to the plugin's add{ … }");
    else if (o->type == OUTPUT_ALIAS)
        diag_hint(p->d, "bỏ bớt đường dẫn cũ này ở một trong hai trang", "take this alias out of one of the two pages");
    else if (o->type == OUTPUT_FILE)
        diag_hint(p->d, "đổi tên một trong hai tệp, và tên ấy ở những trang dẫn tới nó", "rename one of the files, and its name in the pages that lead to it");
    else if (!o->source.file || !first->source.file)
        diag_hint(p->d, "đổi tên tệp hoặc thư mục này; với trang thì có thể thêm khóa «slug»",
                  "rename this file or folder; a page may also have the key «slug»");
    else
        diag_hint(p->d, "đổi tên một trong hai tệp, hoặc thêm khóa «slug» để đặt địa chỉ khác",
                  "rename one of the files, or give one another address with the key «slug»");
}

/* Paths meet when a file system that ignores case would mix them up. */
static Str folded(Arena *a, Str path)
{
    char *out = arena_alloc(a, path.n + 1);

    for (size_t i = 0; i < path.n; i++)
        out[i] = (char)(path.s[i] >= 'A' && path.s[i] <= 'Z' ? path.s[i] + 32 : path.s[i]);
    return (Str){out, path.n};
}

/* Reports a template that the theme lacks, once. */
static bool has_template(Planner *p, Str name)
{
    if (engine_has(p->engine, name))
        return true;
    if (!map_claim(p->a, &p->missing, name, p)) {
        diag_error(p->d, (Place){0}, "theme.template", "giao diện thiếu mẫu trang «%.*s»", "the theme lacks template «%.*s»", STR_ARG(name));
        diag_hint(p->d, "thêm tệp templates/%.*s vào giao diện, hoặc để giao diện kế thừa «chuan»",
                  "add templates/%.*s to the theme, or let it extend «chuan»", STR_ARG(name));
    }
    return false;
}

/* Refuses what a file system, here or where the section is copied to, could not hold. */
static bool check_path(const Planner *p, const Output *o)
{
    Str rest = folded(p->a, o->path), segment;

    if (o->path.n > MOST_PATH) {
        diag_error(p->d, o->source, "plan.long", "địa chỉ của trang dài quá: %zu ký tự, nhiều nhất là %d", "the address has %zu bytes, at most %d",
                   o->path.n, MOST_PATH);
        diag_hint(p->d, "bớt thư mục lồng nhau, hoặc đặt tên ngắn hơn", "nest fewer folders, or give them shorter names");
        return false;
    }
    while (str_cut(&rest, '/', &segment)) {
        if (!path_is_reserved(segment))
            continue;
        diag_error(p->d, o->source, "plan.reserved", "không đặt được địa chỉ «%.*s»: Windows giữ riêng tên «%.*s»",
                   "address «%.*s» cannot be used: Windows keeps the name «%.*s» for itself", STR_ARG(o->path), STR_ARG(segment));
        diag_hint(p->d, "đổi tên tệp hoặc thư mục này; với trang thì có thể thêm khóa «slug»",
                  "rename this file or folder; a page may also have the key «slug»");
        return false;
    }
    return true;
}

void plan_add(Planner *p, Output output)
{
    Output *kept = arena_make(p->a, Output), *first;

    if ((output.template_name.n && !has_template(p, output.template_name)) || !check_path(p, &output))
        return;
    *kept = output;
    first = map_claim(p->a, &p->plan->by_path, folded(p->a, output.path), kept);
    if (first)
        report_collision(p, kept, first);
    else
        list_push(p->a, &p->plan->outputs, output);
}

static size_t parts_of(size_t count) { return count ? (count + LIST_ITEMS - 1) / LIST_ITEMS : 1; }

static void add_parts(Planner *p, Output first, size_t count)
{
    Str path = first.path;

    first.total = parts_of(count);
    for (first.number = 1; first.number <= first.total; first.number++) {
        first.path = plan_part_path(p->a, path, first.number);
        plan_add(p, first);
    }
}

/* What a server would not look for under the name of a file. */
static bool is_file_path(Str path)
{
    for (size_t i = 0; i < path.n; i++)
        if ((unsigned char)path.s[i] < 0x20 || strchr("?#%\\\"<>|*:\x7f", path.s[i]))
            return false;
    return path.n && path.s[0] != '.' && str_find(path, STR("/.")) == path.n;
}

/* False where no browser can ask for it or no server should hold it: a query, a hidden folder, signs that mean something
 * else in an address or that Windows has no names with. */
static bool is_askable(Str path)
{
    Str segment;

    for (size_t i = 0; i < path.n; i++)
        if (strchr("\\:*?\"<>|#%", path.s[i]))
            return false;
    while (str_cut(&path, '/', &segment))
        if (segment.n > MOST_SEGMENT || str_starts(segment, STR(".")))
            return false;
    return true;
}

/* An alias as a path in site/: no host, no climbing, "/" and "x/" lead to index.html. */
static bool alias_path(Arena *a, Str alias, Str *out)
{
    if (str_starts(alias, STR("/")))
        alias = str_slice(alias, 1, alias.n);
    if (!is_file_path(alias) || !path_resolve(a, STR(""), alias, out))
        return false;
    if (str_ends(alias, STR("/")) || !path_ext(*out).n)
        *out = path_join(a, *out, STR("index.html"));
    return is_askable(*out) && (str_is(path_ext(*out), "html") || str_is(path_ext(*out), "htm"));
}

static void add_aliases(Planner *p, const Item *item)
{
    Value aliases = value_get_lit(item->page->meta, "alias");

    for (size_t i = 0; i < value_count(aliases); i++) {
        Value alias = value_item(aliases, i);
        Str path;
        if (alias_path(p->a, value_str(alias), &path)) {
            plan_add(p, (Output){.type = OUTPUT_ALIAS, .path = path, .template_name = STR("alias.html"), .source = value_place(alias),
                            .item = item});
        } else {
            diag_error(p->d, value_place(alias), "plan.alias", "đường dẫn cũ «%.*s» không dùng được", "the alias «%.*s» cannot be used",
                       STR_ARG(value_str(alias)));
            diag_hint(p->d, "viết phần sau tên miền, ví dụ: tin-tuc/bai-cu.html", "write what follows the host, e.g. news/old.html");
        }
    }
}

static void add_items(Planner *p)
{
    for (size_t i = 0; i < p->site->items.n; i++) {
        const Item *item = &p->site->items.items[i];
        plan_add(p, (Output){.type = OUTPUT_PAGE, .path = item->path, .template_name = engine_has(p->engine, item->page->kind->template_name) ? item->page->kind->template_name : STR("page.html"),
                        .source = item->page->source->at, .item = item});
    }
    for (size_t i = 0; i < p->site->items.n; i++)
        add_aliases(p, &p->site->items.items[i]);
}

static void add_lists(Planner *p)
{
    plan_add(p, (Output){.type = OUTPUT_HOME, .path = STR("index.html"), .template_name = STR("home.html")});
    for (size_t i = 0; i < p->site->folders.n; i++) {
        const Folder *folder = &p->site->folders.items[i];
        add_parts(p, (Output){.type = OUTPUT_COLUMN, .path = folder->path, .template_name = STR("column.html"),
                              .source = folder->column->source->at, .folder = folder}, folder->items.n);
    }
    for (size_t i = 0; i < p->site->tags.n; i++) {
        const Tag *tag = &p->site->tags.items[i];
        add_parts(p, (Output){.type = OUTPUT_TAG, .path = tag->path, .template_name = STR("tag.html"), .tag = tag}, tag->items.n);
    }
    if (p->site->tags.n && engine_has(p->engine, STR("tags.html")))
        plan_add(p, (Output){.type = OUTPUT_TAGS, .path = STR(TAGS_PAGE), .template_name = STR("tags.html")});
    if (engine_has(p->engine, STR("404.html")))
        plan_add(p, (Output){.type = OUTPUT_404, .path = STR("404.html"), .template_name = STR("404.html")});
}

static void add_files(Planner *p, const ThemeFiles *theme)
{
    for (size_t i = 0; i < p->site->assets.n; i++) {
        const Asset *asset = &p->site->assets.items[i];
        plan_add(p, (Output){.type = OUTPUT_FILE, .path = asset->path, .source = asset->source->at, .from = asset->source->path});
    }
    if (p->site->colors.n)
        plan_add(p, (Output){.type = OUTPUT_BYTES, .path = p->site->colors_path, .bytes = p->site->colors});
    for (size_t i = 0; i < theme->n; i++)
        plan_add(p, (Output){.type = OUTPUT_THEME_FILE, .path = theme->items[i].path, .from_dir = theme->items[i].dir,
                        .from = theme->items[i].from});
}

/* An alias may name as a folder what is a file: "tin/bai.html/x.html". */
static void check_folders(const Planner *p)
{
    for (size_t i = 0; i < p->plan->outputs.n; i++) {
        const Output *o = &p->plan->outputs.items[i], *file = NULL;
        if (o->type != OUTPUT_ALIAS)
            continue;
        for (Str dir = path_dir(o->path); dir.n && !file; dir = path_dir(dir))
            file = map_find(&p->plan->by_path, folded(p->a, dir));
        if (file)
            report_collision(p, &(Output){.type = OUTPUT_ALIAS, .path = file->path, .source = o->source, .item = o->item}, file);
    }
}

Plan *site_plan(Arena *a, Diag *d, const Site *site, const Engine *engine, const ThemeFiles *theme, Plugins *plugins)
{
    Planner p = {.a = a, .d = d, .site = site, .engine = engine, .plan = arena_make(a, Plan)};

    add_lists(&p);
    add_items(&p);
    add_files(&p, theme);
    plan_made(&p, plugins);
    check_folders(&p);
    return p.plan;
}
