import type { EvaluatedInstruction } from '../../../templates/dockerfile/model.ts';

/** A `--mount=` of RUN, taken apart. */
export interface Mount {
  readonly type: string;
  readonly values: ReadonlyMap<string, string>;
  /** As written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The mounts of a RUN. */
export function mountsOf(instruction: EvaluatedInstruction): Mount[] {
  const mounts: Mount[] = [];
  for (const flag of instruction.flags) {
    if (flag.syntax.name !== 'mount') continue;
    const text = flag.value?.text ?? flag.syntax.value ?? '';
    const values = new Map<string, string>();
    for (const part of text.split(',')) {
      const equals = part.indexOf('=');
      values.set((equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase(), equals < 0 ? '' : part.slice(equals + 1));
    }
    mounts.push({ type: values.get('type') ?? 'bind', values, text, start: flag.syntax.start, end: flag.syntax.end });
  }
  return mounts;
}

/** True when a cache or tmpfs mount covers one of the folders: what is written there is not in the layer. */
export function isMounted(instruction: EvaluatedInstruction, ...folders: readonly string[]): boolean {
  return mountsOf(instruction).some((mount) => {
    if (mount.type !== 'cache' && mount.type !== 'tmpfs') return false;
    const target = (mount.values.get('target') ?? mount.values.get('dst') ?? mount.values.get('destination') ?? '').replace(/\/+$/, '');
    return target !== '' && folders.some((folder) => folder === target || folder.startsWith(`${target}/`));
  });
}
