/* plugin_check.c - `cchc plugin check`: the declarations, what who comes after needs (README, tests, helps), and luacheck. */
#include "commands/plugin.h"

#include "base/fs.h"
#include "base/path.h"
#include "base/utf8.h"
#include "pipeline.h"

#include <unistd.h>

enum { MOST_BYTES = 4 << 20 };

static const Option check_options[] = {
    {"plugins", 0, "DIR", "thư mục phần mở rộng (mặc định: plugins cạnh content)", "folder of plugins (default: plugins beside content)"},
    {"lang", 0, "vi|en", "ngôn ngữ của thông báo", "language of messages"},
    {"help", 'h', NULL, "in trợ giúp này", "print this help"},
};

const CommandHelp plugin_check_help = {
    "plugin check", "Kiểm tra phần mở rộng: khai báo, README, ca thử, và mã Lua bằng luacheck.",
    "Checks plugins: declarations, README, tests, and the Lua by luacheck.", "[NAME]", 1, check_options,
    sizeof check_options / sizeof *check_options, "cchc plugin check\ncchc plugin check chi-so\ncchc plugin check --lang en",
};

/* One plugin being looked at. */
typedef struct {
    PluginCommand *c;
    Str name, folder;
    const Plugin *plugin; /* NULL: it has kinds or templates only, or could not be loaded */
    FsList list;          /* all below its folder */
    Str readme;
} Looking;

static bool is_hidden(Str name) { return name.s[0] == '.' || str_ends(name, STR("~")); }

static bool is_test(Str path) { return str_starts(path, STR("tests/")); }

static bool has_file(const Looking *x, Str path)
{
    for (size_t i = 0; i < x->list.n; i++)
        if (str_eq(x->list.items[i].path, path) && x->list.items[i].type == FS_FILE)
            return true;
    return false;
}

/* ---- Files ---- */

static bool is_plain_name(Str path)
{
    for (size_t i = 0; i < path.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789._-/", path.s[i]))
            return false;
    return true;
}

static void check_name(Looking *x, Str path)
{
    Diag *d = x->c->d;
    Place at = files_add(x->c->files, path_join(x->c->a, x->folder, path));

    if (!is_plain_name(path) && !str_is(path_base(path), "README.md")) {
        diag_error(d, at, "plugin.file", "tên tệp chỉ nên gồm a-z, 0-9, «-», «_», «.»", "a file's name should have only a-z, 0-9, '-', '_', '.'");
        diag_hint(d, "đổi tên thành «%.*s»", "rename it «%.*s»",
                  STR_ARG(arena_printf(d->arena, "%.*s.%.*s", STR_ARG(utf8_slug(d->arena, path_stem(path))), STR_ARG(path_ext(path)))));
    }
    if (str_is(path_ext(path), "lua") && path_dir(path).n) {
        diag_error(d, at, "plugin.file", "tệp Lua này không được nạp", "this file of Lua is not loaded");
        diag_hint(d, "đặt nó cạnh plugin.lua rồi gọi: require \"%.*s\"", "put it beside plugin.lua and call: require \"%.*s\"",
                  STR_ARG(path_stem(path)));
    }
}

typedef enum { TAB, SPACE, FAULTS } Fault;

/* The first line of each fault, since there are often many. */
static void check_lines(Diag *d, Place at, Str text)
{
    size_t first[FAULTS] = {0}, count[FAULTS] = {0}, number = 0, column[FAULTS] = {0};
    Str line;

    while (str_line(&text, &line)) {
        size_t tab = str_find_byte(line, '\t', 0), end = str_trim(line).n ? (size_t)(str_trim(line).s - line.s) + str_trim(line).n : 0;
        bool has[FAULTS] = {tab < line.n, end < line.n};
        size_t where[FAULTS] = {tab, end};
        number++;
        for (int i = 0; i < FAULTS; i++) {
            count[i] += has[i];
            if (!has[i] || first[i])
                continue;
            first[i] = number;
            column[i] = 1 + utf8_count(str_slice(line, 0, where[i]));
        }
    }
    if (count[TAB])
        diag_error(d, place_at(at, first[TAB], column[TAB]), "plugin.text", "có dấu tab; số dòng như vậy: %zu", "a tab; lines with one: %zu", count[TAB]);
    if (count[SPACE])
        diag_error(d, place_at(at, first[SPACE], column[SPACE]), "plugin.text", "thừa khoảng trắng ở cuối dòng; số dòng như vậy: %zu",
                   "white space at the end of the line; lines with it: %zu", count[SPACE]);
}

static bool is_text(Str path)
{
    static const char *const endings[] = {"lua", "yaml", "yml", "html", "md"};

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_is(path_ext(path), endings[i]))
            return true;
    return false;
}

static void check_text(Looking *x, Str path)
{
    PluginCommand *c = x->c;
    Str shown = path_join(c->a, x->folder, path), text;
    Place at = files_add(c->files, shown);
    int error = fs_read_path(c->a, shown.s, MOST_BYTES, &text);

    if (error) {
        fs_failed(c->d, error, "system.read", "không đọc được tệp", "cannot read the file", shown);
        return;
    }
    if (utf8_invalid(text) < text.n) {
        diag_error(c->d, place_in(place_at(at, 1, 1), text, utf8_invalid(text)), "plugin.text", "tệp không phải là văn bản UTF-8",
                   "the file is not UTF-8 text");
        return;
    }
    if (!str_eq(utf8_nfc(c->a, text), text)) {
        diag_error(c->d, at, "plugin.text", "có chữ Việt ở dạng dấu rời (không phải NFC)", "letters with separate marks (not NFC)");
        diag_hint(c->d, "gõ lại, hoặc đổi sang Unicode dựng sẵn bằng bộ gõ", "convert the file to Unicode's composed form");
    }
    check_lines(c->d, at, text);
    if (str_is(path, "README.md"))
        x->readme = text;
}

static void check_files(Looking *x)
{
    int root = fs_open_dir(arena_str(x->c->a, x->folder).s);

    if (root < 0)
        return;
    fs_walk(x->c->a, root, STR(""), is_hidden, &x->list);
    close(root);
    for (size_t i = 0; i < x->list.n; i++) {
        Str path = x->list.items[i].path;
        if (x->list.items[i].type != FS_FILE || is_test(path))
            continue;
        check_name(x, path);
        if (is_text(path))
            check_text(x, path);
    }
}

/* ---- What is declared ---- */

/* Where the form of a value tells itself: by its type, its choices, or a default. */
static bool is_obvious(const Field *f)
{
    if (f->help.n || f->example.n || !value_is_null(f->fallback))
        return true;
    switch (f->type) {
    case FIELD_LIST: return f->item && f->item->type != FIELD_LIST && is_obvious(f->item);
    case FIELD_TEXT:
    case FIELD_MARKDOWN:
    case FIELD_MAP:
    case FIELD_REF:
    case FIELD_IMAGE:
    case FIELD_FILE:
    case FIELD_SLUG:
    case FIELD_ANY: return false;
    default: return true;
    }
}

static void check_args(const Looking *x, const Schema *args, Str owner)
{
    for (size_t i = 0; args && i < args->count; i++)
        if (!is_obvious(&args->fields[i])) {
            diag_error(x->c->d, x->plugin->at, "plugin.help", "%.*s: tham số «%.*s» chưa có help hay example", "%.*s: argument «%.*s» has no help and no example",
                       STR_ARG(owner), STR_ARG(args->fields[i].label));
            diag_hint(x->c->d, "thêm help = \"một câu cho người biên tập\" hoặc example = \"một giá trị đúng\"",
                      "add help = \"a sentence for editors\" or example = \"a right value\"");
        }
}

static void check_help(const Looking *x, const PluginEntry *e)
{
    if (e->help.n)
        return;
    diag_error(x->c->d, x->plugin->at, "plugin.help", "«%.*s» chưa có help", "«%.*s» has no help", STR_ARG(e->decl.name));
    diag_hint(x->c->d, "thêm help = \"một câu nói nó làm gì\"; cchc plugin list in câu ấy", "add help = \"a sentence of what it does\"; cchc plugin list prints it");
}

static void check_entries(const Looking *x, const PluginEntries *entries)
{
    for (size_t i = 0; i < entries->n; i++) {
        const PluginEntry *e = &entries->items[i];
        Str braced = arena_printf(x->c->a, "{%.*s}", STR_ARG(e->decl.name));
        check_help(x, e);
        check_args(x, e->decl.args, braced);
        if (x->readme.n && str_find(x->readme, braced) == x->readme.n)
            diag_error(x->c->d, x->plugin->at, "plugin.readme", "README.md chưa nói tới %.*s", "README.md does not tell of %.*s", STR_ARG(braced));
    }
}

static bool has_case(const Looking *x)
{
    for (size_t i = 0; i < x->list.n; i++)
        if (is_test(x->list.items[i].path) && str_ends(x->list.items[i].path, STR("/content/portal.yaml")))
            return true;
    return false;
}

static void check_plugin(Looking *x)
{
    Place at = files_add(x->c->files, x->folder);

    check_files(x);
    if (!has_file(x, STR("README.md"))) {
        diag_error(x->c->d, at, "plugin.readme", "chưa có README.md", "there is no README.md");
        diag_hint(x->c->d, "viết một trang: phần mở rộng làm gì, mỗi khối ghi thế nào, một ví dụ", "write a page: what it does, how each directive is written, an example");
    }
    if (!x->plugin)
        return;
    if (!has_case(x)) {
        diag_error(x->c->d, at, "plugin.untested", "chưa có ca thử nào trong tests/", "there are no cases in tests/");
        diag_hint(x->c->d, "tạo tests/<tên ca>/content/portal.yaml và một trang, rồi chạy: cchc plugin test %.*s --update",
                  "make tests/<case>/content/portal.yaml and a page, then run: cchc plugin test %.*s --update", STR_ARG(x->name));
    }
    check_entries(x, &x->plugin->directives);
    check_entries(x, &x->plugin->roles);
    check_args(x, x->plugin->settings_schema, STR("settings"));
}

/* ---- The whole ---- */

/* Of what loading said, leaves what is about the folder of one plugin, or about no file. */
static void keep_only(PluginCommand *c, Str folder)
{
    Diag all = *c->d;
    Str prefix = arena_printf(c->a, "%.*s/", STR_ARG(folder));

    c->d->list.n = c->d->errors = c->d->warnings = 0;
    for (size_t i = 0; i < all.list.n; i++) {
        Diagnostic one = all.list.items[i];
        if (one.at.file && !str_starts(files_path(c->files, one.at), prefix))
            continue;
        c->d->list.items[c->d->list.n++] = one;
        c->d->errors += one.level == LEVEL_ERROR;
        c->d->warnings += one.level == LEVEL_WARNING;
    }
}

static void report_no_luacheck(Diag *d)
{
    diag_note(d, (Place){0}, "plugin.no_luacheck", "máy này chưa có luacheck nên mã Lua chưa được soát", "luacheck is not installed, so the Lua was not looked at");
    diag_hint(d, "cài gói lua-check của Debian: sudo apt install lua-check", "install Debian's package lua-check: sudo apt install lua-check");
}

static Str sum_up(PluginCommand *c, size_t count)
{
    if (c->d->errors)
        return arena_printf(c->a, diag_word(c->d, "Đã kiểm tra %zu phần mở rộng: %zu lỗi.\n", "Plugins checked: %zu, errors: %zu.\n"), count, c->d->errors);
    return arena_printf(c->a, diag_word(c->d, "Đã kiểm tra %zu phần mở rộng, không có lỗi.\n", "Plugins checked: %zu, no errors.\n"), count);
}

int plugin_command_check(PluginCommand *c)
{
    bool has_luacheck = true, loaded;
    ShelvedList list;
    int status = plugin_command_choose(c, true, &list);

    if (status != EXIT_OK)
        return status;
    plugin_command_load(c);
    if (c->given.operand_count)
        keep_only(c, list.items[0].path);
    loaded = !c->d->errors;
    for (size_t i = 0; i < list.n; i++) {
        Looking x = {.c = c, .name = list.items[i].name, .folder = list.items[i].path, .plugin = plugin_command_find(c, list.items[i].name),
                     .readme = STR("")};
        check_plugin(&x);
        if (x.plugin && has_luacheck)
            has_luacheck = plugin_lint(c, x.plugin);
    }
    if (!has_luacheck)
        report_no_luacheck(c->d);
    c->sum = sum_up(c, list.n);
    return !loaded ? EXIT_LOAD : c->d->errors ? EXIT_ERRORS : EXIT_OK;
}
