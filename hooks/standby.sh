# Asks the standby of this installation, if there is one, whether nothing is to be said of a commit or push; sourced by
# run.sh, which goes the ordinary way after any other answer, with portcullis_package set to the folder of the package.
# Starts no process beside git, waits for nobody who does not live. The same rules, and what the standby makes of this,
# stand in src/doors/standby/.

# A status of 0 says that the change was judged and is allowed. Sets portcullis_start to 1 where there is no standby.
portcullis_ask() {
  portcullis_start=
  if [ "${PORTCULLIS_STANDBY-}" = 0 ] || [ -n "${ZSH_VERSION-}" ]; then return 1; fi
  if [ -n "${CI-}${JENKINS_URL-}${TF_BUILD-}${TEAMCITY_VERSION-}${CODEBUILD_BUILD_ID-}${NODE_OPTIONS-}" ]; then return 1; fi
  case ${XDG_RUNTIME_DIR-} in /*) portcullis_at=$XDG_RUNTIME_DIR ;; *) portcullis_at= ;; esac
  if [ -n "$portcullis_at" ] && [ -d "$portcullis_at" ] && [ -O "$portcullis_at" ]; then
    portcullis_at=$portcullis_at/portcullis
  else
    case ${HOME-} in /*) ;; *) return 1 ;; esac
    if [ -d "$HOME" ] && [ -O "$HOME" ]; then portcullis_at=$HOME/.cache/portcullis; else return 1; fi
  fi
  IFS= read -r portcullis_id 2>/dev/null <"$portcullis_package/dist/identity" || return 1
  case $portcullis_id in '' | *[!0-9a-f]*) return 1 ;; esac
  IFS= read -r portcullis_machine 2>/dev/null </proc/sys/kernel/hostname || return 1
  case $portcullis_machine in '' | *[!A-Za-z0-9.-]*) return 1 ;; esac
  portcullis_at=$portcullis_at/$portcullis_id-$portcullis_machine
  # what another user made is not asked: root, say, who has a user's HOME
  if ! [ -O "$portcullis_at" ] || ! [ -p "$portcullis_at/in" ] || ! [ -p "$portcullis_at/out" ] || ! [ -O "$portcullis_at/in" ] || ! [ -O "$portcullis_at/out" ]; then
    [ -e "$portcullis_at" ] || portcullis_start=1
    return 1
  fi
  # a process that is gone does not answer, and one that was stopped not before it goes on
  portcullis_state=
  IFS= read -r portcullis_pid 2>/dev/null <"$portcullis_at/pid" || return 1
  case $portcullis_pid in '' | *[!0-9]*) return 1 ;; esac
  IFS= read -r portcullis_state 2>/dev/null <"/proc/$portcullis_pid/stat" || portcullis_state=
  case ${portcullis_state##*\)?} in
    [RSD]' '*) ;;
    '' | [ZX]' '*) portcullis_start=1; return 1 ;;
    *) return 1 ;;
  esac
  # of this process, which may be a subshell
  read -r portcullis_pid portcullis_state 2>/dev/null </proc/self/stat || return 1
  IFS= read -r portcullis_nonce 2>/dev/null </proc/sys/kernel/random/uuid || return 1
  case $portcullis_pid$portcullis_nonce in *[!0-9a-f-]*) return 1 ;; esac
  # one asks at a time; who comes second does not wait
  case $- in *C*) portcullis_option=-C ;; *) portcullis_option=+C ;; esac
  set -C
  if printf '%s\n' "$portcullis_pid" 2>/dev/null >"$portcullis_at/lock"; then portcullis_state=locked; else portcullis_state=; fi
  set "$portcullis_option"
  # a lock of a dead standby, whose number another process has by now, looks the same: node knows
  if [ -z "$portcullis_state" ]; then portcullis_start=1; return 1; fi
  portcullis_answer=
  # a standby that dies while it is asked must not take the shell along
  trap '' PIPE
  # opened for both ways first, which waits for nobody; then for one, so that a standby that is gone is an error or an end.
  # "exec" closes for good: of what a list of redirections closes bash keeps a copy
  {
    exec 8>&-
    { exec 7>&- && portcullis_talk "$@"; } 7<>"$portcullis_at/in" 9>>"$portcullis_at/in" || portcullis_answer=
    # the lock is free again when the next hook of this commit comes
    [ -z "$portcullis_answer" ] || read -r portcullis_state <&6 || :
  } 2>/dev/null 8<>"$portcullis_at/out" 6<"$portcullis_at/out" || portcullis_answer=
  trap - PIPE
  [ -n "$portcullis_answer" ] || portcullis_start=1
  [ "$portcullis_answer" = "allowed $portcullis_nonce" ]
}

# One question and its answer: records that end in NUL (src/doors/standby/request.ts)
portcullis_talk() {
  printf '%s\0' 'portcullis-standby 1' "$portcullis_nonce" "$portcullis_pid" "$portcullis_package" "$1" "${2-}" \
    "${PATH+=$PATH}" "${HOME+=$HOME}" "${XDG_CONFIG_HOME+=$XDG_CONFIG_HOME}" "${GIT_DIR+=$GIT_DIR}" "${GIT_INDEX_FILE+=$GIT_INDEX_FILE}" \
    "${GIT_WORK_TREE+=$GIT_WORK_TREE}" "${GIT_COMMON_DIR+=$GIT_COMMON_DIR}" "${GIT_OBJECT_DIRECTORY+=$GIT_OBJECT_DIRECTORY}" \
    "${GIT_ALTERNATE_OBJECT_DIRECTORIES+=$GIT_ALTERNATE_OBJECT_DIRECTORIES}" "${GIT_NAMESPACE+=$GIT_NAMESPACE}" "${GIT_PREFIX+=$GIT_PREFIX}" \
    "${GIT_CONFIG+=$GIT_CONFIG}" "${GIT_CONFIG_COUNT+=$GIT_CONFIG_COUNT}" "${GIT_CONFIG_PARAMETERS+=$GIT_CONFIG_PARAMETERS}" \
    "${GIT_CONFIG_GLOBAL+=$GIT_CONFIG_GLOBAL}" "${GIT_CONFIG_SYSTEM+=$GIT_CONFIG_SYSTEM}" "${GIT_CONFIG_NOSYSTEM+=$GIT_CONFIG_NOSYSTEM}" \
    "${GIT_SHALLOW_FILE+=$GIT_SHALLOW_FILE}" "${GIT_GRAFT_FILE+=$GIT_GRAFT_FILE}" "${GIT_REPLACE_REF_BASE+=$GIT_REPLACE_REF_BASE}" \
    "${GIT_CEILING_DIRECTORIES+=$GIT_CEILING_DIRECTORIES}" "${GIT_DISCOVERY_ACROSS_FILESYSTEM+=$GIT_DISCOVERY_ACROSS_FILESYSTEM}" \
    "${PORTCULLIS_ADVISORIES+=$PORTCULLIS_ADVISORIES}" "${XDG_DATA_HOME+=$XDG_DATA_HOME}" \
    "${GIT_QUARANTINE_PATH+=$GIT_QUARANTINE_PATH}" "${GIT_PUSH_OPTION_COUNT+=$GIT_PUSH_OPTION_COUNT}" \
    "${GIT_PUSH_CERT_STATUS+=$GIT_PUSH_CERT_STATUS}" "${GL_ID+=$GL_ID}" "${GL_USERNAME+=$GL_USERNAME}" \
    "${GL_USER+=$GL_USER}" "${GITEA_PUSHER_NAME+=$GITEA_PUSHER_NAME}" "${FORGEJO_PUSHER_NAME+=$FORGEJO_PUSHER_NAME}" \
    "${GITHUB_USER_LOGIN+=$GITHUB_USER_LOGIN}" "${BB_USER_NAME+=$BB_USER_NAME}" \
    "${SOFT_SERVE_USERNAME+=$SOFT_SERVE_USERNAME}" "${REMOTE_USER+=$REMOTE_USER}" \
    "${PORTCULLIS_PUSHER+=$PORTCULLIS_PUSHER}" >&9 || return 1
  case $1 in
    commit-msg) ;;
    pre-receive)
      printf '%s\n' "$portcullis_line" >&9 || return 1
      # as much as is taken of it by src/git/handed-push.ts
      if portcullis_may_be_small; then portcullis_hand_over 6<&- 9>&- | head -c 6291456 >&9 6<&- 9>&- || return 1; fi
      ;;
    *) portcullis_staged >&9 6<&- 9>&- || return 1 ;;
  esac
  printf '=end %s\0' "$portcullis_nonce" >&9 || return 1
  # only some shells can bound their patience
  if [ -n "${BASH_VERSION-}" ]; then IFS= read -r -t 30 portcullis_answer <&6; else IFS= read -r portcullis_answer <&6; fi
}
