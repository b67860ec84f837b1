/* floor.c - what any generator on cmark-gfm has to do, and no more: the yardstick of `make bench`.
 *
 * Each file named on stdin is read, its front matter skipped, the rest parsed and rendered with GitHub's extensions,
 * and written to OUT/<path without .md>/index.html between 3 KB of constant text. Processes share the work.
 * usage: floor CONTENT OUT WORKERS < list */
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HEAD = 2000, FOOT = 1000, PATH = 4096 };

typedef struct {
    const char *content, *out;
    char **files;
    size_t count;
    char around[HEAD + FOOT];
} Job;

static void need(int well, const char *what)
{
    if (well)
        return;
    perror(what);
    exit(1);
}

static char *read_whole(const char *path, size_t *n)
{
    struct stat about;
    int fd = open(path, O_RDONLY);
    char *text;

    need(fd >= 0 && fstat(fd, &about) == 0, path);
    text = malloc((size_t)about.st_size + 1);
    need(text && read(fd, text, (size_t)about.st_size) == about.st_size, path);
    text[about.st_size] = 0;
    *n = (size_t)about.st_size;
    close(fd);
    return text;
}

static const char *behind_front(const char *text)
{
    const char *end = strncmp(text, "---\n", 4) == 0 ? strstr(text + 4, "\n---\n") : NULL;

    return end ? end + 5 : text;
}

static char *to_html(const char *text, size_t n)
{
    static const char *const extensions[] = {"table", "strikethrough", "autolink", "tagfilter", "tasklist"};
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    cmark_node *tree;
    char *html;

    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
    cmark_parser_feed(parser, text, n);
    tree = cmark_parser_finish(parser);
    html = cmark_render_html(tree, CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(parser));
    cmark_node_free(tree);
    cmark_parser_free(parser);
    return html;
}

static void make_folders(char *path)
{
    for (char *s = path + 1; *s; s++) {
        if (*s != '/')
            continue;
        *s = 0;
        mkdir(path, 0755);
        *s = '/';
    }
}

static void write_page(const Job *job, const char *file, const char *html)
{
    const char *below = file + strlen(job->content);
    size_t n = strlen(html), all = HEAD + n + FOOT;
    char path[PATH], *page = malloc(all);
    int fd;

    snprintf(path, sizeof path, "%s%.*s/index.html", job->out, (int)(strlen(below) - 3), below);
    make_folders(path);
    need(page != NULL, path);
    memcpy(page, job->around, HEAD);
    memcpy(page + HEAD, html, n);
    memcpy(page + HEAD + n, job->around + HEAD, FOOT);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    need(fd >= 0 && write(fd, page, all) == (ssize_t)all, path);
    close(fd);
    free(page);
}

static void do_file(const Job *job, const char *file)
{
    size_t n;
    char *text = read_whole(file, &n);
    const char *body = behind_front(text);
    char *html = to_html(body, n - (size_t)(body - text));

    write_page(job, file, html);
    free(html);
    free(text);
}

static void read_list(Job *job)
{
    size_t room = 0;
    char line[PATH];

    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        if (job->count == room) {
            room = room ? room * 2 : 1024;
            job->files = realloc(job->files, room * sizeof *job->files);
            need(job->files != NULL, "list");
        }
        job->files[job->count++] = strdup(line);
    }
}

int main(int argc, char **argv)
{
    Job job = {0};
    int workers, status, worst = 0;

    if (argc != 4)
        return 2;
    job.content = argv[1], job.out = argv[2], workers = atoi(argv[3]);
    memset(job.around, 'x', sizeof job.around);
    read_list(&job);
    cmark_gfm_core_extensions_ensure_registered();
    for (int w = 0; w < workers; w++) {
        if (fork() != 0)
            continue;
        for (size_t i = (size_t)w; i < job.count; i += (size_t)workers)
            do_file(&job, job.files[i]);
        _exit(0);
    }
    while (wait(&status) > 0)
        worst |= status;
    return worst != 0;
}
