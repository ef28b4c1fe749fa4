/**
 * An Aho-Corasick automaton as a dense table: the prefilter that says, in one pass over the bytes of a source, which
 * checks and which parsers it needs. Matching ignores ASCII case.
 * Source: A. V. Aho and M. J. Corasick, "Efficient string matching", CACM 18(6), 1975, as a full DFA.
 */
export interface Automaton {
  /** Class of each byte; bytes that no keyword holds share class 0. */
  readonly classes: Uint8Array;
  /** A state's row is `1 << shift` long, so that a state fits sixteen bits and its row is found without a product. */
  readonly shift: number;
  /** `next[(state << shift) + class]`; the root is 0. Wide only where there are more than 65,536 states. */
  readonly next: Uint16Array | Int32Array;
  /** States from this one on end a keyword: one comparison a byte tells. */
  readonly acceptFrom: number;
  /** For accepting state number k (counted from `acceptFrom`): its keywords are `outIds[outStart[k] … outStart[k + 1])`. */
  readonly outStart: Int32Array;
  readonly outIds: Int32Array;
}

/** Builds the automaton of these keywords (ASCII or bytes as latin1); a keyword's id is its place in the list. */
export function buildAutomaton(keywords: readonly string[]): Automaton {
  const { classes, classCount } = byteClasses(keywords);
  const { children, outputs } = buildTrie(keywords, classes);
  const { table, allOutputs } = completeTable(children, outputs, classCount);
  return renumber(table, allOutputs, { classes, classCount });
}

function fold(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

function byteClasses(keywords: readonly string[]): { classes: Uint8Array; classCount: number } {
  const seen = new Set<number>();
  for (const keyword of keywords) for (let i = 0; i < keyword.length; i++) seen.add(fold(keyword.charCodeAt(i)));
  const classes = new Uint8Array(256);
  let classCount = 1;
  for (const byte of [...seen].sort((a, b) => a - b)) classes[byte] = classCount++;
  for (let upper = 65; upper <= 90; upper++) classes[upper] = classes[upper + 32] ?? 0;
  return { classes, classCount };
}

function buildTrie(keywords: readonly string[], classes: Uint8Array): { children: Map<number, number>[]; outputs: number[][] } {
  const children: Map<number, number>[] = [new Map()];
  const outputs: number[][] = [[]];
  keywords.forEach((keyword, id) => {
    let state = 0;
    for (let i = 0; i < keyword.length; i++) {
      const cls = classes[keyword.charCodeAt(i)] ?? 0;
      let target = children[state]?.get(cls);
      if (target === undefined) {
        target = children.length;
        children.push(new Map());
        outputs.push([]);
        children[state]?.set(cls, target);
      }
      state = target;
    }
    outputs[state]?.push(id);
  });
  return { children, outputs };
}

function completeTable(children: Map<number, number>[], outputs: number[][], classCount: number): { table: Int32Array; allOutputs: number[][] } {
  const table = new Int32Array(children.length * classCount);
  const failure = new Int32Array(children.length);
  const queue: number[] = [];
  for (const [cls, target] of children[0] ?? []) {
    table[cls] = target;
    queue.push(target);
  }
  for (let at = 0; at < queue.length; at++) {
    const state = queue[at] ?? 0;
    const fallback = failure[state] ?? 0;
    outputs[state] = [...(outputs[state] ?? []), ...(outputs[fallback] ?? [])];
    table.copyWithin(state * classCount, fallback * classCount, (fallback + 1) * classCount);
    for (const [cls, target] of children[state] ?? []) {
      failure[target] = table[fallback * classCount + cls] ?? 0;
      table[state * classCount + cls] = target;
      queue.push(target);
    }
  }
  return { table, allOutputs: outputs };
}

function renumber(table: Int32Array, outputs: number[][], { classes, classCount }: { readonly classes: Uint8Array; readonly classCount: number }): Automaton {
  const shift = Math.max(1, Math.ceil(Math.log2(classCount)));
  const stateCount = outputs.length;
  const quiet: number[] = [];
  const accepting: number[] = [];
  for (let state = 0; state < stateCount; state++) ((outputs[state]?.length ?? 0) > 0 ? accepting : quiet).push(state);
  const order = [...quiet, ...accepting];
  const number = new Int32Array(stateCount);
  order.forEach((state, place) => (number[state] = place));
  const rows = stateCount << shift;
  const next = stateCount > 65_536 ? new Int32Array(rows) : new Uint16Array(rows);
  order.forEach((state, place) => {
    for (let cls = 0; cls < classCount; cls++) {
      next[(place << shift) + cls] = number[table[state * classCount + cls] ?? 0] ?? 0;
    }
  });
  const outStart = new Int32Array(accepting.length + 1);
  const outIds: number[] = [];
  accepting.forEach((state, k) => {
    outStart[k] = outIds.length;
    outIds.push(...(outputs[state] ?? []));
  });
  outStart[accepting.length] = outIds.length;
  return { classes, shift, next, acceptFrom: quiet.length, outStart, outIds: Int32Array.from(outIds) };
}

/**
 * Runs the automaton over bytes, from one offset to another, and calls `hit(keyword id, end offset)` for every occurrence
 * of every keyword in them, in the order of their ends. Linear in the bytes plus the hits.
 */
export function findKeywords(automaton: Automaton, bytes: Uint8Array, hit: (keyword: number, end: number) => void, from = 0, to = bytes.length): void {
  const { acceptFrom, outStart, outIds } = automaton;
  let state = 0;
  for (let at = nextAccepting(automaton, bytes, from, to, state); at > 0; at = nextAccepting(automaton, bytes, at, to, state)) {
    state = reached;
    const k = state - acceptFrom;
    const end = outStart[k + 1] as number;
    for (let o = outStart[k] as number; o < end; o++) hit(outIds[o] as number, at);
  }
}

/** The accepting state that was come to last. */
let reached = 0;

/**
 * The offset behind the next byte that leads to an accepting state, or 0. A loop of its own, which stays compiled whatever
 * is done with what it finds.
 */
function nextAccepting({ classes, next, acceptFrom, shift }: Automaton, bytes: Uint8Array, from: number, to: number, first: number): number {
  let state = first;
  for (let at = from; at < to; at++) {
    state = next[(state << shift) + (classes[bytes[at] as number] as number)] as number;
    if (state < acceptFrom) continue;
    reached = state;
    return at + 1;
  }
  return 0;
}
