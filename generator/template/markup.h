/* markup.h - where in HTML a template stands: decides how an output is escaped and what may not be written at all. */
#ifndef TEMPLATE_MARKUP_H
#define TEMPLATE_MARKUP_H

#include "base/diag.h"

/* How an output is written. */
typedef enum {
    ESCAPE_TEXT,      /* element text: escaped; HTML and bodies go out as they are */
    ESCAPE_RCDATA,    /* <title>, <textarea>: text only */
    ESCAPE_ATTRIBUTE, /* a quoted attribute */
    ESCAPE_URL,       /* the beginning of a URL attribute */
    ESCAPE_URL_PART,  /* a later part of one: a component */
    ESCAPE_CONTACT,   /* behind mailto: or tel: */
    ESCAPE_JSON,      /* a data script */
    ESCAPE_NONE       /* no output may stand here; reported */
} Escape;

typedef enum {
    MARKUP_TEXT,
    MARKUP_TAG_NAME,
    MARKUP_END_TAG,
    MARKUP_TAG, /* between attributes */
    MARKUP_ATTRIBUTE_NAME,
    MARKUP_BEFORE_VALUE,
    MARKUP_DOUBLE, /* in "..." */
    MARKUP_SINGLE, /* in '...' */
    MARKUP_UNQUOTED,
    MARKUP_COMMENT,
    MARKUP_DECLARATION, /* <!doctype ...> */
    MARKUP_RCDATA,
    MARKUP_RAW, /* <style>, a script that is not data */
    MARKUP_DATA /* <script type="application/json"> */
} MarkupState;

typedef enum { ATTRIBUTE_PLAIN, ATTRIBUTE_URL, ATTRIBUTE_SRCSET, ATTRIBUTE_TYPE, ATTRIBUTE_REFUSED } AttributeType;

enum { MARKUP_MOST_NAME = 32 };

/* The state between two pieces of text; copied at branches. */
typedef struct {
    MarkupState state;
    char element[MARKUP_MOST_NAME]; /* the last start tag, lower case */
    char attribute[MARKUP_MOST_NAME];
    char value[MARKUP_MOST_NAME]; /* the beginning of a URL's or type's value as written in the template */
    AttributeType type;
    bool tight;     /* MARKUP_TAG: white space, '/' or '>' must follow */
    bool named;     /* MARKUP_TAG: an attribute's name stands before, so '=' may follow */
    bool begun;     /* the attribute's value holds something already */
    bool data, src; /* of a <script>: it is JSON; it has src */
    bool in_string; /* MARKUP_DATA: inside "..." */
    Place element_at;
} Markup;

/* Goes on over static text that begins at `at`. */
void markup_text(Markup *m, Diag *d, Place at, Str text);

/* How an output at `at` is written, and goes on behind it. */
Escape markup_output(Markup *m, Diag *d, Place at);

/* A branch begins here: what stands unfinished (the name of a tag or attribute) counts as finished. */
void markup_branch(Markup *m, Diag *d);

/* Joins the ends of two branches into `m`. False, and nothing reported, where they differ. */
bool markup_join(Markup *m, const Markup *other);

/* What `m` is in, in the words of messages: "nội dung phần tử", "trong thuộc tính href". */
Str markup_words(Arena *a, const Markup *m, Lang lang);

#endif
