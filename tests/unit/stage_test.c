#include "output/stage.h"

#include "base/fs.h"
#include "room.h"
#include "base/hash.h"
#include "output/publish.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static Str at(const Room *room, const char *path)
{
    return arena_printf(room->a, "%s/%s", room->path, path);
}

static void put(const Room *room, const char *path, Str text)
{
    int fd = openat(room->dir, path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

    assert_true(fd >= 0);
    assert_int_equal(fs_write_all(fd, text.s, text.n), 0);
    close(fd);
}

static void make_dir(const Room *room, const char *path) { assert_int_equal(mkdirat(room->dir, path, 0755), 0); }

static Str get(const Room *room, const char *path)
{
    Str text = STR("(cannot be read)");

    fs_read(room->a, room->dir, str_from(path), 1 << 20, &text);
    return text;
}

static ino_t inode(const Room *room, const char *path)
{
    struct stat st;

    assert_int_equal(fstatat(room->dir, path, &st, 0), 0);
    return st.st_ino;
}

static bool exists(const Room *room, const char *path) { return faccessat(room->dir, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0; }

static const char *last_code(const Room *room) { return room->d->list.n ? room->d->list.items[room->d->list.n - 1].code : "(none)"; }

static StageResult open_at(const Room *room, const char *out, const char *content, Stage **s)
{
    long holder;

    return stage_open(room->a, room->d, out[0] == '/' ? str_from(out) : at(room, out), content ? at(room, content) : STR(""), s, &holder);
}

static Stage *opened(const Room *room)
{
    Stage *s;

    assert_int_equal(open_at(room, "site", NULL, &s), STAGE_OK);
    return s;
}

/* Publishes one file, so that there is a site of ours. */
static void publish_one(const Room *room, const char *path, Str text)
{
    Stage *s = opened(room);
    Manifest m = {0};
    Staged staged;

    assert_true(stage_write(s, room->d, str_from(path), text, &staged));
    list_push(room->a, &m.entries, ((ManifestEntry){str_from(path), staged.size, staged.hash, false}));
    assert_true(publish(s, room->d, &m, PUBLISH_AUTO));
    stage_close(s);
}

static void refused(const Room *room, const char *out, const char *content, const char *code)
{
    Stage *s;
    FsList before = {0}, after = {0};

    fs_walk(room->a, room->dir, STR(""), NULL, &before);
    if (open_at(room, out, content, &s) != STAGE_REFUSED || strcmp(last_code(room), code) != 0)
        fail_msg("%s: wanted %s, got %s", out, code, last_code(room));
    assert_null(s);
    fs_walk(room->a, room->dir, STR(""), NULL, &after);
    assert_int_equal(before.n, after.n);
}

static void folders_that_are_not_ours_are_refused(void **state)
{
    const Room *room = *state;
    const char *home = getenv("HOME");

    make_dir(room, "nguoi");
    make_dir(room, "nguoi/nha");
    make_dir(room, "content");
    make_dir(room, "content/con");
    put(room, "tep", STR("x"));
    setenv("HOME", at(room, "nguoi/nha").s, 1);
    refused(room, "/", NULL, "stage.root");
    refused(room, "///", NULL, "stage.root");
    refused(room, "nguoi/nha", NULL, "stage.home");
    refused(room, "nguoi/nha/", NULL, "stage.home");
    refused(room, "nguoi/../nguoi/nha/.", NULL, "stage.home");
    refused(room, "nguoi", NULL, "stage.home");
    refused(room, "content", "content", "stage.content");
    refused(room, ".", "content", "stage.home"); /* holds both; the first reason is said */
    setenv("HOME", "/nonexistent", 1);
    refused(room, ".", "content/con", "stage.content");
    refused(room, "content/site", "content", "stage.content");
    refused(room, "tep", NULL, "stage.not-folder");
    refused(room, "chua/co/site", NULL, "stage.no-parent");
    if (home)
        setenv("HOME", home, 1);
}

static void a_link_is_refused_and_its_target_named(void **state)
{
    const Room *room = *state;

    make_dir(room, "that");
    assert_int_equal(symlinkat("that", room->dir, "site"), 0);
    refused(room, "site", NULL, "stage.link");
    assert_true(str_find(room->d->list.items[0].hint, at(room, "that")) < room->d->list.items[0].hint.n);
    refused(room, "site/", NULL, "stage.link");
}

static void strange_files_are_named(void **state)
{
    const Room *room = *state;
    Str message;

    make_dir(room, "site");
    make_dir(room, "site/b");
    for (const char *name = "dace"; *name; name++)
        put(room, arena_printf(room->a, "site/%c", *name).s, STR("x"));
    refused(room, "site", NULL, "stage.not-ours");
    message = room->d->list.items[0].message;
    assert_true(str_find(message, STR("«a», «b», «c» và 2 mục khác")) < message.n);
}

static void a_damaged_marker_is_no_marker(void **state)
{
    const Room *room = *state;

    make_dir(room, "site");
    put(room, "site/.cchc-manifest", STR("cchc-manifest 1\nrubbish\n"));
    refused(room, "site", NULL, "stage.damaged");
}

static void good_folders_are_taken(void **state)
{
    static const char *const spelled[] = {"site", "site/", "site//", "./site", "co/../site", "site/."};
    const Room *room = *state;
    Stage *s;

    make_dir(room, "co");
    make_dir(room, "content");
    for (int step = 0; step < 4; step++) {
        for (size_t i = 0; i < LENGTH(spelled); i++) {
            if (step == 0 && i == LENGTH(spelled) - 1)
                continue; /* what does not exist has no "." */
            if (open_at(room, spelled[i], "content", &s) != STAGE_OK)
                fail_msg("%d %s: %s", step, spelled[i], last_code(room));
            assert_true(exists(room, ".site.cchc-stage") && exists(room, ".site.cchc-lock"));
            stage_close(s);
            assert_false(exists(room, ".site.cchc-stage") || exists(room, ".site.cchc-lock"));
        }
        if (step == 0)
            make_dir(room, "site");
        if (step == 1)
            put(room, "site/.gitkeep", STR(""));
        if (step == 2)
            publish_one(room, "a.html", STR("a"));
    }
    assert_int_equal(room->d->list.n, 0);
}

static void the_working_folder_may_be_named_by_a_dot(void **state)
{
    const Room *room = *state;
    char back[4096];
    Stage *s;
    long holder;

    make_dir(room, "site");
    assert_non_null(getcwd(back, sizeof back));
    assert_int_equal(chdir(at(room, "site").s), 0);
    assert_int_equal(stage_open(room->a, room->d, STR("."), STR(""), &s, &holder), STAGE_OK);
    assert_true(exists(room, ".site.cchc-stage"));
    stage_close(s);
    assert_int_equal(chdir(back), 0);
}

static void a_file_is_written_once_and_whole(void **state)
{
    const Room *room = *state;
    Stage *s = opened(room);
    Str path = STR("cột/bài.html"), big = {arena_zalloc(room->a, 300001), 300001};
    Staged staged;

    assert_true(stage_folders(s, room->d, &path, 1));
    assert_true(stage_write(s, room->d, path, STR("nội dung"), &staged));
    assert_true(staged.size == 10 && staged.hash == hash_bytes(STR("nội dung")) && !staged.unchanged);
    assert_true(str_is(get(room, ".site.cchc-stage/cột/bài.html"), "nội dung"));
    assert_true(stage_write(s, room->d, STR("lon"), big, &staged));
    assert_int_equal(get(room, ".site.cchc-stage/lon").n, big.n);
    assert_true(stage_write(s, room->d, STR("trong"), STR(""), &staged));
    assert_int_equal(get(room, ".site.cchc-stage/trong").n, 0);
    assert_int_equal(room->d->errors, 0);
    assert_false(stage_write(s, room->d, path, STR("lần hai"), &staged));
    assert_string_equal(last_code(room), "system.write");
    assert_true(str_is(get(room, ".site.cchc-stage/cột/bài.html"), "nội dung"));
    stage_close(s);
}

static void nothing_is_written_outside(void **state)
{
    static const char *const bad[] = {"../ra-ngoai", "/tmp/ra-ngoai", "a/../../ra-ngoai", "", "a//b", MANIFEST_NAME};
    const Room *room = *state;
    Stage *s = opened(room);
    Staged staged;

    for (size_t i = 0; i < LENGTH(bad); i++) {
        assert_false(stage_write(s, room->d, str_from(bad[i]), STR("x"), &staged));
        assert_string_equal(last_code(room), "stage.path");
        assert_false(stage_copy(s, room->d, room->dir, STR("x"), (Place){0}, str_from(bad[i]), &staged));
        assert_string_equal(last_code(room), "stage.path");
    }
    assert_int_equal(symlinkat("../ra-ngoai", room->dir, ".site.cchc-stage/bay"), 0);
    assert_false(stage_write(s, room->d, STR("bay"), STR("x"), &staged));
    assert_false(exists(room, "ra-ngoai"));
    stage_close(s);
}

static void equal_bytes_are_linked_whatever_the_manifest_says(void **state)
{
    const Room *room = *state;
    Stage *s;
    Staged staged;
    ino_t published;

    publish_one(room, "a.html", STR("mot hai"));
    published = inode(room, "site/a.html");
    s = opened(room);
    assert_true(stage_write(s, room->d, STR("a.html"), STR("mot hai"), &staged));
    assert_true(staged.unchanged && inode(room, ".site.cchc-stage/a.html") == published);
    assert_true(staged.hash == hash_bytes(STR("mot hai")));
    stage_close(s);

    put(room, "site/a.html", STR("mot HAI")); /* by hand, in the same length */
    s = opened(room);
    assert_true(stage_write(s, room->d, STR("a.html"), STR("mot hai"), &staged));
    assert_true(!staged.unchanged && inode(room, ".site.cchc-stage/a.html") != published);
    assert_true(str_is(get(room, ".site.cchc-stage/a.html"), "mot hai"));
    assert_true(str_is(get(room, "site/a.html"), "mot HAI"));
    stage_close(s);
}

static Str noise(const Room *room, size_t n)
{
    char *s = arena_alloc(room->a, n + 1);
    uint32_t seed = 1;

    for (size_t i = 0; i < n; i++) {
        seed = seed * 1664525u + 1013904223u;
        s[i] = (char)(seed >> 24);
    }
    return (Str){s, n};
}

static void copies_are_what_a_write_would_be(void **state)
{
    static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 200000};
    const Room *room = *state;

    for (size_t i = 0; i < LENGTH(sizes); i++) {
        Str text = noise(room, sizes[i]);
        Stage *s = opened(room);
        Staged copied;

        put(room, "anh.png", text);
        assert_true(stage_copy(s, room->d, room->dir, STR("anh.png"), (Place){0}, STR("a.png"), &copied));
        assert_true(copied.size == text.n && copied.hash == hash_bytes(text) && !copied.unchanged);
        assert_true(str_eq(get(room, ".site.cchc-stage/a.png"), text));
        stage_close(s);

        publish_one(room, "a.png", text);
        s = opened(room);
        assert_true(stage_copy(s, room->d, room->dir, STR("anh.png"), (Place){0}, STR("a.png"), &copied));
        assert_true(copied.size == text.n && copied.hash == hash_bytes(text) && copied.unchanged);
        assert_int_equal(inode(room, ".site.cchc-stage/a.png"), inode(room, "site/a.png"));
        stage_close(s);

        if (text.n) { /* the last byte is another */
            ((char *)(uintptr_t)text.s)[text.n - 1] ^= 1;
            put(room, "anh.png", text);
            s = opened(room);
            assert_true(stage_copy(s, room->d, room->dir, STR("anh.png"), (Place){0}, STR("a.png"), &copied));
            assert_true(copied.hash == hash_bytes(text) && !copied.unchanged);
            assert_true(str_eq(get(room, ".site.cchc-stage/a.png"), text));
            stage_close(s);
        }
    }
}

static void a_source_that_cannot_be_read_is_named_at_its_place(void **state)
{
    const Room *room = *state;
    Stage *s = opened(room);
    Place place = {.file = 3, .line = 7, .column = 2};
    Staged staged;

    make_dir(room, "thu-muc");
    assert_int_equal(symlinkat("/etc/hostname", room->dir, "lien-ket"), 0);
    for (const char *const *from = (const char *const[]){"khong-co", "thu-muc", "lien-ket", NULL}; *from; from++) {
        assert_false(stage_copy(s, room->d, room->dir, str_from(*from), place, STR("a.png"), &staged));
        assert_string_equal(last_code(room), "system.read");
        assert_int_equal(room->d->list.items[room->d->list.n - 1].at.line, 7);
        assert_false(exists(room, ".site.cchc-stage/a.png"));
    }
    stage_close(s);
}

static void workers_write_at_once(void **state)
{
    enum { WORKERS = 4, FILES = 50 };
    const Room *room = *state;
    Stage *s = opened(room);
    Str folder = STR("cot/x");
    FsList found = {0};
    int status;

    assert_true(stage_folders(s, room->d, &folder, 1));
    for (int w = 0; w < WORKERS; w++)
        if (fork() == 0) {
            bool ok = true;
            for (int i = 0; i < FILES; i++) {
                Str path = arena_printf(room->a, "cot/%d-%d.html", w, i);
                Staged staged;
                ok = ok && stage_write(s, room->d, path, path, &staged);
            }
            _exit(ok ? 0 : 1);
        }
    for (int w = 0; w < WORKERS; w++) {
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    assert_int_equal(fs_walk(room->a, room->dir, STR(".site.cchc-stage/cot"), NULL, &found), 0);
    assert_int_equal(found.n, WORKERS * FILES);
    assert_true(str_is(get(room, ".site.cchc-stage/cot/3-49.html"), "cot/3-49.html"));
    stage_close(s);
}

static void one_build_at_a_time(void **state)
{
    const Room *room = *state;
    Stage *s = opened(room), *other;
    long holder = 0;

    assert_int_equal(stage_open(room->a, room->d, at(room, "site"), STR(""), &other, &holder), STAGE_BUSY);
    assert_int_equal(holder, getpid());
    assert_string_equal(last_code(room), "stage.busy");
    assert_null(other);
    assert_true(exists(room, ".site.cchc-stage"));
    stage_close(s);
    stage_close(opened(room));
}

static void what_a_kill_left_is_cleared(void **state)
{
    const Room *room = *state;
    FsList found = {0};

    make_dir(room, ".site.cchc-stage");
    put(room, ".site.cchc-stage/nua", STR("x"));
    make_dir(room, ".site.cchc-trash");
    put(room, ".site.cchc-trash/cu", STR("x"));
    make_dir(room, ".site.cchc-keep");
    put(room, ".site.cchc-lock", STR("99999999 swap 1\n"));
    stage_close(opened(room));
    assert_int_equal(fs_walk(room->a, room->dir, STR(""), NULL, &found), 0);
    assert_int_equal(found.n, 0);
}

static void pieces_hash_like_the_whole(void **state)
{
    static const size_t pieces[] = {1, 7, 64, 255, 256, 257, 4096};
    const Room *room = *state;
    Str all = noise(room, 5000);

    for (size_t n = 0; n <= all.n; n = n < 300 ? n + 1 : n + 470)
        for (size_t i = 0; i < LENGTH(pieces); i++) {
            HashStream h;
            hash_begin(&h);
            for (size_t from = 0; from < n; from += pieces[i])
                hash_add(&h, str_slice((Str){all.s, n}, from, from + pieces[i]));
            hash_add(&h, STR(""));
            assert_true(hash_end(&h) == hash_bytes((Str){all.s, n}));
        }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, room_enter, room_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(folders_that_are_not_ours_are_refused),
        TEST(a_link_is_refused_and_its_target_named),
        TEST(strange_files_are_named),
        TEST(a_damaged_marker_is_no_marker),
        TEST(good_folders_are_taken),
        TEST(the_working_folder_may_be_named_by_a_dot),
        TEST(a_file_is_written_once_and_whole),
        TEST(nothing_is_written_outside),
        TEST(equal_bytes_are_linked_whatever_the_manifest_says),
        TEST(copies_are_what_a_write_would_be),
        TEST(a_source_that_cannot_be_read_is_named_at_its_place),
        TEST(workers_write_at_once),
        TEST(one_build_at_a_time),
        TEST(what_a_kill_left_is_cleared),
        TEST(pieces_hash_like_the_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
