/* The builder in its own process: its status is passed on, its death is told with the stage, nobody is left behind. */
#include "base/crew.h"
#include "pipeline.h"
#include "watch.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* What the builder of a test does, and what all processes see of it. */
typedef struct {
    int status;           /* it ends with */
    int signal;           /* or dies of; 0: none */
    bool publishes, spins;
    pid_t ran_in, worker; /* the builder, and a process that it left behind */
} Act;

static Act *new_act(Act act)
{
    Act *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    assert_ptr_not_equal(shared, MAP_FAILED);
    *shared = act;
    return shared;
}

static int play(void *context, Watch *watch)
{
    Act *act = context;

    act->ran_in = getpid();
    watch_stage(watch, "gom các trang", "collect");
    if (act->publishes)
        watch_publishing(watch);
    if (act->spins) {
        setitimer(ITIMER_PROF, &(struct itimerval){.it_value.tv_usec = 10000}, NULL); /* most of the wall is over */
        for (volatile int forever = 1; forever;)
            continue;
    }
    if (act->signal)
        raise(act->signal);
    return act->status;
}

/* What a run says on the standard error, or as JSON on the standard output. */
static int run(Lang lang, bool json, Act *act, char *said, size_t size)
{
    int stream = json ? STDOUT_FILENO : STDERR_FILENO, kept, status;
    FILE *file = tmpfile();

    fflush(NULL);
    kept = dup(stream);
    dup2(fileno(file), stream);
    status = watch_run(lang, json, play, act);
    fflush(NULL);
    dup2(kept, stream);
    close(kept);
    rewind(file);
    said[fread(said, 1, size - 1, file)] = 0;
    fclose(file);
    return status;
}

static void test_status_is_passed_on(void **state)
{
    static const int statuses[] = {EXIT_OK, EXIT_ERRORS, EXIT_USAGE, EXIT_LOAD, EXIT_SYSTEM, EXIT_BUSY};
    char said[1000];

    (void)state;
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        Act *act = new_act((Act){.status = statuses[i]});
        assert_int_equal(run(LANG_VI, false, act, said, sizeof said), statuses[i]);
        assert_string_equal(said, "");
        assert_int_not_equal(act->ran_in, getpid());
        assert_int_not_equal(act->ran_in, 0);
        munmap(act, sizeof *act);
    }
}

static void check_death(Act like, Lang lang, bool json, const char *const *wanted, const char *unwanted)
{
    Act *act = new_act(like);
    char said[2000];

    assert_int_equal(run(lang, json, act, said, sizeof said), EXIT_SYSTEM);
    for (; *wanted; wanted++)
        if (!strstr(said, *wanted))
            fail_msg("«%s» is missing in: %s", *wanted, said);
    assert_null(strstr(said, unwanted));
    munmap(act, sizeof *act);
}

static void test_a_death_is_told_with_its_stage(void **state)
{
    static const char *const killed[] = {"cchc: lỗi: chương trình dừng đột ngột ở bước «gom các trang» (tín hiệu 9)\n",
                                         "  → chưa đăng gì; trang hiện có giữ nguyên\n", "bộ nhớ", NULL};
    static const char *const aborted[] = {"cchc: error: the program ended suddenly at stage «collect» (signal 6)\n",
                                          "  → nothing was published; the site is as it was\n", "developers", NULL};
    static const char *const slow[] = {"cchc: lỗi: bước «gom các trang» chạy quá 60 giây nên phải dừng\n", "  → chưa đăng gì", "quá nặng", NULL};
    static const char *const publishing[] = {"ở bước «đăng» (tín hiệu 9)\n", "  → lúc đó đang đăng", "chạy lại lệnh này", NULL};
    static const char *const json[] = {"{\"file\":\"\",\"line\":0,\"column\":0,\"code\":\"system.builder\",\"level\":\"error\"", "«gom các trang»", NULL};

    (void)state;
    check_death((Act){.signal = SIGKILL}, LANG_VI, false, killed, "đang đăng");
    check_death((Act){.signal = SIGABRT}, LANG_EN, false, aborted, "publishing:");
    check_death((Act){.spins = true}, LANG_VI, false, slow, "đột ngột");
    check_death((Act){.signal = SIGKILL, .publishes = true}, LANG_VI, false, publishing, "chưa đăng");
    check_death((Act){.signal = SIGKILL}, LANG_VI, true, json, "→");
}

/* The seconds of processor time that are left to this process; 0: there is no wall. */
static int seconds_left(void)
{
    struct itimerval left;

    getitimer(ITIMER_PROF, &left);
    return (int)left.it_value.tv_sec + (left.it_value.tv_usec > 0);
}

static int look_at_wall(void *context, Watch *watch)
{
    (void)context;
    if (seconds_left() < WATCH_SECONDS - 1)
        return 10;
    crew_timer(5);
    watch_stage(watch, "đọc", "read");
    if (seconds_left() < WATCH_SECONDS - 1 || seconds_left() > WATCH_SECONDS + 1) /* the kernel rounds up */
        return 11;
    watch_publishing(watch);
    return seconds_left() ? 12 : 0;
}

static void test_each_stage_has_its_wall(void **state)
{
    (void)state;
    assert_int_equal(watch_run(LANG_VI, false, look_at_wall, NULL), 0);
    assert_int_equal(seconds_left(), 0);
    watch_stage(NULL, "đọc", "read");
    watch_publishing(NULL);
    assert_int_equal(seconds_left(), 0);
}

/* Who is asked to end ends the process that watches in the same way, without a word. */
static void test_a_wish_to_end_is_passed_on(void **state)
{
    static const int wishes[] = {SIGHUP, SIGINT, SIGTERM};

    (void)state;
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) {
        Act *act = new_act((Act){.signal = wishes[i]});
        int status;
        pid_t pid = fork();
        if (pid == 0) {
            signal(wishes[i], SIG_DFL); /* a shell ignores some of them for its jobs in the background */
            _exit(watch_run(LANG_VI, false, play, act));
        }
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), wishes[i]);
        munmap(act, sizeof *act);
    }
}

/* Dies and leaves a process that takes its time. */
static int leave_one(void *context, Watch *watch)
{
    Act *act = context;
    pid_t pid = fork();

    (void)watch;
    if (pid == 0) {
        nanosleep(&(struct timespec){.tv_nsec = 300 * 1000 * 1000}, NULL);
        _exit(0);
    }
    act->worker = pid;
    return act->status;
}

static void test_nobody_is_left_behind(void **state)
{
    Act *act = new_act((Act){.status = 3});

    (void)state;
    assert_int_equal(watch_run(LANG_VI, false, leave_one, act), 3);
    assert_true(act->worker > 0);
    assert_int_equal(kill(act->worker, 0), -1);
    assert_int_equal(errno, ESRCH);
    munmap(act, sizeof *act);
}

/* A shell that became this process may have a child that is none of ours. */
static void test_other_children_are_let_be(void **state)
{
    Act *act = new_act((Act){.status = 1});
    pid_t other = fork();

    (void)state;
    if (other == 0) {
        pause();
        _exit(0);
    }
    assert_int_equal(watch_run(LANG_VI, false, play, act), 1);
    assert_int_equal(kill(other, SIGKILL), 0);
    assert_int_equal(waitpid(other, NULL, 0), other);
    munmap(act, sizeof *act);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_status_is_passed_on),
        cmocka_unit_test(test_a_death_is_told_with_its_stage),
        cmocka_unit_test(test_each_stage_has_its_wall),
        cmocka_unit_test(test_a_wish_to_end_is_passed_on),
        cmocka_unit_test(test_nobody_is_left_behind),
        cmocka_unit_test(test_other_children_are_let_be),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
