/* date.h - days and times as an office writes them: 05/3/2026, 2026-03-05, with an optional time. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/arena.h"
#include "base/str.h"

#include <stdint.h>

/* A day of the Gregorian calendar, perhaps with a time of day, both in Vietnam's time (+07:00). 8 bytes. */
typedef struct {
    int32_t day;     /* days since 1970-01-01; years 1900 to 2200 */
    int16_t minute;  /* of the day, 0..1439; -1: no time was given */
    int16_t unused;  /* 0, so that equal dates are equal bytes */
} Date;

/* True and the date, when `text` is one: `2026-03-05`, `05/3/2026`, `5-3-2026`, `5.3.2026`, each perhaps followed
 * by `T` or space and `14:30`, `14h30`, `14 giờ 30`. A day that is not in the calendar (30/2) is false and sets `*no_such_day`. */
bool date_parse(Str text, Date *out, bool *no_such_day);

Date date_from_ymd(int year, int month, int day);
void date_ymd(Date d, int *year, int *month, int *day);

/* The date of a Unix time in seconds, seen from +07:00, without a time of day. */
Date date_from_unix(int64_t seconds);

/* < 0, 0, > 0; a date without a time comes before the same day with one. */
int date_cmp(Date a, Date b);

/* 1 (Monday) .. 7 (Sunday). */
int date_weekday(Date d);

Str date_iso(Arena *a, Date d);   /* 2026-03-05, 2026-03-05T14:30+07:00 */
Str date_shown(Arena *a, Date d); /* 05/3/2026, 14:30 05/3/2026 : the day in two digits below 10, the month without a zero from 3 on (NĐ 30/2020) */

#endif
