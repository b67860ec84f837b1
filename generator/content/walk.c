#include "content/walk.h"

#include "base/path.h"
#include "base/utf8.h"

#include <errno.h>
#include <strings.h>

static bool is_left_out(Str name)
{
    if (str_is(name, COLUMN_FILE))
        return false;
    return name.s[0] == '.' || name.s[0] == '_' || str_starts(name, STR("~$")) || str_ends(name, STR(".bak"))
        || str_ends(name, STR("~")) || str_is(name, "README.md");
}

static SourceType type_of(Str path)
{
    Str ext = path_ext(path);

    if (str_is(path_base(path), COLUMN_FILE))
        return SOURCE_COLUMN;
    if (ext.n == 2 && strncasecmp(ext.s, "md", 2) == 0)
        return SOURCE_PAGE;
    if (str_is(path, CONFIG_FILE))
        return SOURCE_CONFIG;
    if (str_is(path_dir(path), RECORDS_DIR) && (str_is(ext, "yaml") || str_is(ext, "yml") || str_is(ext, "csv")))
        return SOURCE_RECORDS;
    return SOURCE_ASSET;
}

/* What Notepad makes of "tin.md" when it is told to save a text file. */
static void warn_double_ending(Diag *d, Place at, Str path)
{
    Str name = path_base(path);

    diag_warn(d, at, "walk.ending", "tệp có đuôi .md.txt nên không phải một trang", "the file ends in .md.txt, so it is no page");
    diag_hint(d, "đổi tên thành %.*s", "rename it %.*s", STR_ARG(str_slice(name, 0, name.n - 4)));
}

static bool refuse(Diag *d, Place at, FsType type)
{
    if (type == FS_LINK) {
        diag_error(d, at, "walk.link", "đây là liên kết tượng trưng (symlink), cchc không đi theo",
                   "this is a symbolic link, which cchc does not follow");
        diag_hint(d, "hãy chép chính tệp hoặc thư mục đó vào content/", "copy the file or folder itself into content/");
    } else {
        diag_error(d, at, "walk.special", "đây không phải tệp thường", "this is not a regular file");
    }
    return false;
}

/* Names are text: they stand in messages, links and lists. */
static bool check_name(Diag *d, Place at, Str path)
{
    bool control = false;

    for (size_t i = 0; i < path.n; i++)
        control = control || (unsigned char)path.s[i] < 0x20 || path.s[i] == 0x7f;
    if (!control && utf8_invalid(path) == path.n)
        return true;
    diag_error(d, at, "walk.name", "tên tệp hoặc thư mục có ký tự xuống dòng, ký tự điều khiển hoặc không phải chữ Unicode UTF-8",
               "the name of the file or its folder holds a line break or control character or is not UTF-8");
    diag_hint(d, "đổi tên, chỉ dùng chữ, số, dấu cách và dấu gạch nối", "rename it with letters, digits, spaces and hyphens only");
    return false;
}

static bool holds_closed(const FsList *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->items[i].type == FS_CLOSED)
            return true;
    return false;
}

bool content_walk(Arena *a, Diag *d, Files *files, Str dir, Content *out)
{
    FsList list = {0};
    bool ok = true;
    int error;

    *out = (Content){.root = fs_open_dir(arena_str(a, dir).s), .dir = dir};
    error = out->root < 0 ? errno : fs_walk(a, out->root, STR(""), is_left_out, &list);
    if (error && !holds_closed(&list))
        return fs_failed(d, error, "walk.open", "không đọc được thư mục nội dung", "cannot read the content folder", dir);
    for (size_t i = 0; i < list.n; i++) {
        const FsEntry *entry = &list.items[i];
        Place at;
        if (entry->type == FS_DIR)
            continue;
        at = files_add(files, path_join(a, dir, entry->path));
        if (str_ends(entry->path, STR(".md.txt")))
            warn_double_ending(d, at, entry->path);
        if (entry->type == FS_CLOSED)
            ok = fs_failed(d, (int)entry->size, "system.read", "không đọc được", "cannot read", files_path(files, at));
        else if (entry->type != FS_FILE)
            ok = refuse(d, at, entry->type);
        else if (!check_name(d, at, entry->path))
            ok = false;
        else
            list_push(a, &out->sources, (Source){entry->path, type_of(entry->path), entry->size, at});
    }
    for (size_t i = 0; i < out->sources.n; i++)
        map_put(a, &out->by_path, out->sources.items[i].path, &out->sources.items[i]);
    for (size_t i = 0; i < out->sources.n; i++)
        map_claim(a, &out->by_path, utf8_nfc(a, out->sources.items[i].path), &out->sources.items[i]);
    return ok;
}

Str content_path(const Content *content, Place at)
{
    for (size_t i = 0; i < content->sources.n; i++)
        if (content->sources.items[i].at.file == at.file)
            return content->sources.items[i].path;
    return STR("");
}
