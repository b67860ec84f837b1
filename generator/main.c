/* cchc - the reform section of a commune's portal, from a folder of Markdown. */
#include "commands/commands.h"
#include "pipeline.h"
#include "versions.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

typedef struct {
    const CommandHelp *help;
    int (*run)(Lang lang, int argc, char **argv, int from);
} Command;

static const Command commands[] = {
    {&command_build_help, command_build},
    {&command_check_help, command_check},
    {&command_import_help, command_import},
    {&command_plugin_help, command_plugin},
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static const Command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].help->name, name) == 0)
            return &commands[i];
    return NULL;
}

static void print_help(Lang lang, FILE *out)
{
    fputs(lang == LANG_EN ? "cchc builds the administrative reform section of a commune's portal.\n\nCommands:\n"
                          : "cchc dựng chuyên trang Cải cách hành chính của cổng thông tin xã, phường.\n\nCác lệnh:\n",
          out);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  cchc %-8s %s\n", commands[i].help->name, lang == LANG_EN ? commands[i].help->en : commands[i].help->vi);
    fputs(lang == LANG_EN ? "\nMore: cchc COMMAND --help; cchc --version\n" : "\nXem thêm: cchc LỆNH --help; cchc --version\n", out);
}

static int unknown_command(Lang lang, const char *name)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, lang);
    Str names[COMMAND_COUNT];

    for (size_t i = 0; i < COMMAND_COUNT; i++)
        names[i] = str_from(commands[i].help->name);
    diag_error(d, (Place){0}, "usage.command", "không có lệnh «%s»", "there is no command «%s»", name);
    diag_nearest(d, str_from(name), names, COMMAND_COUNT);
    diag_hint(d, "xem các lệnh: cchc --help", "see the commands: cchc --help");
    diag_print(d, files_new(a), LEVEL_NOTE, false, stderr);
    arena_free(a);
    return EXIT_USAGE;
}

/* A caller may have closed the standard streams; no file of ours may take their numbers, or messages would go into it. */
static void keep_standard_streams(void)
{
    int fd = open("/dev/null", O_RDWR);

    while (fd >= 0 && fd <= STDERR_FILENO)
        fd = dup(fd);
    if (fd > STDERR_FILENO)
        close(fd);
}

/* What was ignored or blocked by our caller is so in us too: some of it would harm. */
static void own_signals(void)
{
    sigset_t set;

    /* A file or pipe that cannot take more is an error that is reported, not the end of the process. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    /* Processes are waited for, and a wall of time ends one by SIGPROF. */
    signal(SIGCHLD, SIG_DFL);
    signal(SIGPROF, SIG_DFL);
    sigemptyset(&set);
    sigaddset(&set, SIGPROF);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

int main(int argc, char **argv)
{
    Lang lang = options_lang(argc, argv);
    int at = 1;
    const Command *command;

    keep_standard_streams();
    /* Numbers, dates and orders are our own: the same bytes in every locale. */
    setlocale(LC_ALL, "C");
    own_signals();
    while (at < argc && (strcmp(argv[at], "--lang=en") == 0 || strcmp(argv[at], "--lang=vi") == 0))
        at++;
    if (at + 1 < argc && strcmp(argv[at], "--lang") == 0)
        at += 2;
    if (at >= argc) {
        print_help(lang, stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[at], "--version") == 0 || strcmp(argv[at], "version") == 0) {
        versions_print(stdout);
        return EXIT_OK;
    }
    if (strcmp(argv[at], "--help") == 0 || strcmp(argv[at], "-h") == 0 || strcmp(argv[at], "help") == 0) {
        print_help(lang, stdout);
        return EXIT_OK;
    }
    command = find_command(argv[at]);
    if (!command)
        return unknown_command(lang, argv[at]);
    /* Each command of `plugin` and each import has a help of its own. */
    if (command->run != command_plugin && command->run != command_import && options_ask_help(argc, argv, at + 1)) {
        options_help(command->help, lang);
        return EXIT_OK;
    }
    return command->run(lang, argc, argv, at + 1);
}
