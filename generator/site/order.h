/* order.h - the orders of pages: newest first, and what a kind declares for its columns. */
#ifndef SITE_ORDER_H
#define SITE_ORDER_H

#include "site/model.h"

/* Newest first; pages without a date behind; then by path, so that the order is the same everywhere: < 0, 0, > 0. */
int order_cmp(const Item *a, const Item *b);
void order_newest(Items *items);

/* By the kind's sort keys ("-date" down), text by the Vietnamese alphabet; then by path. */
void order_by_kind(Arena *a, Items *items, const Kind *kind);

#endif
