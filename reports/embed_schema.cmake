# Writes a C++ file that holds FILE as a raw string literal.
file(READ ${FILE} content)
file(WRITE ${OUTPUT} "#include \"reports/document/report.h\"\n\nnamespace deskready {\n\nstd::string_view report_schema() {\n  return R\"~schema~(")
file(APPEND ${OUTPUT} "${content}")
file(APPEND ${OUTPUT} ")~schema~\";\n}\n\n}  // namespace deskready\n")
