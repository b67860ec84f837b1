#include "content/hygiene.h"

#include "base/utf8.h"
#include "content/damage.h"

static bool is_invisible(uint32_t c)
{
    return (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff
        || c == 0x00ad || c == 0x061c;
}

/* The first invisible character of `text`, or 0. All of them but U+00AD and U+061C begin with the bytes e2 or ef. */
static uint32_t invisible_in(Str text)
{
    for (size_t i = 0; i < text.n;) {
        uint32_t c;
        if ((unsigned char)text.s[i] < 0xc2) {
            i++;
            continue;
        }
        c = utf8_next(text, &i);
        if (is_invisible(c))
            return c;
    }
    return 0;
}

static void check(Diag *d, Place at, const char *what, Str text)
{
    uint32_t c = invisible_in(text);

    if (!c)
        return;
    diag_warn(d, at, "hygiene.invisible", "%s chứa ký tự vô hình (U+%04X)", "%s holds an invisible character (U+%04X)", what, (unsigned)c);
    diag_hint(d, "xóa đi rồi gõ lại chỗ này; ký tự thường lọt vào khi chép từ nơi khác", "delete and retype it; it usually comes in with copied text");
}

void hygiene_check(Diag *d, const Page *page)
{
    Value title = value_get_lit(page->meta, "title");

    check(d, value_place(title), diag_word(d, "tiêu đề", "the title"), value_str(title));
    for (size_t i = 0; i < page->doc.link_count; i++) {
        const Link *link = &page->doc.links[i];
        check(d, link->at, diag_word(d, "liên kết", "the link"), link->text);
        check(d, link->at, diag_word(d, "địa chỉ liên kết", "the link's address"), link->url);
    }
}

/* True when the paragraph that ends before the line end at `at` cannot have ended there and the next one goes on with it. */
static bool goes_on(Str html, size_t at)
{
    Str before = str_slice(html, 0, at), behind = str_slice(html, at + 1, html.n);
    size_t first = 3;

    if (!str_ends(before, STR("</p>")) || !str_starts(behind, STR("<p>")) || before.n < 5 || behind.n < 4)
        return false;
    return !strchr(".;:!?)>\"", before.s[before.n - 5]) && utf8_is_small(utf8_next(behind, &first));
}

void hygiene_check_lines(Diag *d, Place body, const Page *page)
{
    enum { LEAST = 8 }; /* a few may be meant */
    Str html = page->doc.html;
    size_t broken = 0, all = 0;

    for (size_t i = str_find_byte(html, '\n', 0); i < html.n; i = str_find_byte(html, '\n', i + 1)) {
        broken += goes_on(html, i);
        all++;
    }
    if (broken < LEAST || broken * 4 < all)
        return;
    body.column = 0;
    diag_warn(d, body, "hygiene.lines", "%zu đoạn đứt giữa câu, có lẽ chép từ PDF: mỗi dòng thành một đoạn riêng nên khó đọc",
              "%zu paragraphs break off in the middle of a sentence, as text out of a PDF does; that is hard to read", broken);
    diag_hint(d, "xóa các dòng trống nằm giữa câu; dòng liền nhau sẽ tự nối thành một đoạn",
              "delete the blank lines inside sentences; lines that follow each other become one paragraph");
}

void hygiene_check_text(Diag *d, const SourceParts *parts)
{
    const char *end = parts->body.s + parts->body.n;

    damage_check(d, parts->front_at, (Str){parts->front.s, (size_t)(end - parts->front.s)}, parts->front.n);
}
