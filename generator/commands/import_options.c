#include "commands/import_options.h"

#include "base/utf8.h"

/* "danh mục": danh-muc. */
static Str option_name(Arena *a, const Field *f) { return utf8_slug(a, f->label.n ? f->label : f->name); }

static bool unknown(Arena *a, Diag *d, const CommandHelp *help, const PluginEntry *entry, Str name)
{
    const Schema *args = entry->decl.args;
    Str *more = arena_array(a, Str, args->count + 1);

    for (size_t i = 0; i < args->count; i++)
        more[i] = option_name(a, &args->fields[i]);
    return options_unknown(d, help, arena_printf(a, "--%.*s", STR_ARG(name)).s, more, args->count);
}

/* What was given, by the names of the declarations; null after an error. */
static bool raw_options(Arena *a, Diag *d, const CommandHelp *help, const Given *given, const PluginEntry *entry, Value *out)
{
    ValuePairs pairs = {0};

    for (size_t i = 0; i < given->other_count; i++) {
        const OtherOption *other = &given->others[i];
        const Field *field = schema_field(entry->decl.args, other->name);
        if (!field)
            return unknown(a, d, help, entry, other->name);
        if (!other->value) {
            diag_error(d, (Place){0}, "usage.value", "tùy chọn «--%.*s» cần một giá trị: %.*s", "option «--%.*s» takes a value: %.*s",
                       STR_ARG(other->name), STR_ARG(field_type_name(field->type)));
            return false;
        }
        if (utf8_invalid(str_from(other->value)) < strlen(other->value))
            return options_wrong(d, arena_str(a, other->name).s, other->value, "UTF-8");
        value_pair(a, &pairs, field->name, value_string(a, utf8_nfc(a, str_from(other->value))));
    }
    *out = value_map(a, pairs.items, pairs.n);
    return true;
}

/* A path as it was given: the file system knows its bytes only. */
static Str given_path(const Given *given, const Schema *args, const Field *field)
{
    const char *path = "";

    for (size_t i = 0; i < given->other_count; i++)
        if (schema_field(args, given->others[i].name) == field)
            path = given->others[i].value;
    return str_from(path);
}

static bool read_list(Arena *a, Diag *d, Files *files, const ImportNames *names, const Field *field, Str path, Value *rows, ImportLists *lists)
{
    if (!import_source_rows(a, d, files, path, names, rows))
        return false;
    list_push(a, lists, (ImportList){.name = field->name, .label = field_label(d, field), .path = path, .rows = *rows,
                                     .answered = arena_array(a, bool, value_count(*rows) + 1)});
    return true;
}

bool import_options(Arena *a, Diag *d, Files *files, const CommandHelp *help, const Given *given, const PluginEntry *entry,
                    const ImportNames *names, Value *options, ImportLists *lists)
{
    const Schema *args = entry->decl.args;
    ValuePairs pairs = {0};
    Value raw, typed;

    if (!raw_options(a, d, help, given, entry, &raw) || !schema_check(a, d, args, raw, (SchemaOptions){0}, &typed))
        return false;
    for (size_t i = 0; i < args->count; i++) {
        const Field *field = &args->fields[i];
        Value value = value_get(typed, field->name);
        bool list = field->type == FIELD_FILE && value_is(value, VALUE_STRING);
        if (list && !read_list(a, d, files, names, field, given_path(given, args, field), &value, lists))
            return false;
        if (!value_is_null(value))
            value_pair(a, &pairs, field->name, value);
    }
    *options = value_map(a, pairs.items, pairs.n);
    return true;
}

void import_options_help(Arena *a, Lang lang, const PluginEntry *entry)
{
    const Schema *args = entry->decl.args;

    if (args->count)
        printf(lang == LANG_EN ? "\nOptions of «%.*s»:\n" : "\nTùy chọn của «%.*s»:\n", STR_ARG(entry->decl.name));
    for (size_t i = 0; i < args->count; i++) {
        const Field *f = &args->fields[i];
        Str left = arena_printf(a, "    --%.*s %s", STR_ARG(option_name(a, f)), f->type == FIELD_FILE ? "FILE" : "VALUE");
        options_help_line(left.s, arena_str(a, f->help).s);
    }
}
