" Settings for rolegate policies. With Neovim 0.8 or later, `rolegate lsp` is started where it is installed.
if exists("b:did_ftplugin")
  finish
endif
let b:did_ftplugin = 1
setlocal commentstring=#\ %s comments=:# expandtab shiftwidth=4 softtabstop=4 textwidth=100
setlocal formatoptions-=t formatoptions+=croql
let b:undo_ftplugin = "setlocal commentstring< comments< expandtab< shiftwidth< softtabstop< textwidth< formatoptions<"
if has("nvim-0.8") && executable("rolegate")
  lua vim.lsp.start({ name = "rolegate", cmd = { "rolegate", "lsp" } })
elseif executable("rolegate")
  compiler rolegate
endif
