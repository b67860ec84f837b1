#include "output/stage_inner.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

/* The words of Step, in its order. */
static const char *const words[] = {"", "swap", "files", "incoming"};

static Journal read_journal(int lock)
{
    char text[128], word[16] = "";
    ssize_t n = pread(lock, text, sizeof text - 1, 0);
    Journal j = {0};

    if (n <= 0)
        return j;
    text[n] = 0;
    text[strcspn(text, "\n")] = 0;
    if (sscanf(text, "%ld %15s %" SCNu64, &j.pid, word, &j.inode) == 3)
        for (size_t i = 1; i < sizeof words / sizeof *words; i++)
            if (strcmp(word, words[i]) == 0)
                j.step = (Step)i;
    return j;
}

static int write_journal(int lock, Journal j)
{
    char text[128];
    int n = j.step == STEP_NONE ? snprintf(text, sizeof text, "%ld\n", j.pid)
                                : snprintf(text, sizeof text, "%ld %s %" PRIu64 "\n", j.pid, words[j.step], j.inode);

    errno = ENOSPC; /* what a short write means */
    if (pwrite(lock, text, (size_t)n, 0) != n)
        return errno;
    return ftruncate(lock, n) ? errno : 0; /* a longer line before it ends behind our line feed, so a kill here is harmless */
}

/* Whether the file was removed by its last holder between our open and our flock. */
static bool is_gone(int lock)
{
    struct stat st;

    return fstat(lock, &st) == 0 && st.st_nlink == 0;
}

int lock_take(const Names *n, int *lock, Journal *left)
{
    int error;

    for (;;) {
        *lock = openat(n->parent, n->lock, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
        if (*lock < 0)
            return errno;
        error = flock(*lock, LOCK_EX | LOCK_NB) ? errno : 0;
        if (error || !is_gone(*lock))
            break;
        close(*lock);
    }
    *left = read_journal(*lock);
    if (error) {
        close(*lock);
        return error;
    }
    error = lock_note(*lock, left->step, left->inode);
    if (error)
        lock_give(n, *lock, left->step != STEP_NONE);
    return error;
}

int lock_note(int lock, Step step, uint64_t inode) { return write_journal(lock, (Journal){getpid(), step, inode}); }

void lock_give(const Names *n, int lock, bool stay)
{
    if (!stay)
        unlinkat(n->parent, n->lock, 0);
    flock(lock, LOCK_UN); /* said aloud, because a forked child may hold the same open file */
    close(lock);
}

uint64_t inode_of(int dir, const char *name)
{
    struct stat st;

    return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) ? 0 : (uint64_t)st.st_ino;
}
