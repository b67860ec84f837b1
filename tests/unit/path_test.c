/* Paths as text. */
#include "base/path.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static Arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void joins(void **state)
{
    (void)state;
    assert_string_equal(path_join(arena, STR("a"), STR("b.md")).s, "a/b.md");
    assert_string_equal(path_join(arena, STR("a/"), STR("b.md")).s, "a/b.md");
    assert_string_equal(path_join(arena, STR("/"), STR("b")).s, "/b");
    assert_string_equal(path_join(arena, STR(""), STR("b")).s, "b");
    assert_string_equal(path_join(arena, STR("."), STR("b")).s, "b");
    assert_string_equal(path_join(arena, STR("tin tức"), STR("một.md")).s, "tin tức/một.md");
}

static void parts(void **state)
{
    static const struct {
        const char *path, *dir, *base, *ext, *stem;
    } cases[] = {
        {"a/b/c.md", "a/b", "c.md", "md", "c"},
        {"c.md", "", "c.md", "md", "c"},
        {"c.tar.gz", "", "c.tar.gz", "gz", "c.tar"},
        {"c", "", "c", "", "c"},
        {".c", "", ".c", "", ".c"},
        {".c.md", "", ".c.md", "md", ".c"},
        {"a.b/c", "a.b", "c", "", "c"},
        {"a/.gitkeep", "a", ".gitkeep", "", ".gitkeep"},
        {"c.", "", "c.", "", "c"},
        {"/c.md", "/", "c.md", "md", "c"},
        {"/a/c.md", "/a", "c.md", "md", "c"},
        {"", "", "", "", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Str path = str_from(cases[i].path);
        if (!str_is(path_dir(path), cases[i].dir) || !str_is(path_base(path), cases[i].base)
            || !str_is(path_ext(path), cases[i].ext) || !str_is(path_stem(path), cases[i].stem))
            fail_msg("%s: dir %.*s base %.*s ext %.*s stem %.*s", cases[i].path, STR_ARG(path_dir(path)), STR_ARG(path_base(path)),
                     STR_ARG(path_ext(path)), STR_ARG(path_stem(path)));
    }
}

static void resolves(void **state)
{
    static const struct {
        const char *dir, *path, *want; /* want NULL: it climbs above the root */
    } cases[] = {
        {"a", "b.md", "a/b.md"},       {"a", "./b.md", "a/b.md"},     {"a", "../b.md", "b.md"},   {"a/b", "../c/d.md", "a/c/d.md"},
        {"", "b.md", "b.md"},          {"", "../b.md", NULL},         {"a", "../../b.md", NULL},  {"a", "..", ""},
        {"a", "", "a"},                {"a", ".", "a"},               {"a", "/b.md", "b.md"},     {"a", "/../b.md", NULL},
        {"a//b", "c//./d", "a/b/c/d"}, {"a", "b/../../../c/x", NULL}, {"a", "b/../../c", "c"},    {"a", "b/", "a/b"},
        {"a", "...", "a/..."},         {"a", "..b/c", "a/..b/c"},     {"../a", "b", NULL},        {".", "b", "b"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Str out = STR("untouched");
        bool found = path_resolve(arena, str_from(cases[i].dir), str_from(cases[i].path), &out);
        if (found != (cases[i].want != NULL) || (found && strcmp(out.s, cases[i].want) != 0))
            fail_msg("%s from %s: %.*s", cases[i].path, cases[i].dir, STR_ARG(out));
    }
}

static void relative_links(void **state)
{
    static const struct {
        const char *from, *to, *want;
    } cases[] = {
        {"index.html", "a.html", "a.html"},
        {"index.html", "a/b.html", "a/b.html"},
        {"a/index.html", "a/b.html", "b.html"},
        {"a/index.html", "b.html", "../b.html"},
        {"a/x.html", "b/y.html", "../b/y.html"},
        {"a/b/c/x.html", "a/d/y.html", "../../d/y.html"},
        {"a/x.html", "a/x.html", "x.html"},
        {"ab/x.html", "abc/y.html", "../abc/y.html"},
        {"a/b/x.html", "a/b.html", "../b.html"},
        {"a.html", "a.html/x", "a.html/x"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Str got = path_relative(arena, str_from(cases[i].from), str_from(cases[i].to)), back;
        assert_string_equal(got.s, cases[i].want);
        assert_true(path_resolve(arena, path_dir(str_from(cases[i].from)), got, &back));
        assert_string_equal(back.s, cases[i].to);
    }
}

static void names_of_windows(void **state)
{
    static const char *const reserved[] = {"con", "con.html", "aux.tar.gz", "nul", "com1", "lpt9.html"};
    static const char *const free_names[] = {"", "tre-con.html", "con-", "con-chau.html", "com", "com0.html", "com10", "lpt", "index.html", ".con"};

    (void)state;
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        assert_true(path_is_reserved(str_from(reserved[i])));
    for (size_t i = 0; i < sizeof free_names / sizeof *free_names; i++)
        assert_false(path_is_reserved(str_from(free_names[i])));
}

static void addresses_on_the_web(void **state)
{
    (void)state;
    assert_true(path_is_host(STR("www.example.org")) && path_is_host(STR("dichvucong.gov.vn/a.html")) && path_is_host(STR("a.com")));
    assert_false(path_is_host(STR("tin-tuc/a.vn")) || path_is_host(STR("../a.md")) || path_is_host(STR("tep/www.pdf")) || path_is_host(STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(joins), cmocka_unit_test(parts), cmocka_unit_test(resolves), cmocka_unit_test(relative_links),
        cmocka_unit_test(names_of_windows), cmocka_unit_test(addresses_on_the_web),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
