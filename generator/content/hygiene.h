/* hygiene.h - what comes in with copied text: characters that nobody sees, broken lines, damaged words. */
#ifndef CONTENT_HYGIENE_H
#define CONTENT_HYGIENE_H

#include "content/page.h"
#include "content/source.h"

/* Warns of bidirectional controls and zero-width characters in the title and in the texts and addresses of links. */
void hygiene_check(Diag *d, const Page *page);

/* Warns once, at `body`, when many paragraphs break off in the middle of a sentence, as text out of a PDF does. The page
 * shows them as they are: nothing is guessed. */
void hygiene_check_lines(Diag *d, Place body, const Page *page);

/* Warns once of each kind of damage (damage.h) in the text of a file, its front matter included. */
void hygiene_check_text(Diag *d, const SourceParts *parts);

#endif
