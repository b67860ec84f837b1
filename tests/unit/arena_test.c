/* Arenas that grow and arenas within a slice; lists, which live in them. */
#include "base/arena.h"
#include "base/list.h"

#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static void pieces_are_aligned_and_apart(void **state)
{
    Arena *a = arena_new();
    unsigned char *kept[200];

    (void)state;
    for (size_t i = 0; i < 200; i++) {
        kept[i] = arena_alloc(a, i * 37);
        assert_int_equal((uintptr_t)kept[i] % 16, 0);
        memset(kept[i], (int)i, i * 37);
    }
    for (size_t i = 0; i < 200; i++)
        for (size_t j = 0; j < i * 37; j++)
            assert_int_equal(kept[i][j], i);
    arena_free(a);
    arena_free(NULL);
}

static void zeroed_pieces_are_zero_after_a_reset(void **state)
{
    Arena *a = arena_new();

    (void)state;
    memset(arena_alloc(a, 5000), 0xff, 5000);
    arena_reset(a);
    assert_int_equal(arena_used(a), 0);
    for (size_t i = 0; i < 5000; i++)
        assert_int_equal(((char *)arena_zalloc(a, 1))[0], 0);
    arena_free(a);
}

static void large_pieces_fit(void **state)
{
    Arena *a = arena_new();
    char *large = arena_alloc(a, 20 << 20);

    (void)state;
    memset(large, 1, 20 << 20);
    assert_true(arena_used(a) >= 20 << 20);
    arena_reset(a);
    memset(arena_alloc(a, 100), 1, 100);
    arena_free(a);
}

static void the_last_piece_grows_in_place(void **state)
{
    Arena *a = arena_new();
    char *first = arena_alloc(a, 16), *grown, *moved;

    (void)state;
    memcpy(first, "0123456789abcdef", 16);
    grown = arena_grow(a, first, 16, 64);
    assert_ptr_equal(grown, first);
    arena_alloc(a, 16);
    moved = arena_grow(a, grown, 64, 128);
    assert_ptr_not_equal(moved, grown);
    assert_memory_equal(moved, "0123456789abcdef", 16);
    assert_non_null(arena_grow(a, NULL, 0, 8));
    arena_free(a);
}

static void texts_end_in_nul(void **state)
{
    Arena *a = arena_new();
    Str copy = arena_str(a, (Str){"Xã Mẫu!", 9}), made;

    (void)state;
    assert_true(str_is(copy, "Xã Mẫu"));
    assert_int_equal(copy.s[copy.n], 0);
    assert_int_equal(arena_str(a, (Str){NULL, 0}).s[0], 0);
    made = arena_printf(a, "%s:%d:%.*s", "a", 12, STR_ARG(copy));
    assert_true(str_is(made, "a:12:Xã Mẫu"));
    assert_int_equal(made.s[made.n], 0);
    arena_free(a);
}

static int exit_status_of(void (*work)(void))
{
    int status;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        close(STDERR_FILENO);
        work();
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static _Alignas(16) char slice[4096];

static void within_bounds(void)
{
    Arena *a = arena_within(slice, sizeof slice);
    char *first = arena_alloc(a, 1000), *second = arena_alloc(a, 1000);

    if (first < slice || second + 1000 > slice + sizeof slice || second < first + 1000)
        _exit(1);
    arena_reset(a);
}

static void past_the_slice(void)
{
    Arena *a = arena_within(slice, sizeof slice);

    for (int i = 0; i < 5; i++)
        memset(arena_alloc(a, 1000), 1, 1000);
}

static void absurd_size(void) { arena_alloc(arena_new(), SIZE_MAX - 5); }

static void at_the_end_of_memory_the_process_ends(void **state)
{
    (void)state;
    assert_int_equal(exit_status_of(within_bounds), 0);
    assert_int_equal(exit_status_of(past_the_slice), ARENA_EXIT_MEMORY);
    assert_int_equal(exit_status_of(absurd_size), ARENA_EXIT_MEMORY);
}

static void lists_grow(void **state)
{
    typedef struct {
        int a;
        Str b;
    } Item;
    Arena *arena = arena_new();
    LIST(Item) list = {0};

    (void)state;
    for (int i = 0; i < 1000; i++) {
        if (i % 2)
            list_push(arena, &list, (Item){i, STR("odd")});
        else
            list_add(arena, &list)->a = i;
        arena_alloc(arena, 3);
    }
    assert_int_equal(list.n, 1000);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(list.items[i].a, i);
        assert_true(str_is(list.items[i].b, i % 2 ? "odd" : ""));
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_aligned_and_apart), cmocka_unit_test(zeroed_pieces_are_zero_after_a_reset),
        cmocka_unit_test(large_pieces_fit), cmocka_unit_test(the_last_piece_grows_in_place), cmocka_unit_test(texts_end_in_nul),
        cmocka_unit_test(at_the_end_of_memory_the_process_ends), cmocka_unit_test(lists_grow),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
