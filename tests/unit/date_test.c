/* Days and times: what counts as one, the calendar, how they are shown. */
#include "base/date.h"

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

static void what_is_a_date(void **state)
{
    static const struct {
        const char *text, *iso;
    } cases[] = {
        {"2026-03-05", "2026-03-05"},
        {"05/3/2026", "2026-03-05"},
        {"5/3/2026", "2026-03-05"},
        {"05/03/2026", "2026-03-05"},
        {"5-3-2026", "2026-03-05"},
        {"5.3.2026", "2026-03-05"},
        {"  05/3/2026 ", "2026-03-05"},
        {"2026-03-05T14:30", "2026-03-05T14:30+07:00"},
        {"2026-03-05 14:30", "2026-03-05T14:30+07:00"},
        {"2026-03-05T14:30:59+07:00", "2026-03-05T14:30+07:00"},
        {"05/3/2026 14h30", "2026-03-05T14:30+07:00"},
        {"05/3/2026 14 giờ 30", "2026-03-05T14:30+07:00"},
        {"05/3/2026 14 giờ 30 phút", "2026-03-05T14:30+07:00"},
        {"05/3/2026 8h", "2026-03-05T08:00+07:00"},
        {"05/3/2026 7 giờ", "2026-03-05T07:00+07:00"},
        {"05/3/2026 0:00", "2026-03-05T00:00+07:00"},
        {"05/3/2026 23:59", "2026-03-05T23:59+07:00"},
        {"29/2/2024", "2024-02-29"},
        {"29/02/2000", "2000-02-29"},
        {"01/01/1900", "1900-01-01"},
        {"31/12/2200", "2200-12-31"},
        {"31/12/1969", "1969-12-31"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Date d;
        bool no_such_day = true;
        if (!date_parse(str_from(cases[i].text), &d, &no_such_day))
            fail_msg("«%s» is a date", cases[i].text);
        assert_false(no_such_day);
        assert_int_equal(d.unused, 0);
        if (!str_is(date_iso(arena, d), cases[i].iso))
            fail_msg("«%s» gave %s", cases[i].text, date_iso(arena, d).s);
    }
}

static void what_is_not(void **state)
{
    static const struct {
        const char *text;
        bool no_such_day;
    } cases[] = {
        {"30/2/2026", true}, {"29/2/2026", true}, {"29/2/1900", true}, {"31/4/2026", true}, {"31/6/2026", true},
        {"0/3/2026", true}, {"5/0/2026", true}, {"32/1/2026", true}, {"5/13/2026", true}, {"2026-02-30", true},
        {"2026-13-01", true}, {"01/01/1899", true}, {"01/01/2201", true}, {"30/2/2026 14:30", true},
        {"", false}, {"hôm nay", false}, {"5/3/26", false}, {"5/3", false}, {"2026-3-5", false}, {"2026/03/05", false},
        {"5/3-2026", false}, {"5 / 3 / 2026", false}, {"05/3/2026x", false}, {"005/3/2026", false}, {"05/3/20266", false},
        {"05/3/2026 24:00", false}, {"05/3/2026 14:60", false}, {"05/3/2026 14:3", false}, {"05/3/2026 14", false},
        {"05/3/2026 14h60", false}, {"05/3/2026T", false}, {"05/3/2026 14:30 chiều", false}, {"14:30 05/3/2026", false},
        {"2026-03-05T14:30Z", false}, {"2026-03-05T14:30+00:00", false}, {"-5/3/2026", false}, {"30/2", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Date d = {0};
        bool no_such_day = !cases[i].no_such_day;
        if (date_parse(str_from(cases[i].text), &d, &no_such_day))
            fail_msg("«%s» is no date", cases[i].text);
        if (no_such_day != cases[i].no_such_day)
            fail_msg("«%s»: no_such_day is wrong", cases[i].text);
    }
}

/* Walks every day of the range with its own calendar. */
static void the_calendar(void **state)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int day = date_from_ymd(1900, 1, 1).day;

    (void)state;
    assert_int_equal(date_from_ymd(1970, 1, 1).day, 0);
    for (int y = 1900; y <= 2200; y++)
        for (int m = 1; m <= 12; m++)
            for (int d = 1; d <= lengths[m - 1] + (m == 2 && ((y % 4 == 0 && y % 100) || y % 400 == 0)); d++, day++) {
                int year, month, of_month;
                Date date = date_from_ymd(y, m, d);
                assert_int_equal(date.day, day);
                assert_int_equal(date.minute, -1);
                date_ymd(date, &year, &month, &of_month);
                assert_true(year == y && month == m && of_month == d);
            }
}

static void unix_times_are_seen_from_vietnam(void **state)
{
    (void)state;
    assert_int_equal(date_from_unix(0).day, 0);
    assert_int_equal(date_from_unix(16 * 3600 + 3599).day, 0); /* 23:59:59 in Hà Nội */
    assert_int_equal(date_from_unix(17 * 3600).day, 1);
    assert_int_equal(date_from_unix(-7 * 3600).day, 0);
    assert_int_equal(date_from_unix(-7 * 3600 - 1).day, -1);
    assert_true(str_is(date_iso(arena, date_from_unix(1772643600)), "2026-03-05"));
    assert_true(str_is(date_iso(arena, date_from_unix(1772643599)), "2026-03-04"));
    assert_int_equal(date_from_unix(0).minute, -1);
}

static void weekdays(void **state)
{
    (void)state;
    assert_int_equal(date_weekday(date_from_ymd(1970, 1, 1)), 4);
    assert_int_equal(date_weekday(date_from_ymd(2026, 3, 5)), 4);
    assert_int_equal(date_weekday(date_from_ymd(2026, 3, 8)), 7);
    assert_int_equal(date_weekday(date_from_ymd(2026, 3, 9)), 1);
    assert_int_equal(date_weekday(date_from_ymd(1900, 1, 1)), 1);
    assert_int_equal(date_weekday(date_from_ymd(1945, 9, 2)), 7);
}

static void order(void **state)
{
    static const char *const texts[] = {"31/12/2025", "05/3/2026", "05/3/2026 00:00", "05/3/2026 14:30", "06/3/2026"};

    (void)state;
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 5; j++) {
            Date a, b;
            bool no_such_day;
            int want = (i > j) - (i < j);
            assert_true(date_parse(str_from(texts[i]), &a, &no_such_day));
            assert_true(date_parse(str_from(texts[j]), &b, &no_such_day));
            assert_int_equal((date_cmp(a, b) > 0) - (date_cmp(a, b) < 0), want);
        }
}

static void shown_as_decree_30_has_it(void **state)
{
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"2026-03-05", "05/3/2026"}, {"2026-01-05", "05/01/2026"}, {"2026-02-15", "15/02/2026"}, {"2026-12-31", "31/12/2026"},
        {"2026-10-01", "01/10/2026"}, {"2026-03-05T14:30", "14:30 05/3/2026"}, {"2026-03-05T07:05", "07:05 05/3/2026"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Date d;
        bool no_such_day;
        assert_true(date_parse(str_from(cases[i].text), &d, &no_such_day));
        assert_string_equal(date_shown(arena, d).s, cases[i].shown);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_a_date), cmocka_unit_test(what_is_not), cmocka_unit_test(the_calendar),
        cmocka_unit_test(unix_times_are_seen_from_vietnam), cmocka_unit_test(weekdays), cmocka_unit_test(order),
        cmocka_unit_test(shown_as_decree_30_has_it),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
