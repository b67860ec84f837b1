-- view.lua - what is to be drawn: the series of a call, cut to the years asked for, with form and axis; or why it
-- cannot be.
--
-- A view: { list, show = "value" or "rank", form = "line" or "bar", from, to, axis, target }.
local axis = require "axis"
local series = require "series"
local words = require "words"

local view = {}

local MOST_SERIES, MOST_BARS, MOST_BAR_YEARS = 4, 12, 5

-- The writer of the page is at fault, who reads what is wrong and, behind the semicolon, what to do.
local function stop(...)
  local text_ = string.format(...)
  local wrong, right = text_:match("^(.*); (hãy .*)$")
  error{ message = wrong or text_, hint = right }
end

local function check_count(args)
  if #args.index == 0 then stop("chưa ghi chỉ số nào để vẽ") end
  if #args.index > MOST_SERIES then
    stop("một biểu đồ vẽ nhiều nhất %d chỉ số, ở đây có %d; hãy tách thành nhiều biểu đồ", MOST_SERIES, #args.index)
  end
  local seen = {}
  for _, record in ipairs(args.index) do
    if seen[tostring(record.name)] then stop("chỉ số «%s» được ghi hai lần", tostring(record.name)) end
    seen[tostring(record.name)] = true
  end
end

local function scale_words(one)
  return num.format(one.min) .. " đến " .. (one.max and words.amount(one, one.max) or "không giới hạn")
end

-- One axis has one scale.
local function check_scales(list)
  local first = list[1]
  for _, one in ipairs(list) do
    if one.unit ~= first.unit or one.min ~= first.min or one.max ~= first.max then
      stop("«%s» (thang %s) và «%s» (thang %s) không vẽ chung một trục được; hãy tách thành hai biểu đồ", first.name,
        scale_words(first), one.name, scale_words(one))
    end
  end
end

-- Ranks among 63 and ranks among 45 are two scales as well.
local function check_ranks(list)
  for i = 2, #list do
    for _, point in ipairs(list[i].points) do
      local other = series.at(list[1], point.year)
      if other and point.rank and other.rank and point.of ~= other.of then
        stop("năm %d «%s» được xếp trong số %s, «%s» trong số %s; hai thứ hạng không vẽ chung một trục được",
          point.year, list[1].name, other.of or "không rõ", list[i].name, point.of or "không rõ")
      end
    end
  end
end

-- Years that a span leaves out may hold all numbers there are.
local function check_filled(list, show)
  for _, one in ipairs(list) do
    if not series.newest(one, show) then
      stop("«%s» không có %s nào trong các năm được hỏi", one.name, show == "rank" and "thứ hạng" or "giá trị")
    end
  end
end

local function choose_form(args, v)
  if args.form == "cột" and v.show == "rank" then
    stop("biểu đồ thứ hạng chỉ vẽ bằng đường, vì cột cao hơn sẽ là hạng thấp hơn; hãy bỏ «dạng: cột»")
  end
  if args.form then return args.form == "cột" and "bar" or "line" end
  local years = v.to - v.from + 1
  return v.show == "value" and years <= MOST_BAR_YEARS and years * #v.list <= MOST_BARS and "bar" or "line"
end

-- The least and the greatest number that is drawn.
local function reach(v)
  local low, high
  local function take(number)
    if number then low, high = math.min(low or number, number), math.max(high or number, number) end
  end
  for _, one in ipairs(v.list) do
    for _, point in ipairs(one.points) do
      take(point[v.show])
      for _, other in ipairs(point.others) do take(other[v.show]) end
    end
  end
  take(v.target)
  return low, high
end

local function make_axis(v)
  local low, high = reach(v)
  local one = v.list[1]
  if v.show == "rank" then return axis.of_ranks(high) end
  if v.form == "bar" then return axis.of_bars(high, one.min, one.max) end
  return axis.of_lines(low, high, one.min, one.max)
end

local function check_span(from, to)
  if from and to and from > to then stop("từ năm %d đến năm %d: năm đầu đứng sau năm cuối", from, to) end
end

-- The view that a call of the directive asks for. Raises what an editor has to change.
function view.of(args)
  check_count(args)
  check_span(args.from, args.to)
  local v = { list = series.read_all(args.index), show = args.show == "thứ hạng" and "rank" or "value" }
  for _, one in ipairs(v.list) do series.limit(one, args.from, args.to) end
  check_filled(v.list, v.show)
  if v.show == "rank" then check_ranks(v.list) else check_scales(v.list) end
  v.from, v.to = series.years(v.list)
  v.form = choose_form(args, v)
  v.target = #v.list == 1 and v.show == "value" and v.list[1].target or nil
  v.axis = make_axis(v)
  return v
end

return view
