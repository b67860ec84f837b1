local khac = { name = "khac", api = 1 }

function khac.finish(site, outputs, add)
  local lines = {}
  for i, o in ipairs(outputs) do
    lines[i] = o.kind .. " " .. tostring(o.url) .. " " .. tostring(o.title) .. " " .. (url.absolute(o.url) or "")
  end
  add{ path = "tat-ca.txt", text = table.concat(lines, "\n") .. "\n" .. #site.pages .. "\n" }
end

return khac
