/* import_sheet.h - the first sheet of a workbook (.xlsx) as CSV, through the program xlsx2csv. */
#ifndef COMMANDS_IMPORT_SHEET_H
#define COMMANDS_IMPORT_SHEET_H

#include "base/diag.h"

enum { SHEET_MOST_BYTES = 64 << 20, SHEET_MOST_SECONDS = 60 };

/* True when the bytes are those of a workbook. */
bool sheet_is(Str bytes);

/* The first sheet of the workbook at `path` as CSV; dates as 31/12/2026. The program is run as a child without a shell, within
 * walls of time, memory and size. False: reported at `at`, also that the program is missing and which package has it. */
bool sheet_read(Arena *a, Diag *d, Place at, Str path, Str *csv);

#endif
