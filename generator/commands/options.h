/* options.h - the command line: declared options, read in one way, shown by --help in one way. */
#ifndef COMMANDS_OPTIONS_H
#define COMMANDS_OPTIONS_H

#include "base/diag.h"

typedef struct {
    const char *name;      /* "out": --out */
    char letter;           /* 'o': -o; 0: none */
    const char *value;     /* what its value is called in the help: "DIR"; NULL: a switch */
    const char *vi, *en;   /* one line of help */
} Option;

typedef struct {
    const char *name;            /* "build" */
    const char *vi, *en;         /* what it does, one line */
    const char *operands;        /* "[CONTENT]"; may be "" */
    int most_operands;
    const Option *options;
    size_t option_count;
    const char *examples;        /* lines */
} CommandHelp;

/* What was given. */
typedef struct {
    const char *values[32];      /* by the option's index; "" for a switch that is there; NULL: not given */
    const char *operands[4];
    int operand_count;
} Given;

/* Reads argv[from ...]. False: a usage message is in `d`. */
bool options_read(Diag *d, const CommandHelp *help, int argc, char **argv, int from, Given *out);

/* The value of an option by name; NULL when it was not given. The name must be declared. */
const char *options_value(const CommandHelp *help, const Given *given, const char *name);

/* Prints the help of one command to standard output. */
void options_help(const CommandHelp *help, Lang lang);

/* The language that the command line asks for with --lang, else Vietnamese. */
Lang options_lang(int argc, char **argv);

#endif
