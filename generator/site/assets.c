#include "site/assets.h"

#include "base/path.h"
#include "base/utf8.h"
#include "site/svg.h"

#include <fcntl.h>
#include <errno.h>
#include <strings.h>
#include <unistd.h>

/* A kind of file that may be published: its ending, how its bytes begin (at `offset`), what people call it. */
typedef struct {
    Str ext, magic;
    size_t offset;
    Str label;
    bool image;
} FileType;

static const FileType types[] = {
    {STR_INIT("pdf"), STR_INIT("%PDF-"), 0, STR_INIT("PDF"), false},
    {STR_INIT("doc"), STR_INIT("\xd0\xcf\x11\xe0"), 0, STR_INIT("Word"), false},
    {STR_INIT("docx"), STR_INIT("PK"), 0, STR_INIT("Word"), false},
    {STR_INIT("xls"), STR_INIT("\xd0\xcf\x11\xe0"), 0, STR_INIT("Excel"), false},
    {STR_INIT("xlsx"), STR_INIT("PK"), 0, STR_INIT("Excel"), false},
    {STR_INIT("ppt"), STR_INIT("\xd0\xcf\x11\xe0"), 0, STR_INIT("PowerPoint"), false},
    {STR_INIT("pptx"), STR_INIT("PK"), 0, STR_INIT("PowerPoint"), false},
    {STR_INIT("odt"), STR_INIT("PK"), 0, STR_INIT("OpenDocument"), false},
    {STR_INIT("ods"), STR_INIT("PK"), 0, STR_INIT("OpenDocument"), false},
    {STR_INIT("rtf"), STR_INIT("{\\rtf"), 0, STR_INIT("RTF"), false},
    {STR_INIT("csv"), STR_INIT(""), 0, STR_INIT("CSV"), false},
    {STR_INIT("txt"), STR_INIT(""), 0, STR_INIT("TXT"), false},
    {STR_INIT("ics"), STR_INIT("BEGIN:VCALENDAR"), 0, STR_INIT("Lịch"), false},
    {STR_INIT("zip"), STR_INIT("PK"), 0, STR_INIT("ZIP"), false},
    {STR_INIT("mp3"), STR_INIT(""), 0, STR_INIT("MP3"), false},
    {STR_INIT("m4a"), STR_INIT("ftyp"), 4, STR_INIT("M4A"), false},
    {STR_INIT("ogg"), STR_INIT("OggS"), 0, STR_INIT("OGG"), false},
    {STR_INIT("mp4"), STR_INIT("ftyp"), 4, STR_INIT("MP4"), false},
    {STR_INIT("webm"), STR_INIT("\x1a\x45\xdf\xa3"), 0, STR_INIT("WebM"), false},
    {STR_INIT("jpg"), STR_INIT("\xff\xd8\xff"), 0, STR_INIT("JPEG"), true},
    {STR_INIT("jpeg"), STR_INIT("\xff\xd8\xff"), 0, STR_INIT("JPEG"), true},
    {STR_INIT("png"), STR_INIT("\x89PNG\r\n"), 0, STR_INIT("PNG"), true},
    {STR_INIT("gif"), STR_INIT("GIF8"), 0, STR_INIT("GIF"), true},
    {STR_INIT("webp"), STR_INIT("WEBP"), 8, STR_INIT("WebP"), true},
    {STR_INIT("svg"), STR_INIT(""), 0, STR_INIT("SVG"), true},
};

enum { TYPE_COUNT = sizeof types / sizeof *types, HEAD = 64, SVG_MOST_BYTES = 2 << 20 };

static const FileType *type_of(Str path)
{
    Str ext = path_ext(path);

    for (size_t i = 0; i < TYPE_COUNT; i++)
        if (types[i].ext.n == ext.n && strncasecmp(types[i].ext.s, ext.s, ext.n) == 0)
            return &types[i];
    return NULL;
}

Str asset_type_label(Str path)
{
    const FileType *type = type_of(path);

    return type ? type->label : STR("");
}

static Str lower_ext(Arena *a, Str path)
{
    char *out = arena_alloc(a, path_ext(path).n + 1);
    Str ext = path_ext(path);

    for (size_t i = 0; i < ext.n; i++)
        out[i] = (char)(ext.s[i] >= 'A' && ext.s[i] <= 'Z' ? ext.s[i] + 32 : ext.s[i]);
    return (Str){out, ext.n};
}

Str asset_path(Arena *a, Str path)
{
    Str dir = path_dir(path), piece, out = STR(""), stem = utf8_slug(a, path_stem(path));

    while (str_cut(&dir, '/', &piece))
        out = path_join(a, out, utf8_slug(a, piece));
    return path_join(a, out, arena_printf(a, "%.*s.%.*s", STR_ARG(stem.n ? stem : STR("tep")), STR_ARG(lower_ext(a, path))));
}

static bool check_svg(Arena *a, Diag *d, const Site *site, const Source *source)
{
    Arena *scratch = arena_new();
    Str text;
    int error = fs_read(scratch, site->in.content->root, source->path, SVG_MOST_BYTES, &text);
    const char *danger = error ? NULL : svg_danger(scratch, text);

    (void)a;
    if (error)
        fs_failed(d, error, "system.read", "không đọc được tệp", "cannot read the file", source->path);
    else if (danger)
        diag_error(d, source->at, "assets.svg", "hình SVG này chứa «%s», không được phép đăng", "this SVG holds «%s», which may not be published",
                   danger);
    arena_free(scratch);
    return !error && !danger;
}

/* The first bytes must be what the ending says. */
static bool check_magic(Diag *d, const Site *site, const Source *source, const FileType *type)
{
    char head[HEAD] = {0};
    int fd = fs_open(site->in.content->root, source->path);
    ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof head);
    int error = errno;

    if (fd >= 0)
        close(fd);
    if (n < 0)
        return fs_failed(d, error, "system.read", "không đọc được tệp", "cannot read the file", source->path);
    if ((size_t)n >= type->offset + type->magic.n && memcmp(head + type->offset, type->magic.s, type->magic.n) == 0)
        return true;
    diag_error(d, source->at, "assets.magic", "tệp có đuôi .%.*s nhưng bên trong không phải %.*s",
               "the file ends in .%.*s but is no %.*s inside", STR_ARG(type->ext), STR_ARG(type->label));
    diag_hint(d, "mở tệp bằng chương trình của nó rồi lưu lại đúng định dạng", "open it in its program and save it in the right format");
    return false;
}

static void list_types(Diag *d, bool image)
{
    Buf names = {0};

    for (size_t i = 0; i < TYPE_COUNT; i++)
        if (!image || types[i].image)
            buf_printf(&names, "%s.%.*s", names.n ? ", " : "", STR_ARG(types[i].ext));
    diag_hint(d, "các loại được đăng: %.*s", "these may be published: %.*s", STR_ARG(buf_str(&names)));
    buf_free(&names);
}

static bool check(Arena *a, Diag *d, const Site *site, const Source *source, Place at, bool image)
{
    const FileType *type = type_of(source->path);

    if (!type || (image && !type->image)) {
        diag_error(d, at, "assets.type", type ? "«%.*s» không phải là ảnh" : "không được đăng loại tệp của «%.*s»",
                   type ? "«%.*s» is no picture" : "files like «%.*s» may not be published", STR_ARG(source->path));
        list_types(d, image);
        return false;
    }
    if (source->size > ASSET_MOST_BYTES) {
        diag_error(d, at, "assets.large", "tệp «%.*s» nặng %llu MB, nhiều nhất là %d MB", "file «%.*s» is %llu MB, at most %d MB",
                   STR_ARG(source->path), (unsigned long long)(source->size >> 20), ASSET_MOST_BYTES >> 20);
        return false;
    }
    return str_is(type->ext, "svg") ? check_svg(a, d, site, source) : check_magic(d, site, source, type);
}

const Asset *asset_publish(Arena *a, Diag *d, Site *site, const Source *source, Place at, bool image)
{
    Asset *asset = map_find(&site->assets_by_source, source->path);

    if (asset && !(image && asset->path.n && !type_of(source->path)->image))
        return asset->path.n ? asset : NULL;
    asset = arena_make(a, Asset);
    asset->source = source;
    if (check(a, d, site, source, at, image))
        asset->path = asset_path(a, source->path);
    map_put(a, &site->assets_by_source, source->path, asset);
    if (asset->path.n) {
        list_push(a, &site->assets, *asset);
        map_claim(a, &site->assets_by_path, asset->path, asset);
    }
    return asset->path.n ? asset : NULL;
}
