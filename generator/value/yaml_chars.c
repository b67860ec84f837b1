/* The small questions that yaml_lines and yaml_scalars ask about a piece of a line. */
#include "value/yaml_lines.h"

size_t yaml_odd_space(Str t, size_t at)
{
    const unsigned char *s = (const unsigned char *)t.s + at;
    size_t n = t.n - at;

    if (n >= 2 && s[0] == 0xC2 && s[1] == 0xA0)
        return 2;
    if (n >= 3 && s[0] == 0xE2 && s[1] == 0x80 && ((s[2] >= 0x80 && s[2] <= 0x8B) || s[2] == 0xAF))
        return 3;
    return n >= 3 && s[0] == 0xE3 && s[1] == 0x80 && s[2] == 0x80 ? 3 : 0;
}

size_t yaml_curly(Str t, size_t at)
{
    const unsigned char *s = (const unsigned char *)t.s + at;

    return t.n - at >= 3 && s[0] == 0xE2 && s[1] == 0x80 && s[2] >= 0x98 && s[2] <= 0x9F ? 3 : 0;
}

YamlLead yaml_lead(Str line)
{
    YamlLead lead = {0};

    while (lead.bytes < line.n) {
        size_t odd = 0;
        char c = line.s[lead.bytes];
        if (c == '\t')
            lead.tab = true;
        else if (c != ' ' && (odd = yaml_odd_space(line, lead.bytes)) == 0)
            break;
        lead.odd_space |= odd > 0;
        lead.bytes += odd ? odd : 1;
        lead.indent += c == '\t' ? 2 : 1;
    }
    return lead;
}

size_t yaml_gap(Str line, size_t at, size_t *columns)
{
    size_t n = 0;

    while (at < line.n) {
        size_t bytes = yaml_blank(line.s[at]) ? 1 : yaml_odd_space(line, at);
        if (!bytes)
            break;
        at += bytes;
        n++;
    }
    *columns = n;
    return at;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* True for the colon of 14:30 and of https://, which end no key. */
static bool inner_colon(Str line, size_t from, size_t at)
{
    char after = line.s[at + 1];

    if (after == '/')
        return at + 2 < line.n && line.s[at + 2] == '/';
    return is_digit(after) && at > from && is_digit(line.s[at - 1]);
}

YamlColon yaml_colon(Str line, size_t from)
{
    for (size_t i = from; i < line.n; i++) {
        unsigned char c = (unsigned char)line.s[i];
        if (c == ':') {
            if (i + 1 == line.n || yaml_blank(line.s[i + 1]) || yaml_odd_space(line, i + 1))
                return (YamlColon){COLON_GOOD, i, i + 1};
            if (!inner_colon(line, from, i))
                return (YamlColon){COLON_TIGHT, i, i + 1};
        } else if (c == '#' && i > from && yaml_blank(line.s[i - 1])) {
            break;
        } else if (c == 0xEF && str_starts(str_slice(line, i, line.n), STR("："))) {
            return (YamlColon){COLON_WIDE, i, i + 3};
        }
    }
    return (YamlColon){COLON_NONE, line.n, line.n};
}

bool yaml_is_item(Str line, size_t at)
{
    return at < line.n && line.s[at] == '-' && (at + 1 == line.n || yaml_blank(line.s[at + 1]) || yaml_odd_space(line, at + 1));
}

/* `#CCHC` and `#0072B2` are values; a comment has a space behind its sign. */
bool yaml_is_comment(Str t) { return t.n && t.s[0] == '#' && (t.n == 1 || yaml_blank(t.s[1]) || t.s[1] == '#'); }

size_t yaml_closing(Str t, size_t from, char quote)
{
    for (size_t i = from; i < t.n; i++) {
        if (quote == '"' && t.s[i] == '\\')
            i++;
        else if (t.s[i] == quote && quote == '\'' && i + 1 < t.n && t.s[i + 1] == quote)
            i++;
        else if (t.s[i] == quote)
            return i;
    }
    return t.n;
}

YamlCharClass yaml_char_class(Str t, size_t at, size_t *bytes)
{
    const unsigned char *s = (const unsigned char *)t.s + at;

    *bytes = 1;
    if (s[0] < 0x80) {
        if (s[0] == '\r')
            return YAML_CHAR_BREAK;
        return (s[0] < 0x20 && s[0] != '\n' && s[0] != '\t') || s[0] == 0x7F ? YAML_CHAR_REFUSED : YAML_CHAR_FINE;
    }
    if (s[0] == 0xC2 && s[1] < 0xA0) {
        *bytes = 2;
        return s[1] == 0x85 ? YAML_CHAR_BREAK : YAML_CHAR_REFUSED;
    }
    *bytes = 3;
    if (s[0] == 0xE2 && s[1] == 0x80 && (s[2] == 0xA8 || s[2] == 0xA9))
        return YAML_CHAR_BREAK;
    if (s[0] == 0xEF && ((s[1] == 0xBB && s[2] == 0xBF) || (s[1] == 0xBF && s[2] >= 0xBE)))
        return YAML_CHAR_REFUSED;
    *bytes = 1;
    return YAML_CHAR_FINE;
}

size_t yaml_unfit(Str t, size_t from)
{
    for (size_t i = from; i < t.n; i++) {
        unsigned char c = (unsigned char)t.s[i];
        size_t bytes;
        if ((c >= 0x20 && c < 0x7F) || c == '\n' || (c > 0x7F && c != 0xC2 && c != 0xE2 && c != 0xEF))
            continue;
        if (yaml_char_class(t, i, &bytes) != YAML_CHAR_FINE)
            return i;
    }
    return t.n;
}
