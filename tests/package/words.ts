// The words in which stories are told.
import type * as Package from "leveret";

export type Leveret = typeof Package;

export const QUEUE = "order_queue";
export const encode = (text: string) => new TextEncoder().encode(text);
export const decode = (body: Uint8Array) => new TextDecoder().decode(body);

/** What a callback is told first. */
export function told<T>(listen: (callback: (what: T) => void) => Promise<void>): Promise<T> {
  return new Promise((resolve, reject) => void listen(resolve).catch(reject));
}

export async function refusal(leveret: Leveret, promise: Promise<unknown>) {
  const error = await rejection(promise);
  if (error instanceof leveret.AmqpError) return error;
  throw new Error(`expected an AmqpError, got ${error.name}: ${error.message}`);
}

export async function rejection(promise: Promise<unknown>): Promise<Error> {
  const kept = await promise.then(() => null, (error: unknown) => error);
  if (kept instanceof Error) return kept;
  throw new Error(`expected a rejection with an Error, got ${String(kept)}`);
}

export function pass(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}

export function same(actual: unknown, expected: unknown) {
  const [one, other] = [written(actual), written(expected)];
  if (one !== other) throw new Error(`expected ${other}, got ${one}`);
}

/** A value as text, with the types that JSON does not have. */
function written(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Date) return `Date(${value.getTime()})`;
  if (value instanceof Uint8Array) return `bytes(${value.join()})`;
  if (Array.isArray(value)) return `[${value.map(written).join()}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([name, field]) => `${name}:${written(field)}`).join()}}`;
  }
  return JSON.stringify(value) ?? "undefined";
}
