/* plugin.h - what the sub-commands of `cchc plugin` share: the folder of plugins, loaded or as names. Inside the room only. */
#ifndef COMMANDS_PLUGIN_H
#define COMMANDS_PLUGIN_H

#include "base/shelf.h"
#include "commands/options.h"
#include "content/kind.h"
#include "script/plugins.h"

typedef struct {
    Arena *a;
    Diag *d;
    Files *files;
    Given given;
    Shelf shelf;         /* the folders of plugins, the portal's own first */
    Kinds kinds;
    Crew *crew;          /* that runs them; NULL until then */
    Plugins *plugins;    /* NULL until they are loaded */
    Str sum;             /* the last line, behind all messages; may be empty */
} PluginCommand;

/* Each does its part after the command line was read, and returns the exit status; the caller prints what is in `d`. */
int plugin_command_list(PluginCommand *c);
int plugin_command_test(PluginCommand *c);
int plugin_command_check(PluginCommand *c);

extern const CommandHelp plugin_list_help, plugin_test_help, plugin_check_help;

/* The folder that the first operand names (any spelling, or a path to it); where there is none, all folders: of all shelves, or of
 * the portal's `own` alone. Returns an exit status: what is wrong is reported, with the nearest name. */
int plugin_command_choose(PluginCommand *c, bool own, ShelvedList *out);

/* Loads kinds and plugins. False: reported; what could be loaded is there all the same. */
bool plugin_command_load(PluginCommand *c);

/* The loaded plugin of that name; NULL where the folder has no plugin.lua, or it could not be loaded. */
const Plugin *plugin_command_find(const PluginCommand *c, Str name);

/* plugin_lint.c: runs luacheck over the plugin's own files; what it says is in `d`. False: it is not installed. */
bool plugin_lint(PluginCommand *c, const Plugin *p);

#endif
