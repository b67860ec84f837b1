/* publish_verify.h - the last look before readers see it: the stage is the manifest, no more and no less. */
#ifndef OUTPUT_PUBLISH_VERIFY_H
#define OUTPUT_PUBLISH_VERIFY_H

#include "output/stage_inner.h"

/* Every entry of `m` (sorted) is a regular file of its size and hash in the stage, and beside our manifest and keepers
 * nothing else is there; no sources (.md .lua .yaml .yml). False: what is amiss is in `d`. */
bool verify_stage(const Stage *s, Diag *d, const Manifest *m);

#endif
