/** Thrown when the program itself is wrong. Never caught inside a module; the edge answers 500 and logs it. */
export class Bug extends Error {
  override readonly name = 'Bug'
}

/** Promises that `condition` holds; a failure is a bug, never a refusal. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Bug(message)
}

/** Closes a switch over a union: a forgotten case does not compile. */
export function unreachable(value: never): never {
  throw new Bug(`unreachable case: ${String(value)}`)
}

/** The value, where its absence would be a bug. */
export function must<T>(value: T | null | undefined, message: string): T {
  if (value === null || value === undefined) throw new Bug(message)
  return value
}
