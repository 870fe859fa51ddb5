-- nvim --headless -u NONE -c 'luafile neovim.lua' FILE: one life of a document through Neovim's own client, and its syntax
-- held to what the server says of each word. A line for each check; ROLEGATE: the command; PLUGIN: the files for Vim.
local passed, failed = 0, 0
local function check(name, is)
  if is then passed = passed + 1 else failed = failed + 1 print("failed: " .. name .. "\n") end
end
vim.opt.runtimepath:prepend(vim.env.PLUGIN)
vim.cmd("filetype plugin on | syntax on | edit!")
check("the file is known", vim.bo.filetype == "rolegate")
local diagnosed = false
vim.lsp.handlers["textDocument/publishDiagnostics"] = (function(old)
  return function(...) old(...) diagnosed = true end
end)(vim.lsp.handlers["textDocument/publishDiagnostics"])
local function wait() diagnosed = false return vim.wait(60000, function() return diagnosed end, 5) end
local id = vim.lsp.start_client({ cmd = { vim.env.ROLEGATE, "lsp", "-I", vim.env.POLICIES }, name = "rolegate",
  root_dir = vim.fn.getcwd() })
vim.lsp.buf_attach_client(0, id)
check("it answers", wait())
check("a good policy has no diagnostics", #vim.diagnostic.get(0) == 0)
local function ask(method, more)
  local params = vim.tbl_extend("force", vim.lsp.util.make_position_params(), more or {})
  local answers = vim.lsp.buf_request_sync(0, method, params, 60000)
  return answers and answers[id] and answers[id].result
end
vim.fn.search("role \\zsagent\\|assign \\zsagent")
local hover = ask("textDocument/hover")
check("hover", hover and hover.contents.value:find("agent"))
check("references", #(ask("textDocument/references", { context = { includeDeclaration = true } }) or {}) > 1)
vim.api.nvim_buf_set_lines(0, 0, 0, false, { "assign nobody-knows to everyone" })
check("it answers a change", wait())
check("a mistake is shown", #vim.diagnostic.get(0) > 0 and vim.diagnostic.get(0)[1].lnum == 0)
vim.api.nvim_buf_set_lines(0, 0, 1, false, {})
check("and is gone", vim.wait(60000, function() return #vim.diagnostic.get(0) == 0 end, 5))

-- The syntax of Vim and the server's semantic tokens, word by word.
local legend = vim.lsp.get_client_by_id(id).server_capabilities.semanticTokensProvider.legend.tokenTypes
local data = ask("textDocument/semanticTokens/full").data
local line, column, wrong = 0, 0, 0
for i = 1, #data, 5 do
  column = data[i + 1] + (data[i] == 0 and column or 0)
  line = line + data[i]
  local text = vim.fn.getline(line + 1)
  local group = vim.fn.synIDattr(vim.fn.synID(line + 1, vim.str_byteindex(text, column, true) + 1, 1), "name")
  local type = legend[data[i + 3] + 1]
  local quoted = vim.str_byteindex(text, column, true) and text:sub(vim.str_byteindex(text, column, true) + 1):sub(1, 1) == '"'
  local word = group == "rolegateDeclaration" or group == "rolegateEffect" or group == "rolegateControl" or
    group == "rolegateType"
  if (type == "keyword") ~= word or (quoted and group ~= "rolegateString") or group == "rolegateComment" then
    wrong = wrong + 1
    print(string.format("%d:%d: %s is %s\n", line + 1, column + 1, type, group))
  end
end
check("each word has its class", wrong == 0 and #data > 0)
vim.lsp.stop_client(id)
check("it ends", vim.wait(60000, function() return vim.lsp.client_is_stopped(id) end, 5))
print(string.format("%d passed, %d failed\n", passed, failed))
vim.cmd(failed == 0 and "qa!" or "cq!")
