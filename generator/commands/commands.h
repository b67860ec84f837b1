/* commands.h - what `cchc` can be asked to do; main.c holds the table. */
#ifndef COMMANDS_COMMANDS_H
#define COMMANDS_COMMANDS_H

#include "base/date.h"
#include "base/shelf.h"
#include "commands/options.h"

/* Each takes the words after its name and returns the exit status of DESIGN 12. */
int command_build(Lang lang, int argc, char **argv, int from);
int command_check(Lang lang, int argc, char **argv, int from);
int command_import(Lang lang, int argc, char **argv, int from);
int command_plugin(Lang lang, int argc, char **argv, int from);

extern const CommandHelp command_build_help, command_check_help, command_import_help, command_plugin_help;

/* The folder that was given; else `name` beside content/; else the installed one (build.c). */
Str command_folder(Arena *a, const char *given, Str content, const char *name);

/* Where `name` ("plugins") is sought: in the folder that was given alone; else in the one beside content/ before the installed one. */
Shelf command_shelf(Arena *a, const char *given, Str content, const char *name);

/* The day that --date gives; else SOURCE_DATE_EPOCH; else today in Vietnam: nothing else asks the clock (build.c). False: reported. */
bool command_date(Diag *d, const char *given, Date *out);

/* Where `make install` put `name`. */
Str command_installed(Arena *a, const char *name);

#endif
