/* The template room alone: the Lua text that templates become. */
#include "template/library.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static Library compiled(Arena *a, Diag *d, const char *source)
{
    static const Str context[] = {{"page", 4}, {"x", 1}};
    static const Callable filters[] = {{{"upper", 5}, 0, 0}, {{"limit", 5}, 1, 1}}, functions[] = {{{"asset", 5}, 1, 1}};
    Library lib = {0};

    library_context(&lib, a, context, 2);
    for (size_t i = 0; i < 2; i++)
        list_push(a, &lib.filters, filters[i]);
    list_push(a, &lib.functions, functions[0]);
    library_add(&lib, a, d, (Place){.file = 1, .line = 1, .column = 1}, STR("page.html"), STR("page.html"), str_from(source), false);
    library_compile(&lib, a, d);
    return lib;
}

typedef struct {
    const char *source, *lua;
} Row;

/* What templates become: control flow, numbers and calls; static text and fixed ways to values are terms. */
static void test_lua(void **state)
{
    static const Row rows[] = {
        {"", ""},
        {"text", " r(0,0)"},
        {"a{{ page.title }}b{{ x | upper }}c", " r(0,2)"},
        {"{{ x + 1 }}", " o(0,n(1,v(2),1))"},
        {"{% if x %}a{% elseif x == 1 %}b{% else %}c{% endif %}", " r(0,6)"},
        {"{% if x %}a{% elseif x > 1 %}b{% else %}{{ -x }}{% endif %}",
         " if z(0) then r(1,1) elseif n(2,v(3),1) then r(4,4) else o(5,n(6,v(7))) end"},
        {"{% for p in page.list %}{% set y = p.url %}{{ y }}{% else %}-{% endfor %}{{ x }}", " r(0,6)"},
        {"{% for p in page.list %}{{ p.url .. x }}{% endfor %}", " do local C=L(0) for I=1,C do N(0,I) o(1,k(2,v(3),v(4))) end end"},
        {"{% for p in page.list | limit(x) %}{% else %}-{% endfor %}",
         " do local C=L(0,f(1,v(2),v(3))) for I=1,C do N(0,I) end if C==0 then r(4,4) end end"},
        {"{% set a = 1 %}{% set b = a .. 'c' %}{{ not b and nil }}", " r(0,0) s(1,k(2,v(3),v(4))) o(5,(y((not z(6))) and nil))"},
        {"{{ [1, true, -2.5] }}{{ page[x] }}{{ asset('a') }}", " o(0,m(1,true,n(1,2.5))) o(2,g(3,v(4),v(5))) o(6,c(7,v(8)))"},
        {"a{% block b %}c{% endblock %}{% macro m(p) %}{% endmacro %}{{ m(x) }}{{ m(-x) }}", " r(0,0) b(1) r(2,3) x(4,n(5,v(6)))"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Arena *a = arena_new();
        Diag *d = diag_new(a, LANG_VI);
        Library lib = compiled(a, d, rows[i].source);
        assert_int_equal(d->errors, 0);
        assert_string_equal(lib.code.items[0]->lua.s, rows[i].lua);
        arena_free(a);
    }
}

static size_t line_of(Str lua, const char *needle)
{
    size_t line = 1, at = str_find(lua, str_from(needle));

    assert_true(at < lua.n);
    for (size_t i = 0; i < at; i++)
        line += lua.s[i] == '\n';
    return line;
}

/* Line N of the template is line N of the chunk, in the text, in blocks and in macros. */
static void test_lines(void **state)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Library lib = compiled(
        a, d,
        "<p>\n\n{% if x\n  == 1 %}\n{{ x + 1 }}\n{% block b %}\n\n{% for a in x %}\n{{ a * 2 }}{% endfor %}{% endblock %}\n"
        "{% endif %}\n{% macro m() %}\n{{ x / 2 }}{% endmacro %}");

    (void)state;
    assert_int_equal(d->errors, 0);
    assert_int_equal(lib.code.n, 3);
    assert_int_equal(line_of(lib.code.items[0]->lua, "if"), 3);
    assert_int_equal(line_of(lib.code.items[0]->lua, "o("), 5);
    assert_int_equal(line_of(lib.code.items[0]->lua, "b("), 6);
    assert_int_equal(line_of(lib.code.items[1]->lua, "L("), 8);
    assert_int_equal(line_of(lib.code.items[1]->lua, "o("), 9);
    assert_int_equal(line_of(lib.code.items[2]->lua, "o("), 12);
    arena_free(a);
}

/* Nothing that a template's author writes reaches the Lua text. */
static void test_no_text(void **state)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Library lib = compiled(
        a, d,
        "]]--\n\"') os.exit() {{ \"]]os.exit()\" .. page[\"os\"].os }}{% set os = 1 %}{% for os in x %}{{ os.os }}{% endfor %}");

    (void)state;
    assert_int_equal(d->errors, 0);
    assert_int_equal(str_find(lib.code.items[0]->lua, STR("os")), lib.code.items[0]->lua.n);
    assert_int_equal(str_find_byte(lib.code.items[0]->lua, '"', 0), lib.code.items[0]->lua.n);
    arena_free(a);
}

/* Mistakes of several templates and places are found in one run. */
static void test_all_mistakes(void **state)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_EN);

    (void)state;
    compiled(a, d, "{{ a }}{{ x | b }}{{ c() }}{% d %}<p {{ x }}>{{ 'e }}\n{% if %}{% include 'f' %}");
    assert_int_equal(d->errors, 9);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lua), cmocka_unit_test(test_lines), cmocka_unit_test(test_no_text),
                                       cmocka_unit_test(test_all_mistakes)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
