#include "content/damage.h"

#include "base/utf8.h"
#include "content/damage_letters.h"

/* Bytes that have to stand before and behind the one that `worth_a_look` judges, and how many it judges at once. */
enum { BEFORE = 3, BEHIND = 3, STEP = 64 };

typedef enum { DAMAGE_CUT, DAMAGE_NUMBER, DAMAGE_DAY, DAMAGE_LETTERS, DAMAGE_MISREAD, DAMAGE_WORD, DAMAGE_KINDS } DamageKind;

typedef struct {
    size_t places, weight;
    Str first;      /* what stands at the first place */
} Damage;

typedef struct {
    Str text;
    Str doubtful;   /* the last single letter before a blank and a word: "k ý", "điểm c ở" */
    Damage of[DAMAGE_KINDS];
} Search;

static void add(Search *s, DamageKind kind, Str found, size_t weight)
{
    if (s->of[kind].places++ == 0)
        s->of[kind].first = found;
    s->of[kind].weight += weight;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_one_of(Str word, const Str *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(word, list[i]))
            return true;
    return false;
}

/* Vowels of Vietnamese that are not ASCII; small ones. */
static bool is_marked_vowel(uint32_t c) { return (c | 1) != 0x111 && letters_is_vietnamese(c) && utf8_is_small(c); }

/* The letters of the word that ends before byte `to`. */
static Str word_before(Str text, size_t to)
{
    size_t from = to;

    while (from > 0 && letters_is_letter(letters_before(text, from)))
        from -= letters_before(text, from) < 0x80 ? 1 : letters_before(text, from) < 0x800 ? 2 : 3;
    return str_slice(text, from, to);
}

static Str word_at(Str text, size_t from)
{
    size_t to = from;

    for (size_t next = from; next < text.n && letters_is_letter(utf8_next(text, &next));)
        to = next;
    return str_slice(text, from, to);
}

/* What begins syllables, and is no word of the language. Not where it is all in capitals: that may be an abbreviation. */
static bool is_cluster(Str head)
{
    static const Str clusters[] = {STR_INIT("ch"), STR_INIT("gh"), STR_INIT("kh"), STR_INIT("ng"), STR_INIT("nh"),
                                   STR_INIT("ph"), STR_INIT("qu"), STR_INIT("th"), STR_INIT("tr"), STR_INIT("gi")};
    char small[2];

    if (head.n != sizeof small)
        return false;
    memcpy(small, head.s, sizeof small);
    small[0] |= 0x20;
    return is_one_of((Str){small, sizeof small}, clusters, sizeof clusters / sizeof *clusters);
}

/* Single letters also name points: "điểm c ở". */
static bool is_consonant(Str head)
{
    return str_is(head, "đ") || str_is(head, "Đ") || (head.n == 1 && strchr("bcdghklmnpqrstvx", head.s[0] | 0x20));
}

/* Words that may stand behind the name of a point. */
static bool is_word(Str rest)
{
    static const Str words[] = {STR_INIT("ở"), STR_INIT("ý"), STR_INIT("ủy"), STR_INIT("uỷ"), STR_INIT("ưu"), STR_INIT("áp"), STR_INIT("ấn"), STR_INIT("ổn"),
                                STR_INIT("ô"), STR_INIT("ứng"), STR_INIT("ước"), STR_INIT("ảnh"), STR_INIT("ấp"), STR_INIT("ấy"), STR_INIT("ăn"), STR_INIT("âm"),
                                STR_INIT("ánh"), STR_INIT("ôn"), STR_INIT("ông"), STR_INIT("ống"), STR_INIT("ủng"), STR_INIT("ẩm"), STR_INIT("ốm"), STR_INIT("ít")};

    return is_one_of(rest, words, sizeof words / sizeof *words);
}

/* A syllable cut by the blank at byte `blank`: "gi ấy". At most two letters stand before it, so that a fast look finds it. */
static void look_for_cut(Search *s, size_t blank)
{
    Str head, rest, found;
    size_t behind = blank + 1;
    bool next_to_it;

    if (blank >= BEFORE && s->text.s[blank - 2] > ' ' && s->text.s[blank - 3] > ' ')
        return;
    if (!is_marked_vowel(utf8_next(s->text, &behind)))
        return;
    head = word_before(s->text, blank);
    rest = word_at(s->text, blank + 1);
    if (!head.n || (head.s > s->text.s && !strchr(" \t\n", head.s[-1])))
        return;
    found = (Str){head.s, head.n + 1 + rest.n};
    next_to_it = s->doubtful.n && s->doubtful.s + s->doubtful.n + 1 == head.s;
    if (is_cluster(head)) {
        add(s, DAMAGE_CUT, found, 2);
    } else if (is_consonant(head) && next_to_it) { /* "k ý c ấp" */
        add(s, DAMAGE_CUT, (Str){s->doubtful.s, (size_t)(found.s + found.n - s->doubtful.s)}, 2);
    } else if (is_consonant(head) && !is_word(rest)) {
        add(s, DAMAGE_CUT, found, 1);
    } else if (is_consonant(head)) {
        s->doubtful = found;
    }
}

/* Moves behind what stands for something to be filled in; true when there was more than white space. */
static bool skip_blank(Str text, size_t *at)
{
    bool dots = false;

    while (*at < text.n) {
        Str rest = str_slice(text, *at, text.n);
        size_t n = strchr(" \t.*", rest.s[0]) ? 1 : str_starts(rest, STR("…")) ? 3 : str_starts(rest, STR("\u00a0")) ? 2 : 0;
        if (!n)
            break;
        dots |= n == 3 || rest.s[0] == '.';
        *at += n;
    }
    return dots;
}

static size_t skip_digits(Str text, size_t *at)
{
    size_t from = *at;

    while (*at < text.n && is_digit(text.s[*at]))
        ++*at;
    return *at - from;
}

static bool skip_word(Str text, Str word, size_t *at)
{
    if (!str_starts(str_slice(text, *at, text.n), word))
        return false;
    *at += word.n;
    return true;
}

/* "ngày    tháng 8 năm 2025", "ngày /8/2025" at byte `from`. Where the year is open too, it is a form. */
static void look_for_day(Search *s, size_t from)
{
    Str text = s->text;
    size_t at = from, month;
    bool dots;

    if (!skip_word(text, STR("ngày"), &at))
        return;
    dots = skip_blank(text, &at);
    if (skip_word(text, STR("tháng"), &at)) {
        dots |= skip_blank(text, &at);
        month = skip_digits(text, &at);
        skip_blank(text, &at);
        if ((!month && !dots) || !skip_word(text, STR("năm"), &at))
            return;
        skip_blank(text, &at);
    } else if (!skip_word(text, STR("/"), &at) || !skip_digits(text, &at) || !skip_word(text, STR("/"), &at)) {
        return;
    }
    if (skip_digits(text, &at) == 4)
        add(s, DAMAGE_DAY, str_slice(text, from, at), 1);
}

static bool is_capital(Str text, size_t *at)
{
    uint32_t c = *at < text.n ? utf8_next(text, at) : 0;

    return (c >= 'A' && c <= 'Z') || c == 0x110;
}

/* The byte where what is to be filled in before byte `to` begins. */
static size_t blank_before(Str text, size_t to)
{
    size_t from = to;

    while (from > 0) {
        uint32_t c = letters_before(text, from);
        if (c != ' ' && c != '\t' && c != '.' && c != '_' && c != '*' && c != 0x2026 && c != 0xa0)
            break;
        from -= c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
    }
    return from;
}

/* "Số:     /QĐ-UBND" with its slash at byte `slash`. */
static void look_for_number(Search *s, size_t slash)
{
    size_t from = blank_before(s->text, slash), to = slash + 1, at;
    bool after_colon;
    Str before;

    if (!is_capital(s->text, &to) || !is_capital(s->text, &to))
        return;
    at = to + (to < s->text.n && s->text.s[to] == 'r'); /* "TTr" */
    if (at >= s->text.n || s->text.s[at] != '-')
        return;
    at++;
    at += word_at(s->text, at).n;
    after_colon = from > 0 && s->text.s[from - 1] == ':';
    before = word_before(s->text, from - after_colon);
    if (str_is(before, "số") || str_is(before, "Số"))
        add(s, DAMAGE_NUMBER, str_slice(s->text, (size_t)(before.s - s->text.s), at), 1);
    else if (after_colon)
        add(s, DAMAGE_NUMBER, str_slice(s->text, slash, at), 1);
}

static void find_numbers(Search *s)
{
    for (size_t at = str_find_byte(s->text, '/', 0); at < s->text.n; at = str_find_byte(s->text, '/', at + 1))
        look_for_number(s, at);
}

/* True where byte `b[0]` may be the blank in a cut syllable: a word of one or two bytes before it, behind it what is not
 * ASCII; or the third byte of "ngày" where no number follows. Without branches, for vector instructions. */
static bool worth_a_look(const unsigned char *b)
{
    unsigned char least = b[-2] < b[-3] ? b[-2] : b[-3];
    bool cut = (b[0] == ' ') & ((signed char)b[1] < 0) & (least <= ' ');
    bool day = (b[0] == 0xa0) & (b[1] == 'y') & (((signed char)b[3] < '0') | (b[3] == 't'));

    return cut | day;
}

static void look_between(Search *s, size_t from, size_t to)
{
    const unsigned char *b = (const unsigned char *)s->text.s;

    for (size_t i = from; i < to; i++) {
        if (b[i] == ' ' && i + 1 < s->text.n && b[i + 1] >= 0x80)
            look_for_cut(s, i);
        else if (b[i] == 0xa0 && i >= STR("ng\xc3").n)
            look_for_day(s, i - STR("ng\xc3").n);
    }
}

/* Nearly all text is clean: steps of fixed length tell so fast. */
static void find_cuts_and_days(Search *s)
{
    const unsigned char *b = (const unsigned char *)s->text.s;
    size_t i = BEFORE;

    look_between(s, 0, s->text.n < BEFORE ? s->text.n : BEFORE);
    for (; i + STEP + BEHIND <= s->text.n; i += STEP) {
        unsigned char look = 0;
        for (size_t j = 0; j < STEP; j++)
            look |= worth_a_look(b + i + j);
        if (look)
            look_between(s, i, i + STEP);
    }
    look_between(s, i, s->text.n);
}

static void find_letters(Search *s)
{
    LettersFound found;

    for (size_t at = 0; letters_next_foreign(s->text, &at, &found);)
        add(s, DAMAGE_LETTERS, found.word, found.weight);
}

static void find_misread(Search *s)
{
    Str word;

    for (size_t at = 0; letters_next_misread(s->text, &at, &word);)
        add(s, DAMAGE_MISREAD, word, 1);
}

/* Words that scans and typing leave again and again in place of others: of "xã hội", "hài lòng". */
static void find_words(Search *s, Str fields)
{
    static const Str words[] = {STR_INIT("phường hội"), STR_INIT("hải lòng"), STR_INIT("Hải lòng")};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (const char *at = fields.s; (at = memmem(at, (size_t)(fields.s + fields.n - at), words[i].s, words[i].n)); at += words[i].n) {
            size_t from = (size_t)(at - fields.s);
            if (word_before(fields, from).n || str_starts(str_slice(fields, from + words[i].n, fields.n), STR(" viên")))
                continue;
            add(s, DAMAGE_WORD, (Str){at, words[i].n}, 1);
        }
}

/* The word with byte `at`, up to blanks and signs. */
static Str word_around(Str text, size_t at)
{
    size_t from = at, to = at;

    while (from > 0 && !strchr(" \n\t.,;:()", text.s[from - 1]))
        from--;
    while (to < text.n && !strchr(" \n\t.,;:()", text.s[to]))
        to++;
    return str_slice(text, from, to);
}

/* In front matter one word with a digit in it is enough, where it is too long for a name and the digit looks much like a letter: "th0ng". */
static void find_misread_fields(Search *s, Str fields)
{
    enum { SHORTEST = 4 };

    for (size_t at = 1; at < fields.n; at++) {
        Str word;
        if ((fields.s[at] != '0' && fields.s[at] != '1') || (fields.s[at - 1] < 'a' && (unsigned char)fields.s[at - 1] < 0x80))
            continue;
        word = word_around(fields, at);
        if (letters_is_misread(word) && utf8_count(word) >= SHORTEST)
            add(s, DAMAGE_WORD, word, 1);
    }
}

static void tell(Diag *d, Place at, DamageKind kind, const Damage *damage)
{
    enum { MOST_SHOWN = 40 };
    static const struct {
        size_t least; /* weight that is told */
        const char *code, *vi, *en, *hint, *hint_en;
    } kinds[DAMAGE_KINDS] = {
        [DAMAGE_CUT] = {2, "hygiene.cut", "âm tiết bị dấu cách cắt đôi", "a syllable is cut by a blank",
                        "xóa dấu cách thừa, đối chiếu với bản gốc", "delete the blank, and compare with the original"},
        [DAMAGE_NUMBER] = {1, "hygiene.number", "số văn bản bỏ trống", "a number is left blank",
                           "ghi đủ số như bản đã ký, ví dụ: Số: 12/KH-UBND", "write it as in the signed original, e.g. Số: 12/KH-UBND"},
        [DAMAGE_DAY] = {1, "hygiene.day", "ngày tháng bỏ trống", "a date is left blank",
                        "ghi đủ như bản đã ký, ví dụ: ngày 05 tháng 8 năm 2025", "write it as in the signed original, e.g. ngày 05 tháng 8 năm 2025"},
        [DAMAGE_LETTERS] = {4, "hygiene.letters", "chữ của phông cũ (TCVN3, VNI) hoặc sai bảng mã", "letters of an old font or another code page",
                            "chuyển văn bản sang Unicode bằng bộ gõ tiếng Việt rồi chép lại, đối chiếu với bản gốc",
                            "convert the text to Unicode, copy it again, and compare with the original"},
        [DAMAGE_MISREAD] = {3, "hygiene.misread", "chữ quét bị nhận dạng sai, có chữ số giữa từ", "a scan was misread: digits within words",
                            "gõ lại theo bản gốc, hoặc xin tệp văn bản chưa in ra giấy", "retype it after the original, or ask for the file it was printed from"},
        [DAMAGE_WORD] = {1, "hygiene.word", "chữ gõ sai hoặc nhận dạng sai", "a word mistyped or misread", "sửa theo bản gốc", "mend it after the original"},
    };

    Str first = utf8_head(damage->first, MOST_SHOWN);

    if (damage->weight < kinds[kind].least)
        return;
    if (damage->places == 1)
        diag_warn(d, at, kinds[kind].code, "%s: «%.*s»", "%s: «%.*s»", diag_word(d, kinds[kind].vi, kinds[kind].en), STR_ARG(first));
    else
        diag_warn(d, at, kinds[kind].code, "%s: «%.*s», và %zu chỗ nữa", "%s: «%.*s», and %zu more",
                  diag_word(d, kinds[kind].vi, kinds[kind].en), STR_ARG(first), damage->places - 1);
    diag_hint(d, "%s", "%s", diag_word(d, kinds[kind].hint, kinds[kind].hint_en));
}

void damage_check(Diag *d, Place start, Str text, size_t fields)
{
    Search s = {.text = text};

    find_cuts_and_days(&s);
    find_numbers(&s);
    if (letters_may_be_foreign(text))
        find_letters(&s);
    find_words(&s, str_slice(text, 0, fields));
    if (letters_may_be_misread(text))
        find_misread(&s);
    else
        find_misread_fields(&s, str_slice(text, 0, fields));
    for (int i = 0; i < DAMAGE_KINDS; i++)
        if (s.of[i].places)
            tell(d, place_in(start, text, (size_t)(s.of[i].first.s - text.s)), (DamageKind)i, &s.of[i]);
}
