/* plugin_list.c - `cchc plugin list`: what each plugin brings, for people and as JSON. */
#include "commands/plugin.h"

#include "base/buf.h"
#include "pipeline.h"
#include "value/json.h"

static const Option list_options[] = {
    {"plugins", 0, "DIR", "thư mục phần mở rộng (mặc định: plugins cạnh content)", "folder of plugins (default: plugins beside content)"},
    {"json", 0, NULL, "in mỗi phần mở rộng thành một dòng JSON", "print each plugin as a line of JSON"},
    {"lang", 0, "vi|en", "ngôn ngữ của thông báo", "language of messages"},
    {"help", 'h', NULL, "in trợ giúp này", "print this help"},
};

const CommandHelp plugin_list_help = {
    "plugin list", "Liệt kê các phần mở rộng: loại nội dung, khối, từ khóa trong dòng, tham số, thiết lập.",
    "Lists the plugins: kinds, directives, roles, arguments, settings.", "[NAME]", 1, list_options, sizeof list_options / sizeof *list_options,
    "cchc plugin list\ncchc plugin list chi-so\ncchc plugin list --json",
};

static const char *const hook_names[HOOK_COUNT] = {
    [HOOK_COLLECT] = "collect", [HOOK_PLAN] = "plan", [HOOK_FINISH] = "finish", [HOOK_CHECK] = "check"};

/* ---- For people ---- */

static void put_value(Arena *a, Diag *d, Buf *out, Value v)
{
    switch (value_type(v)) {
    case VALUE_BOOL: buf_puts(out, v.as.boolean ? diag_word(d, "có", "yes") : diag_word(d, "không", "no")); break;
    case VALUE_INT: buf_printf(out, "%lld", (long long)v.as.integer); break;
    case VALUE_NUMBER: buf_printf(out, "%g", v.as.number); break;
    case VALUE_DATE: buf_add(out, date_shown(a, v.as.date)); break;
    case VALUE_LIST:
        for (size_t i = 0; i < value_count(v); i++) {
            buf_puts(out, i ? "; " : "");
            put_value(a, d, out, value_item(v, i));
        }
        break;
    default: buf_add(out, value_str(v));
    }
}

/* "ref: field", "list: choice: tin | bài". */
static void put_type(Buf *out, const Field *f)
{
    buf_add(out, field_type_name(f->type));
    if (f->type == FIELD_LIST && f->item) {
        buf_puts(out, ": ");
        put_type(out, f->item);
    }
    if (f->type == FIELD_REF)
        buf_printf(out, ": %.*s", STR_ARG(f->to));
    for (size_t i = 0; i < f->choice_count; i++)
        buf_printf(out, "%s%.*s", i ? " | " : ": ", STR_ARG(f->choices[i].label));
}

/* Of one plugin alone its help is told too. */
static void put_argument(PluginCommand *c, Buf *out, const Field *f)
{
    buf_printf(out, "      %.*s (%.*s)  ", STR_ARG(f->label), STR_ARG(f->name));
    put_type(out, f);
    if (!value_is_null(f->fallback)) {
        buf_puts(out, diag_word(c->d, "; mặc định: ", "; default: "));
        put_value(c->a, c->d, out, f->fallback);
    } else {
        buf_puts(out, f->need == NEED_OPTIONAL ? diag_word(c->d, "; không bắt buộc", "; optional") : diag_word(c->d, "; bắt buộc", "; required"));
    }
    buf_byte(out, '\n');
    if (c->given.operand_count && f->help.n)
        buf_printf(out, "        %.*s\n", STR_ARG(f->help));
    if (c->given.operand_count && f->example.n)
        buf_printf(out, diag_word(c->d, "        ví dụ: %.*s\n", "        example: %.*s\n"), STR_ARG(f->example));
}

static void put_arguments(PluginCommand *c, Buf *out, const Schema *args)
{
    for (size_t i = 0; args && i < args->count; i++)
        put_argument(c, out, &args->fields[i]);
}

/* "    {ten}  What it does." with its arguments below. */
static void put_entries(PluginCommand *c, Buf *out, const char *title, const PluginEntries *entries, bool braces)
{
    if (entries->n)
        buf_printf(out, "  %s\n", title);
    for (size_t i = 0; i < entries->n; i++) {
        const PluginEntry *e = &entries->items[i];
        buf_printf(out, braces ? "    {%.*s}" : "    %.*s", STR_ARG(e->decl.name));
        buf_printf(out, "%s%.*s\n", e->help.n ? "  " : "", STR_ARG(e->help));
        put_arguments(c, out, e->decl.args);
    }
}

static void put_hooks(PluginCommand *c, Buf *out, const Plugin *p)
{
    bool any = false;

    for (int i = 0; i < HOOK_COUNT; i++) {
        if (!p->hooks[i].hook)
            continue;
        buf_printf(out, "%s%s", any ? ", " : diag_word(c->d, "  chạy khi dựng: ", "  runs in a build: "), hook_names[i]);
        any = true;
    }
    buf_puts(out, any ? "\n" : "");
}

static void put_kinds(PluginCommand *c, Buf *out, Str name)
{
    bool any = false;

    for (size_t i = 0; i < c->kinds.n; i++) {
        const Kind *kind = &c->kinds.items[i];
        if (!str_eq(kind->plugin, name))
            continue;
        buf_printf(out, "%s%.*s (%.*s%s)", any ? ", " : diag_word(c->d, "  loại nội dung: ", "  kinds: "), STR_ARG(kind->label), STR_ARG(kind->name),
                   kind->is_record ? diag_word(c->d, ", danh sách", ", records") : "");
        any = true;
    }
    buf_puts(out, any ? "\n" : "");
}

/* `p` is NULL for a folder that has kinds only. */
static void put_plugin(PluginCommand *c, Buf *out, Str name, const Plugin *p)
{
    buf_printf(out, "%.*s", STR_ARG(name));
    if (p && p->version.n)
        buf_printf(out, " %.*s", STR_ARG(p->version));
    if (p && p->help.n)
        buf_printf(out, "  %.*s", STR_ARG(p->help));
    buf_byte(out, '\n');
    put_kinds(c, out, name);
    if (!p)
        return;
    put_entries(c, out, diag_word(c->d, "khối", "directives"), &p->directives, true);
    put_entries(c, out, diag_word(c->d, "từ khóa trong dòng", "roles"), &p->roles, true);
    put_entries(c, out, diag_word(c->d, "bộ lọc cho mẫu", "filters for templates"), &p->filters, false);
    put_entries(c, out, diag_word(c->d, "nhập dữ liệu", "imports"), &p->imports, false);
    put_hooks(c, out, p);
    if (p->settings_schema && p->settings_schema->count) {
        buf_printf(out, "  %s\n", diag_word(c->d, "thiết lập", "settings"));
        put_arguments(c, out, p->settings_schema);
    }
}

/* ---- As JSON ---- */

static void pair_text(Arena *a, ValuePairs *pairs, const char *key, Str text)
{
    if (text.n)
        value_pair(a, pairs, str_from(key), value_string(a, text));
}

static Value choices_value(Arena *a, const Field *f)
{
    ValueItems items = {0};

    for (size_t i = 0; i < f->choice_count; i++)
        list_push(a, &items, value_string(a, f->choices[i].label));
    return value_list(a, items.items, items.n);
}

static Value argument_value(Arena *a, const Field *f)
{
    ValuePairs pairs = {0};
    const Field *one = f->type == FIELD_LIST && f->item ? f->item : f;

    pair_text(a, &pairs, "name", f->name);
    pair_text(a, &pairs, "label", f->label);
    pair_text(a, &pairs, "type", field_type_name(f->type));
    if (one != f)
        pair_text(a, &pairs, "item", field_type_name(one->type));
    pair_text(a, &pairs, "to", one->to);
    if (one->choice_count)
        value_pair(a, &pairs, STR("choices"), choices_value(a, one));
    value_pair(a, &pairs, STR("required"), value_bool(f->need != NEED_OPTIONAL && value_is_null(f->fallback)));
    value_pair(a, &pairs, STR("default"), f->fallback);
    pair_text(a, &pairs, "example", f->example);
    pair_text(a, &pairs, "help", f->help);
    return value_map(a, pairs.items, pairs.n);
}

static Value arguments_value(Arena *a, const Schema *args)
{
    ValueItems items = {0};

    for (size_t i = 0; args && i < args->count; i++)
        list_push(a, &items, argument_value(a, &args->fields[i]));
    return value_list(a, items.items, items.n);
}

static Value entries_value(Arena *a, const PluginEntries *entries)
{
    ValueItems items = {0};

    for (size_t i = 0; i < entries->n; i++) {
        ValuePairs pairs = {0};
        pair_text(a, &pairs, "name", entries->items[i].decl.name);
        pair_text(a, &pairs, "help", entries->items[i].help);
        value_pair(a, &pairs, STR("args"), arguments_value(a, entries->items[i].decl.args));
        list_push(a, &items, value_map(a, pairs.items, pairs.n));
    }
    return value_list(a, items.items, items.n);
}

static Value names_value(Arena *a, const PluginEntries *entries)
{
    ValueItems items = {0};

    for (size_t i = 0; i < entries->n; i++)
        list_push(a, &items, value_string(a, entries->items[i].decl.name));
    return value_list(a, items.items, items.n);
}

static Value hooks_value(Arena *a, const Plugin *p)
{
    ValueItems items = {0};

    for (int i = 0; i < HOOK_COUNT; i++)
        if (p->hooks[i].hook)
            list_push(a, &items, value_string(a, str_from(hook_names[i])));
    return value_list(a, items.items, items.n);
}

static Value kinds_value(PluginCommand *c, Str name)
{
    ValueItems items = {0};

    for (size_t i = 0; i < c->kinds.n; i++) {
        const Kind *kind = &c->kinds.items[i];
        ValuePairs pairs = {0};
        if (!str_eq(kind->plugin, name))
            continue;
        pair_text(c->a, &pairs, "name", kind->name);
        pair_text(c->a, &pairs, "label", kind->label);
        value_pair(c->a, &pairs, STR("record"), value_bool(kind->is_record));
        list_push(c->a, &items, value_map(c->a, pairs.items, pairs.n));
    }
    return value_list(c->a, items.items, items.n);
}

static Value plugin_value(PluginCommand *c, Str name, const Plugin *p)
{
    ValuePairs pairs = {0};

    pair_text(c->a, &pairs, "name", name);
    if (p) {
        pair_text(c->a, &pairs, "version", p->version);
        pair_text(c->a, &pairs, "help", p->help);
    }
    value_pair(c->a, &pairs, STR("kinds"), kinds_value(c, name));
    if (p) {
        value_pair(c->a, &pairs, STR("directives"), entries_value(c->a, &p->directives));
        value_pair(c->a, &pairs, STR("roles"), entries_value(c->a, &p->roles));
        value_pair(c->a, &pairs, STR("filters"), names_value(c->a, &p->filters));
        value_pair(c->a, &pairs, STR("hooks"), hooks_value(c->a, p));
        value_pair(c->a, &pairs, STR("settings"), arguments_value(c->a, p->settings_schema));
        value_pair(c->a, &pairs, STR("imports"), entries_value(c->a, &p->imports));
    }
    return value_map(c->a, pairs.items, pairs.n);
}

int plugin_command_list(PluginCommand *c)
{
    bool json = options_value(&plugin_list_help, &c->given, "json"), ok;
    int status;
    ShelvedList list;
    Buf out = {0};

    status = plugin_command_choose(c, false, &list);
    if (status != EXIT_OK)
        return status;
    ok = plugin_command_load(c);
    for (size_t i = 0; i < list.n; i++) {
        const Plugin *p = plugin_command_find(c, list.items[i].name);
        if (json)
            json_write(&out, plugin_value(c, list.items[i].name, p));
        else
            put_plugin(c, &out, list.items[i].name, p);
        buf_puts(&out, json || i + 1 < list.n ? "\n" : "");
    }
    if (out.n)
        fwrite(out.s, 1, out.n, stdout);
    buf_free(&out);
    return ok ? EXIT_OK : EXIT_LOAD;
}
