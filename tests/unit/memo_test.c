/* What one process worked out is found by others once it is shared; fingerprints of values tell them apart. */
#include "base/memo.h"
#include "value/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char things[200000];

/* True when a process that is forked now finds `result` under `key`. */
static bool child_finds(const Memo *memo, uint64_t key, const void *result)
{
    int status;
    pid_t child = fork();

    if (child == 0)
        _exit(memo_find(memo, key) == result ? 0 : 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void test_kept_then_shared(void **state)
{
    Arena *a = arena_new();
    Memo *memo = memo_open(a);
    pid_t child;
    int status;

    (void)state;
    assert_null(memo_find(memo, 7));
    memo_keep(memo, 7, &things[0]);
    memo_keep(memo, 0, &things[1]);
    assert_ptr_equal(memo_find(memo, 7), &things[0]);
    assert_ptr_equal(memo_find(memo, 0), &things[1]);
    memo_share(memo);
    assert_true(child_finds(memo, 7, &things[0]) && child_finds(memo, 0, &things[1]) && child_finds(memo, 8, NULL));

    child = fork(); /* the first one who shares a key has it; what is only kept stays its own */
    if (child == 0) {
        memo_keep(memo, 7, &things[2]);
        memo_keep(memo, 9, &things[3]);
        memo_share(memo);
        memo_keep(memo, 10, &things[4]);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_ptr_equal(memo_find(memo, 7), &things[0]);
    assert_ptr_equal(memo_find(memo, 9), &things[3]);
    assert_null(memo_find(memo, 10));
    memo_close(memo);
    arena_free(a);
}

/* More than it holds: what was kept out is not found, all else is right. */
static void test_full(void **state)
{
    Arena *a = arena_new();
    Memo *memo = memo_open(a);
    size_t found = 0;

    (void)state;
    for (size_t i = 0; i < sizeof things; i++)
        memo_keep(memo, i, &things[i]);
    memo_share(memo);
    for (size_t i = 1; i < sizeof things; i++) {
        void *there = memo_find(memo, i);
        assert_true(!there || there == &things[i] || (i == 1 && there == &things[0]));
        found += there != NULL;
    }
    assert_true(found > 100000 && found < sizeof things);
    memo_close(memo);
    arena_free(a);
}

static void test_none(void **state)
{
    (void)state;
    memo_keep(NULL, 1, &things[0]);
    memo_share(NULL);
    assert_null(memo_find(NULL, 1));
    memo_close(NULL);
}

static uint64_t hash_of(Value v)
{
    HashStream h;
    size_t most = 100;

    hash_begin(&h);
    assert_true(value_hash(&h, v, &most));
    assert_true(most < 100);
    return hash_end(&h);
}

static Value one_pair(Arena *a, const char *key, Value v) { return value_map(a, &(ValuePair){.key = str_from(key), .value = v}, 1); }

static void test_fingerprints(void **state)
{
    Arena *a = arena_new();
    Value text = value_string(a, STR("1")), other = value_string(a, STR("1"));
    Value two[] = {text, value_int(1)}, back[] = {value_int(1), text};
    Value all[] = {value_null(), value_bool(false), value_bool(true), value_int(1), value_int(0), value_number(1), text,
                   value_text(a, VALUE_STATUS, STR("1")), value_text(a, VALUE_PATH, STR("1")), value_text(a, VALUE_HTML, STR("1")), value_string(a, STR("")),
                   value_date((Date){1, -1, 0}), value_date((Date){1, 0, 0}), value_list(a, NULL, 0), value_list(a, two, 1), value_list(a, two, 2),
                   value_list(a, back, 2), value_map(a, NULL, 0), one_pair(a, "a", text), one_pair(a, "b", text), one_pair(a, "a", value_int(1)),
                   value_doc((void *)&things[0]), value_doc((void *)&things[1])};
    size_t n = sizeof all / sizeof *all;

    (void)state;
    assert_true(hash_of(text) == hash_of(value_at(other, (Place){.line = 3})));
    assert_true(hash_of(one_pair(a, "a", text)) == hash_of(one_pair(a, "a", other)));
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++)
            assert_true(hash_of(all[i]) != hash_of(all[k]));
    arena_free(a);
}

/* A value that leads to itself has no end. */
static void test_too_many(void **state)
{
    Arena *a = arena_new();
    Value loop = value_reserve(a, 1), items[10] = {{.type = VALUE_NULL}};
    HashStream h;
    size_t most = 50;

    (void)state;
    value_fill(loop, &(ValuePair){.key = STR("me"), .value = loop}, 1, NULL);
    hash_begin(&h);
    assert_false(value_hash(&h, loop, &most));
    most = 20;
    assert_false(value_hash(&h, value_list(a, items, 10), &most));
    most = 22;
    assert_true(value_hash(&h, value_list(a, items, 10), &most));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kept_then_shared), cmocka_unit_test(test_full), cmocka_unit_test(test_none),
                                       cmocka_unit_test(test_fingerprints), cmocka_unit_test(test_too_many)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
