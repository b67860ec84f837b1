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

/* An option that the command does not declare. */
typedef struct {
    Str name;                    /* without dashes */
    const char *value;           /* NULL: none was given */
} OtherOption;

/* What was given. */
typedef struct {
    const char *values[32];      /* by the option's index; "" for a switch that is there; NULL: not given */
    const char *operands[4];
    int operand_count;
    OtherOption others[16];
    size_t other_count;
    bool keeps_others;           /* set by options_read_others */
} Given;

/* Reads argv[from ...]. False: a usage message is in `d`. */
bool options_read(Diag *d, const CommandHelp *help, int argc, char **argv, int from, Given *out);

/* The same, but long options that are not declared here are kept for whoever declares them; each takes a value. */
bool options_read_others(Diag *d, const CommandHelp *help, int argc, char **argv, int from, Given *out);

/* Reports that an option does not take `value`, and what it takes. Always false, for `return`. */
bool options_wrong(Diag *d, const char *option, const char *value, const char *right);

/* The value of an option by name; NULL when it was not given. The name must be declared. */
const char *options_value(const CommandHelp *help, const Given *given, const char *name);

/* True where argv[from ...] holds --help or -h. */
bool options_ask_help(int argc, char **argv, int from);

/* Prints the help of one command to standard output. */
void options_help(const CommandHelp *help, Lang lang);

/* Prints a line of it: an option and what is said of it. */
void options_help_line(const char *option, const char *words);

/* Reports an option that nobody declares; `more` are names beside the command's own. Always false, for `return`. */
bool options_unknown(Diag *d, const CommandHelp *help, const char *word, const Str *more, size_t more_count);

/* The language that the command line asks for with --lang, else Vietnamese. */
Lang options_lang(int argc, char **argv);

#endif
