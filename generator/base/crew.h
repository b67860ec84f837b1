/* crew.h - work in parallel by forked processes over one shared mapping.
 *
 * Each worker makes its results in its own slice of a mapping that lies at the same address in all of them, so the
 * parent uses them where they are and nothing is serialised. A job's slot is set last. The order of results and of
 * messages is that of the jobs, whatever the number of workers. Not threads: cmark-gfm is not re-entrant. A worker's
 * successor goes on in its slice, behind what finished jobs made there. */
#ifndef BASE_CREW_H
#define BASE_CREW_H

#include "base/arena.h"
#include "base/diag.h"

#include <stdatomic.h>

/* A call of foreign code, a plugin's, within a job: made before workers fork, and borrowed by them. */
typedef struct {
    const char *what;    /* in the language of messages: "phần mở rộng «x», khối «y»" */
    atomic_uint *deaths; /* in a shared mapping; one more for each worker that dies at it; may be NULL */
} CrewDoing;

/* Where the job of one worker says which of them it is at: NULL before and after. Reset between jobs. */
typedef struct {
    _Atomic(const CrewDoing *) doing;
} CrewNow;

/* One crew is one mapping; what its jobs made lives until crew_close. */
typedef struct Crew Crew;

typedef struct {
    const char *name;                                         /* of the stage, for messages: "read" */
    size_t count;                                             /* jobs 0 .. count-1 */
    void *context;                                            /* handed to both functions, shared by fork */
    void *(*job)(void *context, size_t i, Arena *keep, Diag *d); /* its result, in `keep` or NULL */
    Place (*where)(void *context, size_t i);                  /* what job `i` works on, for messages about a dead worker; its file may be 0 */
    Str (*label)(void *context, size_t i, Arena *a);          /* its name where there is no file; may be NULL */
    unsigned seconds;                                         /* of processor time that one job may take; 0: CREW_SECONDS */
    CrewNow **now;                                            /* set in each worker to its own; may be NULL */
    bool (*worn)(void *context);                              /* asked after each job: true ends the worker, another goes on; may be NULL */
} CrewWork;

/* The walls around one job; a worker that runs into one ends, is reported with its job and what it was doing, and is
 * replaced, however often that happens. In line there are none, and nobody is worn. */
enum { CREW_SECONDS = 10, CREW_MEGABYTES = 512 };

/* `workers` >= 1. `in_line`: no fork, the jobs run one after the other in this process (for debuggers). */
Crew *crew_open(Arena *a, int workers, bool in_line);

/* Does all jobs. The result is an array of `count` job results, in `a`; a job that died has NULL and an error in `d`.
 * All jobs' diagnostics are added to `d`, in the order of the jobs. NULL when no worker could be started. */
void **crew_run(Crew *crew, Arena *a, Diag *d, const CrewWork *work);

/* Bytes of the mapping that results took so far. */
size_t crew_used(const Crew *crew);

void crew_close(Crew *crew);

/* The wall of processor time: after so much more of its own, SIGPROF ends this process, wherever it spins. 0: no wall. */
void crew_timer(unsigned seconds);

/* The number of processors this process may use, at least 1. */
int crew_processors(void);

#endif
