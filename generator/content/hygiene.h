/* hygiene.h - what comes in with copied text: characters that nobody sees, and lines broken in the middle of a sentence. */
#ifndef CONTENT_HYGIENE_H
#define CONTENT_HYGIENE_H

#include "content/page.h"

/* Warns of bidirectional controls and zero-width characters in the title and in the texts and addresses of links. */
void hygiene_check(Diag *d, const Page *page);

/* Warns once, at `body`, when many paragraphs break off in the middle of a sentence, as text out of a PDF does. The page
 * shows them as they are: nothing is guessed. */
void hygiene_check_lines(Diag *d, Place body, const Page *page);

#endif
