/** Why this Node cannot run the gate; undefined where it can. The bundles need what is there from Node 20.16 and 22.3 on. */
export function whyTooOld(): string | undefined {
  return Reflect.has(process, 'getBuiltinModule') ? undefined : `Node ${process.versions.node} at ${process.execPath} is too old: 20.20 or newer is needed`;
}
