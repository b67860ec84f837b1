/* import_options.h - the options that an import declares for itself, from the command line. */
#ifndef COMMANDS_IMPORT_OPTIONS_H
#define COMMANDS_IMPORT_OPTIONS_H

#include "commands/import_source.h"
#include "commands/options.h"
#include "script/plugins.h"

/* A file that an option names: its rows. When a row of the source says that it answers one of them, or that none asks for it, the file
 * is a list that chooses: rows that nobody answers are told. */
typedef struct {
    Str name, label;  /* of the option */
    Str path;
    Value rows;       /* a list of maps */
    bool chooses;
    bool *answered;   /* for each row */
    size_t skipped;   /* rows of the source that it did not ask for */
} ImportList;

typedef LIST(ImportList) ImportLists;

/* Types what was given by the import's declarations; files are read. `*options` is a map by canonical names. False: reported. */
bool import_options(Arena *a, Diag *d, Files *files, const CommandHelp *help, const Given *given, const PluginEntry *entry,
                    const ImportNames *names, Value *options, ImportLists *lists);

/* Prints what the import declares, for --help. */
void import_options_help(Arena *a, Lang lang, const PluginEntry *entry);

#endif
