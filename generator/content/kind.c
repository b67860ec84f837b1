#include "content/kind.h"

#include "base/path.h"
#include "base/utf8.h"
#include "content/kind_declare.h"
#include "value/names.h"
#include "value/yaml.h"

#include <unistd.h>

enum { MOST_BYTES = 1 << 20 };

/* What all kind files are loaded with. */
typedef struct {
    Arena *a;
    Diag *d;
    Files *files;
    KindDeclarations by;
    Kinds *kinds;
    size_t room; /* in kinds->items */
} Loading;

static bool skip_hidden(Str name) { return str_starts(name, STR(".")); }

static bool read_text(const Loading *l, Str path, Place at, Str *text)
{
    int error = fs_read_path(l->a, arena_str(l->a, path).s, MOST_BYTES, text);
    size_t bad;

    if (error)
        return fs_failed(l->d, error, "kind.read", "không đọc được", "cannot read", path);
    bad = utf8_invalid(*text);
    if (bad < text->n) {
        diag_error(l->d, place_in(place_at(at, 1, 1), str_slice(*text, 0, bad), bad), "kind.utf8",
                   "tệp không phải UTF-8", "the file is not UTF-8");
        diag_hint(l->d, "lưu lại tệp với bảng mã UTF-8", "save the file again as UTF-8");
        return false;
    }
    *text = utf8_nfc(l->a, *text);
    return true;
}

static void free_kind(Kind *k)
{
    if (k->schema)
        schema_free((Schema *)k->schema);
    for (size_t i = 0; i < k->section_count; i++)
        if (k->sections[i].columns)
            schema_free((Schema *)k->sections[i].columns);
}

/* Makes one kind of one file; where that fails, what was made is left out of the kinds. */
static void load_file(const Loading *l, Str path, Str plugin)
{
    Place at = files_add(l->files, path);
    Str text = STR("");
    Kind *kind = &l->kinds->items[l->kinds->n];
    Value raw;

    if (!read_text(l, path, at, &text) || !yaml_read(l->a, l->d, place_at(at, 1, 1), text, MOST_BYTES, &raw))
        return;
    if (value_is_null(raw))
        raw = value_at(raw, place_at(at, 1, 1));
    *kind = (Kind){.plugin = plugin};
    if (kind_declare(l->a, l->d, &l->by, raw, kind))
        l->kinds->n++;
    else
        free_kind(kind);
}

static bool claim(const Loading *l, Kind *k, Str spelling)
{
    const Kind *other = names_claim(l->a, &l->kinds->names, spelling, k);

    if (!other)
        return true;
    diag_error(l->d, k->at, "kind.same_name", "loại nội dung «%.*s» trùng tên «%.*s» với «%.*s»",
               "the kind «%.*s» shares the name «%.*s» with «%.*s»", STR_ARG(k->label), STR_ARG(spelling),
               STR_ARG(other->label));
    diag_hint(l->d, "đã khai báo ở %.*s", "declared in %.*s", STR_ARG(files_path(l->files, other->at)));
    return false;
}

/* One complaint a kind is enough: what shares one name often shares them all. */
static void claim_names(const Loading *l)
{
    for (size_t i = 0; i < l->kinds->n; i++) {
        Kind *k = &l->kinds->items[i];
        bool own = claim(l, k, k->name) && claim(l, k, k->label) && claim(l, k, k->plural);
        for (size_t j = 0; own && j < k->alias_count; j++)
            own = claim(l, k, k->aliases[j]);
    }
}

static void check_targets(const Loading *l, const Schema *s);

/* Fields declared in C may speak of kinds that no plugin brings along: then they are plain text. */
static void check_target(const Loading *l, const Field *f)
{
    Str *names;

    if (f->type == FIELD_LIST)
        check_target(l, f->item);
    if (f->type == FIELD_MAP)
        check_targets(l, f->fields);
    if (f->type != FIELD_REF || !f->at.file || kinds_find(l->kinds, f->to))
        return;
    diag_error(l->d, f->at, "kind.no_kind", "trường «%.*s»: «to» nói đến loại nội dung «%.*s», vốn không có",
               "field «%.*s»: «to» speaks of the kind «%.*s», which there is not", STR_ARG(field_label(l->d, f)),
               STR_ARG(f->to));
    names = arena_array(l->a, Str, l->kinds->n);
    for (size_t i = 0; i < l->kinds->n; i++)
        names[i] = l->kinds->items[i].name;
    diag_nearest(l->d, f->to, names, l->kinds->n);
}

static void check_targets(const Loading *l, const Schema *s)
{
    for (size_t i = 0; i < s->count; i++)
        check_target(l, &s->fields[i]);
}

static void check_references(const Loading *l)
{
    for (size_t i = 0; i < l->kinds->n; i++) {
        const Kind *k = &l->kinds->items[i];
        check_targets(l, k->schema);
        for (size_t j = 0; j < k->section_count; j++)
            if (k->sections[j].columns)
                check_targets(l, k->sections[j].columns);
    }
}

/* A kind that is being made lies in the list already; what points to it comes later, when none moves any more. */
static void make_room(Loading *l)
{
    if (l->kinds->n < l->room)
        return;
    l->kinds->items = arena_grow(l->a, l->kinds->items, l->room * sizeof(Kind), 2 * (l->room + 8) * sizeof(Kind));
    l->room = 2 * (l->room + 8);
}

/* The kinds of one plugin, where it has any. */
static void load_plugin(Loading *l, const Shelved *plugin)
{
    Str folder = path_join(l->a, plugin->path, STR("kinds"));
    int root = fs_open_dir(folder.s), error;
    FsList list = {0};

    if (root < 0)
        return;
    error = fs_walk(l->a, root, STR(""), skip_hidden, &list);
    close(root);
    if (error)
        fs_failed(l->d, error, "kind.plugins", "không đọc được thư mục plugin", "cannot read the plugins folder", folder);
    for (size_t i = 0; i < list.n; i++) {
        if (list.items[i].type != FS_FILE || path_dir(list.items[i].path).n || !str_is(path_ext(list.items[i].path), "yaml"))
            continue;
        make_room(l);
        load_file(l, path_join(l->a, folder, list.items[i].path), plugin->name);
    }
}

/* References are checked only where all kinds could be read: else they would seem to lead nowhere. */
bool kinds_load(Arena *a, Diag *d, Files *files, const Shelf *plugins, Kinds *out)
{
    Loading l = {.a = a, .d = d, .files = files, .kinds = out};
    size_t errors = d->errors;
    ShelvedList list;

    *out = (Kinds){0};
    if (!shelf_list(a, d, plugins, &list))
        return false;
    l.by = kind_declarations(a, d);
    for (size_t i = 0; i < list.n; i++)
        load_plugin(&l, &list.items[i]);
    kind_declarations_free(&l.by);
    claim_names(&l);
    if (d->errors == errors)
        check_references(&l);
    return d->errors == errors;
}

void kinds_free(Kinds *kinds)
{
    for (size_t i = 0; i < kinds->n; i++)
        free_kind(&kinds->items[i]);
    kinds->n = 0;
}

const Kind *kinds_find(const Kinds *kinds, Str name) { return names_find(&kinds->names, name); }

const SectionDecl *kind_section(const Kind *kind, Str heading) { return names_find(&kind->section_names, heading); }
