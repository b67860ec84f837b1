#include "output/publish_verify.h"

#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <strings.h>
#include <unistd.h>

typedef struct {
    const Stage *s;
    Diag *d;
    const Manifest *m;
    size_t files; /* seen so far, without our manifest and keepers */
    bool naming;  /* the second walk, which names what does not belong */
} Walk;

static bool amiss(const Walk *w, const char *code, Str path, const char *vi, const char *en)
{
    diag_error(w->d, (Place){0}, code, "kiểm tra trước khi đăng: «%.*s» %s", "check before publishing: «%.*s» %s", STR_ARG(path),
               diag_word(w->d, vi, en));
    return false;
}

static bool is_source(Str path)
{
    static const char *const sources[] = {"md", "lua", "yaml", "yml"};
    Str ext = path_ext(path);

    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        if (ext.n == strlen(sources[i]) && strncasecmp(ext.s, sources[i], ext.n) == 0)
            return true;
    return false;
}

static bool verify_entry(const Walk *w, const ManifestEntry *e)
{
    PathRoom room;
    Staged found;
    int error;

    if (is_source(e->path))
        return amiss(w, "publish.source", e->path, "là tệp nguồn, không được đưa ra trang web",
                     "is a source file and must not be published");
    error = stage_measure(w->s->root, path_in(&room, e->path), &found);
    if (error == ENOENT)
        return amiss(w, "publish.missing", e->path, "chưa được ghi", "was not written");
    if (error)
        return amiss(w, "publish.unreadable", e->path, strerror(error), strerror(error));
    if (found.size != e->size || found.hash != e->hash)
        return amiss(w, "publish.differs", e->path, "khác với lúc ghi; ổ đĩa có thể bị lỗi",
                     "is not what was written; the disk may be failing");
    return true;
}

static bool walk(Walk *w, int fd, Str path);

static bool look_at(Walk *w, int dir, Str path, const struct dirent *item)
{
    Str at = item->d_type == DT_REG && !w->naming ? path : path_join(w->s->arena, path, str_from(item->d_name));
    struct stat st;
    mode_t type = (mode_t)DTTOIF(item->d_type);

    if (item->d_type == DT_UNKNOWN && fstatat(dir, item->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
        type = st.st_mode & S_IFMT;
    if (S_ISDIR(type))
        return walk(w, openat(dir, item->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), at);
    if (!S_ISREG(type))
        return amiss(w, "publish.strange", at, "không phải tệp thường", "is not a regular file");
    if (path.n == 0 && (strcmp(item->d_name, MANIFEST_NAME) == 0 || stage_is_keeper(item->d_name)))
        return true;
    w->files++;
    if (w->naming && !manifest_find(w->m, at))
        return amiss(w, "publish.strange", at, "không nằm trong danh sách của trang", "is not in the list of the site");
    return true;
}

/* Counts the files below the folder `fd`, which it closes. */
static bool walk(Walk *w, int fd, Str path)
{
    DIR *list = fd >= 0 ? fdopendir(fd) : NULL;
    struct dirent *item;
    bool ok = true;

    if (!list) {
        int error = errno;
        if (fd >= 0)
            close(fd);
        return amiss(w, "publish.unreadable", path, strerror(error), strerror(error));
    }
    while (ok && (errno = 0, item = readdir(list)))
        if (strcmp(item->d_name, ".") != 0 && strcmp(item->d_name, "..") != 0)
            ok = look_at(w, fd, path, item);
    if (ok && errno)
        ok = amiss(w, "publish.unreadable", path, strerror(errno), strerror(errno));
    closedir(list);
    return ok;
}

static bool walk_stage(Walk *w)
{
    w->files = 0;
    return walk(w, openat(w->s->root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), STR(""));
}

bool verify_stage(const Stage *s, Diag *d, const Manifest *m)
{
    Walk w = {.s = s, .d = d, .m = m};

    for (size_t i = 0; i < m->entries.n; i++)
        if (!verify_entry(&w, &m->entries.items[i]))
            return false;
    if (!walk_stage(&w))
        return false;
    if (w.files == m->entries.n) /* all entries are there and differ in path, so as many files are exactly the entries */
        return true;
    w.naming = true;
    return walk_stage(&w)
               ? amiss(&w, "publish.strange", s->names.shown, "thay đổi trong lúc kiểm tra", "changes while it is checked")
               : false;
}
