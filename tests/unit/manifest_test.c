#include "output/manifest.h"

#include "base/fs.h"
#include "room.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define HASH "00112233445566ff"

static void put(const Room *room, Str text)
{
    int fd = openat(room->dir, MANIFEST_NAME, O_WRONLY | O_CREAT | O_TRUNC, 0644);

    assert_true(fd >= 0);
    assert_int_equal(fs_write_all(fd, text.s, text.n), 0);
    close(fd);
}

static void what_is_written_is_read(void **state)
{
    const Room *room = *state;
    Manifest m = {0}, back;

    list_push(room->a, &m.entries, ((ManifestEntry){STR("b.html"), 0, 0, false}));
    list_push(room->a, &m.entries, ((ManifestEntry){STR("assets/kiểu dáng.1a.css"), 123456789012345, UINT64_MAX, true}));
    list_push(room->a, &m.withdrawn, STR("cot/rut lại.html"));
    assert_int_equal(manifest_sort(&m).n, 0);
    put(room, manifest_text(room->a, &m));
    assert_int_equal(manifest_read(room->a, room->dir, &back), 0);
    assert_int_equal(back.entries.n, 2);
    assert_true(str_is(back.entries.items[0].path, "assets/kiểu dáng.1a.css"));
    assert_true(back.entries.items[0].size == 123456789012345 && back.entries.items[0].hash == UINT64_MAX);
    assert_true(back.entries.items[0].kept && !back.entries.items[1].kept);
    assert_int_equal(back.withdrawn.n, 1);
    assert_true(str_is(back.withdrawn.items[0], "cot/rut lại.html"));
}

static void the_format_is_the_written_one(void **state)
{
    const Room *room = *state;
    Manifest m = {0};

    list_push(room->a, &m.entries, ((ManifestEntry){STR("a.html"), 10, 0x00112233445566ff, false}));
    list_push(room->a, &m.withdrawn, STR("x.html"));
    assert_true(str_is(manifest_text(room->a, &m), "cchc-manifest 1\n" HASH " 10 - a.html\nwithdrawn x.html\n"));
}

static void junk_is_no_manifest(void **state)
{
    static const char *const junk[] = {
        "", "\n", "cchc-manifest 1", "cchc-manifest 2\n", "cchc-manifest 1 \n", "<html>\n",
        "cchc-manifest 1\n" HASH " 10 - a.html",                         /* cut short */
        "cchc-manifest 1\n" HASH " 10 -\n", "cchc-manifest 1\n\n",       /* parts missing */
        "cchc-manifest 1\n00112233445566FF 10 - a.html\n",               /* not our digits */
        "cchc-manifest 1\n00112233445566f 10 - a.html\n",                /* one digit too few */
        "cchc-manifest 1\n" HASH " -1 - a.html\n", "cchc-manifest 1\n" HASH "  - a.html\n",
        "cchc-manifest 1\n" HASH " 1000000000000000000000 - a.html\n",   /* more than 64 bits */
        "cchc-manifest 1\n" HASH " 10 x a.html\n",                       /* no such flag */
        "cchc-manifest 1\n" HASH " 10 - /etc/passwd\n", "cchc-manifest 1\n" HASH " 10 - ../a\n",
        "cchc-manifest 1\n" HASH " 10 - a/../../b\n", "cchc-manifest 1\nwithdrawn ../a\n", "cchc-manifest 1\nwithdrawn \n",
        "cchc-manifest 1\n" HASH " 10 - b\n" HASH " 10 - a\n",           /* order */
        "cchc-manifest 1\n" HASH " 10 - a\n" HASH " 10 - a\n",           /* twice */
        "cchc-manifest 1\nwithdrawn a\n" HASH " 10 - a\n",
    };
    const Room *room = *state;
    Manifest m;

    for (size_t i = 0; i < LENGTH(junk); i++) {
        put(room, str_from(junk[i]));
        if (manifest_read(room->a, room->dir, &m) != EINVAL || m.entries.n)
            fail_msg("taken for a manifest: %s", junk[i]);
    }
}

static void what_is_no_file_is_no_manifest(void **state)
{
    const Room *room = *state;
    Manifest m;

    assert_int_equal(manifest_read(room->a, room->dir, &m), ENOENT);
    assert_int_equal(symlinkat("elsewhere", room->dir, MANIFEST_NAME), 0);
    assert_int_equal(manifest_read(room->a, room->dir, &m), EINVAL);
    assert_int_equal(unlinkat(room->dir, MANIFEST_NAME, 0), 0);
    assert_int_equal(mkdirat(room->dir, MANIFEST_NAME, 0755), 0);
    assert_int_equal(manifest_read(room->a, room->dir, &m), EINVAL);
}

static void paths_stay_below_the_site(void **state)
{
    static const char *const good[] = {"a", "a/b.html", "..a", "a..", "a/...", "đường/dẫn có dấu.html", ".well-known/security.txt"};
    static const char *const bad[] = {"", "/", "/a", "a/", "a//b", ".", "..", "./a", "a/.", "a/..", "a/../b", "a\nb", "a\tb", "a\x7f", MANIFEST_NAME};
    char *longer = arena_zalloc(((Room *)*state)->a, 3000);

    for (size_t i = 0; i < LENGTH(good); i++)
        if (!manifest_path_ok(str_from(good[i])))
            fail_msg("refused: %s", good[i]);
    for (size_t i = 0; i < LENGTH(bad); i++)
        if (manifest_path_ok(str_from(bad[i])))
            fail_msg("accepted: %s", bad[i]);
    memset(longer, 'a', 3000);
    assert_true(manifest_path_ok((Str){longer, 255}));
    assert_false(manifest_path_ok((Str){longer, 256}));
    for (size_t i = 100; i < 3000; i += 101)
        longer[i] = '/';
    assert_true(manifest_path_ok((Str){longer, 1998}));
    assert_false(manifest_path_ok((Str){longer, MANIFEST_PATH_MOST + 1}));
    assert_false(manifest_path_ok((Str){"a\0b", 3}));
}

static void sorting_finds_what_is_there_twice(void **state)
{
    const Room *room = *state;
    static const char *const paths[] = {"c", "a", "b/c", "b", "b-c"};
    Manifest m = {0};

    assert_int_equal(manifest_sort(&m).n, 0);
    assert_null(manifest_find(&m, STR("a")));
    for (size_t i = 0; i < LENGTH(paths); i++)
        list_push(room->a, &m.entries, ((ManifestEntry){.path = str_from(paths[i]), .size = i}));
    assert_int_equal(manifest_sort(&m).n, 0);
    for (size_t i = 0; i < LENGTH(paths); i++)
        assert_int_equal(manifest_find(&m, str_from(paths[i]))->size, i);
    assert_null(manifest_find(&m, STR("b/")));
    list_push(room->a, &m.entries, ((ManifestEntry){.path = STR("b/c")}));
    assert_true(str_is(manifest_sort(&m), "b/c"));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, room_enter, room_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_written_is_read), TEST(the_format_is_the_written_one),   TEST(junk_is_no_manifest),
        TEST(what_is_no_file_is_no_manifest), TEST(paths_stay_below_the_site), TEST(sorting_finds_what_is_there_twice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
