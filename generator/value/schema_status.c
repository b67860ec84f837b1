/* schema_status.c - the words that may stand for a value that nobody knows yet, or that the law lets be absent. */
#include "value/names.h"
#include "value/schema_check.h"
#include "value/yaml.h"

/* The first one is PENDING; the others are what NEED_STATUS admits. */
static const Str statuses[] = {STR_INIT("chờ xác minh"), STR_INIT("không quy định"), STR_INIT("không áp dụng"), STR_INIT("chưa công bố")};

#define PENDING statuses[0]

const Str *schema_statuses(size_t *n)
{
    *n = sizeof statuses / sizeof *statuses;
    return statuses;
}

/* Cheap, since every text of every page is asked: all statuses begin with c or k, and are of about one length. */
static bool may_be_status(Str text)
{
    return text.n >= 10 && (text.s[0] == 'c' || text.s[0] == 'C' || text.s[0] == 'k' || text.s[0] == 'K');
}

Str schema_status_words(Str text)
{
    static const struct {
        Str fold;
        size_t status;
    } all[] = {
        {STR_INIT("cho-xac-minh"), 0},  {STR_INIT("khong-quy-dinh"), 1},     {STR_INIT("khong-ap-dung"), 2},
        {STR_INIT("chua-cong-bo"), 3}, {STR_INIT("khong-co-thong-tin"), 3},
    };
    NamesRoom room;
    Str folded;

    if (!may_be_status(text))
        return STR("");
    folded = names_fold(&room, yaml_uncomment(text));
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_eq(all[i].fold, folded))
            return statuses[all[i].status];
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
