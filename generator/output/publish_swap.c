#include "output/publish_swap.h"

#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int swap_exchange(const Stage *s)
{
    const Names *n = &s->names;

    if (s->site < 0)
        return renameat(n->parent, n->stage, n->parent, n->site) ? errno : 0;
    return renameat2(n->parent, n->stage, n->parent, n->site, RENAME_EXCHANGE) ? errno : 0;
}

bool swap_is_build(const Names *n, const char *name)
{
    struct stat st;
    char path[512];

    return (size_t)snprintf(path, sizeof path, "%s/" MANIFEST_NAME, name) < sizeof path
           && fstatat(n->parent, path, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

int swap_previous(const Names *n, const char *keep)
{
    int error = fs_remove_tree(n->parent, str_from(n->trash));

    if (!error && renameat(n->parent, n->previous, n->parent, n->trash) && errno != ENOENT)
        error = errno;
    if (!error && renameat(n->parent, keep, n->parent, n->previous))
        error = errno;
    return error ? error : fs_remove_tree(n->parent, str_from(n->trash));
}

int swap_purge(const Names *n, const Manifest *now)
{
    PathRoom room;
    int fd, error = 0;

    if (now->withdrawn.n == 0)
        return 0;
    fd = openat(n->parent, n->previous, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? 0 : errno;
    for (size_t i = 0; i < now->withdrawn.n; i++)
        if (unlinkat(fd, path_in(&room, now->withdrawn.items[i]), 0) && errno != ENOENT && errno != ENOTDIR)
            error = errno;
    close(fd);
    return error;
}

void swap_sync(const Names *n, Diag *d, int fd)
{
    if (fsync(fd))
        diag_warn(d, (Place){0}, "publish.sync", "đã đăng, nhưng ổ đĩa báo lỗi khi ghi «%.*s»: %s",
                  "published, but the disk reports an error for «%.*s»: %s", STR_ARG(n->shown), fs_reason(errno, d->lang));
}

void swap_finish(const Names *n, Diag *d, const Manifest *now)
{
    int kept, purged;

    if (swap_is_build(n, n->stage))
        kept = swap_previous(n, n->stage);
    else
        kept = fs_remove_tree(n->parent, str_from(n->stage)); /* a site that was empty is no previous build */
    purged = swap_purge(n, now);
    if (kept)
        diag_warn(d, (Place){0}, "publish.previous", "đã đăng trang mới, nhưng không cất được bản trước để quay lại: %s",
                  "the new site is published, but the previous build could not be put aside for a rollback: %s", fs_reason(kept, d->lang));
    if (purged)
        diag_warn(d, (Place){0}, "publish.purge", "đã đăng trang mới, nhưng không xóa được mục đã gỡ bỏ khỏi bản trước «%s»: %s",
                  "the new site is published, but withdrawn items could not be removed from the previous build «%s»: %s",
                  n->previous, fs_reason(purged, d->lang));
}
