_mlops_task() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words="{commands}"
  case "$previous" in
    --pipeline) COMPREPLY=($(compgen -W "{pipelines}" -- "$current")); return ;;
    --role) COMPREPLY=($(compgen -W "viewer operator" -- "$current")); return ;;
    --shell) COMPREPLY=($(compgen -W "bash zsh" -- "$current")); return ;;
    --input | --config | --output | --log-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --artifacts | --models) COMPREPLY=($(compgen -d -- "$current")); return ;;
  esac
  case " ${COMP_WORDS[*]} " in
{options}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o filenames -F _mlops_task mlops-task ./mlops-task
