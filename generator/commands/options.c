#include "commands/options.h"

#include <assert.h>

static int find_option(const CommandHelp *help, Str name, char letter)
{
    for (size_t i = 0; i < help->option_count; i++)
        if (letter ? help->options[i].letter == letter : str_is(name, help->options[i].name))
            return (int)i;
    return -1;
}

bool options_unknown(Diag *d, const CommandHelp *help, const char *word, const Str *more, size_t more_count)
{
    LIST(Str) names = {0};

    diag_error(d, (Place){0}, "usage.option", "không có tùy chọn «%s»", "there is no option «%s»", word);
    for (size_t i = 0; i < help->option_count; i++)
        list_push(d->arena, &names, arena_printf(d->arena, "--%s", help->options[i].name));
    for (size_t i = 0; i < more_count; i++)
        list_push(d->arena, &names, arena_printf(d->arena, "--%.*s", STR_ARG(more[i])));
    diag_nearest(d, str_from(word), names.items, names.n);
    diag_hint(d, "xem: cchc %s --help", "see: cchc %s --help", help->name);
    return false;
}

static bool unknown(Diag *d, const CommandHelp *help, const char *word) { return options_unknown(d, help, word, NULL, 0); }

/* Keeps "--name value" or "--name=value" that the command does not declare. */
static bool keep_other(Diag *d, const CommandHelp *help, int argc, char **argv, int *i, Given *out)
{
    Str word = str_from(argv[*i] + 2);
    size_t equals = str_find_byte(word, '=', 0);
    OtherOption *other = &out->others[out->other_count];

    if (out->other_count == sizeof out->others / sizeof *out->others)
        return unknown(d, help, argv[*i]);
    *other = (OtherOption){.name = str_slice(word, 0, equals)};
    if (equals < word.n)
        other->value = word.s + equals + 1;
    else if (*i + 1 < argc && argv[*i + 1][0] != '-')
        other->value = argv[++*i];
    out->other_count++;
    return true;
}

/* Takes one option at argv[*i], with its value there or in the next word. */
static bool take_option(Diag *d, const CommandHelp *help, int argc, char **argv, int *i, Given *out)
{
    const char *word = argv[*i];
    bool is_long = word[1] == '-';
    Str name = str_from(is_long ? word + 2 : word + 1);
    size_t equals = is_long ? str_find_byte(name, '=', 0) : 1;
    int k = find_option(help, str_slice(name, 0, equals), is_long ? 0 : word[1]);
    const char *rest = name.s + (equals < name.n ? equals + is_long : name.n);

    if (k < 0 && out->keeps_others && is_long)
        return keep_other(d, help, argc, argv, i, out);
    if (k < 0)
        return unknown(d, help, word);
    if (!help->options[k].value) {
        if (equals < name.n)
            return unknown(d, help, word);
        out->values[k] = "";
        return true;
    }
    if (equals >= name.n && *i + 1 < argc)
        rest = argv[++*i];
    if (*rest) {
        out->values[k] = rest;
        return true;
    }
    diag_error(d, (Place){0}, "usage.value", "tùy chọn «%s» cần một giá trị: %s", "option «%s» takes a value: %s", word,
               help->options[k].value);
    return false;
}

static bool read_words(Diag *d, const CommandHelp *help, int argc, char **argv, int from, Given *out)
{
    bool only_operands = false;

    assert(help->option_count <= sizeof out->values / sizeof *out->values);
    for (int i = from; i < argc; i++) {
        if (!only_operands && strcmp(argv[i], "--") == 0) {
            only_operands = true;
        } else if (!only_operands && argv[i][0] == '-' && argv[i][1]) {
            if (!take_option(d, help, argc, argv, &i, out))
                return false;
        } else if (out->operand_count < help->most_operands) {
            out->operands[out->operand_count++] = argv[i];
        } else {
            diag_error(d, (Place){0}, "usage.operand", "thừa «%s»", "«%s» is too much", argv[i]);
            diag_hint(d, "xem: cchc %s --help", "see: cchc %s --help", help->name);
            return false;
        }
    }
    return true;
}

bool options_read(Diag *d, const CommandHelp *help, int argc, char **argv, int from, Given *out)
{
    *out = (Given){.operand_count = 0};
    return read_words(d, help, argc, argv, from, out);
}

bool options_read_others(Diag *d, const CommandHelp *help, int argc, char **argv, int from, Given *out)
{
    *out = (Given){.keeps_others = true};
    return read_words(d, help, argc, argv, from, out);
}

bool options_wrong(Diag *d, const char *option, const char *value, const char *right)
{
    diag_error(d, (Place){0}, "usage.wrong", "--%s không nhận «%s»; cần %s", "--%s does not take «%s»; it takes %s", option, value, right);
    return false;
}

const char *options_value(const CommandHelp *help, const Given *given, const char *name)
{
    int k = find_option(help, str_from(name), 0);

    assert(k >= 0);
    return given->values[k];
}

bool options_ask_help(int argc, char **argv, int from)
{
    for (int i = from; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

void options_help_line(const char *option, const char *words) { printf("  %-30s %s\n", option, words); }

void options_help(const CommandHelp *help, Lang lang)
{
    Str examples = str_from(help->examples), line;

    printf("cchc %s %s%s%s\n\n  %s\n\n", help->name, help->operands, *help->operands ? " " : "",
           lang == LANG_EN ? "[OPTION…]" : "[TÙY CHỌN…]", lang == LANG_EN ? help->en : help->vi);
    for (size_t i = 0; i < help->option_count; i++) {
        const Option *o = &help->options[i];
        char left[64];
        snprintf(left, sizeof left, "%c%c%s --%s%s%s", o->letter ? '-' : ' ', o->letter ? o->letter : ' ', o->letter ? "," : " ",
                 o->name, o->value ? " " : "", o->value ? o->value : "");
        options_help_line(left, lang == LANG_EN ? o->en : o->vi);
    }
    printf("\n%s\n", lang == LANG_EN ? "Examples:" : "Ví dụ:");
    while (str_line(&examples, &line))
        printf("  %.*s\n", STR_ARG(line));
}

Lang options_lang(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--lang=en") == 0)
            return LANG_EN;
        if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc && strcmp(argv[i + 1], "en") == 0)
            return LANG_EN;
    }
    return LANG_VI;
}
