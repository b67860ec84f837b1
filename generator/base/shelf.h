/* shelf.h - folders by name on shelves: a portal's own plugins and themes stand before the installed ones. */
#ifndef BASE_SHELF_H
#define BASE_SHELF_H

#include "base/fs.h"

enum { SHELF_MOST = 2 };

/* Folders that hold folders; of one name, the one on the first shelf counts. A shelf that is not there is empty. */
typedef struct {
    Str dirs[SHELF_MOST];
    size_t n;
} Shelf;

typedef struct {
    Str name; /* "tin-bai" */
    Str path; /* "plugins/tin-bai" */
} Shelved;

typedef LIST(Shelved) ShelvedList;

/* One shelf. */
static inline Shelf shelf_of(Str dir) { return (Shelf){{dir}, 1}; }

/* All folders, sorted by name; hidden ones (".x", "x~") are left out. False: reported; `*out` holds what could be listed. That no shelf is there
 * at all is reported too. */
bool shelf_list(Arena *a, Diag *d, const Shelf *shelf, ShelvedList *out);

/* The path of folder `name`: where it is, else where it would be on the first shelf. */
Str shelf_find(Arena *a, const Shelf *shelf, Str name);

/* "plugins" or "plugins, /usr/local/share/cchc/plugins", for messages. */
Str shelf_words(Arena *a, const Shelf *shelf);

#endif
