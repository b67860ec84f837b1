-- notes.lua - what a reader must know to read a chart rightly: breaks, gaps, sources that disagree, where the axis
-- begins.
local series = require "series"
local words = require "words"

local notes = {}

local function breaks(one, say)
  for i, point in ipairs(one.points) do
    if point.cut and i > 1 then
      say("Ngắt trước năm " .. point.year .. ": " .. point.cut
        .. ". Số liệu hai bên không so sánh trực tiếp được với nhau.")
    end
  end
end

local function why_empty(point, show)
  if point and point.pending[show] then return "Đang xác minh" end
  return point and point.status == "không công bố" and "Không công bố" or "Không có"
end

-- Years of the view that have no number, by what is known of them.
local function gaps(view, one, say)
  local years = { ["Không công bố"] = {}, ["Đang xác minh"] = {}, ["Không có"] = {} }
  for year = view.from, view.to do
    local point = series.at(one, year)
    if not (point and point[view.show]) then table.insert(years[why_empty(point, view.show)], year) end
  end
  local what = view.show == "rank" and " thứ hạng năm " or " số liệu năm "
  for _, why in ipairs({ "Không công bố", "Đang xác minh", "Không có" }) do
    if #years[why] > 0 then say(why .. what .. words.years(years[why]) .. ".") end
  end
end

local function derived(view, one, say)
  local years, count = {}, 0
  for _, point in ipairs(one.points) do
    if point[view.show] then count = count + 1 end
    if point[view.show] and point.status == "tính từ số liệu khác" then years[#years + 1] = point.year end
  end
  if #years == 0 then return end
  say("Số liệu " .. (#years == count and "" or "năm " .. words.years(years) .. " ")
    .. "được tính từ số liệu khác, không phải số do cơ quan công bố đưa ra.")
end

local function told(view, one, number, of, source)
  return words.measure(one, { [view.show] = number, of = of }, view.show) .. " (" .. source .. ")"
end

-- What each source says of a year, where they differ.
local function voices(view, one, point)
  local list, show = {}, view.show
  for _, other in ipairs(point.others) do
    if other[show] then list[#list + 1] = told(view, one, other[show], point.of, other.source or "không rõ nguồn") end
  end
  if #list > 0 and point[show] then
    table.insert(list, 1, told(view, one, point[show], point.of, point.source or tostring(one.record.publisher)))
  end
  return list
end

local function conflicts(view, one, say)
  for _, point in ipairs(one.points) do
    local list = voices(view, one, point)
    if #list > 0 then
      say("Năm " .. point.year .. " các nguồn ghi khác nhau: " .. text.join(list, "; ")
        .. ". Dấu rỗng là số của nguồn sau.")
    end
  end
end

-- What is noted alike for several years is said once.
local function remarks(one, say)
  local order, years = {}, {}
  for _, point in ipairs(one.points) do
    if point.note then
      if not years[point.note] then
        order[#order + 1] = point.note
        years[point.note] = {}
      end
      table.insert(years[point.note], point.year)
    end
  end
  for _, note in ipairs(order) do
    say("Năm " .. words.years(years[note]) .. ": " .. note .. (string.find(note, "[.!?]$") and "" or "."))
  end
end

local function about_axis(view, say)
  local one, from = view.list[1], view.axis.from
  if view.axis.zoomed then
    say("Trục đứng bắt đầu từ " .. words.amount(one, from) .. ", không phải từ mức thấp nhất của thang là "
      .. words.amount(one, one.min) .. ".")
  elseif view.form == "bar" and from ~= 0 then
    say("Cột bắt đầu từ " .. words.amount(one, from) .. ", mức thấp nhất của thang.")
  end
  if view.target then say("Đường ngang gạch đứt là mục tiêu " .. words.amount(one, view.target) .. ".") end
  if view.axis.reversed then say("Hạng 1 ở trên cùng.") end
end

local function about_series(view, one, say)
  breaks(one, say)
  gaps(view, one, say)
  derived(view, one, say)
  conflicts(view, one, say)
  remarks(one, say)
end

-- What several series say alike is said once, with the names of those that say it where not all do.
local function joined(said, count)
  local list = {}
  for i, note in ipairs(said) do
    local names = words.capital(text.join(note.labels, ", ", " và "))
    list[i] = #note.labels == count and note.sentence or names .. ": " .. note.sentence
  end
  return list
end

-- The notes of a view, a list of sentences.
function notes.of(view)
  local list, said, places = {}, {}, {}
  about_axis(view, function(sentence) list[#list + 1] = sentence end)
  for _, one in ipairs(view.list) do
    about_series(view, one, function(sentence)
      if not places[sentence] then
        said[#said + 1] = { sentence = sentence, labels = {} }
        places[sentence] = said[#said]
      end
      table.insert(places[sentence].labels, one.label)
    end)
  end
  local of_series = joined(said, #view.list)
  return table.move(of_series, 1, #of_series, #list + 1, list)
end

return notes
