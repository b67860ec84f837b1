/* schema_status.c - the words that may stand for a value that nobody knows yet, or that the law lets be absent. */
#include "value/names.h"
#include "value/schema_check.h"
#include "value/yaml.h"

#define PENDING STR("chờ xác minh")

/* Cheap, since every text of every page is asked: all statuses begin with c or k, and are of about one length. */
static bool may_be_status(Str text)
{
    return text.n >= 10 && (text.s[0] == 'c' || text.s[0] == 'C' || text.s[0] == 'k' || text.s[0] == 'K');
}

Str schema_status_words(Str text)
{
    static const struct {
        Str fold, words;
    } all[] = {
        {STR("cho-xac-minh"), PENDING},
        {STR("khong-quy-dinh"), STR("không quy định")},
        {STR("khong-ap-dung"), STR("không áp dụng")},
        {STR("chua-cong-bo"), STR("chưa công bố")},
        {STR("khong-co-thong-tin"), STR("chưa công bố")},
    };
    NamesRoom room;
    Str folded;

    if (!may_be_status(text))
        return STR("");
    folded = names_fold(&room, yaml_uncomment(text));
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_eq(all[i].fold, folded))
            return all[i].words;
    return STR("");
}

bool schema_status_fits(const Checking *c, const Field *f, Str status)
{
    if (str_eq(status, PENDING))
        return c->options.allow_pending && f->type != FIELD_SLUG;
    return status.n > 0 && f->need == NEED_STATUS;
}

bool value_is_pending(Value v) { return value_is(v, VALUE_STATUS) && str_eq(value_str(v), PENDING); }

Str value_status_shown(Value v) { return value_is_pending(v) ? STR("đang xác minh") : value_str(v); }

bool schema_says_pending(Str text) { return str_eq(schema_status_words(str_trim(text)), PENDING); }
