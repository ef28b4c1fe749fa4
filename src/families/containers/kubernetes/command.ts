import type { MapTerm, Item } from '../../../expressions/term.ts';
import type { MapValue, Value } from '../../../templates/value.ts';

/** Components of the control plane and of nodes that take their settings as flags. */
const components = new Set(['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'etcd', 'kubelet']);

/** Words of a command line that are read. */
const maxWords = 2000;

/** What a container runs: the words of `command` and `args`, its component if it is one of Kubernetes' own, and its flags. */
export interface CommandLine {
  readonly words: readonly { readonly text: string; readonly from: Value }[];
  readonly component: string | undefined;
  /** By name without dashes: the text after `=` or the next word; `true` where there is none. A flag's first value counts. */
  readonly flags: MapTerm;
}

/** Reads a container's command line. A shell's one long argument is taken apart at blanks. */
export function commandLineOf(container: MapValue): CommandLine {
  const words: { text: string; from: Value }[] = [];
  let open = false;
  for (const key of ['command', 'args']) {
    const list = container.entries.get(key);
    if (list?.kind === 'unknown') open = true;
    const items = list?.kind === 'list' ? list.items : list?.kind === 'known' ? [list] : [];
    for (const item of items) {
      if (item.kind === 'unknown') open = true;
      if (item.kind !== 'known' || typeof item.value !== 'string') continue;
      for (const text of item.value.length > 100_000 ? [item.value] : item.value.split(/\s+/)) {
        if (words.length < maxWords && text !== '') words.push({ text, from: item });
      }
    }
  }
  const entries = new Map<string, Item>();
  words.forEach(({ text, from }, index) => {
    if (!text.startsWith('-')) return;
    const equals = text.indexOf('=');
    const name = (equals < 0 ? text : text.slice(0, equals)).replace(/^-{1,2}/, '');
    if (name === '' || entries.has(name)) return;
    const next = words[index + 1]?.text;
    const value = equals >= 0 ? text.slice(equals + 1).replace(/^(["'])(.*)\1$/, '$2') : next === undefined || next.startsWith('-') ? 'true' : next;
    entries.set(name, { kind: 'known', value, provenance: 'written', at: from.at });
  });
  const component = words.slice(0, 20).map(({ text }) => text.slice(text.lastIndexOf('/') + 1)).find((base) => components.has(base));
  return { words, component, flags: { kind: 'map', entries, ...(open ? { open } : {}) } };
}
