-- The order of a procedure's page, that of the national portal: its sections, and fields between them in groups. The template arranges
-- the page by it, so what stands here is made once for all pages.
local M = {}

-- What the field's record says where the page says nothing.
local AGENCY = { name = "agency", label = "Cơ quan thực hiện" }
local PLACE = { name = "place", label = "Nơi tiếp nhận" }

-- A line with a name is a section, one with `fields` a group; its anchor is one that no heading can have.
local WHO = {
  text = "Đối tượng và cơ quan thực hiện", anchor = "co_quan",
  fields = { "audience", "level", AGENCY, "authority", PLACE, "delegated", "partners" },
}
local SOURCE = {
  text = "Hiệu lực và nguồn thông tin", anchor = "nguon_",
  fields = {
    "publication", "effective_from", "effective_to", "replaces", "replaced_by", "type", "scope", "online.reason", "payment", "verified",
  },
}

-- At the head of the page, or no news for a reader.
local ELSEWHERE = {
  title = true, code = true, detail = true, field = true, decision = true, ["online.level"] = true, ["online.url"] = true,
  same_day = true, anywhere = true, linked = true, copies = true,
}

-- Fields that no group names and the page shows nowhere else: kinds of a commune may have more, and none gets lost.
local function others(kind)
  local known, list = {}, {}
  for _, group in ipairs { WHO, SOURCE } do
    for _, field in ipairs(group.fields) do known[field.name or field] = true end
  end
  for _, field in ipairs(kind.fields) do
    local name = field.name
    if not field.common and not ELSEWHERE[name] and not known[name] and field.type ~= "file" then list[#list + 1] = name end
  end
  return list
end

-- The group «source» without its first field where nobody named it, and with the number of copies where no dossier tells it.
local function source(more, is_unsaid, is_alone)
  local fields = table.move(SOURCE.fields, is_unsaid and 2 or 1, #SOURCE.fields, 1, {})
  if is_alone then fields[#fields + 1] = "copies" end
  return { text = SOURCE.text, anchor = SOURCE.anchor, fields = table.move(more, 1, #more, #fields + 1, fields) }
end

local function arranged(more, is_unsaid, is_alone)
  return {
    "steps", "methods", "dossier", "forms", WHO, "results", "legal", "conditions", "notes", source(more, is_unsaid, is_alone), "changes",
  }
end

-- «mới ban hành» is what the kind fills in where nobody wrote anything; beside a day of effect somebody meant it.
local function is_unsaid(one)
  return one.publication == "mới ban hành" and not (one.from and one.effect ~= "ended")
end

-- Gives every procedure its `layout`.
function M.attach(model, site)
  local kind, made = site.kinds.procedure, {}
  local more = kind and others(kind) or {}
  for _, one in ipairs(model.procedures) do
    local sections = one.page.sections
    local unsaid, alone = is_unsaid(one), not (sections and sections.dossier)
    local key = (unsaid and 1 or 0) + (alone and 2 or 0)
    made[key] = made[key] or arranged(more, unsaid, alone)
    one.layout = made[key]
  end
  return model
end

return M
