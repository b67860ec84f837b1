/* commands.h - what `cchc` can be asked to do; main.c holds the table. */
#ifndef COMMANDS_COMMANDS_H
#define COMMANDS_COMMANDS_H

#include "commands/options.h"

/* Each takes the words after its name and returns the exit status of DESIGN 12. */
int command_build(Lang lang, int argc, char **argv, int from);
int command_check(Lang lang, int argc, char **argv, int from);

extern const CommandHelp command_build_help, command_check_help;

#endif
