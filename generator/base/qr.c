#include "base/qr.h"

#include <unistd.h>

#include <qrencode.h>

bool qr_encode(Arena *a, Str text, QrCode *out)
{
    QRcode *code;
    bool *dark;

    if (!text.n || text.n > QR_MOST_BYTES)
        return false;
    code = QRcode_encodeData((int)text.n, (const unsigned char *)text.s, 0, QR_ECLEVEL_M);
    if (!code)
        _exit(ARENA_EXIT_MEMORY); /* the one reason that is left */
    out->size = (size_t)code->width;
    dark = arena_array(a, bool, out->size * out->size);
    for (size_t i = 0; i < out->size * out->size; i++)
        dark[i] = code->data[i] & 1; /* the other bits tell what a module is for */
    out->dark = dark;
    QRcode_free(code);
    return true;
}

const char *qr_version(void) { return QRcode_APIVersionString(); }
