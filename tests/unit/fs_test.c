/* Files below a root: no way out, no symlinks, whole reads, sorted walks. */
#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct {
    Arena *a;
    char dir[32];
    int root;
} Folder;

static int make(void **state)
{
    Folder *p = calloc(1, sizeof *p);

    p->a = arena_new();
    strcpy(p->dir, "fs_test_XXXXXX");
    if (!mkdtemp(p->dir))
        return -1;
    p->root = fs_open_dir(p->dir);
    *state = p;
    return p->root < 0;
}

static int unmake(void **state)
{
    Folder *p = *state;
    int here = fs_open_dir("."), error;

    close(p->root);
    error = fs_remove_tree(here, str_from(p->dir));
    close(here);
    arena_free(p->a);
    free(p);
    return error;
}

static void put(Folder *p, const char *path, const char *text)
{
    int fd;

    assert_int_equal(fs_make_dirs(p->root, STR("")), 0);
    if (strrchr(path, '/'))
        assert_int_equal(fs_make_dirs(p->root, (Str){path, (size_t)(strrchr(path, '/') - path)}), 0);
    fd = openat(p->root, path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    assert_true(fd >= 0);
    assert_int_equal(fs_write_all(fd, text, strlen(text)), 0);
    close(fd);
}

static void test_reads_whole_files(void **state)
{
    Folder *p = *state;
    Str text;

    put(p, "a/b/c.md", "xin chào");
    assert_int_equal(fs_read(p->a, p->root, STR("a/b/c.md"), 100, &text), 0);
    assert_string_equal(text.s, "xin chào");
    assert_int_equal(fs_read(p->a, p->root, STR("a/b/c.md"), 3, &text), EFBIG);
    assert_int_equal(fs_read(p->a, p->root, STR("a/b/none"), 3, &text), ENOENT);
    assert_int_equal(fs_read(p->a, p->root, STR("a/b"), 300000, &text), EINVAL);
}

static void test_never_leaves_the_root(void **state)
{
    Folder *p = *state;
    Str text;

    put(p, "in/a", "a");
    assert_int_equal(symlinkat("/etc/hostname", p->root, "out"), 0);
    assert_int_equal(symlinkat("in", p->root, "dir"), 0);
    assert_int_equal(fs_read(p->a, p->root, STR("out"), 1000, &text), ELOOP);
    assert_int_equal(fs_read(p->a, p->root, STR("dir/a"), 1000, &text), ELOOP);
    assert_int_not_equal(fs_read(p->a, p->root, STR("../Makefile"), 1 << 20, &text), 0);
    assert_int_not_equal(fs_read(p->a, p->root, STR("in/../../Makefile"), 1 << 20, &text), 0);
    assert_int_not_equal(fs_read(p->a, p->root, STR("/etc/hostname"), 1 << 20, &text), 0);
    assert_int_equal(fs_open(p->root, STR("out")), -1);
    assert_int_equal(fs_open(p->root, STR("in")), -1);
}

static void test_special_files_are_no_trap(void **state)
{
    Folder *p = *state;
    Str text;

    assert_int_equal(mkfifoat(p->root, "pipe", 0644), 0);
    assert_int_equal(fs_read(p->a, p->root, STR("pipe"), 1000, &text), EINVAL);
    assert_int_equal(fs_open(p->root, STR("pipe")), -1);
}

static bool skip_dots(Str name) { return name.s[0] == '.'; }

static void test_walk_is_sorted_by_bytes(void **state)
{
    Folder *p = *state;
    static const char *const names[] = {"b/x", "b.md", "a", "B/y", "đ/z", ".git/config", "b/a/q"};
    static const char *const want[] = {"B", "B/y", "a", "b", "b.md", "b/a", "b/a/q", "b/x", "link", "đ", "đ/z"};
    FsList list = {0};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        put(p, names[i], "x");
    assert_int_equal(symlinkat("b", p->root, "link"), 0);
    assert_int_equal(fs_walk(p->a, p->root, STR(""), skip_dots, &list), 0);
    assert_int_equal(list.n, sizeof want / sizeof *want);
    for (size_t i = 0; i < list.n; i++)
        assert_true(str_is(list.items[i].path, want[i]));
    assert_int_equal(list.items[8].type, FS_LINK);
    assert_int_equal(list.items[0].type, FS_DIR);
    assert_int_equal(list.items[2].size, 1);
}

/* One folder that cannot be opened does not hide the others. */
static void test_walk_names_what_is_closed(void **state)
{
    Folder *p = *state;
    char name[256];
    FsList list = {0};
    size_t depth = 0;

    put(p, "open/a", "a");
    put(p, "z", "z");
    assert_int_equal(mkdirat(p->root, "loop", 0755), 0);
    memset(name, 'x', 255);
    name[255] = 0;
    for (int at = openat(p->root, "loop", O_RDONLY | O_DIRECTORY); at >= 0 && depth < 20; depth++) { /* deeper than a path can be long */
        int next;
        assert_int_equal(mkdirat(at, name, 0755), 0);
        next = openat(at, name, O_RDONLY | O_DIRECTORY);
        close(at);
        at = next;
        if (depth == 19)
            close(at);
    }
    assert_int_equal(fs_walk(p->a, p->root, STR(""), NULL, &list), ENAMETOOLONG);
    assert_true(str_is(list.items[list.n - 1].path, "z"));
    assert_int_equal(list.items[list.n - 1].type, FS_FILE);
    assert_true(str_is(list.items[list.n - 2].path, "open/a"));
    assert_true(list.n > 17);
    assert_int_equal(list.items[list.n - 4].type, FS_CLOSED);
    assert_int_equal(list.items[list.n - 4].size, ENAMETOOLONG);
    assert_int_equal(fs_remove_tree(p->root, STR("loop")), 0);
}

static void test_remove_tree_follows_no_link(void **state)
{
    Folder *p = *state;
    Str text;

    put(p, "keep/a", "a");
    put(p, "gone/x/y", "y");
    assert_int_equal(symlinkat("../keep", p->root, "gone/link"), 0);
    assert_int_equal(fs_remove_tree(p->root, STR("gone")), 0);
    assert_int_equal(fs_remove_tree(p->root, STR("gone")), 0);
    assert_int_equal(fs_read(p->a, p->root, STR("keep/a"), 10, &text), 0);
    assert_int_equal(faccessat(p->root, "gone", F_OK, 0), -1);
}

int main(void)
{
#define WITH_DIR(test) cmocka_unit_test_setup_teardown(test, make, unmake)
    const struct CMUnitTest tests[] = {
        WITH_DIR(test_reads_whole_files),       WITH_DIR(test_never_leaves_the_root),       WITH_DIR(test_special_files_are_no_trap),
        WITH_DIR(test_walk_is_sorted_by_bytes), WITH_DIR(test_walk_names_what_is_closed),
        WITH_DIR(test_remove_tree_follows_no_link),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
