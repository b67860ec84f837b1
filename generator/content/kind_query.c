#include "content/kind.h"

void kinds_suggest(const Kinds *kinds, Diag *d, Str wrong)
{
    Str *names = arena_array(d->arena, Str, kinds->n + 1);
    size_t n = 0, before = d->list.n ? d->list.items[d->list.n - 1].hint.n : 0;

    for (size_t i = 0; i < kinds->n; i++)
        if (!kinds->items[i].is_record)
            names[n++] = kinds->items[i].label;
    diag_nearest(d, wrong, names, n);
    if (d->list.n && d->list.items[d->list.n - 1].hint.n > before)
        return;
    for (size_t i = 0; i < n; i++)
        diag_hint(d, "có thể ghi: %.*s", "it may be: %.*s", STR_ARG(names[i]));
}

bool section_needed(const SectionDecl *decl, Value meta)
{
    if (decl->when_field.n)
        return schema_condition(value_get(meta, decl->when_field), decl->when_is);
    return decl->need != NEED_OPTIONAL;
}
