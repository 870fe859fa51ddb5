" :make checks the policy, and its errors are in the quickfix list.
let current_compiler = "rolegate"
CompilerSet makeprg=rolegate\ check\ %
CompilerSet errorformat=%f:%l:%c:\ %trror:\ %m,%f:%l:%c:\ %tarning:\ %m,%-G%.%#
