import { isUnknown, textOf, type Item, type Term, type UnknownTerm } from '../../expressions/term.ts';
import { splitImage } from '../../formats/image-reference.ts';

/** Characters of an image reference that are read. */
const maxLength = 2000;

/** An image taken apart: `text`, `name` as written, `base` (its last part), `registry`, `hasRegistry`, `tag`, `digest`; what is not written is absent. */
export function imageTerm(term: Term): Term {
  if (isUnknown(term)) return unknownImage(term);
  const text = textOf(term);
  return text === undefined || text.length > maxLength ? null : partsOf(text);
}

/** An image of which a part is a variable: what stands before and after it is known all the same. */
function unknownImage(term: UnknownTerm): Term {
  const last = term.parts?.at(-1);
  const first = term.parts?.[0];
  if (term.parts === undefined || typeof last !== 'string') return typeof first !== 'string' || first.length > maxLength ? term : known(term, first, undefined);
  return known(term, typeof first === 'string' ? first : '', last);
}

/** `registry.example/app:${TAG}`: the name is known, the tag is there. `${REPO}:latest`: the tag is known. */
function known(term: UnknownTerm, first: string, last: string | undefined): Term {
  const entries = new Map<string, Item>([['text', term]]);
  for (const key of ['name', 'base', 'registry', 'hasRegistry', 'tag', 'digest']) entries.set(key, { kind: 'unknown', why: term.why });
  const tagged = /^[^\s@]*?([^/@\s:]+):$/.exec(first);
  if (tagged !== null && first.length > 1) {
    const parts = partsOf(first.slice(0, -1));
    if (typeof parts === 'object' && parts !== null && parts.kind === 'map') for (const key of ['name', 'base', 'registry', 'hasRegistry']) entries.set(key, parts.entries.get(key) ?? null);
    entries.set('tag', { kind: 'unknown', why: term.why, parts: term.parts?.slice(1) ?? [null] });
    entries.delete('digest');
    if (last?.includes('@') === true) entries.set('digest', last.slice(last.indexOf('@') + 1));
  } else if (last !== undefined && /:[\w.-]{1,128}$/.test(last) && !last.includes('@')) {
    entries.set('tag', last.slice(last.lastIndexOf(':') + 1));
    entries.delete('digest');
  } else if (last !== undefined && /@sha256:[0-9a-f]{64}$/.test(last)) entries.set('digest', last.slice(last.indexOf('@') + 1));
  return { kind: 'map', entries };
}

function partsOf(text: string): Term {
  const { name, tag, digest } = splitImage(text);
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const hasRegistry = first.includes('.') || first.includes(':') || first === 'localhost';
  const entries = new Map<string, Item>([
    ['text', text],
    ['name', name],
    ['base', name.slice(name.lastIndexOf('/') + 1)],
    ['registry', hasRegistry ? first : 'docker.io'],
    ['hasRegistry', hasRegistry],
  ]);
  if (tag !== undefined) entries.set('tag', tag);
  if (digest !== undefined) entries.set('digest', digest);
  return { kind: 'map', entries };
}
