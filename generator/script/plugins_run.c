/* plugins_run.c - what a plugin declared, called: guarded, counted, each page in an instance of its own. */
#include "script/plugins_inner.h"

#include "base/utf8.h"

#include <time.h>

/* Values in the arguments of a filter whose results are remembered; with more it is called each time. */
enum { ONCE_MOST_VALUES = 2000 };

static uint64_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* Stopped for this build; or its state in this worker is condemned, so that the worker is about to end. */
static bool is_stopped(const PluginEntry *entry)
{
    return atomic_load(&entry->plugin->count->faults) >= PLUGINS_MOST_FAULTS || plugin_is_condemned(entry->plugin->state);
}

static bool is_fault(PluginResult result) { return result == PLUGIN_TIME || result == PLUGIN_MEMORY; }

static void count_call(const PluginEntry *entry, uint64_t start, bool fault)
{
    atomic_fetch_add(&entry->count->calls, 1);
    atomic_fetch_add(&entry->count->nanoseconds, now() - start);
    if (fault)
        atomic_fetch_add(&entry->plugin->count->faults, 1);
}

static PluginResult call_counted(Plugins *ps, const PluginEntry *entry, Diag *d, const PluginCall *call, Arena *result, Value *out)
{
    uint64_t start = now();
    PluginResult kind;

    plugins_working(ps, &entry->doing);
    kind = plugin_call(entry->plugin->state, d, call, result, out);
    plugins_working(ps, NULL);
    count_call(entry, start, is_fault(kind));
    return kind;
}

/* An instance in which nothing is left of another page. */
static bool make_fresh(Plugins *ps, const PluginEntry *entry, Diag *d, Place caller, Str seed)
{
    bool ok;

    plugins_working(ps, &entry->doing);
    ok = plugin_fresh(entry->plugin->state, d, caller, seed);
    plugins_working(ps, NULL);
    if (plugin_is_condemned(entry->plugin->state))
        atomic_fetch_add(&entry->plugin->count->faults, 1);
    return ok;
}

PluginResult plugins_call(const PluginEntry *entry, Diag *d, Place caller, const Value *args, size_t count, Arena *result, Value *out)
{
    Plugins *ps = entry->plugin->owner;
    PluginCall call = {.caller = caller, .hook = entry->hook, .path = entry->path, .depth = entry->depth, .args = args, .count = count,
                       .steps = PLUGIN_COLLECT_STEPS};

    if (!make_fresh(ps, entry, d, caller, entry->plugin->name))
        return PLUGIN_FAILED;
    return call_counted(ps, entry, d, &call, result, out);
}

/* ---- Hooks: one job a plugin. ---- */

typedef struct {
    Plugins *ps;
    const PluginEntry **entries;
    const Value *args;
    size_t count;
    const char *gather;
} HookWork;

static void *hook_job(void *context, size_t i, Arena *keep, Diag *d)
{
    HookWork *w = context;
    const PluginEntry *entry = w->entries[i];
    PluginCall call = {.hook = entry->hook, .path = entry->path, .depth = entry->depth, .args = w->args, .count = w->count,
                       .steps = PLUGIN_COLLECT_STEPS, .gather = w->gather};
    Value *out = arena_make(keep, Value);

    api_paths(entry->plugin->state, NULL, NULL);
    if (!make_fresh(w->ps, entry, d, (Place){0}, entry->plugin->name))
        return NULL;
    return call_counted(w->ps, entry, d, &call, keep, out) == PLUGIN_OK ? out : NULL;
}

static Place hook_place(void *context, size_t i) { return ((HookWork *)context)->entries[i]->plugin->at; }

Value *plugins_run(Plugins *ps, Arena *a, Diag *d, Hook hook, const Value *args, size_t count)
{
    static const char *const names[] = {[HOOK_COLLECT] = "collect", [HOOK_PLAN] = "plan", [HOOK_FINISH] = "finish", [HOOK_CHECK] = "check"};
    static const char *const gathers[] = {[HOOK_COLLECT] = NULL, [HOOK_PLAN] = "add", [HOOK_FINISH] = "add", [HOOK_CHECK] = "report"};
    HookWork w = {ps, arena_array(a, const PluginEntry *, ps->list.n + 1), args, count, gathers[hook]};
    Value *results = arena_array(a, Value, ps->list.n + 1), **made;
    size_t *of = arena_array(a, size_t, ps->list.n + 1), n = 0;
    CrewWork work = {.name = names[hook], .context = &w, .job = hook_job, .where = hook_place, .now = &ps->now};

    for (size_t i = 0; i < ps->list.n; i++) {
        if (!ps->list.items[i].hooks[hook].hook)
            continue;
        w.entries[n] = &ps->list.items[i].hooks[hook];
        of[n++] = i;
    }
    work.count = n;
    made = n ? (Value **)crew_run(ps->crew, a, d, &work) : NULL;
    for (size_t i = 0; made && i < n; i++)
        if (made[i])
            results[of[i]] = *made[i];
    return results;
}

/* ---- Directives, roles and filters: a page at a time. ---- */

static void write_path(void *host, Buf *out, Str to) { engine_url(out, ((PluginPage *)host)->rendering, to); }

void plugins_page(PluginPage *page)
{
    memo_share(page->plugins->memo);
    page->plugins->page = page;
    page->plugins->pages++;
    page->failed = false;
}

/* The plugin is the caller's own copy of one of the list, which forked workers may change. */
static Plugin *own(Plugins *ps, const PluginEntry *entry) { return &ps->list.items[entry->plugin - ps->list.items]; }

/* False: the call is not made, and counted. */
static bool may_call(Plugins *ps, const PluginEntry *entry, Diag *d, Place caller)
{
    Plugin *p = own(ps, entry);

    if (is_stopped(entry)) {
        atomic_fetch_add(&p->count->refused, 1);
        return false;
    }
    if (p->page == ps->pages)
        return true;
    p->page = ps->pages;
    api_paths(p->state, write_path, ps->page);
    if (make_fresh(ps, entry, d, caller, ps->page->rendering->path))
        return true;
    p->page = 0;
    return false;
}

/* What a directive gave, as HTML; a text of a block is a paragraph. False: it is nothing that can be shown. */
static bool write_result(Buf *out, const Rendering *r, Arena *scratch, Value v, bool block)
{
    Str text;

    switch (value_type(v)) {
    case VALUE_NULL: return true;
    case VALUE_HTML: engine_html(out, r, value_str(v)); return true;
    case VALUE_STRING: text = value_str(v); break;
    case VALUE_STATUS: text = value_status_shown(v); break;
    case VALUE_DATE: text = date_shown(scratch, v.as.date); break;
    case VALUE_INT:
    case VALUE_NUMBER: text = engine_number(scratch, v); break;
    default: return false;
    }
    buf_puts(out, block ? "<p>" : "");
    buf_html(out, text);
    buf_puts(out, block ? "</p>\n" : "");
    return true;
}

static void report_result(Diag *d, const PluginEntry *entry, Place at, Value v)
{
    diag_error(d, at, "plugin.result", "phần mở rộng «%.*s», %s: render trả về %s, không hiện được trên trang",
               "plugin «%.*s», %s: render returned %s, which cannot be shown", STR_ARG(entry->plugin->name), entry->hook,
               value_type_name(value_type(v), d->lang));
    diag_hint(d, "trả về HTML làm bằng html.tag, html.table…, hoặc chữ, số, ngày, nil", "return HTML made by html.tag, html.table…, or text, a number, a date, nil");
}

void plugins_fill(void *context, Buf *out, const Hole *hole)
{
    PluginPage *page = context;
    const PluginEntry *entry = (const PluginEntry *)hole->call->decl;
    Value args[] = {hole->call->args, page->page, page->site}, made;
    PluginCall call = {.caller = hole->at, .hook = entry->hook, .path = entry->path, .depth = entry->depth, .args = args, .count = 3};

    if (hole->call->lacking)
        return;
    if (!may_call(page->plugins, entry, page->d, hole->at)
        || call_counted(page->plugins, entry, page->d, &call, page->scratch, &made) != PLUGIN_OK) {
        page->failed = true;
    } else if (!write_result(out, page->rendering, page->scratch, made, hole->type == HOLE_DIRECTIVE)) {
        report_result(page->d, entry, hole->at, made);
        page->failed = true;
    }
}

static Value filter_failed(const PluginEntry *entry, HostCall *call)
{
    entry->plugin->owner->page->failed = true;
    call->error = arena_printf(call->scratch, call->lang == LANG_EN ? "the filter of plugin «%.*s» failed, as said" : "bộ lọc của phần mở rộng «%.*s» gặp lỗi nêu trên",
                               STR_ARG(entry->plugin->name));
    return value_null();
}

/* The call that template `call` asks for; what it makes is put into `a`. */
static bool run_filter(const PluginEntry *entry, const HostCall *call, Arena *a, Value *out)
{
    Plugins *ps = entry->plugin->owner;
    PluginCall what = {.caller = ps->page->rendering->page, .hook = entry->hook, .path = entry->path, .depth = entry->depth, .args = call->args,
                       .count = call->count};

    return may_call(ps, entry, ps->page->d, what.caller) && call_counted(ps, entry, ps->page->d, &what, a, out) == PLUGIN_OK;
}

static Value filter(HostCall *call)
{
    const PluginEntry *entry = call->host;
    Value out = value_null();

    return run_filter(entry, call, call->scratch, &out) ? out : filter_failed(entry, call);
}

/* What names a call: the filter and all that it is given. False: that is more than can be looked through. */
static bool key_of(const PluginEntry *entry, const HostCall *call, uint64_t *key)
{
    size_t most = ONCE_MOST_VALUES;
    HashStream h;

    hash_begin(&h);
    hash_add(&h, (Str){(const char *)&entry->count, sizeof entry->count}); /* the same in all workers */
    for (size_t i = 0; i < call->count; i++)
        if (!value_hash(&h, call->args[i], &most))
            return false;
    *key = hash_end(&h);
    return true;
}

/* Its links are marked, since it is shown on other pages too. */
static Value filter_once(HostCall *call)
{
    const PluginEntry *entry = call->host;
    Plugins *ps = entry->plugin->owner;
    uint64_t key;
    Value *known;
    bool ok;

    if (!key_of(entry, call, &key))
        return filter(call);
    if ((known = memo_find(ps->memo, key)))
        return *known;
    known = arena_make(ps->page->keep, Value);
    if (!may_call(ps, entry, ps->page->d, ps->page->rendering->page))
        return filter_failed(entry, call);
    api_paths(entry->plugin->state, NULL, NULL);
    ok = run_filter(entry, call, ps->page->keep, known);
    api_paths(entry->plugin->state, write_path, ps->page);
    if (!ok)
        return filter_failed(entry, call);
    memo_keep(ps->memo, key, known);
    return *known;
}

bool plugins_filters(Plugins *ps, Diag *d, Engine *e)
{
    bool ok = true;

    for (size_t i = 0; i < ps->list.n; i++)
        for (size_t k = 0; k < ps->list.items[i].filters.n; k++) {
            PluginEntry *entry = &ps->list.items[i].filters.items[k];
            if (engine_filter(e, entry->decl.name, entry->once ? filter_once : filter, entry))
                continue;
            ok = false;
            diag_error(d, entry->plugin->at, "plugin.taken", "đã có bộ lọc tên «%.*s»", "there is a filter «%.*s» already",
                       STR_ARG(entry->decl.name));
        }
    return ok;
}

CrewNow **plugins_now(Plugins *ps) { return &ps->now; }

bool plugins_are_worn(const Plugins *ps)
{
    for (size_t i = 0; i < ps->list.n; i++)
        if (plugin_is_condemned(ps->list.items[i].state))
            return true;
    return false;
}

void plugins_report_stopped(const Plugins *ps, Diag *d)
{
    for (size_t i = 0; i < ps->list.n; i++) {
        const Plugin *p = &ps->list.items[i];
        unsigned refused = atomic_load(&p->count->refused);
        if (!refused)
            continue;
        diag_error(d, p->at, "plugin.stopped", "phần mở rộng «%.*s» đã phải dừng nên %u lời gọi khác không được thực hiện",
                   "plugin «%.*s» was stopped, so %u other calls were not made", STR_ARG(p->name), refused);
        diag_hint(d, "sửa những lỗi của phần mở rộng này nêu ở trên rồi dựng lại", "mend its errors above, then build again");
    }
}
