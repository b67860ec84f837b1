#include "site/advice.h"

static const Choice levels[] = {{.label = STR_INIT("note")}, {.label = STR_INIT("warning")}, {.label = STR_INIT("error")}}; /* as Level */

enum { LEVEL, AT, KEY, MESSAGE, MESSAGE_EN, HINT, HINT_EN, KEYS };

/* What a plugin hands to `report`. */
static const Field fields[KEYS] = {
    [LEVEL] = {.name = STR_INIT("level"), .label = STR_INIT("level"), .type = FIELD_CHOICE, .choices = levels, .choice_count = 3},
    [AT] = {.name = STR_INIT("at"), .label = STR_INIT("at"), .type = FIELD_ANY},
    [KEY] = {.name = STR_INIT("key"), .label = STR_INIT("key")},
    [MESSAGE] = {.name = STR_INIT("message"), .label = STR_INIT("message"), .need = NEED_REQUIRED, .example = STR_INIT("thiếu số ký hiệu")},
    [MESSAGE_EN] = {.name = STR_INIT("message_en"), .label = STR_INIT("message_en")},
    [HINT] = {.name = STR_INIT("hint"), .label = STR_INIT("hint")},
    [HINT_EN] = {.name = STR_INIT("hint_en"), .label = STR_INIT("hint_en")},
};

/* The words in the language of `d`, else in Vietnamese. */
static Str words(const Diag *d, Value v, int vi, int en)
{
    Str text = value_get_str(v, fields[en].name);

    return d->lang == LANG_EN && text.n ? text : value_get_str(v, fields[vi].name);
}

/* Where `at` was written; with a key, the value that it has there or, of a page, among its fields. Texts and numbers have no place
 * once they are Lua's own. */
static Place place_of(Value at, Str key)
{
    Value v = value_get(at, key);

    if (value_is_null(v))
        v = value_get(value_get_lit(at, "meta"), key);
    return key.n && value_place(v).line ? value_place(v) : value_place(at);
}

static void report_one(Arena *a, Diag *d, const Plugin *plugin, const Schema *schema, Value raw)
{
    Value v, level;
    Str hint;

    if (!schema_check(a, d, schema, raw, (SchemaOptions){0}, &v))
        return;
    level = value_get(v, fields[LEVEL].name);
    diag_report(d, value_is_null(level) ? LEVEL_WARNING : (Level)schema_choice(&schema->fields[LEVEL], value_str(level)),
                place_of(value_get(v, fields[AT].name), value_get_str(v, fields[KEY].name)),
                arena_printf(d->arena, "%.*s.check", STR_ARG(plugin->name)).s, "%.*s", "%.*s", STR_ARG(words(d, v, MESSAGE, MESSAGE_EN)));
    hint = words(d, v, HINT, HINT_EN);
    if (hint.n)
        diag_hint(d, "%.*s", "%.*s", STR_ARG(hint));
}

void advice_report(Arena *a, Diag *d, const Site *site, Plugins *plugins)
{
    Schema schema = {.name = STR("report"), .label = STR("report{…}"), .fields = fields, .count = KEYS};
    Value *made = plugins_run(plugins, a, d, HOOK_CHECK, &site->value, 1);
    size_t n;
    const Plugin *all = plugins_all(plugins, &n);

    schema_seal(a, d, (Place){0}, &schema);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < value_count(made[i]); k++)
            report_one(a, d, &all[i], &schema, value_item(made[i], k));
    schema_free(&schema);
}
