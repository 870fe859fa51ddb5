autocmd BufRead,BufNewFile *.rg setfiletype rolegate
