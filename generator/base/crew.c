#include "base/crew.h"

#include "base/fs.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Address space, not memory: a slice costs what is written into it. */
enum { SLICE_SHIFT = 34, SLICE_SHIFT_LEAST = 28, SPARE_SLICES = 16 };

struct Crew {
    int workers;
    bool in_line;
    char *base;        /* of the mapping */
    size_t slice;      /* bytes of one slice */
    size_t slices;     /* in the mapping */
    size_t next_slice; /* the first that no worker had */
    Arena **arenas;    /* of every slice handed out; [0] alone, a growing one, when in line */
};

/* A job's result: `done` is set last, so that what a killed worker left half made is never used. */
typedef struct {
    void *result;
    Diag *diag;
    atomic_bool done;
} Slot;

/* What the workers of one run share. */
typedef struct {
    atomic_size_t next;    /* the first job that nobody took */
    atomic_size_t doing[]; /* by worker: its job + 1, 0 between jobs */
} Board;

typedef struct {
    const CrewWork *work;
    Lang lang;
    Slot *slots;
    Board *board;
} Run;

static void *map_shared(size_t size)
{
    void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    return at == MAP_FAILED ? NULL : at;
}

Crew *crew_open(Arena *a, int workers, bool in_line)
{
    Crew *crew = arena_make(a, Crew);

    crew->workers = workers;
    crew->in_line = in_line;
    crew->slices = (size_t)workers + SPARE_SLICES;
    crew->arenas = arena_array(a, Arena *, crew->slices);
    if (in_line) {
        crew->arenas[0] = arena_new();
        return crew;
    }
    for (int shift = SLICE_SHIFT; !crew->base && shift >= SLICE_SHIFT_LEAST; shift--) {
        crew->slice = (size_t)1 << shift;
        crew->base = map_shared(crew->slice * crew->slices);
    }
    return crew;
}

/* The wall of processor time: SIGPROF ends what does not come back, wherever it spins. */
static void set_timer(unsigned seconds)
{
    setitimer(ITIMER_PROF, &(struct itimerval){.it_value.tv_sec = (time_t)seconds}, NULL);
}

/* The wall of memory: what the worker has now, and CREW_MEGABYTES more. (RLIMIT_AS would count the reserved mapping.) */
static void limit_memory(void)
{
#if !defined(__SANITIZE_ADDRESS__)
    FILE *f = fopen("/proc/self/statm", "r");
    unsigned long long pages = 0;
    rlim_t most;

    if (f) {
        if (fscanf(f, "%*u %*u %*u %*u %*u %llu", &pages) != 1)
            pages = 0;
        fclose(f);
    }
    most = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + ((rlim_t)CREW_MEGABYTES << 20);
    if (pages)
        setrlimit(RLIMIT_DATA, &(struct rlimit){most, most});
#endif
}

static void do_job(const Run *run, Arena *keep, size_t i)
{
    Slot *slot = &run->slots[i];

    slot->diag = diag_new(keep, run->lang);
    slot->result = run->work->job(run->work->context, i, keep, slot->diag);
    atomic_store(&slot->done, true);
}

static _Noreturn void worker(const Run *run, Arena *keep, int me, pid_t parent)
{
    size_t i;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(0);
    limit_memory();
    while ((i = atomic_fetch_add(&run->board->next, 1)) < run->work->count) {
        atomic_store(&run->board->doing[me], i + 1);
        set_timer(run->work->seconds ? run->work->seconds : CREW_SECONDS);
        arena_wall(keep, (size_t)CREW_MEGABYTES << 20);
        do_job(run, keep, i);
        atomic_store(&run->board->doing[me], 0);
    }
    _exit(0);
}

/* Starts worker `me` in a fresh slice. -1 where no process or no slice is left. */
static pid_t start(Crew *crew, const Run *run, int me)
{
    pid_t parent = getpid(), child;
    Arena *keep;

    if (crew->next_slice == crew->slices)
        return -1;
    keep = arena_within(crew->base + crew->next_slice * crew->slice, crew->slice);
    crew->arenas[crew->next_slice++] = keep;
    atomic_store(&run->board->doing[me], 0);
    child = fork();
    if (child == 0)
        worker(run, keep, me, parent);
    return child;
}

/* Reports the job at which a worker ended; the others go on. */
static void report_death(Diag *d, Arena *a, const CrewWork *work, size_t i, int status)
{
    Place at = work->where(work->context, i);
    Str name = work->label ? work->label(work->context, i, a) : STR("");
    const char *vi = diag_word(d, "tệp này", "this file");

    if (!name.n)
        name = str_from(vi);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF)
        diag_error(d, at, "crew.time", "xử lý %.*s quá %u giây nên phải dừng", "%.*s took more than %u seconds and was ended",
                   STR_ARG(name), work->seconds ? work->seconds : CREW_SECONDS);
    else if (WIFEXITED(status) && WEXITSTATUS(status) == ARENA_EXIT_MEMORY)
        diag_error(d, at, "crew.memory", "xử lý %.*s cần quá nhiều bộ nhớ (hơn %d MB) nên phải dừng",
                   "%.*s takes too much memory (more than %d MB) and was ended", STR_ARG(name), CREW_MEGABYTES);
    else
        diag_error(d, at, "crew.died", "xử lý %.*s thì chương trình con dừng đột ngột (tín hiệu %d)",
                   "on %.*s a worker ended by signal %d", STR_ARG(name), WIFSIGNALED(status) ? WTERMSIG(status) : 0);
    diag_hint(d, "chia nhỏ hoặc đơn giản hóa nội dung; nếu vẫn vậy, tạm đưa tệp ra khỏi content/ và báo cho người phát triển cchc kèm tệp này",
              "divide or simplify it; if that does not help, take the file out of content/ and send it to the developers of cchc");
}

/* The worker of process `pid`, or -1. */
static int worker_of(const pid_t *pids, int n, pid_t pid)
{
    for (int i = 0; i < n; i++)
        if (pids[i] == pid)
            return i;
    return -1;
}

/* Waits for all workers; one that dies is named with its job and replaced. */
static void wait_for_all(Crew *crew, const Run *run, Arena *a, Diag **deaths, pid_t *pids, int alive)
{
    while (alive > 0) {
        int status, me;
        size_t doing;
        pid_t pid = waitpid(-1, &status, 0);

        if (pid < 0 && errno == EINTR)
            continue;
        if (pid < 0)
            return;
        me = worker_of(pids, crew->workers, pid);
        if (me < 0)
            continue;
        doing = atomic_load(&run->board->doing[me]);
        if (doing) {
            deaths[doing - 1] = diag_new(a, run->lang);
            report_death(deaths[doing - 1], a, run->work, doing - 1, status);
        }
        alive--;
        pids[me] = -1;
        if (status && atomic_load(&run->board->next) < run->work->count && (pids[me] = start(crew, run, me)) > 0)
            alive++;
    }
}

static int start_all(Crew *crew, const Run *run, pid_t *pids)
{
    int alive = 0;

    fflush(NULL);
    for (int i = 0; i < crew->workers && (size_t)i < run->work->count; i++) {
        pids[i] = start(crew, run, i);
        alive += pids[i] > 0;
    }
    return alive;
}

/* Gathers results and messages in the order of the jobs. */
static void **gather(const Run *run, Arena *a, Diag *d, Diag **deaths)
{
    void **results = arena_array(a, void *, run->work->count + 1);

    for (size_t i = 0; i < run->work->count; i++) {
        if (atomic_load(&run->slots[i].done)) {
            results[i] = run->slots[i].result;
            diag_merge(d, run->slots[i].diag);
        } else if (deaths && deaths[i]) {
            diag_merge(d, deaths[i]);
        } else {
            diag_error(d, run->work->where(run->work->context, i), "crew.undone",
                       "chưa xử lý được vì không mở thêm được tiến trình", "not done: no further process could be started");
        }
    }
    return results;
}

static void **run_in_line(Crew *crew, Arena *a, Diag *d, const CrewWork *work)
{
    Run run = {work, d->lang, arena_array(a, Slot, work->count + 1), NULL};

    for (size_t i = 0; i < work->count; i++)
        do_job(&run, crew->arenas[0], i);
    return gather(&run, a, d, NULL);
}

void **crew_run(Crew *crew, Arena *a, Diag *d, const CrewWork *work)
{
    size_t board_size = sizeof(Board) + (size_t)crew->workers * sizeof(atomic_size_t);
    size_t slots_size = work->count * sizeof(Slot) + 1;
    Run run = {work, d->lang, NULL, NULL};
    pid_t *pids = arena_array(a, pid_t, (size_t)crew->workers);
    Diag **deaths = arena_array(a, Diag *, work->count + 1);
    void **results = NULL;
    int alive;

    if (crew->in_line)
        return run_in_line(crew, a, d, work);
    run.board = map_shared(board_size);
    run.slots = map_shared(slots_size);
    alive = crew->base && run.board && run.slots ? start_all(crew, &run, pids) : 0;
    if (alive > 0 || (work->count == 0 && run.slots)) {
        wait_for_all(crew, &run, a, deaths, pids, alive);
        results = gather(&run, a, d, deaths);
    } else {
        diag_error(d, (Place){0}, "system.crew", "không mở được tiến trình cho bước «%s»: %s",
                   "cannot start workers for stage «%s»: %s", work->name,
                   fs_reason(crew->base ? errno : ENOMEM, d->lang));
    }
    if (run.board)
        munmap(run.board, board_size);
    if (run.slots)
        munmap(run.slots, slots_size);
    return results;
}

size_t crew_used(const Crew *crew)
{
    size_t used = 0;

    for (size_t i = 0; i < crew->slices; i++)
        if (crew->arenas[i])
            used += arena_used(crew->arenas[i]);
    return used;
}

void crew_close(Crew *crew)
{
    if (crew->in_line)
        arena_free(crew->arenas[0]);
    else if (crew->base)
        munmap(crew->base, crew->slice * crew->slices);
    crew->base = NULL;
}

int crew_processors(void)
{
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof set, &set))
        return 1;
    return CPU_COUNT(&set) > 0 ? CPU_COUNT(&set) : 1;
}
