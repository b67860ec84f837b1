#include "base/fs.h"

#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int fs_open_dir(const char *path)
{
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* Opens `path` one segment at a time, each without following a link, where the kernel has no openat2. */
static int open_by_steps(int root, Str path, int flags)
{
    int at = dup(root), next;
    Str piece;
    char name[256];

    while (at >= 0 && str_cut(&path, '/', &piece)) {
        bool last = path.n == 0;
        if (piece.n == 0 || piece.n >= sizeof name || str_is(piece, "..")) {
            close(at);
            errno = piece.n >= sizeof name ? ENAMETOOLONG : EXDEV;
            return -1;
        }
        memcpy(name, piece.s, piece.n);
        name[piece.n] = 0;
        next = openat(at, name, last ? flags : O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        close(at);
        at = next;
    }
    return at;
}

/* openat beneath `root` with no symlink anywhere on the way. */
static int open_beneath(int root, Str path, int flags)
{
    struct open_how how = {.flags = (unsigned long long)flags, .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
    char name[4096];
    long fd;

    if (path.n == 0)
        return openat(root, ".", flags);
    if (path.n >= sizeof name) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(name, path.s, path.n);
    name[path.n] = 0;
    fd = syscall(SYS_openat2, root, name, &how, sizeof how);
    if (fd < 0 && (errno == ENOSYS || errno == EPERM))
        return open_by_steps(root, path, flags);
    return (int)fd;
}

int fs_open(int root, Str path)
{
    int fd = open_beneath(root, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat st;

    if (fd >= 0 && (fstat(fd, &st) || !S_ISREG(st.st_mode))) {
        close(fd);
        errno = EINVAL;
        return -1;
    }
    return fd;
}

/* Reads the open regular file to its end; it may grow or shrink meanwhile. */
static int read_all(Arena *a, int fd, uint64_t most, Str *out)
{
    struct stat st;
    char *bytes;
    size_t size, n = 0;
    ssize_t got;

    if (fstat(fd, &st))
        return errno;
    if (!S_ISREG(st.st_mode))
        return EINVAL;
    if ((uint64_t)st.st_size > most)
        return EFBIG;
    size = (size_t)st.st_size;
    bytes = arena_alloc(a, size + 1);
    while (n < size) {
        got = read(fd, bytes + n, size - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        if (got == 0)
            break;
        n += (size_t)got;
    }
    bytes[n] = 0;
    *out = (Str){bytes, n};
    return 0;
}

static int read_and_close(Arena *a, int fd, uint64_t most, Str *out)
{
    int error;

    if (fd < 0)
        return errno;
    error = read_all(a, fd, most, out);
    close(fd);
    return error;
}

int fs_read(Arena *a, int root, Str path, uint64_t most, Str *out)
{
    return read_and_close(a, open_beneath(root, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), most, out);
}

int fs_read_path(Arena *a, const char *path, uint64_t most, Str *out)
{
    return read_and_close(a, open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC), most, out);
}

static FsType type_of(const struct stat *st)
{
    if (S_ISREG(st->st_mode))
        return FS_FILE;
    if (S_ISDIR(st->st_mode))
        return FS_DIR;
    return S_ISLNK(st->st_mode) ? FS_LINK : FS_OTHER;
}

static int by_path(const void *x, const void *y)
{
    const FsEntry *a = x, *b = y;

    return str_cmp(a->path, b->path);
}

static int walk_dir(Arena *a, int root, Str path, bool (*skip)(Str), FsList *out);

/* Lists what is named `name` in the open folder `dir`. 0 or errno; what has gone meanwhile is not listed. */
static int walk_entry(Arena *a, int root, int dir, Str path, const char *name, bool (*skip)(Str), FsList *out)
{
    FsEntry entry = {.path = path_join(a, path, str_from(name))};
    struct stat st;
    size_t at = out->n;
    int error = fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) ? errno : 0;

    if (!error) {
        entry.type = type_of(&st);
        entry.size = (uint64_t)st.st_size;
    }
    list_push(a, out, entry);
    if (!error && entry.type == FS_DIR)
        error = walk_dir(a, root, entry.path, skip, out);
    if (error && out->n == at + 1) {
        out->items[at].type = FS_CLOSED;
        out->items[at].size = (uint64_t)error;
    }
    if (error != ENOENT)
        return error;
    out->n = at;
    return 0;
}

static int walk_dir(Arena *a, int root, Str path, bool (*skip)(Str), FsList *out)
{
    int fd = open_beneath(root, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), first = 0;
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    struct dirent *item;

    if (!dir) {
        first = errno;
        if (fd >= 0)
            close(fd);
        return first;
    }
    while ((errno = 0, item = readdir(dir))) {
        Str name = str_from(item->d_name);
        int error;
        if (str_is(name, ".") || str_is(name, "..") || (skip && skip(name)))
            continue;
        error = walk_entry(a, root, fd, path, item->d_name, skip, out);
        first = first ? first : error;
    }
    first = first ? first : errno;
    closedir(dir);
    return first;
}

int fs_walk(Arena *a, int root, Str path, bool (*skip)(Str name), FsList *out)
{
    size_t first = out->n;
    int error = walk_dir(a, root, path, skip, out);

    if (out->n > first)
        qsort(out->items + first, out->n - first, sizeof *out->items, by_path);
    return error;
}

int fs_make_dirs(int root, Str path)
{
    char name[4096];

    if (path.n >= sizeof name)
        return ENAMETOOLONG;
    for (size_t i = 0; i <= path.n; i++) {
        if (i && (i == path.n || path.s[i] == '/')) {
            name[i] = 0;
            if (mkdirat(root, name, 0755) && errno != EEXIST)
                return errno;
        }
        if (i < path.n)
            name[i] = path.s[i];
    }
    return 0;
}

int fs_write_all(int fd, const void *bytes, size_t n)
{
    const char *at = bytes;

    while (n) {
        ssize_t put = write(fd, at, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return errno;
        if (put == 0)
            return ENOSPC;
        at += put;
        n -= (size_t)put;
    }
    return 0;
}

static int remove_all(int at, const char *name)
{
    int fd, error = 0;
    DIR *dir;
    struct dirent *item;

    if (unlinkat(at, name, 0) == 0 || errno == ENOENT)
        return 0;
    if (errno != EISDIR && errno != EPERM)
        return errno;
    fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno;
    dir = fdopendir(fd);
    if (!dir) {
        error = errno;
        close(fd);
        return error;
    }
    while (!error && (item = readdir(dir)))
        if (strcmp(item->d_name, ".") != 0 && strcmp(item->d_name, "..") != 0)
            error = remove_all(fd, item->d_name);
    closedir(dir);
    if (!error && unlinkat(at, name, AT_REMOVEDIR) && errno != ENOENT)
        error = errno;
    return error;
}

int fs_remove_tree(int root, Str path)
{
    char name[4096];

    if (path.n >= sizeof name)
        return ENAMETOOLONG;
    memcpy(name, path.s, path.n);
    name[path.n] = 0;
    return remove_all(root, name);
}

const char *fs_reason(int error, Lang lang)
{
    if (lang == LANG_EN)
        return strerror(error);
    switch (error) {
    case ENOENT: return "không có tệp hoặc thư mục này";
    case EACCES:
    case EPERM: return "không có quyền";
    case EROFS: return "ổ đĩa chỉ cho đọc";
    case ENOSPC: return "ổ đĩa đã đầy";
    case EDQUOT: return "đã hết hạn mức ổ đĩa";
    case EFBIG: return "tệp quá lớn";
    case EIO: return "ổ đĩa bị lỗi khi đọc hoặc ghi";
    case EMFILE:
    case ENFILE: return "đang mở quá nhiều tệp";
    case ENOMEM: return "không đủ bộ nhớ";
    case EAGAIN: return "hệ thống không cho mở thêm tiến trình";
    case ELOOP: return "là liên kết tượng trưng (symlink), không được phép";
    case ENOTDIR: return "không phải thư mục";
    case EISDIR: return "là thư mục";
    case ENAMETOOLONG: return "tên quá dài";
    case EINVAL: return "không phải tệp thường";
    default: return strerror(error);
    }
}

bool fs_failed(Diag *d, int error, const char *code, const char *vi_what, const char *en_what, Str path)
{
    diag_error(d, (Place){0}, code, "%s «%.*s»: %s", "%s «%.*s»: %s", diag_word(d, vi_what, en_what),
               STR_ARG(path), fs_reason(error, d->lang));
    return false;
}
