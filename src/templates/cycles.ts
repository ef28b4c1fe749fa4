import type { Resource, TemplateProblem, Value } from './value.ts';

/**
 * Resources that need one another in a circle, each circle one problem at its first resource. CloudFormation and
 * Terraform refuse such a template. Tarjan's algorithm (1972) without recursion, linear in references.
 */
export function cycles(resources: readonly Resource[]): readonly TemplateProblem[] {
  const byName = new Map(resources.map((one) => [one.name, one]));
  const needs = new Map<string, readonly string[]>();
  for (const one of resources) needs.set(one.name, [...needed(one)].filter((name) => byName.has(name)));
  const problems: TemplateProblem[] = [];
  for (const circle of circles(needs)) {
    const first = byName.get(circle.at(-1) ?? '');
    if (first === undefined || problems.length >= 100) continue;
    problems.push({ code: 'cycle', message: `resources depend on one another: ${circle.toReversed().slice(0, 5).join(', ')}${circle.length > 5 ? ' …' : ''}`, at: first.head });
  }
  return problems;
}

function needed(resource: Resource): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (value: Value, depth: number): void => {
    if (depth > 100) return;
    if (value.kind === 'unknown' && value.reference !== undefined) names.add(value.reference.resource);
    else if (value.kind === 'list') for (const item of value.items) visit(item, depth + 1);
    else if (value.kind === 'map') for (const item of value.entries.values()) visit(item, depth + 1);
  };
  visit(resource.properties, 0);
  const after = resource.attributes.get('DependsOn');
  const prefix = resource.name.slice(0, resource.name.lastIndexOf('/') + 1);
  for (const one of after?.kind === 'list' ? after.items : after === undefined ? [] : [after]) if (one.kind === 'known') names.add(prefix + String(one.value));
  return names;
}

interface Visit {
  readonly name: string;
  readonly next: readonly string[];
  at: number;
}

function circles(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: (readonly string[])[] = [];
  const enter = (name: string): Visit => {
    order.set(name, order.size);
    low.set(name, order.size - 1);
    stack.push(name);
    onStack.add(name);
    return { name, next: graph.get(name) ?? [], at: 0 };
  };
  const lower = (name: string, to: number): void => {
    low.set(name, Math.min(low.get(name) ?? 0, to));
  };
  for (const root of graph.keys()) {
    if (order.has(root)) continue;
    const visits = [enter(root)];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const next = visit.next[visit.at++];
      if (next !== undefined) {
        if (!order.has(next)) visits.push(enter(next));
        else if (onStack.has(next)) lower(visit.name, order.get(next) ?? 0);
        continue;
      }
      visits.pop();
      const parent = visits.at(-1);
      if (parent !== undefined) lower(parent.name, low.get(visit.name) ?? 0);
      if (low.get(visit.name) !== order.get(visit.name)) continue;
      const circle: string[] = [];
      for (let name = stack.pop(); name !== undefined; name = stack.pop()) {
        onStack.delete(name);
        circle.push(name);
        if (name === visit.name) break;
      }
      if (circle.length > 1 || graph.get(visit.name)?.includes(visit.name) === true) found.push(circle);
    }
  }
  return found;
}
