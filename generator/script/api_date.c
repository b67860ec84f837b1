#include "script/api_inner.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 2200, MOST_DAYS = 400 * 366 };

int api_date_make(lua_State *L)
{
    int year = (int)api_int(L, 1, FIRST_YEAR, LAST_YEAR), month = (int)api_int(L, 2, 1, 12), day = (int)api_int(L, 3, 1, 31);
    Date d;
    bool no_such_day = false;

    if (!date_parse(arena_printf(api_of(L)->scratch, "%04d-%02d-%02d", year, month, day), &d, &no_such_day))
        api_wrong(L, 3, arena_printf(api_of(L)->scratch, "ngày có trong tháng %d/%d", month, year).s,
                  arena_printf(api_of(L)->scratch, "a day of month %d/%d", month, year).s);
    return api_give_date(L, d);
}

/* nil, and why, for what is no date: what people write is data, not a mistake of the plugin. */
int api_date_parse(lua_State *L)
{
    Str text = str_trim(api_text(L, 1));
    bool no_such_day = false;
    Date d;

    if (date_parse(text, &d, &no_such_day))
        return api_give_date(L, d);
    lua_pushnil(L);
    if (no_such_day)
        lua_pushfstring(L, api_english(L) ? "there is no day %s" : "không có ngày %s", api_cut(L, text));
    else
        lua_pushfstring(L, api_english(L) ? "«%s» is no date; write 05/3/2026" : "«%s» không phải là ngày; viết 05/3/2026", api_cut(L, text));
    return 2;
}

/* As feeds want it: Thu, 05 Mar 2026 00:00:00 +0700; a day without a time begins at midnight. */
static Str rfc822(Arena *a, Date d)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int year, month, day, minute = d.minute < 0 ? 0 : d.minute;

    date_ymd(d, &year, &month, &day);
    return arena_printf(a, "%s, %02d %s %04d %02d:%02d:00 +0700", days[date_weekday(d) - 1], day, months[month - 1], year, minute / 60,
                        minute % 60);
}

static Str rfc3339(Arena *a, Date d)
{
    int year, month, day, minute = d.minute < 0 ? 0 : d.minute;

    date_ymd(d, &year, &month, &day);
    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:00+07:00", year, month, day, minute / 60, minute % 60);
}

int api_date_format(lua_State *L)
{
    Date d = api_date(L, 1);
    Str form = lua_isnoneornil(L, 2) ? STR("ngày") : api_text(L, 2);
    Arena *a = api_of(L)->scratch;

    if (str_is(form, "iso"))
        return api_give(L, date_iso(a, d));
    if (str_is(form, "ngày giờ"))
        return api_give(L, date_shown(a, d));
    if (str_is(form, "rfc822"))
        return api_give(L, rfc822(a, d));
    if (str_is(form, "rfc3339"))
        return api_give(L, rfc3339(a, d));
    if (!str_is(form, "ngày"))
        api_wrong(L, 2, "«ngày» (05/3/2026), «ngày giờ» (14:30 05/3/2026), «iso» (2026-03-05), «rfc822» hoặc «rfc3339»",
                  "\"ngày\" (05/3/2026), \"ngày giờ\" (14:30 05/3/2026), \"iso\" (2026-03-05), \"rfc822\" or \"rfc3339\"");
    d.minute = -1;
    return api_give(L, date_shown(a, d));
}

int api_date_add(lua_State *L)
{
    Date d = api_date(L, 1), first = date_from_ymd(FIRST_YEAR, 1, 1), last = date_from_ymd(LAST_YEAR, 12, 31);
    lua_Integer days = api_int(L, 2, -MOST_DAYS, MOST_DAYS);

    d.day += (int32_t)days;
    if (d.day < first.day || d.day > last.day)
        api_wrong(L, 2, "số ngày để kết quả còn trong các năm 1900–2200", "so many days that the result lies in the years 1900 to 2200");
    return api_give_date(L, d);
}

int api_date_between(lua_State *L)
{
    lua_pushinteger(L, api_date(L, 2).day - api_date(L, 1).day);
    return 1;
}

int api_date_weekday(lua_State *L)
{
    static const char *const names[] = {"Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"};

    lua_pushstring(L, names[date_weekday(api_date(L, 1)) - 1]);
    return 1;
}

static int part(lua_State *L, int which)
{
    int ymd[3];

    date_ymd(api_date(L, 1), &ymd[0], &ymd[1], &ymd[2]);
    lua_pushinteger(L, ymd[which]);
    return 1;
}

int api_date_year(lua_State *L) { return part(L, 0); }
int api_date_month(lua_State *L) { return part(L, 1); }

int api_date_quarter(lua_State *L)
{
    part(L, 1);
    lua_pushinteger(L, (lua_tointeger(L, -1) + 2) / 3);
    return 1;
}
