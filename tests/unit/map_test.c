/* Hash maps, and the hash they rest on. */
#include "base/map.h"

#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static void put_find_claim(void **state)
{
    Arena *a = arena_new();
    Map m = {0};
    int one = 1, two = 2, three = 3;

    (void)state;
    assert_null(map_find(&m, STR("a")));
    assert_null(map_put(a, &m, STR("a"), &one));
    assert_ptr_equal(map_find(&m, STR("a")), &one);
    assert_ptr_equal(map_put(a, &m, STR("a"), &two), &one);
    assert_ptr_equal(map_find(&m, STR("a")), &two);
    assert_ptr_equal(map_claim(a, &m, STR("a"), &three), &two);
    assert_ptr_equal(map_find(&m, STR("a")), &two);
    assert_null(map_claim(a, &m, STR(""), &three));
    assert_ptr_equal(map_find(&m, (Str){NULL, 0}), &three);
    assert_null(map_find(&m, STR("A")));
    assert_int_equal(m.n, 2);
    arena_free(a);
}

static void many_keys_are_kept_apart(void **state)
{
    enum { MANY = 20000 };
    static int values[MANY];
    Arena *a = arena_new();
    Map m = {0};

    (void)state;
    for (int i = 0; i < MANY; i++)
        assert_null(map_put(a, &m, arena_printf(a, "khóa %d", i), &values[i]));
    assert_int_equal(m.n, MANY);
    for (int i = 0; i < MANY; i++)
        assert_ptr_equal(map_find(&m, arena_printf(a, "khóa %d", i)), &values[i]);
    assert_null(map_find(&m, STR("khóa 20000")));
    arena_free(a);
}

/* Published by xxHash's authors; the manifest of a site built elsewhere has to agree. */
static void the_hash_is_xxh3(void **state)
{
    (void)state;
    assert_true(hash_bytes(STR("")) == 0x2d06800538d394c2u);
    assert_true(hash_bytes(STR("a")) != hash_bytes(STR("b")));
    assert_true(hash_bytes(STR("ab")) != hash_bytes(STR("ba")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(put_find_claim), cmocka_unit_test(many_keys_are_kept_apart), cmocka_unit_test(the_hash_is_xxh3),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
