#include "output/publish.h"

#include "output/publish_swap.h"

#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { HELD_SHOWN = 20 };

typedef LIST(Str) Paths;

static bool has(const Str *list, size_t n, Str path)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(list[i], path))
            return true;
    return false;
}

/* Names what the previous build still shows although it was withdrawn since. False: it must not come back. */
static bool allowed(const Stage *s, Diag *d, const Manifest *previous, bool force)
{
    Str list = STR("");
    size_t held = 0;

    for (size_t i = 0; i < s->old.withdrawn.n; i++) {
        Str path = s->old.withdrawn.items[i];
        if (manifest_find(previous, path) && ++held <= HELD_SHOWN)
            list = arena_printf(d->arena, "%.*s%s«%.*s»", STR_ARG(list), held > 1 ? ", " : "", STR_ARG(path));
    }
    if (held > HELD_SHOWN)
        list = arena_printf(d->arena, "%.*s…", STR_ARG(list));
    if (held)
        diag_report(d, force ? LEVEL_WARNING : LEVEL_ERROR, (Place){0}, "rollback.withdrawn",
                    "bản trước còn chứa %zu mục đã gỡ bỏ: %.*s", "the previous build still holds %zu withdrawn items: %.*s", held,
                    STR_ARG(list));
    if (held && force)
        diag_hint(d, "các mục này không được đưa trở lại; trang khác của bản trước có thể vẫn nhắc đến chúng",
                  "these items do not come back; other pages of that build may still mention them");
    else if (held)
        diag_hint(d, "sửa nội dung rồi dựng lại; nếu vẫn cần quay lại bản trước, thêm --force",
                  "mend the content and build again; to go back all the same, add --force");
    return held == 0 || force;
}

static bool failed(const Stage *s, Diag *d, int error, Str path)
{
    return fs_failed(d, error, "system.publish", "không lấy lại được bản trước của", "cannot put back the previous build of",
                     stage_shown(s, d->arena, path));
}

/* Links what the previous build consists of, without what was withdrawn, into the stage. */
static bool restage(Stage *s, Diag *d, int dir, const Manifest *previous, Manifest *m)
{
    Paths paths = {0};

    for (size_t i = 0; i < s->old.withdrawn.n; i++)
        list_push(s->arena, &m->withdrawn, s->old.withdrawn.items[i]);
    for (size_t i = 0; i < previous->withdrawn.n; i++)
        if (!has(m->withdrawn.items, m->withdrawn.n, previous->withdrawn.items[i]))
            list_push(s->arena, &m->withdrawn, previous->withdrawn.items[i]);
    for (size_t i = 0; i < previous->entries.n; i++) {
        const ManifestEntry *e = &previous->entries.items[i];
        if (!has(s->old.withdrawn.items, s->old.withdrawn.n, e->path)) {
            list_push(s->arena, &m->entries, *e);
            list_push(s->arena, &paths, e->path);
        }
    }
    if (!stage_folders(s, d, paths.items, paths.n))
        return false;
    for (size_t i = 0; i < paths.n; i++) {
        int error = stage_link(dir, paths.items[i], s->root, paths.items[i]);
        if (error)
            return failed(s, d, error, paths.items[i]);
    }
    return true;
}

static StageResult put_back(Stage *s, Diag *d, bool force)
{
    int dir = openat(s->names.parent, s->names.previous, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    int error = dir < 0 ? errno : 0;
    Manifest previous = {0}, m = {0};
    StageResult result = STAGE_FAILED;

    if (!error)
        error = manifest_read(s->arena, dir, &previous);
    if (error == ENOENT) {
        diag_error(d, (Place){0}, "rollback.none", "chưa có bản trước của «%.*s» để quay lại",
                   "there is no previous build of «%.*s» to go back to", STR_ARG(s->names.shown));
        result = STAGE_REFUSED;
    } else if (error == EINVAL) {
        diag_error(d, (Place){0}, "system.rollback", "bản trước của «%.*s» bị hỏng nên không quay lại được",
                   "the previous build of «%.*s» is damaged, so one cannot go back to it", STR_ARG(s->names.shown));
        diag_hint(d, "lấy lại nội dung cũ trong content/ rồi dựng lại", "put the old texts back into content/ and build again");
    } else if (error) {
        failed(s, d, error, STR(""));
    } else if (!allowed(s, d, &previous, force)) {
        result = STAGE_REFUSED;
    } else if (restage(s, d, dir, &previous, &m) && publish(s, d, &m, PUBLISH_AUTO)) {
        result = STAGE_OK;
    }
    if (dir >= 0)
        close(dir);
    return result;
}

StageResult publish_rollback(Arena *a, Diag *d, Str out_dir, bool force, long *holder)
{
    Stage *s;
    StageResult result = stage_open(a, d, out_dir, STR(""), &s, holder);

    if (result != STAGE_OK)
        return result;
    result = put_back(s, d, force);
    stage_close(s);
    return result;
}
