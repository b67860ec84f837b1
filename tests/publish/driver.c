/* driver.c - publishes a tiny made-up site, for the suites that kill it, starve it and read beside it.
 *
 *     driver build OUT VARIANT MODE [SOURCES]   variant a, b, c; mode auto, exchange, files
 *     driver rollback OUT [force]
 *     driver open OUT                           only clears up after a build that was killed
 *     driver hold OUT                           takes the lock, says so, and sleeps
 *     driver bench OUT FILES BYTES              writes and publishes, and prints CPU milliseconds per step
 *
 * Ends with 0, or 1 failed, 3 refused, 75 busy. Messages go to stderr. */
#include "base/fs.h"
#include "output/publish.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    const char *path, *in; /* the variants that have it */
    bool same;             /* in all variants */
    size_t size;
} Item;

static const Item items[] = {
    {"index.html", "abc", false, 700},        {"cot/giong.html", "abc", true, 900}, {"cot/khac.html", "abc", false, 1200},
    {"cot/rut.html", "a", false, 300},        {"cu/chi-a.html", "a", false, 300},   {"moi/sau/chi-b.html", "bc", false, 300},
    {"assets/chung.00000000.css", "abc", true, 200}, {"lon.html", "abc", true, 70000},     {"trong.html", "abc", true, 0},
    {"vuong", "a", true, 10},                 {"vuong/trong.html", "b", true, 10},
};

static Str text_of(Arena *a, const Item *item, char variant)
{
    char *s = arena_alloc(a, item->size + 1);
    unsigned seed = item->same ? 7u : (unsigned)variant;

    for (size_t i = 0; i < item->size; i++) {
        seed = seed * 1103515245u + 12345u;
        s[i] = i % 64 == 63 ? '\n' : (char)('a' + (seed >> 16) % 26);
    }
    return (Str){s, item->size};
}

static void add(Arena *a, Manifest *m, Str path, Staged staged)
{
    list_push(a, &m->entries, ((ManifestEntry){path, staged.size, staged.hash, false}));
}

static bool write_items(Arena *a, Diag *d, Stage *s, char variant, Manifest *m)
{
    Str css = arena_printf(a, "assets/kieu.%08x.css", (unsigned)variant);
    Staged staged;

    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        Str path = str_from(items[i].path);
        if (!strchr(items[i].in, variant))
            continue;
        if (!stage_folders(s, d, &path, 1) || !stage_write(s, d, path, text_of(a, &items[i], variant), &staged))
            return false;
        add(a, m, path, staged);
    }
    if (!stage_folders(s, d, &css, 1) || !stage_write(s, d, css, css, &staged))
        return false;
    add(a, m, css, staged);
    if (variant != 'a')
        list_push(a, &m->withdrawn, STR("cot/rut.html"));
    return true;
}

static bool copy_sources(Arena *a, Diag *d, Stage *s, const char *sources, Manifest *m)
{
    Str path = STR("tep/anh.png");
    Staged staged;
    int root = fs_open_dir(sources);
    bool ok = root >= 0 && stage_folders(s, d, &path, 1) && stage_copy(s, d, root, STR("anh.png"), (Place){0}, path, &staged);

    if (root >= 0)
        close(root);
    if (ok)
        add(a, m, path, staged);
    return ok;
}

static int code_of(StageResult r)
{
    return r == STAGE_OK ? 0 : r == STAGE_BUSY ? 75 : r == STAGE_REFUSED ? 3 : 1;
}

static int build(Arena *a, Diag *d, const char *out, char variant, const char *mode, const char *sources)
{
    PublishMode how = strcmp(mode, "files") == 0 ? PUBLISH_FILES : strcmp(mode, "exchange") == 0 ? PUBLISH_EXCHANGE : PUBLISH_AUTO;
    Manifest m = {0};
    Stage *s;
    long holder;
    StageResult r = stage_open(a, d, str_from(out), STR(""), &s, &holder);
    bool ok;

    if (r != STAGE_OK)
        return code_of(r);
    ok = write_items(a, d, s, variant, &m) && (!sources || copy_sources(a, d, s, sources, &m)) && publish(s, d, &m, how);
    stage_close(s);
    return ok ? 0 : 1;
}

/* Opens the stage and closes it again; holds it until a signal comes when `wait`. */
static int hold(Arena *a, Diag *d, const char *out, bool wait)
{
    Stage *s;
    long holder;
    StageResult r = stage_open(a, d, str_from(out), STR(""), &s, &holder);

    if (r != STAGE_OK)
        return code_of(r);
    if (wait) {
        puts("held");
        fflush(stdout);
        pause();
    }
    stage_close(s);
    return 0;
}

static double cpu_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int bench(Arena *a, Diag *d, const char *out, size_t files, size_t bytes)
{
    Manifest m = {0};
    Stage *s;
    Staged staged;
    long holder;
    char *text = arena_zalloc(a, bytes + 1);
    double opened, written, start = cpu_ms();
    StageResult r = stage_open(a, d, str_from(out), STR(""), &s, &holder);
    bool ok = r == STAGE_OK;

    opened = cpu_ms();
    memset(text, 'x', bytes);
    for (size_t i = 0; ok && i < files; i++) {
        Str path = arena_printf(a, "cot-%zu/bai-viet-%zu.html", i % 10, i);
        memcpy(text, path.s, path.n < bytes ? path.n : bytes);
        ok = (i >= 10 || stage_folders(s, d, &path, 1)) && stage_write(s, d, path, (Str){text, bytes}, &staged);
        add(a, &m, path, staged);
    }
    written = cpu_ms();
    ok = ok && publish(s, d, &m, PUBLISH_AUTO);
    if (r == STAGE_OK)
        stage_close(s);
    printf("open %.1f write %.1f publish %.1f total %.1f ms CPU\n", opened - start, written - opened, cpu_ms() - written, cpu_ms() - start);
    return ok ? 0 : 1;
}

int main(int argc, char **argv)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    const char *what = argc > 2 ? argv[1] : "";
    int code = 2;
    long holder;

    if (strcmp(what, "build") == 0 && argc >= 5)
        code = build(a, d, argv[2], argv[3][0], argv[4], argc > 5 ? argv[5] : NULL);
    else if (strcmp(what, "rollback") == 0)
        code = code_of(publish_rollback(a, d, str_from(argv[2]), argc > 3, &holder));
    else if (strcmp(what, "hold") == 0 || strcmp(what, "open") == 0)
        code = hold(a, d, argv[2], strcmp(what, "hold") == 0);
    else if (strcmp(what, "bench") == 0 && argc == 5)
        code = bench(a, d, argv[2], strtoul(argv[3], NULL, 10), strtoul(argv[4], NULL, 10));
    diag_print(d, files_new(a), 0, false, stderr);
    arena_free(a);
    return code;
}
