/* plugin_lint.c - luacheck, run over a plugin's files with what plugins really have: its lines become diagnostics. */
#include "commands/plugin.h"

#include "base/buf.h"
#include "base/fs.h"
#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { NOT_INSTALLED = 127, MOST_OUTPUT = 1 << 20 };

typedef LIST(char *) Words;

static void add_word(Arena *a, Words *words, Str word) { list_push(a, words, (char *)(uintptr_t)arena_str(a, word).s); }

static bool is_hidden(Str name) { return name.s[0] == '.' || str_ends(name, STR("~")); }

/* The *.lua beside plugin.lua: no others are loaded. */
static void add_files(PluginCommand *c, const Plugin *p, Words *words)
{
    int root = fs_open_dir(arena_str(c->a, p->folder).s);
    FsList list = {0};

    if (root < 0)
        return;
    fs_walk(c->a, root, STR(""), is_hidden, &list);
    close(root);
    for (size_t i = 0; i < list.n; i++)
        if (list.items[i].type == FS_FILE && !path_dir(list.items[i].path).n && str_is(path_ext(list.items[i].path), "lua"))
            add_word(c->a, words, path_join(c->a, p->folder, list.items[i].path));
}

/* The user's own settings of luacheck are for other programs: none is read. Arguments that a hook does not need may stand. */
static char **command_line(PluginCommand *c, const Plugin *p)
{
    static const char *const fixed[] = {"luacheck", "--no-config", "--no-default-config", "--no-cache", "--no-color", "--codes", "--formatter",
                                        "plain", "--no-max-line-length", "--no-unused-args", "--std", "none", "--read-globals"};
    Words words = {0};
    size_t n;
    const Str *names = plugin_globals(c->a, p->state, &n);

    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        add_word(c->a, &words, str_from(fixed[i]));
    for (size_t i = 0; i < n; i++)
        add_word(c->a, &words, names[i]);
    add_word(c->a, &words, STR("--"));
    add_files(c, p, &words);
    list_push(c->a, &words, NULL);
    return words.items;
}

static int start(char **words, int out, pid_t *child)
{
    posix_spawn_file_actions_t actions;
    int error;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    error = posix_spawnp(child, words[0], &actions, NULL, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static void read_all(int fd, Buf *out)
{
    ssize_t n;

    do {
        buf_reserve(out, 4096);
        n = read(fd, out->s + out->n, 4096);
        out->n += n > 0 ? (size_t)n : 0;
    } while ((n > 0 && out->n < MOST_OUTPUT) || (n < 0 && errno == EINTR));
}

/* 0 and what it printed, or an errno. */
static int run(char **words, Buf *out)
{
    int ends[2], status = 0, error;
    pid_t child;

    if (pipe2(ends, O_CLOEXEC) != 0)
        return errno;
    error = start(words, ends[1], &child);
    close(ends[1]);
    if (!error)
        read_all(ends[0], out);
    close(ends[0]);
    while (!error && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return !error && WIFEXITED(status) && WEXITSTATUS(status) == NOT_INSTALLED ? ENOENT : error;
}

/* Cuts "12:" off the front. */
static bool take_number(Str *rest, size_t *out)
{
    Str digits;

    *out = 0;
    if (!str_cut(rest, ':', &digits) || !digits.n || digits.n > 7)
        return false;
    for (size_t i = 0; i < digits.n; i++) {
        if (digits.s[i] < '0' || digits.s[i] > '9')
            return false;
        *out = *out * 10 + (size_t)(digits.s[i] - '0');
    }
    return true;
}

/* "plugins/x/plugin.lua:12:3: (W113) accessing undefined variable 'y'" */
static void report_line(PluginCommand *c, Str line, Str *path, Place *file)
{
    size_t end = str_find(line, STR(".lua:")) + strlen(".lua"), row, column;
    Str rest = str_slice(line, end + 1, line.n);

    if (end >= line.n || !take_number(&rest, &row) || !take_number(&rest, &column))
        return;
    if (!str_eq(*path, str_slice(line, 0, end))) {
        *path = str_slice(line, 0, end);
        *file = files_add(c->files, *path);
    }
    rest = str_trim(rest);
    diag_error(c->d, place_at(*file, row, column), "plugin.luacheck", "luacheck: %.*s", "luacheck: %.*s", STR_ARG(rest));
}

bool plugin_lint(PluginCommand *c, const Plugin *p)
{
    Str said, line, path = STR("");
    Place file = {0};
    Buf out = {0};
    int error = run(command_line(c, p), &out);

    said = buf_keep(&out, c->a);
    buf_free(&out);
    if (error == ENOENT)
        return false;
    if (error)
        fs_failed(c->d, error, "system.luacheck", "không chạy được", "cannot run", STR("luacheck"));
    while (str_line(&said, &line))
        report_line(c, line, &path, &file);
    return true;
}
