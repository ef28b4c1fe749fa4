# Hands a client hook over to the gate: sourced or run by the hooks that `portcullis init` writes, as
#   portcullis_home=FOLDER; set -- HOOK ARGUMENTS; . "$portcullis_home/hooks/client/run.sh"
# Finds node where graphical git clients do not look. Never calls npx. Without node or gate it blocks and says so.
# git is asked while node starts, or a standby listens; the same questions, with the same flags, stand in src/git/staged.ts
portcullis_git() { git --no-replace-objects --literal-pathspecs --no-optional-locks -c core.fsmonitor=false "$@" 2>/dev/null; }
portcullis_staged() {
  portcullis_git diff-index --cached --raw -z --no-renames --no-ext-diff --no-textconv --no-abbrev --ignore-submodules=none HEAD --
  printf '=exit %s\0' $?
  portcullis_git ls-files --stage -z -- portcullis.yaml
  printf '=exit %s\0' $?
}
PORTCULLIS_STANDBY_START=
case $1 in
  pre-commit | pre-merge-commit | commit-msg)
    portcullis_package=$portcullis_home
    if [ -f "$portcullis_package/hooks/standby.sh" ] && [ -r /proc/sys/kernel/random/uuid ]; then
      . "$portcullis_package/hooks/standby.sh"
      if portcullis_ask "$@"; then exit 0; fi
      PORTCULLIS_STANDBY_START=$portcullis_start
    fi
    ;;
esac
export PORTCULLIS_STANDBY_START
portcullis_node=$(command -v node 2>/dev/null) || portcullis_node=
if [ -z "$portcullis_node" ]; then
  # newest last: a glob sorts v18 before v20
  for portcullis_one in /usr/bin/node /usr/local/bin/node /opt/homebrew/bin/node /opt/local/bin/node /snap/bin/node \
    "${PROGRAMFILES-}/nodejs/node.exe" "${LOCALAPPDATA-}/Volta/bin/node.exe" "${APPDATA-}/nvm"/*/node.exe \
    "$HOME/.asdf/shims/node" "$HOME/.local/share/mise/installs/node"/*/bin/node \
    "${NVM_DIR:-$HOME/.nvm}/versions/node"/*/bin/node \
    "$HOME/.local/share/fnm/node-versions"/*/installation/bin/node \
    "$HOME/.fnm/node-versions"/*/installation/bin/node \
    "$HOME/Library/Application Support/fnm/node-versions"/*/installation/bin/node \
    "${VOLTA_HOME:-$HOME/.volta}/bin/node" "${portcullis_recorded_node:-}"; do
    [ -n "$portcullis_one" ] && [ -x "$portcullis_one" ] && portcullis_node=$portcullis_one
  done
fi
if [ -z "$portcullis_node" ]; then
  printf '%s\n' "portcullis: $1 is blocked: node was not found on PATH nor where nvm, fnm, volta, asdf and mise put it" \
    "portcullis: install Node 20.20 or newer, or start this program from a shell that has it" >&2
  exit 3
fi
if [ ! -f "$portcullis_home/dist/hook.cjs" ]; then
  printf '%s\n' "portcullis: $1 is blocked: the gate is not at $portcullis_home" \
    "portcullis: run \"npm install\" or \"npx portcullis init\" to put it back" >&2
  exit 3
fi
if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then
  # node reads these certificates while it starts, which takes longer than all else; the gate opens no connection, and
  # gives the setting back to the programs that it starts (src/cli/certificates.ts)
  PORTCULLIS_CA_CERTS=$NODE_EXTRA_CA_CERTS
  export PORTCULLIS_CA_CERTS
  unset NODE_EXTRA_CA_CERTS
fi
case $1 in
  pre-commit | pre-merge-commit)
    portcullis_staged | PORTCULLIS_STAGED=stdin "$portcullis_node" "$portcullis_home/dist/hook.cjs" "$@"
    exit $?
    ;;
  *) exec "$portcullis_node" "$portcullis_home/dist/hook.cjs" "$@" ;;
esac
