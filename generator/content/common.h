/* common.h - the fields that pages of every kind have, and the states of a page. */
#ifndef CONTENT_COMMON_H
#define CONTENT_COMMON_H

#include "value/schema.h"

/* The common fields in their order, not sealed. */
const Field *common_fields(size_t *count);

/* In the order of a page's life. */
typedef enum {
    STATE_NONE,      /* not written: portal.yaml decides */
    STATE_DRAFT,     /* nháp; also where the state is not known yet */
    STATE_PENDING,   /* chờ duyệt */
    STATE_APPROVED,  /* đã duyệt */
    STATE_WITHDRAWN  /* gỡ bỏ: leaves the site, feeds, search, data files and the kept previous build */
} PageState;

/* The state in a page's checked meta. */
PageState common_state(Value meta);

/* Its label, e.g. "đã duyệt"; empty for STATE_NONE. */
Str common_state_label(PageState state);

#endif
