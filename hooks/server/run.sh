# Hands a server hook over to the gate: sourced by the hooks that `portcullis init --server` writes, as
#   portcullis_home=FOLDER; portcullis_folder=FOLDER; set -- HOOK ARGUMENTS; . "$portcullis_home/gate/hooks/server/run.sh"
# Without node or gate nothing can be judged: the push is refused, and the pusher is told why.
# what is set for other programs of node must not change this one, or speak to the pusher
unset NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS NODE_DEBUG NODE_V8_COVERAGE
portcullis_node=$portcullis_recorded_node
[ -x "$portcullis_node" ] || portcullis_node=$(command -v node 2>/dev/null) || portcullis_node=
if [ -z "$portcullis_node" ]; then
  for portcullis_one in /usr/local/bin/node /usr/bin/node /opt/portcullis/bin/node "$portcullis_home/bin/node"; do
    [ -x "$portcullis_one" ] && portcullis_node=$portcullis_one
  done
fi
if [ -z "$portcullis_node" ] || [ ! -f "$portcullis_home/gate/dist/receive.cjs" ]; then
  printf '%s\n' 'error: push refused: this server cannot judge it' \
    "hint: the administrator must restore node or the gate in" "hint: $portcullis_home" >&2
  exit 3
fi
portcullis_hook=$1
shift
portcullis_judge() { "$portcullis_node" "$portcullis_home/gate/dist/receive.cjs" "$portcullis_hook" ${portcullis_folder:+--folder "$portcullis_folder"} "$@"; }

# Git answers while node starts, for a push that moves one ref: what changes, what it brings, and what stood there before.
# The same questions, with the same flags and environment, stand in src/git/run.ts, src/git/new-objects.ts and
# src/git/tree-listing.ts, src/doors/push/changes-between.ts and
# src/git/attribution.ts; src/git/handed-push.ts takes the answers, and whatever is amiss has git asked again.
portcullis_git() {
  git --no-replace-objects --literal-pathspecs --no-optional-locks -c core.fsmonitor=false -c core.commitGraph=true \
    -c 'core.alternateRefsPrefixes=refs/heads refs/tags' "$@" 2>/dev/null
}
portcullis_rev_list() {
  printf '%s\n' "$portcullis_new" | portcullis_git rev-list "$@" --stdin --not --exclude='refs/merge-requests/*' \
    --exclude='refs/keep-around/*' --exclude='refs/environments/*' --exclude='refs/pipelines/*' --exclude='refs/tmp/*' \
    --exclude='refs/pull/*' --exclude='refs/__gh__/*' --exclude='refs/pull-requests/*' --all --alternate-refs
  # no ref has such a name, so the reader says that it is missing
  printf '.ended-%s\n' $?
}
# All changes of all commits: a file that was modified by its former version, its new one and its path; all else by the
# empty tree, which git knows without having it. A new ref has nothing that it is compared with.
portcullis_changes() {
  case $portcullis_old in
    *[!0]*)
      portcullis_rev_list | portcullis_git diff-tree --stdin -r -c --root --raw --no-renames --no-abbrev --no-ext-diff --no-textconv --ignore-submodules=none |
        sed -n -e 's/^:100[0-7]* 100[0-7]* \([0-9a-f]*\) \([0-9a-f]*\) M[[:blank:]]\(.*\)$/\1 \2 \3/p' -e t -e "s/^:.*\$/$portcullis_empty &/p" -e 's/^\.ended-/&/p'
      ;;
    *) printf '.ended-0\n' ;;
  esac
}
portcullis_hand_over() {
  LC_ALL=C GIT_TERMINAL_PROMPT=0 GIT_NO_LAZY_FETCH=1 GIT_ALLOW_PROTOCOL=none GIT_NO_REPLACE_OBJECTS=1 GIT_ATTR_NOSYSTEM=1 GIT_PAGER='' GIT_TRACE=0
  GIT_GRAFT_FILE=/dev/null/none
  export LC_ALL GIT_TERMINAL_PROMPT GIT_NO_LAZY_FETCH GIT_ALLOW_PROTOCOL GIT_NO_REPLACE_OBJECTS GIT_ATTR_NOSYSTEM GIT_PAGER GIT_TRACE GIT_GRAFT_FILE
  unset GIT_FLUSH
  case $portcullis_old in
    *[!0]*)
      portcullis_git diff-tree -r --raw -z --no-renames --no-abbrev --ignore-submodules=none --end-of-options "$portcullis_old" "$portcullis_new"
      printf '=exit %s\0' $?
      ;;
    *) printf '=none\0' ;;
  esac
  # one process for former and new versions, which are stored as differences from one another
  { portcullis_changes; portcullis_rev_list --objects --no-object-names; } |
    portcullis_git cat-file --batch='%(objectname) %(objecttype) %(objectsize) %(rest)' --buffer
  printf '=exit %s\n' $?
  # last, because it is long in a large repository: what is cut off here alone is asked again
  portcullis_git ls-tree -r -z --full-tree "$portcullis_new"
  printf '=exit %s\0' $?
}

# A push of one ref only, which may be small: a whole history is new, and comes as a pack.
portcullis_may_be_small() {
  case $portcullis_old$portcullis_new in *[!0123456789abcdef]*) return 1 ;; esac
  case ${#portcullis_old}-${#portcullis_new} in
    40-40) portcullis_empty=4b825dc642cb6eb9a060e54bf8d69288fbee4904 ;;
    64-64) portcullis_empty=6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321 ;;
    *) return 1 ;;
  esac
  case $portcullis_new in *[!0]*) ;; *) return 1 ;; esac
  case $portcullis_old in
    *[!0]*)
      # the index of a pack takes 28 bytes for each object, or 40: above 32 KiB there are some thousand
      for portcullis_one in "${GIT_QUARANTINE_PATH:-/dev/null}"/pack/*.idx; do
        [ ! -f "$portcullis_one" ] || [ -z "$(find "$portcullis_one" -size +64 2>/dev/null)" ] || return 1
      done
      return 0
      ;;
  esac
  [ -d "${GIT_QUARANTINE_PATH:-}" ] || return 1
  for portcullis_one in "$GIT_QUARANTINE_PATH"/pack/*.pack; do [ ! -f "$portcullis_one" ] || return 1; done
}

# What ended otherwise than by its own word was killed, by the system, for want of memory, or (142, by SIGALRM) by a thread of
# its own when its time was up: another process says and records it, and knows what policy says of that.
portcullis_end() {
  case $1 in 0 | 1 | 2 | 3) exit "$1" ;; esac
  printf '%s\n%s' "$portcullis_line" "$portcullis_more" | portcullis_judge --ended "$1"
  case $?-$1 in 3-*) ;; 0-142) exit 0 ;; *) printf '%s\n' 'error: push refused: the gate was ended twice before it had judged it' \
    'hint: Push again; if it stays, the administrator of this server must' 'hint: give pushes more memory and open files (see "ulimit -a").' ;; esac >&2
  exit 3
}

if [ "$portcullis_hook" = pre-receive ]; then
  portcullis_line='' portcullis_more=''
  IFS= read -r portcullis_line
  IFS= read -r portcullis_more && portcullis_more="$portcullis_more
"
  if [ -n "$portcullis_more" ]; then
    { printf '%s\n%s' "$portcullis_line" "$portcullis_more"; cat; } | portcullis_judge "$@"
    portcullis_end $?
  fi
  portcullis_old=${portcullis_line%% *} portcullis_new=${portcullis_line#* }
  portcullis_new=${portcullis_new%% *}
  # only where the administrator wants one (docs/standby.md)
  if [ "${portcullis_standby:-0}" = 1 ] && [ -f "$portcullis_home/gate/hooks/standby.sh" ] && [ -r /proc/sys/kernel/random/uuid ]; then
    portcullis_package=$portcullis_home/gate
    . "$portcullis_package/hooks/standby.sh"
    if portcullis_ask pre-receive "$portcullis_folder"; then exit 0; fi
    [ -z "$portcullis_start" ] || set -- --start-standby "$@"
  fi
  if portcullis_may_be_small; then
    # in the background, so that nobody waits for a git that hangs once node has judged; dd takes in what git says while node
    # cannot read yet, because a pipe holds 64 KiB
    { { printf '%s\n' "$portcullis_line"; portcullis_hand_over | dd ibs=64k obs=6144k; } 2>/dev/null & } | portcullis_judge --handed "$@"
  else
    printf '%s\n' "$portcullis_line" | portcullis_judge "$@"
  fi
  portcullis_end $?
fi
exec "$portcullis_node" "$portcullis_home/gate/dist/receive.cjs" "$portcullis_hook" ${portcullis_folder:+--folder "$portcullis_folder"} "$@"
