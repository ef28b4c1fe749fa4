import yaml from 'js-yaml';
import type { DataNode, MapEntry, Reading, ScalarNode, SyntaxProblem } from './node.ts';

/** Reads YAML 1.2 into nodes with offsets. Never throws on bad input. */
export function readYaml(text: string): Reading<DataNode> {
  const problems: SyntaxProblem[] = [];
  const documents: DataNode[] = [];
  const starts = [0];
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) === 10) starts.push(i + 1);
  type Frame = { start: number; children: DataNode[] };
  const stack: Frame[] = [{ start: 0, children: [] }];
  const listener = (event: 'open' | 'close', state: { position: number; kind: string | null; tag: string | null; result: unknown }): void => {
    if (event === 'open') { stack.push({ start: state.position, children: [] }); return; }
    const frame = stack.pop();
    if (frame === undefined) return;
    let start = frame.start;
    while (start < state.position && /\s/.test(text[start] ?? '')) start++;
    const end = Math.max(start, state.position);
    const base = { start, end };
    let node: DataNode;
    if (state.kind === 'mapping') {
      const entries: MapEntry[] = [];
      for (let i = 0; i + 1 < frame.children.length; i += 2) {
        const key = frame.children[i]; const value = frame.children[i + 1];
        if (key?.kind === 'scalar' && value !== undefined) entries.push({ key, value });
      }
      node = { kind: 'map', entries, ...base };
    } else if (state.kind === 'sequence') node = { kind: 'list', items: frame.children, ...base };
    else node = { kind: 'scalar', value: scalarOf(state.result), ...base } satisfies ScalarNode;
    stack.at(-1)?.children.push(node);
  };
  try {
    yaml.loadAll(text, () => {}, { listener, schema: yaml.CORE_SCHEMA } as yaml.LoadOptions);
  } catch (error) {
    const mark = error instanceof yaml.YAMLException ? error.mark : undefined;
    problems.push({ message: error instanceof Error ? error.message.split('\n')[0] ?? '' : String(error), start: mark?.position ?? 0, end: (mark?.position ?? 0) + 1 });
  }
  documents.push(...(stack[0]?.children ?? []));
  return { documents, problems };
}
function scalarOf(value: unknown): string | number | boolean | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
