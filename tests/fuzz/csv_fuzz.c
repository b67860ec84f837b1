/* csv_fuzz - any bytes are read or refused with a reason, and what was read is written and read again alike.
 * Build: clang -fsanitize=fuzzer,address,undefined with the library's sources. */
#include "value/csv.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void write_row(Buf *b, Value row, bool headers)
{
    for (size_t i = 0; i < value_count(row); i++) {
        const ValuePair *p = &row.as.map->pairs[i];
        if (i)
            buf_byte(b, ';');
        csv_cell(b, headers ? p->key : value_str(p->value), ';');
    }
    buf_byte(b, '\n');
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, LANG_VI);
    Place start = {.file = 1, .line = 1, .column = 1};
    Value v, again;
    Buf b = {0};

    if (csv_read(a, d, start, (Str){(const char *)bytes, n}, &v) != (d->errors == 0))
        abort();
    if (d->errors == 0 && value_count(v)) {
        write_row(&b, value_item(v, 0), true);
        for (size_t i = 0; i < value_count(v); i++)
            write_row(&b, value_item(v, i), false);
        csv_read(a, diag_new(a, LANG_VI), start, buf_str(&b), &again);
        if (value_count(again) > value_count(v))
            abort();
    }
    buf_free(&b);
    arena_free(a);
    return 0;
}
