-- A procedure as schema.org's GovernmentService, for search engines; a template writes it into a data script.
local rows = require "rows"

local M = {}

local DESIGNATOR = { ["giờ"] = "PT%sH", ["ngày"] = "P%sD", ["ngày làm việc"] = "P%sD", ["tháng"] = "P%sM", ["năm"] = "P%sY" }
local ONLINE = { ["toàn trình"] = true, ["một phần"] = true }

-- ISO 8601 for a Time of the model: of a range its end; working days as days, since the standard has no other (the words stand beside
-- it). Nil for what is no length of time.
function M.duration(time)
  local form, value = time and DESIGNATOR[time.unit], time and (time.max or time.value)
  if not form or not value or value <= 0 then return nil end
  local number = math.type(value) == "float" and ("%g"):format(value) or tostring(value)
  return form:format(number)
end

local function organization(name)
  return name and { ["@type"] = "GovernmentOrganization", name = name } or nil
end

local function office(one)
  if not one.place then return nil end
  local contact = one.contact or {}
  return {
    ["@type"] = "GovernmentOffice", name = one.place, address = contact.address, telephone = contact.phone,
    url = contact.url and url.absolute(contact.url),
  }
end

local function channels(one)
  local list = {}
  for _, method in ipairs(one.methods or {}) do
    local online = rows.is_online(method)
    list[#list + 1] = {
      ["@type"] = "ServiceChannel", name = method.channel, availableLanguage = "vi",
      description = method.time and "Thời hạn giải quyết: " .. method.time_text, processingTime = M.duration(method.time),
      serviceUrl = online and one.dvc_url or nil, serviceLocation = not online and office(one) or nil,
    }
  end
  return list
end

local function offer(channel, fee)
  local price = fee.free and 0 or fee.amount
  if not price then return nil end
  return {
    ["@type"] = "Offer", name = channel, description = fee.text, price = price, priceCurrency = "VND",
    priceSpecification = fee.per and {
      ["@type"] = "UnitPriceSpecification", price = price, priceCurrency = "VND", unitText = fee.per,
    } or nil,
    validFrom = fee.from and date.format(fee.from, "iso"), validThrough = fee.to and date.format(fee.to, "iso"),
  }
end

local function offers(one)
  local list = {}
  for _, method in ipairs(one.methods or {}) do
    for _, fee in ipairs(method.fees or {}) do list[#list + 1] = offer(method.channel, fee) end
  end
  return list
end

local function audience(one)
  local list = {}
  for _, who in ipairs(one.page.meta.audience or {}) do
    if type(who) == "string" then list[#list + 1] = { ["@type"] = "Audience", audienceType = who } end
  end
  return list
end

local function area(portal)
  local above = portal.province and { ["@type"] = "AdministrativeArea", name = portal.province } or nil
  return { ["@type"] = "AdministrativeArea", name = portal.short_name or portal.name, containedInPlace = above }
end

local function some(list) return #list > 0 and list or nil end

-- Nil for what has ended: nobody is served by it any more.
function M.service(one, site)
  if not one or one.effect == "ended" then return nil end
  local portal = site.portal
  return {
    ["@context"] = "https://schema.org", ["@type"] = "GovernmentService",
    name = one.title, identifier = one.page.meta.code and tostring(one.page.meta.code), description = one.page.description,
    url = url.absolute(one.page.url), sameAs = ONLINE[one.online] and one.dvc_url or nil, serviceType = one.field,
    serviceOperator = organization(one.agency) or organization(portal.name), provider = organization(portal.name),
    areaServed = area(portal), audience = some(audience(one)), availableChannel = some(channels(one)), offers = some(offers(one)),
  }
end

return M
