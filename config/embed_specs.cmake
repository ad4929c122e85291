# Writes a C++ file that holds each of FILES as a raw string literal: FUNCTION() gives a vector of TYPE, each of which is a
# name and a text, as HEADER declares them.
set(text "#include \"${HEADER}\"\n\nnamespace deskready {\n\nstd::vector<${TYPE}> ${FUNCTION}() {\n  return {\n")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} content)
  string(APPEND text "      {\"${name}\", R\"~spec~(${content})~spec~\"},\n")
endforeach()
string(APPEND text "  };\n}\n\n}  // namespace deskready\n")
file(WRITE ${OUTPUT} "${text}")
