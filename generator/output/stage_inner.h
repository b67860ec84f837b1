/* stage_inner.h - what the modules behind stage.h and publish.h share; nobody else includes it.
 *
 * Beside the folder `site` lie, only while they are needed (the previous build excepted):
 *     .site.cchc-lock      held by flock; its one line is "<pid>" or "<pid> <step> <inode>", the journal (Step)
 *     .site.cchc-stage     the new site while it is made; after the exchange, for a moment, the old one
 *     .site.cchc-previous  the previous build, for rollback
 *     .site.cchc-keep      the next previous build while it is linked together (files mode)
 *     .site.cchc-trash     what is being removed
 * and in site/ itself, in files mode onto another mount, `.cchc-new`, the changed files on their way in.
 *
 * A kill leaves any of them. The journal is written before the first change that readers can see, so the next
 * stage_open knows whether to go back (throw the stage away) or forward (finish what was begun): STAGE-JOURNAL. */
#ifndef OUTPUT_STAGE_INNER_H
#define OUTPUT_STAGE_INNER_H

#include "output/manifest.h"
#include "output/stage.h"

#include "base/hash.h"

#include <assert.h>
#include <sys/stat.h>

#define INCOMING_NAME ".cchc-new"

typedef struct {
    int parent; /* the folder that holds the site, open */
    Str shown;  /* the site as the person named it, for messages */
    const char *site, *stage, *previous, *keep, *trash, *lock; /* names in `parent` */
} Names;

/* How far a publish had come (STAGE-JOURNAL). Its inode is the one that tells whether the step was taken: */
typedef enum {
    STEP_NONE,    /* readers see nothing yet: back */
    STEP_SWAP,    /* of the stage: where site/ has it, the exchange was done: forward */
    STEP_FILES,   /* of site/: files go from the stage one by one: forward */
    STEP_INCOMING /* of site/: the same, from site/.cchc-new */
} Step;

typedef struct {
    long pid;
    Step step;
    uint64_t inode;
} Journal;

struct Stage {
    Arena *arena;
    Names names;
    int lock;     /* held */
    int root;     /* the stage; -1: not yet or no longer */
    int site;     /* the published site; -1: there is none */
    bool ours;    /* site/ carries our marker... */
    Manifest old; /* ...and this is it */
    bool halfway; /* the journal must stay for the next build to go on from */
};

/* A NUL-terminated copy of a path that manifest_path_ok has passed; the stack is fast enough for the hot path. */
typedef struct {
    char s[MANIFEST_PATH_MOST + 1];
} PathRoom;

static inline const char *path_in(PathRoom *room, Str path)
{
    assert(path.n <= MANIFEST_PATH_MOST);
    memcpy(room->s, path.s, path.n);
    room->s[path.n] = 0;
    return room->s;
}

/* site/<path> as the person named site/, for messages. */
Str stage_shown(const Stage *s, Arena *a, Str path);

/* The files that keep an empty folder in a repository. */
#define STAGE_KEEPERS ".gitkeep", ".keep", ".gitignore"

/* True for their names: not ours, but not strange either. */
bool stage_is_keeper(const char *name);

/* Finds `out_dir` (resolving its parents, not itself) and refuses those folders that must never be replaced. On STAGE_OK
 * `n->parent` is open. */
StageResult stage_find(Arena *a, Diag *d, Str out_dir, Str content_dir, Names *n);

/* Opens site/ where there is one, reads its marker, and refuses a folder with other people's files. */
StageResult stage_look(Stage *s, Diag *d);

/* Takes the lock; `*left` is the journal that was found. 0, EWOULDBLOCK when another process holds it, or errno. */
int lock_take(const Names *n, int *lock, Journal *left);

/* Writes the journal. 0 or errno. */
int lock_note(int lock, Step step, uint64_t inode);

/* Gives the lock back; its file goes too unless `stay`, for the journal's sake. */
void lock_give(const Names *n, int lock, bool stay);

/* The inode of `name` in folder `dir`; 0 where there is none. */
uint64_t inode_of(int dir, const char *name);

/* Gives `to_path` below `to` the bytes of `path` below `from`: as a hard link where it can be had, else as a copy. 0 or errno. */
int stage_link(int from, Str path, int to, Str to_path);

/* Writes a file of the stage, or links the published one when it holds these bytes. 0 or errno. */
int stage_put(const Stage *s, const char *name, Str bytes, bool *linked);

/* The bytes of two open files, from where they stand, are the same; those of `a` go into `h` (may be NULL). 0 and `*same`,
 * or errno of `a`. */
int stage_same(int a, int b, HashStream *h, bool *same);

/* Size and hash of a regular file below `dir`. 0, or errno; EINVAL: not a regular file. */
int stage_measure(int dir, const char *name, Staged *out);

#endif
