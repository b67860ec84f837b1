/* csv_test - every case of tests/tables/csv.txt, the encodings of Excel, and cells as they are written. */
#include "value_table.h"

#include "value/csv.h"

static bool read_csv(Arena *a, Diag *d, Str text, Value *out)
{
    return csv_read(a, d, (Place){.line = 1, .column = 1}, text, out);
}

static void test_table(void **state)
{
    (void)state;
    run_table("tests/tables/csv.txt", read_csv);
}

/* "a;b" CR LF "ă;đ😀" in UTF-16. */
#define LITTLE                                                                                                                   \
    "\xFF\xFE"                                                                                                                   \
    "a\0;\0b\0\r\0\n\0"                                                                                                          \
    "\x03\x01;\0\x11\x01\x3D\xD8\x00\xDE"
#define BIG                                                                                                                      \
    "\xFE\xFF"                                                                                                                   \
    "\0a\0;\0b\0\r\0\n"                                                                                                          \
    "\x01\x03\0;\x01\x11\xD8\x3D\xDE\x00"

static void check_utf16(Str bytes)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Value v, b;

    assert_true(read_csv(a, d, bytes, &v));
    assert_int_equal(value_count(v), 1);
    assert_true(str_is(value_get_str(value_item(v, 0), STR("a")), "ă"));
    b = value_get(value_item(v, 0), STR("b"));
    assert_true(str_is(value_str(b), "đ😀"));
    assert_int_equal(b.line, 2);
    assert_int_equal(b.column, 3);
    arena_free(a);
}

static void test_utf16(void **state)
{
    (void)state;
    check_utf16((Str){LITTLE, sizeof LITTLE - 1});
    check_utf16((Str){BIG, sizeof BIG - 1});
}

static void check_refused(Str bytes, unsigned line, unsigned column)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Value v;

    assert_false(read_csv(a, d, bytes, &v));
    assert_int_equal(d->errors, 1);
    assert_string_equal(d->list.items[0].code, "csv.encoding");
    assert_int_equal(d->list.items[0].at.line, line);
    assert_int_equal(d->list.items[0].at.column, column);
    assert_non_null(strstr(d->list.items[0].hint.s, "CSV UTF-8"));
    arena_free(a);
}

static void test_refused(void **state)
{
    (void)state;
    check_refused(STR("a;b\n1;H\xE9 t\n"), 2, 4); /* Windows-1252 */
    check_refused(STR("\xEF\xBB\xBF"
                      "đ\xED\xA0\x80"),
                  1, 2);                                   /* a surrogate in UTF-8 */
    check_refused((Str){LITTLE, sizeof LITTLE - 2}, 2, 4); /* half a unit */
    check_refused((Str){"\xFF\xFE"
                        "a\0\n\0\x00\xDE",
                        8},
                  2, 1); /* the second half of a pair alone */
    check_refused((Str){"\xFF\xFE"
                        "a\0\x3D\xD8"
                        "a\0",
                        8},
                  1, 2); /* the first half alone */
}

static void test_places_start_where_told(void **state)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Value v, row;

    (void)state;
    assert_true(csv_read(a, d, (Place){.file = 5, .line = 1, .column = 1}, STR("a;đ\n1;2\n"), &v));
    row = value_item(v, 0);
    assert_int_equal(value_get(row, STR("đ")).file, 5);
    assert_int_equal(value_find(row, STR("đ"))->key_at.line, 1);
    assert_int_equal(value_find(row, STR("đ"))->key_at.column, 3);
    arena_free(a);
}

static void test_faults_are_capped(void **state)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_EN);
    Buf b = {0};
    Value v;

    (void)state;
    buf_puts(&b, "a;b\n");
    for (int i = 0; i < 1000; i++)
        buf_puts(&b, "1;2;3\n");
    assert_false(csv_read(a, d, (Place){.line = 1}, buf_str(&b), &v));
    assert_int_equal(d->errors, 20);
    assert_non_null(strstr(d->list.items[0].message.s, "row 2 has 3 cells"));
    buf_free(&b);
    arena_free(a);
}

static void test_cell(void **state)
{
    static const struct {
        const char *text, *cell;
    } cells[] = {{"", ""},
                 {"Xã Mẫu", "Xã Mẫu"},
                 {"a;b", "\"a;b\""},
                 {"a,b", "a,b"},
                 {"nói \"được\"", "\"nói \"\"được\"\"\""},
                 {"a\nb", "\"a\nb\""},
                 {" a", "\" a\""},
                 {"=1+1", "'=1+1"},
                 {"@SUM(A1)", "'@SUM(A1)"},
                 {"-5", "-5"},
                 {"-1.234,5", "-1.234,5"},
                 {"+7%", "+7%"},
                 {"+84 912", "'+84 912"},
                 {"-5+2", "'-5+2"},
                 {"- mục", "'- mục"},
                 {"-", "'-"},
                 {"\t=1", "'\t=1"},
                 {"\t2.000250", "\"\t2.000250\""},
                 {"\t-5+2", "'\t-5+2"},
                 {"=\"a;b\"", "\"'=\"\"a;b\"\"\""},
                 {"1=2", "1=2"},
                 {"5%%", "5%%"},
                 {"-5%%", "'-5%%"}};
    Buf b = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        buf_clear(&b);
        csv_cell(&b, str_from(cells[i].text), ';');
        buf_byte(&b, 0);
        assert_string_equal(b.s, cells[i].cell);
    }
    buf_clear(&b);
    csv_cell(&b, STR("a,b"), ',');
    assert_true(str_is(buf_str(&b), "\"a,b\""));
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),   cmocka_unit_test(test_utf16),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_places_start_where_told),
        cmocka_unit_test(test_cell),    cmocka_unit_test(test_faults_are_capped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
