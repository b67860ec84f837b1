/* Forked workers give what one process gives, in the order of the jobs, and a death is named. */
#include "base/buf.h"
#include "base/crew.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static Place nowhere(void *context, size_t i)
{
    (void)context;
    (void)i;
    return (Place){.file = 0};
}

static Str name_of(void *context, size_t i, Arena *a)
{
    (void)context;
    return arena_printf(a, "job-%zu", i);
}

/* Job i makes the text of i, and warns where i is a multiple of 7. */
static void *count_job(void *context, size_t i, Arena *keep, Diag *d)
{
    Str *out = arena_make(keep, Str);

    (void)context;
    *out = arena_printf(keep, "%zu", i);
    if (i % 7 == 0)
        diag_warn(d, (Place){.line = i & 0xffff}, "test.seven", "số %zu", "number %zu", i);
    return out;
}

static void run_counts(int workers, bool in_line, size_t count, Buf *out)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Crew *crew = crew_open(a, workers, in_line);
    CrewWork work = {.name = "test", .count = count, .job = count_job, .where = nowhere, .label = name_of};
    Str **results = (Str **)crew_run(crew, a, d, &work);

    assert_non_null(results);
    for (size_t i = 0; i < count; i++)
        buf_add(out, *results[i]);
    for (size_t i = 0; i < d->list.n; i++)
        buf_add(out, d->list.items[i].message);
    crew_close(crew);
    arena_free(a);
}

static void test_same_for_any_number_of_workers(void **state)
{
    Buf one = {0};
    static const int workers[] = {1, 2, 3, 8, 64};

    (void)state;
    run_counts(1, true, 500, &one);
    assert_true(one.n > 1000);
    for (size_t i = 0; i < sizeof workers / sizeof *workers; i++) {
        Buf other = {0};
        run_counts(workers[i], false, 500, &other);
        assert_int_equal(other.n, one.n);
        assert_memory_equal(other.s, one.s, one.n);
        buf_free(&other);
    }
    buf_free(&one);
}

static void test_no_jobs_at_all(void **state)
{
    Buf out = {0};

    (void)state;
    run_counts(4, false, 0, &out);
    run_counts(4, true, 0, &out);
    assert_int_equal(out.n, 0);
    buf_free(&out);
}

/* The jobs of `context`, a text: 'x' crashes, 'k' is killed, 'm' runs out of memory, others do well. */
static void *deadly_job(void *context, size_t i, Arena *keep, Diag *d)
{
    const char *fates = context;

    (void)d;
    if (fates[i] == 'x')
        raise(SIGABRT);
    if (fates[i] == 'k')
        raise(SIGKILL);
    if (fates[i] == 'm')
        _exit(ARENA_EXIT_MEMORY);
    while (fates[i] == 's') /* spins for ever */
        d = *(Diag *volatile *)&d;
    while (fates[i] == 'e') /* eats its slice */
        arena_alloc(keep, 1 << 20);
    for (Arena *own = fates[i] == 'h' ? arena_new() : NULL; own;) /* eats the heap */
        arena_alloc(own, 1 << 20);
    return arena_make(keep, int);
}

static void check_deaths(const char *fates, int workers, size_t deaths)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Crew *crew = crew_open(a, workers, false);
    CrewWork work = {"test", strlen(fates), (void *)(uintptr_t)fates, deadly_job, nowhere, name_of, 2};
    void **results = crew_run(crew, a, d, &work);
    size_t seen = 0;

    assert_non_null(results);
    assert_int_equal(d->errors, deaths);
    for (size_t i = 0; i < work.count; i++) {
        bool dies = strchr("xkmseh", fates[i]) != NULL;
        assert_int_equal(results[i] == NULL, dies);
        if (dies)
            assert_non_null(strstr(d->list.items[seen++].message.s, arena_printf(a, "job-%zu", i).s));
    }
    crew_close(crew);
    arena_free(a);
}

static void test_a_dead_worker_is_named_and_replaced(void **state)
{
    (void)state;
    check_deaths("..x.....", 1, 1);
    check_deaths("..x..k..m....", 2, 3);
    check_deaths("xxxx........", 3, 4);
    check_deaths(".......x", 2, 1);
}

/* A job that does not come back, or takes too much, is ended, and the reason is told from others. */
static void test_walls_have_codes(void **state)
{
    static const char *const codes[] = {"crew.died", "crew.memory", "crew.time", "crew.memory", "crew.memory"};
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_EN);
    Crew *crew = crew_open(a, 1, false);
    CrewWork work = {"test", 6, (void *)(uintptr_t)"xmse.h", deadly_job, nowhere, name_of, 2};

    (void)state;
#if defined(__SANITIZE_ADDRESS__)
    work.context = (void *)(uintptr_t)"xmse.."; /* no limit on the heap there */
#endif
    assert_non_null(crew_run(crew, a, d, &work));
    assert_int_equal(d->list.n, ((const char *)work.context)[5] == 'h' ? 5 : 4);
    for (size_t i = 0; i < d->list.n; i++)
        assert_string_equal(d->list.items[i].code, codes[i]);
    crew_close(crew);
    arena_free(a);
}

/* What one run made stays while the next one runs. */
static void test_results_live_as_long_as_the_crew(void **state)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Crew *crew = crew_open(a, 2, false);
    CrewWork work = {.name = "test", .count = 100, .job = count_job, .where = nowhere, .label = name_of};
    Str **first = (Str **)crew_run(crew, a, d, &work), **second = (Str **)crew_run(crew, a, d, &work);

    (void)state;
    for (size_t i = 0; i < 100; i++) {
        assert_true(str_eq(*first[i], *second[i]));
        assert_ptr_not_equal(first[i], second[i]);
    }
    assert_true(crew_used(crew) > 0);
    crew_close(crew);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_for_any_number_of_workers),
        cmocka_unit_test(test_no_jobs_at_all),
        cmocka_unit_test(test_a_dead_worker_is_named_and_replaced),
        cmocka_unit_test(test_walls_have_codes),
        cmocka_unit_test(test_results_live_as_long_as_the_crew),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
