import type { Value } from '../value.ts';

/** Evaluates each name once, when it is first asked for; one that asks for itself on the way gets what `onCycle` gives. */
export function memo<T extends Value | undefined>(evaluate: (name: string) => T, onCycle: (name: string) => T): (name: string) => T {
  const found = new Map<string, T>();
  const running = new Set<string>();
  return (name) => {
    if (found.has(name)) return found.get(name) ?? evaluate(name);
    if (running.has(name)) return onCycle(name);
    running.add(name);
    try {
      const value = evaluate(name);
      found.set(name, value);
      return value;
    } finally {
      running.delete(name);
    }
  };
}
