#include "output/publish.h"

#include "base/fs.h"
#include "room.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static int enter_files(void **state)
{
    int result = room_enter(state);

    ((Room *)*state)->mode = PUBLISH_FILES;
    return result;
}

static void put(const Room *room, const char *path, Str text)
{
    int fd = openat(room->dir, path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

    assert_true(fd >= 0);
    assert_int_equal(fs_write_all(fd, text.s, text.n), 0);
    close(fd);
}

static Str get(const Room *room, const char *path)
{
    Str text = STR("(cannot be read)");

    fs_read(room->a, room->dir, str_from(path), 1 << 20, &text);
    return text;
}

static bool exists(const Room *room, const char *path) { return faccessat(room->dir, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0; }

/* The files below `path`, as "path=bytes path=bytes", without our manifest. */
static const char *tree(const Room *room, const char *path)
{
    FsList list = {0};
    Str out = STR("");

    assert_int_equal(fs_walk(room->a, room->dir, str_from(path), NULL, &list), 0);
    for (size_t i = 0; i < list.n; i++) {
        Str name = str_slice(list.items[i].path, strlen(path) + 1, list.items[i].path.n);
        if (list.items[i].type == FS_FILE && !str_is(name, MANIFEST_NAME))
            out = arena_printf(room->a, "%.*s%s%.*s=%s", STR_ARG(out), out.n ? " " : "", STR_ARG(name), get(room, arena_str(room->a, list.items[i].path).s).s);
    }
    return arena_str(room->a, out).s;
}

/* What lies beside site/. */
static const char *beside(const Room *room)
{
    FsList list = {0};
    Str out = STR("");

    assert_int_equal(fs_walk(room->a, room->dir, STR(""), NULL, &list), 0);
    for (size_t i = 0; i < list.n; i++)
        if (str_find_byte(list.items[i].path, '/', 0) == list.items[i].path.n && !str_is(list.items[i].path, "site"))
            out = arena_printf(room->a, "%.*s%s%.*s", STR_ARG(out), out.n ? " " : "", STR_ARG(list.items[i].path));
    return arena_str(room->a, out).s;
}

static const char *last_code(const Room *room) { return room->d->list.n ? room->d->list.items[room->d->list.n - 1].code : "(none)"; }

/* Stages `files` and returns what publish needs. */
static Stage *staged(const Room *room, const char *files, const char *withdrawn, Manifest *m)
{
    Str rest = str_from(files), gone = str_from(withdrawn), item, path;
    Stage *s;
    long holder;

    *m = (Manifest){0};
    assert_int_equal(stage_open(room->a, room->d, arena_printf(room->a, "%s/site", room->path), STR(""), &s, &holder), STAGE_OK);
    while (str_cut(&rest, ' ', &item)) {
        Staged one;
        assert_true(str_cut(&item, '=', &path));
        assert_true(stage_folders(s, room->d, &path, 1) && stage_write(s, room->d, path, item, &one));
        list_push(room->a, &m->entries, ((ManifestEntry){path, one.size, one.hash, false}));
    }
    while (str_cut(&gone, ' ', &path))
        list_push(room->a, &m->withdrawn, path);
    return s;
}

static bool published(const Room *room, const char *files, const char *withdrawn)
{
    Manifest m;
    Stage *s = staged(room, files, withdrawn, &m);
    bool ok = publish(s, room->d, &m, room->mode);

    stage_close(s);
    return ok;
}

static void must(const Room *room, const char *files)
{
    if (!published(room, files, ""))
        fail_msg("%s: %s", files, last_code(room));
}

static StageResult rollback(const Room *room, bool force)
{
    long holder;

    return publish_rollback(room->a, room->d, arena_printf(room->a, "%s/site", room->path), force, &holder);
}

static Manifest manifest_of(const Room *room, const char *path)
{
    int fd = openat(room->dir, path, O_RDONLY | O_DIRECTORY);
    Manifest m;

    assert_int_equal(manifest_read(room->a, fd, &m), 0);
    close(fd);
    return m;
}

static void the_first_site(void **state)
{
    const Room *room = *state;
    Manifest m;

    must(room, "index.html=trang cot/a.html=mot");
    assert_string_equal(tree(room, "site"), "cot/a.html=mot index.html=trang");
    assert_string_equal(beside(room), "");
    m = manifest_of(room, "site");
    assert_int_equal(m.entries.n, 2);
    assert_true(str_is(m.entries.items[1].path, "index.html") && m.entries.items[1].size == 5);
    assert_int_equal(room->d->list.n, 0);
}

static void the_old_site_is_the_previous_build(void **state)
{
    const Room *room = *state;

    must(room, "index.html=1 cu/a.html=cu");
    must(room, "index.html=2 moi/a.html=moi");
    assert_string_equal(tree(room, "site"), "index.html=2 moi/a.html=moi");
    assert_string_equal(tree(room, ".site.cchc-previous"), "cu/a.html=cu index.html=1");
    must(room, "index.html=3");
    assert_string_equal(tree(room, "site"), "index.html=3");
    assert_string_equal(tree(room, ".site.cchc-previous"), "index.html=2 moi/a.html=moi");
    assert_string_equal(beside(room), ".site.cchc-previous");
    assert_int_equal(room->d->list.n, 0);
}

static void files_and_folders_change_places(void **state)
{
    const Room *room = *state;

    must(room, "a=tep b/c=con b/d/e=con");
    must(room, "a/x/y=con b=tep");
    assert_string_equal(tree(room, "site"), "a/x/y=con b=tep");
    must(room, "a=tep b/c=con b/d/e=con");
    assert_string_equal(tree(room, "site"), "a=tep b/c=con b/d/e=con");
}

static void keepers_stay(void **state)
{
    const Room *room = *state;

    assert_int_equal(mkdirat(room->dir, "site", 0755), 0);
    put(room, "site/.gitkeep", STR(""));
    put(room, "site/.gitignore", STR("*"));
    for (int i = 0; i < 3; i++) {
        must(room, i == 1 ? "index.html=1" : "index.html=2");
        assert_string_equal(tree(room, "site"), i == 1 ? ".gitignore=* .gitkeep= index.html=1" : ".gitignore=* .gitkeep= index.html=2");
        if (i == 0)
            assert_string_equal(beside(room), "");
    }
    assert_int_equal(rollback(room, false), STAGE_OK);
    assert_string_equal(tree(room, "site"), ".gitignore=* .gitkeep= index.html=1");
}

static void hashed_assets_stay_one_build_longer(void **state)
{
    const Room *room = *state;
    Manifest m;

    must(room, "assets/k.1.css=mot index.html=1 tep/k.1.css=tep");
    must(room, "assets/k.2.css=hai index.html=2");
    assert_string_equal(tree(room, "site"), "assets/k.1.css=mot assets/k.2.css=hai index.html=2");
    m = manifest_of(room, "site");
    assert_true(manifest_find(&m, STR("assets/k.1.css"))->kept && !manifest_find(&m, STR("assets/k.2.css"))->kept);
    must(room, "assets/k.3.css=ba index.html=2");
    assert_string_equal(tree(room, "site"), "assets/k.2.css=hai assets/k.3.css=ba index.html=2");
    must(room, "assets/k.2.css=hai index.html=2"); /* comes back, and is no longer only kept */
    must(room, "assets/k.4.css=bon index.html=2");
    assert_string_equal(tree(room, "site"), "assets/k.2.css=hai assets/k.4.css=bon index.html=2");
}

static void spoilt_and_withdrawn_assets_do_not_stay(void **state)
{
    const Room *room = *state;

    must(room, "assets/a.1.css=mot assets/b.1.css=hai assets/c.1.jpg=ba index.html=1");
    put(room, "site/assets/a.1.css", STR("MOT"));
    assert_int_equal(unlinkat(room->dir, "site/assets/b.1.css", 0), 0);
    assert_true(published(room, "index.html=2", "assets/c.1.jpg"));
    assert_string_equal(tree(room, "site"), "index.html=2");
}

static void a_rollback_and_back_again(void **state)
{
    const Room *room = *state;

    assert_int_equal(rollback(room, false), STAGE_REFUSED);
    assert_string_equal(last_code(room), "rollback.none");
    must(room, "index.html=1 assets/k.1.css=mot");
    assert_int_equal(rollback(room, false), STAGE_REFUSED);
    must(room, "index.html=2 assets/k.2.css=hai moi.html=moi");
    assert_int_equal(rollback(room, false), STAGE_OK);
    assert_string_equal(tree(room, "site"), "assets/k.1.css=mot assets/k.2.css=hai index.html=1");
    assert_int_equal(rollback(room, false), STAGE_OK);
    assert_string_equal(tree(room, "site"), "assets/k.1.css=mot assets/k.2.css=hai index.html=2 moi.html=moi");
    assert_string_equal(beside(room), ".site.cchc-previous");
    assert_int_equal(unlinkat(room->dir, "site/moi.html", 0), 0);
    assert_int_equal(rollback(room, false), STAGE_OK);
    assert_string_equal(tree(room, "site"), "assets/k.1.css=mot assets/k.2.css=hai index.html=1");
}

static void a_lost_site_can_be_rolled_back(void **state)
{
    const Room *room = *state;

    must(room, "index.html=1");
    must(room, "index.html=2");
    assert_int_equal(fs_remove_tree(room->dir, STR("site")), 0);
    assert_int_equal(rollback(room, false), STAGE_OK);
    assert_string_equal(tree(room, "site"), "index.html=1");
}

static void what_was_withdrawn_does_not_come_back(void **state)
{
    const Room *room = *state;
    Str message;
    Manifest m;

    must(room, "index.html=1 cot/x.html=bi-mat cot/y.html=y");
    assert_true(published(room, "index.html=2 cot/y.html=y", "cot/x.html cot/khac.html"));
    assert_string_equal(tree(room, ".site.cchc-previous"), "cot/y.html=y index.html=1");
    assert_int_equal(rollback(room, false), STAGE_REFUSED);
    assert_string_equal(last_code(room), "rollback.withdrawn");
    message = room->d->list.items[room->d->list.n - 1].message;
    assert_true(str_find(message, STR("1 mục đã gỡ bỏ: «cot/x.html»")) < message.n);
    assert_string_equal(tree(room, "site"), "cot/y.html=y index.html=2");

    assert_int_equal(rollback(room, true), STAGE_OK);
    assert_int_equal(room->d->list.items[room->d->list.n - 1].level, LEVEL_WARNING);
    assert_string_equal(last_code(room), "rollback.withdrawn");
    assert_string_equal(tree(room, "site"), "cot/y.html=y index.html=1");
    m = manifest_of(room, "site");
    assert_int_equal(m.withdrawn.n, 2);
    assert_null(manifest_find(&m, STR("cot/x.html")));
    assert_int_equal(rollback(room, false), STAGE_OK);
    assert_string_equal(tree(room, "site"), "cot/y.html=y index.html=2");
}

static void a_spoilt_previous_build_is_not_put_back(void **state)
{
    const Room *room = *state;

    must(room, "index.html=1 a.html=a");
    must(room, "index.html=2 a.html=b");
    put(room, ".site.cchc-previous/index.html", STR("X"));
    assert_int_equal(rollback(room, false), STAGE_FAILED);
    assert_string_equal(last_code(room), "publish.differs");
    assert_int_equal(unlinkat(room->dir, ".site.cchc-previous/index.html", 0), 0);
    assert_int_equal(rollback(room, false), STAGE_FAILED);
    put(room, ".site.cchc-previous/" MANIFEST_NAME, STR("rubbish"));
    assert_int_equal(rollback(room, false), STAGE_FAILED);
    assert_string_equal(tree(room, "site"), "a.html=b index.html=2");
    assert_string_equal(beside(room), ".site.cchc-previous");
}

typedef void Spoil(const Room *room, Stage *s, Manifest *m);

static void no_file(const Room *room, Stage *s, Manifest *m)
{
    (void)s;
    list_push(room->a, &m->entries, ((ManifestEntry){STR("khong-co.html"), 1, 1, false}));
}

static void other_hash(const Room *room, Stage *s, Manifest *m)
{
    (void)room;
    (void)s;
    m->entries.items[0].hash ^= 1;
}

static void other_bytes(const Room *room, Stage *s, Manifest *m)
{
    (void)s;
    (void)m;
    put(room, ".site.cchc-stage/index.html", STR("dai hon"));
}

static void one_more(const Room *room, Stage *s, Manifest *m)
{
    (void)s;
    (void)m;
    assert_int_equal(mkdirat(room->dir, ".site.cchc-stage/cot", 0755), 0);
    put(room, ".site.cchc-stage/cot/thua.html", STR("x"));
}

static void a_link(const Room *room, Stage *s, Manifest *m)
{
    (void)s;
    (void)m;
    assert_int_equal(symlinkat("/etc/passwd", room->dir, ".site.cchc-stage/lien-ket"), 0);
}

static void a_link_in_place(const Room *room, Stage *s, Manifest *m)
{
    (void)s;
    (void)m;
    assert_int_equal(unlinkat(room->dir, ".site.cchc-stage/index.html", 0), 0);
    assert_int_equal(symlinkat("/etc/passwd", room->dir, ".site.cchc-stage/index.html"), 0);
}

static void a_source(const Room *room, Stage *s, Manifest *m)
{
    Staged one;

    assert_true(stage_write(s, room->d, STR("bai.MD"), STR("# x"), &one));
    list_push(room->a, &m->entries, ((ManifestEntry){STR("bai.MD"), one.size, one.hash, false}));
}

static void listed_twice(const Room *room, Stage *s, Manifest *m)
{
    ManifestEntry first = m->entries.items[0];

    (void)s;
    list_push(room->a, &m->entries, first);
}

static void withdrawn_but_there(const Room *room, Stage *s, Manifest *m)
{
    (void)s;
    list_push(room->a, &m->withdrawn, STR("index.html"));
}

static void what_is_amiss_is_found_before_the_swap(void **state)
{
    static const struct {
        Spoil *spoil;
        const char *code;
    } cases[] = {
        {no_file, "publish.missing"},     {other_hash, "publish.differs"},       {other_bytes, "publish.differs"},
        {one_more, "publish.strange"},    {a_link, "publish.strange"},           {a_link_in_place, "publish.unreadable"},
        {a_source, "publish.source"},     {listed_twice, "publish.twice"},       {withdrawn_but_there, "publish.withdrawn"},
    };
    const Room *room = *state;

    must(room, "index.html=1");
    for (size_t i = 0; i < LENGTH(cases); i++) {
        Manifest m;
        Stage *s = staged(room, "index.html=2 b.html=b", "", &m);

        cases[i].spoil(room, s, &m);
        if (publish(s, room->d, &m, room->mode) || strcmp(last_code(room), cases[i].code) != 0)
            fail_msg("case %zu: wanted %s, got %s", i, cases[i].code, last_code(room));
        stage_close(s);
        assert_string_equal(tree(room, "site"), "index.html=1");
        assert_string_equal(beside(room), "");
    }
    must(room, "index.html=2 b.html=b");
}

static void a_build_given_up_changes_nothing(void **state)
{
    const Room *room = *state;
    Manifest m;

    must(room, "index.html=1");
    stage_close(staged(room, "index.html=2", "", &m));
    assert_string_equal(tree(room, "site"), "index.html=1");
    assert_string_equal(beside(room), "");
}

static void an_emptied_site_is_no_previous_build(void **state)
{
    const Room *room = *state;

    must(room, "index.html=1");
    must(room, "index.html=2");
    assert_int_equal(fs_remove_tree(room->dir, STR("site")), 0);
    assert_int_equal(mkdirat(room->dir, "site", 0755), 0);
    must(room, "index.html=3");
    assert_string_equal(tree(room, ".site.cchc-previous"), "index.html=1");
    assert_true(exists(room, "site/index.html"));
}

#define BOTH(function) \
    cmocka_unit_test_setup_teardown(function, room_enter, room_leave), {#function " (files)", function, enter_files, room_leave, NULL}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(the_first_site),
        BOTH(the_old_site_is_the_previous_build),
        BOTH(files_and_folders_change_places),
        BOTH(keepers_stay),
        BOTH(hashed_assets_stay_one_build_longer),
        BOTH(spoilt_and_withdrawn_assets_do_not_stay),
        BOTH(a_rollback_and_back_again),
        BOTH(a_lost_site_can_be_rolled_back),
        BOTH(what_was_withdrawn_does_not_come_back),
        BOTH(a_spoilt_previous_build_is_not_put_back),
        BOTH(what_is_amiss_is_found_before_the_swap),
        BOTH(a_build_given_up_changes_nothing),
        BOTH(an_emptied_site_is_no_previous_build),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
