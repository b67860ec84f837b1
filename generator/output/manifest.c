#include "output/manifest.h"

#include "base/buf.h"
#include "base/fs.h"

#include <errno.h>
#include <stdlib.h>

#define FIRST_LINE "cchc-manifest 1"

enum { FILE_MOST = 256 << 20 };

static bool segment_ok(Str segment)
{
    return segment.n > 0 && segment.n <= 255 && !str_is(segment, ".") && !str_is(segment, "..");
}

bool manifest_path_ok(Str path)
{
    Str segment, rest = path;

    if (path.n == 0 || path.n > MANIFEST_PATH_MOST || path.s[path.n - 1] == '/' || str_is(path, MANIFEST_NAME))
        return false;
    for (size_t i = 0; i < path.n; i++)
        if ((unsigned char)path.s[i] < ' ' || path.s[i] == 0x7f)
            return false;
    while (str_cut(&rest, '/', &segment))
        if (!segment_ok(segment))
            return false;
    return true;
}

static int by_path(const void *x, const void *y)
{
    const ManifestEntry *a = x, *b = y;

    return str_cmp(a->path, b->path);
}

Str manifest_sort(Manifest *m)
{
    ManifestEntry *e = m->entries.items;

    if (m->entries.n == 0)
        return STR("");
    qsort(e, m->entries.n, sizeof *e, by_path);
    for (size_t i = 1; i < m->entries.n; i++)
        if (str_eq(e[i - 1].path, e[i].path))
            return e[i].path;
    return STR("");
}

const ManifestEntry *manifest_find(const Manifest *m, Str path)
{
    const ManifestEntry key = {.path = path};

    return m->entries.n ? bsearch(&key, m->entries.items, m->entries.n, sizeof key, by_path) : NULL;
}

/* Sixteen digits; printf would take most of the time that a manifest of 10,000 lines takes. */
static void put_hash(Buf *b, uint64_t hash)
{
    char digits[17];

    for (int i = 15; i >= 0; i--, hash >>= 4)
        digits[i] = "0123456789abcdef"[hash & 15];
    digits[16] = ' ';
    buf_add(b, (Str){digits, sizeof digits});
}

static void put_size(Buf *b, uint64_t size)
{
    char digits[20];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + size % 10);
        size /= 10;
    } while (size);
    buf_add(b, (Str){digits + at, sizeof digits - at});
}

Str manifest_text(Arena *a, const Manifest *m)
{
    Buf b = {0};
    Str out;

    buf_add(&b, STR(FIRST_LINE "\n"));
    for (size_t i = 0; i < m->entries.n; i++) {
        const ManifestEntry *e = &m->entries.items[i];
        put_hash(&b, e->hash);
        put_size(&b, e->size);
        buf_add(&b, e->kept ? STR(" k ") : STR(" - "));
        buf_add(&b, e->path);
        buf_byte(&b, '\n');
    }
    for (size_t i = 0; i < m->withdrawn.n; i++) {
        buf_add(&b, STR("withdrawn "));
        buf_add(&b, m->withdrawn.items[i]);
        buf_byte(&b, '\n');
    }
    out = buf_keep(&b, a);
    buf_free(&b);
    return out;
}

static bool read_hash(Str text, uint64_t *out)
{
    uint64_t hash = 0;

    if (text.n != 16)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.s[i];
        if (c >= '0' && c <= '9')
            hash = hash << 4 | (uint64_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            hash = hash << 4 | (uint64_t)(c - 'a' + 10);
        else
            return false;
    }
    *out = hash;
    return true;
}

static bool read_size(Str text, uint64_t *out)
{
    uint64_t size = 0;

    if (text.n == 0 || text.n > 18) /* 18 digits cannot overflow */
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] < '0' || text.s[i] > '9')
            return false;
        size = size * 10 + (uint64_t)(text.s[i] - '0');
    }
    *out = size;
    return true;
}

static bool read_entry(Str line, ManifestEntry *e)
{
    Str hash, size, flags;

    if (!str_cut(&line, ' ', &hash) || !str_cut(&line, ' ', &size) || !str_cut(&line, ' ', &flags))
        return false;
    e->path = line;
    e->kept = str_is(flags, "k");
    return read_hash(hash, &e->hash) && read_size(size, &e->size) && (e->kept || str_is(flags, "-")) && manifest_path_ok(line);
}

static bool read_lines(Arena *a, Str text, Manifest *m)
{
    Str line, word = STR("withdrawn ");
    ManifestEntry e;

    if (!str_ends(text, STR("\n")) || !str_line(&text, &line) || !str_is(line, FIRST_LINE))
        return false;
    while (str_line(&text, &line)) {
        if (str_starts(line, word)) {
            line = str_slice(line, word.n, line.n);
            if (!manifest_path_ok(line))
                return false;
            list_push(a, &m->withdrawn, line);
            continue;
        }
        if (m->withdrawn.n || !read_entry(line, &e)
            || (m->entries.n && str_cmp(m->entries.items[m->entries.n - 1].path, e.path) >= 0))
            return false;
        list_push(a, &m->entries, e);
    }
    return true;
}

int manifest_read(Arena *a, int dir, Manifest *out)
{
    Str text;
    int error = fs_read(a, dir, STR(MANIFEST_NAME), FILE_MOST, &text);

    *out = (Manifest){0};
    if (error)
        return error == EFBIG || error == ELOOP ? EINVAL : error;
    if (read_lines(a, text, out))
        return 0;
    *out = (Manifest){0};
    return EINVAL;
}
