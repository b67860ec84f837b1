/* colors.h - the portal's own colours as one small style sheet of typed colours. */
#ifndef SITE_COLORS_H
#define SITE_COLORS_H

#include "site/config.h"

/* The style sheet: custom properties --portal-primary, --portal-primary-deep (a fifth darker), --portal-accent, for a
 * theme to use where it likes. Empty when portal.yaml names no colours. A colour on which white text cannot be read
 * (contrast below 4.5:1, WCAG 2.2 SC 1.4.3) is warned of at its place. */
Str colors_css(Arena *a, Diag *d, const Config *config);

#endif
