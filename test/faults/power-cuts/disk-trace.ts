import { endianness } from 'node:os';

/** What `recorder.c` saw a process do. */
export type TraceEntry =
  /** A new file, or a new name for nothing that was there. */
  | { readonly kind: 'created'; readonly name: string }
  | { readonly kind: 'wrote'; readonly name: string; readonly offset: number; readonly data: Buffer }
  | { readonly kind: 'resized'; readonly name: string; readonly length: number }
  /** The name `.` is that of the directory itself. */
  | { readonly kind: 'synced'; readonly name: string }
  /** Undefined where the name is one of another directory. */
  | { readonly kind: 'renamed' | 'linked'; readonly name: string; readonly to: string | undefined }
  | { readonly kind: 'removed'; readonly name: string }
  /** The beginning of an answer to a client, recorded before it was sent. */
  | { readonly kind: 'answered'; readonly text: string };

const HEADER_BYTES = 24;

/** Parses a trace that `recorder.c` wrote on a machine of this byte order. */
export const parseTrace = (trace: Buffer): readonly TraceEntry[] => {
  if (endianness() !== 'LE') throw new Error('The trace is read on little-endian machines only.');
  const entries: TraceEntry[] = [];
  // A process that was killed may have left the last entry incomplete.
  for (let at = 0; at + HEADER_BYTES <= trace.length;) {
    const nameBytes = trace.readUInt32LE(at);
    const end = at + HEADER_BYTES + nameBytes + trace.readUInt32LE(at + 4);
    if (end > trace.length) break;
    const name = trace.toString('utf8', at + HEADER_BYTES, at + HEADER_BYTES + nameBytes);
    const data = trace.subarray(at + HEADER_BYTES + nameBytes, end);
    const offset = Number(trace.readBigUInt64LE(at + 8));
    entries.push(entryOf(trace.readUInt8(at + 16), { name, data, offset }));
    at = end;
  }
  return entries;
};

interface Parts {
  readonly name: string;
  readonly data: Buffer;
  readonly offset: number;
}

const entryOf = (kind: number, { name, data, offset }: Parts): TraceEntry => {
  const to = data.length === 0 ? undefined : data.toString();
  const entry = [
    { kind: 'created', name },
    { kind: 'wrote', name, offset, data },
    { kind: 'resized', name, length: offset },
    { kind: 'synced', name },
    { kind: 'renamed', name, to },
    { kind: 'linked', name, to },
    { kind: 'removed', name },
    { kind: 'answered', text: data.toString('latin1') },
  ][kind - 1] as TraceEntry | undefined;
  if (entry === undefined) throw new Error(`The trace has an entry of the unknown kind ${kind}.`);
  return entry;
};
