/* path.h - paths as text: '/' between segments, no file system. */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/arena.h"
#include "base/str.h"

Str path_join(Arena *a, Str dir, Str name);  /* "" and "." as `dir` add nothing */
Str path_dir(Str path);                      /* "a/b" of "a/b/c.md"; "" of "c.md" */
Str path_base(Str path);                     /* "c.md" of "a/b/c.md" */
Str path_ext(Str path);                      /* "md" of "c.md", "gz" of "c.tar.gz"; "" of "c" and ".c" */
Str path_stem(Str path);                     /* "c" of "a/b/c.md" */

/* Resolves `.` and `..` of `path` seen from folder `dir`, both below one root. False when it climbs above the root. */
bool path_resolve(Arena *a, Str dir, Str path, Str *out);

/* The relative link that leads from file `from` to file `to`, both below one root: "../a/b.html". */
Str path_relative(Arena *a, Str from, Str to);

/* True for a name in lower case that no file on Windows can have, whatever its ending: con, aux, com1... What is published
 * is unpacked and edited there too. */
bool path_is_reserved(Str name);

/* True for what an editor meant as an address on the web without its https://: www.example.org/a, example.vn. */
bool path_is_host(Str path);

#endif
