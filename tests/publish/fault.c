/* fault.c - stands between the driver and the file system (ld --wrap): kills the process before its Nth call, lets the
 * Nth call fail, or plays a file system that cannot exchange. Linked in, not preloaded, so it works under ASan too.
 *
 *     FAULT=kill:N      SIGKILL instead of the Nth call that changes something
 *     FAULT=ENOSPC:N    the Nth call that could meet it fails so (also EIO, EMFILE, EROFS, EACCES)
 *     FAULT=short:N     the Nth write writes only half
 *     FAULT_EXCHANGE=E  renameat2 fails with E (a name as above, or EINVAL, EBUSY)
 *     FAULT_LINK=E      linkat fails with E (EMLINK, EPERM)
 *     FAULT_MOUNT=PATH  that folder is another mount: links and renames across fail with EXDEV, its exchange with EBUSY */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

int __real_openat(int dir, const char *path, int flags, mode_t mode);
int __real_mkdirat(int dir, const char *path, mode_t mode);
int __real_linkat(int from, const char *old, int to, const char *new, int flags);
int __real_unlinkat(int dir, const char *path, int flags);
int __real_renameat(int from, const char *old, int to, const char *new);
int __real_renameat2(int from, const char *old, int to, const char *new, unsigned flags);
ssize_t __real_write(int fd, const void *bytes, size_t n);
ssize_t __real_pwrite(int fd, const void *bytes, size_t n, off_t at);
ssize_t __real_read(int fd, void *bytes, size_t n);
int __real_ftruncate(int fd, off_t size);
int __real_fchmod(int fd, mode_t mode);
int __real_fsync(int fd);
int __real_syncfs(int fd);
int __real_statx(int dir, const char *path, int flags, unsigned mask, struct statx *out);
int __wrap_openat(int dir, const char *path, int flags, ...);
int __wrap_mkdirat(int dir, const char *path, mode_t mode);
int __wrap_linkat(int from, const char *old, int to, const char *new, int flags);
int __wrap_unlinkat(int dir, const char *path, int flags);
int __wrap_renameat(int from, const char *old, int to, const char *new);
int __wrap_renameat2(int from, const char *old, int to, const char *new, unsigned flags);
ssize_t __wrap_write(int fd, const void *bytes, size_t n);
ssize_t __wrap_pwrite(int fd, const void *bytes, size_t n, off_t at);
ssize_t __wrap_read(int fd, void *bytes, size_t n);
int __wrap_ftruncate(int fd, off_t size);
int __wrap_fchmod(int fd, mode_t mode);
int __wrap_fsync(int fd);
int __wrap_syncfs(int fd);
int __wrap_statx(int dir, const char *path, int flags, unsigned mask, struct statx *out);

/* What a call does, and so which faults it can meet. */
enum { CHANGES = 1, TAKES_SPACE = 2, OPENS = 4, SYNCS = 8, READS = 16, WRITES = 32 };

static const struct {
    const char *name;
    int error, meets;
} errors[] = {
    {"ENOSPC", ENOSPC, TAKES_SPACE},      {"EIO", EIO, CHANGES | SYNCS | READS | OPENS}, {"EMFILE", EMFILE, OPENS},
    {"EROFS", EROFS, CHANGES},            {"EACCES", EACCES, CHANGES | OPENS},           {"EINVAL", EINVAL, 0},
    {"EBUSY", EBUSY, 0},                  {"EMLINK", EMLINK, 0},                         {"EPERM", EPERM, 0},
};

/* The error that environment variable `name` asks for always, or 0. */
static int always(const char *name)
{
    const char *word = getenv(name);

    for (size_t i = 0; word && i < sizeof errors / sizeof *errors; i++)
        if (strcmp(word, errors[i].name) == 0)
            return errors[i].error;
    return 0;
}

/* Counts a call that the fault could meet; true at the Nth, which is said on stderr. */
static bool is_due(bool meets, long nth)
{
    static long count;

    if (!meets || ++count != nth)
        return false;
    dprintf(STDERR_FILENO, "(fault struck)\n");
    return true;
}

/* The error that a call that does `does` is to meet, or 0; -1: a short write. Does not come back where it kills. */
static int strike(int does)
{
    const char *fault = getenv("FAULT"), *colon = fault ? strchr(fault, ':') : NULL;
    long nth = colon ? atol(colon + 1) : 0;
    size_t n = colon ? (size_t)(colon - fault) : 0;

    if (!colon)
        return 0;
    if (strncmp(fault, "kill:", n + 1) == 0) {
        if (is_due(does & CHANGES, nth))
            kill(getpid(), SIGKILL);
        return 0;
    }
    if (strncmp(fault, "short:", n + 1) == 0)
        return is_due(does & WRITES, nth) ? -1 : 0;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (strlen(errors[i].name) == n && strncmp(fault, errors[i].name, n) == 0)
            return is_due(does & errors[i].meets, nth) ? errors[i].error : 0;
    return 0;
}

/* strike, for calls that return -1 and errno. */
static bool strikes(int does)
{
    int error = strike(does);

    if (error <= 0)
        return false;
    errno = error;
    return true;
}

/* Whether the open folder lies on the mount that FAULT_MOUNT plays. */
static bool on_mount(int dir)
{
    const char *mount = getenv("FAULT_MOUNT");
    char link[64], path[4096];
    ssize_t n;

    if (!mount)
        return false;
    snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
    n = readlink(link, path, sizeof path - 1);
    if (n <= 0)
        return false;
    path[n] = 0;
    return strncmp(path, mount, strlen(mount)) == 0 && (path[strlen(mount)] == 0 || path[strlen(mount)] == '/');
}

static bool across(int from, int to)
{
    if (on_mount(from) == on_mount(to))
        return false;
    errno = EXDEV;
    return true;
}

int __wrap_openat(int dir, const char *path, int flags, ...)
{
    va_list args;
    mode_t mode;

    va_start(args, flags);
    mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    if (strikes(OPENS | (flags & O_CREAT ? CHANGES | TAKES_SPACE : 0)))
        return -1;
    return __real_openat(dir, path, flags, mode);
}

int __wrap_mkdirat(int dir, const char *path, mode_t mode)
{
    return strikes(CHANGES | TAKES_SPACE) ? -1 : __real_mkdirat(dir, path, mode);
}

int __wrap_linkat(int from, const char *old, int to, const char *new, int flags)
{
    if (strikes(CHANGES | TAKES_SPACE) || across(from, to))
        return -1;
    if (always("FAULT_LINK")) {
        errno = always("FAULT_LINK");
        return -1;
    }
    return __real_linkat(from, old, to, new, flags);
}

int __wrap_unlinkat(int dir, const char *path, int flags)
{
    return strikes(CHANGES) ? -1 : __real_unlinkat(dir, path, flags);
}

int __wrap_renameat(int from, const char *old, int to, const char *new)
{
    return strikes(CHANGES | TAKES_SPACE) || across(from, to) ? -1 : __real_renameat(from, old, to, new);
}

int __wrap_renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
    if (strikes(CHANGES | TAKES_SPACE))
        return -1;
    errno = getenv("FAULT_MOUNT") ? EBUSY : always("FAULT_EXCHANGE");
    return errno ? -1 : __real_renameat2(from, old, to, new, flags);
}

ssize_t __wrap_write(int fd, const void *bytes, size_t n)
{
    int error = strike(CHANGES | TAKES_SPACE | WRITES);

    if (error > 0) {
        errno = error;
        return -1;
    }
    return __real_write(fd, bytes, error < 0 ? (n + 1) / 2 : n);
}

ssize_t __wrap_pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    return strikes(CHANGES | TAKES_SPACE) ? -1 : __real_pwrite(fd, bytes, n, at);
}

ssize_t __wrap_read(int fd, void *bytes, size_t n)
{
    return strikes(READS) ? -1 : __real_read(fd, bytes, n);
}

int __wrap_ftruncate(int fd, off_t size) { return strikes(CHANGES) ? -1 : __real_ftruncate(fd, size); }
int __wrap_fchmod(int fd, mode_t mode) { return strikes(CHANGES) ? -1 : __real_fchmod(fd, mode); }
int __wrap_fsync(int fd) { return strikes(SYNCS) ? -1 : __real_fsync(fd); }
int __wrap_syncfs(int fd) { return strikes(SYNCS) ? -1 : __real_syncfs(fd); }

int __wrap_statx(int dir, const char *path, int flags, unsigned mask, struct statx *out)
{
    int result = __real_statx(dir, path, flags, mask, out);

    if (result == 0 && on_mount(dir))
        out->stx_mnt_id++;
    return result;
}
