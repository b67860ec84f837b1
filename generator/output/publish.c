#include "output/publish.h"

#include "output/publish_swap.h"
#include "output/publish_verify.h"

#include "base/fs.h"
#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static bool failed(const Stage *s, Diag *d, int error, Str path)
{
    return fs_failed(d, error, "system.publish", "không đăng được", "cannot publish", stage_shown(s, d->arena, path));
}

static bool is_withdrawn(const Manifest *m, Str path)
{
    for (size_t i = 0; i < m->withdrawn.n; i++)
        if (str_eq(m->withdrawn.items[i], path))
            return true;
    return false;
}

/* Links a hashed asset of the old build into the stage, if it is still as it was published. 0 and `*kept`, or errno. */
static int keep_asset(const Stage *s, const ManifestEntry *e, bool *kept)
{
    PathRoom room;
    Staged found;
    int error = stage_measure(s->site, path_in(&room, e->path), &found);

    *kept = error == 0 && found.size == e->size && found.hash == e->hash;
    if (!*kept)
        return error == ENOENT || error == EINVAL ? 0 : error;
    error = fs_make_dirs(s->root, path_dir(e->path));
    return error ? error : stage_link(s->site, e->path, s->root, e->path);
}

/* Hashed assets of the build before stay one build longer, so that a page and its style never mismatch; those that it
 * had kept itself do not, nor those that were withdrawn. `m` is sorted. */
static bool keep_assets(Stage *s, Diag *d, Manifest *m)
{
    Manifest more = {0};
    bool kept;

    for (size_t i = 0; i < s->old.entries.n; i++) {
        ManifestEntry e = s->old.entries.items[i];
        int error;

        if (e.kept || !str_starts(e.path, STR("assets/")) || manifest_find(m, e.path) || is_withdrawn(m, e.path))
            continue;
        error = keep_asset(s, &e, &kept);
        if (error)
            return failed(s, d, error, e.path);
        e.kept = true;
        if (kept)
            list_push(s->arena, &more.entries, e);
    }
    for (size_t i = 0; i < more.entries.n; i++)
        list_push(s->arena, &m->entries, more.entries.items[i]);
    return true;
}

/* The files that keep site/ in a repository stay in it. */
static bool keep_keepers(const Stage *s, Diag *d)
{
    static const char *const keepers[] = {STAGE_KEEPERS};

    for (size_t i = 0; s->site >= 0 && i < sizeof keepers / sizeof *keepers; i++) {
        Str name = str_from(keepers[i]);
        int error = stage_link(s->site, name, s->root, name);
        if (error && error != ENOENT)
            return failed(s, d, error, name);
    }
    return true;
}

static bool sort(const Stage *s, Diag *d, Manifest *m)
{
    Str twice = manifest_sort(m);

    if (twice.n == 0)
        return true;
    diag_error(d, (Place){0}, "publish.twice", "«%.*s» có hai lần trong danh sách của trang",
               "«%.*s» is twice in the list of the site", STR_ARG(stage_shown(s, d->arena, twice)));
    return false;
}

/* What was taken back is not in the new site either. */
static bool none_withdrawn(const Stage *s, Diag *d, const Manifest *m)
{
    for (size_t i = 0; i < m->withdrawn.n; i++)
        if (manifest_find(m, m->withdrawn.items[i])) {
            diag_error(d, (Place){0}, "publish.withdrawn", "«%.*s» đã gỡ bỏ nhưng vẫn nằm trong trang mới",
                       "«%.*s» is withdrawn but still in the new site", STR_ARG(stage_shown(s, d->arena, m->withdrawn.items[i])));
            return false;
        }
    return true;
}

/* All that the stage lacks; the manifest last, since a folder that has it is a whole build. */
static bool complete(Stage *s, Diag *d, Manifest *m)
{
    bool linked;
    int error;

    if (!sort(s, d, m) || !none_withdrawn(s, d, m) || !keep_assets(s, d, m) || !sort(s, d, m) || !keep_keepers(s, d)
        || !verify_stage(s, d, m))
        return false;
    error = stage_put(s, MANIFEST_NAME, manifest_text(s->arena, m), &linked);
    return error ? failed(s, d, error, STR(MANIFEST_NAME)) : true;
}

/* The file system, or what lies on it, knows no exchange: a mount point, NFS, 9p. */
static bool cannot_exchange(int error)
{
    return error == EINVAL || error == EBUSY || error == ENOSYS || error == EXDEV || error == EOPNOTSUPP;
}

static void warn_no_exchange(const Stage *s, Diag *d, int error)
{
    diag_warn(d, (Place){0}, "publish.no-exchange",
              "nơi chứa «%.*s» không cho đổi cả thư mục trong một bước (%s); từng tệp được thay lần lượt",
              "where «%.*s» lies, a folder cannot be exchanged in one step (%s); files are replaced one by one",
              STR_ARG(s->names.shown), strerror(error));
    diag_hint(d, "trong lúc thay, người đọc có thể thấy trang cũ cạnh trang mới; ghi --publish=files để không nhắc nữa",
              "while that goes on, readers may see old pages beside new ones; give --publish=files to be told no more");
}

static bool exchange_done(Stage *s, Diag *d, const Manifest *m)
{
    swap_sync(&s->names, d, s->names.parent);
    close(s->root);
    s->root = -1;
    swap_finish(&s->names, d, m);
    return true;
}

bool publish(Stage *s, Diag *d, Manifest *m, PublishMode mode)
{
    int error;

    if (!complete(s, d, m))
        return false;
    error = lock_note(s->lock, STEP_SWAP, inode_of(s->names.parent, s->names.stage));
    if (!error && syncfs(s->root))
        error = errno;
    if (error)
        return failed(s, d, error, STR(""));
    if (mode != PUBLISH_FILES || s->site < 0) {
        error = swap_exchange(s);
        if (!error)
            return exchange_done(s, d, m);
        if (mode == PUBLISH_EXCHANGE || s->site < 0 || !cannot_exchange(error))
            return failed(s, d, error, STR(""));
        warn_no_exchange(s, d, error);
    }
    return files_publish(s, d, m);
}

bool publish_is_same(const Stage *s, Manifest *m)
{
    size_t n = 0;

    if (!s->ours || manifest_sort(m).n || m->withdrawn.n != s->old.withdrawn.n)
        return false;
    for (size_t i = 0; i < m->withdrawn.n; i++)
        if (!is_withdrawn(&s->old, m->withdrawn.items[i]))
            return false;
    for (size_t i = 0; i < s->old.entries.n; i++) {
        const ManifestEntry *old = &s->old.entries.items[i], *new = old->kept ? NULL : manifest_find(m, old->path);
        if (!old->kept && (!new || new->size != old->size || new->hash != old->hash))
            return false;
        n += !old->kept;
    }
    return n == m->entries.n;
}
