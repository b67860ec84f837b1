/* inspect.h - one last look at a finished page, whatever made it: no inline script or style, nothing from another host. */
#ifndef OUTPUT_INSPECT_H
#define OUTPUT_INSPECT_H

#include "base/diag.h"

/* Reports what SECURITY 3 forbids in HTML that is about to be published. `hosts` may be loaded from. False: it is in `d` at `at`. */
bool inspect_page(Diag *d, Place at, Str path, Str html, const Str *hosts, size_t host_count);

#endif
