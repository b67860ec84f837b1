#include "site/collect.h"

#include "base/hash.h"
#include "base/path.h"
#include "base/utf8.h"
#include "content/common.h"
#include "site/calls.h"
#include "site/colors.h"
#include "site/linked.h"
#include "site/links.h"
#include "site/order.h"
#include "site/records.h"
#include "site/refs.h"
#include "site/view.h"

#include <stdlib.h>

Column *column_of(Column **columns, size_t n, Str path)
{
    for (Str dir = path_dir(path); dir.n; dir = path_dir(dir))
        for (size_t i = 0; i < n; i++)
            if (columns[i] && str_eq(columns[i]->dir, dir))
                return columns[i];
    return NULL;
}

/* The folder of a path in content/ as it stands in site/: each segment a slug. */
static Str site_dir(Arena *a, Str dir)
{
    Str piece, out = STR("");

    while (str_cut(&dir, '/', &piece))
        out = path_join(a, out, utf8_slug(a, piece));
    return out;
}

static int by_order(const void *x, const void *y)
{
    const Folder *a = x, *b = y;
    Value first = value_get_lit(a->column->meta, "order"), second = value_get_lit(b->column->meta, "order");
    int c = (int)value_is_null(first) - (int)value_is_null(second);

    if (!c)
        c = value_cmp(first, second);
    return c ? c : str_cmp(a->column->dir, b->column->dir);
}

static Folder *folder_at(const Site *site, Str dir)
{
    for (size_t i = 0; i < site->folders.n; i++)
        if (str_eq(site->folders.items[i].column->dir, dir))
            return &site->folders.items[i];
    return NULL;
}

/* The nearest column above `path`, a file or a folder. */
static Folder *folder_of(const Site *site, Str path)
{
    for (Str dir = path_dir(path); dir.n; dir = path_dir(dir)) {
        Folder *folder = folder_at(site, dir);
        if (folder)
            return folder;
    }
    return NULL;
}

static void add_folders(Arena *a, Site *site, Column **columns, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (columns[i])
            list_push(a, &site->folders, (Folder){.column = columns[i],
                                                  .path = path_join(a, site_dir(a, columns[i]->dir), STR("index.html"))});
    if (site->folders.n)
        qsort(site->folders.items, site->folders.n, sizeof *site->folders.items, by_order);
    for (size_t i = 0; i < site->folders.n; i++) {
        Folder *folder = &site->folders.items[i];
        Target *target = arena_make(a, Target);
        folder->parent = folder_of(site, folder->column->dir);
        target->folder = folder;
        map_put(a, &site->targets, folder->column->source->path, target);
        map_put(a, &site->targets, folder->path, target);
    }
}

static bool is_before(Value date, Date day) { return value_is(date, VALUE_DATE) && date.as.date.day < day.day; }
static bool is_after(Value date, Date day) { return value_is(date, VALUE_DATE) && date.as.date.day > day.day; }

static Hidden hidden_of(const Site *site, const Page *page)
{
    PageState state = common_state(page->meta);

    if (state == STATE_NONE)
        state = site->in.config->review_required ? STATE_DRAFT : STATE_APPROVED;
    if (state == STATE_WITHDRAWN)
        return HIDDEN_WITHDRAWN;
    if (is_before(value_get_lit(page->meta, "expires"), site->in.date))
        return HIDDEN_EXPIRED;
    if (site->in.drafts)
        return HIDDEN_NOT;
    if (state != STATE_APPROVED)
        return HIDDEN_DRAFT;
    return is_after(value_get_lit(page->meta, "publish"), site->in.date) ? HIDDEN_FUTURE : HIDDEN_NOT;
}

/* Where approval is required, an approved page says by whom and when. */
static void check_approval(Diag *d, const Site *site, const Page *page)
{
    if (!site->in.config->review_required || common_state(page->meta) != STATE_APPROVED)
        return;
    if (!value_is_null(value_get_lit(page->meta, "approver")) && !value_is_null(value_get_lit(page->meta, "approved")))
        return;
    diag_error(d, value_place(page->meta), "collect.approval", "bài đã duyệt phải ghi người duyệt và ngày duyệt",
               "an approved page must name who approved it and when");
    diag_hint(d, "thêm hai dòng: người duyệt: … và ngày duyệt: …; hoặc bỏ «phải duyệt» trong portal.yaml",
              "add: approver: … and approved: …; or take «review_required» out of portal.yaml");
}

static void add_item(Arena *a, Site *site, const Page *page, Folder *folder, Str path, Target *target)
{
    Value date = page->kind->date_field.n ? value_get(page->meta, page->kind->date_field) : value_null();
    Item *item = list_add(a, &site->items);

    *item = (Item){.page = page, .folder = folder, .path = path, .has_date = value_is(date, VALUE_DATE)};
    if (item->has_date)
        item->date = date.as.date;
    target->item = item; /* moves while the list grows: set again when it stands */
}

/* A page in a folder that nobody declared: said once for each folder. */
static void report_stray(Arena *a, Diag *d, Map *said, const Page *page)
{
    Str top = path_dir(page->source->path);

    if (!top.n || map_claim(a, said, top, (void *)(uintptr_t)page))
        return;
    diag_error(d, page->source->at, "collect.stray", "thư mục «%.*s» chưa được khai báo là chuyên mục",
               "folder «%.*s» is not declared as a column", STR_ARG(top));
    diag_hint(d, "tạo tệp %.*s/%s với nội dung:\n---\ntiêu đề: Tên chuyên mục\n---", "make a file %.*s/%s that says:\n---\ntitle: Name of the column\n---",
              STR_ARG(top), COLUMN_FILE);
}

static void add_page(Arena *a, Diag *d, Site *site, Map *stray, const Page *page)
{
    Folder *folder = folder_of(site, page->source->path);
    Str dir = folder ? path_dir(folder->path) : STR("");
    Str path = path_join(a, dir, arena_printf(a, "%.*s.html", STR_ARG(page->slug)));
    Target *target = arena_make(a, Target);

    *target = (Target){.page = page, .hidden = hidden_of(site, page), .home = folder, .hidden_path = path};
    map_put(a, &site->targets, page->source->path, target);
    if (!folder)
        report_stray(a, d, stray, page);
    check_approval(d, site, page);
    if (target->hidden == HIDDEN_WITHDRAWN)
        list_push(a, &site->withdrawn, path);
    if (!target->hidden)
        add_item(a, site, page, folder, path, target);
}

static int newest(const void *x, const void *y) { return order_cmp(x, y); }

static void add_pages(Arena *a, Diag *d, Site *site, Page **pages, size_t n)
{
    Map stray = {0};

    for (size_t i = 0; i < n; i++)
        if (pages[i])
            add_page(a, d, site, &stray, pages[i]);
    if (site->items.n)
        qsort(site->items.items, site->items.n, sizeof *site->items.items, newest);
    for (size_t i = 0; i < site->items.n; i++) {
        Item *item = &site->items.items[i];
        Target *target = map_find(&site->targets, item->page->source->path);
        target->item = item;
        map_claim(a, &site->targets, item->path, target);
    }
}

/* Puts every page into its column, in the order that the column's kind declares. */
static void fill_folders(Arena *a, Site *site)
{
    for (size_t i = 0; i < site->items.n; i++)
        for (Folder *folder = site->items.items[i].folder; folder; folder = folder->parent)
            list_push(a, &folder->items, &site->items.items[i]);
    for (size_t i = 0; i < site->folders.n; i++) {
        Items *items = &site->folders.items[i].items;
        order_by_kind(a, items, site->folders.items[i].column->kind);
        for (size_t k = 0, last = items->n; k < items->n; k++) {
            if (items->items[k]->folder != &site->folders.items[i])
                continue;
            if (last < items->n) {
                items->items[last]->next = items->items[k];
                items->items[k]->prev = items->items[last];
            }
            last = k;
        }
    }
}

static int by_name(const void *x, const void *y, void *scratch)
{
    const Tag *a = x, *b = y;
    int c = str_cmp(utf8_collation_key(scratch, a->name), utf8_collation_key(scratch, b->name));

    return c ? c : str_cmp(a->slug, b->slug);
}

/* The spellings of tags that were met: name as written -> slug, in an allocated Str. */
static Str slug_of(Arena *a, Map *slugs, Str name)
{
    Str *slug = map_find(slugs, name);

    if (!slug) {
        slug = arena_make(a, Str);
        *slug = utf8_slug(a, name);
        map_put(a, slugs, name, slug);
    }
    return *slug;
}

/* Lists them first, so that tags do not move once pages point to them. */
static void list_tags(Arena *a, Site *site, Map *slugs, Map *by_slug)
{
    for (size_t i = 0; i < site->items.n; i++) {
        Value names = value_get_lit(site->items.items[i].page->meta, "tags");
        for (size_t k = 0; k < value_count(names); k++) {
            Str slug = slug_of(a, slugs, value_str(value_item(names, k)));
            Str name = value_str(value_item(names, k));
            uintptr_t known = slug.n ? (uintptr_t)map_claim(a, by_slug, slug, (void *)(uintptr_t)(site->tags.n + 1)) : 0;
            if (slug.n && !known)
                list_push(a, &site->tags, (Tag){.name = name, .slug = slug,
                                                .path = arena_printf(a, TAGS_DIR "/%.*s%s.html", STR_ARG(slug), path_is_reserved(slug) ? "-" : "")});
            else if (known && name.n > site->tags.items[known - 1].name.n)
                site->tags.items[known - 1].name = name; /* the one with more marks: they take bytes */
        }
    }
    if (site->tags.n)
        qsort_r(site->tags.items, site->tags.n, sizeof *site->tags.items, by_name, a);
    for (size_t i = 0; i < site->tags.n; i++)
        map_put(a, by_slug, site->tags.items[i].slug, &site->tags.items[i]);
}

static bool has_tag(const Item *item, const Tag *tag)
{
    for (size_t i = 0; i < item->tag_count; i++)
        if (item->tags[i] == tag)
            return true;
    return false;
}

static void fill_tags(Arena *a, Site *site)
{
    Map slugs = {0}, by_slug = {0};

    list_tags(a, site, &slugs, &by_slug);
    for (size_t i = 0; i < site->items.n; i++) {
        Item *item = &site->items.items[i];
        Value names = value_get_lit(item->page->meta, "tags");
        item->tags = arena_array(a, Tag *, value_count(names) + 1);
        for (size_t k = 0; k < value_count(names); k++) {
            Tag *tag = map_find(&by_slug, slug_of(a, &slugs, value_str(value_item(names, k))));
            if (!tag || has_tag(item, tag))
                continue;
            item->tags[item->tag_count++] = tag;
            list_push(a, &tag->items, item);
        }
    }
}

static void add_colors(Arena *a, Diag *d, Site *site)
{
    site->colors = colors_css(a, d, site->in.config);
    if (site->colors.n)
        site->colors_path = arena_printf(a, "assets/mau.%08x.css", (unsigned)(hash_bytes(site->colors) >> 32));
}

static int by_source(const void *x, const void *y)
{
    const Asset *a = x, *b = y;

    return str_cmp(a->source->path, b->source->path);
}

void site_set_data(Arena *a, Site *site, const Value *made)
{
    ValuePairs pairs = {0};
    size_t n;
    const Plugin *plugins = plugins_all(site->in.plugins, &n);

    for (size_t i = 0; i < n; i++)
        if (!value_is_null(made[i]))
            value_pair(a, &pairs, plugins[i].name, made[i]);
    value_fill(site->data, pairs.items, pairs.n, value_order(a, pairs.items, pairs.n));
}

Site *site_collect(Arena *a, Diag *d, SiteInput in, Column **columns, size_t column_count, Page **pages, size_t page_count)
{
    Site *site = arena_make(a, Site);

    site->in = in;
    add_folders(a, site, columns, column_count);
    add_pages(a, d, site, pages, page_count);
    fill_folders(a, site);
    fill_tags(a, site);
    add_colors(a, d, site);
    view_reserve(a, site);
    records_read(a, d, site);
    refs_collect(a, d, site);
    refs_check_records(a, d, site);
    links_resolve(a, d, site);
    calls_resolve(a, d, site);
    linked_collect(a, site);
    view_fill(a, d, site);
    if (site->assets.n)
        qsort(site->assets.items, site->assets.n, sizeof *site->assets.items, by_source);
    return site;
}
