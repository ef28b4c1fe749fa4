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
if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then
  # node reads these certificates while it starts, which takes longer than all else; the gate opens no connection, and
  # gives the setting back to the programs that it starts (src/cli/certificates.ts)
  PORTCULLIS_CA_CERTS=$NODE_EXTRA_CA_CERTS
  export PORTCULLIS_CA_CERTS
  unset NODE_EXTRA_CA_CERTS
fi
portcullis_hook=$1
shift
exec "$portcullis_node" "$portcullis_home/gate/dist/receive.cjs" "$portcullis_hook" --folder "$portcullis_folder" "$@"
