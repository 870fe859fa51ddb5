" Syntax of rolegate policies: rolegate-policy(5).
if exists("b:current_syntax")
  finish
endif
syntax iskeyword @,48-57,_,-,.,:,/,*,+,@-@,$,~,=,<,>,?,!,%,^,&,[,],;,',128-255
syntax keyword rolegateDeclaration always assign condition contact exclusive given include never permission policy role roster service
syntax keyword rolegateDeclaration test unlisted zone
syntax keyword rolegateEffect allow deny may not
syntax keyword rolegateControl and because by days delegation except extends for hours only or requires starting to under until when
syntax keyword rolegateType at daily date everyone from gid group groups host ignore in local time tty unknown user users utc
syntax match rolegateDate "\%(^\|[[:blank:](,]\)\@1<=\d\{4}-\d\{2}-\d\{2}[^[:blank:](){},\"#]*"
syntax match rolegateWindow "\%(^\|[[:blank:](,]\)\@1<=\d\{1,2}:\d\{2}-\d\{1,2}:\d\{2}"
syntax match rolegateEscape contained "\\\%([\"\\]\|x\x\x\)"
syntax region rolegateString start=+"+ skip=+\\.+ end=+"+ end=+$+ oneline contains=rolegateEscape
syntax match rolegateComment "#.*$" contains=@Spell

highlight default link rolegateDeclaration Statement
highlight default link rolegateEffect Conditional
highlight default link rolegateControl Keyword
highlight default link rolegateType Type
highlight default link rolegateDate Number
highlight default link rolegateWindow Number
highlight default link rolegateEscape SpecialChar
highlight default link rolegateString String
highlight default link rolegateComment Comment

let b:current_syntax = "rolegate"
