#include "commands/plugin_case.h"

#include "base/crew.h"
#include "base/fs.h"
#include "base/path.h"
#include "base/utf8.h"
#include "pipeline.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define DAY "2026-03-05"
#define EXPECT "expect"
#define EXPECT_MESSAGES "expect.stderr"

enum { MOST_BYTES = 64 << 20 };

/* The portal as it was built. */
typedef struct {
    int folder, site; /* the case's, and what was published, -1 where nothing was */
    Str messages;     /* without the line that sums up */
    bool complained;  /* there are errors or warnings among them */
    FsList expected;  /* files below expect/ */
} Built;

__attribute__((format(printf, 3, 4))) static void say(PluginCase *k, bool fault, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    buf_add(&k->said, arena_vprintf(k->a, format, args));
    buf_byte(&k->said, '\n');
    va_end(args);
    k->failed |= fault;
}

static const char *word(const PluginCase *k, const char *vi, const char *en) { return k->lang == LANG_EN ? en : vi; }

static void say_system(PluginCase *k, int error, Str path)
{
    say(k, true, "%.*s: %s", STR_ARG(path), fs_reason(error, k->lang));
}

/* ---- The build, in a temporary folder that holds links, so that messages name content/, plugins/ and themes/ ---- */

static bool link_to(PluginCase *k, Str temp, Str target, const char *name)
{
    if (symlink(target.s, path_join(k->a, temp, str_from(name)).s) == 0)
        return true;
    say_system(k, errno, temp);
    return false;
}

/* What the shelves of plugins are called there. */
static const char *const shelf_names[SHELF_MOST] = {"plugins", "installed"};

static bool make_room(PluginCase *k, Str *temp)
{
    const char *base = getenv("TMPDIR");
    Str path = path_join(k->a, str_from(base && *base ? base : "/tmp"), STR("cchc-plugin-XXXXXX"));
    bool ok;

    if (!mkdtemp((char *)(uintptr_t)path.s)) {
        say_system(k, errno, path);
        return false;
    }
    *temp = path;
    ok = link_to(k, path, path_join(k->a, k->folder, STR("content")), "content") && link_to(k, path, k->themes, "themes");
    for (size_t i = 0; ok && i < k->plugins.n; i++)
        ok = link_to(k, path, k->plugins.dirs[i], shelf_names[i]);
    return ok;
}

static void remove_room(PluginCase *k, Str temp)
{
    int root = fs_open_dir(arena_str(k->a, path_dir(temp)).s);

    if (root < 0)
        return;
    fs_remove_tree(root, path_base(temp));
    close(root);
}

/* The line of the file `date`, else the day that all cases have. */
static bool read_date(PluginCase *k, int folder, Date *out)
{
    Str text = STR(DAY);
    bool no_such_day;

    fs_read(k->a, folder, STR("date"), MOST_BYTES, &text);
    if (date_parse(str_trim(text), out, &no_such_day))
        return true;
    say(k, true, word(k, "tệp «date» cần một ngày, ví dụ " DAY ", không phải «%.*s»", "the file «date» takes a date, e.g. " DAY ", not «%.*s»"),
        STR_ARG(str_trim(text)));
    return false;
}

static _Noreturn void build(const PluginCase *k, Str temp, Date date)
{
    BuildOptions o = {.content = STR("content"), .out = STR("site"), .themes = shelf_of(STR("themes")), .theme = STR(BARE_THEME), .date = date,
                      .workers = crew_processors(), .lang = LANG_VI};
    int messages, nothing = open("/dev/null", O_RDWR | O_CLOEXEC);

    for (; o.plugins.n < k->plugins.n; o.plugins.n++)
        o.plugins.dirs[o.plugins.n] = str_from(shelf_names[o.plugins.n]);
    if (chdir(temp.s) != 0 || nothing < 0)
        _exit(EXIT_SYSTEM);
    messages = open("messages", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (messages < 0 || dup2(messages, STDERR_FILENO) < 0 || dup2(nothing, STDOUT_FILENO) < 0)
        _exit(EXIT_SYSTEM);
    _exit(pipeline_build(&o));
}

/* Its status as waitpid has it; -1: no process was to be had. */
static int build_apart(const PluginCase *k, Str temp, Date date)
{
    int status = -1;
    pid_t child;

    fflush(NULL);
    child = fork();
    if (child == 0)
        build(k, temp, date);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return child > 0 ? status : -1;
}

/* The last line of a build sums up: numbers of files that no case is about. */
static Str without_sum(Str messages)
{
    size_t end = messages.n ? messages.n - 1 : 0;

    while (end > 0 && messages.s[end - 1] != '\n')
        end--;
    return str_slice(messages, 0, end);
}

/* Lines of messages begin with a place, hints and lines of files with a space. */
static bool has_complaint(Str messages)
{
    Str line;

    while (str_line(&messages, &line))
        if (line.n && line.s[0] != ' '
            && (str_find(line, STR(": lỗi: ")) < line.n || str_find(line, STR(": cảnh báo: ")) < line.n))
            return true;
    return false;
}

static bool take_result(PluginCase *k, Str temp, int status, Built *built)
{
    Str messages = STR("");

    fs_read_path(k->a, path_join(k->a, temp, STR("messages")).s, MOST_BYTES, &messages);
    if (status == -1 || !WIFEXITED(status)) {
        say(k, true, "%s", word(k, "chương trình dừng đột ngột", "the program ended suddenly"));
        buf_add(&k->said, messages);
        return false;
    }
    built->messages = without_sum(messages);
    built->complained = has_complaint(built->messages);
    built->site = fs_open_dir(path_join(k->a, temp, STR("site")).s);
    return true;
}

/* ---- What came beside what has to come ---- */

static bool is_hidden(Str name) { return name.s[0] == '.' || str_ends(name, STR("~")); }

static void list_expected(PluginCase *k, Built *built)
{
    FsList all = {0};

    fs_walk(k->a, built->folder, STR(EXPECT), is_hidden, &all);
    for (size_t i = 0; i < all.n; i++)
        if (all.items[i].type == FS_FILE)
            list_push(k->a, &built->expected, all.items[i]);
}

/* "bai.html" of "expect/bai.html". */
static Str published_name(Str expected) { return str_slice(expected, strlen(EXPECT "/"), SIZE_MAX); }

static void compare(PluginCase *k, Str name, Str want, Str came)
{
    if (str_eq(want, came))
        return;
    say(k, true, word(k, "%.*s không như mong đợi (- mong đợi, + nhận được)", "%.*s is not as expected (- expected, + came)"), STR_ARG(name));
    if (utf8_invalid(want) == want.n && utf8_invalid(came) == came.n)
        plugin_diff(&k->said, k->lang, want, came);
}

static void compare_file(PluginCase *k, const Built *built, Str expected)
{
    Str want, came;
    int error = fs_read(k->a, built->folder, expected, MOST_BYTES, &want);

    if (!error && fs_read(k->a, built->site, published_name(expected), MOST_BYTES, &came) != 0) {
        say(k, true, word(k, "không có tệp nào tên «%.*s» được đăng", "no file named «%.*s» was published"), STR_ARG(published_name(expected)));
        return;
    }
    if (error)
        say_system(k, error, expected);
    else
        compare(k, expected, want, came);
}

static void show_messages(PluginCase *k, const Built *built) { buf_add(&k->said, built->messages); }

static void compare_messages(PluginCase *k, const Built *built)
{
    Str want;

    if (fs_read(k->a, built->folder, STR(EXPECT_MESSAGES), MOST_BYTES, &want) == 0) {
        compare(k, STR(EXPECT_MESSAGES), want, built->messages);
    } else if (built->complained) {
        say(k, true, "%s", word(k, "có lỗi hoặc cảnh báo mà ca thử không mong đợi:", "there are errors or warnings that the case does not expect:"));
        show_messages(k, built);
    }
}

static void check(PluginCase *k, const Built *built)
{
    if (!built->expected.n && built->site >= 0)
        say(k, true, "%s", word(k, "đã dựng được trang nhưng ca thử chưa có expect/; ghi bằng --update",
                          "the portal was built but the case has no expect/; write it with --update"));
    compare_messages(k, built);
    if (built->expected.n && built->site < 0 && !k->failed)
        say(k, true, "%s", word(k, "không có gì được đăng, mà expect/ có tệp", "nothing was published, but expect/ holds files"));
    for (size_t i = 0; built->site >= 0 && i < built->expected.n; i++)
        compare_file(k, built, built->expected.items[i].path);
}

/* ---- What came, written as what has to come ---- */

static void write_file(PluginCase *k, const Built *built, Str path, Str bytes)
{
    Str old;
    int error, fd;

    if (fs_read(k->a, built->folder, path, MOST_BYTES, &old) == 0 && str_eq(old, bytes))
        return;
    error = path_dir(path).n ? fs_make_dirs(built->folder, path_dir(path)) : 0;
    fd = error ? -1 : openat(built->folder, arena_str(k->a, path).s, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (!error)
        error = fd < 0 ? errno : fs_write_all(fd, bytes.s, bytes.n);
    if (fd >= 0)
        close(fd);
    if (error)
        say_system(k, error, path);
    else
        say(k, false, word(k, "đã ghi %.*s", "wrote %.*s"), STR_ARG(path));
}

/* The pages of content/, where nothing is expected yet. */
static void expect_pages(PluginCase *k, Built *built)
{
    FsList all = {0};

    fs_walk(k->a, built->folder, STR("content"), is_hidden, &all);
    for (size_t i = 0; i < all.n; i++) {
        Str path = all.items[i].path, name = str_slice(path, strlen("content/"), path.n), bytes;
        if (all.items[i].type != FS_FILE || !str_is(path_ext(path), "md") || path_base(path).s[0] == '_')
            continue;
        name = arena_printf(k->a, EXPECT "/%.*s.html", (int)(name.n - strlen(".md")), name.s);
        if (fs_read(k->a, built->site, published_name(name), MOST_BYTES, &bytes) == 0)
            list_push(k->a, &built->expected, (FsEntry){.path = name, .type = FS_FILE});
    }
}

static void update_file(PluginCase *k, const Built *built, Str expected)
{
    Str came;

    if (fs_read(k->a, built->site, published_name(expected), MOST_BYTES, &came) == 0)
        write_file(k, built, expected, came);
    else
        say(k, true, word(k, "không có tệp nào tên «%.*s» được đăng; xóa nó trong expect/ nếu đúng là thế",
                          "no file named «%.*s» was published; remove it from expect/ if that is right"), STR_ARG(published_name(expected)));
}

static void update(PluginCase *k, Built *built)
{
    if (built->site < 0 && built->expected.n) {
        say(k, true, "%s", word(k, "không có gì được đăng nên không ghi gì; sửa lỗi, hoặc xóa expect/ nếu ca này thử lỗi:",
                          "nothing was published, so nothing is written; mend the errors, or remove expect/ if the case is about them:"));
        show_messages(k, built);
        return;
    }
    if (built->site >= 0 && !built->expected.n)
        expect_pages(k, built);
    for (size_t i = 0; built->site >= 0 && i < built->expected.n; i++)
        update_file(k, built, built->expected.items[i].path);
    if (built->complained) {
        write_file(k, built, STR(EXPECT_MESSAGES), built->messages);
        show_messages(k, built);
    } else if (unlinkat(built->folder, EXPECT_MESSAGES, 0) == 0) {
        say(k, false, word(k, "đã xóa %s: không còn lỗi hay cảnh báo", "removed %s: there are no errors or warnings any more"), EXPECT_MESSAGES);
    }
}

void plugin_case_run(PluginCase *k)
{
    Built built = {.folder = fs_open_dir(k->folder.s), .site = -1};
    Str temp = STR("");
    Date date;

    if (built.folder < 0)
        say_system(k, errno, k->folder);
    else if (read_date(k, built.folder, &date) && make_room(k, &temp) && take_result(k, temp, build_apart(k, temp, date), &built)) {
        list_expected(k, &built);
        if (k->update)
            update(k, &built);
        else
            check(k, &built);
    }
    if (temp.n)
        remove_room(k, temp);
    if (built.site >= 0)
        close(built.site);
    if (built.folder >= 0)
        close(built.folder);
}
