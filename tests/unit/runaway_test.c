/* runaway_test.c - what spins inside the Markdown library is ended by crew's wall, and named; the rest is done. Our own walls
 * (content/walls.c) refuse all such texts that are known, so the library is called without them here. */
#include "base/buf.h"
#include "base/crew.h"

#include <cmark-gfm-core-extensions.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

typedef struct {
    Place page;
    Str hostile;
} Work;

static void *parse(void *context, size_t i, Arena *keep, Diag *d)
{
    const Work *w = context;
    Str text = i == 1 ? w->hostile : STR("| a |\n|---|\n| b |\n");
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);

    (void)d;
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    cmark_parser_feed(parser, text.s, text.n);
    cmark_node_free(cmark_parser_finish(parser));
    cmark_parser_free(parser);
    return arena_make(keep, int);
}

static Place where(void *context, size_t i) { return i == 1 ? ((Work *)context)->page : (Place){0}; }

/* A table whose header is sought again at each of its rows. */
static Str hostile(Arena *a)
{
    Buf text = {0};
    Str kept;

    for (int i = 0; i < 60000; i++)
        buf_puts(&text, "a|b\n-|\n");
    kept = buf_keep(&text, a);
    buf_free(&text);
    return kept;
}

static void test_markdown_that_does_not_end(void **state)
{
    Arena *a = arena_new();
    Files *files = files_new(a);
    Diag *d = diag_new(a, LANG_VI);
    Work w = {place_at(files_add(files, STR("content/tin/cham.md")), 1, 1), hostile(a)};
    CrewWork work = {.name = "read", .count = 3, .context = &w, .job = parse, .where = where, .seconds = 1};
    Crew *crew = crew_open(a, 2, false);
    void **results;

    (void)state;
    cmark_gfm_core_extensions_ensure_registered();
    results = crew_run(crew, a, d, &work);
    assert_non_null(results[0]);
    if (results[1]) /* a newer library reads it in time */
        skip();
    assert_non_null(results[2]);
    assert_int_equal(d->errors, 1);
    assert_string_equal(d->list.items[0].code, "crew.time");
    assert_int_equal(d->list.items[0].at.file, w.page.file);
    crew_close(crew);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_markdown_that_does_not_end)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
