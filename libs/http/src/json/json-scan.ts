import { limits } from '../limits.js';

/** An object or a list that the scan is inside of. */
interface Holder {
  /** The names of an object so far; undefined for a list. */
  readonly names: Set<string> | undefined;
  /** The current member or item. */
  at: string | number;
  /** Whether an object's next text is a name. */
  awaitsName: boolean;
}

/** Where a scan of JSON text is, and how much it has seen. */
export class JsonScan {
  private readonly holders: Holder[] = [];
  private parts = 0;

  /** Returns the names and indexes that lead to the current value. */
  path(): readonly (string | number)[] {
    return this.holders.map(({ at }) => at);
  }

  /** Enters an object or list. Returns what is exceeded by it, if anything. */
  enter(kind: 'object' | 'list'): 'parts' | 'depth' | undefined {
    const isList = kind === 'list';
    this.holders.push({ names: isList ? undefined : new Set(), at: isList ? 0 : '', awaitsName: !isList });
    return this.holders.length > limits.maxJsonDepth + 1 ? 'depth' : this.count();
  }

  leave(): void {
    this.holders.pop();
  }

  /** Goes on to the next member or item. */
  next(): void {
    const holder = this.holders.at(-1);
    if (typeof holder?.at === 'number') holder.at += 1;
    else if (holder !== undefined) holder.awaitsName = true;
  }

  /** Returns whether the current text is a member's name. */
  isAtName(): boolean {
    return this.holders.at(-1)?.awaitsName === true;
  }

  /** Takes the name of a member. Returns whether the object has it already. */
  name(name: string): boolean {
    const holder = this.holders.at(-1);
    if (holder?.names === undefined) return false;
    const isKnown = holder.names.has(name);
    holder.names.add(name);
    holder.at = name;
    holder.awaitsName = false;
    return isKnown;
  }

  /** Counts a name or value. Returns what is exceeded by it, if anything. */
  count(): 'parts' | undefined {
    this.parts += 1;
    return this.parts > limits.maxJsonNodes ? 'parts' : undefined;
  }
}
