-- What a document lacks, and lists that ask for what no document is.
local documents = require "documents"

local M = {}

-- A document is there to be read: its file or an address.
function M.files(pages, report)
  for _, page in ipairs(pages) do
    if page.kind == "document" and not page.meta.file and not page.meta.url then
      report {
        at = page,
        message = ("văn bản «%s» chưa có tệp, cũng chưa có liên kết"):format(tostring(page.meta.number or page.title)),
        message_en = ("document «%s» has neither a file nor a link"):format(tostring(page.meta.number or page.title)),
        hint = "thêm «tệp: …» (tệp đặt trong content/tep/ hoặc cạnh trang) hoặc «liên kết: https://…»; chưa rõ thì ghi chờ xác minh",
        hint_en = "add «tệp: …» (a file in content/tep/ or beside the page) or «liên kết: https://…»; not known yet: chờ xác minh",
      }
    end
  end
end

-- What the documents have under `key`, each once.
local function values(pages, key)
  local list, known = {}, {}
  for _, page in ipairs(pages) do
    local value = page.kind == "document" and page.meta[key]
    if type(value) == "string" and not known[value] then
      known[value] = true
      list[#list + 1] = value
    end
  end
  return list
end

local function check_list(call, key, words, words_en, pages, report)
  for i, wanted in ipairs(call.args[key] or {}) do
    if #documents.chosen({ [key] = { wanted } }, pages) == 0 then
      local near = text.nearest(wanted, values(pages, key))
      report {
        at = call.args[key],
        message = ("danh sách văn bản: chưa có văn bản nào %s «%s» (mục %d)"):format(words, wanted, i),
        message_en = ("list of documents: there is no document %s «%s» (item %d)"):format(words_en, wanted, i),
        hint = near and ("có phải «%s»?"):format(near), hint_en = near and ("did you mean «%s»?"):format(near),
      }
    end
  end
end

function M.calls(calls, pages, report)
  for _, call in ipairs(calls or {}) do
    check_list(call, "type", "thuộc loại", "of type", pages, report)
    check_list(call, "agency", "của cơ quan", "of agency", pages, report)
  end
end

return M
