permission library.b
service LIB requires library.b
