#include "content/common.h"

enum { DESCRIPTION_MOST = 255 };

/* In the order of PageState, from STATE_DRAFT on. */
static const Choice states[] = {
    {.name = STR("draft"), .label = STR("nháp")},
    {.name = STR("pending"), .label = STR("chờ duyệt")},
    {.name = STR("approved"), .label = STR("đã duyệt")},
    {.name = STR("withdrawn"), .label = STR("gỡ bỏ")},
};

static const Field correction_fields[] = {
    {.name = STR("date"), .label = STR("Ngày"), .type = FIELD_DATE, .need = NEED_REQUIRED},
    {.name = STR("text"), .label = STR("Nội dung"), .need = NEED_REQUIRED,
     .example = STR("Số điện thoại trong bài đã được sửa lại cho đúng.")},
};
static const Schema correction_schema = {
    .name = STR("correction"), .label = STR("Đính chính"), .fields = correction_fields, .count = 2,
};
static const Field correction = {.type = FIELD_MAP, .fields = &correction_schema};

static const Str kind_aliases[] = {STR("loại")};

static const Field fields[] = {
    {.name = STR("kind"), .label = STR("Loại nội dung"), .aliases = kind_aliases, .alias_count = 1,
     .help = STR("Bỏ trống thì lấy theo chuyên mục (tệp _muc.md).")},
    {.name = STR("title"), .label = STR("Tiêu đề"), .label_en = STR("title"), .need = NEED_REQUIRED,
     .example = STR("Xã Mẫu tổ chức hội nghị về cải cách hành chính"),
     .help = STR("Tên trang, đứng đầu trang và trong các danh sách.")},
    {.name = STR("description"), .label = STR("Tóm tắt"), .has_max = true, .max = DESCRIPTION_MOST,
     .help = STR("Không viết thì lấy đoạn đầu của bài.")},
    {.name = STR("slug"), .label = STR("Tên trong đường dẫn"), .type = FIELD_SLUG,
     .help = STR("Không viết thì lấy tên tệp.")},
    {.name = STR("alias"), .label = STR("Đường dẫn cũ"), .type = FIELD_LIST, .example = STR("tin-tuc/ten-cu.html"),
     .help = STR("Địa chỉ cũ cần dẫn về trang này, phần sau tên miền.")},
    {.name = STR("state"), .label = STR("Trạng thái"), .type = FIELD_CHOICE, .choices = states,
     .choice_count = STATE_WITHDRAWN, .example = STR("đã duyệt"),
     .help = STR("Không viết thì là đã duyệt, hoặc nháp khi portal.yaml ghi «phải duyệt».")},
    {.name = STR("approver"), .label = STR("Người duyệt"), .example = STR("Phó Chủ tịch UBND xã"),
     .help = STR("Ai duyệt bài; phải có khi portal.yaml ghi «phải duyệt».")},
    {.name = STR("approved"), .label = STR("Ngày duyệt"), .type = FIELD_DATE,
     .help = STR("Ngày duyệt; phải có khi portal.yaml ghi «phải duyệt».")},
    {.name = STR("publish"), .label = STR("Đăng từ"), .type = FIELD_DATE, .example = STR("05/3/2026 07:00"),
     .help = STR("Trước ngày này trang chưa hiện.")},
    {.name = STR("expires"), .label = STR("Đến"), .type = FIELD_DATE, .not_before = STR("publish"),
     .help = STR("Sau ngày này trang thôi hiện.")},
    {.name = STR("updated"), .label = STR("Ngày cập nhật"), .type = FIELD_DATE,
     .help = STR("Ngày sửa nội dung gần nhất, in ở cuối trang.")},
    {.name = STR("correction"), .label = STR("Đính chính"), .type = FIELD_LIST, .item = &correction,
     .help = STR("Danh sách những lần đính chính, mỗi lần có ngày và nội dung.")},
    {.name = STR("tags"), .label = STR("Từ khóa"), .type = FIELD_LIST, .example = STR("hộ tịch; chứng thực"),
     .help = STR("Những từ để gom các bài cùng việc.")},
    {.name = STR("unit"), .label = STR("Đơn vị"), .type = FIELD_REF, .to = STR("unit"),
     .example = STR("Văn phòng HĐND và UBND"),
     .help = STR("Đơn vị chịu trách nhiệm, theo tên hoặc tên gọi khác ở chuyên mục Đơn vị.")},
    {.name = STR("related"), .label = STR("Liên quan"), .type = FIELD_LIST, .example = STR("tin-tuc/le-khai-mac.md"),
     .help = STR("Tệp của những trang nên đọc thêm, tính từ thư mục của tệp này.")},
    {.name = STR("order"), .label = STR("Thứ tự"), .type = FIELD_INT,
     .help = STR("Số nhỏ đứng trước, ở nơi xếp theo thứ tự.")},
};

_Static_assert(sizeof states / sizeof *states == STATE_WITHDRAWN, "each state has its choice");

const Field *common_fields(size_t *count)
{
    *count = sizeof fields / sizeof *fields;
    return fields;
}

Str common_state_label(PageState state) { return state == STATE_NONE ? STR("") : states[state - 1].label; }

PageState common_state(Value meta)
{
    Value state = value_get_lit(meta, "state");

    for (PageState s = STATE_DRAFT; s <= STATE_WITHDRAWN; s++)
        if (str_eq(value_str(state), common_state_label(s)))
            return s;
    return value_is_null(state) ? STATE_NONE : STATE_DRAFT;
}
