#include "versions.h"

#include "base/hash.h"
#include "base/qr.h"
#include "base/regex.h"
#include "base/utf8.h"
#include "content/markdown.h"
#include "script/engine.h"
#include "value/json_read.h"
#include "value/yaml.h"

void versions_print(FILE *out)
{
    fprintf(out, "cchc %s\ncmark-gfm %s\nLua %s\nlibyaml %s\nPCRE2 %s\nutf8proc %s\nxxHash %s\nJansson %s\nlibqrencode %s\n", CCHC_VERSION, markdown_version(),
            engine_version(), yaml_version(), regex_version(), utf8_version(), hash_version(), json_version(), qr_version());
}
