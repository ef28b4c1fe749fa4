/** A file that was packed, or why it could not be read. */
export type Member =
  | { readonly name: string; readonly bytes: Buffer; /** Where the packed bytes end, when others follow. */ readonly end?: number }
  | { readonly name: string; readonly problem: 'limit' | 'unreadable' | 'unknown-format'; readonly detail: string };

/** Bounds on unpacking: a few bytes can declare terabytes. */
export interface UnpackLimits {
  /** Most bytes of one member. */
  readonly maxMember: number;
  /** Most members of one archive. */
  readonly maxMembers: number;
  /** How many times its packed size a member may have; small members may have `freeBytes` in any case. */
  readonly maxRatio: number;
  /** Bytes that are left of the budget of the whole source; asked before each member. */
  readonly left: () => number;
}

/** Members up to this size are unpacked whatever their ratio. */
const freeBytes = 4 * 1024 * 1024;

/** How many bytes a member of this packed size may come to. */
export function allowance(packed: number, limits: UnpackLimits): number {
  return Math.max(0, Math.min(limits.maxMember, Math.max(freeBytes, packed * limits.maxRatio), limits.left()));
}

/** A member that is larger than it may be. */
export function tooLarge(name: string, allowed: number): Member {
  return { name, problem: 'limit', detail: `more than ${allowed} bytes once unpacked` };
}
