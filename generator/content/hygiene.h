/* hygiene.h - characters that nobody sees and that may deceive: warned of where people read names and follow links. */
#ifndef CONTENT_HYGIENE_H
#define CONTENT_HYGIENE_H

#include "content/page.h"

/* Warns of bidirectional controls and zero-width characters in the title and in the texts and addresses of links. */
void hygiene_check(Diag *d, const Page *page);

#endif
