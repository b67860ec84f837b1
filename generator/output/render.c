#include "output/render.h"

#include "base/fs.h"
#include "output/inspect.h"
#include "site/refs.h"
#include "site/view.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

/* What templates see, by index. */
enum { NEAR_PARTS = 2 };
enum { SEES_PORTAL, SEES_SITE, SEES_PAGE, SEES_COLUMN, SEES_LIST, SEES_TAG, SEES_TARGET, SEES_DATA, SEES };

static const Str names[SEES] = {
    STR_INIT("portal"), STR_INIT("site"), STR_INIT("page"), STR_INIT("column"),
    STR_INIT("list"), STR_INIT("tag"), STR_INIT("target"), STR_INIT("data"),
};

/* One run; made before workers fork, so that each has its own scratch. */
typedef struct {
    const RenderInput *in;
    Arena *scratch;
    Buf *page;
} Render;

const Str *render_context_names(size_t *n)
{
    *n = SEES;
    return names;
}

static Value path_value(Arena *a, Str path) { return value_text(a, VALUE_PATH, path); }

/* Part `o->number` of a list: {items, number, total, count, prev, next, pages}. Of the pages the first, the last and
 * those near this one are listed, `gap` where some are left out before one; all of them would grow as a square. */
static Value list_value(Arena *a, const Output *o, const Items *items, Str first)
{
    size_t from = (o->number - 1) * LIST_ITEMS, n = items->n - from < LIST_ITEMS ? items->n - from : LIST_ITEMS;
    ValueItems shown = {0}, parts = {0};
    ValuePairs list = {0};

    for (size_t i = 0; i < n && from < items->n; i++)
        list_push(a, &shown, items->items[from + i]->value);
    for (size_t i = 1, last = 0; i <= o->total; i++) {
        ValuePairs part = {0};
        if (i > 1 && i < o->total && (i + NEAR_PARTS < o->number || i > o->number + NEAR_PARTS))
            continue;
        value_pair(a, &part, STR("number"), value_int((int64_t)i));
        value_pair(a, &part, STR("url"), path_value(a, plan_part_path(a, first, i)));
        value_pair(a, &part, STR("current"), value_bool(i == o->number));
        value_pair(a, &part, STR("gap"), value_bool(i > last + 1));
        list_push(a, &parts, value_map(a, part.items, part.n));
        last = i;
    }
    value_pair(a, &list, STR("items"), value_list(a, shown.items, shown.n));
    value_pair(a, &list, STR("number"), value_int((int64_t)o->number));
    value_pair(a, &list, STR("total"), value_int((int64_t)o->total));
    value_pair(a, &list, STR("count"), value_int((int64_t)items->n));
    value_pair(a, &list, STR("prev"), o->number > 1 ? path_value(a, plan_part_path(a, first, o->number - 1)) : value_null());
    value_pair(a, &list, STR("next"), o->number < o->total ? path_value(a, plan_part_path(a, first, o->number + 1)) : value_null());
    value_pair(a, &list, STR("pages"), value_list(a, parts.items, parts.n));
    return value_map(a, list.items, list.n);
}

static void see_column(Arena *a, const Site *site, const Output *o, Value *sees)
{
    const Folder *folder = o->folder;

    sees[SEES_PAGE] = view_listing(a, site, "column", value_get_str(folder->value, STR("title")),
                                   view_folder_summary(a, folder), o->path, folder, folder->column->kind->plugin);
    sees[SEES_COLUMN] = folder->value;
    sees[SEES_LIST] = list_value(a, o, &folder->items, folder->path);
}

static void see(Arena *a, const Site *site, const Output *o, Value *sees)
{
    Str site_name = value_get_str(site->value, STR("name"));

    sees[SEES_PORTAL] = site->portal;
    sees[SEES_SITE] = site->value;
    switch (o->type) {
    case OUTPUT_PAGE:
        sees[SEES_PAGE] = view_page(a, site, o->item);
        sees[SEES_COLUMN] = o->item->folder ? o->item->folder->value : value_null();
        break;
    case OUTPUT_COLUMN: see_column(a, site, o, sees); break;
    case OUTPUT_TAG:
        sees[SEES_PAGE] = view_listing(a, site, "tag", o->tag->name, STR(""), o->path, NULL, STR(""));
        sees[SEES_TAG] = o->tag->value;
        sees[SEES_LIST] = list_value(a, o, &o->tag->items, o->tag->path);
        break;
    case OUTPUT_ALIAS:
        sees[SEES_PAGE] = view_listing(a, site, "alias", o->item->page->title, STR(""), o->path, o->item->folder, STR(""));
        sees[SEES_TARGET] = o->item->value;
        break;
    case OUTPUT_HOME:
        sees[SEES_PAGE] = view_listing(a, site, "home", site_name, value_get_str(site->in.config->portal, STR("description")), o->path, NULL, STR(""));
        break;
    case OUTPUT_MADE:
        sees[SEES_PAGE] = view_listing(a, site, "output", o->title, o->description, o->path, NULL, o->plugin->name);
        sees[SEES_DATA] = o->data;
        break;
    case OUTPUT_TAGS: sees[SEES_PAGE] = view_listing(a, site, "tags", STR("Từ khóa"), STR(""), o->path, NULL, STR("")); break;
    default: sees[SEES_PAGE] = view_listing(a, site, "404", STR("Không tìm thấy trang"), STR(""), o->path, NULL, STR("")); break;
    }
}

/* The host of the portal's own address: its 404 page names assets in full. Empty where no address is set. */
static Str own_host(Str base_url)
{
    size_t from = str_find(base_url, STR("://"));

    if (from == base_url.n)
        return STR("");
    from += strlen("://");
    return str_slice(base_url, from, str_find_byte(base_url, '/', from));
}

static bool render_page(const Render *r, Arena *keep, Diag *d, const Output *o, Rendered *out)
{
    const Site *site = r->in->site;
    Value sees[SEES] = {{.type = VALUE_NULL}};
    Str host = own_host(site->in.config->base_url);
    Rendering rendering = {.path = o->path, .base_url = site->in.config->base_url, .absolute = o->type == OUTPUT_404,
                           .page = o->source, .context = sees};

    PluginPage page = {.plugins = r->in->plugins, .d = d, .scratch = r->scratch, .keep = keep, .rendering = &rendering, .site = site->value};

    see(r->scratch, site, o, sees);
    rendering.fill = plugins_fill;
    rendering.fill_context = &page;
    page.page = o->type == OUTPUT_PAGE ? o->item->value : sees[SEES_PAGE];
    plugins_page(&page);
    buf_clear(r->page);
    if (!engine_render(r->in->engine, d, o->template_name, &rendering, r->page) || page.failed
        || !inspect_page(d, o->source, o->path, buf_str(r->page), &host, host.n > 0))
        return false;
    return !r->in->stage || stage_write(r->in->stage, d, o->path, buf_str(r->page), &out->staged);
}

static bool copy_file(const Render *r, Diag *d, const Output *o, Rendered *out)
{
    int root = r->in->site->in.content->root;
    bool ok;

    if (!r->in->stage)
        return true;
    if (o->type == OUTPUT_THEME_FILE)
        root = fs_open_dir(arena_str(r->scratch, o->from_dir).s);
    if (root < 0)
        return fs_failed(d, errno, "system.read", "không đọc được thư mục", "cannot read the folder", o->from_dir);
    ok = stage_copy(r->in->stage, d, root, o->from, o->source, o->path, &out->staged);
    if (o->type != OUTPUT_FILE)
        close(root);
    return ok;
}

static uint64_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void *render_job(void *context, size_t i, Arena *keep, Diag *d)
{
    const Render *r = context;
    const Output *o = &r->in->plan->outputs.items[i];
    Rendered *out = arena_make(keep, Rendered);
    uint64_t start = now();
    bool ok;

    arena_reset(r->scratch);
    if (o->template_name.n)
        ok = render_page(r, keep, d, o, out);
    else if (o->type == OUTPUT_BYTES)
        ok = !r->in->stage || stage_write(r->in->stage, d, o->path, o->bytes, &out->staged);
    else
        ok = copy_file(r, d, o, out);
    out->nanoseconds = now() - start;
    return ok ? out : NULL;
}

static bool job_worn(void *context) { return plugins_are_worn(((const Render *)context)->in->plugins); }

static Place job_place(void *context, size_t i)
{
    return ((const Render *)context)->in->plan->outputs.items[i].source;
}

static Str job_label(void *context, size_t i, Arena *a)
{
    (void)a;
    return ((const Render *)context)->in->plan->outputs.items[i].path;
}

/* record("unit", "Công an xã"): what a name leads to, or nil. */
static Value record_function(HostCall *call)
{
    const Site *const *site = call->host;

    if (call->count == 2 && value_is(call->args[0], VALUE_STRING) && value_is(call->args[1], VALUE_STRING))
        return refs_find(call->scratch, *site, value_str(call->args[0]), value_str(call->args[1]));
    call->error = str_from(call->lang == LANG_EN ? "record(kind, name) takes two texts" : "record(loại, tên) cần hai chữ");
    return value_null();
}

/* pages("event"): all pages of a kind, newest first. */
static Value pages_function(HostCall *call)
{
    const Site *const *site = call->host;
    const Kind *kind = call->count == 1 ? kinds_find((*site)->in.kinds, value_str(call->args[0])) : NULL;
    ValueItems found = {0};

    if (!kind) {
        call->error = str_from(call->lang == LANG_EN ? "pages(kind) takes the name of a kind" : "pages(loại) cần tên một loại nội dung");
        return value_null();
    }
    for (size_t i = 0; i < (*site)->items.n; i++)
        if ((*site)->items.items[i].page->kind == kind)
            list_push(call->scratch, &found, (*site)->items.items[i].value);
    return value_list(call->scratch, found.items, found.n);
}

void render_functions(Engine *engine, const Site *const *site)
{
    engine_function(engine, STR("record"), record_function, (void *)(uintptr_t)site);
    engine_function(engine, STR("pages"), pages_function, (void *)(uintptr_t)site);
}

Rendered **render_all(Crew *crew, Arena *a, Diag *d, const RenderInput *input)
{
    Buf page = {0};
    Render r = {input, arena_new(), &page};
    CrewWork work = {.name = "render", .count = input->plan->outputs.n, .context = &r, .job = render_job, .where = job_place,
                     .label = job_label, .now = plugins_now(input->plugins), .worn = job_worn};
    Rendered **done = (Rendered **)crew_run(crew, a, d, &work);

    plugins_report_stopped(input->plugins, d);
    arena_free(r.scratch);
    buf_free(&page);
    return done;
}
