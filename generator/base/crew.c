#include "base/crew.h"

#include "base/fs.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Address space, not memory: a slice costs what is written into it. */
enum { SLICE_SHIFT = 34, SLICE_SHIFT_LEAST = 28 };

struct Crew {
    int workers;
    bool in_line;
    char *base;     /* of the mapping: one slice a worker */
    size_t slice;   /* bytes of one slice */
    Arena **arenas; /* by worker; what its next process goes on in; NULL: none was started yet. In line [0] alone, a growing one */
};

/* A job's result: `done` is set last, so that what a killed worker left half made is never used. */
typedef struct {
    void *result;
    Diag *diag;
    atomic_bool done;
} Slot;

/* What a worker says of itself. */
typedef struct {
    atomic_size_t job; /* that it does, + 1; 0 between jobs */
    atomic_bool came;  /* it took one, so that its successor will */
    CrewNow now;
} Post;

/* What the workers of one run share. */
typedef struct {
    atomic_size_t next; /* the first job that nobody took */
    Post posts[];       /* by worker */
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
    crew->arenas = arena_array(a, Arena *, (size_t)workers);
    if (in_line) {
        crew->arenas[0] = arena_new();
        return crew;
    }
    for (int shift = SLICE_SHIFT; !crew->base && shift >= SLICE_SHIFT_LEAST; shift--) {
        crew->slice = (size_t)1 << shift;
        crew->base = map_shared(crew->slice * (size_t)workers);
    }
    return crew;
}

void crew_timer(unsigned seconds)
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

/* The Diag is the first thing that a job makes: see reclaim. */
static void do_job(const Run *run, Arena *keep, size_t i)
{
    Slot *slot = &run->slots[i];

    slot->diag = diag_new(keep, run->lang);
    slot->result = run->work->job(run->work->context, i, keep, slot->diag);
    atomic_store(&slot->done, true);
}

static _Noreturn void worker(const Run *run, Arena *keep, int me, pid_t parent)
{
    const CrewWork *work = run->work;
    Post *post = &run->board->posts[me];
    size_t i;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(0);
    limit_memory();
    if (work->now)
        *work->now = &post->now;
    while ((i = atomic_fetch_add(&run->board->next, 1)) < work->count) {
        atomic_store(&post->job, i + 1);
        atomic_store(&post->came, true);
        crew_timer(work->seconds ? work->seconds : CREW_SECONDS);
        arena_wall(keep, (size_t)CREW_MEGABYTES << 20);
        do_job(run, keep, i);
        atomic_store(&post->now.doing, NULL);
        atomic_store(&post->job, 0);
        if (work->worn && work->worn(work->context))
            break;
    }
    _exit(0);
}

/* Starts a process for worker `me`, in its slice. -1 where none is to be had. */
static pid_t start(Crew *crew, const Run *run, int me)
{
    Post *post = &run->board->posts[me];
    pid_t parent = getpid(), child;

    if (!crew->arenas[me])
        crew->arenas[me] = arena_within(crew->base + (size_t)me * crew->slice, crew->slice);
    atomic_store(&post->job, 0);
    atomic_store(&post->came, false);
    atomic_store(&post->now.doing, NULL);
    child = fork();
    if (child == 0)
        worker(run, crew->arenas[me], me, parent);
    return child;
}

/* Gives the memory back that the job at which worker `me` died had taken; what finished jobs made lies before that job's
 * Diag and stays. The successor gets an arena of its own there, since the dead one's may be spoilt. */
static void reclaim(Crew *crew, int me, const Slot *slot)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), end = ((size_t)me + 1) * crew->slice, from;

    if (!slot->diag || atomic_load(&slot->done))
        return;
    from = ((size_t)((char *)slot->diag - crew->base) + page - 1) / page * page;
    if (end - from < page)
        return;
    madvise(crew->base + from, end - from, MADV_REMOVE);
    crew->arenas[me] = arena_within(crew->base + from, end - from);
}

/* What would be right depends on who is at fault: the plugin that the job was at, or what was read. */
static void hint_death(Diag *d, const CrewDoing *doing)
{
    if (doing)
        diag_hint(d, "lỗi ở phần mở rộng, không ở nội dung: báo cho người phụ trách phần mở rộng đó, kèm tệp này; trong lúc chờ, "
                     "tạm bỏ khối đó khỏi trang, hoặc đưa phần mở rộng ra khỏi plugins/",
                  "the plugin is at fault, not the content: tell whoever keeps it and send this file along; meanwhile take the block "
                  "off the page, or the plugin out of plugins/");
    else
        diag_hint(d, "chia nhỏ hoặc đơn giản hóa nội dung; nếu vẫn vậy, tạm đưa tệp ra khỏi content/ và báo cho người phát triển cchc kèm tệp này",
                  "divide or simplify it; if that does not help, take the file out of content/ and send it to the developers of cchc");
}

/* Reports the job at which a worker ended, and the plugin's call within it; the others go on. */
static void report_death(Diag *d, Arena *a, const CrewWork *work, size_t i, const CrewDoing *doing, int status)
{
    Place at = work->where(work->context, i);
    Str name = work->label ? work->label(work->context, i, a) : STR("");
    const char *file = diag_word(d, "tệp này", "this file");
    const char *during = doing ? arena_printf(a, diag_word(d, ", lúc đang chạy %s", ", while running %s"), doing->what).s : "";

    if (!name.n)
        name = str_from(file);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF)
        diag_error(d, at, "crew.time", "xử lý %.*s quá %u giây nên phải dừng%s", "%.*s took more than %u seconds and was ended%s",
                   STR_ARG(name), work->seconds ? work->seconds : CREW_SECONDS, during);
    else if (WIFEXITED(status) && WEXITSTATUS(status) == ARENA_EXIT_MEMORY)
        diag_error(d, at, "crew.memory", "xử lý %.*s cần quá nhiều bộ nhớ (hơn %d MB) nên phải dừng%s",
                   "%.*s takes too much memory (more than %d MB) and was ended%s", STR_ARG(name), CREW_MEGABYTES, during);
    else
        diag_error(d, at, "crew.died", "xử lý %.*s thì chương trình con dừng đột ngột (%s %d)%s", "on %.*s a worker ended suddenly (%s %d)%s",
                   STR_ARG(name), WIFSIGNALED(status) ? diag_word(d, "tín hiệu", "signal") : diag_word(d, "mã thoát", "exit status"),
                   WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status), during);
    hint_death(d, doing);
}

/* After worker `me` ended: where that was within a job, the job is reported, and its memory is the successor's. */
static void after_end(Crew *crew, const Run *run, Arena *a, Diag **deaths, int me, int status)
{
    const Post *post = &run->board->posts[me];
    const CrewDoing *doing = atomic_load(&post->now.doing);
    size_t job = atomic_load(&post->job);

    if (!job)
        return;
    deaths[job - 1] = diag_new(a, run->lang);
    report_death(deaths[job - 1], a, run->work, job - 1, doing, status);
    if (doing && doing->deaths)
        atomic_fetch_add(doing->deaths, 1);
    reclaim(crew, me, &run->slots[job - 1]);
}

/* The worker of process `pid`, or -1. */
static int worker_of(const pid_t *pids, int n, pid_t pid)
{
    for (int i = 0; i < n; i++)
        if (pids[i] == pid)
            return i;
    return -1;
}

/* Waits for all workers. While jobs are left, one that ends is followed by another; but one that ended before its first
 * job is not, or that would never end. */
static void wait_for_all(Crew *crew, const Run *run, Arena *a, Diag **deaths, pid_t *pids, int alive)
{
    while (alive > 0) {
        int status, me;
        pid_t pid = waitpid(-1, &status, 0);

        if (pid < 0 && errno == EINTR)
            continue;
        if (pid < 0)
            return;
        me = worker_of(pids, crew->workers, pid);
        if (me < 0)
            continue;
        after_end(crew, run, a, deaths, me, status);
        alive--;
        pids[me] = -1;
        if (atomic_load(&run->board->next) < run->work->count && atomic_load(&run->board->posts[me].came)
            && (pids[me] = start(crew, run, me)) > 0)
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
    CrewNow *now = arena_make(a, CrewNow);

    if (work->now)
        *work->now = now;
    for (size_t i = 0; i < work->count; i++) {
        do_job(&run, crew->arenas[0], i);
        atomic_store(&now->doing, NULL);
    }
    return gather(&run, a, d, NULL);
}

void **crew_run(Crew *crew, Arena *a, Diag *d, const CrewWork *work)
{
    size_t board_size = sizeof(Board) + (size_t)crew->workers * sizeof(Post);
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

/* The arena of a dead worker's successor lies behind what was made before it. */
size_t crew_used(const Crew *crew)
{
    size_t used = 0;

    for (int i = 0; i < crew->workers; i++) {
        if (!crew->arenas[i])
            continue;
        used += arena_used(crew->arenas[i]);
        if (!crew->in_line)
            used += (size_t)((char *)crew->arenas[i] - crew->base) - (size_t)i * crew->slice;
    }
    return used;
}

void crew_close(Crew *crew)
{
    if (crew->in_line)
        arena_free(crew->arenas[0]);
    else if (crew->base)
        munmap(crew->base, crew->slice * (size_t)crew->workers);
    crew->base = NULL;
}

int crew_processors(void)
{
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof set, &set))
        return 1;
    return CPU_COUNT(&set) > 0 ? CPU_COUNT(&set) : 1;
}
