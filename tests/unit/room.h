/* room.h - an empty folder of its own for each test that touches files, with an arena and messages. */
#ifndef UNIT_ROOM_H
#define UNIT_ROOM_H

#include "base/diag.h"
#include "base/fs.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct {
    Arena *a;
    Diag *d;
    char path[40];
    int dir;  /* open */
    int mode; /* for the test's own use */
} Room;

static inline int room_enter(void **state)
{
    const char *temp = getenv("TMPDIR");
    Arena *a = arena_new();
    Room *room = arena_make(a, Room);

    *room = (Room){.a = a, .d = diag_new(a, LANG_VI)};
    snprintf(room->path, sizeof room->path, "%s/room-XXXXXX", temp && strlen(temp) < 24 ? temp : "/tmp");
    room->dir = mkdtemp(room->path) ? fs_open_dir(room->path) : -1;
    *state = room;
    return room->dir >= 0 ? 0 : -1;
}

static inline int room_leave(void **state)
{
    Room *room = *state;
    int error;

    close(room->dir);
    error = fs_remove_tree(AT_FDCWD, str_from(room->path));
    arena_free(room->a);
    return error;
}

#endif
