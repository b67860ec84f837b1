#include "commands/commands.h"

#include "base/path.h"
#include "base/utf8.h"
#include "commands/import_output.h"
#include "commands/import_say.h"
#include "pipeline.h"

enum { JOBS_MOST = 256 };

static const Option import_list[] = {
    {"out", 'o', "DIR", "thư mục để ghi các tệp mới; tệp đã có không bị ghi đè", "folder for the new files; nothing that is there is overwritten"},
    {"cot", 0, "FILE", "tệp YAML ghi tên cột khác của nguồn, mỗi dòng: tên_trường: Tên cột", "YAML with other names of the source's columns, a line each: field: Column"},
    {"update", 0, NULL, "so với những tệp đã có, in những chỗ sẽ đổi, chưa ghi gì", "compare with the files that are there and print what would change; write nothing"},
    {"ghi", 0, NULL, "cùng với --update: in những chỗ đổi rồi ghi", "with --update: print what changes and write it"},
    {"date", 0, "DATE", "ngày ghi vào lịch sử thay đổi (mặc định: hôm nay)", "the day for the history of changes (default: today)"},
    {"plugins", 0, "DIR", "thư mục phần mở rộng (mặc định: plugins cạnh content)", "folder of plugins (default: plugins beside content)"},
    {"jobs", 'j', "N", "số tiến trình làm song song (mặc định: số nhân máy)", "worker processes (default: processors)"},
    {"inline", 0, NULL, "làm mọi việc trong một tiến trình, để gỡ lỗi", "do all work in one process, for debuggers"},
    {"json", 0, NULL, "in mỗi thông báo thành một dòng JSON ra đầu ra chuẩn", "print one JSON line per message to standard output"},
    {"quiet", 'q', NULL, "chỉ in lỗi", "print errors only"},
    {"lang", 0, "vi|en", "ngôn ngữ của thông báo", "language of messages"},
    {"help", 'h', NULL, "in trợ giúp này; sau TÊN thì có cả tùy chọn riêng của cách nhập ấy", "print this help; behind a NAME also what that import has"},
};

const CommandHelp command_import_help = {
    "import", "Chuyển dữ liệu của nơi khác (JSONL, CSV, .xlsx) thành tệp nội dung, theo cách của một phần mở rộng.",
    "Turns data of another source (JSONL, CSV, .xlsx) into content files, as a plugin says.", "NAME FILE", 2,
    import_list, sizeof import_list / sizeof *import_list,
    "cchc import thu-tuc thu-tuc.jsonl -o nhap\ncchc import thu-tuc thu-tuc.xlsx -o content --update\ncchc import thu-tuc --help",
};

typedef struct {
    Arena *a;
    Diag *d;
    Files *files;
    Given given;
    Str name, source_path; /* as given */
    Shelf shelf;
    int workers;
    bool in_line, quiet, json;
    Plugins *plugins;  /* NULL: not loaded */
    const PluginEntry *entry;
    Crew *crew;        /* NULL: not opened */
    ImportNames names;
    ImportSource source;
    ImportLists lists;
    ImportMerge merge;
    ImportOutput output;
    bool done;         /* the files are written */
} Import;

/* ---- The command line ---- */

static const char *given(const Import *m, const char *name) { return options_value(&command_import_help, &m->given, name); }

static bool usage(Import *m, const char *vi, const char *en)
{
    if (m->given.other_count) /* its value may have taken the place of what is missing */
        return options_unknown(m->d, &command_import_help, arena_printf(m->a, "--%.*s", STR_ARG(m->given.others[0].name)).s, NULL, 0);
    diag_error(m->d, (Place){0}, "usage.import", "%s", "%s", diag_word(m->d, vi, en));
    diag_hint(m->d, "viết: cchc import TÊN TỆP -o THƯ-MỤC", "write: cchc import NAME FILE -o DIR");
    return false;
}

static bool read_jobs(Import *m)
{
    const char *words = given(m, "jobs");
    Str rest = str_from(words ? words : "");
    long n = 0;

    for (size_t i = 0; i < rest.n && n >= 0 && n <= JOBS_MOST; i++)
        n = rest.s[i] >= '0' && rest.s[i] <= '9' ? n * 10 + (rest.s[i] - '0') : -1;
    m->workers = words ? (int)n : crew_processors();
    return !words || (n >= 1 && n <= JOBS_MOST) || options_wrong(m->d, "jobs", words, "1 … 256");
}

static bool read_mode(Import *m)
{
    bool update = given(m, "update"), write = given(m, "ghi");

    m->output.mode = !update ? PAGES_NEW : write ? PAGES_UPDATE : PAGES_SHOW;
    if (update || !write)
        return true;
    diag_error(m->d, (Place){0}, "usage.import", "--ghi chỉ dùng cùng với --update", "--ghi goes with --update only");
    return false;
}

/* What help needs too. */
static bool read_start(Import *m, int argc, char **argv, int from)
{
    const char *lang;

    if (!options_read_others(m->d, &command_import_help, argc, argv, from, &m->given))
        return false;
    lang = given(m, "lang");
    m->name = str_from(m->given.operand_count ? m->given.operands[0] : "");
    m->shelf = command_shelf(m->a, given(m, "plugins"), STR("content"), "plugins");
    m->in_line = given(m, "inline");
    m->quiet = given(m, "quiet");
    m->json = given(m, "json");
    if (lang && strcmp(lang, "vi") != 0 && strcmp(lang, "en") != 0)
        return options_wrong(m->d, "lang", lang, "vi, en");
    return read_jobs(m);
}

static bool read_command(Import *m)
{
    if (m->given.operand_count < 2)
        return usage(m, "cần tên của cách nhập và tệp nguồn", "the name of an import and a source file are needed");
    if (!given(m, "out"))
        return usage(m, "cần thư mục để ghi: -o THƯ-MỤC", "a folder to write to is needed: -o DIR");
    m->source_path = str_from(m->given.operands[1]);
    m->output.out = str_from(given(m, "out"));
    return read_mode(m) && command_date(m->d, given(m, "date"), &m->output.date);
}

/* The import that was asked for, or NULL with the nearest name and all of them. */
static const PluginEntry *find_import(Import *m)
{
    LIST(Str) names = {0};
    Str name = utf8_fold(m->a, m->name), list = STR("");
    size_t n;
    const Plugin *plugins = plugins_all(m->plugins, &n);

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < plugins[i].imports.n; k++) {
            const PluginEntry *entry = &plugins[i].imports.items[k];
            if (str_eq(utf8_fold(m->a, entry->decl.name), name))
                return entry;
            list_push(m->a, &names, entry->decl.name);
            list = arena_printf(m->a, "%.*s%s%.*s", STR_ARG(list), list.n ? ", " : "", STR_ARG(entry->decl.name));
        }
    diag_error(m->d, (Place){0}, "import.name", "không có cách nhập nào tên là «%.*s»", "there is no import «%.*s»", STR_ARG(m->name));
    diag_nearest(m->d, m->name, names.items, names.n);
    if (list.n)
        diag_hint(m->d, "có: %.*s", "there are: %.*s", STR_ARG(list));
    else
        diag_hint(m->d, "không phần mở rộng nào trong «%.*s» có phần nhập dữ liệu", "no plugin in «%.*s» has an import", STR_ARG(shelf_words(m->a, &m->shelf)));
    return NULL;
}

/* EXIT_OK, or why there is none. */
static int load(Import *m)
{
    m->crew = crew_open(m->a, m->workers, m->in_line);
    if (!plugins_load(m->a, m->d, m->files, &m->shelf, value_null(), m->crew, &m->plugins))
        return EXIT_LOAD;
    m->entry = find_import(m);
    return m->entry ? EXIT_OK : EXIT_USAGE;
}

/* ---- The whole ---- */

static bool read_sources(Import *m, Value *options)
{
    const char *names = given(m, "cot");

    return (!names || import_names_read(m->a, m->d, m->files, str_from(names), &m->names))
        && import_options(m->a, m->d, m->files, &command_import_help, &m->given, m->entry, &m->names, options, &m->lists)
        && import_source(m->a, m->d, m->files, m->source_path, &m->names, &m->source)
        && import_names_used(m->a, m->d, &m->names, m->source.columns);
}

static bool merge_rows(Import *m, Value options)
{
    ImportWork work = {.plugins = m->plugins, .entry = m->entry, .source = m->source.at, .rows = m->source.rows.items, .count = m->source.rows.n,
                       .names = &m->names, .options = options};

    m->merge = (ImportMerge){.a = m->a, .d = m->d, .source = m->source.at, .count = m->source.rows.n, .lists = &m->lists};
    m->merge.rows = import_rows(m->a, m->d, m->crew, &work);
    if (m->merge.rows)
        import_merge(&m->merge);
    return m->merge.rows;
}

static int run(Import *m)
{
    int status = load(m);
    size_t errors;
    Value options;

    if (status != EXIT_OK)
        return status;
    errors = m->d->errors;
    if (!read_sources(m, &options))
        return m->d->errors > errors && strncmp(m->d->list.items[m->d->list.n - 1].code, "usage.", 6) == 0 ? EXIT_USAGE : EXIT_ERRORS;
    if (!merge_rows(m, options))
        return EXIT_SYSTEM;
    if (m->merge.failed + m->merge.skipped == m->merge.count) {
        diag_error(m->d, m->merge.source, "import.nothing", "không dòng nào nhập được, nên không ghi tệp nào", "no line could be imported, so no file was written");
        return EXIT_ERRORS;
    }
    m->output.name = m->entry->decl.name;
    m->output.shown = m->json ? stderr : stdout;
    m->done = import_output(&m->merge, &m->output);
    if (!m->done)
        return EXIT_SYSTEM;
    import_say_unanswered(m->a, m->d, &m->lists);
    return m->d->errors ? EXIT_ERRORS : EXIT_OK;
}

/* The help of the command, and of the import that is named. */
static int help(Import *m)
{
    int status = EXIT_OK;

    options_help(&command_import_help, m->d->lang);
    if (!m->given.operand_count)
        return EXIT_OK;
    status = load(m);
    if (status == EXIT_OK)
        import_options_help(m->a, m->d->lang, m->entry);
    return status;
}

static void say(Import *m)
{
    if (m->json)
        diag_print_json(m->d, m->files, LEVEL_NOTE, stdout);
    else
        diag_print(m->d, m->files, m->quiet ? LEVEL_ERROR : LEVEL_NOTE, false, stderr);
    if (m->done && !m->quiet)
        import_say(&m->merge, &m->output);
}

int command_import(Lang lang, int argc, char **argv, int from)
{
    Arena *a = arena_new();
    Import m = {.a = a, .d = diag_new(a, lang), .files = files_new(a)};
    int status = !read_start(&m, argc, argv, from) ? EXIT_USAGE : given(&m, "help") ? help(&m) : read_command(&m) ? run(&m) : EXIT_USAGE;

    say(&m);
    if (m.plugins)
        plugins_close(m.plugins);
    if (m.crew)
        crew_close(m.crew);
    arena_free(a);
    return status;
}
