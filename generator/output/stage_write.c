#include "output/stage_inner.h"

#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { PIECE = 64 << 10 };

static bool cannot_write(const Stage *s, Diag *d, int error, Str path)
{
    return fs_failed(d, error, "system.write", "không ghi được tệp", "cannot write the file", stage_shown(s, d->arena, path));
}

/* The last wall before the file system: planning has already refused such paths. */
static bool path_allowed(const Stage *s, Diag *d, Str path)
{
    if (manifest_path_ok(path))
        return true;
    diag_error(d, (Place){0}, "stage.path", "đường dẫn «%.*s» không dùng được trong «%.*s»",
               "the path «%.*s» cannot be used in «%.*s»", STR_ARG(path), STR_ARG(s->names.shown));
    return false;
}

/* Reads up to `n` bytes, fewer only at the end of the file; -1 with errno. */
static ssize_t read_piece(int fd, char *bytes, size_t n)
{
    size_t have = 0;

    while (have < n) {
        ssize_t got = read(fd, bytes + have, n - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        have += (size_t)got;
    }
    return (ssize_t)have;
}

/* The published file of this path and size, open; -1 when there is none. */
static int open_published(const Stage *s, const char *path, uint64_t size)
{
    int fd = s->ours ? openat(s->site, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) : -1;
    struct stat st;

    if (fd >= 0 && (fstat(fd, &st) || !S_ISREG(st.st_mode) || (uint64_t)st.st_size != size)) {
        close(fd);
        return -1;
    }
    return fd;
}

/* Whether the file holds exactly these bytes; a file that cannot be read does not. */
static bool holds(int fd, Str bytes)
{
    char piece[PIECE];

    while (bytes.n) {
        size_t n = bytes.n < sizeof piece ? bytes.n : sizeof piece;
        if (read_piece(fd, piece, n) != (ssize_t)n || memcmp(piece, bytes.s, n) != 0)
            return false;
        bytes = str_slice(bytes, n, bytes.n);
    }
    return true;
}

static bool is_published(const Stage *s, const char *path, Str bytes)
{
    int fd = open_published(s, path, bytes.n);
    bool same = fd >= 0 && holds(fd, bytes);

    if (fd >= 0)
        close(fd);
    return same;
}

/* A new file for the stage; -1 with errno. */
static int create(int dir, const char *path)
{
    return openat(dir, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
}

/* Where some file systems only report that the disk is full. 0 or errno. */
static int close_written(int fd, int error)
{
    if (close(fd) && !error && errno != EINTR)
        error = errno;
    return error;
}

int stage_put(const Stage *s, const char *name, Str bytes, bool *linked)
{
    int fd;

    *linked = is_published(s, name, bytes) && linkat(s->site, name, s->root, name, 0) == 0;
    if (*linked)
        return 0;
    fd = create(s->root, name); /* also where no link could be had: EXDEV, EMLINK, EPERM */
    return fd < 0 ? errno : close_written(fd, fs_write_all(fd, bytes.s, bytes.n));
}

bool stage_write(Stage *s, Diag *d, Str path, Str bytes, Staged *out)
{
    PathRoom room;
    int error;

    if (!path_allowed(s, d, path))
        return false;
    *out = (Staged){.size = bytes.n, .hash = hash_bytes(bytes)};
    error = stage_put(s, path_in(&room, path), bytes, &out->unchanged);
    return error ? cannot_write(s, d, error, path) : true;
}

int stage_same(int a, int b, HashStream *h, bool *same)
{
    char x[PIECE / 2], y[PIECE / 2];
    ssize_t n;

    do {
        n = read_piece(a, x, sizeof x);
        if (n < 0 || read_piece(b, y, sizeof y) != n) {
            *same = false;
            return n < 0 ? errno : 0;
        }
        *same = memcmp(x, y, (size_t)n) == 0;
        if (h)
            hash_add(h, (Str){x, (size_t)n});
    } while (*same && n > 0);
    return 0;
}

/* Copies from where `from` stands to its end, with size and hash. 0, or errno and whether it was `from` that failed. */
static int copy(int from, int to, Staged *out, bool *reading)
{
    char piece[PIECE];
    HashStream hash;
    ssize_t n;
    int error = 0;

    hash_begin(&hash);
    *out = (Staged){0};
    while (!error && (n = read_piece(from, piece, sizeof piece)) != 0) {
        *reading = n < 0;
        if (n < 0)
            return errno;
        hash_add(&hash, (Str){piece, (size_t)n});
        out->size += (uint64_t)n;
        error = to >= 0 ? fs_write_all(to, piece, (size_t)n) : 0;
    }
    out->hash = hash_end(&hash);
    return error;
}

/* A page comes in one read; larger files in pieces. 0 or errno. */
static int measure(int fd, Staged *out)
{
    char piece[PIECE];
    struct stat st;
    ssize_t n;
    bool reading;

    if (fstat(fd, &st))
        return errno;
    if (!S_ISREG(st.st_mode))
        return EINVAL;
    if (st.st_size >= PIECE)
        return copy(fd, -1, out, &reading);
    n = read_piece(fd, piece, (size_t)st.st_size);
    if (n < 0)
        return errno;
    *out = (Staged){.size = (uint64_t)n, .hash = hash_bytes((Str){piece, (size_t)n})};
    return 0;
}

int stage_measure(int dir, const char *name, Staged *out)
{
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), error;

    if (fd < 0)
        return errno == ELOOP ? EINVAL : errno;
    error = measure(fd, out);
    close(fd);
    return error;
}

/* Links the published file when the source holds the same bytes. */
static bool link_same(const Stage *s, int from, const char *path, Staged *out)
{
    struct stat st;
    HashStream hash;
    bool same;
    int fd;

    if (fstat(from, &st))
        return false;
    fd = open_published(s, path, (uint64_t)st.st_size);
    if (fd < 0)
        return false;
    hash_begin(&hash);
    same = stage_same(from, fd, &hash, &same) == 0 && same && linkat(s->site, path, s->root, path, 0) == 0;
    close(fd);
    *out = (Staged){(uint64_t)st.st_size, hash_end(&hash), same};
    return same;
}

static bool copy_open(Stage *s, Diag *d, int from, Place source, Str path, Staged *out)
{
    PathRoom room;
    const char *name = path_in(&room, path);
    bool reading = false;
    int to, error;

    if (link_same(s, from, name, out))
        return true;
    if (lseek(from, 0, SEEK_SET) < 0)
        return cannot_write(s, d, errno, path);
    to = create(s->root, name);
    if (to < 0)
        return cannot_write(s, d, errno, path);
    error = close_written(to, copy(from, to, out, &reading));
    if (error && reading) {
        diag_error(d, source, "system.read", "không đọc được tệp này: %s", "this file cannot be read: %s", fs_reason(error, d->lang));
        return false;
    }
    return error ? cannot_write(s, d, error, path) : true;
}

bool stage_copy(Stage *s, Diag *d, int root, Str from, Place source, Str path, Staged *out)
{
    int fd;
    bool done;

    if (!path_allowed(s, d, path))
        return false;
    fd = fs_open(root, from);
    if (fd < 0) {
        diag_error(
            d, source, "system.read", "không mở được tệp «%.*s»: %s", "the file «%.*s» cannot be opened: %s", STR_ARG(from),
            fs_reason(errno, d->lang));
        return false;
    }
    done = copy_open(s, d, fd, source, path, out);
    close(fd);
    return done;
}

int stage_link(int from, Str path, int to, Str to_path)
{
    PathRoom room, to_room;
    const char *name = path_in(&room, path), *to_name = path_in(&to_room, to_path);
    Staged staged;
    bool reading;
    int in, out, error;

    if (linkat(from, name, to, to_name, 0) == 0)
        return 0;
    if (errno == ENOENT || errno == EEXIST || errno == ENOSPC)
        return errno;
    in = openat(from, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (in < 0)
        return errno;
    out = create(to, to_name);
    error = out < 0 ? errno : close_written(out, copy(in, out, &staged, &reading));
    close(in);
    return error;
}
