/* plugin_test.c - `cchc plugin test`: the cases of plugins, each built and compared (plugin_case.h). */
#include "commands/plugin.h"

#include "base/fs.h"
#include "base/path.h"
#include "base/utf8.h"
#include "commands/commands.h"
#include "commands/plugin_case.h"
#include "pipeline.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

static const Option test_options[] = {
    {"plugins", 0, "DIR", "thư mục phần mở rộng (mặc định: plugins cạnh content)", "folder of plugins (default: plugins beside content)"},
    {"themes", 0, "DIR", "thư mục có giao diện «tran» (mặc định: themes cạnh plugins)", "folder that holds the theme «tran» (default: themes beside plugins)"},
    {"update", 0, NULL, "ghi kết quả vừa dựng thành kết quả mong đợi", "write what came as what has to come"},
    {"lang", 0, "vi|en", "ngôn ngữ của thông báo", "language of messages"},
    {"help", 'h', NULL, "in trợ giúp này", "print this help"},
};

const CommandHelp plugin_test_help = {
    "plugin test", "Dựng các ca thử trong plugins/<tên>/tests/ và so với kết quả mong đợi.", "Builds the cases of plugins/<name>/tests/ and compares what comes.",
    "[NAME] [CASE]", 2, test_options, sizeof test_options / sizeof *test_options,
    "cchc plugin test\ncchc plugin test chi-so\ncchc plugin test chi-so bieu-do --update",
};

typedef struct {
    PluginCommand *c;
    Shelf plugins;       /* absolute */
    Str themes;          /* absolute */
    Str wanted;          /* a case; empty: all */
    size_t cases, failed;
    LIST(Str) others;    /* cases that are not the wanted one */
} Testing;

static bool is_hidden(Str name) { return name.s[0] == '.' || str_ends(name, STR("~")); }

static Str real_path(Arena *a, Str path)
{
    char real[PATH_MAX];

    return realpath(arena_str(a, path).s, real) ? arena_str(a, str_from(real)) : path;
}

/* Where the bare theme is: as given, beside the plugins, or installed. */
static bool find_themes(PluginCommand *c, Str *out)
{
    Str portal = path_dir(real_path(c->a, c->shelf.dirs[0]));
    Shelf shelf = command_shelf(c->a, options_value(&plugin_test_help, &c->given, "themes"), arena_printf(c->a, "%.*s/content", STR_ARG(portal)), "themes");

    for (size_t i = 0; i < shelf.n; i++)
        if (access(path_join(c->a, shelf.dirs[i], STR(BARE_THEME "/theme.yaml")).s, F_OK) == 0) {
            *out = real_path(c->a, shelf.dirs[i]);
            return true;
        }
    diag_error(c->d, (Place){0}, "theme.absent", "không có giao diện «%s» trong «%.*s»", "there is no theme «%s» in «%.*s»", BARE_THEME,
               STR_ARG(shelf_words(c->a, &shelf)));
    diag_hint(c->d, "ca thử dựng bằng giao diện trần đi cùng cchc; chỉ chỗ bằng --themes THƯ-MỤC",
              "cases are built with the bare theme that comes with cchc; say where it is with --themes DIR");
    return false;
}

typedef LIST(Str) Cases;

/* The folders of tests/ that are cases, by name. */
static Cases find_cases(PluginCommand *c, Str folder)
{
    int root = fs_open_dir(path_join(c->a, folder, STR("tests")).s);
    Cases cases = {0};
    FsList list = {0};

    if (root < 0)
        return cases;
    fs_walk(c->a, root, STR(""), is_hidden, &list);
    close(root);
    for (size_t i = 0; i < list.n; i++)
        if (list.items[i].type == FS_DIR && str_is(path_base(list.items[i].path), "content") && path_dir(list.items[i].path).n
            && !path_dir(path_dir(list.items[i].path)).n)
            list_push(c->a, &cases, path_dir(list.items[i].path));
    return cases;
}

/* "ok name/case", or "not ok" with what is wrong indented below. */
static void print_case(const PluginCase *k, Str name, Str one)
{
    Str rest = buf_str(&k->said), line;

    printf("%s %.*s/%.*s\n", k->failed ? "not ok" : "ok", STR_ARG(name), STR_ARG(one));
    while (str_line(&rest, &line))
        printf("  %.*s\n", STR_ARG(line));
}

static void run_case(Testing *t, const Shelved *plugin, Str one)
{
    PluginCommand *c = t->c;
    PluginCase k = {.a = arena_new(), .lang = c->d->lang, .plugins = t->plugins, .themes = t->themes,
                    .update = options_value(&plugin_test_help, &c->given, "update")};

    k.folder = real_path(k.a, arena_printf(k.a, "%.*s/tests/%.*s", STR_ARG(plugin->path), STR_ARG(one)));
    plugin_case_run(&k);
    print_case(&k, plugin->name, one);
    t->cases++;
    t->failed += k.failed;
    buf_free(&k.said);
    arena_free(k.a);
}

static void run_cases(Testing *t, const Shelved *plugin)
{
    Cases cases = find_cases(t->c, plugin->path);

    for (size_t i = 0; i < cases.n; i++)
        if (!t->wanted.n || str_eq(cases.items[i], t->wanted))
            run_case(t, plugin, cases.items[i]);
        else
            list_push(t->c->a, &t->others, cases.items[i]);
}

/* Nothing ran: there is no such case, or none at all. */
static int report_none(const Testing *t, const ShelvedList *list)
{
    PluginCommand *c = t->c;
    Diag *d = c->d;
    Str name = c->given.operand_count ? list->items[0].name : str_from(diag_word(d, "<tên>", "<name>"));

    if (t->others.n) {
        diag_error(d, (Place){0}, "plugin.case", "phần mở rộng «%.*s» không có ca thử nào tên «%.*s»", "plugin «%.*s» has no case «%.*s»",
                   STR_ARG(name), STR_ARG(t->wanted));
        diag_nearest(d, t->wanted, t->others.items, t->others.n);
        return EXIT_USAGE;
    }
    diag_error(d, (Place){0}, "plugin.untested", "chưa có ca thử nào trong «%.*s/%.*s/tests»", "there are no cases in «%.*s/%.*s/tests»",
               STR_ARG(c->shelf.dirs[0]), STR_ARG(name));
    diag_hint(d, "tạo tests/<tên ca>/content/ có portal.yaml và một trang, rồi chạy: cchc plugin test %.*s --update",
              "make tests/<case>/content/ with a portal.yaml and a page, then run: cchc plugin test %.*s --update", STR_ARG(name));
    return EXIT_ERRORS;
}

int plugin_command_test(PluginCommand *c)
{
    Testing t = {.c = c, .plugins = c->shelf};
    ShelvedList list;
    int status = plugin_command_choose(c, true, &list);

    if (status != EXIT_OK)
        return status;
    if (!find_themes(c, &t.themes))
        return EXIT_LOAD;
    for (size_t i = 0; i < t.plugins.n; i++)
        t.plugins.dirs[i] = real_path(c->a, t.plugins.dirs[i]);
    if (c->given.operand_count > 1)
        t.wanted = str_from(c->given.operands[1]);
    for (size_t i = 0; i < list.n; i++)
        run_cases(&t, &list.items[i]);
    if (!t.cases)
        return report_none(&t, &list);
    printf(diag_word(c->d, "%zu đạt, %zu không đạt\n", "%zu passed, %zu failed\n"), t.cases - t.failed, t.failed);
    return t.failed ? EXIT_ERRORS : EXIT_OK;
}
