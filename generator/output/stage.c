#include "output/stage.h"

#include "output/publish_swap.h"
#include "output/stage_inner.h"

#include "base/fs.h"
#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

Str stage_shown(const Stage *s, Arena *a, Str path) { return path_join(a, s->names.shown, path); }

static StageResult take_lock(Stage *s, Diag *d, Journal *left, long *holder)
{
    int error = lock_take(&s->names, &s->lock, left);

    if (error == 0)
        return STAGE_OK;
    s->lock = -1;
    if (error != EWOULDBLOCK) {
        fs_failed(d, error, "system.lock", "không ghi được vào thư mục chứa", "cannot write to the folder that holds",
                  s->names.shown);
        return STAGE_FAILED;
    }
    *holder = left->pid;
    diag_error(d, (Place){0}, "stage.busy", "một lần dựng trang khác đang chạy cho «%.*s» (tiến trình %ld)",
               "another build of «%.*s» is running (process %ld)", STR_ARG(s->names.shown), left->pid);
    diag_hint(d, "đợi lần đó xong rồi chạy lại", "wait until it is done, then run again");
    return STAGE_BUSY;
}

/* Goes forward with a publish that was killed after its first visible change (STAGE-JOURNAL). */
static bool recover(Stage *s, Diag *d, Journal left)
{
    uint64_t site = inode_of(s->names.parent, s->names.site);
    Manifest now;
    int fd, error;

    if (left.step == STEP_NONE || site == 0 || site != left.inode)
        return true;
    if (left.step != STEP_SWAP)
        return files_resume(s, d, left.step);
    fd = openat(s->names.parent, s->names.site, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    error = fd < 0 ? errno : manifest_read(s->arena, fd, &now);
    if (fd >= 0)
        close(fd);
    if (error)
        return fs_failed(d, error, "system.read", "không đọc được trang đã đăng", "cannot read the published site",
                         s->names.shown);
    swap_finish(&s->names, d, &now);
    return true;
}

/* Throws away what a kill left; a previous build that was ready but not yet named is named. 0 or errno. */
static int clear(const Stage *s)
{
    const Names *n = &s->names;
    int error = fs_remove_tree(n->parent, str_from(n->stage));

    if (!error)
        error = fs_remove_tree(n->parent, str_from(n->trash));
    if (!error && s->site >= 0)
        error = fs_remove_tree(s->site, STR(INCOMING_NAME));
    if (!error && inode_of(n->parent, n->previous) == 0 && swap_is_build(n, n->keep))
        error = swap_previous(n, n->keep);
    return error ? error : fs_remove_tree(n->parent, str_from(n->keep));
}

/* Makes the empty stage, as open to others as the site that it will replace. 0 or errno. */
static int make_root(Stage *s)
{
    const Names *n = &s->names;
    struct stat st;

    if (mkdirat(n->parent, n->stage, 0755))
        return errno;
    s->root = openat(n->parent, n->stage, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (s->root < 0)
        return errno;
    if (s->site >= 0 && fstat(s->site, &st) == 0 && fchmod(s->root, (st.st_mode & 07777) | 0700))
        return errno;
    return 0;
}

static StageResult prepare(Stage *s, Diag *d, Journal left)
{
    StageResult result;
    int error;

    if (!recover(s, d, left))
        return STAGE_FAILED;
    s->halfway = false;
    result = stage_look(s, d);
    if (result != STAGE_OK)
        return result;
    error = clear(s);
    if (!error)
        error = lock_note(s->lock, STEP_NONE, 0);
    if (!error)
        error = make_root(s);
    if (!error)
        return STAGE_OK;
    fs_failed(d, error, "system.write", "không chuẩn bị được chỗ dựng trang bên cạnh", "cannot prepare the stage beside",
              s->names.shown);
    return STAGE_FAILED;
}

StageResult stage_open(Arena *a, Diag *d, Str out_dir, Str content_dir, Stage **out, long *holder)
{
    Stage *s = arena_make(a, Stage);
    Journal left = {0};
    StageResult result;

    *out = NULL;
    *holder = 0;
    *s = (Stage){.arena = a, .lock = -1, .root = -1, .site = -1};
    result = stage_find(a, d, out_dir, content_dir, &s->names);
    if (result == STAGE_OK)
        result = take_lock(s, d, &left, holder);
    if (result == STAGE_OK) {
        s->halfway = left.step != STEP_NONE;
        result = prepare(s, d, left);
    }
    if (result == STAGE_OK)
        *out = s;
    else
        stage_close(s);
    return result;
}

bool stage_folders(Stage *s, Diag *d, const Str *paths, size_t n)
{
    Str last = STR("");
    int error;

    for (size_t i = 0; i < n; i++) {
        Str dir = path_dir(paths[i]);
        if (dir.n == 0 || str_eq(dir, last))
            continue;
        last = dir;
        error = fs_make_dirs(s->root, dir);
        if (error)
            return fs_failed(d, error, "system.write", "không tạo được thư mục", "cannot make the folder",
                             stage_shown(s, d->arena, dir));
    }
    return true;
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void stage_close(Stage *s)
{
    const Names *n = &s->names;

    if (s->lock >= 0) {
        if (s->root >= 0 && !s->halfway)
            fs_remove_tree(n->parent, str_from(n->stage)); /* what cannot be removed now, the next build removes */
        lock_give(n, s->lock, s->halfway);
    }
    s->lock = -1;
    close_fd(&s->root);
    close_fd(&s->site);
    close_fd(&s->names.parent);
}
