#include "site/config.h"

#include "content/source.h"
#include "value/yaml.h"

#define S STR_INIT
#define COUNT(array) (sizeof(array) / sizeof *(array))
#define DEFAULT_THEME "chuan"

enum { CONFIG_MOST_BYTES = 256 << 10 };

/* Each nested table below is one group of keys; the last one is the file itself. */

static const Field responsible_fields[] = {
    {.name = S("name"), .label = S("họ tên"), .need = NEED_REQUIRED, .example = S("Nguyễn Văn Mẫu")},
    {.name = S("role"), .label = S("chức vụ"), .example = S("Chủ tịch Ủy ban nhân dân xã")},
};
static const Schema responsible = {.fields = responsible_fields, .count = COUNT(responsible_fields)};

static const Field hotline_fields[] = {
    {.name = S("label"), .label = S("tên"), .need = NEED_REQUIRED, .example = S("Phản ánh, kiến nghị về thủ tục")},
    {.name = S("phone"), .label = S("số"), .type = FIELD_PHONE, .need = NEED_REQUIRED, .example = S("0225.000.0001")},
    {.name = S("hours"), .label = S("giờ trực"), .example = S("giờ hành chính")},
};
static const Schema hotline = {.fields = hotline_fields, .count = COUNT(hotline_fields)};

static const Field account_fields[] = {
    {.name = S("channel"), .label = S("kênh"), .need = NEED_REQUIRED, .example = S("Zalo OA")},
    {.name = S("name"), .label = S("tên"), .example = S("Ủy ban nhân dân Xã Mẫu")},
    {.name = S("url"), .label = S("địa chỉ"), .type = FIELD_URL, .need = NEED_REQUIRED, .example = S("https://zalo.me/xamau")},
};
static const Schema account = {.fields = account_fields, .count = COUNT(account_fields)};

static const Field menu_fields[] = {
    {.name = S("title"), .label = S("tiêu đề"), .need = NEED_REQUIRED, .example = S("Giới thiệu")},
    {.name = S("url"), .label = S("đường dẫn"), .need = NEED_REQUIRED, .example = S("gioi-thieu.md")},
};
static const Schema menu = {.fields = menu_fields, .count = COUNT(menu_fields)};

static const Field notice_fields[] = {
    {.name = S("text"), .label = S("nội dung"), .need = NEED_REQUIRED, .example = S("Bộ phận Một cửa nghỉ lễ ngày 02/9")},
    {.name = S("from"), .label = S("từ ngày"), .type = FIELD_DATE, .example = S("01/9/2026")},
    {.name = S("until"), .label = S("đến hết ngày"), .type = FIELD_DATE, .example = S("03/9/2026")},
    {.name = S("url"), .label = S("đường dẫn"), .example = S("tin-tuc/lich-nghi-le.md")},
};
static const Schema notice = {.fields = notice_fields, .count = COUNT(notice_fields)};

static const Field block_fields[] = {
    {.name = S("column"), .label = S("chuyên mục"), .need = NEED_REQUIRED, .example = S("huong-dan")},
    {.name = S("title"), .label = S("tiêu đề"), .example = S("Tin mới")},
    {.name = S("count"), .label = S("số mục"), .type = FIELD_INT, .has_min = true, .min = 1, .has_max = true, .max = 50,
     .example = S("6")},
};
static const Schema block = {.fields = block_fields, .count = COUNT(block_fields)};

static const Field color_fields[] = {
    {.name = S("primary"), .label = S("màu chính"), .type = FIELD_COLOR, .example = S("#8f1d21")},
    {.name = S("accent"), .label = S("màu nhấn"), .type = FIELD_COLOR, .example = S("#c8a24a")},
};
static const Schema colors = {.fields = color_fields, .count = COUNT(color_fields)};

static const Field measure_fields[] = {
    {.name = S("host"), .label = S("máy chủ"), .need = NEED_REQUIRED, .example = S("thongke.tinhmau.gov.vn")},
    {.name = S("code"), .label = S("mã"), .need = NEED_REQUIRED, .example = S("XM-01")},
};
static const Schema measure = {.fields = measure_fields, .count = COUNT(measure_fields)};

#define ITEM_MAP(schema) &(const Field){.type = FIELD_MAP, .fields = &(schema)}
#define ITEM_TEXT &(const Field){.type = FIELD_TEXT}

static const Str name_aliases[] = {S("tên đơn vị")};
static const Str url_pattern_aliases[] = {S("base url"), S("địa chỉ trang")};

static const Field portal_fields[] = {
    {.name = S("name"), .label = S("tên chính thức"), .aliases = name_aliases, .alias_count = 1, .need = NEED_REQUIRED,
     .example = S("Ủy ban nhân dân Xã Mẫu"), .help = S("Tên đầy đủ của cơ quan, in ở đầu và chân mọi trang.")},
    {.name = S("short_name"), .label = S("tên ngắn"), .example = S("Xã Mẫu")},
    {.name = S("section"), .label = S("tên chuyên trang"), .example = S("Cải cách hành chính")},
    {.name = S("description"), .label = S("mô tả"), .has_max = true, .max = 255},
    {.name = S("province"), .label = S("tỉnh, thành phố"), .example = S("Tỉnh Mẫu")},
    {.name = S("superior"), .label = S("cơ quan cấp trên"), .example = S("Ủy ban nhân dân tỉnh Mẫu")},
    {.name = S("base_url"), .label = S("địa chỉ gốc"), .aliases = url_pattern_aliases, .alias_count = 2, .type = FIELD_URL,
     .pattern = S("https?://[^/?#\\s]+(/[^?#\\s]*)?"), .example = S("https://xamau.tinhmau.gov.vn/cai-cach-hanh-chinh/"),
     .source = S("NĐ 224/2026/NĐ-CP, Điều 11"), .help = S("Nơi chuyên trang được đặt; cần cho liên kết chia sẻ và trang 404.")},
    {.name = S("emblem"), .label = S("biểu trưng"), .type = FIELD_IMAGE, .example = S("tep/bieu-trung.svg")},
    {.name = S("responsible"), .label = S("người chịu trách nhiệm"), .type = FIELD_MAP, .fields = &responsible,
     .source = S("TT 32/2017/TT-BTTTT, Điều 16"), .help = S("Người chịu trách nhiệm nội dung, in ở chân trang.")},
    {.name = S("address"), .label = S("địa chỉ"), .example = S("Thôn Trung Tâm, Xã Mẫu, Tỉnh Mẫu")},
    {.name = S("phone"), .label = S("điện thoại"), .type = FIELD_PHONE, .example = S("0225.000.0000")},
    {.name = S("email"), .label = S("thư điện tử"), .type = FIELD_EMAIL, .example = S("ubnd@xamau.tinhmau.gov.vn")},
    {.name = S("hours"), .label = S("giờ làm việc"), .type = FIELD_LIST, .item = ITEM_TEXT},
    {.name = S("hotlines"), .label = S("đường dây nóng"), .type = FIELD_LIST, .item = ITEM_MAP(hotline)},
    {.name = S("accounts"), .label = S("tài khoản chính thức"), .type = FIELD_LIST, .item = ITEM_MAP(account)},
    {.name = S("rating_url"), .label = S("trang đánh giá"), .type = FIELD_URL, .source = S("NĐ 224/2026/NĐ-CP, Điều 10")},
    {.name = S("dvc_url"), .label = S("cổng dịch vụ công"), .type = FIELD_URL, .example = S("https://dichvucong.gov.vn")},
    {.name = S("menu"), .label = S("trình đơn"), .type = FIELD_LIST, .item = ITEM_MAP(menu)},
    {.name = S("home"), .label = S("trang chủ"), .type = FIELD_LIST, .item = ITEM_MAP(block)},
    {.name = S("labels"), .label = S("nhãn"), .type = FIELD_ANY},
    {.name = S("theme"), .label = S("giao diện"), .type = FIELD_SLUG, .example = S(DEFAULT_THEME)},
    {.name = S("colors"), .label = S("màu"), .type = FIELD_MAP, .fields = &colors},
    {.name = S("notices"), .label = S("thông báo"), .type = FIELD_LIST, .item = ITEM_MAP(notice),
     .source = S("NĐ 224/2026/NĐ-CP, Điều 13")},
    {.name = S("review_required"), .label = S("phải duyệt"), .type = FIELD_BOOL, .example = S("có")},
    {.name = S("embed_hosts"), .label = S("trang được nhúng"), .type = FIELD_LIST, .item = ITEM_TEXT},
    {.name = S("plugins"), .label = S("phần mở rộng"), .type = FIELD_ANY},
    {.name = S("measure"), .label = S("đo truy cập"), .type = FIELD_MAP, .fields = &measure},
};

Schema *config_schema(Arena *a, Diag *d)
{
    Schema *schema = arena_make(a, Schema);

    *schema = (Schema){.name = STR("portal"), .label = STR(CONFIG_FILE), .fields = portal_fields, .count = COUNT(portal_fields)};
    return schema_seal(a, d, (Place){0}, schema) ? schema : NULL;
}

static bool absent(Diag *d, const Content *content)
{
    diag_error(d, (Place){0}, "config.absent", "không có tệp %.*s/%s", "there is no file %.*s/%s", STR_ARG(content->dir),
               CONFIG_FILE);
    diag_hint(d, "tạo tệp %s với ít nhất một dòng: tên chính thức: Ủy ban nhân dân Xã …",
              "make %s with at least one line: name: People's Committee of …", CONFIG_FILE);
    return false;
}

static bool read_portal(Arena *a, Diag *d, const Content *content, const Source *source, Value *portal)
{
    Schema *schema = config_schema(a, d);
    Value raw;
    Str text;
    bool ok;

    if (!schema)
        return false;
    ok = source_read(a, d, content->root, source->path, source->at, CONFIG_MOST_BYTES, &text)
        && yaml_read(a, d, place_at(source->at, 1, 1), text, CONFIG_MOST_BYTES, &raw)
        && schema_check(a, d, schema, value_is_null(raw) ? value_at(raw, place_at(source->at, 1, 1)) : raw, (SchemaOptions){0}, portal);
    schema_free(schema);
    return ok;
}

bool config_read(Arena *a, Diag *d, const Content *content, Str base_url, Str theme, Config *out)
{
    const Source *source = map_find(&content->by_path, STR(CONFIG_FILE));
    bool ok;

    *out = (Config){.theme = theme.n ? theme : STR(DEFAULT_THEME)};
    if (!source)
        return absent(d, content);
    ok = read_portal(a, d, content, source, &out->portal);
    out->name = value_get_str(out->portal, STR("name"));
    out->base_url = base_url.n ? base_url : value_get_str(out->portal, STR("base_url"));
    if (out->base_url.n && !str_ends(out->base_url, STR("/")))
        out->base_url = arena_printf(a, "%.*s/", STR_ARG(out->base_url));
    if (!theme.n && value_get_str(out->portal, STR("theme")).n)
        out->theme = value_get_str(out->portal, STR("theme"));
    out->plugins = value_get_lit(out->portal, "plugins");
    out->review_required = value_truth(value_get_lit(out->portal, "review_required"));
    return ok;
}
