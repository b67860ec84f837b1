#include "pipeline.h"

#include "output/render.h"
#include "site/advice.h"
#include "site/collect.h"
#include "site/theme.h"
#include "stats.h"

#include <stdlib.h>
#include <unistd.h>

/* All that one build knows; each stage adds its part. */
typedef struct {
    const BuildOptions *options;
    Arena *arena;
    Diag *diag;
    Files *files;
    Stats stats;
    Crew *reading, *rendering; /* their mappings hold the pages, and what became of the outputs */
    Content content;
    Kinds kinds;
    Config config;
    Plugins *plugins;
    Engine *engine;
    Theme theme;
    Schema *column_schema;
    Column **columns;          /* in the order of the sources */
    size_t column_count;
    Page **pages;
    size_t page_count;
    Site *site;
    Plan *plan;
    Stage *stage;
    Rendered **rendered;
    size_t unchanged;          /* of the outputs: as they are published */
    bool same;                 /* all of them, so that nothing was swapped */
    bool readable;             /* content and kinds are there */
    const char *at;            /* the stage */
    int status;                /* of a failure that decides the exit status by itself, else EXIT_OK */
} Build;

static void fail(Build *b, int status)
{
    if (!b->status)
        b->status = status;
}

/* portal.yaml, kinds, plugins, theme: what all pages rest on. */
static void load(Build *b)
{
    const BuildOptions *o = b->options;
    size_t name_count;
    const Str *names = render_context_names(&name_count);
    bool ok;

    content_walk(b->arena, b->diag, b->files, o->content, &b->content);
    b->readable = b->content.root >= 0 && kinds_load(b->arena, b->diag, b->files, &o->plugins, &b->kinds);
    if (!b->readable)
        fail(b, EXIT_LOAD);
    if (b->content.root < 0)
        return;
    ok = config_read(b->arena, b->diag, &b->content, o->base_url, o->theme, &b->config);
    ok = plugins_load(b->arena, b->diag, b->files, &o->plugins, b->config.plugins, b->reading, &b->plugins) && ok;
    plugins_base(b->plugins, b->config.base_url);
    engine_context_names(b->engine, names, name_count);
    engine_function(b->engine, STR("asset"), theme_asset, &b->theme);
    render_functions(b->engine, (const Site *const *)&b->site);
    ok = plugins_filters(b->plugins, b->diag, b->engine) && ok;
    ok = theme_load(b->arena, b->diag, b->files, b->engine, &o->themes, &o->plugins, b->plugins, b->config.theme, &b->theme) && ok;
    b->column_schema = column_schema(b->arena, b->diag);
    if (!ok || !b->column_schema)
        fail(b, EXIT_LOAD);
}

typedef struct {
    PageReader reader;
    const Source **sources;
    const Kind **kinds; /* of each source's column; NULL where that is not known */
} ReadWork;

static void *read_job(void *context, size_t i, Arena *keep, Diag *d)
{
    const ReadWork *w = context;

    return page_read(&w->reader, keep, d, w->sources[i], w->kinds[i]);
}

static Place read_place(void *context, size_t i) { return ((const ReadWork *)context)->sources[i]->at; }

/* Every file of content/ to a Column or a Page: columns first, since they name the kind of their pages. */
static void read_content(Build *b)
{
    size_t n = b->content.sources.n;
    ReadWork w = {{&b->content, &b->kinds, plugins_directives(b->plugins), arena_new()}, arena_array(b->arena, const Source *, n + 1),
                  arena_array(b->arena, const Kind *, n + 1)};
    const Kind *fallback = kinds_find(&b->kinds, STR("page"));

    b->columns = arena_array(b->arena, Column *, n + 1);
    for (size_t i = 0; i < n; i++)
        if (b->content.sources.items[i].type == SOURCE_COLUMN)
            b->columns[b->column_count++] = column_read(&w.reader, b->arena, b->diag, b->column_schema, &b->content.sources.items[i]);
    for (size_t i = 0; i < n; i++) {
        const Source *source = &b->content.sources.items[i];
        const Column *column = column_of(b->columns, b->column_count, source->path);
        if (source->type != SOURCE_PAGE)
            continue;
        w.sources[b->page_count] = source;
        w.kinds[b->page_count++] = !column ? fallback : column->kind_known ? column->kind : NULL;
    }
    b->pages = (Page **)crew_run(b->reading, b->arena, b->diag,
                                 &(CrewWork){.name = "read", .count = b->page_count, .context = &w, .job = read_job, .where = read_place});
    arena_free(w.reader.scratch);
}

/* All pages to one site; plugins add what they count and say what they find. */
static void collect(Build *b)
{
    SiteInput in = {&b->config, &b->content, &b->kinds, b->plugins, &b->theme.files, b->options->date, b->options->drafts};

    b->site = site_collect(b->arena, b->diag, in, b->columns, b->column_count, b->pages, b->pages ? b->page_count : 0);
    site_set_data(b->arena, b->site, plugins_run(b->plugins, b->arena, b->diag, HOOK_COLLECT, &b->site->value, 1));
    advice_report(b->arena, b->diag, b->site, b->plugins);
}

/* Values that wait to be verified are counted, never forgotten: `check` names each file, a build their number. Mistakes
 * come first: while there are any, nothing is said of what waits. */
static void report_pending(Build *b)
{
    size_t files = 0;

    for (size_t i = 0; !b->diag->errors && b->pages && i < b->page_count; i++) {
        if (!b->pages[i] || !b->pages[i]->pending)
            continue;
        files++;
        if (b->options->check)
            diag_note(b->diag, b->pages[i]->pending_at, "page.pending", "còn %zu giá trị chờ xác minh", "values still to be verified: %zu",
                      b->pages[i]->pending);
    }
    if (files && !b->options->check)
        diag_note(b->diag, (Place){0}, "page.pending", "%zu tệp còn giá trị chờ xác minh; xem từng tệp bằng lệnh: cchc check",
                  "%zu files hold values that are still to be verified; to see which: cchc check", files);
}

static void plan(Build *b)
{
    b->plan = site_plan(b->arena, b->diag, b->site, b->engine, &b->theme.files, b->plugins);
}

/* The lock, the stage beside site/ and its folders. */
static void stage(Build *b)
{
    Str *paths = arena_array(b->arena, Str, b->plan->outputs.n + 1);
    long holder;

    if (b->options->check || b->diag->errors)
        return;
    switch (stage_open(b->arena, b->diag, b->options->out, b->options->content, &b->stage, &holder)) {
    case STAGE_OK: break;
    case STAGE_BUSY: fail(b, EXIT_BUSY); return;
    default: fail(b, EXIT_SYSTEM); return;
    }
    for (size_t i = 0; i < b->plan->outputs.n; i++)
        paths[i] = b->plan->outputs.items[i].path;
    if (!stage_folders(b->stage, b->diag, paths, b->plan->outputs.n))
        fail(b, EXIT_SYSTEM);
}

static void render(Build *b)
{
    RenderInput in = {b->site, b->plan, b->engine, b->plugins, b->stage};

    if (!b->diag->errors)
        b->rendered = render_all(b->rendering, b->arena, b->diag, &in);
}

static void publish_site(Build *b)
{
    Manifest m = {0};

    if (b->diag->errors || !b->stage)
        return;
    for (size_t i = 0; i < b->plan->outputs.n; i++)
        b->unchanged += b->rendered[i]->staged.unchanged;
    for (size_t i = 0; i < b->plan->outputs.n; i++)
        list_push(b->arena, &m.entries, (ManifestEntry){.path = b->plan->outputs.items[i].path,
                                                        .size = b->rendered[i]->staged.size, .hash = b->rendered[i]->staged.hash});
    for (size_t i = 0; i < b->site->withdrawn.n; i++)
        list_push(b->arena, &m.withdrawn, b->site->withdrawn.items[i]);
    b->same = b->unchanged == b->plan->outputs.n && publish_is_same(b->stage, &m);
    if (b->same)
        return;
    watch_publishing(b->options->watch);
    if (!publish(b->stage, b->diag, &m, b->options->publish))
        fail(b, EXIT_SYSTEM);
}

/* The next stage begins, watched and measured; NULL: there is none. */
static void enter(Build *b, const char *vi, const char *en)
{
    if (b->at)
        stats_stage(&b->stats, b->at);
    b->at = en;
    if (en)
        watch_stage(b->options->watch, vi, en);
}

/* The whole build on one screen. After an error each stage still does what it can, so that one run reports all. */
static void run(Build *b)
{
    enter(b, "nạp cấu hình, phần mở rộng và giao diện", "load");
    load(b);
    if (b->readable && b->column_schema) {
        enter(b, "đọc nội dung", "read");
        read_content(b);
        enter(b, "gom các trang", "collect");
        collect(b);
        report_pending(b);
        enter(b, "lập danh sách tệp", "plan");
        plan(b);
        stage(b);
        enter(b, "dựng trang", "render");
        render(b);
        enter(b, "đăng", "publish");
        publish_site(b);
    }
    enter(b, NULL, NULL);
}

/* Where the system refuses, what cannot load, and all mistakes, may be its doing. */
static int exit_status(const Build *b)
{
    if (b->status == EXIT_BUSY)
        return b->status;
    for (size_t i = 0; i < b->diag->list.n; i++)
        if (b->diag->list.items[i].level == LEVEL_ERROR && str_starts(str_from(b->diag->list.items[i].code), STR("system.")))
            return EXIT_SYSTEM;
    if (b->status)
        return b->status;
    return b->diag->errors ? EXIT_ERRORS : EXIT_OK;
}

/* " 0.12 s" for a person who waits; nothing where the line is kept in a log and compared. */
static const char *took(const Build *b, char *out, size_t size)
{
    *out = 0;
    if (isatty(STDERR_FILENO))
        snprintf(out, size, ", %.2f %s", stats_seconds(&b->stats), diag_word(b->diag, "giây", "s"));
    return out;
}

/* One line at the end: what was made, or that nothing changed. */
static void sum_up(const Build *b, int status)
{
    const BuildOptions *o = b->options;
    char time[32];

    if (o->json || (o->quiet && status == EXIT_OK))
        return;
    if (status != EXIT_OK) {
        fprintf(stderr, diag_word(b->diag, "Có %zu lỗi, %zu cảnh báo.%s\n", "Errors: %zu, warnings: %zu.%s\n"), b->diag->errors,
                b->diag->warnings,
                o->check ? "" : diag_word(b->diag, " Chưa đăng gì; trang hiện có giữ nguyên.", " Nothing was published; the site is as it was."));
        return;
    }
    if (o->check) {
        fprintf(stderr, diag_word(b->diag, "Không có lỗi: %zu tệp, %zu cảnh báo%s.\n", "No errors: %zu files, warnings: %zu%s.\n"),
                b->plan->outputs.n, b->diag->warnings, took(b, time, sizeof time));
        return;
    }
    if (b->same) {
        fprintf(stderr, diag_word(b->diag, "Không có gì thay đổi: %zu tệp trong %.*s vẫn đúng, %zu cảnh báo%s.\n",
                                  "Nothing has changed: %zu files in %.*s are right, warnings: %zu%s.\n"),
                b->plan->outputs.n, STR_ARG(o->out), b->diag->warnings, took(b, time, sizeof time));
        return;
    }
    fprintf(stderr,
            diag_word(b->diag, "Đã đăng %zu tệp vào %.*s (%zu tệp không đổi), %zu cảnh báo%s.\n",
                      "Published %zu files to %.*s (%zu unchanged), warnings: %zu%s.\n"),
            b->plan->outputs.n, STR_ARG(o->out), b->unchanged, b->diag->warnings, took(b, time, sizeof time));
}

/* On a terminal, unless NO_COLOR says anything. */
static bool in_colour(void)
{
    const char *no = getenv("NO_COLOR");

    return isatty(STDERR_FILENO) && (!no || !*no);
}

/* The stages count the memory of this process; what workers left in their mappings and what Lua holds are told apart. */
static void print_stats(const Build *b)
{
    stats_print(&b->stats, b->options->lang, b->plugins, b->plan, b->rendered, stderr);
    fprintf(stderr, diag_word(b->diag, "bộ nhớ: trang đã đọc %.1f MB, kết quả dựng %.1f MB, Lua %.1f MB\n",
                              "memory: pages read %.1f MB, results of rendering %.1f MB, Lua %.1f MB\n"),
            (double)crew_used(b->reading) / 1e6, (double)crew_used(b->rendering) / 1e6, (double)(engine_memory(b->engine) + (b->plugins ? plugins_memory(b->plugins) : 0)) / 1e6);
}

static void print(const Build *b, int status)
{
    Level least = b->options->quiet ? LEVEL_ERROR : LEVEL_NOTE;

    if (b->options->json)
        diag_print_json(b->diag, b->files, least, stdout);
    else
        diag_print(b->diag, b->files, least, in_colour(), stderr);
    if (b->options->stats)
        print_stats(b);
    sum_up(b, status);
}

int pipeline_build(const BuildOptions *options)
{
    Arena *a = arena_new();
    Build b = {.options = options, .arena = a, .diag = diag_new(a, options->lang), .files = files_new(a), .stats = stats_start(a),
               .reading = crew_open(a, options->workers, options->in_line), .rendering = crew_open(a, options->workers, options->in_line),
               .engine = engine_new(a, options->lang), .content = {.root = -1}};
    int status;

    run(&b);
    diag_sort(b.diag);
    status = exit_status(&b);
    print(&b, status);
    if (b.stage)
        stage_close(b.stage);
    if (b.plugins)
        plugins_close(b.plugins);
    engine_free(b.engine);
    if (b.column_schema)
        schema_free(b.column_schema);
    kinds_free(&b.kinds);
    crew_close(b.rendering);
    crew_close(b.reading);
    if (b.content.root >= 0)
        close(b.content.root);
    arena_free(a);
    return status;
}
