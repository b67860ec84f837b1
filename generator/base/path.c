#include "base/path.h"

#include "base/buf.h"
#include "base/list.h"

typedef LIST(Str) Segments;

/* The offset behind the last '/', 0 when there is none. */
static size_t base_offset(Str path)
{
    size_t at = path.n;

    while (at > 0 && path.s[at - 1] != '/')
        at--;
    return at;
}

/* The offset of the last '.' of a file name that is not its first byte, or its length. */
static size_t dot_offset(Str name)
{
    for (size_t i = name.n; i > 1; i--)
        if (name.s[i - 1] == '.')
            return i - 1;
    return name.n;
}

Str path_join(Arena *a, Str dir, Str name)
{
    char *out;
    size_t n = dir.n;

    if (dir.n == 0 || str_is(dir, "."))
        return arena_str(a, name);
    out = arena_alloc(a, dir.n + name.n + 2);
    memcpy(out, dir.s, dir.n);
    if (out[n - 1] != '/')
        out[n++] = '/';
    if (name.n)
        memcpy(out + n, name.s, name.n);
    out[n + name.n] = 0;
    return (Str){out, n + name.n};
}

Str path_dir(Str path)
{
    size_t at = base_offset(path);

    return str_slice(path, 0, at > 1 ? at - 1 : at);
}

Str path_base(Str path) { return str_slice(path, base_offset(path), path.n); }

Str path_ext(Str path)
{
    Str name = path_base(path);

    return str_slice(name, dot_offset(name) + 1, name.n);
}

Str path_stem(Str path)
{
    Str name = path_base(path);

    return str_slice(name, 0, dot_offset(name));
}

/* Walks the segments of `path` from where `at` stands. False when it climbs above the root. */
static bool walk(Arena *a, Segments *at, Str path)
{
    Str segment;

    while (str_cut(&path, '/', &segment)) {
        if (segment.n == 0 || str_is(segment, "."))
            continue;
        if (!str_is(segment, ".."))
            list_push(a, at, segment);
        else if (at->n == 0)
            return false;
        else
            at->n--;
    }
    return true;
}

static Str joined(Arena *a, const Segments *segments)
{
    Buf b = {0};
    Str out;

    for (size_t i = 0; i < segments->n; i++) {
        if (i)
            buf_byte(&b, '/');
        buf_add(&b, segments->items[i]);
    }
    out = buf_keep(&b, a);
    buf_free(&b);
    return out;
}

bool path_resolve(Arena *a, Str dir, Str path, Str *out)
{
    Segments at = {0};
    bool from_root = path.n > 0 && path.s[0] == '/';

    if ((!from_root && !walk(a, &at, dir)) || !walk(a, &at, path))
        return false;
    *out = joined(a, &at);
    return true;
}

/* The bytes of `from` and `to` up to and with the last '/' that both share. */
static size_t shared_folders(Str from, Str to)
{
    size_t shared = 0;

    for (size_t i = 0; i < from.n && i < to.n && from.s[i] == to.s[i]; i++)
        if (from.s[i] == '/')
            shared = i + 1;
    return shared;
}

Str path_relative(Arena *a, Str from, Str to)
{
    size_t shared = shared_folders(from, to);
    Buf b = {0};
    Str out;

    for (size_t at = str_find_byte(from, '/', shared); at < from.n; at = str_find_byte(from, '/', at + 1))
        buf_puts(&b, "../");
    buf_add(&b, str_slice(to, shared, to.n));
    out = buf_keep(&b, a);
    buf_free(&b);
    return out;
}

bool path_is_reserved(Str name)
{
    static const Str names[] = {STR_INIT("con"), STR_INIT("prn"), STR_INIT("aux"), STR_INIT("nul")};
    Str stem = str_slice(name, 0, str_find_byte(name, '.', 0));

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(stem, names[i]))
            return true;
    return stem.n == 4 && (str_starts(stem, STR("com")) || str_starts(stem, STR("lpt"))) && stem.s[3] >= '1' && stem.s[3] <= '9';
}

bool path_is_host(Str path)
{
    Str host = str_slice(path, 0, str_find_byte(path, '/', 0));

    return str_starts(host, STR("www.")) || str_ends(host, STR(".vn")) || str_ends(host, STR(".com"));
}
