#include "output/publish_swap.h"

#include "base/fs.h"
#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define OPEN_DIR (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

/* Where files come from, where they go, and what both consist of. */
typedef struct {
    int from, site;
    const Manifest *now, *old;
    Str at; /* the path that failed */
} Move;

static bool failed(const Stage *s, Diag *d, int error, Str path)
{
    return fs_failed(d, error, "system.publish", "không thay được tệp", "cannot replace the file",
                     stage_shown(s, d->arena, path));
}

static bool same_bytes(int a_dir, int b_dir, const char *name)
{
    int a = openat(a_dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    int b = openat(b_dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool same = false;

    if (a < 0 || b < 0 || stage_same(a, b, NULL, &same))
        same = false;
    if (a >= 0)
        close(a);
    if (b >= 0)
        close(b);
    return same;
}

/* Whether site/ has the file already: as a link to the same one, or with the same bytes. */
static bool is_same(const Move *m, const char *name, const struct stat *new)
{
    struct stat st;

    if (fstatat(m->site, name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st.st_mode) || st.st_size != new->st_size)
        return false;
    return (st.st_ino == new->st_ino &&st.st_dev == new->st_dev) || same_bytes(m->from, m->site, name);
}

/* Removes the folders of `path` that became empty. */
static void prune(int site, Str path)
{
    PathRoom room;

    for (path = path_dir(path); path.n; path = path_dir(path))
        if (unlinkat(site, path_in(&room, path), AT_REMOVEDIR))
            return;
}

/* Makes way where the old site has a file in place of a folder of `path`, or a folder in its own place. 0 or errno. */
static int make_way(const Move *m, Str path)
{
    PathRoom room;
    struct stat st;

    for (size_t i = str_find_byte(path, '/', 0); i < path.n; i = str_find_byte(path, '/', i + 1)) {
        const char *name = path_in(&room, str_slice(path, 0, i));
        if (fstatat(m->site, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISDIR(st.st_mode) && unlinkat(m->site, name, 0))
            return errno;
    }
    if (fstatat(m->site, path_in(&room, path), &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode)) {
        int error = fs_remove_tree(m->site, path);
        if (error)
            return error;
    }
    return path_dir(path).n ? fs_make_dirs(m->site, path_dir(path)) : 0;
}

/* Moves one file in, unless site/ has it. 0 or errno. */
static int place(const Move *m, const ManifestEntry *e)
{
    PathRoom room;
    const char *name = path_in(&room, e->path);
    struct stat st;
    int error;

    if (fstatat(m->from, name, &st, AT_SYMLINK_NOFOLLOW)) {
        /* Not changed, or moved before a kill. */
        if (errno == ENOENT && fstatat(m->site, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && (uint64_t)st.st_size == e->size)
            return 0;
        return errno;
    }
    if (is_same(m, name, &st) || renameat(m->from, name, m->site, name) == 0)
        return 0;
    if (errno != ENOENT && errno != ENOTDIR && errno != EISDIR && errno != ENOTEMPTY && errno != EEXIST)
        return errno;
    error = make_way(m, e->path);
    if (error)
        return error;
    return renameat(m->from, name, m->site, name) ? errno : 0;
}

static int place_all(Move *m, bool assets)
{
    for (size_t i = 0; i < m->now->entries.n; i++) {
        const ManifestEntry *e = &m->now->entries.items[i];
        int error = str_starts(e->path, STR("assets/")) == assets ? place(m, e) : 0;
        if (error) {
            m->at = e->path;
            return error;
        }
    }
    return 0;
}

static int delete_gone(Move *m)
{
    PathRoom room;

    for (size_t i = 0; i < m->old->entries.n; i++) {
        Str path = m->old->entries.items[i].path;
        if (manifest_find(m->now, path))
            continue;
        if (unlinkat(m->site, path_in(&room, path), 0) && errno != ENOENT && errno != ENOTDIR && errno != EISDIR) {
            m->at = path;
            return errno;
        }
        prune(m->site, path);
    }
    return 0;
}

/* Takes away what stands as a link where site/ has a folder: nothing is written or deleted behind it. 0 or errno. */
static int unlink_folders(Move *m, const Manifest *of)
{
    Str last = STR("");
    PathRoom room;
    struct stat st;

    for (size_t k = 0; k < of->entries.n; k++) {
        Str path = of->entries.items[k].path, dir = path_dir(path);
        if (str_eq(dir, last))
            continue;
        last = dir;
        for (size_t i = str_find_byte(path, '/', 0); i < path.n; i = str_find_byte(path, '/', i + 1)) {
            const char *name = path_in(&room, str_slice(path, 0, i));
            if (fstatat(m->site, name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISLNK(st.st_mode) || unlinkat(m->site, name, 0) == 0)
                continue;
            m->at = path;
            return errno;
        }
    }
    return 0;
}

/* Readers never see a page before its style, nor a manifest before all that it names. 0 or errno with `m->at`. */
static int move_all(Move *m)
{
    int error = unlink_folders(m, m->now);

    if (!error)
        error = unlink_folders(m, m->old);
    if (!error)
        error = place_all(m, true);
    if (!error)
        error = place_all(m, false);
    if (!error)
        error = delete_gone(m);
    if (error)
        return error;
    m->at = STR(MANIFEST_NAME);
    return renameat(m->from, MANIFEST_NAME, m->site, MANIFEST_NAME) ? errno : 0;
}

/* Links or copies the old site into the next previous build; its manifest, which makes it a build, last and by rename,
 * since a copy may be cut short. 0 or errno. */
static int link_old(const Stage *s, int keep)
{
    Str last = STR("");
    int error = 0;

    for (size_t i = 0; i < s->old.entries.n && !error; i++) {
        Str path = s->old.entries.items[i].path, dir = path_dir(path);
        if (dir.n && !str_eq(dir, last))
            error = fs_make_dirs(keep, dir);
        last = dir;
        if (!error)
            error = stage_link(s->site, path, keep, path);
        if (error == ENOENT) /* somebody removed it from site/ */
            error = 0;
    }
    if (!error)
        error = stage_link(s->site, STR(MANIFEST_NAME), keep, STR(MANIFEST_NAME ".new"));
    if (!error && renameat(keep, MANIFEST_NAME ".new", keep, MANIFEST_NAME))
        error = errno;
    return error;
}

/* Keeps the old site as the previous build; that it cannot be kept does not stop a publish. */
static void keep_previous(const Stage *s, Diag *d)
{
    const Names *n = &s->names;
    int keep, error;

    if (!s->ours)
        return;
    if (mkdirat(n->parent, n->keep, 0755) == 0 && (keep = openat(n->parent, n->keep, OPEN_DIR)) >= 0) {
        error = link_old(s, keep);
        close(keep);
    } else {
        error = errno;
    }
    if (!error)
        error = swap_previous(n, n->keep);
    if (!error)
        return;
    fs_remove_tree(n->parent, str_from(n->keep));
    diag_warn(d, (Place){0}, "publish.previous", "không cất được bản trước để quay lại: %s",
              "the previous build could not be put aside for a rollback: %s", fs_reason(error, d->lang));
}

/* Files can be renamed from one to the other: a bind mount of one file system is another mount of the same device. */
static bool same_mount(int a, int b)
{
    struct statx x, y;

    if (statx(a, "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_MNT_ID, &x)
        || statx(b, "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_MNT_ID, &y))
        return false;
    if (x.stx_mask & y.stx_mask & STATX_MNT_ID)
        return x.stx_mnt_id == y.stx_mnt_id;
    return x.stx_dev_major == y.stx_dev_major && x.stx_dev_minor == y.stx_dev_minor;
}

static int copy_changed(const Move *m, int in)
{
    PathRoom room;
    int error = 0;

    for (size_t i = 0; i < m->now->entries.n && !error; i++) {
        Str path = m->now->entries.items[i].path;
        const char *name = path_in(&room, path);
        struct stat st;

        if (fstatat(m->from, name, &st, AT_SYMLINK_NOFOLLOW))
            return errno;
        if (is_same(m, name, &st))
            continue;
        if (path_dir(path).n)
            error = fs_make_dirs(in, path_dir(path));
        if (!error)
            error = stage_link(m->from, path, in, path);
    }
    if (!error)
        error = stage_link(m->from, STR(MANIFEST_NAME), in, STR(MANIFEST_NAME));
    return !error && syncfs(in) ? errno : error;
}

/* Where site/ is another mount: copies what changed into site/.cchc-new, so that all that can run out of space or fail
 * does so before the first file is replaced. 0 and `*in`, or errno. */
static int bring_in(const Move *m, int *in)
{
    int error;

    if (mkdirat(m->site, INCOMING_NAME, 0700))
        return errno;
    *in = openat(m->site, INCOMING_NAME, OPEN_DIR);
    error = *in < 0 ? errno : copy_changed(m, *in);
    if (error) {
        if (*in >= 0)
            close(*in);
        fs_remove_tree(m->site, STR(INCOMING_NAME));
    }
    return error;
}

/* What is left when all files are in their place. */
static void tidy(Stage *s, Diag *d, int site, const Manifest *now)
{
    int error = swap_purge(&s->names, now);

    swap_sync(&s->names, d, site);
    if (error)
        diag_warn(d, (Place){0}, "publish.purge", "không xóa được mục đã gỡ bỏ khỏi bản trước «%s»: %s",
                  "withdrawn items could not be removed from the previous build «%s»: %s", s->names.previous, fs_reason(error, d->lang));
    fs_remove_tree(s->names.parent, str_from(s->names.stage));
    fs_remove_tree(site, STR(INCOMING_NAME));
    s->halfway = false;
}

bool files_publish(Stage *s, Diag *d, const Manifest *now)
{
    Move m = {.from = s->root, .site = s->site, .now = now, .old = &s->old};
    Step step = STEP_FILES;
    int in = -1, error = 0;

    keep_previous(s, d);
    if (!same_mount(s->root, s->site)) {
        step = STEP_INCOMING;
        error = bring_in(&m, &in);
        m.from = in;
    }
    if (!error)
        error = lock_note(s->lock, step, inode_of(s->names.parent, s->names.site));
    if (!error) {
        s->halfway = true;
        error = move_all(&m);
    }
    if (in >= 0)
        close(in);
    if (error)
        return failed(s, d, error, m.at);
    tidy(s, d, s->site, now);
    return true;
}

/* Goes on with the files that are still in `from`. */
static bool resume_from(Stage *s, Diag *d, int from, int site)
{
    Manifest now, old;
    int error = manifest_read(s->arena, from, &now);
    Move m = {from, site, &now, &old, STR("")};

    if (error == ENOENT) /* the manifest goes last, so all is done */
        error = manifest_read(s->arena, site, &now);
    else if (!error && (error = manifest_read(s->arena, site, &old), error == 0 || error == ENOENT))
        error = move_all(&m);
    if (error)
        return failed(s, d, error, m.at);
    tidy(s, d, site, &now);
    return true;
}

bool files_resume(Stage *s, Diag *d, Step step)
{
    const Names *n = &s->names;
    int site = openat(n->parent, n->site, OPEN_DIR);
    int from = step == STEP_FILES ? openat(n->parent, n->stage, OPEN_DIR) : openat(site, INCOMING_NAME, OPEN_DIR);
    bool done = site >= 0 && (from >= 0 || errno == ENOENT);

    if (!done)
        failed(s, d, errno, STR(""));
    else if (from >= 0)
        done = resume_from(s, d, from, site);
    if (from >= 0)
        close(from);
    if (site >= 0)
        close(site);
    return done;
}
