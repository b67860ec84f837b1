/* What an editor reads about each mistake of form that yaml_lines finds: one function a mistake. */
#include "base/utf8.h"
#include "value/yaml_lines.h"

enum { MOST_SHOWN = 200 }; /* characters of a corrected line, 60 of a piece in a message */

static Place place_of(const YamlLines *y, Str line, size_t line_index, size_t at)
{
    return place_at(y->start, y->start.line + line_index, 1 + utf8_count(str_slice(line, 0, at)));
}

Place yaml_place(const YamlLines *y, size_t at) { return place_of(y, y->line, y->count ? y->count - 1 : 0, at); }

static Str spaces(YamlLines *y, long n) { return arena_printf(y->d->arena, "%*s", (int)n, ""); }

/* The line up to byte `at`, indented by spaces. */
static Str before(YamlLines *y, size_t at)
{
    YamlLead lead = yaml_lead(y->line);
    Str rest = str_slice(y->line, lead.bytes, at);

    return arena_printf(y->d->arena, "%*s%.*s", (int)lead.indent, "", STR_ARG(rest));
}

static Str after(const YamlLines *y, size_t at) { return str_slice(y->line, at, y->line.n); }
static Str piece(Str text) { return utf8_head(text, 60); }

/* Hints at the corrected line: `left` and `right` joined, after `vi` or `en`. */
static void write_as(YamlLines *y, const char *vi, const char *en, Str left, Str right)
{
    Str line = arena_printf(y->d->arena, "%.*s%.*s", STR_ARG(left), STR_ARG(right));
    Str shown = utf8_head(line, MOST_SHOWN);

    diag_hint(y->d, "%s: %.*s%s", "%s: %.*s%s", diag_word(y->d, vi, en), STR_ARG(shown), shown.n < line.n ? "…" : "");
}

static void fix(YamlLines *y, Str left, Str right) { write_as(y, "sửa thành", "write", left, right); }

/* `text` in the quotes that need the fewest changes inside. */
static Str in_quotes(YamlLines *y, Str text)
{
    Buf b = {0};
    bool single = str_find_byte(text, '"', 0) < text.n || str_find_byte(text, '\\', 0) < text.n;
    Str out;

    buf_byte(&b, single ? '\'' : '"');
    for (size_t i = 0; i < text.n; i++) {
        if (single && text.s[i] == '\'')
            buf_byte(&b, '\'');
        buf_byte(&b, text.s[i]);
    }
    buf_byte(&b, single ? '\'' : '"');
    out = buf_keep(&b, y->d->arena);
    buf_free(&b);
    return out;
}

/* `text` with a straight quote for each curly one. */
static Str with_straight_quotes(YamlLines *y, Str text)
{
    Buf b = {0};
    Str out;

    for (size_t i = 0; i < text.n;) {
        size_t bytes = yaml_curly(text, i);
        buf_byte(&b, bytes ? '"' : text.s[i]);
        i += bytes ? bytes : 1;
    }
    out = buf_keep(&b, y->d->arena);
    buf_free(&b);
    return out;
}

/* Hints at the line above with this one as the end of its value. */
static void join_with_above(YamlLines *y, Str text)
{
    Str value = str_slice(y->above, y->above_at, y->above.n);
    Str joined = arena_printf(y->d->arena, "%.*s %.*s", STR_ARG(value), STR_ARG(text));

    write_as(y, "nếu đây là phần tiếp của dòng trên, nối lại thành", "if it goes on with the line above, join them",
             str_slice(y->above, 0, y->above_at), in_quotes(y, joined));
}

void yaml_fault_hidden(YamlLines *y, size_t offset)
{
    size_t at = offset;
    uint32_t c = utf8_next(y->text, &at);

    diag_error(y->d, place_in(y->start, y->text, offset), "yaml.hidden", "có ký tự ẩn U+%04X, thường do chép từ tệp khác",
               "there is a hidden character U+%04X", (unsigned)c);
    diag_hint(y->d, "xóa ký tự ấy rồi gõ lại chữ ở hai bên", "delete it and type the letters around it again");
}

void yaml_fault_lead(YamlLines *y, Str line, size_t line_index, YamlLead lead)
{
    Place at = place_of(y, line, line_index, 0);

    if (lead.tab)
        diag_error(y->d, at, "yaml.tab", "dòng thụt lề bằng phím Tab; thụt lề phải bằng dấu cách",
                   "the line is indented with a tab; indent with spaces");
    else
        diag_error(y->d, at, "yaml.nbsp", "đầu dòng có dấu cách lạ (thường do chép từ Word hoặc trang web)",
                   "the line begins with an unusual kind of space");
    fix(y, spaces(y, lead.indent), str_slice(line, lead.bytes, line.n));
}

void yaml_fault_document(YamlLines *y)
{
    diag_error(y->d, yaml_place(y, 0), "yaml.documents", "dòng «%.*s» mở ra một phần thứ hai; ở đây chỉ được có một phần",
               "the line «%.*s» begins a second document; there may be only one", STR_ARG(piece(y->line)));
    diag_hint(y->d, "xóa dòng này", "delete this line");
}

void yaml_fault_depth(YamlLines *y, Place at)
{
    diag_error(y->d, at, "yaml.depth", "danh sách và nhóm khóa lồng nhau quá %d tầng",
               "lists and maps are nested more than %d deep", YAML_MOST_DEPTH);
    diag_hint(y->d, "gộp bớt các tầng", "use fewer levels");
}

void yaml_fault_dash(YamlLines *y, size_t at, size_t bytes)
{
    size_t columns, text = yaml_gap(y->line, at + bytes, &columns);

    if (y->line.s[at] == '-')
        diag_error(y->d, yaml_place(y, at), "yaml.dash", "thiếu dấu cách sau dấu gạch đầu dòng",
                   "the space after the dash is missing");
    else
        diag_error(y->d, yaml_place(y, at), "yaml.bullet",
                   "«%.*s» không dùng làm gạch đầu dòng được; mỗi mục bắt đầu bằng dấu «-» và một dấu cách",
                   "«%.*s» cannot begin an item; each item begins with «-» and a space", (int)bytes, y->line.s + at);
    fix(y, before(y, at), arena_printf(y->d->arena, "- %.*s", STR_ARG(after(y, text))));
}

void yaml_fault_gap(YamlLines *y, size_t at)
{
    size_t columns, text = yaml_gap(y->line, at, &columns);
    bool dash = y->line.s[at - 1] == '-';

    diag_error(y->d, yaml_place(y, at), "yaml.nbsp", "sau %s là dấu cách lạ (thường do chép từ Word hoặc trang web)",
               "there is an unusual kind of space after %s",
               dash ? diag_word(y->d, "dấu gạch đầu dòng", "the dash") : diag_word(y->d, "dấu hai chấm", "the colon"));
    fix(y, before(y, at), arena_printf(y->d->arena, " %.*s", STR_ARG(after(y, text))));
}

void yaml_fault_colon(YamlLines *y, size_t at, YamlColon colon)
{
    size_t columns, text = yaml_gap(y->line, colon.after, &columns);
    Str key = str_trim(str_slice(y->line, at, colon.at));

    if (colon.kind == COLON_TIGHT)
        diag_error(y->d, yaml_place(y, colon.after), "yaml.colon_space", "thiếu dấu cách sau dấu hai chấm của khóa «%.*s»",
                   "the space after the colon of «%.*s» is missing", STR_ARG(piece(key)));
    else
        diag_error(y->d, yaml_place(y, colon.at), "yaml.wide_colon",
                   "sau khóa «%.*s» là dấu hai chấm rộng «：»; hãy gõ dấu «:» thường",
                   "there is a full-width colon «：» after «%.*s»; type a plain «:»", STR_ARG(piece(key)));
    fix(y, before(y, colon.at), arena_printf(y->d->arena, ": %.*s", STR_ARG(after(y, text))));
}

void yaml_fault_key(YamlLines *y, size_t at, YamlColon colon)
{
    Str key = str_trim(str_slice(y->line, at, colon.at));
    size_t from = 0, to = key.n;

    if (key.n == 0) {
        diag_error(y->d, yaml_place(y, at), "yaml.key", "thiếu tên khóa trước dấu hai chấm",
                   "the key before the colon is missing");
        diag_hint(y->d, "mỗi dòng có dạng «khóa: giá trị»", "each line reads «key: value»");
        return;
    }
    diag_error(y->d, yaml_place(y, at), "yaml.key", "tên khóa không được bắt đầu bằng «%.*s»", "a key cannot begin with «%.*s»",
               STR_ARG(utf8_head(key, 1)));
    while (from < key.n && (strchr("*&!@%`[]{},|>\"'? ", key.s[from]) || yaml_curly(key, from)))
        from += yaml_curly(key, from) ? 3 : 1;
    while (to > from && (strchr("*\"'`]} ", key.s[to - 1]) || (to >= from + 3 && yaml_curly(key, to - 3))))
        to -= yaml_curly(key, to > 3 ? to - 3 : 0) && to >= from + 3 ? 3 : 1;
    fix(y, before(y, at), arena_printf(y->d->arena, "%.*s%.*s", STR_ARG(str_slice(key, from, to)), STR_ARG(after(y, colon.at))));
}

void yaml_fault_merge(YamlLines *y, Place at)
{
    diag_error(y->d, at, "yaml.merge", "khóa «<<» (gộp nhóm khóa) không dùng được ở đây",
               "the merge key «<<» cannot be used here");
    diag_hint(y->d, "viết đủ từng khóa", "write each key out");
}

void yaml_fault_no_colon(YamlLines *y, size_t at)
{
    Str text = after(y, at);

    diag_error(y->d, yaml_place(y, at), "yaml.no_colon", "dòng «%.*s» không có dạng «khóa: giá trị»",
               "the line «%.*s» does not read «key: value»", STR_ARG(piece(text)));
    if (y->root && y->last != YAML_CLOSED)
        write_as(y, "nếu đây là phần tiếp của dòng trên, thụt lề vào", "if it goes on with the line above, indent it",
                 spaces(y, yaml_parent(y) + 2), text);
    if (y->last == YAML_TEXT)
        diag_hint(y->d, "nếu đây là một khóa mới, thêm dấu hai chấm và một dấu cách sau tên khóa",
                  "if it is a new key, put a colon and a space after the key");
    else if (y->last == YAML_CLOSED)
        diag_hint(y->d, "giá trị ở dòng trên đã khép lại; viết tiếp bên trong dấu ngoặc của nó",
                  "the value above has ended; go on inside its quotes or brackets");
    else if (!y->root)
        diag_hint(y->d, "sau tên khóa phải có dấu hai chấm và một dấu cách, ví dụ: ngày đăng: 05/3/2026",
                  "after the key there must be a colon and a space, for example: date: 2026-03-05");
}

void yaml_fault_indent(YamlLines *y, size_t at, long indent, long right)
{
    if (indent > right && y->last != YAML_OPEN)
        diag_error(y->d, yaml_place(y, at), "yaml.indent", "dòng thụt vào %ld dấu cách, sâu hơn các dòng cùng nhóm (%ld)",
                   "the line is indented by %ld spaces, deeper than its group (%ld)", indent, right);
    else
        diag_error(y->d, yaml_place(y, at), "yaml.indent", "dòng thụt vào %ld dấu cách, không thẳng với các dòng cùng nhóm (%ld)",
                   "the line is indented by %ld spaces, not in line with its group (%ld)", indent, right);
    fix(y, spaces(y, right), after(y, at));
    if (indent > right && y->last == YAML_TEXT && !yaml_is_item(y->line, at))
        join_with_above(y, after(y, at));
}

void yaml_fault_item(YamlLines *y, size_t at)
{
    if (y->depth == 0) {
        diag_error(y->d, yaml_place(y, at), "yaml.after", "phần trong ngoặc ở trên đã khép lại, không viết thêm được ở dòng này",
                   "the brackets above have ended; nothing may follow them");
        diag_hint(y->d, "đưa dòng này vào trong ngoặc, hoặc bỏ ngoặc và viết mỗi mục một dòng",
                  "move the line into the brackets, or write one item a line without them");
        return;
    }
    diag_error(y->d, yaml_place(y, at), "yaml.item", "mục «%.*s» không nằm dưới một khóa để trống",
               "the item «%.*s» does not stand below a key without a value", STR_ARG(piece(after(y, at))));
    diag_hint(y->d, "danh sách viết như sau:\nkhóa:\n  %.*s", "a list is written so:\nkey:\n  %.*s",
              STR_ARG(piece(after(y, at))));
}

void yaml_fault_list_key(YamlLines *y, size_t at, long indent)
{
    Str text = after(y, at);
    long list = yaml_parent(y);

    if (y->depth == 0) {
        yaml_fault_item(y, at);
        return;
    }
    diag_error(y->d, yaml_place(y, at), "yaml.list_key", "dòng «%.*s» nằm giữa một danh sách mà không phải một mục của nó",
               "the line «%.*s» stands in a list without being an item of it", STR_ARG(piece(text)));
    fix(y, spaces(y, list), arena_printf(y->d->arena, "- %.*s", STR_ARG(text)));
    if (indent > list && y->last == YAML_TEXT)
        join_with_above(y, text);
}

/* The code and the name of a sign that YAML keeps for itself. */
static const char *sign_code(char sign)
{
    switch (sign) {
    case '*': return "yaml.alias";
    case '&': return "yaml.anchor";
    case '!': return "yaml.tag";
    default: return "yaml.sign";
    }
}

static void quote_value(YamlLines *y, size_t at) { fix(y, before(y, at), in_quotes(y, after(y, at))); }

void yaml_fault_sign(YamlLines *y, size_t at)
{
    diag_error(y->d, yaml_place(y, at), sign_code(y->line.s[at]), "giá trị bắt đầu bằng «%c» phải đặt trong dấu ngoặc kép",
               "a value that begins with «%c» must be quoted", y->line.s[at]);
    quote_value(y, at);
}

void yaml_fault_item_value(YamlLines *y, size_t at)
{
    Str key = str_trim(before(y, at));

    diag_error(y->d, yaml_place(y, at), "yaml.item_value", "danh sách không viết cùng dòng với khóa",
               "a list cannot begin on the line of its key");
    diag_hint(y->d, "nếu là danh sách, sửa thành:\n%.*s\n  %.*s", "if it is a list, write:\n%.*s\n  %.*s", STR_ARG(piece(key)),
              STR_ARG(piece(after(y, at))));
    write_as(y, "nếu là chữ, sửa thành", "if it is text, write", before(y, at), in_quotes(y, after(y, at)));
}

void yaml_fault_curly(YamlLines *y, size_t at)
{
    Str v = after(y, at);
    Str inner = str_slice(v, 3, v.n - (v.s[v.n - 1] == '"' ? 1 : 3));

    diag_error(y->d, yaml_place(y, at), "yaml.curly", "dấu ngoặc cong «%.*s» (do Word tự đổi) không bao được giá trị",
               "the curly quote «%.*s» cannot enclose a value", 3, v.s);
    fix(y, before(y, at), in_quotes(y, inner));
    write_as(y, "nếu muốn hiện cả dấu ngoặc, sửa thành", "if the quotes should be shown, write", before(y, at), in_quotes(y, v));
}

void yaml_fault_unclosed(YamlLines *y, size_t at)
{
    Str v = after(y, at);
    bool single = v.s[0] == '\'', curly = v.n >= 4 && yaml_curly(v, v.n - 3);
    Str inner = str_slice(v, 1, v.n - (curly ? 3 : 0));

    diag_error(y->d, yaml_place(y, at), "yaml.unclosed", "dấu %s mở ở đây mà không có dấu đóng",
               "the %s quote that begins here is not closed",
               single ? diag_word(y->d, "nháy đơn", "single") : diag_word(y->d, "ngoặc kép", "double"));
    fix(y, before(y, at), in_quotes(y, inner));
}

void yaml_fault_escape(YamlLines *y, size_t open, size_t close, size_t offset)
{
    Str inner = str_slice(y->text, open + 1, close), escape = str_slice(y->text, offset, offset + 2);
    size_t at = open - y->from;

    if ((unsigned char)escape.s[1] >= 0x80)
        escape.n = 1;
    diag_error(y->d, place_in(y->start, y->text, offset), "yaml.escape", "«%.*s» trong dấu ngoặc kép không phải một mã đúng",
               "«%.*s» in double quotes is no escape", STR_ARG(escape));
    if (close < y->from + y->line.n)
        fix(y, before(y, at),
            arena_printf(y->d->arena, "%.*s%.*s", STR_ARG(in_quotes(y, inner)), STR_ARG(after(y, close + 1 - y->from))));
    else
        diag_hint(y->d, "viết «\\\\» thay cho «\\»", "write «\\\\» for «\\»");
}

void yaml_fault_after_quote(YamlLines *y, size_t at, size_t close)
{
    size_t columns, text = yaml_gap(y->line, close + 1, &columns);
    Str v = after(y, at);

    diag_error(y->d, yaml_place(y, text), "yaml.after_quote", "còn chữ sau dấu ngoặc đóng của giá trị",
               "there is text after the closing quote of the value");
    if (y->line.s[text] == ',')
        write_as(y, "nếu là danh sách, sửa thành", "if it is a list, write", before(y, at),
                 arena_printf(y->d->arena, "[%.*s]", STR_ARG(v)));
    quote_value(y, at);
    if (y->line.s[text] != ',' && v.s[v.n - 1] == v.s[0])
        write_as(y, "nếu hai dấu ngoặc ngoài cùng chỉ để bao giá trị, sửa thành",
                 "if the outer quotes only enclose the value, write", before(y, at), in_quotes(y, str_slice(v, 1, v.n - 1)));
}

void yaml_fault_bracket(YamlLines *y, size_t at, size_t end, bool behind)
{
    char open = y->line.s[at];

    if (behind)
        diag_error(y->d, yaml_place(y, at), "yaml.bracket",
                   "giá trị bắt đầu bằng «%c» nhưng còn chữ sau ngoặc đóng; là chữ thì phải đặt trong dấu ngoặc kép",
                   "the value begins with «%c» and goes on after the closing bracket; text must be quoted", open);
    else
        diag_error(y->d, yaml_place(y, at), "yaml.bracket",
                   "trong ngoặc «%c» không có cặp «khóa: giá trị» nào; là chữ thì phải đặt trong dấu ngoặc kép",
                   "there is no «key: value» pair after «%c»; text must be quoted", open);
    if (end <= y->from + y->line.n)
        quote_value(y, at);
    else
        diag_hint(y->d, "sau ngoặc đóng không viết gì thêm, trừ chú thích «# …»",
                  "write nothing after the closing bracket but a comment «# …»");
    if (open == '{')
        diag_hint(y->d, "nhóm khóa viết như sau: {khóa: giá trị}", "a map is written so: {key: value}");
}

void yaml_fault_bracket_open(YamlLines *y, size_t at)
{
    Str v = after(y, at);
    char open = v.s[0], close = open == '[' ? ']' : '}';

    diag_error(y->d, yaml_place(y, at), "yaml.bracket", "ngoặc «%c» mở ở đây mà không có ngoặc đóng «%c»",
               "the bracket «%c» that begins here is not closed by «%c»", open, close);
    if (v.n == 1) {
        diag_hint(y->d, "các dòng bên trong ngoặc phải thụt vào sâu hơn khóa",
                  "the lines in the brackets must be indented deeper than the key");
        return;
    }
    if (v.s[v.n - 1] == close)
        diag_hint(y->d, "dấu « #» mở ra chú thích đến hết dòng; muốn giữ, đặt mục có dấu ấy trong dấu ngoặc kép",
                  "« #» begins a comment to the end of the line; to keep it, put its item in quotes");
    else if (open == '[')
        write_as(y, "nếu là danh sách, sửa thành", "if it is a list, write", before(y, at),
                 arena_printf(y->d->arena, "%.*s]", STR_ARG(v)));
    write_as(y, "nếu là chữ, sửa thành", "if it is text, write", before(y, at), in_quotes(y, v));
}

void yaml_fault_bracket_curly(YamlLines *y, size_t at, size_t offset)
{
    diag_error(y->d, place_in(y->start, y->text, offset), "yaml.curly",
               "dấu ngoặc cong «%.*s» (do Word tự đổi) không bao được một mục", "the curly quote «%.*s» cannot enclose an item",
               3, y->text.s + offset);
    fix(y, before(y, at), with_straight_quotes(y, after(y, at)));
}

void yaml_fault_bracket_quote(YamlLines *y, size_t at, size_t offset)
{
    Str v = after(y, at);
    char quote = y->text.s[offset];
    bool closed = v.s[v.n - 1] == ']' || v.s[v.n - 1] == '}';
    char end = closed ? v.s[v.n - 1] : v.s[0] == '[' ? ']' : '}';

    diag_error(y->d, place_in(y->start, y->text, offset), "yaml.unclosed", "dấu «%c» mở ở đây mà không có dấu đóng",
               "the quote «%c» that begins here is not closed", quote);
    fix(y, before(y, at), arena_printf(y->d->arena, "%.*s%c%c", STR_ARG(str_slice(v, 0, v.n - closed)), quote, end));
}

void yaml_fault_block(YamlLines *y, size_t at)
{
    diag_error(y->d, yaml_place(y, at), "yaml.block", "giá trị bắt đầu bằng «%c» phải đặt trong dấu ngoặc kép",
               "a value that begins with «%c» must be quoted", y->line.s[at]);
    quote_value(y, at);
}

void yaml_fault_block_indent(YamlLines *y, Str line, size_t line_index, long right)
{
    YamlLead lead = yaml_lead(line);

    diag_error(y->d, place_of(y, line, line_index, lead.bytes), "yaml.indent",
               "dòng thụt vào %ld dấu cách, ít hơn dòng đầu của đoạn chữ (%ld)",
               "the line is indented by %ld spaces, less than the first line of the text (%ld)", lead.indent, right);
    fix(y, spaces(y, right), str_slice(line, lead.bytes, line.n));
}
