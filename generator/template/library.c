#include "template/library.h"

#include "template/parser.h"
#include "template/resolve.h"

void library_context(Library *lib, Arena *a, const Str *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        list_push(a, &lib->context, names[i]);
    lib->slot_count = (uint32_t)lib->context.n;
}

Template *library_find(const Library *lib, Str name)
{
    Template *t = map_find(&lib->by_name, name);

    return t && !t->shadowed ? t : NULL;
}

bool library_add(Library *lib, Arena *a, Diag *d, Place start, Str name, Str path, Str source, bool optional)
{
    Template *t = arena_make(a, Template);
    size_t errors = d->errors;
    Diag *unheard = diag_new(a, d->lang);

    *t = (Template){.name = name, .path = path, .start = start, .source = source, .optional = optional};
    t->shadowed = map_claim(a, &lib->by_name, name, t) != NULL;
    template_parse(a, t->shadowed ? unheard : d, t);
    list_push(a, &lib->templates, t);
    lib->failed |= d->errors != errors;
    return d->errors == errors;
}

/* Blocks get numbers by name, so that a template's dispatch is an array. */
static void number_blocks(Library *lib, Template *t)
{
    for (size_t i = 0; i < t->blocks.n; i++) {
        uint32_t k = 0;
        while (k < lib->block_names.n && !str_eq(lib->block_names.items[k], t->blocks.items[i]->name))
            k++;
        if (k == lib->block_names.n)
            list_push(lib->arena, &lib->block_names, t->blocks.items[i]->name);
        t->blocks.items[i]->block = k;
    }
}

static void dispatch(Library *lib, Template *t)
{
    t->dispatch = arena_array(lib->arena, Function *, lib->block_names.n + 1);
    for (size_t i = 0; i < lib->block_names.n; i++)
        t->dispatch[i] = find_block(t, lib->block_names.items[i]);
}

/* Gives rooted terms their roots, now that the variables have their place. */
static void root_terms(Library *lib)
{
    lib->slots = arena_array(lib->arena, Value, lib->slot_count + 1);
    for (size_t i = 0; i < lib->terms.n; i++)
        if (lib->terms.items[i].root_slot != NO_SLOT)
            lib->terms.items[i].root = &lib->slots[lib->terms.items[i].root_slot];
}

bool library_compile(Library *lib, Arena *a, Diag *d)
{
    size_t errors = d->errors;

    lib->arena = a;
    lib->diag = d;
    link_templates(lib);
    for (size_t i = 0; i < lib->templates.n; i++)
        if (!lib->templates.items[i]->shadowed) {
            number_blocks(lib, lib->templates.items[i]);
            resolve_template(lib, lib->templates.items[i]);
        }
    if (lib->failed || d->errors != errors)
        return false;
    for (size_t i = 0; i < lib->templates.n; i++)
        if (!lib->templates.items[i]->shadowed)
            dispatch(lib, lib->templates.items[i]);
    for (size_t i = 0; i < lib->code.n; i++)
        emit_function(lib, lib->code.items[i]);
    root_terms(lib);
    return true;
}
