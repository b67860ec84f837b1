#include "script/filters.h"

enum { RANGE_MOST = 10000 };

Value filter_default(HostCall *c)
{
    Value v = c->args[0];

    return value_truth(v) || value_is(v, VALUE_BOOL) ? v : c->args[1];
}

Value filter_known(HostCall *c) { return value_bool(value_truth(c->args[0]) && !value_is(c->args[0], VALUE_STATUS)); }

static Value string(HostCall *c, Str text) { return value_string(c->scratch, text); }

/* True and the date of args[0]; false where it passes through or is no date, with `*result` set. */
static bool date_of(HostCall *c, Date *out, Value *result)
{
    *result = c->args[0];
    if (filter_passes(c))
        return false;
    if (!value_is(c->args[0], VALUE_DATE)) {
        *result = filter_wrong(c, 0, "ngày", "a date");
        return false;
    }
    *out = c->args[0].as.date;
    return true;
}

Value filter_date(HostCall *c)
{
    Value result;
    Date d;

    if (!date_of(c, &d, &result))
        return result;
    d.minute = -1;
    return string(c, date_shown(c->scratch, d));
}

Value filter_datetime(HostCall *c)
{
    Value result;
    Date d;

    return date_of(c, &d, &result) ? string(c, date_shown(c->scratch, d)) : result;
}

Value filter_iso(HostCall *c)
{
    Value result;
    Date d;

    return date_of(c, &d, &result) ? string(c, date_iso(c->scratch, d)) : result;
}

Value filter_weekday(HostCall *c)
{
    static const char *const vi[] = {"Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"};
    Value result;
    Date d;

    return date_of(c, &d, &result) ? string(c, str_from(vi[date_weekday(d) - 1])) : result;
}

/* Text, so that no dot is put into it. */
Value filter_year(HostCall *c)
{
    int year, month, day;
    Value result;
    Date d;

    if (!date_of(c, &d, &result))
        return result;
    date_ymd(d, &year, &month, &day);
    return string(c, arena_printf(c->scratch, "%d", year));
}

static bool is_number(Value v) { return value_is(v, VALUE_INT) || value_is(v, VALUE_NUMBER); }

Value filter_number(HostCall *c)
{
    Buf out = {0};
    Value v;

    if (filter_passes(c))
        return c->args[0];
    if (!is_number(c->args[0]))
        return filter_wrong(c, 0, "số", "a number");
    write_number(&out, c->args[0]);
    v = string(c, buf_str(&out));
    buf_free(&out);
    return v;
}

/* "512 byte", "340 KB", "1,2 MB": one decimal from a megabyte on. */
Value filter_filesize(HostCall *c)
{
    double size;
    const char *unit = "KB";
    Str text;

    if (filter_passes(c))
        return c->args[0];
    if (!is_number(c->args[0]))
        return filter_wrong(c, 0, "số byte", "a number of bytes");
    size = value_is(c->args[0], VALUE_INT) ? (double)c->args[0].as.integer : c->args[0].as.number;
    if (size < 1000)
        return string(c, arena_printf(c->scratch, "%.0f byte", size));
    size /= 1024;
    if (size < 999.5)
        return string(c, arena_printf(c->scratch, "%.0f KB", size < 1 ? 1 : size));
    unit = size < 1024 * 999.5 ? "MB" : "GB";
    size /= size < 1024 * 999.5 ? 1024 : 1024 * 1024;
    text = arena_printf(c->scratch, "%.1f", size);
    if (str_ends(text, STR(".0")))
        return string(c, arena_printf(c->scratch, "%.0f %s", size, unit));
    return string(c, arena_printf(c->scratch, "%.*s,%c %s", (int)(text.n - 2), text.s, text.s[text.n - 1], unit));
}

Value function_range(HostCall *c)
{
    ValueItems items = {0};

    for (size_t i = 0; i < 2; i++)
        if (!value_is(c->args[i], VALUE_INT))
            return filter_wrong(c, i, "số nguyên", "a whole number");
    if (c->args[1].as.integer - c->args[0].as.integer >= RANGE_MOST) {
        c->error = arena_printf(c->scratch, c->lang == LANG_EN ? "at most %d numbers" : "nhiều nhất %d số", RANGE_MOST);
        return value_null();
    }
    for (int64_t i = c->args[0].as.integer; i <= c->args[1].as.integer; i++)
        list_push(c->scratch, &items, value_int(i));
    return value_list(c->scratch, items.items, items.n);
}
