#include "commands/import_sheet.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROGRAM "xlsx2csv"

enum { MISSING = 127, SAID_MOST = 300 /* bytes of what the program complains */, PAUSE = 5000000 /* ns */ };

bool sheet_is(Str bytes) { return str_starts(bytes, STR("PK\003\004")); }

static void set_limit(enum __rlimit_resource which, rlim_t most) { setrlimit(which, &(struct rlimit){most, most}); }

/* In the child: becomes the program. What it writes goes into two files in memory, nothing else is open. */
static void become(int out, int err, char *path)
{
    char *argv[] = {PROGRAM, "-d", ";", "-f", "%d/%m/%Y", "-s", "1", path, NULL};
    int null = open("/dev/null", O_RDONLY);

    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(err, STDERR_FILENO) < 0)
        _exit(1);
    close_range(STDERR_FILENO + 1, ~0U, 0);
    setenv("PYTHONIOENCODING", "utf-8", 1); /* it allocates: before there are limits */
    set_limit(RLIMIT_CPU, SHEET_MOST_SECONDS);
    set_limit(RLIMIT_DATA, (rlim_t)2 << 30);
    set_limit(RLIMIT_FSIZE, SHEET_MOST_BYTES);
    set_limit(RLIMIT_CORE, 0);
    signal(SIGXFSZ, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    execvp(PROGRAM, argv);
    _exit(errno == ENOENT ? MISSING : 1);
}

/* Waits for the child, no longer than its time. Its status; -1 when it was ended. */
static int wait_for(pid_t child)
{
    struct timespec now, end;
    int status = 0;

    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += SHEET_MOST_SECONDS;
    for (;;) {
        pid_t done = waitpid(child, &status, WNOHANG);
        if (done == child)
            return status;
        clock_gettime(CLOCK_MONOTONIC, &now);
        if ((done < 0 && errno != EINTR) || now.tv_sec > end.tv_sec) {
            kill(child, SIGKILL);
            waitpid(child, &status, 0);
            return -1;
        }
        nanosleep(&(struct timespec){.tv_nsec = PAUSE}, NULL);
    }
}

/* What was written into a file in memory, at most `most` bytes of it. */
static Str written(Arena *a, int fd, size_t most)
{
    struct stat st;
    size_t size = fstat(fd, &st) ? 0 : (size_t)st.st_size, n = 0;
    char *bytes = arena_array(a, char, (size < most ? size : most) + 1);
    ssize_t got;

    while (n < size && n < most && (got = pread(fd, bytes + n, (size < most ? size : most) - n, (off_t)n)) > 0)
        n += (size_t)got;
    return (Str){bytes, n};
}

static bool failed(Diag *d, Place at, int status, Str said)
{
    Str line = said;

    if (status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == MISSING) {
        diag_error(d, at, "import.xlsx2csv", "để đọc tệp .xlsx cần chương trình «" PROGRAM "», máy này chưa có",
                   "to read .xlsx the program «" PROGRAM "» is needed, which is not there");
        diag_hint(d, "cài gói " PROGRAM " (Debian, Ubuntu: apt install " PROGRAM "), hoặc lưu bảng thành CSV UTF-8 rồi nhập tệp ấy",
                  "install the package " PROGRAM " (Debian, Ubuntu: apt install " PROGRAM "), or save the table as CSV UTF-8 and import that");
        return false;
    }
    while (str_line(&said, &line) && str_trim(said).n) /* Python's last line is the reason */
        continue;
    diag_error(d, at, "import.sheet", "không đọc được bảng tính này", "this workbook cannot be read");
    if (status == -1 || WIFSIGNALED(status))
        diag_hint(d, "tệp quá lớn hoặc đọc quá lâu; lưu trang tính cần nhập thành một tệp riêng", "it is too large or takes too long; save the sheet as a file of its own");
    else
        diag_hint(d, "mở bằng Excel hoặc LibreOffice rồi lưu lại; " PROGRAM " báo: %.*s", "open it in Excel or LibreOffice and save it again; " PROGRAM " says: %.*s",
                  STR_ARG(str_slice(str_trim(line), 0, SAID_MOST)));
    return false;
}

bool sheet_read(Arena *a, Diag *d, Place at, Str path, Str *csv)
{
    char real[PATH_MAX]; /* so that a name that begins with '-' is no option */
    int out = memfd_create("csv", MFD_CLOEXEC), err = memfd_create("said", MFD_CLOEXEC), status;
    pid_t child = -1;
    bool ok = false;

    if (out < 0 || err < 0 || !realpath(arena_str(a, path).s, real) || (child = fork()) < 0) {
        diag_error(d, at, "import.sheet", "không đọc được bảng tính này: %s", "this workbook cannot be read: %s", strerror(errno));
        goto out;
    }
    if (child == 0)
        become(out, err, real);
    status = wait_for(child);
    ok = status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (ok)
        *csv = written(a, out, SHEET_MOST_BYTES);
    else
        failed(d, at, status, written(a, err, (size_t)1 << 16));
out:
    if (out >= 0)
        close(out);
    if (err >= 0)
        close(err);
    return ok;
}
