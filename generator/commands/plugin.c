#include "commands/plugin.h"

#include "base/path.h"
#include "base/utf8.h"
#include "commands/commands.h"
#include "pipeline.h"

const CommandHelp command_plugin_help = {
    "plugin", "Xem, thử và kiểm tra các phần mở rộng.", "Lists, tests and checks plugins.", "", 0, NULL, 0, "",
};

typedef struct {
    const CommandHelp *help;
    int (*run)(PluginCommand *c);
} Part;

static const Part parts[] = {
    {&plugin_list_help, plugin_command_list},
    {&plugin_test_help, plugin_command_test},
    {&plugin_check_help, plugin_command_check},
};

enum { PART_COUNT = sizeof parts / sizeof *parts };

static void print_parts(Lang lang, FILE *out)
{
    fprintf(out, "%s\n\n", lang == LANG_EN ? command_plugin_help.en : command_plugin_help.vi);
    for (size_t i = 0; i < PART_COUNT; i++)
        fprintf(out, "  cchc %-12s %s\n", parts[i].help->name, lang == LANG_EN ? parts[i].help->en : parts[i].help->vi);
    fputs(lang == LANG_EN ? "\nMore: cchc plugin list --help\n" : "\nXem thêm: cchc plugin list --help\n", out);
}

/* "list" of "plugin list". */
static Str part_name(const Part *part) { return str_slice(str_from(part->help->name), strlen("plugin "), SIZE_MAX); }

static const Part *find_part(Diag *d, const char *name)
{
    Str names[PART_COUNT];

    for (size_t i = 0; i < PART_COUNT; i++)
        if (str_is(names[i] = part_name(&parts[i]), name))
            return &parts[i];
    diag_error(d, (Place){0}, "usage.command", "không có lệnh «plugin %s»", "there is no command «plugin %s»", name);
    diag_nearest(d, str_from(name), names, PART_COUNT);
    diag_hint(d, "xem các lệnh: cchc plugin --help", "see the commands: cchc plugin --help");
    return NULL;
}

/* "plugins/ten/" as the shell completes it means "ten". */
static Str folder_name(Arena *a, const char *given)
{
    Str name = str_from(given);

    while (name.n > 1 && str_ends(name, STR("/")))
        name.n--;
    return utf8_fold(a, path_base(name));
}

static int report_unknown(PluginCommand *c, const char *given, const ShelvedList *all)
{
    Str *names = arena_array(c->a, Str, all->n + 1);

    for (size_t i = 0; i < all->n; i++)
        names[i] = all->items[i].name;
    diag_error(c->d, (Place){0}, "plugin.unknown", "không có phần mở rộng nào tên «%s» trong «%.*s»", "there is no plugin «%s» in «%.*s»",
               given, STR_ARG(shelf_words(c->a, &c->shelf)));
    diag_nearest(c->d, folder_name(c->a, given), names, all->n);
    diag_hint(c->d, "xem tất cả: cchc plugin list", "see all of them: cchc plugin list");
    return EXIT_USAGE;
}

int plugin_command_choose(PluginCommand *c, bool own, ShelvedList *out)
{
    const char *given = c->given.operand_count ? c->given.operands[0] : NULL;
    Shelf first = shelf_of(c->shelf.dirs[0]);

    if (!shelf_list(c->a, c->d, !given && own ? &first : &c->shelf, out))
        return EXIT_LOAD;
    for (size_t i = 0; given && i < out->n; i++)
        if (str_eq(utf8_fold(c->a, out->items[i].name), folder_name(c->a, given))) {
            out->items[0] = out->items[i];
            out->n = 1;
            return EXIT_OK;
        }
    return given ? report_unknown(c, given, out) : EXIT_OK;
}

bool plugin_command_load(PluginCommand *c)
{
    bool ok = kinds_load(c->a, c->d, c->files, &c->shelf, &c->kinds);

    c->crew = crew_open(c->a, crew_processors(), false);
    return plugins_load(c->a, c->d, c->files, &c->shelf, value_null(), c->crew, &c->plugins) && ok;
}

const Plugin *plugin_command_find(const PluginCommand *c, Str name)
{
    size_t n;
    const Plugin *all = plugins_all(c->plugins, &n);

    for (size_t i = 0; i < n; i++)
        if (str_eq(all[i].name, name))
            return &all[i];
    return NULL;
}

static bool read_options(PluginCommand *c, const CommandHelp *help, int argc, char **argv, int from)
{
    const char *lang;

    if (!options_read(c->d, help, argc, argv, from, &c->given))
        return false;
    lang = options_value(help, &c->given, "lang");
    c->shelf = command_shelf(c->a, options_value(help, &c->given, "plugins"), STR("content"), "plugins");
    return !lang || strcmp(lang, "vi") == 0 || strcmp(lang, "en") == 0 || options_wrong(c->d, "lang", lang, "vi, en");
}

static int run_part(PluginCommand *c, const Part *part, int argc, char **argv, int from)
{
    int status = read_options(c, part->help, argc, argv, from) ? part->run(c) : EXIT_USAGE;

    if (c->plugins)
        plugins_close(c->plugins);
    if (c->crew)
        crew_close(c->crew);
    kinds_free(&c->kinds);
    return status;
}

int command_plugin(Lang lang, int argc, char **argv, int from)
{
    Arena *a = arena_new();
    PluginCommand c = {.a = a, .d = diag_new(a, lang), .files = files_new(a), .sum = STR("")};
    bool has_part = from < argc && argv[from][0] != '-', asks = options_ask_help(argc, argv, from);
    const Part *part = has_part ? find_part(c.d, argv[from]) : NULL;
    int status = EXIT_USAGE;

    if (!has_part)
        print_parts(lang, asks ? stdout : stderr);
    else if (part && asks)
        options_help(part->help, lang);
    else if (part)
        status = run_part(&c, part, argc, argv, from + 1);
    if (asks && (part || !has_part))
        status = EXIT_OK;
    fflush(stdout);
    diag_print(c.d, c.files, LEVEL_NOTE, false, stderr);
    printf("%.*s", STR_ARG(c.sum));
    arena_free(a);
    return status;
}
