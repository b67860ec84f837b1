#include "site/links.h"

#include "base/path.h"
#include "base/utf8.h"
#include "site/assets.h"

/* Where a link was written, and what it says. */
typedef struct {
    Site *site;
    Str from;          /* path below content/ */
    const Doc *own;    /* for "#anchor"; may be NULL */
    Str own_path;      /* in site/ */
    Str url;
    Place at;
    bool image;
} Ref;

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 32);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* %20 to space and so on; the result may hold any byte but NUL. */
static Str decoded(Arena *a, Str text)
{
    char *out = arena_alloc(a, text.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        int high = i + 2 < text.n + 0 && text.s[i] == '%' ? hex(text.s[i + 1]) : -1;
        int low = high >= 0 ? hex(text.s[i + 2]) : -1;
        if (low >= 0 && (high || low)) {
            out[n++] = (char)(high * 16 + low);
            i += 2;
        } else {
            out[n++] = text.s[i];
        }
    }
    out[n] = 0;
    return (Str){out, n};
}

/* Divides "path?query#fragment"; the query is dropped, since files have none. */
static void divide(Arena *a, Str url, Str *path, Str *fragment)
{
    size_t hash = str_find_byte(url, '#', 0), query;

    *fragment = decoded(a, str_slice(url, hash + 1, url.n));
    *path = str_slice(url, 0, hash);
    query = str_find_byte(*path, '?', 0);
    *path = decoded(a, str_slice(*path, 0, query));
}

static bool check_anchor(Diag *d, const Ref *ref, const Doc *doc, Str fragment)
{
    if (!fragment.n || doc_has_anchor(doc, fragment))
        return true;
    diag_error(d, ref->at, "links.anchor", "trang được dẫn tới không có đề mục «#%.*s»", "the page has no heading «#%.*s»",
               STR_ARG(fragment));
    diag_nearest(d, fragment, doc->anchors, doc->anchor_count);
    return false;
}

static Str with_fragment(Arena *a, Str path, Str fragment)
{
    return fragment.n ? arena_printf(a, "%.*s#%.*s", STR_ARG(path), STR_ARG(fragment)) : path;
}

const char *links_hidden_words(const Diag *d, Hidden hidden)
{
    static const char *const why[][2] = {
        [HIDDEN_NOT] = {"", ""},
        [HIDDEN_DRAFT] = {"là bản nháp hoặc chờ duyệt", "is a draft"},
        [HIDDEN_FUTURE] = {"chưa đến ngày đăng", "is not published yet"},
        [HIDDEN_EXPIRED] = {"đã hết hạn đăng", "has expired"},
        [HIDDEN_WITHDRAWN] = {"đã gỡ bỏ", "was withdrawn"},
    };

    return why[hidden][d->lang == LANG_EN];
}

/* A page that is not out (any more): a warning, since the date alone may have done it, and a link to its column. */
static Str to_hidden(Diag *d, const Ref *ref, const Target *target)
{
    diag_warn(d, ref->at, "links.hidden", "liên kết dẫn tới «%.*s», trang này %s nên tạm dẫn về chuyên mục",
              "the link leads to «%.*s», which %s; it leads to its column for now", STR_ARG(target->page->source->path),
              links_hidden_words(d, target->hidden));
    return target->home ? target->home->path : STR("index.html");
}

static Str to_target(Arena *a, Diag *d, const Ref *ref, const Target *target, Str fragment)
{
    if (target->folder)
        return check_anchor(d, ref, &target->folder->column->doc, fragment) ? with_fragment(a, target->folder->path, fragment) : STR("");
    if (target->hidden)
        return to_hidden(d, ref, target);
    if (!target->item)
        return STR("");
    return check_anchor(d, ref, &target->page->doc, fragment) ? with_fragment(a, target->item->path, fragment) : STR("");
}

/* What a file is known by: its name; a column by its folder, since all columns' files have one name. */
static Str known_name(Str path)
{
    return str_is(path_base(path), COLUMN_FILE) && path_dir(path).n ? path_base(path_dir(path)) : path_base(path);
}

/* How far `wrong`, folded, is from the name of a file, which editors also write without its ending. */
static size_t distance_to(Arena *a, Str wrong, Str path)
{
    size_t whole = utf8_distance(wrong, utf8_fold(a, known_name(path)));
    size_t stem = utf8_distance(wrong, utf8_fold(a, path_stem(known_name(path))));

    return whole < stem ? whole : stem;
}

/* The file of content/ whose name is most like that of `wrong`, or NULL. */
static const Source *nearest_file(Diag *d, const Content *content, Str wrong)
{
    const Source *best = NULL;
    Arena *scratch;
    Str base;
    size_t least;

    if (!diag_may_guess(d, content->sources.n))
        return NULL;
    scratch = arena_new();
    base = utf8_fold(scratch, known_name(wrong));
    least = base.n / 3 + 1;
    for (size_t i = 0; i < content->sources.n; i++) {
        const Source *source = &content->sources.items[i];
        size_t far = distance_to(scratch, base, source->path);
        if (far < least) {
            least = far;
            best = source;
        }
    }
    arena_free(scratch);
    return best;
}

/* What would lead somewhere, for a hint. */
static void suggest_file(Diag *d, const Ref *ref, Str wrong)
{
    const Source *best = nearest_file(d, ref->site->in.content, wrong);

    if (best)
        diag_hint(d, "có phải «%.*s»?", "did you mean «%.*s»?", STR_ARG(path_relative(d->arena, ref->from, best->path)));
    else if (path_is_host(wrong))
        diag_hint(d, "địa chỉ của trang web khác phải có https:// ở đầu: https://%.*s", "another site's address begins with https://: https://%.*s",
                  STR_ARG(wrong));
    else if (ref->image)
        diag_hint(d, "chép ảnh vào đúng chỗ; đường dẫn tính từ thư mục của tệp này, ví dụ anh/ten-anh.jpg",
                  "put the picture there; paths are seen from this file's folder, e.g. pictures/name.jpg");
    else
        diag_hint(d, "đường dẫn tính từ thư mục của tệp này, ví dụ ../tin-tuc/ten-bai.md",
                  "paths are seen from this file's folder, e.g. ../news/name.md");
}

static Str lost(Diag *d, const Ref *ref, Str path)
{
    diag_error(d, ref->at, ref->image ? "links.image" : "links.lost",
               ref->image ? "không tìm thấy ảnh «%.*s»" : "liên kết không dẫn tới đâu: không có «%.*s» trong content/",
               ref->image ? "there is no picture «%.*s»" : "the link leads nowhere: there is no «%.*s» in content/",
               STR_ARG(path));
    suggest_file(d, ref, path);
    return STR("");
}

/* Text is NFC, names of files are as the editor's system writes them. */
static const Target *target_at(const Site *site, Str path)
{
    const Source *source = map_find(&site->in.content->by_path, path);

    return map_find(&site->targets, source ? source->path : path);
}

/* The target that a path names: the page's file, a column's folder, or a published address. */
static const Target *target_of(Arena *a, const Ref *ref, Str path)
{
    const Target *target = target_at(ref->site, path);

    return target ? target : target_at(ref->site, path_join(a, path, STR(COLUMN_FILE)));
}

static Str find(Arena *a, Diag *d, const Ref *ref)
{
    Str path, fragment, full;
    const Target *target;
    const Source *source;

    divide(a, ref->url, &path, &fragment);
    if (!path.n && ref->own)
        return check_anchor(d, ref, ref->own, fragment) ? with_fragment(a, ref->own_path, fragment) : STR("");
    while (str_ends(path, STR("/")) && path.n > 1)
        path.n--;
    if (!path_resolve(a, path.n && path.s[0] == '/' ? STR("") : path_dir(ref->from),
                      path.n && path.s[0] == '/' ? str_slice(path, 1, path.n) : path, &full))
        return lost(d, ref, path);
    if (!full.n)
        return STR("index.html");
    target = target_of(a, ref, full);
    if (target && !ref->image)
        return to_target(a, d, ref, target, fragment);
    source = map_find(&ref->site->in.content->by_path, full);
    if (source && (source->type == SOURCE_PAGE || source->type == SOURCE_COLUMN) && !ref->image)
        return STR(""); /* it is there, but has mistakes of its own, which were reported */
    if (source && source->type == SOURCE_ASSET) {
        const Asset *asset = asset_publish(a, d, ref->site, source, ref->at, ref->image);
        return asset ? asset->path : STR("");
    }
    return lost(d, ref, path);
}

Str links_find(Arena *a, Diag *d, Site *site, Str from, Str url, Place at, bool image)
{
    return find(a, d, &(Ref){.site = site, .from = from, .url = url, .at = at, .image = image});
}

static void resolve_doc(Arena *a, Diag *d, Site *site, Doc *doc, Str from, Str own_path)
{
    for (size_t i = 0; i < doc->link_count; i++) {
        Link *link = &doc->links[i];
        if (link->internal)
            link->to = find(a, d, &(Ref){site, from, doc, own_path, link->url, link->at, link->image});
    }
}

const Target *links_related(Arena *a, const Site *site, Str from, Str entry)
{
    const Target *target;
    Str full;

    if (str_starts(entry, STR("/")))
        entry = str_slice(entry, 1, entry.n);
    target = path_resolve(a, STR(""), entry, &full) ? target_at(site, full) : NULL;
    if (!target)
        target = path_resolve(a, path_dir(from), entry, &full) ? target_at(site, full) : NULL;
    return target && target->page ? target : NULL;
}

static void check_related(Arena *a, Diag *d, Site *site, const Page *page)
{
    Value entries = value_get_lit(page->meta, "related");

    for (size_t i = 0; i < value_count(entries); i++) {
        Value entry = value_item(entries, i);
        Str path = value_str(entry);
        if (value_is(entry, VALUE_STATUS) || links_related(a, site, page->source->path, path)
            || map_find(&site->in.content->by_path, path))
            continue;
        diag_error(d, value_place(entry), "links.related", "không có trang «%.*s» trong content/", "there is no page «%.*s» in content/",
                   STR_ARG(path));
        suggest_file(d, &(Ref){.site = site, .from = page->source->path}, path);
    }
}

void links_resolve(Arena *a, Diag *d, Site *site)
{
    for (size_t i = 0; i < site->folders.n; i++) {
        Folder *folder = &site->folders.items[i];
        resolve_doc(a, d, site, &folder->column->doc, folder->column->source->path, folder->path);
    }
    for (size_t i = 0; i < site->items.n; i++) {
        const Item *item = &site->items.items[i];
        check_related(a, d, site, item->page);
        resolve_doc(a, d, site, (Doc *)(uintptr_t)&item->page->doc, item->page->source->path, item->path);
        for (size_t k = 0; k < item->page->field_doc_count; k++)
            resolve_doc(a, d, site, &item->page->field_docs[k], item->page->source->path, item->path);
    }
}
