# Writes a C++ file that holds each of FILES as a raw string literal.
set(text "#include \"config/spec/chain/load.h\"\n\nnamespace deskready {\n\nstd::vector<ShippedSpec> shipped_specs() {\n  return {\n")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} content)
  string(APPEND text "      {\"${name}\", R\"~spec~(${content})~spec~\"},\n")
endforeach()
string(APPEND text "  };\n}\n\n}  // namespace deskready\n")
file(WRITE ${OUTPUT} "${text}")
