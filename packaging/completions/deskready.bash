# Options and commands come from the program's own help, so that they are always those of the version in use.
_deskready() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} path=() word help choice
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in -*) break ;; *) path+=("$word") ;; esac
  done
  case $previous in
    --only) mapfile -t COMPREPLY < <(compgen -W "network audio system" -- "$current"); return ;;
    --spec | --for) mapfile -t COMPREPLY < <(compgen -W "$(deskready spec list 2>/dev/null | awk '{print $1}')" -- "$current"
      compgen -f -X '!*.toml' -- "$current"; compgen -f -X '!*.dsse' -- "$current"); return ;;
    --output | --facts | --key | lint | verify) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
  esac
  help=$(deskready "${path[@]}" --help 2>/dev/null </dev/null) || return
  # "--format {text,json}": what an option takes.
  if [[ $previous == --* ]]; then
    choice=$(sed -n "s/^ *$previous [^{]*{\([^}]*\)}.*/\1/p" <<<"$help")
    [[ -n $choice ]] && { mapfile -t COMPREPLY < <(compgen -W "${choice//,/ }" -- "$current"); return; }
  fi
  if [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(grep -oE -- '--[a-z][a-z-]*' <<<"$help" | sort -u)" -- "$current")
  else
    mapfile -t COMPREPLY < <(compgen -W "$(sed -n '/^Subcommands:/,/^$/s/^  \([a-z][a-z-]*\) .*/\1/p' <<<"$help")" -- "$current")
  fi
}
complete -o default -F _deskready deskready
