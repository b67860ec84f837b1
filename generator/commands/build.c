#include "commands/commands.h"

#include "base/crew.h"
#include "base/path.h"
#include "pipeline.h"

#include <limits.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#ifndef CCHC_DATA_DIR
#define CCHC_DATA_DIR "/usr/local/share/cchc" /* the Makefile gives PREFIX/share/cchc */
#endif

enum { JOBS_MOST = 256 };

#define COMMON_OPTIONS                                                                                                     \
    {"jobs", 'j', "N", "số tiến trình làm song song (mặc định: số nhân máy)", "worker processes (default: processors)"},   \
    {"date", 0, "DATE", "ngày dựng trang, ví dụ 2026-11-21 (mặc định: SOURCE_DATE_EPOCH, rồi hôm nay)",                    \
     "the build's date, e.g. 2026-11-21 (default: SOURCE_DATE_EPOCH, then today)"},                                        \
    {"base-url", 0, "URL", "địa chỉ gốc, thay cho portal.yaml", "base URL instead of portal.yaml's"},                      \
    {"theme", 0, "THEME", "giao diện, thay cho portal.yaml", "theme instead of portal.yaml's"},                              \
    {"themes", 0, "DIR", "thư mục giao diện (mặc định: themes cạnh content)", "folder of themes (default: themes beside content)"}, \
    {"plugins", 0, "DIR", "thư mục phần mở rộng (mặc định: plugins cạnh content)", "folder of plugins (default: plugins beside content)"}, \
    {"drafts", 0, NULL, "dựng cả bản nháp và bài chưa đến ngày đăng", "build drafts and future pages too"},                \
    {"inline", 0, NULL, "làm mọi việc trong một tiến trình, để gỡ lỗi", "do all work in one process, for debuggers"},      \
    {"json", 0, NULL, "in mỗi thông báo thành một dòng JSON ra đầu ra chuẩn", "print one JSON line per message to standard output"}, \
    {"stats", 0, NULL, "in thời gian và bộ nhớ từng bước", "print time and memory per stage"},                            \
    {"quiet", 'q', NULL, "chỉ in lỗi", "print errors only"},                                                              \
    {"lang", 0, "vi|en", "ngôn ngữ của thông báo", "language of messages"},                                                \
    {"help", 'h', NULL, "in trợ giúp này", "print this help"}

static const Option build_options[] = {
    {"out", 'o', "DIR", "nơi đặt trang đã dựng (mặc định: site cạnh content)", "where the built section lands (default: site beside content)"},
    {"publish", 0, "exchange|files", "cách thay trang cũ: đổi cả thư mục một lần, hoặc từng tệp",
     "how the old site is replaced: the whole folder at once, or file by file"},
    {"rollback", 0, NULL, "đưa bản dựng trước trở lại", "put the previous build back"},
    {"force", 0, NULL, "với --rollback: kể cả khi bản trước còn bài đã gỡ bỏ", "with --rollback: even where it still held withdrawn items"},
    COMMON_OPTIONS,
};
static const Option check_options[] = {COMMON_OPTIONS};

const CommandHelp command_build_help = {
    "build", "Dựng chuyên trang từ thư mục nội dung và đăng vào thư mục đích.", "Builds the section out of a content folder and publishes it.",
    "[CONTENT]", 1, build_options, sizeof build_options / sizeof *build_options,
    "cchc build\ncchc build content -o site\ncchc build --date 2026-11-21 --drafts -o xem-thu\ncchc build --rollback",
};
const CommandHelp command_check_help = {
    "check", "Kiểm tra mọi thứ như khi dựng, không đăng gì.", "Checks everything as build does, publishes nothing.",
    "[CONTENT]", 1, check_options, sizeof check_options / sizeof *check_options,
    "cchc check\ncchc check content --json\ncchc check --lang en",
};

bool command_date(Diag *d, const char *given, Date *out)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    bool no_such_day;
    char *end;

    if (given) {
        if (date_parse(str_from(given), out, &no_such_day) && out->minute < 0)
            return true;
        return options_wrong(d, "date", given, "2026-11-21");
    }
    if (epoch && *epoch) {
        long long seconds = strtoll(epoch, &end, 10);
        if (!*end && seconds >= 0 && seconds < 7258118400)
            *out = date_from_unix(seconds);
        else
            return options_wrong(d, "date (SOURCE_DATE_EPOCH)", epoch, "1700000000");
        return true;
    }
    *out = date_from_unix((int64_t)time(NULL));
    return true;
}

static bool find_jobs(Diag *d, const char *given, int *out)
{
    char *end;
    long n = given ? strtol(given, &end, 10) : crew_processors();

    if (given && (*end || n < 1 || n > JOBS_MOST))
        return options_wrong(d, "jobs", given, "1 … 256");
    *out = (int)n;
    return true;
}

Str command_installed(Arena *a, const char *name) { return arena_printf(a, "%s/%s", CCHC_DATA_DIR, name); }

Str command_folder(Arena *a, const char *given, Str content, const char *name)
{
    Str beside = path_join(a, path_dir(content), str_from(name));

    if (given)
        return str_from(given);
    if (str_starts(content, STR("/")) && !path_dir(content).n)
        beside = arena_printf(a, "/%s", name);
    if (strcmp(name, "site") == 0 || access(beside.s, F_OK) == 0)
        return beside;
    return command_installed(a, name);
}

Shelf command_shelf(Arena *a, const char *given, Str content, const char *name)
{
    Str first = command_folder(a, given, content, name), installed = command_installed(a, name);
    Shelf shelf = shelf_of(first);

    if (!given && !str_eq(first, installed) && access(installed.s, F_OK) == 0)
        shelf.dirs[shelf.n++] = installed;
    return shelf;
}

static Str without_slash(Str path)
{
    while (path.n > 1 && str_ends(path, STR("/")))
        path.n--;
    return path;
}

/* "." and ".." have siblings too: seen from their own path. */
static Str content_path(Arena *a, const char *given)
{
    Str path = without_slash(str_from(given ? given : "content"));
    char real[PATH_MAX];

    if ((str_is(path_base(path), ".") || str_is(path_base(path), "..")) && realpath(arena_str(a, path).s, real))
        return arena_str(a, str_from(real));
    return arena_str(a, path);
}

static bool read_publish(Diag *d, const char *given, PublishMode *out)
{
    *out = PUBLISH_AUTO;
    if (!given)
        return true;
    if (strcmp(given, "exchange") == 0)
        *out = PUBLISH_EXCHANGE;
    else if (strcmp(given, "files") == 0)
        *out = PUBLISH_FILES;
    else
        return options_wrong(d, "publish", given, "exchange, files");
    return true;
}

static bool read_common(Arena *a, Diag *d, const CommandHelp *help, const Given *given, BuildOptions *o)
{
#define VALUE(name) options_value(help, given, name)
    const char *lang = VALUE("lang");

    if (lang && strcmp(lang, "vi") != 0 && strcmp(lang, "en") != 0)
        return options_wrong(d, "lang", lang, "vi, en");
    o->content = content_path(a, given->operand_count ? given->operands[0] : NULL);
    o->themes = command_shelf(a, VALUE("themes"), o->content, "themes");
    o->plugins = command_shelf(a, VALUE("plugins"), o->content, "plugins");
    o->base_url = str_from(VALUE("base-url") ? VALUE("base-url") : "");
    o->theme = str_from(VALUE("theme") ? VALUE("theme") : "");
    o->in_line = VALUE("inline");
    o->drafts = VALUE("drafts");
    o->json = VALUE("json");
    o->stats = VALUE("stats");
    o->quiet = VALUE("quiet");
    o->lang = d->lang;
    return command_date(d, VALUE("date"), &o->date) && find_jobs(d, VALUE("jobs"), &o->workers);
#undef VALUE
}

static int finish(Arena *a, Diag *d, int status)
{
    diag_print(d, files_new(a), LEVEL_NOTE, false, stderr);
    arena_free(a);
    return status;
}

static int rollback(Arena *a, Diag *d, Str out, bool force)
{
    long holder;

    switch (publish_rollback(a, d, out, force, &holder)) {
    case STAGE_OK:
        fprintf(stderr, diag_word(d, "Đã đưa bản dựng trước trở lại %.*s.\n", "The previous build is back in %.*s.\n"), STR_ARG(out));
        return finish(a, d, EXIT_OK);
    case STAGE_BUSY: return finish(a, d, EXIT_BUSY);
    case STAGE_REFUSED: return finish(a, d, EXIT_ERRORS);
    default: return finish(a, d, EXIT_SYSTEM);
    }
}

static int build_watched(void *context, Watch *watch)
{
    BuildOptions *o = context;

    o->watch = watch;
    return pipeline_build(o);
}

static int build(BuildOptions *o)
{
    return o->in_line ? pipeline_build(o) : watch_run(o->lang, o->json, build_watched, o);
}

int command_build(Lang lang, int argc, char **argv, int from)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, lang);
    BuildOptions o = {.check = false};
    Given given;
    int status;

    if (!options_read(d, &command_build_help, argc, argv, from, &given) || !read_common(a, d, &command_build_help, &given, &o)
        || !read_publish(d, options_value(&command_build_help, &given, "publish"), &o.publish))
        return finish(a, d, EXIT_USAGE);
    o.out = without_slash(command_folder(a, options_value(&command_build_help, &given, "out"), o.content, "site"));
    if (options_value(&command_build_help, &given, "rollback"))
        return rollback(a, d, o.out, options_value(&command_build_help, &given, "force"));
    status = build(&o);
    arena_free(a);
    return status;
}

int command_check(Lang lang, int argc, char **argv, int from)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, lang);
    BuildOptions o = {.check = true};
    Given given;
    int status;

    if (!options_read(d, &command_check_help, argc, argv, from, &given) || !read_common(a, d, &command_check_help, &given, &o))
        return finish(a, d, EXIT_USAGE);
    status = build(&o);
    arena_free(a);
    return status;
}
