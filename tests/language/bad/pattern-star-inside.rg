# options: -Wno-all
permission a.b
role r { allow a.*.b, *.b, a*, **
}
