#include "base/shelf.h"

#include "base/map.h"
#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

static bool is_hidden(const char *name)
{
    size_t n = strlen(name);

    return n == 0 || name[0] == '.' || name[n - 1] == '~';
}

static bool is_folder(Str path)
{
    struct stat st;

    return stat(path.s, &st) == 0 && S_ISDIR(st.st_mode);
}

static int by_name(const void *x, const void *y) { return str_cmp(((const Shelved *)x)->name, ((const Shelved *)y)->name); }

static void list_one(Arena *a, DIR *stream, Str dir, Map *names, ShelvedList *out)
{
    const struct dirent *entry;

    while ((entry = readdir(stream))) {
        Str name = arena_str(a, str_from(entry->d_name)), path = path_join(a, dir, name);
        if (!is_hidden(entry->d_name) && is_folder(path) && !map_claim(a, names, name, out))
            list_push(a, out, (Shelved){name, path});
    }
    closedir(stream);
}

bool shelf_list(Arena *a, Diag *d, const Shelf *shelf, ShelvedList *out)
{
    bool ok = true, any = false;
    Map names = {0};

    *out = (ShelvedList){0};
    for (size_t i = 0; i < shelf->n; i++) {
        DIR *stream = opendir(arena_str(a, shelf->dirs[i]).s);
        any |= stream != NULL;
        if (stream)
            list_one(a, stream, shelf->dirs[i], &names, out);
        else if (errno != ENOENT || (i + 1 == shelf->n && !any))
            ok = fs_failed(d, errno, "shelf.open", "không mở được thư mục", "cannot open the folder", shelf->dirs[i]);
    }
    if (out->n)
        qsort(out->items, out->n, sizeof *out->items, by_name);
    return ok;
}

Str shelf_find(Arena *a, const Shelf *shelf, Str name)
{
    for (size_t i = 0; i < shelf->n; i++) {
        Str path = path_join(a, shelf->dirs[i], name);
        if (is_folder(path))
            return path;
    }
    return path_join(a, shelf->n ? shelf->dirs[0] : STR(""), name);
}

Str shelf_words(Arena *a, const Shelf *shelf)
{
    Str words = STR("");

    for (size_t i = 0; i < shelf->n; i++)
        words = arena_printf(a, "%.*s%s%.*s", STR_ARG(words), i ? ", " : "", STR_ARG(shelf->dirs[i]));
    return words;
}
