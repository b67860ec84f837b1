/* list.h - a typed array that grows in an arena. */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include "base/arena.h"

/* `typedef LIST(Heading) HeadingList;` is zero-initialised and lives as long as the arena it is pushed to. */
#define LIST(Type)    \
    struct {          \
        Type *items;  \
        size_t n, cap; \
    }

/* A pointer to a new, zeroed last item. */
#define list_add(a, list)                                                                     \
    ((list)->n == (list)->cap                                                                 \
         ? (void)((list)->items = list_room((a), (list)->items, sizeof *(list)->items, &(list)->cap)) \
         : (void)0,                                                                           \
     memset(&(list)->items[(list)->n], 0, sizeof *(list)->items), &(list)->items[(list)->n++])

/* Appends one item by value. */
#define list_push(a, list, ...) (*list_add((a), (list)) = (__VA_ARGS__))

/* Doubles `*cap`; the items move. */
void *list_room(Arena *a, void *items, size_t size, size_t *cap);

#endif
