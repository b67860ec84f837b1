#include "commands/import_files.h"

#include "base/fs.h"
#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NUMBERS_MOST = 1000, FILE_MOST_BYTES = 8 << 20 };

bool import_open(Arena *a, Diag *d, Str dir, bool make, ImportFiles *out)
{
    int error = make ? fs_make_dirs(AT_FDCWD, dir) : 0;

    *out = (ImportFiles){.root = error ? -1 : fs_open_dir(arena_str(a, dir).s), .shown = dir, .scratch = arena_new(), .d = d};
    if (out->root >= 0)
        return true;
    fs_failed(d, error ? error : errno, "import.folder", make ? "không tạo được thư mục" : "không mở được thư mục",
              make ? "cannot make the folder" : "cannot open the folder", dir);
    import_close(out);
    return false;
}

void import_close(ImportFiles *files)
{
    if (files->root >= 0)
        close(files->root);
    arena_free(files->scratch);
}

/* A new file with these bytes. 0 or errno. */
static int write_new(int root, const char *path, Str bytes)
{
    int fd = openat(root, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644), error;

    if (fd < 0)
        return errno;
    error = fs_write_all(fd, bytes.s, bytes.n);
    if (close(fd) && !error)
        error = errno;
    return error;
}

/* Gives the file its name unless that is taken. 0 or errno. */
static int rename_new(int root, const char *from, const char *to)
{
    if (renameat2(root, from, root, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    return linkat(root, from, root, to, 0) ? errno : unlinkat(root, from, 0) ? errno : 0;
}

/* Gives the file its name, whoever had it. 0 or errno. */
static int rename_over(int root, const char *from, const char *to) { return renameat(root, from, root, to) ? errno : 0; }

/* 0, EEXIST where `give` refuses a name that is taken, or another errno. */
static int create(ImportFiles *f, Str path, Str bytes, int (*give)(int root, const char *from, const char *to))
{
    Str dir = path_dir(path);
    Str temporary = path_join(f->scratch, dir, arena_printf(f->scratch, ".%.*s.cchc-new", STR_ARG(path_base(path))));
    int error = dir.n ? fs_make_dirs(f->root, dir) : 0;

    if (error)
        return error;
    unlinkat(f->root, temporary.s, 0); /* of a run that was ended */
    error = write_new(f->root, temporary.s, bytes);
    if (!error)
        error = give(f->root, temporary.s, arena_str(f->scratch, path).s);
    if (error)
        unlinkat(f->root, temporary.s, 0);
    return error;
}

static bool holds(ImportFiles *f, Str path, Str bytes)
{
    Str there;

    return fs_read(f->scratch, f->root, path, bytes.n, &there) == 0 && str_eq(there, bytes);
}

bool import_has(const ImportFiles *f, Str path)
{
    struct stat st;

    return fstatat(f->root, arena_str(f->scratch, path).s, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

static FileWritten try_file(ImportFiles *f, Str path, Str bytes)
{
    int error;

    arena_reset(f->scratch);
    error = import_has(f, path) ? EEXIST : create(f, path, bytes, rename_new);
    if (error == EEXIST)
        return holds(f, path, bytes) ? FILE_SAME : FILE_OTHER;
    if (error)
        fs_failed(f->d, error, "import.write", "không ghi được tệp", "cannot write the file", path_join(f->d->arena, f->shown, path));
    return error ? FILE_FAILED : FILE_NEW;
}

FileWritten import_file(ImportFiles *f, Str path, Str bytes)
{
    FileWritten result = try_file(f, path, bytes);

    f->counts[result]++;
    if (result != FILE_OTHER)
        return result;
    diag_warn(f->d, (Place){0}, "import.exists", "đã có tệp «%.*s» với nội dung khác; tệp được giữ nguyên",
              "there is a file «%.*s» with other content; it was left as it is", STR_ARG(path_join(f->d->arena, f->shown, path)));
    return result;
}

bool import_read(Arena *a, const ImportFiles *f, Str path, Str *bytes)
{
    int error = fs_read(a, f->root, path, FILE_MOST_BYTES, bytes);

    if (error == ENOENT || error == ENOTDIR)
        *bytes = STR("");
    else if (error)
        return fs_failed(f->d, error, "import.read", "không đọc được tệp", "cannot read the file", path_join(f->d->arena, f->shown, path));
    return true;
}

bool import_replace(ImportFiles *f, Str path, Str old, Str bytes)
{
    Str there, shown = path_join(f->d->arena, f->shown, path);
    int error;

    arena_reset(f->scratch);
    if (!import_read(f->scratch, f, path, &there))
        return false;
    if (!str_eq(there, old)) {
        diag_error(f->d, (Place){0}, "import.changed", "tệp «%.*s» vừa bị sửa trong lúc nhập, nên được giữ nguyên",
                   "the file «%.*s» was changed during the import, so it was left as it is", STR_ARG(shown));
        return false;
    }
    error = create(f, path, bytes, old.n ? rename_over : rename_new);
    return !error || fs_failed(f->d, error, "import.write", "không ghi được tệp", "cannot write the file", shown);
}

Str import_numbered_file(Arena *a, ImportFiles *f, Str path, Str bytes)
{
    Str ext = path_ext(path), stem = str_slice(path, 0, path.n - ext.n - 1), name = path;

    for (int number = 2; number < NUMBERS_MOST; number++) {
        FileWritten result = try_file(f, name, bytes);
        if (result != FILE_OTHER)
            return result == FILE_FAILED ? STR("") : name;
        name = arena_printf(a, "%.*s-%d.%.*s", STR_ARG(stem), number, STR_ARG(ext));
    }
    return STR("");
}
