/* Pictures in SVG: what draws passes, what runs, loads or animates does not, however it is written. */
#include "site/svg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define NS "<svg xmlns=\"http://www.w3.org/2000/svg\" "

static void assert_danger(const char *svg, const char *expected)
{
    Arena *a = arena_new();
    const char *danger = svg_danger(a, str_from(svg));

    if (!expected != !danger || (danger && strcmp(danger, expected) != 0))
        fail_msg("%s\n  gave %s, not %s", svg, danger ? danger : "nothing", expected ? expected : "nothing");
    arena_free(a);
}

static void test_pictures_pass(void **state)
{
    static const char *const pictures[] = {
        "",
        NS "viewBox=\"0 0 1 1\"><path d=\"M0 0h1\" fill=\"#123\"/></svg>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" "
        "\"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n<!-- on load: <script> is only written of -->" NS "/>",
        NS "xmlns:xlink=\"http://www.w3.org/1999/xlink\"><use xlink:href=\"#a\"/><rect fill=\"url(#g)\" style='fill:url(\"#h\")'/></svg>",
        NS "><image href=\"data:image/png;base64,AAAA\"/><a href=\"https://xamau.gov.vn/?a=1&amp;b=2\"><text>one=1 on = x</text></a></svg>",
        NS "><style><![CDATA[.settings{fill:#fff}]]></style><title>Bộ &amp; phận</title><g id='on' data-onset='1'/></svg>",
    };

    (void)state;
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++)
        assert_danger(pictures[i], NULL);
}

static void test_dangers_are_found(void **state)
{
    static const struct {
        const char *svg, *danger;
    } cases[] = {
        {NS "><script>x</script></svg>", "<script>"},
        {NS "><SCRIPT/></svg>", "<script>"},
        {"<s:svg xmlns:s=\"http://www.w3.org/2000/svg\"><s:script>x</s:script></s:svg>", "<script>"},
        {NS "><x:foreignObject/></svg>", "<foreignObject>"},
        {NS "><h:iframe src='x'/></svg>", "<iframe>"},
        {NS "><animateTransform/></svg>", "<animate>"},
        {NS "><x:set attributeName='href' to='javascript:x'/></svg>", "<set>"},
        {NS "onload='x()'/>", "on…="},
        {NS "onload\n=\n'x()'/>", "on…="},
        {NS "><g a='>' onclick='x'/></svg>", "on…="},
        {NS "><g a=\"'\" ev:onclick='x'/></svg>", "on…="},
        {NS "/onload='x()'/>", "on…="},
        {NS "><a href='javascript:x'/></svg>", "javascript:"},
        {NS "><a href='&#106;avascript:x'/></svg>", "javascript:"},
        {NS "><a href='java&#9;script:x'/></svg>", "javascript:"},
        {NS "><a xlink:href=' data:text/html,x'/></svg>", "href="},
        {NS "><image href='https://elsewhere.example/x.png'/></svg>", "href="},
        {NS "><use href='//elsewhere.example/x.svg#a'/></svg>", "href="},
        {NS "><use href='data:image/svg+xml,x'/></svg>", "href="},
        {NS "xml:base='https://elsewhere.example/'/>", "base="},
        {NS "><style>@import 'x.css'</style></svg>", "@import"},
        {NS "><rect fill='url( https://elsewhere.example/x )'/></svg>", "url(…)"},
        {NS "><rect fill='url(#a)' style='fill:url(x.svg#a)'/></svg>", "url(…)"},
        {"<?xml-stylesheet href='x'?>" NS "/>", "<?xml-stylesheet"},
        {"<!DOCTYPE svg [<!ENTITY a 'x'>]>" NS "/>", "<!ENTITY"},
        {"<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'x'>]>" NS "/>", "<!ENTITY"},
        {"<?xml version='1.0' encoding='iso-2022-jp'?>" NS "><scr\x1b(Bipt/></svg>", "encoding="},
        {"<?xml version='1.0' encoding='utf-7'?>" NS "/>", "encoding="},
        {"\xff\xfe<", "encoding="},
        {"<!-- --><script", "<script>"},
        {"<!-->--><script/>", "<script>"},
        {"<![CDATA[x]]><script/>", "<script>"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_danger(cases[i].svg, cases[i].danger);
}

/* Every cut of a text that holds everything ends, and reads nothing behind its end. */
static void test_broken_files_end(void **state)
{
    static const char all[] = "<?xml encoding='utf-8'?><!DOCTYPE svg><!-- c --><s a='1' b = \"2\" c=3 d><![CDATA[x]]></s x><a href='#'/>url(x";

    size_t passed = 0;

    (void)state;
    for (size_t n = 0; n < sizeof all; n++) {
        Arena *a = arena_new();
        char *copy = test_malloc(n ? n : 1);
        memcpy(copy, all, n);
        if (!svg_danger(a, (Str){copy, n}))
            passed = n;
        test_free(copy);
        arena_free(a);
    }
    assert_int_equal(passed, sizeof all - 1 - strlen("(x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pictures_pass),
        cmocka_unit_test(test_dangers_are_found),
        cmocka_unit_test(test_broken_files_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
