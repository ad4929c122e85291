# Options and commands come from the program's own help.
function __deskready_help
    set -l path
    for word in (commandline -opc)[2..-1]
        string match -q -- '-*' $word; and break
        set -a path $word
    end
    deskready $path --help 2>/dev/null </dev/null
end
complete -c deskready -a "(__deskready_help | sed -n '/^Subcommands:/,/^\$/s/^  \([a-z][a-z-]*\) .*/\1/p')"
complete -c deskready -n "string match -q -- '-*' (commandline -ct)" -a "(__deskready_help | string match -ra -- '--[a-z][a-z-]*' | sort -u)"
