#include "base/date.h"

enum { YEAR_FIRST = 1900, YEAR_LAST = 2200, NO_TIME = -1, VIETNAM_SECONDS = 7 * 3600, DAY_SECONDS = 86400 };

/* Takes one to `most` digits, at least `least`, off the front of `*rest`. */
static bool take_number(Str *rest, size_t least, size_t most, int *out)
{
    size_t n = 0;

    *out = 0;
    while (n < rest->n && n < most && rest->s[n] >= '0' && rest->s[n] <= '9')
        *out = *out * 10 + (rest->s[n++] - '0');
    *rest = str_slice(*rest, n, rest->n);
    return n >= least;
}

static bool take(Str *rest, Str word)
{
    if (!str_starts(*rest, word))
        return false;
    *rest = str_slice(*rest, word.n, rest->n);
    return true;
}

static void skip_spaces(Str *rest)
{
    while (take(rest, STR(" "))) {
    }
}

static bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static bool is_day(int year, int month, int day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (year < YEAR_FIRST || year > YEAR_LAST || month < 1 || month > 12 || day < 1)
        return false;
    return day <= lengths[month - 1] + (month == 2 && is_leap(year));
}

static bool take_iso(Str *rest, int *year, int *month, int *day)
{
    return take_number(rest, 4, 4, year) && take(rest, STR("-")) && take_number(rest, 2, 2, month)
        && take(rest, STR("-")) && take_number(rest, 2, 2, day);
}

/* Day, month, year with one separator throughout. */
static bool take_local(Str *rest, int *year, int *month, int *day)
{
    static const char *const separators[] = {"/", "-", "."};

    if (!take_number(rest, 1, 2, day))
        return false;
    for (size_t i = 0; i < 3; i++) {
        Str separator = str_from(separators[i]);
        if (take(rest, separator))
            return take_number(rest, 1, 2, month) && take(rest, separator) && take_number(rest, 4, 4, year);
    }
    return false;
}

/* `14:30`, `14:30:05`, `14h30`, `14h`, `14 giờ 30`, `14 giờ 30 phút`, `14 giờ`; seconds are read and dropped. */
static bool take_time(Str *rest, int *minute)
{
    int hour, part = 0, seconds = 0;

    if (!take_number(rest, 1, 2, &hour))
        return false;
    if (take(rest, STR(":"))) {
        if (!take_number(rest, 2, 2, &part) || (take(rest, STR(":")) && !take_number(rest, 2, 2, &seconds)))
            return false;
    } else {
        skip_spaces(rest);
        if (!take(rest, STR("giờ")) && !take(rest, STR("h")))
            return false;
        skip_spaces(rest);
        if (rest->n && take_number(rest, 1, 2, &part)) {
            skip_spaces(rest);
            take(rest, STR("phút"));
        }
    }
    *minute = hour * 60 + part;
    return hour < 24 && part < 60 && seconds < 60;
}

/* What stands behind the day: nothing, or a time of day. */
static bool read_time(Str rest, int *minute)
{
    *minute = NO_TIME;
    if (rest.n == 0)
        return true;
    if (!take(&rest, STR("T")) && !take(&rest, STR(" ")))
        return false;
    skip_spaces(&rest);
    if (!take_time(&rest, minute))
        return false;
    take(&rest, STR("+07:00"));
    return rest.n == 0;
}

bool date_parse(Str text, Date *out, bool *no_such_day)
{
    Str rest = str_trim(text), again = rest;
    int year = 0, month = 0, day = 0, minute;

    *no_such_day = false;
    if (!take_iso(&rest, &year, &month, &day)) {
        rest = again;
        if (!take_local(&rest, &year, &month, &day))
            return false;
    }
    if (!read_time(rest, &minute))
        return false;
    if (!is_day(year, month, day)) {
        *no_such_day = true;
        return false;
    }
    *out = date_from_ymd(year, month, day);
    out->minute = (int16_t)minute;
    return true;
}

/* Both ways count from 0000-03-01, so that the leap day is the last of its year. */
Date date_from_ymd(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int since_march = (month + 9) % 12;
    int days = y * 365 + y / 4 - y / 100 + y / 400 + (153 * since_march + 2) / 5 + day - 1;

    return (Date){.day = days - 719468, .minute = NO_TIME};
}

void date_ymd(Date d, int *year, int *month, int *day)
{
    int days = d.day + 719468;
    int era = days / 146097, in_era = days % 146097;
    int y = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int in_year = in_era - (365 * y + y / 4 - y / 100);
    int since_march = (5 * in_year + 2) / 153;

    *day = in_year - (153 * since_march + 2) / 5 + 1;
    *month = since_march < 10 ? since_march + 3 : since_march - 9;
    *year = era * 400 + y + (*month <= 2);
}

Date date_from_unix(int64_t seconds)
{
    int64_t local = seconds + VIETNAM_SECONDS, days = local / DAY_SECONDS;

    if (local % DAY_SECONDS < 0)
        days--;
    return (Date){.day = (int32_t)days, .minute = NO_TIME};
}

int date_cmp(Date a, Date b)
{
    if (a.day != b.day)
        return a.day < b.day ? -1 : 1;
    return (a.minute > b.minute) - (a.minute < b.minute);
}

int date_weekday(Date d)
{
    int since_monday = (d.day + 3) % 7; /* 1970-01-01 was a Thursday */

    return (since_monday + 7) % 7 + 1;
}

/* A number in decimal, with zeros in front up to `width`; the end of what was written. */
static char *digits(char *at, int number, int width)
{
    char back[12];
    int n = 0;

    for (; number > 0 || n < width; number /= 10)
        back[n++] = (char)('0' + number % 10);
    while (n > 0)
        *at++ = back[--n];
    return at;
}

static char *clock_digits(char *at, int minute)
{
    at = digits(at, minute / 60, 2);
    *at++ = ':';
    return digits(at, minute % 60, 2);
}

Str date_iso(Arena *a, Date d)
{
    char text[32], *at = text;
    int year, month, day;

    date_ymd(d, &year, &month, &day);
    at = digits(at, year, 4);
    *at++ = '-';
    at = digits(at, month, 2);
    *at++ = '-';
    at = digits(at, day, 2);
    if (d.minute >= 0) {
        *at++ = 'T';
        at = clock_digits(at, d.minute);
        at = stpcpy(at, "+07:00");
    }
    return arena_str(a, (Str){text, (size_t)(at - text)});
}

Str date_shown(Arena *a, Date d)
{
    char text[32], *at = text;
    int year, month, day;

    date_ymd(d, &year, &month, &day);
    if (d.minute >= 0) {
        at = clock_digits(at, d.minute);
        *at++ = ' ';
    }
    at = digits(at, day, 2);
    *at++ = '/';
    at = digits(at, month, month < 3 ? 2 : 1);
    *at++ = '/';
    at = digits(at, year, 4);
    return arena_str(a, (Str){text, (size_t)(at - text)});
}
