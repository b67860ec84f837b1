/* fs.h - the file system: reads below a root without symlinks, writes whole or says why not. */
#ifndef BASE_FS_H
#define BASE_FS_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

#include <stdint.h>
#include <sys/types.h>

typedef enum { FS_FILE, FS_DIR, FS_LINK, FS_OTHER, FS_CLOSED } FsType; /* closed: it could not be looked at or into */

typedef struct {
    Str path;     /* below the root, '/' between segments */
    FsType type;
    uint64_t size; /* of what is closed: the errno */
} FsEntry;

typedef LIST(FsEntry) FsList;

/* Opens folder `path` (any path) for use as a root; -1 with errno. Close it with close(). */
int fs_open_dir(const char *path);

/* Opens a regular file below `root`, no symlinks on the way (openat2; falls back to a walk by openat); -1 with errno
 * (ELOOP: a symlink is on the way; EINVAL: not a regular file). */
int fs_open(int root, Str path);

/* Reads a whole file below `root` into `a`, NUL-terminated. 0, or errno; EFBIG when larger than `most` bytes. */
int fs_read(Arena *a, int root, Str path, uint64_t most, Str *out);

/* The same by any path, symlinks allowed: for theme and plugin files, which are trusted. */
int fs_read_path(Arena *a, const char *path, uint64_t most, Str *out);

/* All entries below folder `path` of `root`, sorted by the bytes of their path, so that
 * the order is the same everywhere. Symlinks are listed, not followed; names in `skip` (may be NULL) are left out.
 * 0, or the first errno; then the list still holds all that could be listed, and what could not as closed. */
int fs_walk(Arena *a, int root, Str path, bool (*skip)(Str name), FsList *out);

/* Makes folder `path` and its parents below `root`. 0 or errno. */
int fs_make_dirs(int root, Str path);

/* Writes all of `n` bytes, through short writes and EINTR. 0 or errno. */
int fs_write_all(int fd, const void *bytes, size_t n);

/* Removes a file or a whole tree below `root`, following no symlink; what is not there is no failure. 0 or errno. */
int fs_remove_tree(int root, Str path);

/* The system's reason, in Vietnamese where it is a common one. */
const char *fs_reason(int error, Lang lang);

/* Reports that the system refused: "cannot do: path: reason". Always false, for `return`. */
bool fs_failed(Diag *d, int error, const char *code, const char *vi_what, const char *en_what, Str path);

#endif
