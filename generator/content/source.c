#include "content/source.h"

#include "base/fs.h"
#include "base/utf8.h"

#include <errno.h>

static bool refuse_encoding(Diag *d, Place at, Str text, size_t bad)
{
    bool utf16 = text.n >= 2 && (memcmp(text.s, "\xff\xfe", 2) == 0 || memcmp(text.s, "\xfe\xff", 2) == 0);
    Place line = place_in(place_at(at, 1, 1), text, bad);

    line.column = 0; /* columns count characters, and before this byte there may be none */
    diag_error(d, line, "source.utf8", "tệp không lưu ở dạng chữ Unicode UTF-8, sai từ dòng này",
               "the file is not UTF-8 text, from this line on");
    if (utf16)
        diag_hint(d, "tệp đang ở dạng UTF-16: khi lưu hãy chọn bảng mã UTF-8", "the file is UTF-16: save it as UTF-8");
    else
        diag_hint(d, "hãy mở tệp, chọn Lưu thành (Save As) và chọn bảng mã UTF-8; chữ gõ bằng TCVN3 hoặc VNI cần chuyển sang Unicode trước",
                  "open the file, choose Save As, encoding UTF-8; text typed in TCVN3 or VNI must be converted to Unicode first");
    return false;
}

static bool is_control(unsigned char c) { return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f; }

/* True when one of eight bytes may be a control byte: below 0x20, or 0x7f. */
static bool may_hold_control(const char *s)
{
    const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
    uint64_t word, del;

    memcpy(&word, s, sizeof word);
    del = word ^ (ones * 0x7f);
    return (((word - ones * 0x20) & ~word) | ((del - ones) & ~del)) & highs;
}

/* The first byte that text may not hold, or `text.n`. */
static size_t control_byte(Str text)
{
    for (size_t i = 0; i < text.n; i++) {
        while (i + 8 <= text.n && !may_hold_control(text.s + i))
            i += 8;
        if (i < text.n && is_control((unsigned char)text.s[i]))
            return i;
    }
    return text.n;
}

static bool refuse_control(Diag *d, Place at, Str text, size_t bad)
{
    Place place = place_in(place_at(at, 1, 1), text, bad);

    if (text.s[bad] == 0)
        diag_error(d, place, "source.nul", "tệp chứa ký tự rỗng (NUL), không phải tệp chữ",
                   "the file holds a NUL byte, so it is not a text file");
    else
        diag_error(d, place, "source.control", "tệp chứa ký tự điều khiển không nhìn thấy (mã 0x%02x)",
                   "the file holds an invisible control character (code 0x%02x)", (unsigned char)text.s[bad]);
    diag_hint(d, "hãy xóa ký tự này; thường nó lọt vào khi chép từ Word hoặc PDF",
              "delete it; it usually comes in with text copied from Word or PDF");
    return false;
}

/* Makes the bytes of a file into text. */
static bool clean(Arena *a, Diag *d, Place at, Str text, Str *out)
{
    size_t bad = utf8_invalid(text);

    if (bad < text.n)
        return refuse_encoding(d, at, text, bad);
    text = utf8_plain_lines(a, text);
    bad = control_byte(text);
    if (bad < text.n)
        return refuse_control(d, at, text, bad);
    *out = utf8_nfc(a, text);
    if (!str_eq(*out, text))
        diag_note(d, at, "source.nfc", "chữ có dấu viết dạng tổ hợp đã được chuyển sang dựng sẵn (NFC) khi dựng trang",
                  "combining marks were composed (NFC) for the page");
    return true;
}

/* Says why the file could not be read. */
static bool unreadable(Diag *d, Place at, int error, uint64_t most)
{
    if (error == EFBIG) {
        diag_error(d, at, "source.large", "tệp quá lớn, nhiều nhất là %llu KiB", "the file is too large, at most %llu KiB",
                   (unsigned long long)(most >> 10));
        diag_hint(d, "hãy tách thành nhiều bài; ảnh và tệp đính kèm để riêng bên cạnh",
                  "divide it; pictures and attachments stand in files of their own");
        return false;
    }
    if (error == ELOOP)
        diag_error(d, at, "source.link", "đường dẫn đi qua liên kết tượng trưng (symlink), cchc không đi theo",
                   "the path goes through a symbolic link, which cchc does not follow");
    else
        diag_error(d, at, "system.read", "không đọc được tệp: %s", "cannot read the file: %s",
                   error == EACCES ? diag_word(d, "không có quyền đọc", "permission denied") : fs_reason(error, d->lang));
    return false;
}

bool source_read(Arena *a, Diag *d, int root, Str path, Place at, uint64_t most, Str *text)
{
    Str bytes;
    int error = fs_read(a, root, path, most, &bytes);

    return error ? unreadable(d, at, error, most) : clean(a, d, at, bytes, text);
}

bool source_read_path(Arena *a, Diag *d, Str path, Place at, uint64_t most, Str *text)
{
    Str bytes;
    int error = fs_read_path(a, arena_str(a, path).s, most, &bytes);

    return error ? unreadable(d, at, error, most) : clean(a, d, at, bytes, text);
}

/* "---", perhaps with spaces behind it. */
static bool is_fence(Str line)
{
    return str_starts(line, STR("---")) && str_trim(str_slice(line, 3, line.n)).n == 0;
}

static bool no_front(Diag *d, Place at, Str text)
{
    Str rest = text, line;
    size_t n = 0;

    while (str_line(&rest, &line) && str_trim(line).n == 0)
        n++;
    if (n && is_fence(line)) {
        diag_error(d, place_at(at, 1, 1), "source.front_late", "trước dòng --- mở đầu có dòng trống",
                   "there are blank lines before the opening ---");
        diag_hint(d, "dòng --- phải là dòng đầu tiên của tệp", "--- must be the first line of the file");
        return false;
    }
    diag_error(d, place_at(at, 1, 1), "source.no_front", "thiếu phần khai báo ở đầu tệp", "the file has no front matter");
    diag_hint(d, "tệp phải bắt đầu bằng:\n---\ntiêu đề: Tên bài viết\n---",
              "the file must begin with:\n---\ntitle: Name of the page\n---");
    return false;
}

bool source_split(Diag *d, Place at, Str text, SourceParts *out)
{
    Str rest = text, line;
    size_t n = 1;

    if (!str_line(&rest, &line) || !is_fence(line))
        return no_front(d, at, text);
    out->front = (Str){rest.s, 0};
    out->front_at = place_at(at, 2, 1);
    while (str_line(&rest, &line)) {
        n++;
        if (is_fence(line)) {
            out->front.n = (size_t)(line.s - out->front.s);
            out->body = rest;
            out->body_at = place_at(at, n + 1, 1);
            return true;
        }
    }
    diag_error(d, place_at(at, 1, 1), "source.front_open", "phần khai báo đầu tệp chưa được đóng",
               "the front matter is not closed");
    diag_hint(d, "thêm một dòng --- ngay sau khóa cuối cùng, trước nội dung bài",
              "add a line --- after the last key, before the text");
    return false;
}
