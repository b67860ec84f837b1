-- What an article lacks, and lists that ask for what no article is.
local articles = require "articles"

local M = {}

-- Every report on the reform counts articles by its contents.
function M.reform(pages, report)
  for _, page in ipairs(pages) do
    if page.kind == "article" and not page.meta.reform then
      report {
        at = page,
        message = "tin, bài chưa ghi «nội dung CCHC»", message_en = "the article does not say which content of the reform it is about",
        hint = "thêm dòng như «nội dung CCHC: cải cách thủ tục hành chính» hoặc «nội dung CCHC: chỉ đạo, điều hành»",
        hint_en = "add a line like «nội dung CCHC: cải cách thủ tục hành chính»",
      }
    end
  end
end

local function names_of(pages, key)
  local list, known = {}, {}
  local function add(name)
    if type(name) == "string" and not known[name] then
      known[name] = true
      list[#list + 1] = name
    end
  end
  for _, page in ipairs(pages) do
    if page.kind == "article" and key == "series" then add(page.meta.series) end
    if page.kind == "article" and key == "tag" then
      for _, one in ipairs(page.tags or {}) do add(one.name) end
    end
  end
  return list
end

local function check_name(call, key, words, words_en, pages, report)
  local wanted = call.args[key]
  if not wanted or #articles.chosen({ [key] = wanted }, pages) > 0 then return end
  local near = text.nearest(wanted, names_of(pages, key))
  report {
    at = call.args,
    message = ("danh sách tin: chưa có tin, bài nào %s «%s»"):format(words, wanted),
    message_en = ("list of articles: there is no article %s «%s»"):format(words_en, wanted),
    hint = near and ("có phải «%s»?"):format(near), hint_en = near and ("did you mean «%s»?"):format(near),
  }
end

function M.calls(calls, pages, report)
  for _, call in ipairs(calls or {}) do
    check_name(call, "series", "trong tuyến bài", "in the series", pages, report)
    check_name(call, "tag", "có từ khóa", "with the tag", pages, report)
  end
end

return M
