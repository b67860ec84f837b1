/* The last look at a page: what may be published, and what may not, whoever made it. */
#include "output/inspect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const good[] = {
    "<p>x</p>",
    "<a href=\"https://khac.vn/x\">liên kết thì được</a>",
    "<link rel=\"canonical\" href=\"https://khac.vn/\">",
    "<link rel=\"stylesheet\" href=\"assets/a.css\">",
    "<script src=\"assets/a.js\"></script>",
    "<script src=\"../assets/thu/loc.0a1b2c3d.js\" defer></script>",
    "<script src=\"/xa/assets/a.js?v=1:2\" defer></script>",
    "<script src=\"https://xamau.gov.vn/xa/assets/a.js\" defer></script>",
    "<script type=\"application/ld+json\">{\"a\":1}</script>",
    "<img src=\"anh.png\" alt=\"onclick=1 style=2\">",
    "<p title=\"<script>\">chữ trong ngoặc kép</p>",
    "<p>5 < 6 và 7 > 3, a<b</p>",
    "<img src=\"https://xamau.gov.vn/a.png\" alt=\"\">",
    "<!doctype html><!-- ghi chú --><br/><hr>",
    "<p class=\"onload\" data-x=\"javascript\">x</p>",
    "",
    "<",
    "<p",
    "<a href=\"x",
};

static const char *const bad[] = {
    "<script>x</script>",
    "<SCRIPT>x</SCRIPT>",
    "<script type=\"text/javascript\">x</script>",
    "<style>p{}</style>",
    "<p style=\"color:red\">x</p>",
    "<p STYLE='x'>x</p>",
    "<p onclick=\"x\">x</p>",
    "<img src=\"a.png\" onerror=x>",
    "<img/onerror=x src=a>",
    "<a href=\"javascript:x\">x</a>",
    "<a href=\" JavaScript:x\">x</a>",
    "<img src=\"https://khac.vn/a.png\" alt=\"\">",
    "<img src=\"//khac.vn/a.png\" alt=\"\">",
    "<img src=\"/\\khac.vn/a.png\" alt=\"\">",
    "<script src=\"http://khac.vn/a.js\"></script>",
    "<script defer src='//khac.vn/a.js'></script>",
    "<script src=\"data:text/javascript,x\"></script>",
    "<script src=Blob:x></script>",
    "<link rel=\"stylesheet\" href=\"https://khac.vn/a.css\">",
    "<iframe srcdoc=\"x\"></iframe>",
    "<iframe src=\"https://khac.vn\"></iframe>",
    "<button formaction=\"https://khac.vn\">x</button>",
    "<base href=\"https://khac.vn/\">",
    "<video poster=\"https://khac.vn/a.png\"></video>",
    "<p>x</p><p onload = \"x\">",
    "<a href = \"javascript:x\">x</a>",
    "<a href=javascript:x>x</a>",
    "<img src=//khac.vn/a.png>",
    "<img src= //khac.vn/a.png>",
    "<img src= 'https://khac.vn/a.png'>",
    "<img alt=x src\n=\nhttps://khac.vn/a.png>",
};

static bool passes(const char *html)
{
    static const Str hosts[] = {STR_INIT("xamau.gov.vn")};
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    bool ok = inspect_page(d, (Place){0}, STR("a.html"), str_from(html), hosts, 1);

    assert_int_equal(ok, d->errors == 0);
    arena_free(a);
    return ok;
}

static void test_good(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!passes(good[i]))
            fail_msg("refused: %s", good[i]);
}

static void test_bad(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (passes(bad[i]))
            fail_msg("passed: %s", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_good), cmocka_unit_test(test_bad)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
