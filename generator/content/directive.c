#include "content/directive.h"

#include "base/utf8.h"
#include "value/yaml.h"

enum { NAMES_SHOWN = 12 };

static void report_name(Diag *d, const DirectiveDecl *const *decls, size_t n, bool role, Str name, Place at)
{
    Str *names = arena_array(d->arena, Str, n + 1), list = STR("");

    diag_error(d, at, "markdown.directive", "chưa có khối dựng sẵn nào tên «%.*s»", "there is no directive «%.*s»", STR_ARG(name));
    if (n == 0) {
        diag_hint(d, "cổng này chưa cài phần mở rộng nào có khối dựng sẵn%s", "no plugin of this portal has one%s",
                  role ? diag_word(d, " trong dòng", " for a line") : "");
        return;
    }
    for (size_t i = 0; i < n; i++) {
        names[i] = decls[i]->name;
        if (i < NAMES_SHOWN)
            list = arena_printf(d->arena, "%.*s%s%.*s", STR_ARG(list), i ? ", " : "", STR_ARG(names[i]));
    }
    diag_nearest(d, name, names, n);
    diag_hint(d, "hiện có: %.*s%s", "there are: %.*s%s", STR_ARG(list), n > NAMES_SHOWN ? " …" : "");
}

const DirectiveDecl *directive_find(Arena *scratch, Diag *d, const Directives *known, bool role, Str name, Place at)
{
    const DirectiveDecl *const *decls = !known ? NULL : role ? known->roles : known->directives;
    size_t n = !known ? 0 : role ? known->role_count : known->directive_count;
    Str folded = utf8_fold(scratch, name);

    for (size_t i = 0; i < n; i++)
        if (str_eq(utf8_fold(scratch, decls[i]->name), folded))
            return decls[i];
    if (!known || !known->incomplete)
        report_name(d, decls, n, role, name, at);
    return NULL;
}

bool directive_read(Arena *a, Diag *d, const DirectiveDecl *decl, Str body, Place at, Value *args)
{
    Value raw;

    if (!yaml_read(a, d, place_at(at, at.line + 1, 1), body, YAML_MOST_FRONT, &raw))
        return false;
    if (value_is_null(raw))
        raw = value_at(value_map(a, NULL, 0), at);
    if (value_is(raw, VALUE_MAP))
        return schema_check(a, d, decl->args, raw, (SchemaOptions){0}, args);
    diag_error(d, value_place(raw), "markdown.directive-body", "khối «%.*s» cần các dòng dạng «khóa: giá trị»",
               "directive «%.*s» takes lines of the form «key: value»", STR_ARG(decl->name));
    return false;
}

/* The pairs of a role's text. What has no '=' is the value of the first argument. */
static Value role_pairs(Arena *a, Diag *d, const DirectiveDecl *decl, Str text, Place at)
{
    ValuePairs pairs = {0};
    Str rest = text, piece;

    while (str_cut(&rest, ';', &piece)) {
        size_t equals = str_find_byte(piece, '=', 0);
        Str key = str_trim(str_slice(piece, 0, equals)), value = str_trim(str_slice(piece, equals + 1, piece.n));
        if (!str_trim(piece).n)
            continue;
        if (equals == piece.n && decl->args->count)
            key = decl->args->fields[0].label, value = str_trim(piece);
        else if (equals == piece.n)
            diag_error(d, at, "markdown.role-args", "«%.*s» không nhận tham số «%.*s»", "«%.*s» takes no argument «%.*s»", STR_ARG(decl->name),
                       STR_ARG(key));
        list_push(a, &pairs, (ValuePair){.key = arena_str(a, key), .value = value_at(value_string(a, value), at), .key_at = at});
    }
    return value_at(value_map(a, pairs.items, pairs.n), at);
}

bool directive_read_role(Arena *a, Diag *d, const DirectiveDecl *decl, Str text, Place at, Value *args)
{
    size_t errors = d->errors;
    Value raw = role_pairs(a, d, decl, text, at);

    return d->errors == errors && schema_check(a, d, decl->args, raw, (SchemaOptions){0}, args);
}
