#include "watch.h"

#include "base/crew.h"
#include "pipeline.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct Watch {
    Lang lang;
    atomic_bool publishing;
    char stage[160]; /* in that language; its last byte stays 0 */
};

/* What asks a process to end. */
static const int endings[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};

enum { ENDING_COUNT = sizeof endings / sizeof *endings };

void watch_stage(Watch *w, const char *vi, const char *en)
{
    if (!w)
        return;
    snprintf(w->stage, sizeof w->stage, "%s", w->lang == LANG_EN ? en : vi);
    crew_timer(WATCH_SECONDS);
}

void watch_publishing(Watch *w)
{
    if (!w)
        return;
    watch_stage(w, "đăng", "publish");
    atomic_store(&w->publishing, true);
    crew_timer(0);
}

static bool asks_to_end(int sig)
{
    for (size_t i = 0; i < ENDING_COUNT; i++)
        if (endings[i] == sig)
            return true;
    return false;
}

static void hint_death(Diag *d, const Watch *w, int sig)
{
    if (atomic_load(&w->publishing))
        diag_hint(d, "lúc đó đang đăng: mỗi tệp là bản cũ hoặc bản mới, không tệp nào dở dang; chạy lại lệnh này để hoàn tất",
                  "it was publishing: each file is the old or the new one, none is half-written; run this command again to complete it");
    else
        diag_hint(d, "chưa đăng gì; trang hiện có giữ nguyên", "nothing was published; the site is as it was");
    if (sig == SIGKILL)
        diag_hint(d, "có thể máy thiếu bộ nhớ hoặc có người dừng chương trình; xem lại bộ nhớ còn trống rồi chạy lại",
                  "the machine may be short of memory, or somebody ended it; look at the free memory and run it again");
    else if (sig == SIGPROF)
        diag_hint(d, "nội dung mới thêm gần đây, giao diện hoặc phần mở rộng có chỗ quá nặng: bỏ bớt từng phần rồi chạy lại để tìm ra",
                  "something in the newest content, the theme or a plugin is too heavy: take parts out and run it again to find which");
    else
        diag_hint(d, "chạy lại; nếu vẫn vậy, báo cho người phát triển cchc kèm thông báo này và thư mục content/",
                  "run it again; if that does not help, send this message and the content folder to the developers of cchc");
}

/* Says at which stage the builder ended by `sig`. */
static int report(const Watch *w, bool json, int sig)
{
    Arena *a = arena_new();
    Diag *d = diag_new(a, w->lang);

    if (sig == SIGPROF)
        diag_error(d, (Place){0}, "system.slow", "bước «%s» chạy quá %d giây nên phải dừng",
                   "stage «%s» took more than %d seconds of processor time and was ended", w->stage, WATCH_SECONDS);
    else
        diag_error(d, (Place){0}, "system.builder", "chương trình dừng đột ngột ở bước «%s» (tín hiệu %d)",
                   "the program ended suddenly at stage «%s» (signal %d)", w->stage, sig);
    hint_death(d, w, sig);
    if (json)
        diag_print_json(d, files_new(a), LEVEL_NOTE, stdout);
    else
        diag_print(d, files_new(a), LEVEL_NOTE, false, stderr);
    arena_free(a);
    return EXIT_SYSTEM;
}

/* Ends this process as `sig` does it, so that a caller sees what happened. */
static int end_by(int sig)
{
    sigset_t set;

    signal(sig, SIG_DFL);
    sigemptyset(&set);
    sigaddset(&set, sig);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(sig);
    return 128 + sig;
}

/* The signals that are waited for: those that ask to end, and the builder's own end. */
static sigset_t awaited(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    for (size_t i = 0; i < ENDING_COUNT; i++)
        sigaddset(&set, endings[i]);
    return set;
}

/* The status of the builder, as waitpid has it. Signals go on to it meanwhile; what our caller ignored (nohup), it ignores too. */
static int wait_for(pid_t builder, const sigset_t *set)
{
    int status = 0;

    for (;;) {
        int sig = sigwaitinfo(set, NULL);
        pid_t ended = waitpid(builder, &status, WNOHANG);

        if (ended == builder || (ended < 0 && errno != EINTR))
            return status;
        if (sig > 0 && sig != SIGCHLD)
            kill(builder, sig);
    }
}

/* Workers die with their builder and come to us. While one lives it holds the lock of the next build. */
static void wait_for_workers(void)
{
    while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
        continue;
}

/* A caller that became us may have left children of its own, which may live long. */
static bool has_children(void) { return waitid(P_ALL, 0, NULL, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD; }

static _Noreturn void build(Watch *w, pid_t parent, const sigset_t *mask, int (*run)(void *context, Watch *watch), void *context)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(EXIT_SYSTEM);
    sigprocmask(SIG_SETMASK, mask, NULL);
    watch_stage(w, "khởi động", "start");
    exit(run(context, w));
}

/* The builder ended: what that means for us. */
static int outcome(const Watch *w, bool json, int status)
{
    if (!WIFSIGNALED(status))
        return WEXITSTATUS(status);
    if (asks_to_end(WTERMSIG(status)))
        return end_by(WTERMSIG(status));
    return report(w, json, WTERMSIG(status));
}

int watch_run(Lang lang, bool json, int (*run)(void *context, Watch *watch), void *context)
{
    Watch *w = mmap(NULL, sizeof *w, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    sigset_t set = awaited(), mask;
    pid_t parent = getpid(), builder = -1;
    bool alone = !has_children();
    int status = 0;

    sigprocmask(SIG_BLOCK, &set, &mask);
    if (w != MAP_FAILED) {
        w->lang = lang;
        prctl(PR_SET_CHILD_SUBREAPER, 1);
        fflush(NULL);
        builder = fork();
    }
    if (builder == 0)
        build(w, parent, &mask, run, context);
    if (builder > 0)
        status = wait_for(builder, &set);
    if (builder > 0 && alone)
        wait_for_workers();
    sigprocmask(SIG_SETMASK, &mask, NULL);
    return builder > 0 ? outcome(w, json, status) : run(context, NULL);
}
