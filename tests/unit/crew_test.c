/* Forked workers give what one process gives, in the order of the jobs, and a death is named. */
#include "base/buf.h"
#include "base/crew.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
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
    CrewWork work = {.name = "test", .count = strlen(fates), .context = (void *)(uintptr_t)fates, .job = deadly_job, .where = nowhere,
                     .label = name_of, .seconds = 2};
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
    CrewWork work = {.name = "test", .count = 6, .context = (void *)(uintptr_t)"xmse.h", .job = deadly_job, .where = nowhere,
                     .label = name_of, .seconds = 2};

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

/* What jobs of the tests below share: a text of fates, and a memory that all processes see. */
typedef struct {
    atomic_uint workers, deaths, worn; /* how many did a job; died at the call of a plugin; were asked to end */
} Tally;

typedef struct {
    const char *fates; /* as above; 'p' dies while it calls a plugin, 'q' long after that call came back */
    CrewNow *now;
    CrewDoing doing;
    Tally *tally;
    size_t done; /* jobs of this worker */
} Scene;

enum { SAID = 3000 };

/* A job makes some thousand bytes of its own letter, first and last in its slice, and much between if it dies. */
static void *scene_job(void *context, size_t i, Arena *keep, Diag *d)
{
    Scene *s = context;
    char *out = arena_alloc(keep, SAID), fate = s->fates[i];

    memset(out, 'a' + (int)(i % 26), SAID);
    if (s->done++ == 0)
        atomic_fetch_add(&s->tally->workers, 1);
    diag_note(d, (Place){.line = (i + 1) & 0xffff}, "test.note", "số %zu", "number %zu", i);
    if (strchr("pqt", fate))
        atomic_store(&s->now->doing, &s->doing);
    if (fate == 'q')
        atomic_store(&s->now->doing, NULL);
    if (strchr("pqk", fate)) {
        memset(arena_alloc(keep, 1 << 20), '!', 1 << 20);
        raise(SIGKILL);
    }
    while (fate == 't') /* spins for ever */
        d = *(Diag *volatile *)&d;
    return out;
}

static bool scene_worn(void *context)
{
    Scene *s = context;

    if (s->done < 3)
        return false;
    atomic_fetch_add(&s->tally->worn, 1);
    return true;
}

static Tally *new_tally(void)
{
    Tally *tally = mmap(NULL, sizeof *tally, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    assert_ptr_not_equal(tally, MAP_FAILED);
    return tally;
}

/* Runs a scene; what it said is added to `out`. Results of the jobs that live are whole, the others' are NULL. */
static size_t run_scene(const char *fates, int workers, bool in_line, bool wears, Tally *tally, Buf *out)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Crew *crew = crew_open(a, workers, in_line);
    Scene scene = {fates, NULL, {"phần mở rộng «x», khối «y»", &tally->deaths}, tally, 0};
    CrewWork work = {.name = "test", .count = strlen(fates), .context = &scene, .job = scene_job, .where = nowhere, .label = name_of,
                     .seconds = 1, .now = &scene.now, .worn = wears ? scene_worn : NULL};
    char **results = (char **)crew_run(crew, a, d, &work);
    size_t used;

    assert_non_null(results);
    for (size_t i = 0; i < work.count; i++) {
        assert_int_equal(results[i] == NULL, strchr("pqkt", fates[i]) != NULL);
        for (size_t k = 0; results[i] && k < SAID; k++)
            if (results[i][k] != 'a' + (int)(i % 26))
                fail_msg("result %zu is not whole", i);
    }
    for (size_t i = 0; i < d->list.n; i++) {
        buf_printf(out, "%s: ", d->list.items[i].code);
        buf_add(out, d->list.items[i].message);
        buf_byte(out, '\n');
        buf_add(out, d->list.items[i].hint);
        buf_byte(out, '\n');
    }
    used = crew_used(crew);
    crew_close(crew);
    arena_free(a);
    return used;
}

/* Every other job of 200 dies: the rest is done and stays whole, and what the dead had made is given back. */
static void test_deaths_never_run_out(void **state)
{
    static const int workers[] = {1, 2, 8};
    Tally *tally = new_tally();
    Buf first = {0};
    char fates[201];

    (void)state;
    for (size_t i = 0; i < 200; i++)
        fates[i] = i % 2 ? 'k' : '.';
    fates[200] = 0;
    for (size_t i = 0; i < 3; i++) {
        Buf said = {0};
        size_t used = run_scene(fates, workers[i], false, false, tally, i ? &said : &first);
        assert_true(used > 100 * SAID && used < 10 << 20);
        if (i) {
            assert_int_equal(said.n, first.n);
            assert_memory_equal(said.s, first.s, first.n);
        }
        buf_free(&said);
    }
    assert_null(strstr(first.s, "crew.undone"));
    assert_true(atomic_load(&tally->workers) > 250); /* most deaths were followed by a worker that did a job */
    buf_free(&first);
    munmap(tally, sizeof *tally);
}

/* A worker that is worn ends in good order; its successors go on in the same slice and do the rest. */
static void test_worn_workers_are_followed(void **state)
{
    static const int workers[] = {1, 2, 8};
    Tally *tally = new_tally();
    Buf in_line = {0};
    char fates[601];

    (void)state;
    memset(fates, '.', 600);
    fates[600] = 0;
    run_scene(fates, 1, true, true, tally, &in_line);
    assert_int_equal(atomic_load(&tally->worn), 0);
    for (size_t i = 0; i < 3; i++) {
        Buf said = {0};
        atomic_store(&tally->worn, 0);
        size_t used = run_scene(fates, workers[i], false, true, tally, &said);
        assert_true(used < 600 * (SAID + 1000));
        assert_in_range(atomic_load(&tally->worn), 190, 200);
        assert_int_equal(said.n, in_line.n);
        assert_memory_equal(said.s, in_line.s, said.n);
        buf_free(&said);
    }
    buf_free(&in_line);
    munmap(tally, sizeof *tally);
}

/* Who dies at the call of a plugin: the message names the call, the hint its keeper, and the deaths are counted. */
static void test_a_death_names_the_call(void **state)
{
    static const int workers[] = {1, 2, 8};
    static const char wanted[] =
        "crew.died: xử lý job-1 thì chương trình con dừng đột ngột (tín hiệu 9), lúc đang chạy phần mở rộng «x», khối «y»\nlỗi ở phần mở rộng",
        after[] = "crew.died: xử lý job-2 thì chương trình con dừng đột ngột (tín hiệu 9)\nchia nhỏ",
        late[] = "crew.time: xử lý job-5 quá 1 giây nên phải dừng, lúc đang chạy phần mở rộng «x», khối «y»\nlỗi ở phần mở rộng";
    Tally *tally = new_tally();

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        Buf said = {0};
        atomic_store(&tally->deaths, 0);
        run_scene(".pq.kt.p", workers[i], false, i == 2, tally, &said);
        buf_byte(&said, 0);
        assert_non_null(strstr(said.s, wanted));
        assert_non_null(strstr(said.s, after));
        assert_non_null(strstr(said.s, late));
        assert_int_equal(atomic_load(&tally->deaths), 3);
        buf_free(&said);
    }
    munmap(tally, sizeof *tally);
}

/* Job 0 says what it does and forgets to take it back: job 1, which dies, is not blamed on it. */
static void *forgetful_job(void *context, size_t i, Arena *keep, Diag *d)
{
    Scene *s = context;

    (void)d;
    if (i == 1)
        assert_null(atomic_load(&s->now->doing));
    if (i == 1 && s->fates[1] == 'k')
        raise(SIGKILL);
    atomic_store(&s->now->doing, &s->doing);
    return arena_make(keep, int);
}

static void test_doing_is_reset_between_jobs(void **state)
{
    Tally *tally = new_tally();

    (void)state;
    for (int in_line = 0; in_line < 2; in_line++) {
        Arena *a = arena_new();
        Diag *d = diag_new(a, LANG_EN);
        Crew *crew = crew_open(a, 1, in_line);
        Scene scene = {in_line ? ".." : ".k", NULL, {"a plugin", &tally->deaths}, tally, 0};
        CrewWork work = {.name = "test", .count = 2, .context = &scene, .job = forgetful_job, .where = nowhere, .label = name_of, .now = &scene.now};

        assert_non_null(crew_run(crew, a, d, &work));
        assert_int_equal(d->errors, !in_line);
        if (!in_line)
            assert_null(strstr(d->list.items[0].message.s, "a plugin"));
        crew_close(crew);
        arena_free(a);
    }
    assert_int_equal(atomic_load(&tally->deaths), 0);
    munmap(tally, sizeof *tally);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_for_any_number_of_workers),
        cmocka_unit_test(test_no_jobs_at_all),
        cmocka_unit_test(test_a_dead_worker_is_named_and_replaced),
        cmocka_unit_test(test_walls_have_codes),
        cmocka_unit_test(test_results_live_as_long_as_the_crew),
        cmocka_unit_test(test_deaths_never_run_out),
        cmocka_unit_test(test_worn_workers_are_followed),
        cmocka_unit_test(test_a_death_names_the_call),
        cmocka_unit_test(test_doing_is_reset_between_jobs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
