// the comment-keeping YAML library is a chunk of its own: only `init` in a lefthook repository loads it
export { parseDocument } from 'yaml';
