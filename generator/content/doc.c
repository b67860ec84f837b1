#include "content/doc.h"

void doc_write(Buf *out, const Doc *doc, DocHoleWriter fill, void *context)
{
    size_t from = 0;

    for (size_t i = 0; i < doc->hole_count; i++) {
        const Hole *hole = &doc->holes[i];
        buf_add(out, str_slice(doc->html, from, hole->offset));
        fill(context, out, hole);
        from = hole->offset;
    }
    buf_add(out, str_slice(doc->html, from, doc->html.n));
}

bool doc_has_anchor(const Doc *doc, Str anchor)
{
    for (size_t i = 0; i < doc->anchor_count; i++)
        if (str_eq(doc->anchors[i], anchor))
            return true;
    return false;
}
