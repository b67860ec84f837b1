#include "site/plan_inner.h"

#include "base/buf.h"
#include "base/path.h"
#include "site/pairs.h"

#include <unistd.h>

/* What a plugin hands to `add`. */
static const Field fields[] = {
    {.name = STR_INIT("path"), .label = STR_INIT("path"), .need = NEED_REQUIRED, .example = STR_INIT("du-lieu/bang.csv")},
    {.name = STR_INIT("text"), .label = STR_INIT("text"), .type = FIELD_ANY},
    {.name = STR_INIT("template"), .label = STR_INIT("template"), .pattern = STR_INIT("[A-Za-z0-9_/.-]+\\.html")},
    {.name = STR_INIT("title"), .label = STR_INIT("title")},
    {.name = STR_INIT("description"), .label = STR_INIT("description")},
    {.name = STR_INIT("data"), .label = STR_INIT("data"), .type = FIELD_ANY},
    {.name = STR_INIT("listed"), .label = STR_INIT("listed"), .type = FIELD_BOOL},
};

/* Endings of files whose bytes a plugin may write: what a browser or a reader takes as data, never as a page or a script. */
static const char *const endings[] = {"xml", "json", "csv", "txt", "ics", "atom", "rss", "geojson", "webmanifest"};

static bool is_data(Str path)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_is(path_ext(path), endings[i]))
            return true;
    return false;
}

/* [A-Za-z0-9._-] in each segment, none of which begins with a dot (but .well-known). */
static bool is_path(Str path)
{
    Str segment;

    if (!path.n || path.s[0] == '/' || str_ends(path, STR("/")))
        return false;
    for (size_t i = 0; i < path.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/", path.s[i]))
            return false;
    while (str_cut(&path, '/', &segment))
        if (!segment.n || (segment.s[0] == '.' && !str_is(segment, ".well-known")))
            return false;
    return true;
}

static bool wrong(const Planner *p, const Plugin *plugin, Value v, const char *vi, const char *en, Str path)
{
    diag_error(p->d, value_place(v), "plan.made", "phần mở rộng «%.*s» thêm tệp «%.*s»: %s", "plugin «%.*s» adds the file «%.*s»: %s",
               STR_ARG(plugin->name), STR_ARG(path), diag_word(p->d, vi, en));
    return false;
}

/* The bytes of a file: a text, or a list of texts, one after the other. False: it is neither. */
static bool join_text(Arena *a, Value v, Str *out)
{
    Buf joined = {0};
    bool right = value_is(v, VALUE_LIST);

    *out = value_str(v);
    for (size_t i = 0; right && i < value_count(v); i++) {
        right = value_is(value_item(v, i), VALUE_STRING);
        buf_add(&joined, value_str(value_item(v, i)));
    }
    if (right)
        *out = buf_keep(&joined, a);
    buf_free(&joined);
    return right || value_is(v, VALUE_STRING);
}

/* `v` is checked by `fields`. */
static bool is_right(const Planner *p, const Plugin *plugin, Value v, bool text)
{
    Str path = value_get_str(v, STR("path"));
    bool template = !value_is_null(value_get_lit(v, "template"));

    if (!is_path(path))
        return wrong(p, plugin, v, "đường dẫn chỉ gồm a-z, 0-9, «-», «_», «.» và «/»", "a path has only a-z, 0-9, '-', '_', '.' and '/'", path);
    if (text == template)
        return wrong(p, plugin, v, "cần đúng một trong hai: text (nội dung) hoặc template (tên mẫu trang)",
                     "it needs either text (its bytes) or template (a template's name)", path);
    if (text && !is_data(path))
        return wrong(p, plugin, v, "text chỉ dùng cho tệp .xml .json .csv .txt .ics; trang .html thì dùng template",
                     "text is for .xml .json .csv .txt .ics; for an .html page use template", path);
    if (template && !str_is(path_ext(path), "html"))
        return wrong(p, plugin, v, "trang làm bằng mẫu phải có tên kết thúc bằng .html", "a page made by a template must end in .html", path);
    if (template && !value_get_str(v, STR("title")).n)
        return wrong(p, plugin, v, "trang cần title", "a page needs a title", path);
    return true;
}

/* The plugin ships the template, but the theme has not what that leans on: such a page is left out, as such templates are. */
static bool is_left_out(const Planner *p, const Plugin *plugin, Str template)
{
    Str path = path_join(p->a, path_join(p->a, plugin->folder, STR("templates")), template);

    return template.n && !engine_has(p->engine, template) && access(path.s, F_OK) == 0;
}

static void add_one(Planner *p, const Plugin *plugin, const Schema *schema, Value raw)
{
    Output o = {.plugin = plugin, .source = value_place(raw)};
    Value v;
    bool text;

    if (!schema_check(p->a, p->d, schema, raw, (SchemaOptions){0}, &v))
        return;
    text = join_text(p->a, value_get_lit(v, "text"), &o.bytes);
    if (!is_right(p, plugin, value_at(v, value_place(raw)), text))
        return;
    if (is_left_out(p, plugin, value_get_str(v, STR("template"))))
        return;
    o.path = value_get_str(v, STR("path"));
    o.template_name = value_get_str(v, STR("template"));
    o.type = o.template_name.n ? OUTPUT_MADE : OUTPUT_BYTES;
    o.title = value_get_str(v, STR("title"));
    o.description = value_get_str(v, STR("description"));
    o.data = value_get_lit(v, "data");
    o.unlisted = !value_is_null(value_get_lit(v, "listed")) && !value_truth(value_get_lit(v, "listed"));
    plan_add(p, o);
}

static void add_all(Planner *p, Plugins *plugins, const Value *made)
{
    Schema schema = {.name = STR("add"), .label = STR("add{…}"), .fields = fields, .count = sizeof fields / sizeof *fields};
    size_t n;
    const Plugin *all = plugins_all(plugins, &n);

    schema_seal(p->a, p->d, (Place){0}, &schema);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < value_count(made[i]); k++)
            add_one(p, &all[i], &schema, value_item(made[i], k));
    schema_free(&schema);
}

/* The kind of an output, in the words of the hook finish. */
static const char *const kinds[] = {
    [OUTPUT_PAGE] = "page", [OUTPUT_HOME] = "home", [OUTPUT_COLUMN] = "column", [OUTPUT_TAG] = "tag", [OUTPUT_TAGS] = "tags", [OUTPUT_404] = "404",
    [OUTPUT_ALIAS] = "alias", [OUTPUT_FILE] = "file", [OUTPUT_THEME_FILE] = "file", [OUTPUT_BYTES] = "file", [OUTPUT_MADE] = "output",
};

static Value title_of(const Planner *p, const Output *o)
{
    switch (o->type) {
    case OUTPUT_PAGE: return value_get_lit(o->item->value, "title");
    case OUTPUT_HOME: return value_get_lit(p->site->value, "name");
    case OUTPUT_COLUMN: return value_get_lit(o->folder->value, "title");
    case OUTPUT_TAG: return value_get_lit(o->tag->value, "name");
    default: return pairs_text(p->a, o->title);
    }
}

static Value outputs_value(const Planner *p)
{
    size_t n = p->plan->outputs.n;
    Value *items = arena_array(p->a, Value, n + 1);

    for (size_t i = 0; i < n; i++) {
        const Output *o = &p->plan->outputs.items[i];
        Pairs pairs = {.n = 0};
        PUT(&pairs, "url", o->type == OUTPUT_PAGE ? value_get_lit(o->item->value, "url") : pairs_path(p->a, o->path));
        PUT(&pairs, "title", title_of(p, o));
        PUT(&pairs, "kind", value_string(p->a, str_from(kinds[o->type])));
        PUT(&pairs, "number", value_int((int64_t)o->number));
        PUT(&pairs, "page", o->type == OUTPUT_PAGE ? o->item->value : value_null());
        PUT(&pairs, "listed", value_bool(!o->unlisted));
        items[i] = pairs_map(p->a, &pairs);
    }
    return value_list(p->a, items, n);
}

static bool has_hook(Plugins *plugins, Hook hook)
{
    size_t n;
    const Plugin *all = plugins_all(plugins, &n);

    for (size_t i = 0; i < n; i++)
        if (all[i].hooks[hook].hook)
            return true;
    return false;
}

void plan_made(Planner *p, Plugins *plugins)
{
    Value args[2] = {p->site->value, value_null()};

    add_all(p, plugins, plugins_run(plugins, p->a, p->d, HOOK_PLAN, args, 1));
    if (!has_hook(plugins, HOOK_FINISH))
        return;
    args[1] = outputs_value(p);
    add_all(p, plugins, plugins_run(plugins, p->a, p->d, HOOK_FINISH, args, 2));
}
