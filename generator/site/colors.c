#include "site/colors.h"

#include "base/buf.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    unsigned red, green, blue; /* 0..255 */
} Color;

/* `text` is "#rgb" or "#rrggbb", as the schema has checked. */
static Color color_of(Str text)
{
    char six[7] = {0};
    unsigned long all;

    for (size_t i = 0; i < 6; i++)
        six[i] = text.n == 4 ? text.s[1 + i / 2] : text.s[1 + i];
    all = strtoul(six, NULL, 16);
    return (Color){(unsigned)(all >> 16) & 255, (unsigned)(all >> 8) & 255, (unsigned)all & 255};
}

/* The light of one channel, as WCAG 2.2 defines relative luminance. */
static double linear(unsigned channel)
{
    double c = channel / 255.0;

    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double contrast_with_white(Color c)
{
    return 1.05 / (0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue) + 0.05);
}

static void add(Arena *a, Diag *d, Buf *out, Value colors, Str key, const char *property, bool deep)
{
    Value written = value_get(colors, key);
    double contrast;
    Color c;

    if (!value_is(written, VALUE_STRING))
        return;
    c = color_of(value_str(written));
    contrast = contrast_with_white(c);
    if (contrast < 4.5) {
        Str shown = arena_printf(a, "%d,%d", (int)contrast, (int)(contrast * 10) % 10);
        diag_warn(d, value_place(written), "colors.contrast", "chữ trắng trên màu «%.*s» khó đọc: độ tương phản %.*s : 1, cần ít nhất 4,5 : 1",
                  "white text on «%.*s» is hard to read: contrast %.*s : 1, at least 4.5 : 1 is needed", STR_ARG(value_str(written)),
                  STR_ARG(shown));
        diag_hint(d, "chọn màu đậm hơn, ví dụ #8c1d18", "choose a darker colour, e.g. #8c1d18");
    }
    buf_printf(out, "--portal-%s:#%02x%02x%02x;", property, c.red, c.green, c.blue);
    if (deep)
        buf_printf(out, "--portal-%s-deep:#%02x%02x%02x;", property, c.red * 4 / 5, c.green * 4 / 5, c.blue * 4 / 5);
}

Str colors_css(Arena *a, Diag *d, const Config *config)
{
    Value colors = value_get_lit(config->portal, "colors");
    Buf out = {0};
    Str css = STR("");

    add(a, d, &out, colors, STR("primary"), "primary", true);
    add(a, d, &out, colors, STR("accent"), "accent", false);
    if (out.n)
        css = arena_printf(a, ":root{%.*s}\n", STR_ARG(buf_str(&out)));
    buf_free(&out);
    return css;
}
