#include "output/stage_inner.h"

#include "base/fs.h"
#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

enum { STRANGE_SHOWN = 3 };

static StageResult refuse(Diag *d)
{
    diag_hint(d, "chọn thư mục khác bằng -o, ví dụ: -o site", "choose another folder with -o, for instance: -o site");
    return STAGE_REFUSED;
}

/* The true path of what exists; empty where it does not. */
static Str real_path(Arena *a, const char *path)
{
    char room[PATH_MAX];

    return path && *path && realpath(path, room) ? arena_str(a, str_from(room)) : STR("");
}

/* Both are true paths: `inner` is `outer` or lies below it. */
static bool is_or_holds(Str outer, Str inner)
{
    return str_starts(inner, outer) && (inner.n == outer.n || str_is(outer, "/") || inner.s[outer.n] == '/');
}

static StageResult protect(Arena *a, Diag *d, Str full, Str content_dir)
{
    Str home = real_path(a, getenv("HOME")), content = real_path(a, arena_str(a, content_dir).s);

    if (str_is(full, "/")) {
        diag_error(d, (Place){0}, "stage.root", "không thể thay thư mục gốc «/» bằng trang web",
                   "the root folder «/» cannot be replaced by a site");
        return refuse(d);
    }
    if (home.n && is_or_holds(full, home)) {
        diag_error(d, (Place){0}, "stage.home",
                   "«%.*s» là thư mục cá nhân hoặc chứa thư mục cá nhân, không thể thay bằng trang web",
                   "«%.*s» is or holds your home folder and cannot be replaced by a site", STR_ARG(full));
        return refuse(d);
    }
    if (content.n && (is_or_holds(full, content) || is_or_holds(content, full))) {
        diag_error(d, (Place){0}, "stage.content",
                   "thư mục kết quả «%.*s» và thư mục nội dung «%.*s» nằm trong nhau; nội dung sẽ bị mất hoặc lẫn với trang web",
                   "the output folder «%.*s» and the content folder «%.*s» lie within each other; content would be lost or mixed "
                   "with the site",
                   STR_ARG(full), STR_ARG(content));
        return refuse(d);
    }
    return STAGE_OK;
}

/* A link is refused, not followed: the exchange would replace the link, and what it leads to may have other uses. */
static StageResult only_folders(Arena *a, Diag *d, const char *path)
{
    struct stat st;

    if (lstat(path, &st)) {
        if (errno == ENOENT)
            return STAGE_OK;
        fs_failed(d, errno, "system.read", "không mở được thư mục kết quả", "cannot open the output folder", str_from(path));
        return STAGE_FAILED;
    }
    if (S_ISLNK(st.st_mode)) {
        Str target = real_path(a, path);
        diag_error(d, (Place){0}, "stage.link", "thư mục kết quả «%s» là liên kết (symlink), không thể thay",
                   "the output folder «%s» is a symbolic link and cannot be replaced", path);
        if (target.n)
            diag_hint(d, "ghi thẳng thư mục thật: -o %.*s", "name the folder itself: -o %.*s", STR_ARG(target));
        return STAGE_REFUSED;
    }
    if (!S_ISDIR(st.st_mode)) {
        diag_error(d, (Place){0}, "stage.not-folder", "«%s» không phải thư mục", "«%s» is not a folder", path);
        return refuse(d);
    }
    return STAGE_OK;
}

static StageResult open_parent(Diag *d, Str parent, Names *n)
{
    n->parent = fs_open_dir(parent.s);
    if (n->parent >= 0)
        return STAGE_OK;
    fs_failed(d, errno, "system.read", "không mở được thư mục", "cannot open the folder", parent);
    return STAGE_FAILED;
}

static void name_siblings(Arena *a, Str name, Names *n)
{
    n->site = arena_str(a, name).s;
    n->stage = arena_printf(a, ".%.*s.cchc-stage", STR_ARG(name)).s;
    n->previous = arena_printf(a, ".%.*s.cchc-previous", STR_ARG(name)).s;
    n->keep = arena_printf(a, ".%.*s.cchc-keep", STR_ARG(name)).s;
    n->trash = arena_printf(a, ".%.*s.cchc-trash", STR_ARG(name)).s;
    n->lock = arena_printf(a, ".%.*s.cchc-lock", STR_ARG(name)).s;
}

StageResult stage_find(Arena *a, Diag *d, Str out_dir, Str content_dir, Names *n)
{
    Str path = arena_str(a, out_dir), name, parent;
    StageResult result;

    *n = (Names){.parent = -1, .shown = path};
    while (path.n > 1 && path.s[path.n - 1] == '/')
        path = arena_str(a, str_slice(path, 0, path.n - 1));
    n->shown = path;
    result = only_folders(a, d, path.s);
    if (result != STAGE_OK)
        return result;
    name = path_base(path);
    if (name.n == 0 || str_is(name, ".") || str_is(name, "..")) {
        path = real_path(a, path.s);
        name = path_base(path);
    }
    parent = real_path(a, path_dir(path).n ? arena_str(a, path_dir(path)).s : ".");
    if (parent.n == 0 || path.n == 0) {
        diag_error(d, (Place){0}, "stage.no-parent", "chưa có thư mục để đặt «%.*s» vào",
                   "the folder that should hold «%.*s» does not exist", STR_ARG(out_dir));
        diag_hint(d, "tạo thư mục đó trước, hoặc chọn nơi khác bằng -o",
                  "make that folder first, or choose another place with -o");
        return STAGE_REFUSED;
    }
    result = protect(a, d, name.n ? path_join(a, parent, name) : STR("/"), content_dir);
    if (result != STAGE_OK)
        return result;
    name_siblings(a, name, n);
    return open_parent(d, parent, n);
}

bool stage_is_keeper(const char *name)
{
    static const char *const keepers[] = {STAGE_KEEPERS};

    for (size_t i = 0; i < sizeof keepers / sizeof *keepers; i++)
        if (strcmp(name, keepers[i]) == 0)
            return true;
    return false;
}

/* The first names, by their bytes, of what is neither ours nor a keeper; the order of the folder is luck. */
typedef struct {
    Str names[STRANGE_SHOWN];
    size_t n, all;
} Strange;

static void add_strange(Arena *a, Strange *strange, const char *name)
{
    Str text = str_from(name);
    size_t at = strange->n;

    strange->all++;
    while (at > 0 && str_cmp(text, strange->names[at - 1]) < 0)
        at--;
    if (at == STRANGE_SHOWN)
        return;
    if (strange->n < STRANGE_SHOWN)
        strange->n++;
    for (size_t i = strange->n - 1; i > at; i--)
        strange->names[i] = strange->names[i - 1];
    strange->names[at] = arena_str(a, text);
}

/* Lists what stands in the folder. 0 or errno. */
static int find_strange(Arena *a, int dir, Strange *strange)
{
    int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), error;
    DIR *list = fd >= 0 ? fdopendir(fd) : NULL;
    struct dirent *item;

    if (!list) {
        error = errno;
        if (fd >= 0)
            close(fd);
        return error;
    }
    while (errno = 0, (item = readdir(list)))
        if (strcmp(item->d_name, ".") != 0 && strcmp(item->d_name, "..") != 0 && strcmp(item->d_name, INCOMING_NAME) != 0
            && !stage_is_keeper(item->d_name))
            add_strange(a, strange, item->d_name);
    error = errno;
    closedir(list);
    return error;
}

static StageResult only_empty(Stage *s, Diag *d)
{
    Strange strange = {0};
    int error = find_strange(s->arena, s->site, &strange);
    Str list = STR("");

    if (error) {
        fs_failed(d, error, "system.read", "không đọc được thư mục kết quả", "cannot read the output folder", s->names.shown);
        return STAGE_FAILED;
    }
    if (strange.all == 0)
        return STAGE_OK;
    for (size_t i = 0; i < strange.n; i++)
        list = arena_printf(d->arena, "%.*s%s«%.*s»", STR_ARG(list), i ? ", " : "", STR_ARG(strange.names[i]));
    if (strange.all > strange.n)
        list = arena_printf(d->arena, diag_word(d, "%.*s và %zu mục khác", "%.*s and %zu more"), STR_ARG(list),
                            strange.all - strange.n);
    diag_error(d, (Place){0}, "stage.not-ours", "«%.*s» có tệp không do cchc tạo ra: %.*s; cchc không thay thư mục này",
               "«%.*s» holds files that cchc did not make: %.*s; cchc does not replace it", STR_ARG(s->names.shown),
               STR_ARG(list));
    diag_hint(d, "chọn thư mục khác bằng -o, hoặc tự chuyển các tệp đó đi nơi khác",
              "choose another folder with -o, or move those files elsewhere yourself");
    return STAGE_REFUSED;
}

StageResult stage_look(Stage *s, Diag *d)
{
    int error;

    s->site = openat(s->names.parent, s->names.site, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (s->site < 0 && errno == ENOENT)
        return STAGE_OK;
    error = s->site < 0 ? errno : manifest_read(s->arena, s->site, &s->old);
    s->ours = error == 0;
    if (error == 0)
        return STAGE_OK;
    if (error == ENOENT)
        return only_empty(s, d);
    if (error != EINVAL) {
        fs_failed(d, error, "system.read", "không đọc được thư mục kết quả", "cannot read the output folder", s->names.shown);
        return STAGE_FAILED;
    }
    diag_error(d, (Place){0}, "stage.damaged",
               "tệp «%.*s/" MANIFEST_NAME "» bị hỏng, không rõ thư mục này có phải do cchc tạo ra",
               "the file «%.*s/" MANIFEST_NAME "» is damaged, so it cannot be told whether cchc made this folder",
               STR_ARG(s->names.shown));
    diag_hint(d, "xem lại thư mục; nếu chỉ chứa trang web do cchc tạo ra thì xóa nó rồi chạy lại",
              "look into the folder; if it holds only a site made by cchc, remove it and run again");
    return STAGE_REFUSED;
}
