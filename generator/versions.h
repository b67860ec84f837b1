/* versions.h - what this program is made of, for --version and bug reports. */
#ifndef VERSIONS_H
#define VERSIONS_H

#include <stdio.h>

#define CCHC_VERSION "0.1.0"

/* Prints cchc's version and those of the libraries that run with it. */
void versions_print(FILE *out);

#endif
