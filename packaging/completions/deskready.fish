# Options and commands come from the program's own help.
function __deskready_help
    set -l path
    for word in (commandline -opc)[2..-1]
        string match -q -- '-*' $word; and break
        set -a path $word
    end
    deskready $path --help 2>/dev/null </dev/null
end
# "--format {text,json}": what an option takes.
function __deskready_choice
    set -l previous (commandline -opc)[-1]
    string match -q -- '--*' $previous; and __deskready_help | string match -rg -- "^ *$previous [^{]*\{([^}]*)\}" | string split ,
end
complete -c deskready -n "__deskready_choice | string length -q" -f -a "(__deskready_choice)"
complete -c deskready -n "not __deskready_choice | string length -q" -a "(__deskready_help | sed -n '/^Subcommands:/,/^\$/s/^  \([a-z][a-z-]*\) .*/\1/p')"
complete -c deskready -n "string match -q -- '-*' (commandline -ct)" -a "(__deskready_help | string match -ra -- '--[a-z][a-z-]*' | sort -u)"
